//! Whether a policy lets its holder do everything.
//!
//! CIS asks for statements that allow every action on every resource, whatever their
//! conditions. What a `Deny` of the same document takes back does not count either.

use super::overlap::TooIntricate;
use super::statement::{Effect, Listed, Statement};
use super::together::{self, Area, Everything};
use super::universe::Universe;

fn everything() -> Everything {
    Everything {
        actions: Universe::actions(),
        resources: Universe::resources(),
    }
}

fn allowing(statements: &[Statement]) -> impl Iterator<Item = (usize, &Statement)> {
    let statements = statements.iter().enumerate();
    statements.filter(|(_, statement)| statement.effect == Effect::Allow)
}

/// The statements that together allow every action on every resource.
pub(super) fn full(statements: &[Statement]) -> Result<Vec<usize>, TooIntricate> {
    let areas: Vec<Area> = allowing(statements)
        .map(|(index, statement)| Area::of(index, statement))
        .collect();
    together::covering(&areas, &everything())
}

/// The statements that allow everything but what they name, and do not belong to [`full`].
pub(super) fn nearly_full(statements: &[Statement]) -> Result<Vec<usize>, TooIntricate> {
    let full = full(statements)?;
    let everything = everything();
    let mut nearly = Vec::new();
    for (index, statement) in allowing(statements) {
        let negated = |listed: &Listed| listed.negated;
        let excludes =
            negated(&statement.actions) || statement.resources.as_ref().is_some_and(negated);
        if !excludes || full.contains(&index) {
            continue;
        }
        let area = Area::of(index, statement);
        // What is named without `Not` has to be everything, and something has to be left.
        let actions = if negated(&statement.actions) {
            area.actions.touches(&everything.actions)?
        } else {
            area.actions.covers(&everything.actions)?
        };
        let resources = if statement.resources.as_ref().is_some_and(negated) {
            area.resources.touches(&everything.resources)?
        } else {
            area.resources.covers(&everything.resources)?
        };
        if actions && resources {
            nearly.push(index);
        }
    }
    Ok(nearly)
}
