//! Every built-in rule on the small account, with each call denied in turn: what was decided
//! stays so or becomes unknown, and nothing disappears.

use std::collections::{BTreeMap, BTreeSet};

use crate::collect::tests::server::{Reply, Server};
use crate::collect::tests::small_account::small_account;
use crate::collect::tests::{aws_with, clock, named};
use crate::collect::{self, Silent};
use crate::evaluate;
use crate::exit_status::ExitStatus;
use crate::kind::{Call, call};
use crate::plan::Plan;
use crate::report::Report;
use crate::rule::{RuleSet, Selected, Selection};
use crate::verdict::{Severity, Status};

/// Calls that change no verdict on this account.
const UNMOVED: &[Call] = &[
    // For remarks.
    call::GET_BUCKET_POLICY_STATUS,
    call::GET_TRACE_GROUPS,
    // Evidence for what a person judges.
    call::LIST_SAML_PROVIDERS,
    call::LIST_OPEN_ID_CONNECT_PROVIDERS,
    call::LIST_TARGETS_FOR_POLICY,
    call::GET_MACIE_SESSION,
    call::LIST_CLASSIFICATION_JOBS,
    call::GET_AUTOMATED_DISCOVERY_CONFIGURATION,
    // CloudTrail says that it has just delivered, so its role lets it.
    call::LIST_ROLE_POLICIES,
    call::GET_ROLE_POLICY,
    call::LIST_ATTACHED_ROLE_POLICIES,
    call::GET_POLICY,
    call::GET_POLICY_VERSION,
    // A metric filter publishes what the only alarm watches.
    call::LIST_METRICS,
    // The rest decides.
    call::GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE,
];

/// A finding's rule with its parameters, region and resource.
type Key = (String, String, String, String);

/// All built-in rules; of the alert rules, which all look at the same, one.
fn selection(rules: &RuleSet) -> Selection {
    let all = rules.select(&Selection::default()).unwrap();
    let ids = all.rules().map(|rule| rule.id.clone());
    let wanted = ids.filter(|id| !id.starts_with("monitor-") || id == "monitor-root-usage");
    Selection {
        rules: wanted.collect(),
        ..Selection::default()
    }
}

fn report(selected: &Selected<'_>, plan: &Plan, denied: Option<Call>) -> Report {
    let server = Server::start(move |asked| match denied {
        Some(call) if asked.is(call) => Some(Reply::denied()),
        _ => small_account(asked),
    });
    let inventory = collect::block_on(async {
        let aws = aws_with(&server, named(&["eu-west-1"]));
        let target = collect::identify(&aws).await.unwrap();
        collect::run(&aws, &target, plan, &clock, &Silent).await
    });
    let inventory = inventory.unwrap();
    let findings = evaluate::run(&selected.bindings, &inventory);
    Report::of(selected, &inventory, findings)
}

fn verdicts(report: &Report) -> BTreeMap<Key, Status> {
    let key = |f: &crate::finding::Finding| {
        let parameters = serde_json::Value::Object(f.parameters.clone()).to_string();
        (
            f.rule.clone(),
            parameters,
            f.region.to_string(),
            f.resource.id.clone(),
        )
    };
    report.findings.iter().map(|f| (key(f), f.status)).collect()
}

/// The verdict on the same resource in another region.
fn same_elsewhere<'v>(verdicts: &'v BTreeMap<Key, Status>, key: &Key) -> Option<&'v Status> {
    let mut all = verdicts.iter();
    let same = all.find(|(other, _)| {
        (&other.0, &other.1, &other.3) == (&key.0, &key.1, &key.3) && other.2 != key.2
    });
    same.map(|(_, status)| status)
}

/// What of `after`, where `call` was denied, does not follow from `before`.
fn problems(
    plan: &Plan,
    call: Call,
    before: &BTreeMap<Key, Status>,
    after: &BTreeMap<Key, Status>,
) -> Vec<String> {
    let mut problems = Vec::new();
    let mut wrong = |text: String| problems.push(format!("{call} denied: {text}"));
    let unknown: BTreeSet<(&str, &str)> = after
        .iter()
        .filter(|(_, status)| **status == Status::Unknown)
        .map(|((rule, _, region, _), _)| (rule.as_str(), region.as_str()))
        .collect();
    for (key, status) in before {
        let (rule, _, region, _) = key;
        match after.get(key) {
            Some(now) if now == status || *now == Status::Unknown => {}
            Some(now) => wrong(format!("{key:?} was {status}, is {now}")),
            // Where a list is denied, one row stands for all that it would have named.
            None if unknown.contains(&(rule, region)) => {}
            None if unknown.contains(&(rule, "global")) => {}
            // Where it is was denied.
            None if same_elsewhere(after, key).is_some_and(|now| now == status) => {}
            None => wrong(format!("{key:?} was {status}, is gone")),
        }
    }
    let is_new = |key: &&Key| !before.contains_key(*key);
    for key in after.keys().filter(is_new) {
        let is_known = same_elsewhere(before, key).is_some();
        if !is_known && !unknown.iter().any(|(rule, _)| *rule == key.0) {
            wrong(format!("{key:?} is new"));
        }
    }
    let newly = |(key, status): &(&Key, &Status)| {
        **status == Status::Unknown && before.get(*key) != Some(&Status::Unknown)
    };
    let newly: BTreeSet<&str> = after
        .iter()
        .filter(newly)
        .map(|(key, _)| key.0.as_str())
        .collect();
    // A list along trails and that of every region are denied together.
    let names = |other: Call| (other.service, other.operation);
    let same = plan
        .calls
        .iter()
        .filter(|(other, _)| names(**other) == names(call));
    let needing: BTreeSet<&str> = same
        .flat_map(|(_, rules)| rules)
        .map(String::as_str)
        .collect();
    for rule in newly.iter().filter(|rule| !needing.contains(**rule)) {
        wrong(format!("{rule} does not need it"));
    }
    if newly.is_empty() != UNMOVED.contains(&call) {
        wrong(format!("newly unknown are {newly:?}"));
    }
    problems
}

#[test]
fn a_denied_call_makes_verdicts_unknown_and_no_other() {
    let rules = RuleSet::load(&[]).unwrap();
    let selected = rules.select(&selection(&rules)).unwrap();
    let plan = Plan::new(&selected.bindings);
    let before = verdicts(&report(&selected, &plan, None));
    let statuses: BTreeSet<Status> = before.values().copied().collect();
    for status in [Status::Pass, Status::Fail, Status::NotApplicable] {
        assert!(statuses.contains(&status), "no rule says {status}");
    }
    let alert = |key: &Key| key.0 == "monitor-root-usage";
    let mut alerts = before.iter().filter(|(key, _)| alert(key));
    assert!(
        alerts.all(|(_, status)| *status == Status::Pass),
        "nothing rings"
    );
    let mut all = Vec::new();
    for call in plan.calls.keys() {
        let mut report = report(&selected, &plan, Some(*call));
        all.extend(problems(&plan, *call, &before, &verdicts(&report)));
        report.findings.retain(|f| f.status != Status::Fail);
        let exit = report.exit_status(Some(Severity::Low), false);
        assert_eq!(exit, ExitStatus::Unknown, "{call}");
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}
