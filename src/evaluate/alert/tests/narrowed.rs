//! Patterns that lose some of what is required: each operation taken out in turn, `&&` in
//! place of `||`, and one more condition on every event.

use rayon::prelude::*;
use serde_json::Map;

use super::cis::newest;
use super::scene::{Scene, alert_rules, names, objection};
use crate::finding::{Finding, Status};
use crate::rule::Rule;

/// Conditions, and the rules of which they lose nothing.
const CONDITIONS: &[(&str, &[&str])] = &[
    ("$.sourceIPAddress = \"10.*\"", &[]),
    ("$.sourceIPAddress != \"198.51.100.7\"", &[]),
    ("$.userIdentity.userName != \"deploy\"", &[]),
    (
        "$.userIdentity.userName = *",
        &[
            // Who signs in as a user has a name.
            "monitor-console-sign-in-without-mfa",
        ],
    ),
    (
        "$.userIdentity.type != \"AWSService\" && $.userIdentity.arn != \"*deploy*\"",
        &[],
    ),
    (
        "$.userIdentity.sessionContext.sessionIssuer.userName != \"deploy\"",
        &[],
    ),
    (
        "$.userIdentity.sessionContext.attributes.mfaAuthenticated = \"false\"",
        &[],
    ),
    ("$.userAgent != \"terraform\"", &[]),
    ("$.recipientAccountId = \"210987654321\"", &[]),
    (
        "$.awsRegion = \"us-east-1\"",
        &[
            "monitor-iam-policy-changes",
            "monitor-organizations-changes",
        ],
    ),
    ("$.awsRegion != \"us-east-1\"", &[]),
    // The field is a boolean, and this compares texts.
    ("$.readOnly = false", &[]),
    ("$.readOnly = \"false\"", &[]),
    ("$.eventType = \"AwsServiceEvent\"", &[]),
    ("$.eventSource = \"example.amazonaws.com\"", &[]),
    ("$.eventName = \"*Example*\"", &[]),
    ("$.errorCode = *", &["monitor-unauthorized-api-calls"]),
    ("$.requestParameters.dryRun IS TRUE", &[]),
];

fn judged(rule: &Rule, pattern: &str) -> Finding {
    Scene::with(pattern).judged(rule, &Map::new())
}

/// `pattern` with a word in place of another, where it stands as a whole.
fn renamed(pattern: &str, word: &str, other: &str) -> String {
    let is_part = |c: char| !c.is_ascii_alphanumeric();
    let words = pattern.split_inclusive(is_part);
    let words = words.map(|part| match part.strip_prefix(word) {
        Some(end) if end.chars().all(is_part) => format!("{other}{end}"),
        _ => part.to_owned(),
    });
    words.collect()
}

fn inside(pattern: &str) -> &str {
    pattern
        .trim()
        .strip_prefix('{')
        .unwrap()
        .strip_suffix('}')
        .unwrap()
}

#[test]
fn each_operation_that_is_taken_out_is_missed() {
    let wrong: Vec<String> = alert_rules()
        .into_par_iter()
        .flat_map_iter(|rule| {
            let pattern = newest(&rule.id);
            let all = names(rule);
            let each = all.into_iter().filter_map(move |name| {
                let without = renamed(&pattern, &name, "Example");
                assert_ne!(without, pattern);
                let finding = judged(rule, &without);
                let wrong = objection(&finding, Status::Fail, Some("metric filter"), &name);
                let missed = finding.evidence.get("missed").and_then(|m| m.as_array());
                let only = missed.is_some_and(|missed| *missed == [name.clone()]);
                let rings = finding
                    .evidence
                    .get("witness")
                    .is_some_and(|w| w["eventName"] == *name);
                let wrong =
                    wrong.or_else(|| (!only || !rings).then(|| format!("{:?}", finding.evidence)));
                Some(format!("{} {name}: {}", rule.id, wrong?))
            });
            each.collect::<Vec<_>>()
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn operations_that_must_all_be_the_same_never_are() {
    for rule in alert_rules() {
        let pattern = newest(&rule.id);
        if names(rule).len() > 1 {
            let finding = judged(rule, &pattern.replace("||", "&&"));
            let wrong = objection(&finding, Status::Fail, Some("metric filter"), "ring nobody");
            assert_eq!(wrong, None, "{}", rule.id);
        }
    }
}

#[test]
fn one_more_condition_loses_events() {
    let rules = alert_rules();
    let each = CONDITIONS.iter();
    let all: Vec<_> = each
        .flat_map(|condition| rules.iter().map(move |rule| (condition, *rule)))
        .collect();
    let wrong: Vec<String> = all
        .into_par_iter()
        .filter_map(|((condition, unless), rule)| {
            let pattern = format!("{{ ({}) && {condition} }}", inside(&newest(&rule.id)));
            let finding = judged(rule, &pattern);
            let wrong = if unless.contains(&&*rule.id) {
                objection(&finding, Status::Pass, None, "reach")
            } else {
                objection(&finding, Status::Fail, Some("metric filter"), "ring")
            };
            Some(format!("{}: {condition}: {}", rule.id, wrong?))
        })
        .collect();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
