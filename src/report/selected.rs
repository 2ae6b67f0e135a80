//! What a report says of rules and frameworks, out of what was selected.

use std::collections::BTreeMap;

use super::assemble::{ControlInput, FrameworkInput, Inputs, RuleBinding};
use super::model::{Report, RuleView};
use crate::finding::Finding;
use crate::inventory::Inventory;
use crate::rule::{Assessment, Control, Framework, Rule, Selected};

impl Report {
    /// The report on `findings`, which the rules in `selected` made of `inventory`.
    pub fn of(selected: &Selected<'_>, inventory: &Inventory, findings: Vec<Finding>) -> Self {
        Self::new(Inputs {
            tool_version: env!("CARGO_PKG_VERSION"),
            inventory,
            findings,
            rules: selected.rules().map(rule_view).collect(),
            frameworks: selected
                .frameworks
                .iter()
                .map(|framework| input(framework, selected))
                .collect(),
        })
    }
}

fn rule_view(rule: &Rule) -> RuleView {
    RuleView {
        id: rule.id.clone(),
        title: rule.title.clone(),
        severity: rule.severity,
        service: rule.service.clone(),
        why: rule.why.clone(),
        fix: rule.fix.clone(),
        references: rule.references.clone(),
        frameworks: BTreeMap::new(),
    }
}

fn input(framework: &Framework, selected: &Selected<'_>) -> FrameworkInput {
    FrameworkInput {
        id: framework.id.clone(),
        title: framework.title.clone(),
        controls: framework
            .controls
            .iter()
            .map(|of| control(of, selected.leaves_out(of)))
            .collect(),
    }
}

fn control(control: &Control, left_out: bool) -> ControlInput {
    ControlInput {
        id: control.id.clone(),
        title: control.title.clone(),
        level: Some(control.level),
        assessment: Some(
            match control.assessment {
                Assessment::Automated => "automated",
                Assessment::Manual => "manual",
            }
            .to_owned(),
        ),
        decided: control.decided,
        left_out,
        rules: control
            .rules
            .iter()
            .map(|binding| RuleBinding {
                id: binding.rule.clone(),
                parameters: binding.parameters.clone(),
            })
            .collect(),
    }
}
