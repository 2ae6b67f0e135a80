//! CloudWatch: alarm mute rules, which keep alarms from acting for a while.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_cloudwatch::operation::get_alarm_mute_rule::GetAlarmMuteRuleOutput;
use aws_sdk_cloudwatch::types::{self, AlarmMuteRuleStatus};

use super::convert::{name, time};
use super::scan::{End, Scan, at_once};
use crate::inventory::{NotSeen, Reason, body};
use crate::kind::{Kind, call};
use crate::target::{Arn, Region};

/// Puts the mute rules of `regions` that have not expired into the inventory.
pub(super) async fn collect(scan: &Arc<Scan>, regions: Vec<Region>) {
    let regions = regions.into_iter();
    at_once(regions.map(|region| rules_of(Arc::clone(scan), region))).await;
}

async fn rules_of(scan: Arc<Scan>, region: Region) {
    // Unlike DescribeAlarms it is spoken as the SDK speaks it whatever the endpoint: moto
    // says at once that it has no such page in CBOR, but in JSON takes itself to be
    // broken, and is asked again and again.
    let request = scan.aws.cloudwatch(&region).list_alarm_mute_rules();
    let pages = request.into_paginator().send();
    let mut due = Vec::new();
    let end = scan
        .pages(&region, call::LIST_ALARM_MUTE_RULES, pages, |page| {
            let all = page.alarm_mute_rule_summaries.unwrap_or_default();
            // Not left to AWS: a status that is not known yet may mute.
            due.extend(all.into_iter().filter(|rule| !is_over(rule)));
        })
        .await;
    let rules = due
        .into_iter()
        .map(|summary| rule(Arc::clone(&scan), region.clone(), summary));
    let mut missed: BTreeSet<NotSeen> = at_once(rules)
        .await
        .into_iter()
        .filter_map(Result::err)
        .collect();
    if let End::Cut(gap) = end {
        missed.insert(gap);
    }
    for gap in missed {
        scan.missed(Some(&region), &[Kind::AlarmMuteRule], &gap);
    }
}

fn is_over(rule: &types::AlarmMuteRuleSummary) -> bool {
    rule.status == Some(AlarmMuteRuleStatus::Expired)
}

/// Puts a rule into the inventory unless it is gone by now.
async fn rule(
    scan: Arc<Scan>,
    region: Region,
    summary: types::AlarmMuteRuleSummary,
) -> Result<(), NotSeen> {
    let arn = summary.alarm_mute_rule_arn.unwrap_or_default();
    let name = name_in(&arn).ok_or_else(|| {
        let detail = format!("no alarm mute rule has the ARN `{arn}`");
        NotSeen::new(call::LIST_ALARM_MUTE_RULES, Reason::Failed, detail)
    })?;
    let client = scan.aws.cloudwatch(&region);
    let request = client.get_alarm_mute_rule().alarm_mute_rule_name(name);
    let answer = scan
        .ask(Some(&region), call::GET_ALARM_MUTE_RULE, request.send())
        .await?;
    if let Some(answer) = answer {
        scan.found(Some(&region), &alarm_mute_rule(answer));
    }
    Ok(())
}

/// The name of the rule with the ARN `arn`: lists give no other.
fn name_in(arn: &str) -> Option<&str> {
    let name = Arn::parse(arn)?.resource.strip_prefix("alarm-mute-rule:")?;
    (!name.is_empty()).then_some(name)
}

fn alarm_mute_rule(rule: GetAlarmMuteRuleOutput) -> body::AlarmMuteRule {
    body::AlarmMuteRule {
        name: rule.name,
        alarm_mute_rule_arn: rule.alarm_mute_rule_arn,
        description: rule.description,
        rule: rule.rule.map(|rule| body::MuteRule {
            schedule: rule.schedule.map(|s| body::MuteSchedule {
                expression: s.expression,
                duration: s.duration,
                timezone: s.timezone,
            }),
        }),
        mute_targets: rule.mute_targets.map(|targets| body::MuteTargets {
            alarm_names: targets.alarm_names.unwrap_or_default(),
        }),
        start_date: time(rule.start_date),
        expire_date: time(rule.expire_date),
        status: name(rule.status),
        mute_type: rule.mute_type,
        last_updated_timestamp: time(rule.last_updated_timestamp),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_all_that_follows_the_kind_in_the_arn() {
        for (resource, expected) in [
            ("alarm-mute-rule:nightly", Some("nightly")),
            ("alarm-mute-rule:a:b/c d", Some("a:b/c d")),
            ("alarm-mute-rule:", None),
            ("alarm:nightly", None),
        ] {
            let arn = format!("arn:aws:cloudwatch:eu-west-1:123456789012:{resource}");
            assert_eq!(name_in(&arn), expected, "{resource}");
        }
        assert_eq!(name_in("nightly"), None);
    }
}
