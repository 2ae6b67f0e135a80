//! Patterns that people have published, with the verdict on each: `tests/data/alert/found.json`.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::scene::{RULES, Scene, data, data_file};
use crate::cloudtrail::Records;
use crate::coverage::{Coverage, Deployed, Requirement, covers};
use crate::filter_pattern::Pattern;
use crate::finding::Status;

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Found {
    id: String,
    /// The rule for whose events it was written; none for those of no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    pattern: String,
    /// `illegal`, `covered`, `broad` (it matches more than is ordinary), `too broad` (it matches
    /// whatever happens), what it misses; for those of no rule whether they cover themselves.
    verdict: String,
}

impl Found {
    fn judged(&self) -> String {
        let Ok(pattern) = Pattern::parse(&self.pattern) else {
            return "illegal".to_owned();
        };
        let Some(rule) = &self.rule else {
            return itself(&pattern);
        };
        let rule = &RULES.rules[rule];
        let finding = Scene::with(&self.pattern).judged(rule, &Map::new());
        let missed = finding.evidence.get("missed").cloned().unwrap_or_default();
        match finding.status {
            Status::Fail if finding.message.contains("matches whatever happens") => {
                "too broad".to_owned()
            }
            Status::Fail => {
                let texts: Vec<&str> = missed
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter_map(Value::as_str)
                    .collect();
                format!("misses {}", texts.join(", "))
            }
            Status::Pass if finding.remarks.iter().any(|r| r.contains("also matches")) => {
                "broad".to_owned()
            }
            Status::Pass => "covered".to_owned(),
            _ => format!("unknown: {}", finding.message),
        }
    }
}

/// Whether a pattern covers itself.
fn itself(pattern: &Pattern) -> String {
    let records = Records::new("123456789012", "aws");
    let deployed = [Deployed::always(pattern)];
    match covers(
        &[Requirement::Pattern(pattern.clone())],
        &deployed,
        &records.any(),
    ) {
        Coverage::Covered => "covers itself".to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn published_patterns_are_judged_as_recorded() {
    let all: Vec<Found> = data(include_str!(data_file!("found.json")));
    let wrong: Vec<String> = all
        .par_iter()
        .filter_map(|found| {
            let judged = found.judged();
            (judged != found.verdict).then(|| {
                let line = Found {
                    verdict: judged,
                    ..found.clone()
                };
                json!(line).to_string()
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
