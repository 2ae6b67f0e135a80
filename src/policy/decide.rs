//! From the statements to a decision.

use super::request::Request;
use super::statement::{Effect, Listed, Statement};
use super::truth::Truth;
use super::{condition, principal};

/// What a policy says to a request. Statements are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// A statement allows it and none denies it.
    Allowed {
        /// The first statement that allows it.
        statement: usize,
    },
    /// A statement denies it, whatever the others say.
    Denied {
        /// The first statement that denies it.
        statement: usize,
    },
    /// No statement allows it.
    NotAllowed,
    /// It depends on what is not known.
    Undecided {
        /// The first statement whose effect is open and counts.
        statement: usize,
        /// What is not known, as the end of a sentence.
        why: String,
    },
}

pub(super) fn decide(statements: &[Statement], request: &Request<'_>) -> Decision {
    let (mut allows, mut denies) = (None, None);
    for (index, statement) in statements.iter().enumerate() {
        let first = match statement.effect {
            Effect::Allow => &mut allows,
            Effect::Deny => &mut denies,
        };
        match applies(statement, request) {
            Truth::Yes if statement.effect == Effect::Deny => {
                return Decision::Denied { statement: index };
            }
            Truth::Yes if !matches!(first, Some((_, None))) => *first = Some((index, None)),
            Truth::Open(why) if first.is_none() => *first = Some((index, Some(why))),
            Truth::Yes | Truth::No | Truth::Open(_) => {}
        }
    }
    match (allows, denies) {
        // What a denial may do does not matter where nothing is allowed.
        (None, _) => Decision::NotAllowed,
        (Some(_), Some((statement, Some(why)))) | (Some((statement, Some(why))), _) => {
            Decision::Undecided { statement, why }
        }
        (Some((statement, None)), _) => Decision::Allowed { statement },
    }
}

/// Whether the statement is about the request. The cheap tests stand first, and none is
/// evaluated after one that fails.
fn applies(statement: &Statement, request: &Request<'_>) -> Truth {
    let tests: [&dyn Fn() -> Truth; 4] = [
        &|| listed(&statement.actions, request.action, request, true),
        &|| match &statement.resources {
            Some(resources) => listed(resources, request.resource, request, false),
            None => Truth::Yes,
        },
        &|| principal::matches(statement.principals.as_ref(), request.principal),
        &|| condition::hold(&statement.conditions, &request.context),
    ];
    Truth::all(tests.into_iter().map(|test| test()))
}

fn listed(listed: &Listed, text: &str, request: &Request<'_>, ignore_case: bool) -> Truth {
    let patterns = || listed.patterns.iter();
    let context = &request.context;
    let any = Truth::any(patterns().map(|pattern| pattern.matches(text, context, ignore_case)));
    if !listed.negated {
        return any;
    }
    if any == Truth::No && patterns().any(|pattern| pattern.is_unfillable(context)) {
        return Truth::open("a variable of a negated element has no value");
    }
    !any
}
