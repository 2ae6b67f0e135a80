//! The monitoring baseline: an account that is watched as it asks, the mistakes that only look
//! like monitoring, and an account that alerts over `EventBridge` only.

mod cost;
mod event_bridge;
mod mistakes;
mod trail;
mod turns;
mod watched;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::cli::{Auditrail, Outcome};
use crate::seed::Account;

/// The framework.
pub const BASELINE: &str = "aws-monitoring-1.0.0";

/// What nobody can know but the team: the addresses of its office, and which of the log groups
/// are those of applications.
const SETTINGS: &str = r#"
[parameters.monitor-console-sign-in-outside-network]
networks = ["203.0.113.0/24"]

[parameters.log-group-errors-alarmed]
groups = ["/app/*"]
"#;

/// A scan of `account` for the baseline.
fn scan(account: &Account) -> Auditrail {
    Auditrail::new()
        .file("auditrail.toml", SETTINGS)
        .args(["scan", "--framework", BASELINE])
        .endpoint(&account.proxy)
}

/// A fail that is expected: its rule, and a part of its message that names the resource.
type Found<'a> = (&'a str, &'a str);

/// What is wrong with the findings of `outcome`, if exactly `expected` may fail and nothing may
/// be unknown.
fn wrong(outcome: &Outcome, expected: &[Found<'_>]) -> Vec<String> {
    let mut missing: Vec<&Found<'_>> = expected.iter().collect();
    let mut wrong = Vec::new();
    for finding in outcome.report()["findings"].as_array().unwrap() {
        let text = |key: &str| finding[key].as_str().unwrap_or_default();
        let (rule, status, message) = (text("rule"), text("status"), text("message"));
        let place = missing
            .iter()
            .position(|(of, part)| status == "fail" && *of == rule && message.contains(part));
        match place {
            Some(place) => {
                missing.remove(place);
            }
            None if status == "fail" || status == "unknown" => {
                wrong.push(format!("{status} of {rule}: {message}"));
            }
            None => {}
        }
    }
    let missing = missing.into_iter();
    wrong.extend(missing.map(|(rule, part)| format!("no fail of {rule} says `{part}`")));
    wrong
}

/// The verdict of each control of a framework of the report.
fn controls<'o>(outcome: &'o Outcome, framework: &str) -> BTreeMap<&'o str, &'o str> {
    let mut frameworks = outcome.report()["frameworks"].as_array().unwrap().iter();
    let framework = frameworks.find(|of| of["id"] == framework).unwrap();
    let controls = framework["controls"].as_array().unwrap().iter();
    let text = |control: &'o Value, key: &str| control[key].as_str().unwrap();
    controls
        .map(|control| (text(control, "id"), text(control, "status")))
        .collect()
}

/// The rules of the baseline.
fn rules() -> BTreeSet<String> {
    let shown = Auditrail::new().args(["frameworks", "show", "--json", BASELINE]);
    let shown: Value = serde_json::from_str(&shown.run().expect_status(0).stdout).unwrap();
    let controls = shown["controls"].as_array().unwrap().iter();
    let rules = controls.flat_map(|control| control["rules"].as_array().unwrap());
    rules
        .map(|rule| rule["id"].as_str().unwrap().to_owned())
        .collect()
}
