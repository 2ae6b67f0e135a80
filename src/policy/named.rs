//! What a policy's `Allow` statements name: accounts and actions, as evidence.

use std::collections::BTreeSet;

use super::pattern::Pattern;
use super::statement::{Effect, Entry, Listed, Statement};

fn allowing(statements: &[Statement]) -> impl Iterator<Item = &Statement> {
    statements.iter().filter(|s| s.effect == Effect::Allow)
}

/// The accounts that are principals, or whose users and roles are; not those that
/// `NotPrincipal` leaves out.
pub(super) fn accounts(statements: &[Statement]) -> BTreeSet<String> {
    let principals = allowing(statements).filter_map(|s| s.principals.as_ref());
    let entries = principals.filter(|p| !p.negated).flat_map(|p| &p.entries);
    entries
        .filter_map(|entry| match entry {
            Entry::Aws(name) => account(name).map(str::to_owned),
            _ => None,
        })
        .collect()
}

/// The account of a principal: its twelve digits, or those in its ARN.
fn account(name: &str) -> Option<&str> {
    let account = name.split(':').nth(4).unwrap_or(name);
    let digits = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    digits.then_some(account)
}

/// The actions as they are written; what `NotAction` leaves out is one entry,
/// `all but iam:*, sts:*`.
pub(super) fn actions(statements: &[Statement]) -> BTreeSet<String> {
    allowing(statements)
        .flat_map(|statement| listed(&statement.actions))
        .collect()
}

/// Actions or resources as they are written; what is left out is one entry, `all but …`.
pub(super) fn listed(listed: &Listed) -> Vec<String> {
    let patterns: Vec<String> = listed.patterns.iter().map(written).collect();
    if listed.negated {
        vec![format!("all but {}", patterns.join(", "))]
    } else {
        patterns
    }
}

/// A pattern, with `*` for each variable.
fn written(pattern: &Pattern) -> String {
    let tokens = pattern.tokens(|_| super::pattern::Token::Many);
    tokens
        .into_iter()
        .map(super::pattern::Token::written)
        .collect()
}
