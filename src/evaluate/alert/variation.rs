//! Required events told once more with other values in the fields that deployed patterns
//! ask about: `$.sourceIPAddress != "198.51.100.7"` loses the events from there, and a
//! sample from elsewhere would not show it.
//!
//! Each variation changes one field. That finds clauses that lose events, not every
//! combination of clauses that does.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde_json::Value;

use super::event::Sample;
use crate::filter_pattern::Value as Literal;
use crate::filter_pattern::{Ast, Comparison, JsonCondition, JsonTest, Pattern, Step};
use crate::rule::EventSet;

/// Fields that have any text where they are there at all, each with one more value.
const FREE: [(&str, &str); 6] = [
    ("awsRegion", "sa-east-1"),
    ("sourceIPAddress", "198.51.100.77"),
    ("userAgent", "console.amazonaws.com"),
    (
        "userIdentity.sessionContext.attributes.mfaAuthenticated",
        "true",
    ),
    (
        "userIdentity.sessionContext.sessionIssuer.userName",
        "admin",
    ),
    ("userIdentity.userName", "carol"),
];

/// Texts to try in each field.
pub type Asked = BTreeMap<&'static str, BTreeSet<String>>;

/// The texts with which `patterns` compare each free field.
pub fn asked<'p>(patterns: impl Iterator<Item = &'p Pattern>) -> Asked {
    let mut asked = Asked::new();
    for pattern in patterns {
        let Ast::Json(conditions) = pattern.ast() else {
            continue;
        };
        conditions.each(&mut |condition: &JsonCondition| {
            let path = path(condition);
            let field = FREE.iter().find(|(field, _)| *field == path);
            if let (Some((field, other)), JsonTest::Compare(comparison)) = (field, &condition.test)
            {
                let texts = asked.entry(*field).or_default();
                texts.insert((*other).to_owned());
                texts.extend(literal(field, comparison));
            }
        });
    }
    asked
}

fn path(condition: &JsonCondition) -> String {
    let steps = condition.selector.steps.iter();
    let names: Vec<&str> = steps
        .map(|step| match step {
            Step::Member { name, .. } => name.as_str(),
            Step::Index(_) | Step::Wildcard => "*",
        })
        .collect();
    names.join(".")
}

/// A believable text that the comparison is about.
fn literal(field: &str, comparison: &Comparison) -> Option<String> {
    let (Comparison::Equals(value) | Comparison::Differs(value)) = comparison else {
        return None;
    };
    let candidates: Vec<String> = match value {
        Literal::Text(text) => vec![text.value().into_owned()],
        Literal::Glob(glob) => ["1", "1.1", "1.1.1"]
            .map(|filler| glob.segments().join(filler))
            .to_vec(),
        Literal::Number(_) | Literal::Regex(_) => Vec::new(),
    };
    let believable = |text: &String| match field {
        "sourceIPAddress" => text.parse::<IpAddr>().is_ok() || text.ends_with(".amazonaws.com"),
        "userIdentity.sessionContext.attributes.mfaAuthenticated" => {
            ["true", "false"].contains(&text.as_str())
        }
        _ => !text.is_empty(),
    };
    candidates.into_iter().find(believable)
}

/// `sample` with each of the texts in `asked`, where it has that field and `set` leaves it
/// free.
pub fn variations(sample: &Sample, set: &EventSet, asked: &Asked) -> Vec<Sample> {
    // Calls that a service makes for somebody come from that service.
    let by_service = sample.record.pointer("/userIdentity/invokedBy").is_some();
    let global = sample.record.pointer("/awsRegion").and_then(Value::as_str) == Some("us-east-1");
    let fixed = |field: &str| {
        set.conditions.contains_key(field)
            || (by_service && ["sourceIPAddress", "userAgent"].contains(&field))
            || (global && field == "awsRegion")
    };
    let free = asked.iter().filter(|(field, _)| !fixed(field));
    free.flat_map(|(field, texts)| texts.iter().filter_map(|text| sample.with(field, text)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::event::samples;
    use super::*;
    use crate::rule::{Names, Outcome};
    use serde_json::Map;

    fn set() -> EventSet {
        EventSet {
            source: Some("ec2.amazonaws.com".into()),
            names: Names::List(vec!["CreateVpc".into()]),
            conditions: BTreeMap::new(),
            outcome: Outcome::Success,
        }
    }

    fn texts(pattern: &str, field: &str) -> Vec<String> {
        let pattern = Pattern::parse(pattern).unwrap();
        let asked = asked(std::iter::once(&pattern));
        asked.get(field).into_iter().flatten().cloned().collect()
    }

    #[test]
    fn the_words_of_a_pattern_are_tried() {
        let ip = r#"{ $.eventName = CreateVpc && $.sourceIPAddress != "203.0.113.1" }"#;
        assert_eq!(
            texts(ip, "sourceIPAddress"),
            ["198.51.100.77", "203.0.113.1"]
        );
        let glob = r#"{ $.sourceIPAddress = "10.*" }"#;
        assert_eq!(
            texts(glob, "sourceIPAddress"),
            ["10.1.1.1", "198.51.100.77"]
        );
        assert_eq!(
            texts("{ $.eventName = CreateVpc }", "eventName"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn only_fields_that_are_there_and_free_vary() {
        let pattern =
            r#"{ $.userIdentity.userName != "deploy" && $.sourceIPAddress != "192.0.2.1" }"#;
        let pattern = Pattern::parse(pattern).unwrap();
        let asked = asked(std::iter::once(&pattern));
        for sample in samples(&set(), &Map::new(), "123456789012") {
            let varied = variations(&sample, &set(), &asked);
            let has_name = sample.record.pointer("/userIdentity/userName").is_some();
            let by_service = sample.record.pointer("/userIdentity/invokedBy").is_some();
            let expected = 2 * usize::from(has_name) + 2 * usize::from(!by_service);
            assert_eq!(varied.len(), expected, "{}", sample.text);
        }
    }
}
