//! Which statements of a resource's policy let everybody in.
//!
//! A statement is judged by itself: that a `Deny` of the same policy takes back what it
//! allows, or that the service refuses public access whatever the policy says, is not seen
//! here.

use super::Unanswered;
use super::pins;
use super::statement::{Effect, Entry, Principals, Statement};
use super::truth::Truth;

/// The `Allow` statements for everybody whose conditions pin the caller to nothing that is
/// trusted. `name` is what to call a statement.
///
/// Fails where no statement is surely open, and of one it cannot be told.
pub(super) fn open(
    statements: &[Statement],
    name: impl Fn(usize) -> String,
) -> Result<Vec<usize>, Unanswered> {
    let mut open = Vec::new();
    let mut undecided = None;
    for (index, statement) in statements.iter().enumerate() {
        let everybody = statement.principals.as_ref().is_some_and(is_everybody);
        if statement.effect == Effect::Deny || !everybody {
            continue;
        }
        match pins::caller(&statement.conditions) {
            Truth::Yes => {}
            Truth::No => open.push(index),
            Truth::Open(why) => undecided = undecided.or(Some((index, why))),
        }
    }
    match undecided {
        Some((index, why)) if open.is_empty() => Err(Unanswered::Undecided {
            statement: name(index),
            why,
        }),
        _ => Ok(open),
    }
}

/// The `Allow` statements for everybody, whatever their conditions.
pub(super) fn naming_everyone(statements: &[Statement]) -> Vec<usize> {
    let everyone = |s: &Statement| s.principals.as_ref().is_some_and(is_everybody);
    let statements = statements.iter().enumerate();
    statements
        .filter(|(_, s)| s.effect == Effect::Allow && everyone(s))
        .map(|(index, _)| index)
        .collect()
}

/// Everybody, or everybody but some.
fn is_everybody(principals: &Principals) -> bool {
    principals.negated != principals.entries.contains(&Entry::Everyone)
}
