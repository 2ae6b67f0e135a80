//! What is counted, joined and judged on the way to a report, and how a run ends.

use std::collections::BTreeMap;

use serde_json::{Map, json};

use super::{empty_inventory, sample};
use crate::exit_status::ExitStatus;
use crate::finding::{Finding, Severity, Status};
use crate::inventory::{Gap, Inventory, NotSeen};
use crate::report::{
    Control, ControlInput, ControlStatus, Coverage, Decided, FrameworkInput, GapView, Inputs,
    Report, RuleBinding, RuleView,
};
use crate::target::Region;

fn binding(id: &str, parameters: &serde_json::Value) -> RuleBinding {
    RuleBinding {
        id: id.to_owned(),
        parameters: parameters.as_object().cloned().unwrap_or_default(),
    }
}

fn inventory_of(report: &Report) -> Inventory {
    let gap = |view: &GapView| -> Vec<Gap> {
        let kinds = view.kinds.iter().map(|kind| Gap {
            account: view.account.clone(),
            region: (view.region != "global").then(|| Region::new(&view.region)),
            kind: *kind,
            resource: None,
            call: NotSeen {
                operation: format!("{}:{}", view.service, view.operation),
                reason: view.reason,
                detail: view.detail.clone(),
            },
        });
        kinds.collect()
    };
    Inventory {
        started_at: report.started_at,
        finished_at: report.finished_at,
        targets: report.targets.clone(),
        calls: report.calls.clone(),
        gaps: report.gaps.iter().flat_map(gap).collect(),
        ..empty_inventory()
    }
}

fn frameworks_of(report: &Report) -> Vec<FrameworkInput> {
    let mut frameworks = Vec::new();
    for framework in &report.frameworks {
        // Version 1.2.0 asks for 90 days where later ones ask for 45.
        let parameters = |rule: &str| match (framework.id.as_str(), rule) {
            ("cis-aws-1.2.0", "iam-unused-credentials") => json!({"days": 90}),
            _ => json!({}),
        };
        let controls = framework.controls.iter().map(|control| ControlInput {
            id: control.id.clone(),
            title: control.title.clone(),
            level: control.level,
            assessment: control.assessment.clone(),
            decided: control.decided,
            left_out: false,
            rules: control
                .rules
                .iter()
                .map(|r| binding(r, &parameters(r)))
                .collect(),
        });
        frameworks.push(FrameworkInput {
            id: framework.id.clone(),
            title: framework.title.clone(),
            controls: controls.collect(),
        });
    }
    frameworks
}

#[test]
fn the_sample_is_what_its_parts_make() {
    let sample = sample();
    let mut rules = sample.rules.clone();
    rules.reverse();
    for rule in &mut rules {
        rule.frameworks = BTreeMap::new();
    }
    let mut findings = sample.findings.clone();
    findings.reverse();
    let made = Report::new(Inputs {
        tool_version: &sample.tool.version,
        inventory: &inventory_of(&sample),
        findings,
        rules,
        frameworks: frameworks_of(&sample),
    });
    assert_eq!(made, sample);
}

#[test]
fn a_call_that_hides_many_resources_is_one_gap() {
    let sample = sample();
    let mut inventory = inventory_of(&sample);
    let again = inventory.gaps.clone();
    inventory.gaps.extend(again.into_iter().map(|gap| Gap {
        resource: Some("one more".to_owned()),
        ..gap
    }));
    let made = Report::new(Inputs {
        tool_version: "0.1.0",
        inventory: &inventory,
        findings: Vec::new(),
        rules: Vec::new(),
        frameworks: Vec::new(),
    });
    assert_eq!(made.gaps, sample.gaps);
}

/// The status of a control bound to one rule whose findings have `statuses`.
fn judged(statuses: &[Status], ran: bool, decided: Decided) -> ControlStatus {
    judged_if(false, statuses, ran, decided)
}

/// The same of a control that the selection may leave out.
fn judged_if(left_out: bool, statuses: &[Status], ran: bool, decided: Decided) -> ControlStatus {
    let sample = sample();
    let of = |status: &Status| Finding {
        status: *status,
        parameters: Map::new(),
        ..sample.findings[0].clone()
    };
    let id = sample.findings[0].rule.clone();
    let other = Finding {
        parameters: json!({"days": 1}).as_object().unwrap().clone(),
        ..of(&Status::Fail)
    };
    let mut findings: Vec<Finding> = statuses.iter().map(of).collect();
    // With other parameters: must not count.
    findings.push(other);
    let rules = sample.rules.iter().filter(|r| ran && r.id == id);
    control_of(&id, left_out, rules.cloned().collect(), findings, decided).status
}

/// A control bound to the rule `id`, as a report shows it.
fn control_of(
    id: &str,
    left_out: bool,
    rules: Vec<RuleView>,
    findings: Vec<Finding>,
    decided: Decided,
) -> Control {
    let control = ControlInput {
        id: "1".to_owned(),
        title: String::new(),
        level: None,
        assessment: None,
        decided,
        left_out,
        rules: vec![binding(id, &json!({}))],
    };
    let report = Report::new(Inputs {
        tool_version: "0.1.0",
        inventory: &empty_inventory(),
        findings,
        rules,
        frameworks: vec![FrameworkInput {
            id: "f".to_owned(),
            title: String::new(),
            controls: vec![control],
        }],
    });
    report.frameworks[0].controls[0].clone()
}

#[test]
fn a_control_is_as_bad_as_its_worst_finding() {
    use Status::{Fail, Manual, NotApplicable, Pass, Unknown, Waived};
    for (statuses, expected) in [
        (vec![Pass, Unknown, Fail, Manual], ControlStatus::Fail),
        (vec![Pass, Unknown, Manual], ControlStatus::Unknown),
        (vec![Pass, Manual, NotApplicable], ControlStatus::Pass),
        (vec![Waived], ControlStatus::Pass),
        (vec![Manual, NotApplicable], ControlStatus::Manual),
        (vec![NotApplicable], ControlStatus::NotApplicable),
        (vec![], ControlStatus::NotApplicable),
    ] {
        let status = judged(&statuses, true, Decided::Automatic);
        assert_eq!(status, expected, "{statuses:?}");
    }
}

#[test]
fn a_control_names_the_regions_in_which_it_is_as_bad_as_it_is() {
    use Status::{Fail, Pass, Unknown};
    let regions = |verdicts: &[(Status, &str)]| {
        let sample = sample();
        let id = sample.findings[0].rule.clone();
        let first = sample.findings[0].clone();
        let findings = verdicts.iter().map(|(status, region)| Finding {
            status: *status,
            region: Region::new(*region),
            parameters: Map::new(),
            ..first.clone()
        });
        control_of(
            &id,
            false,
            sample.rules,
            findings.collect(),
            Decided::Automatic,
        )
        .regions
    };
    let (here, there) = ("eu-west-1", "us-east-1");
    assert_eq!(
        regions(&[(Pass, here), (Fail, there), (Fail, there)]),
        [there]
    );
    assert_eq!(regions(&[(Unknown, here), (Fail, there)]), [there]);
    assert_eq!(regions(&[(Unknown, here), (Pass, there)]), [here]);
    assert!(regions(&[(Pass, here)]).is_empty());
}

#[test]
fn a_control_without_a_rule_that_ran_is_not_run_or_manual() {
    assert_eq!(
        judged(&[], false, Decided::Automatic),
        ControlStatus::NotRun
    );
    // A person decides it, but the rule that has the evidence was left out.
    assert_eq!(judged(&[], false, Decided::Manual), ControlStatus::NotRun);
    assert_eq!(
        judged_if(true, &[Status::Fail], true, Decided::Automatic),
        ControlStatus::NotRun,
        "its rule ran for another control"
    );
    let sample = sample();
    let unbound = sample.frameworks[0]
        .controls
        .iter()
        .find(|c| c.rules.is_empty());
    assert_eq!(unbound.unwrap().status, ControlStatus::Manual);
}

#[test]
fn coverage_leaves_out_what_is_not_applicable() {
    let summary = sample().summary;
    let counts = summary.counts;
    let judged = counts.total() - counts.not_applicable;
    let expected = Coverage {
        seen: judged - counts.unknown,
        total: judged,
    };
    assert_eq!(summary.coverage, expected);
}

#[test]
fn the_exit_status_follows_the_table() {
    use ExitStatus::{Clean, Failing, Unknown};
    use Severity::{Critical, High, Low, Medium};
    let high = |status| (status, High);
    let low = |status| (status, Low);
    let pass = low(Status::Pass);
    let cases = [
        (vec![], Some(Low), false, Clean),
        (
            vec![pass, low(Status::NotApplicable)],
            Some(Low),
            false,
            Clean,
        ),
        (
            vec![high(Status::Waived), high(Status::Manual)],
            Some(Low),
            false,
            Clean,
        ),
        (vec![pass, low(Status::Fail)], Some(Low), false, Failing),
        (vec![low(Status::Fail)], Some(Medium), false, Clean),
        (vec![high(Status::Fail)], Some(High), false, Failing),
        (vec![high(Status::Fail)], Some(Critical), false, Clean),
        (vec![high(Status::Unknown)], Some(Low), false, Unknown),
        (vec![high(Status::Unknown)], Some(Low), true, Clean),
        (vec![low(Status::Unknown)], Some(High), false, Clean),
        (
            vec![low(Status::Fail), high(Status::Unknown)],
            Some(Low),
            false,
            Failing,
        ),
        (
            vec![low(Status::Fail), high(Status::Unknown)],
            Some(High),
            false,
            Unknown,
        ),
        (
            vec![high(Status::Fail), high(Status::Unknown)],
            Some(High),
            true,
            Failing,
        ),
        (
            vec![high(Status::Fail), high(Status::Unknown)],
            None,
            false,
            Clean,
        ),
    ];
    for (verdicts, fail_on, allow_unknown, expected) in cases {
        let mut report = sample();
        let template = report.findings[0].clone();
        let finding = |(status, severity): &(Status, Severity)| Finding {
            status: *status,
            severity: *severity,
            ..template.clone()
        };
        report.findings = verdicts.iter().map(finding).collect();
        let status = report.exit_status(fail_on, allow_unknown);
        assert_eq!(status, expected, "{verdicts:?} {fail_on:?} {allow_unknown}");
    }
}
