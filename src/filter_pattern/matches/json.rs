//! Conditions on the fields of a JSON message.
//!
//! A field that is missing, `null`, a boolean, an array or an object satisfies no comparison, not
//! even `!=`.

use super::compare::{decimal, json_equals, text_equals};
use crate::filter_pattern::ast::{Comparison, JsonCondition, JsonTest, Step, Value};
use crate::filter_pattern::json::Json;
use crate::filter_pattern::reading::{Ambiguity, Reading, has_non_ascii_name, keyword};

pub(in crate::filter_pattern) fn holds(
    condition: &JsonCondition,
    root: &Json,
    reading: Reading<'_>,
) -> bool {
    match reading.choice(Ambiguity::NonAsciiName) {
        1 | 2 if has_non_ascii_name(condition) => reading.choice(Ambiguity::NonAsciiName) == 1,
        _ => test(condition, root, reading),
    }
}

/// Whether a condition holds for a text at its selector.
pub(in crate::filter_pattern) fn holds_for_text(condition: &JsonCondition, text: &str) -> bool {
    match &condition.test {
        JsonTest::Compare(Comparison::Equals(value)) => text_equals(text, value, Reading::DEFAULT),
        JsonTest::Compare(Comparison::Differs(value)) => {
            !text_equals(text, value, Reading::DEFAULT)
        }
        JsonTest::Compare(Comparison::Order(..))
        | JsonTest::NotExists
        | JsonTest::IsNull
        | JsonTest::IsTrue
        | JsonTest::IsFalse => false,
    }
}

fn test(condition: &JsonCondition, root: &Json, reading: Reading<'_>) -> bool {
    let steps = &condition.selector.steps;
    let wildcard = condition.selector.wildcard();
    let nodes = resolve(root, steps, reading);
    let any = |holds: &dyn Fn(&Json) -> bool| nodes.iter().any(|node| holds(node));
    match &condition.test {
        JsonTest::NotExists => nodes.is_empty(),
        JsonTest::IsNull => any(&|node| is_null(node, wildcard.is_some())),
        JsonTest::IsTrue => any(&|node| *node == Json::Bool(true)),
        JsonTest::IsFalse => any(&|node| *node == Json::Bool(false)),
        JsonTest::Compare(Comparison::Order(order, number)) => any(&|node| match node {
            Json::Number(found) => decimal(found, reading)
                .is_some_and(|found| order.holds(found.cmp(number.decimal()))),
            _ => false,
        }),
        JsonTest::Compare(Comparison::Equals(value)) => {
            any(&|node| equals(node, value, reading) == Some(true))
        }
        JsonTest::Compare(Comparison::Differs(value)) => match wildcard {
            None => any(&|node| equals(node, value, reading) == Some(false)),
            // Recorded: the wildcard's parent has to be there, whatever it is, and no element of
            // it may be equal; elements that cannot be compared do not count.
            Some(at) => {
                let parent = steps.get(..at).unwrap_or_default();
                !resolve(root, parent, reading).is_empty()
                    && !any(&|node| equals(node, value, reading) == Some(true))
            }
        },
    }
}

/// An array with a `null` in it counts as `null`, unless a wildcard chose the elements already.
fn is_null(node: &Json, chosen: bool) -> bool {
    match node {
        Json::Null => true,
        Json::Array(elements) => !chosen && elements.contains(&Json::Null),
        _ => false,
    }
}

fn equals(node: &Json, value: &Value, reading: Reading<'_>) -> Option<bool> {
    let literal = match value {
        Value::Text(text) if reading.choice(Ambiguity::KeywordValue) == 1 => keyword(text),
        _ => None,
    };
    match literal {
        None => json_equals(node, value, reading),
        Some(JsonTest::IsNull) => Some(*node == Json::Null),
        Some(literal) => Some(*node == Json::Bool(literal == JsonTest::IsTrue)),
    }
}

/// The nodes at the end of a path. Names apply to objects only and indexes to arrays only; a
/// wildcard walks either.
fn resolve<'j>(root: &'j Json, steps: &[Step], reading: Reading<'_>) -> Vec<&'j Json> {
    let first_counts = reading.choice(Ambiguity::RepeatedKey) == 1;
    let mut nodes = vec![root];
    for step in steps {
        let mut next = vec![];
        for node in nodes {
            match (step, node) {
                (Step::Member { name, .. }, Json::Object(object)) => {
                    next.extend(object.get(name, first_counts));
                }
                (Step::Index(index), Json::Array(elements)) => {
                    let index = usize::try_from(*index).ok();
                    next.extend(index.and_then(|index| elements.get(index)));
                }
                (Step::Wildcard, Json::Object(object)) => next.extend(object.values(first_counts)),
                (Step::Wildcard, Json::Array(elements)) => next.extend(elements),
                _ => {}
            }
        }
        nodes = next;
    }
    nodes
}
