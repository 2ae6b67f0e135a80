//! `scan --verify-patterns`: AWS is asked what it makes of the account's filter patterns.

use std::io::Write;

use super::failure::Failure;
use super::source::Origin;
use super::terminal::Terminal;
use crate::evaluate::oracle::{self, Verification};
use crate::inventory::Inventory;
use crate::rule::Selected;
use crate::text;

/// Puts our reading of the filter patterns of `inventory` to the test, and counts the calls
/// that it takes among those of the inventory. A disagreement is said even to those who
/// asked for quiet: it is a mistake of ours.
pub fn verify_patterns(
    from: &Origin,
    selected: &Selected<'_>,
    inventory: &mut Inventory,
    terminal: &Terminal,
) -> Result<Verification, Failure> {
    let questions = oracle::questions(&selected.bindings, inventory);
    let (answers, calls) = from.ask(&questions)?;
    inventory.calls.add(calls);
    let verification = oracle::compare(&questions, &answers);
    let contradicted = verification.contradicted();
    if contradicted > 0 {
        let _ = writeln!(
            Terminal::err(),
            "{} AWS contradicts auditrail's reading of {}, and what depends on it is unknown; \
             please report this, with `patternVerification` of report.json",
            terminal.error_label(),
            text::count(contradicted, "filter pattern"),
        );
    }
    Ok(verification)
}
