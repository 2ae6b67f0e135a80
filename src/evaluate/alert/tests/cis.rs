//! The patterns that benchmarks print, and their examples: `tests/data/alert/cis.json`.

use std::sync::LazyLock;

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::scene::{RULES, Scene, data, data_file, objection, required};
use crate::filter_pattern::{Event, Pattern};
use crate::finding::Status;
use crate::rule::{Binding, Framework, Rule};

/// What benchmarks print for the control of one rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    rule: String,
    patterns: Vec<PrintedPattern>,
    /// Events that must ring.
    positive: Vec<Example>,
    /// Events that need not.
    negative: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrintedPattern {
    /// `cis` or `security-hub`.
    by: String,
    /// Versions of CIS AWS Foundations.
    versions: Vec<String>,
    pattern: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    event: Value,
    /// The versions for which it is one; all, if left out.
    #[serde(default)]
    versions: Vec<String>,
}

static PRINTED: LazyLock<Vec<Printed>> =
    LazyLock::new(|| data(include_str!(data_file!("cis.json"))));

/// Whether benchmarks print a pattern for a rule.
pub fn is_printed(rule: &str) -> bool {
    PRINTED.iter().any(|printed| printed.rule == rule)
}

/// The first pattern that the newest version prints for a rule.
pub fn newest(rule: &str) -> String {
    let of = PRINTED.iter().find(|printed| printed.rule == rule).unwrap();
    let mut cis = of.patterns.iter().filter(|printed| printed.by == "cis");
    let newest = cis.find(|printed| printed.versions.iter().any(|v| v == "7.0.0"));
    newest.unwrap().pattern.clone()
}

/// The rules of a control's framework, with the parameters that its version binds.
fn bound<'f>(framework: &'f Framework, rule: &str) -> Vec<&'f Binding> {
    let controls = framework.controls.iter();
    let bindings = controls.flat_map(|control| &control.rules);
    bindings.filter(|binding| binding.rule == rule).collect()
}

/// What is wrong as it is printed: the rule, the first words of the message.
const ERRATA: &[(&str, &str, &str)] = &[(
    // `||` in place of `&&` before the exclusions.
    "monitor-unauthorized-api-calls",
    "1.3.0",
    "required events ring nobody: any operation (such as ",
)];

#[test]
fn what_a_version_prints_is_enough_for_it() {
    let judged = judgements();
    let wrong: Vec<String> = judged
        .par_iter()
        .filter_map(|(printed, pattern, version, binding)| {
            let rule = &RULES.rules[&printed.rule];
            let finding = Scene::with(&pattern.pattern).judged(rule, &binding.parameters);
            let erratum = ERRATA.iter().find(|(of, first, _)| {
                let same = pattern.versions.first().is_some_and(|v| v == first);
                same && *of == printed.rule && pattern.by == "cis"
            });
            let wrong = match erratum {
                None => objection(&finding, Status::Pass, None, "reach"),
                Some((_, _, part)) => {
                    objection(&finding, Status::Fail, Some("metric filter"), part)
                }
            };
            Some(format!(
                "{} {} {version}: {}",
                printed.rule, pattern.by, wrong?
            ))
        })
        .collect();
    assert!(judged.len() >= 150, "{}", judged.len());
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

type Judgement<'p> = (
    &'p Printed,
    &'p PrintedPattern,
    &'p String,
    &'static Binding,
);

/// Each printed pattern under each version that prints it; once where versions bind the same.
fn judgements() -> Vec<Judgement<'static>> {
    let mut all: Vec<Judgement<'static>> = Vec::new();
    for printed in PRINTED.iter() {
        for pattern in &printed.patterns {
            for version in &pattern.versions {
                let framework = &RULES.frameworks[&format!("cis-aws-{version}")];
                let bound = bound(framework, &printed.rule);
                assert_eq!(bound.len(), 1, "{} {version}", printed.rule);
                all.extend(bound.into_iter().map(|b| (printed, pattern, version, b)));
            }
        }
    }
    all
}

/// Whether a rule requires an event, as far as the event says; fields that it does not have
/// and of which the rule asks something are left open.
fn asks_for(rule: &Rule, parameters: &Map<String, Value>, event: &Value) -> bool {
    let parameters = rule.with_defaults(parameters);
    required(rule)
        .iter()
        .filter_map(|set| set.resolve(&parameters, &Value::Null))
        .any(|set| {
            let text = |path: &str| {
                let mut names = path.split('.');
                names
                    .try_fold(event, |value, name| value.get(name))
                    .and_then(Value::as_str)
            };
            let source = set
                .source
                .as_ref()
                .is_none_or(|of| text("eventSource") == Some(of));
            let name = set.names.as_ref();
            let name = name.is_none_or(|of| of.iter().any(|of| text("eventName") == Some(of)));
            let conditions = set.conditions.iter();
            let mut conditions =
                conditions.flat_map(|(path, all)| all.iter().map(move |c| (path, c)));
            source && name && conditions.all(|(path, condition)| condition.holds(text(path)))
        })
}

#[test]
fn examples_are_required_or_not() {
    let mut wrong = Vec::new();
    for printed in PRINTED.iter() {
        let rule = &RULES.rules[&printed.rule];
        for (examples, positive) in [(&printed.positive, true), (&printed.negative, false)] {
            for (example, (id, framework)) in examples
                .iter()
                .flat_map(|e| RULES.frameworks.iter().map(move |f| (e, f)))
            {
                let Some(version) = id.strip_prefix("cis-aws-") else {
                    continue;
                };
                let all = example.versions.is_empty();
                let here = all || example.versions.iter().any(|v| v == version);
                for binding in bound(framework, &rule.id).into_iter().filter(|_| here) {
                    if asks_for(rule, &binding.parameters, &example.event) != positive {
                        wrong.push(format!(
                            "{} {version} {positive}: {}",
                            rule.id, example.event
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_cis_prints_matches_its_positive_examples() {
    for printed in PRINTED.iter() {
        for pattern in &printed.patterns {
            let parsed = Pattern::parse(&pattern.pattern).unwrap();
            let here = |e: &&Example| {
                e.versions.is_empty() || pattern.versions.iter().all(|v| e.versions.contains(v))
            };
            for example in printed.positive.iter().filter(here) {
                let event = Event::from_value(&example.event);
                assert!(
                    parsed.matches(&event),
                    "{}: {}",
                    pattern.pattern,
                    example.event
                );
            }
        }
    }
}
