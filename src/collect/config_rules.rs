//! AWS Config: rules with what they found.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_config::types::{self, ConfigRuleState};

use super::convert::{each, name, time};
use super::scan::{End, Scan, at_once};
use crate::inventory::{NotSeen, Seen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page that AWS gives; without asking for it, a page holds 10.
const PAGE: i32 = 100;

/// Puts the rules of `region` into the inventory.
pub(super) async fn collect(scan: &Arc<Scan>, region: &Region) {
    if !scan.asks(call::DESCRIBE_CONFIG_RULES) {
        return;
    }
    let client = scan.aws.config(region);
    let pages = client.describe_config_rules().into_paginator().send();
    let mut rules = Vec::new();
    let end = scan
        .pages(region, call::DESCRIBE_CONFIG_RULES, pages, |page| {
            rules.extend(page.config_rules.unwrap_or_default());
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(region), &[Kind::ConfigRule], &gap);
    }
    at_once(
        rules
            .into_iter()
            .map(|r| complete(Arc::clone(scan), region.clone(), r)),
    )
    .await;
}

/// Adds what the rule found, if that is planned for this rule. A rule that is being
/// deleted or has not run yet has nothing to tell.
async fn complete(scan: Arc<Scan>, region: Region, rule: types::ConfigRule) {
    let wanted = scan.asks(call::GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE)
        && rule.config_rule_state == Some(ConfigRuleState::Active)
        && is_wanted(&scan.plan.config_rule_identifiers, &rule);
    let mut rule = config_rule(rule);
    if wanted && let Some(name) = rule.config_rule_name.clone() {
        let (results, cut) = compliance(&scan, &region, name).await;
        rule.compliance = Some(results);
        if let Some(gap) = cut {
            scan.missed_of(Some(&region), &rule, &gap);
        }
    }
    scan.found(Some(&region), &rule);
}

fn is_wanted(identifiers: &BTreeSet<String>, rule: &types::ConfigRule) -> bool {
    let source = rule.source.as_ref();
    let identifier = source.and_then(|s| s.source_identifier.as_ref());
    identifiers.is_empty() || identifier.is_some_and(|i| identifiers.contains(i))
}

/// What the rule found, and what cut the list short.
async fn compliance(
    scan: &Scan,
    region: &Region,
    rule: String,
) -> (Vec<Seen<body::EvaluationResult>>, Option<NotSeen>) {
    let request = scan
        .aws
        .config(region)
        .get_compliance_details_by_config_rule()
        .config_rule_name(rule)
        .limit(PAGE);
    let pages = request.into_paginator().send();
    let call = call::GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE;
    let mut results = Vec::new();
    let end = scan
        .pages(region, call, pages, |page| {
            results.extend(each(page.evaluation_results, |r| {
                Seen::Value(evaluation_result(r))
            }));
        })
        .await;
    let End::Cut(gap) = end else {
        return (results, None);
    };
    results.push(Seen::NotSeen(gap.clone()));
    (results, Some(gap))
}

fn config_rule(r: types::ConfigRule) -> body::ConfigRule {
    body::ConfigRule {
        config_rule_name: r.config_rule_name,
        config_rule_arn: r.config_rule_arn,
        config_rule_id: r.config_rule_id,
        description: r.description,
        scope: r.scope.map(|s| body::ConfigRuleScope {
            compliance_resource_types: s.compliance_resource_types.unwrap_or_default(),
            compliance_resource_id: s.compliance_resource_id,
            tag_key: s.tag_key,
            tag_value: s.tag_value,
        }),
        source: r.source.map(|s| body::ConfigRuleSource {
            owner: name(Some(s.owner)),
            source_identifier: s.source_identifier,
        }),
        input_parameters: r.input_parameters,
        maximum_execution_frequency: name(r.maximum_execution_frequency),
        config_rule_state: name(r.config_rule_state),
        created_by: r.created_by,
        compliance: None,
    }
}

fn evaluation_result(r: types::EvaluationResult) -> body::EvaluationResult {
    body::EvaluationResult {
        evaluation_result_identifier: r.evaluation_result_identifier.map(|i| {
            body::EvaluationResultIdentifier {
                evaluation_result_qualifier: i.evaluation_result_qualifier.map(|q| {
                    body::EvaluationQualifier {
                        config_rule_name: q.config_rule_name,
                        resource_type: q.resource_type,
                        resource_id: q.resource_id,
                    }
                }),
            }
        }),
        compliance_type: name(r.compliance_type),
        annotation: r.annotation,
        result_recorded_time: time(r.result_recorded_time),
    }
}
