//! One rule on one row: a finding.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::alert::{self, Chains, Watchers};
use super::rows::{Row, located};
use super::truth::{Scope, Truth};
use super::value::Node;
use crate::finding::{Finding, Status, Subject};
use crate::inventory::{NotSeen, Reason};
use crate::kind::{Kind, call};
use crate::rule::{Bound, Check, Condition, Rule, Watched};
use crate::target::{Region, Target};
use crate::text;

/// A verdict with what is said beside it.
#[derive(Debug, Default)]
pub struct Verdict {
    /// The status; `Unknown` until something is decided.
    pub status: Option<Status>,
    /// The verdict in a sentence.
    pub message: String,
    /// Advice.
    pub remarks: Vec<String>,
    /// The values that it rests on.
    pub evidence: Map<String, Value>,
}

/// What a rule needs to know beside the row.
pub struct Case<'a> {
    /// The rule and its parameters.
    pub bound: &'a Bound<'a>,
    /// The account.
    pub target: &'a Target,
    /// The delivery chains of the account.
    pub chains: &'a Chains,
    /// The alarms of the account by what they watch; none where the rule looks at no alarm.
    pub watchers: &'a Watchers<'a>,
    /// All parameters, defaults included.
    pub parameters: &'a Map<String, Value>,
}

/// Judges `row`; `scope` holds all variables but `resource`.
pub fn judge(case: &Case<'_>, row: Row<'_>, scope: &mut Scope) -> Finding {
    let rule = case.bound.rule;
    let verdict = match row {
        Row::Gap(gaps) => {
            let calls: Vec<NotSeen> = gaps.iter().map(located).collect();
            unknown(&calls)
        }
        // A region has no resource only where it was asked for and is not enabled.
        Row::Nothing(Some(_)) if rule.judges == Kind::Region => {
            unknown(&[NotSeen::new(call::DESCRIBE_REGIONS, Reason::NotOptedIn, "")])
        }
        Row::Nothing(region) => nothing(rule, region, scope),
        Row::Resource(found, node) => {
            scope.set("resource", node);
            let subject = alert::Subject {
                body: &found.body,
                region: found.region.as_ref(),
            };
            let mut verdict = resource(case, subject, node, scope);
            verdict.remarks.extend(remarks(rule, scope));
            verdict
        }
    };
    finding(case, row, verdict)
}

/// Everything the rule needs to know was never asked for: the snapshot is of another
/// selection of rules.
pub fn not_asked(case: &Case<'_>, row: Row<'_>, calls: &[String]) -> Finding {
    let message = format!(
        "cannot tell: this snapshot was saved without asking {}; scan again with this rule",
        text::list(calls)
    );
    let verdict = Verdict {
        status: Some(Status::Unknown),
        message,
        ..Verdict::default()
    };
    finding(case, row, verdict)
}

fn resource(case: &Case<'_>, subject: alert::Subject<'_>, node: &Node, scope: &Scope) -> Verdict {
    let rule = case.bound.rule;
    match rule.applies.as_ref().map(|applies| scope.decide(applies)) {
        None | Some(Truth::True) => {}
        Some(Truth::False) => return not_applicable(rule, scope),
        Some(Truth::NotSeen(gaps)) => return unknown(&gaps),
        Some(Truth::Unreadable(why)) => return unreadable(&why),
        Some(Truth::Broken(problem)) => return broken(rule, &problem),
    }
    let pass = match &rule.check {
        Check::Alert(alert) => {
            return alert::judge(&rule.id, alert, case.parameters, subject, case.chains);
        }
        Check::Watched(watched) => return self::watched(case, watched, subject, scope),
        Check::Pass(pass) => Some(pass),
        Check::Manual => None,
    };
    let passes = pass.map_or(Truth::False, |pass| scope.decide(pass));
    let mut verdict = match passes {
        Truth::True => said(Status::Pass, scope.say(&rule.message.pass)),
        Truth::False => not_passing(rule, scope),
        Truth::NotSeen(gaps) => unknown(&gaps),
        Truth::Unreadable(why) => unreadable(&why),
        Truth::Broken(problem) => broken(rule, &problem),
    };
    verdict.evidence = evidence(rule, pass, node, scope);
    verdict
}

/// Whether an alarm watches the resource. A fail is not one where the rule says so.
fn watched(
    case: &Case<'_>,
    watched: &Watched,
    subject: alert::Subject<'_>,
    scope: &Scope,
) -> Verdict {
    let Some(region) = subject.region else {
        return unreadable("the region of the resource is not known");
    };
    let place = (case.target.account.clone(), region.clone());
    match alert::watched(watched, scope, &place, case.chains, case.watchers) {
        Ok(verdict) if verdict.status == Some(Status::Fail) => {
            situation(case.bound.rule, scope).unwrap_or(verdict)
        }
        Ok(verdict) => verdict,
        Err(Truth::NotSeen(gaps)) => unknown(&gaps),
        Err(Truth::Unreadable(why)) => unreadable(&why),
        Err(Truth::Broken(problem)) => broken(case.bound.rule, &problem),
        Err(Truth::True | Truth::False) => broken(case.bound.rule, "a condition has no value"),
    }
}

/// A fail, unless the rule names the situation as one that is open or that a person has
/// to judge.
fn not_passing(rule: &Rule, scope: &Scope) -> Verdict {
    let fail = || said(Status::Fail, scope.say(&rule.message.fail));
    situation(rule, scope).unwrap_or_else(fail)
}

/// The verdict in a situation that the rule names as open or as one that a person has to
/// judge.
fn situation(rule: &Rule, scope: &Scope) -> Option<Verdict> {
    let undecided = rule.undecided.iter().map(|s| (s, Status::Unknown));
    let manual = rule.manual.iter().map(|s| (s, Status::Manual));
    for (situation, status) in undecided.chain(manual) {
        match scope.decide(&situation.when) {
            Truth::True => return Some(said(status, scope.say(&situation.because))),
            Truth::False => {}
            Truth::NotSeen(gaps) => return Some(unknown(&gaps)),
            Truth::Unreadable(why) => return Some(unreadable(&why)),
            Truth::Broken(problem) => return Some(broken(rule, &problem)),
        }
    }
    None
}

fn said(status: Status, message: String) -> Verdict {
    Verdict {
        status: Some(status),
        message,
        ..Verdict::default()
    }
}

/// The verdict where `gaps` stand in the way.
pub fn unknown(gaps: &[NotSeen]) -> Verdict {
    let reasons: Vec<String> = gaps.iter().map(ToString::to_string).collect();
    let message = format!("cannot tell: {}", reasons.join("; "));
    said(Status::Unknown, text::sanitise(&message).into_owned())
}

/// The verdict where a policy document cannot be read or judged.
fn unreadable(why: &str) -> Verdict {
    let message = format!("cannot tell: {why}");
    said(Status::Unknown, text::sanitise(&message).into_owned())
}

fn broken(rule: &Rule, problem: &str) -> Verdict {
    said(Status::Unknown, mistake(rule, problem))
}

fn mistake(rule: &Rule, problem: &str) -> String {
    let message = format!("mistake in the rule `{}`: {problem}", rule.id);
    text::sanitise(&message).into_owned()
}

fn not_applicable(rule: &Rule, scope: &Scope) -> Verdict {
    let message = match &rule.message.not_applicable {
        Some(message) => scope.say(message),
        None => format!("not a {} that this rule is about", rule.judges.noun()),
    };
    said(Status::NotApplicable, message)
}

fn nothing(rule: &Rule, region: Option<&Region>, scope: &Scope) -> Verdict {
    let place = region.map_or_else(|| "the account".to_owned(), ToString::to_string);
    let message = match &rule.message.none {
        Some(message) => scope.say(message),
        None => format!("there is no {} in {place}", rule.judges.noun()),
    };
    said(Status::NotApplicable, message)
}

fn remarks(rule: &Rule, scope: &Scope) -> Vec<String> {
    rule.remarks
        .iter()
        .filter_map(|remark| match scope.decide(&remark.when) {
            Truth::True => Some(scope.say(&remark.text)),
            Truth::False | Truth::NotSeen(_) | Truth::Unreadable(_) => None,
            Truth::Broken(problem) => Some(mistake(rule, &problem)),
        })
        .collect()
}

/// What the author names, or what the condition looks at below the resource.
fn evidence(
    rule: &Rule,
    pass: Option<&Condition>,
    node: &Node,
    scope: &Scope,
) -> Map<String, Value> {
    if !rule.evidence.is_empty() {
        let named = rule.evidence.iter();
        return named
            .map(|(name, condition)| (name.clone(), scope.value(condition)))
            .collect();
    }
    let Some(pass) = pass else {
        return Map::new();
    };
    let paths = pass.resource_paths();
    let longest = paths.iter().filter(|path| {
        !paths
            .iter()
            .any(|p| p.len() > path.len() && p.starts_with(path))
    });
    longest
        .filter_map(|path| {
            let value = node.at(path)?.json();
            Some((path.join("."), value))
        })
        .collect()
}

fn finding(case: &Case<'_>, row: Row<'_>, verdict: Verdict) -> Finding {
    let rule = case.bound.rule;
    let subject = subject(rule.judges, row, case.target);
    let region = row.region().cloned();
    let region = region.unwrap_or_else(|| Region::new("global"));
    let mut finding = Finding {
        rule: rule.id.clone(),
        parameters: case.bound.parameters.clone(),
        status: verdict.status.unwrap_or(Status::Unknown),
        severity: rule.severity,
        account: case.target.account.clone(),
        region,
        resource: subject,
        message: verdict.message,
        remarks: verdict.remarks,
        evidence: verdict.evidence,
        fingerprint: String::new(),
        last_change: None,
    };
    finding.fingerprint = fingerprint(&finding);
    finding
}

/// Where there is no resource, the account or the region stands for it.
fn subject(kind: Kind, row: Row<'_>, target: &Target) -> Subject {
    match row {
        Row::Resource(resource, _) => Subject {
            kind,
            id: resource.id.clone(),
            arn: resource.arn.clone(),
        },
        Row::Gap(_) | Row::Nothing(_) => match row.region() {
            Some(region) => Subject {
                kind: Kind::Region,
                id: region.to_string(),
                arn: None,
            },
            None => Subject {
                kind: Kind::Account,
                id: target.account.to_string(),
                arn: None,
            },
        },
    }
}

/// Made of what does not change from run to run; 128 bits in hexadecimal.
fn fingerprint(finding: &Finding) -> String {
    let parameters = Value::Object(finding.parameters.clone()).to_string();
    let mut hash = Sha256::new();
    for part in [
        finding.rule.as_str(),
        &parameters,
        finding.account.as_str(),
        finding.region.as_str(),
        finding.resource.kind.name(),
        &finding.resource.id,
        finding.resource.arn.as_deref().unwrap_or_default(),
    ] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    let half = digest.iter().take(16);
    half.fold(String::with_capacity(32), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
