//! The findings, grouped by rule, the worst rule first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::alert::AlertView;
use super::who::LastChangeView;
use super::{Chip, Tally, anchor};
use crate::finding::{Finding, Severity, Status};
use crate::inventory::{GAP_KEY, NotSeen};
use crate::report::alert::Proof;
use crate::report::model::{Counts, Fix, Report, RuleView};
use crate::text::sanitise;

/// A rule with its findings. What belongs to the rule stands here once.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    anchor: String,
    id: String,
    title: String,
    severity: &'static str,
    pub(super) service: String,
    /// The frameworks' ids; the page filters by them.
    frameworks: Vec<String>,
    controls: Vec<String>,
    why: Vec<Vec<Part>>,
    fixes: Vec<FixView>,
    references: Vec<Reference>,
    tallies: Vec<Tally>,
    /// Whether anything in it asks for attention.
    open: bool,
    /// The findings that ask for attention, the worst first.
    findings: Vec<Row>,
    /// Those that pass or have nothing to judge.
    rest: Vec<Row>,
    rest_label: String,
}

#[derive(Debug, Serialize)]
struct FixView {
    label: &'static str,
    text: String,
    code: bool,
}

#[derive(Debug, Serialize)]
struct Reference {
    text: String,
    link: bool,
}

/// A finding.
#[derive(Debug, Serialize)]
struct Row {
    chip: Chip,
    anchor: String,
    account: String,
    region: String,
    kind: &'static str,
    resource: String,
    arn: Option<String>,
    message: Vec<Part>,
    /// Whether the row has to name the resource: the message often does.
    named: bool,
    remarks: Vec<String>,
    parameters: Vec<Fact>,
    /// What the evidence of an alert shows.
    alert: Option<AlertView>,
    /// All other evidence.
    evidence: Vec<Fact>,
    /// Who changed the resource last, where that was asked.
    last_change: Option<LastChangeView>,
    fingerprint: String,
}

/// A piece of a sentence; what stands in backticks is code.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Part {
    text: String,
    code: bool,
}

/// A value that a verdict rests on.
#[derive(Debug, Serialize)]
struct Fact {
    key: String,
    value: String,
    /// Whether the value has several lines.
    block: bool,
    seen: bool,
}

pub(super) fn groups(report: &Report) -> Vec<Group> {
    let mut findings: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        findings.entry(&finding.rule).or_default().push(finding);
    }
    let mut ranked: Vec<_> = report
        .rules
        .iter()
        .map(|rule| {
            let of_rule = findings.remove(rule.id.as_str()).unwrap_or_default();
            (rank(rule, &of_rule), group(rule, &of_rule))
        })
        .collect();
    // A report that was edited may name rules that it does not describe.
    ranked.extend(findings.into_iter().map(|(id, of_rule)| {
        let severity = of_rule.first().map_or(Severity::Low, |f| f.severity);
        let rule = nameless(id, severity);
        (rank(&rule, &of_rule), group(&rule, &of_rule))
    }));
    ranked.sort_by(|a, b| a.0.cmp(&b.0));
    ranked.into_iter().map(|(_, group)| group).collect()
}

/// The worst status first, then the highest severity.
fn rank(rule: &RuleView, findings: &[&Finding]) -> (usize, Reverse<Severity>, String) {
    let worst = findings.iter().map(|f| badness(f.status)).min();
    let worst = worst.unwrap_or(Status::ALL.len());
    (worst, Reverse(rule.severity), rule.id.clone())
}

fn badness(status: Status) -> usize {
    let place = Status::ALL.iter().position(|s| *s == status);
    place.unwrap_or(Status::ALL.len())
}

fn nameless(id: &str, severity: Severity) -> RuleView {
    RuleView {
        id: id.to_owned(),
        title: id.to_owned(),
        severity,
        service: String::new(),
        why: String::new(),
        fix: Fix::default(),
        references: Vec::new(),
        frameworks: BTreeMap::new(),
    }
}

fn group(rule: &RuleView, findings: &[&Finding]) -> Group {
    let counts = Counts::of(findings.iter().map(|f| f.status));
    let tally = |status: Status| Tally {
        chip: status.into(),
        count: counts.get(status),
    };
    let mut sorted = findings.to_vec();
    sorted.sort_by_key(|f| badness(f.status));
    let (rest, worth) = sorted
        .into_iter()
        .partition::<Vec<_>, _>(|f| is_quiet(f.status));
    let controls = rule
        .frameworks
        .iter()
        .map(|(framework, ids)| format!("{framework} {}", ids.join(", ")));
    Group {
        anchor: anchor(&rule.id),
        id: sanitise(&rule.id).into_owned(),
        title: sanitise(&rule.title).into_owned(),
        severity: rule.severity.name(),
        service: sanitise(&rule.service).into_owned(),
        frameworks: rule.frameworks.keys().cloned().collect(),
        controls: controls.collect(),
        why: paragraphs(&rule.why),
        fixes: fixes(&rule.fix),
        references: rule.references.iter().map(|r| reference(r)).collect(),
        tallies: Status::ALL
            .map(tally)
            .into_iter()
            .filter(|t| t.count > 0)
            .collect(),
        open: !worth.is_empty(),
        findings: worth.into_iter().map(row).collect(),
        rest_label: rest_label(counts),
        rest: rest.into_iter().map(row).collect(),
    }
}

fn is_quiet(status: Status) -> bool {
    matches!(status, Status::Pass | Status::NotApplicable)
}

fn rest_label(counts: Counts) -> String {
    match (counts.pass, counts.not_applicable) {
        (pass, 0) => format!("{pass} passing"),
        (0, none) => format!("{none} with nothing to judge"),
        (pass, none) => format!("{pass} passing, {none} with nothing to judge"),
    }
}

fn paragraphs(text: &str) -> Vec<Vec<Part>> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .map(prose)
        .collect()
}

pub(super) fn prose(text: &str) -> Vec<Part> {
    let part = |(i, text): (usize, &str)| Part {
        text: text.to_owned(),
        code: i % 2 == 1,
    };
    let parts = text.split('`').enumerate().map(part);
    let mut parts: Vec<Part> = parts.collect();
    if parts.len().is_multiple_of(2) {
        // A backtick without its twin is just a backtick.
        parts = vec![part((0, text))];
    }
    parts.retain(|p| !p.text.is_empty());
    parts
}

fn fixes(fix: &Fix) -> Vec<FixView> {
    let view = |label, text: &Option<String>, code| {
        text.as_ref().map(|text| FixView {
            label,
            text: text.trim_end().to_owned(),
            code,
        })
    };
    [
        view("In the console", &fix.console, false),
        view("With the AWS CLI", &fix.cli, true),
        view("In Terraform", &fix.terraform, true),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Only addresses of the web become links: `javascript:` is one, too.
fn reference(text: &str) -> Reference {
    let link = text.starts_with("https://") || text.starts_with("http://");
    Reference {
        text: sanitise(text).into_owned(),
        link,
    }
}

fn row(finding: &Finding) -> Row {
    let line = |text: &str| sanitise(text).into_owned();
    let anchor = anchor(&finding.fingerprint).replacen("rule-", "finding-", 1);
    let (proof, rest) = Proof::read(&finding.evidence);
    Row {
        chip: finding.status.into(),
        alert: proof.map(|proof| AlertView::new(&proof, &anchor)),
        anchor,
        account: line(finding.account.as_str()),
        region: line(finding.region.as_str()),
        kind: finding.resource.kind.noun(),
        resource: line(&finding.resource.id),
        arn: finding.resource.arn.as_deref().map(line),
        message: prose(&line(&finding.message)),
        named: !finding.message.contains(&finding.resource.id)
            && finding.resource.id != finding.account.as_str(),
        remarks: finding.remarks.iter().map(|r| line(r)).collect(),
        parameters: finding.parameters.iter().map(fact).collect(),
        evidence: rest.into_iter().map(fact).collect(),
        last_change: finding.last_change.as_ref().map(LastChangeView::of),
        fingerprint: line(&finding.fingerprint),
    }
}

fn fact((key, value): (&String, &Value)) -> Fact {
    const LINE: usize = 72;
    let short = value.to_string();
    let not_seen = value
        .get(GAP_KEY)
        .and_then(|gap| serde_json::from_value::<NotSeen>(gap.clone()).ok());
    let (value, seen) = match (not_seen, value) {
        (Some(gap), _) => (sanitise(&gap.to_string()).into_owned(), false),
        (None, Value::Array(_) | Value::Object(_)) if short.chars().count() > LINE => {
            (serde_json::to_string_pretty(value).unwrap_or(short), true)
        }
        (None, _) => (short, true),
    };
    Fact {
        key: sanitise(key).into_owned(),
        block: value.contains('\n'),
        value,
        seen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_web_addresses_become_links() {
        assert!(reference("https://docs.aws.amazon.com/").link);
        assert!(!reference("javascript:alert(1)").link);
        assert!(!reference("CIS 3.2").link);
    }

    #[test]
    fn facts_are_short_where_they_can_be() {
        let of = |value: Value| fact((&"k".to_owned(), &value));
        assert_eq!(of(json!("x")).value, "\"x\"");
        assert_eq!(of(json!([1, 2])).value, "[1,2]");
        assert!(of(json!({"a": "b".repeat(80)})).block);
        let gap = of(json!({"$gap": {"operation": "sns:GetTopicAttributes", "reason": "denied"}}));
        assert_eq!(gap.value, "sns:GetTopicAttributes was denied");
        assert!(!gap.seen);
    }

    #[test]
    fn only_backticks_in_pairs_mark_code() {
        let part = |text: &str, code| Part {
            text: text.to_owned(),
            code,
        };
        assert_eq!(prose("`a` is b"), [part("a", true), part(" is b", false)]);
        assert_eq!(prose("a ` b"), [part("a ` b", false)]);
        assert_eq!(prose(""), []);
    }

    #[test]
    fn labels_say_what_is_folded_away() {
        let counts = |pass, not_applicable| Counts {
            pass,
            not_applicable,
            ..Counts::default()
        };
        assert_eq!(rest_label(counts(2, 0)), "2 passing");
        assert_eq!(rest_label(counts(0, 1)), "1 with nothing to judge");
        assert_eq!(
            rest_label(counts(2, 1)),
            "2 passing, 1 with nothing to judge"
        );
    }
}
