//! From an inventory and its findings to a report: everything that is counted, joined
//! or deduplicated is so here, and nowhere in a format.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::model::{
    Control, ControlStatus, Counts, Decided, Framework, GapView, Report, RuleView, SCHEMA_VERSION,
    Summary, Tool,
};
use crate::finding::{Finding, Status};
use crate::inventory::{Gap, Inventory};

/// Where a finding, or a call, belongs to no region.
const GLOBAL: &str = "global";

/// What a report is made of.
#[derive(Debug, Clone)]
pub struct Inputs<'a> {
    /// The version of this program.
    pub tool_version: &'a str,
    /// What was looked at.
    pub inventory: &'a Inventory,
    /// Every verdict.
    pub findings: Vec<Finding>,
    /// The rules that ran, and no other: a control none of whose rules is here is
    /// `not-run`. Their `frameworks` are completed from [`Inputs::frameworks`].
    pub rules: Vec<RuleView>,
    /// The frameworks to report on.
    pub frameworks: Vec<FrameworkInput>,
}

/// A framework to report on.
#[derive(Debug, Clone)]
pub struct FrameworkInput {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its controls, in its own order.
    pub controls: Vec<ControlInput>,
}

/// A control to report on.
#[derive(Debug, Clone)]
pub struct ControlInput {
    /// Its number within the framework.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The profile level.
    pub level: Option<u8>,
    /// How the framework itself wants it assessed.
    pub assessment: Option<String>,
    /// How far rules decide it.
    pub decided: Decided,
    /// The selection leaves it out, whatever ran for other controls.
    pub left_out: bool,
    /// The rules that decide it.
    pub rules: Vec<RuleBinding>,
}

/// A rule as a control binds it.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleBinding {
    /// The rule's id.
    pub id: String,
    /// The parameters that differ from the rule's defaults, as in
    /// [`Finding::parameters`]: only findings with these count for the control.
    pub parameters: Map<String, Value>,
}

impl Report {
    /// Counts, joins and sorts `inputs`.
    pub fn new(inputs: Inputs<'_>) -> Self {
        let Inputs {
            tool_version,
            inventory,
            mut findings,
            mut rules,
            frameworks,
        } = inputs;
        findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        name_controls(&mut rules, &frameworks);
        Self {
            schema_version: SCHEMA_VERSION.to_owned(),
            tool: Tool {
                name: "auditrail".to_owned(),
                version: tool_version.to_owned(),
            },
            started_at: inventory.started_at,
            finished_at: inventory.finished_at,
            targets: inventory.targets.clone(),
            summary: Summary::of(&findings),
            frameworks: judge_frameworks(frameworks, &rules, &findings),
            rules,
            gaps: gap_views(&inventory.gaps),
            calls: inventory.calls.clone(),
            findings,
            pattern_verification: None,
            last_change_lookups: None,
        }
    }
}

fn name_controls(rules: &mut [RuleView], frameworks: &[FrameworkInput]) {
    for rule in rules {
        for framework in frameworks {
            for control in &framework.controls {
                if control.rules.iter().any(|b| b.id == rule.id) {
                    let named = rule.frameworks.entry(framework.id.clone()).or_default();
                    if !named.contains(&control.id) {
                        named.push(control.id.clone());
                    }
                }
            }
        }
    }
}

fn judge_frameworks(
    frameworks: Vec<FrameworkInput>,
    rules: &[RuleView],
    findings: &[Finding],
) -> Vec<Framework> {
    let ran: BTreeSet<&str> = rules.iter().map(|r| r.id.as_str()).collect();
    let mut by_rule: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_rule.entry(&finding.rule).or_default().push(finding);
    }
    let judge = |control: ControlInput| {
        let findings: Vec<&Finding> = control
            .rules
            .iter()
            .filter(|_| !control.left_out)
            .flat_map(|binding| {
                let of_rule = by_rule.get(binding.id.as_str()).into_iter().flatten();
                of_rule.filter(|f| f.parameters == binding.parameters)
            })
            .copied()
            .collect();
        let counts = Counts::of(findings.iter().map(|f| f.status));
        let (mut names, mut not_run) = (Vec::new(), Vec::new());
        for RuleBinding { id, .. } in control.rules {
            if !ran.contains(id.as_str()) && !not_run.contains(&id) {
                not_run.push(id.clone());
            }
            if !names.contains(&id) {
                names.push(id);
            }
        }
        Control {
            id: control.id,
            title: control.title,
            level: control.level,
            assessment: control.assessment,
            decided: control.decided,
            status: if control.left_out {
                ControlStatus::NotRun
            } else {
                judge_control(counts, names.len() > not_run.len(), &names)
            },
            regions: regions(&findings, counts),
            rules: names,
            not_run,
            counts,
        }
    };
    frameworks
        .into_iter()
        .map(|framework| Framework {
            id: framework.id,
            title: framework.title,
            controls: framework.controls.into_iter().map(judge).collect(),
        })
        .collect()
}

/// Where a control is as bad as it is, if it fails or is unknown.
fn regions(findings: &[&Finding], counts: Counts) -> Vec<String> {
    let worst = match (counts.fail, counts.unknown) {
        (0, 0) => return Vec::new(),
        (0, _) => Status::Unknown,
        _ => Status::Fail,
    };
    let there = findings.iter().filter(|f| f.status == worst);
    let regions: BTreeSet<String> = there.map(|f| f.region.to_string()).collect();
    regions.into_iter().collect()
}

/// The verdict on a control bound to `rules`, whose findings are `counts`. A waived
/// finding is an accepted failure, so it keeps a control from failing; the report shows
/// the count beside the verdict.
fn judge_control(counts: Counts, any_ran: bool, rules: &[String]) -> ControlStatus {
    if rules.is_empty() {
        ControlStatus::Manual
    } else if counts.fail > 0 {
        ControlStatus::Fail
    } else if counts.unknown > 0 {
        ControlStatus::Unknown
    } else if counts.pass + counts.waived > 0 {
        ControlStatus::Pass
    } else if counts.manual > 0 {
        ControlStatus::Manual
    } else if any_ran {
        ControlStatus::NotApplicable
    } else {
        ControlStatus::NotRun
    }
}

/// One call can hide several kinds and resources; readers want to know of the call.
fn gap_views(gaps: &[Gap]) -> Vec<GapView> {
    let mut kinds_by_call = BTreeMap::new();
    for gap in gaps {
        let region = gap.region.as_ref().map_or(GLOBAL, |r| r.as_str());
        kinds_by_call
            .entry((&gap.account, region, &gap.call))
            .or_insert_with(BTreeSet::new)
            .insert(gap.kind);
    }
    kinds_by_call
        .into_iter()
        .map(|((account, region, call), kinds)| GapView {
            account: account.clone(),
            region: region.to_owned(),
            service: call.service().to_owned(),
            operation: call.operation_name().to_owned(),
            reason: call.reason,
            detail: call.detail.clone(),
            kinds: kinds.into_iter().collect(),
        })
        .collect()
}
