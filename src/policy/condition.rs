//! Whether the conditions of a statement hold.
//!
//! Several operators and several keys must all hold; of several values one must match, or none
//! where the operator is negated. Sources: IAM user guide, "Conditions with multiple context keys
//! or values" and "Set operators for multivalued context keys".

use super::compare;
use super::operator::{Compare, Operator, Set};
use super::pattern::{Pattern, not_known};
use super::request::{Context, Known};
use super::truth::Truth;

/// One operator with its keys.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    /// The operator, or the name that is none.
    pub(super) operator: Result<Operator, String>,
    pub(super) tests: Vec<Test>,
}

/// One key with the values that it is compared with, each also as it was written.
#[derive(Debug, Clone)]
pub(super) struct Test {
    pub(super) key: String,
    pub(super) values: Vec<(Pattern, String)>,
}

pub(super) fn hold(conditions: &[Condition], context: &Context) -> Truth {
    Truth::all(
        conditions
            .iter()
            .map(|condition| match &condition.operator {
                Ok(operator) => {
                    let tests = condition.tests.iter();
                    Truth::all(tests.map(|test| holds(*operator, test, context)))
                }
                Err(name) => Truth::open(format!("the condition operator `{name}` is not known")),
            }),
    )
}

/// What one operator says of one key.
pub(super) fn holds(operator: Operator, test: &Test, context: &Context) -> Truth {
    let known = context.get(&test.key);
    if test.values.is_empty() {
        return Truth::open(format!("`{}` is compared with no value", test.key));
    }
    if operator.compare == Compare::Null {
        return null(known, test);
    }
    let values = match known {
        Known::Unknown => return Truth::Open(not_known(&test.key)),
        Known::Absent => return absent(operator),
        Known::Values(values) => values,
    };
    // For the set operators empty texts are no values.
    let filled = || values.iter().filter(|value| !value.is_empty());
    match (operator.set, values.as_slice()) {
        (Some(_), _) if filled().next().is_none() => absent(operator),
        (Some(Set::All), _) => {
            Truth::all(filled().map(|value| one(operator, value, test, context)))
        }
        (Some(Set::Any), _) => {
            Truth::any(filled().map(|value| one(operator, value, test, context)))
        }
        (None, [value]) => one(operator, value, test, context),
        (None, _) => Truth::open(format!("`{}` has several values", test.key)),
    }
}

/// What an operator says of a key that is not in the request.
fn absent(operator: Operator) -> Truth {
    let holds = match operator.set {
        _ if operator.if_exists => true,
        Some(Set::All) => true,
        Some(Set::Any) => false,
        None => operator.negated,
    };
    holds.into()
}

/// One value of the request against all of the policy.
fn one(operator: Operator, value: &str, test: &Test, context: &Context) -> Truth {
    let compare = operator.compare;
    let matches = test.values.iter().map(|(pattern, written)| match compare {
        Compare::Text { ignore_case } => compare::text(pattern, value, context, ignore_case),
        Compare::Like => pattern.matches(value, context, false),
        Compare::Arn => compare::arn(pattern, value, context),
        _ if pattern.has_variables() => {
            Truth::open(format!("`{written}` has a variable where none is taken"))
        }
        Compare::Numeric(order) => compare::numeric(order, value, written),
        Compare::Date(order) => compare::date(order, value, written),
        Compare::Bool => compare::boolean(value, written),
        Compare::Binary => compare::binary(value, written),
        Compare::IpAddress => compare::ip_address(value, written),
        Compare::Null => Truth::open("`Null` compares no values"),
    });
    let any = Truth::any(matches);
    if !operator.negated {
        return any;
    }
    let unfillable = |(pattern, _): &(Pattern, String)| pattern.is_unfillable(context);
    if any == Truth::No && test.values.iter().any(unfillable) {
        return Truth::open(format!(
            "a variable compared with `{}` has no value",
            test.key
        ));
    }
    !any
}

/// `Null`: "true" asks for an absent key, "false" for a present one.
fn null(known: &Known, test: &Test) -> Truth {
    Truth::any(test.values.iter().map(|(_, written)| {
        let wanted = match written.to_ascii_lowercase().as_str() {
            "true" => true,
            "false" => false,
            _ => return Truth::open(format!("`{written}` is neither `true` nor `false`")),
        };
        match known {
            Known::Unknown => Truth::Open(not_known(&test.key)),
            Known::Absent => wanted.into(),
            Known::Values(_) => (!wanted).into(),
        }
    }))
}
