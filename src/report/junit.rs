//! The view that `templates/junit.xml` renders: verdicts as test cases.

use std::collections::BTreeMap;

use serde::Serialize;

use super::alert::Proof;
use super::model::{Report, RuleView};
use crate::finding::{Finding, Status};
use crate::target::{Account, Region};
use crate::text::sanitise;

/// The whole file.
#[derive(Debug, Serialize)]
pub(super) struct Suites {
    totals: Totals,
    time: String,
    places: Vec<Suite>,
}

#[derive(Debug, Default, Serialize)]
struct Totals {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

/// One account and region.
#[derive(Debug, Serialize)]
struct Suite {
    name: String,
    totals: Totals,
    timestamp: String,
    cases: Vec<Case>,
}

/// One finding.
#[derive(Debug, Serialize)]
struct Case {
    name: String,
    classname: String,
    outcome: Outcome,
    kind: &'static str,
    message: String,
    body: String,
}

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    Passed,
    Failure,
    Error,
    Skipped,
}

impl From<Status> for Outcome {
    fn from(status: Status) -> Self {
        match status {
            Status::Pass => Self::Passed,
            Status::Fail => Self::Failure,
            Status::Unknown => Self::Error,
            Status::NotApplicable | Status::Manual | Status::Waived => Self::Skipped,
        }
    }
}

impl Totals {
    fn of<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Self {
        let mut totals = Self::default();
        for case in cases {
            totals.tests += 1;
            match case.outcome {
                Outcome::Passed => {}
                Outcome::Failure => totals.failures += 1,
                Outcome::Error => totals.errors += 1,
                Outcome::Skipped => totals.skipped += 1,
            }
        }
        totals
    }
}

impl Suites {
    pub(super) fn new(report: &Report) -> Self {
        let rules: BTreeMap<&str, &RuleView> =
            report.rules.iter().map(|r| (r.id.as_str(), r)).collect();
        let mut by_place: BTreeMap<(&Account, &Region), Vec<Case>> = BTreeMap::new();
        for finding in &report.findings {
            let rule = rules.get(finding.rule.as_str()).copied();
            by_place
                .entry((&finding.account, &finding.region))
                .or_default()
                .push(Case::new(finding, rule));
        }
        let timestamp = report.started_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let suite = |name: String, cases: Vec<Case>| Suite {
            name,
            totals: Totals::of(&cases),
            timestamp: timestamp.clone(),
            cases,
        };
        let mut suites: Vec<Suite> = by_place
            .into_iter()
            .map(|((account, region), cases)| {
                let name = format!("{account} {region}");
                suite(sanitise(&name).into_owned(), cases)
            })
            .collect();
        if suites.is_empty() {
            // CI systems take a file without test cases for a broken run.
            suites.push(suite("auditrail".to_owned(), vec![Case::nothing()]));
        }
        let took = report.finished_at.duration_since(report.started_at);
        Self {
            totals: Totals::of(suites.iter().flat_map(|s| &s.cases)),
            time: format!("{:.3}", took.as_secs_f64().max(0.0)),
            places: suites,
        }
    }
}

impl Case {
    fn new(finding: &Finding, rule: Option<&RuleView>) -> Self {
        let service = rule.map_or("", |r| r.service.as_str());
        let parameters: Vec<String> = finding
            .parameters
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        let binding = match parameters.as_slice() {
            [] => String::new(),
            some => format!(" ({})", some.join(", ")),
        };
        let name = format!("{} {}{binding}", finding.rule, finding.resource.id);
        let classname = if service.is_empty() {
            finding.rule.clone()
        } else {
            format!("{service}.{}", finding.rule)
        };
        Self {
            name: sanitise(&name).into_owned(),
            classname: sanitise(&classname).into_owned(),
            outcome: finding.status.into(),
            kind: match finding.status {
                Status::Fail => finding.severity.name(),
                other => other.name(),
            },
            message: sanitise(&finding.message).into_owned(),
            body: body(finding, rule),
        }
    }

    fn nothing() -> Self {
        Self {
            name: "nothing to report".to_owned(),
            classname: "auditrail".to_owned(),
            outcome: Outcome::Passed,
            kind: Status::Pass.name(),
            message: String::new(),
            body: String::new(),
        }
    }
}

/// What a CI system shows when one opens a failed case.
fn body(finding: &Finding, rule: Option<&RuleView>) -> String {
    if !matches!(finding.status, Status::Fail | Status::Unknown) {
        return String::new();
    }
    let mut lines = vec![finding.message.clone()];
    if let Some(rule) = rule {
        lines.push(format!("Rule: {} ({})", rule.title, rule.severity));
    }
    let resource = &finding.resource;
    let name = resource.arn.as_ref().unwrap_or(&resource.id);
    lines.push(format!("Resource: {} {name}", resource.kind.noun()));
    lines.extend(finding.remarks.iter().map(|r| format!("Note: {r}")));
    lines.extend(finding.last_change.iter().map(|c| format!("Who: {c}")));
    let (proof, rest) = Proof::read(&finding.evidence);
    lines.extend(proof.iter().flat_map(Proof::to_lines));
    lines.extend(rest.iter().map(|(key, value)| format!("{key}: {value}")));
    let fix = rule.and_then(|r| r.fix.console.as_ref().or(r.fix.cli.as_ref()));
    if let (Status::Fail, Some(fix)) = (finding.status, fix) {
        lines.push("Fix:".to_owned());
        lines.extend(fix.lines().map(str::to_owned));
    }
    let lines: Vec<_> = lines.iter().map(|line| sanitise(line)).collect();
    lines.join("\n")
}
