//! CloudWatch: metric alarms, composite alarms and log alarms.

use std::sync::Arc;

use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::types::{self, AlarmType};

use super::cloudwatch_json;
use super::convert::{each, name, time};
use super::scan::{End, Scan, at_once};
use crate::inventory::{NotSeen, Reason, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page that AWS gives.
const PAGE: i32 = 100;

/// An alarm and its region.
pub(super) type Placed = (Region, body::Alarm);

/// Puts the alarms of `regions` into the inventory, and gives them.
pub(super) async fn alarms(scan: &Arc<Scan>, regions: Vec<Region>) -> Vec<Placed> {
    let regions = regions.into_iter();
    let alarms = at_once(regions.map(|region| alarms_of(Arc::clone(scan), region)));
    alarms.await.into_iter().flatten().collect()
}

/// Whether a rule looks at the topics of alarms.
pub(super) fn name_topics(scan: &Scan) -> bool {
    let lists = [call::DESCRIBE_ALARMS, call::DESCRIBE_ALL_ALARMS];
    lists.iter().any(|list| scan.asks_of(Kind::Topic, *list))
}

async fn alarms_of(scan: Arc<Scan>, region: Region) -> Vec<Placed> {
    // All must be named: without a name, only metric alarms are part of the answer.
    let mut types = vec![
        AlarmType::MetricAlarm,
        AlarmType::CompositeAlarm,
        AlarmType::LogAlarm,
    ];
    let mut alarms = Vec::new();
    let mut end = list(&scan, &region, &types, &mut alarms).await;
    if alarms.is_empty() && rejects(&end, &AlarmType::LogAlarm) {
        types.pop();
        end = list(&scan, &region, &types, &mut alarms).await;
    }
    if let End::Cut(gap) = end {
        missed(&scan, &region, &gap);
    }
    alarms
}

/// Alarms of `region` may be missing, and with them what they name.
fn missed(scan: &Scan, region: &Region, gap: &NotSeen) {
    scan.missed(Some(region), &[Kind::Alarm], gap);
    if name_topics(scan) {
        scan.missed(Some(region), &[Kind::Topic], gap);
    }
    if scan.lists_all(call::DESCRIBE_ALL_ALARMS, region) {
        scan.missed(Some(region), &[Kind::Metric], gap);
    }
}

async fn list(scan: &Scan, region: &Region, types: &[AlarmType], alarms: &mut Vec<Placed>) -> End {
    let request = client(scan, region)
        .describe_alarms()
        .set_alarm_types(Some(types.to_vec()))
        .max_records(PAGE);
    let pages = request.into_paginator().send();
    let mut add = |alarm: body::Alarm| {
        scan.found(Some(region), &alarm);
        alarms.push((region.clone(), alarm));
    };
    scan.pages(region, call::DESCRIBE_ALARMS, pages, |page| {
        let metric = page.metric_alarms.into_iter().flatten();
        let composite = page.composite_alarms.into_iter().flatten();
        let log = page.log_alarms.into_iter().flatten();
        metric
            .map(metric_alarm)
            .chain(composite.map(composite_alarm))
            .chain(log.map(log_alarm))
            .for_each(&mut add);
    })
    .await
}

/// Whether a region does not know alarms of the type `unknown`, and so gives none at all:
/// log alarms are not as old as others.
fn rejects(end: &End, unknown: &AlarmType) -> bool {
    matches!(end, End::Cut(gap) if gap.reason == Reason::Failed
        && gap.detail.starts_with("Validation")
        && gap.detail.contains(unknown.as_str()))
}

/// A client that speaks what the endpoint understands.
pub(super) fn client(scan: &Scan, region: &Region) -> Client {
    let client = scan.aws.cloudwatch(region);
    match scan.aws.endpoint() {
        Some(_) => cloudwatch_json::speaking(&client),
        None => client,
    }
}

fn metric_alarm(a: types::MetricAlarm) -> body::Alarm {
    body::Alarm {
        alarm_name: a.alarm_name,
        alarm_arn: a.alarm_arn,
        alarm_description: a.alarm_description,
        actions_enabled: a.actions_enabled,
        ok_actions: a.ok_actions.unwrap_or_default(),
        alarm_actions: a.alarm_actions.unwrap_or_default(),
        insufficient_data_actions: a.insufficient_data_actions.unwrap_or_default(),
        state_value: name(a.state_value),
        state_updated_timestamp: time(a.state_updated_timestamp),
        state_transitioned_timestamp: time(a.state_transitioned_timestamp),
        alarm_configuration_updated_timestamp: time(a.alarm_configuration_updated_timestamp),
        evaluation_state: name(a.evaluation_state),
        metric_name: a.metric_name,
        namespace: a.namespace,
        statistic: name(a.statistic),
        extended_statistic: a.extended_statistic,
        dimensions: each(a.dimensions, dimension),
        period: a.period,
        unit: name(a.unit),
        evaluation_periods: a.evaluation_periods,
        datapoints_to_alarm: a.datapoints_to_alarm,
        threshold: a.threshold,
        comparison_operator: name(a.comparison_operator),
        treat_missing_data: a.treat_missing_data,
        evaluate_low_sample_count_percentile: a.evaluate_low_sample_count_percentile,
        metrics: each(a.metrics, metric_data_query),
        threshold_metric_id: a.threshold_metric_id,
        evaluation_window: a.evaluation_window.map(evaluation_window),
        warm_up_configuration: a.warm_up_configuration.as_ref().map(warm_up_configuration),
        ..body::Alarm::default()
    }
}

fn evaluation_window(window: types::EvaluationWindow) -> body::EvaluationWindow {
    let mut body = body::EvaluationWindow::default();
    match window {
        types::EvaluationWindow::SlidingWindow(_) => {
            body.sliding_window = Some(serde_json::Map::new());
        }
        types::EvaluationWindow::WallClockWindow(clock) => {
            body.wall_clock_window = Some(body::WallClockWindow {
                timezone: clock.timezone,
            });
        }
        _ => {}
    }
    body
}

fn composite_alarm(a: types::CompositeAlarm) -> body::Alarm {
    body::Alarm {
        alarm_name: a.alarm_name,
        alarm_arn: a.alarm_arn,
        alarm_description: a.alarm_description,
        // Its key is what tells a composite alarm from a metric alarm.
        alarm_rule: a.alarm_rule.or_else(|| Some(String::new())),
        actions_enabled: a.actions_enabled,
        ok_actions: a.ok_actions.unwrap_or_default(),
        alarm_actions: a.alarm_actions.unwrap_or_default(),
        insufficient_data_actions: a.insufficient_data_actions.unwrap_or_default(),
        state_value: name(a.state_value),
        state_updated_timestamp: time(a.state_updated_timestamp),
        state_transitioned_timestamp: time(a.state_transitioned_timestamp),
        alarm_configuration_updated_timestamp: time(a.alarm_configuration_updated_timestamp),
        actions_suppressor: a.actions_suppressor,
        actions_suppressor_wait_period: a.actions_suppressor_wait_period,
        actions_suppressor_extension_period: a.actions_suppressor_extension_period,
        actions_suppressed_by: name(a.actions_suppressed_by),
        actions_suppressed_reason: a.actions_suppressed_reason,
        ..body::Alarm::default()
    }
}

fn log_alarm(a: types::LogAlarm) -> body::Alarm {
    let query = a.scheduled_query_configuration;
    body::Alarm {
        alarm_name: a.alarm_name,
        alarm_arn: a.alarm_arn,
        alarm_description: a.alarm_description,
        actions_enabled: a.actions_enabled,
        ok_actions: a.ok_actions.unwrap_or_default(),
        alarm_actions: a.alarm_actions.unwrap_or_default(),
        insufficient_data_actions: a.insufficient_data_actions.unwrap_or_default(),
        state_value: name(a.state_value),
        state_updated_timestamp: time(a.state_updated_timestamp),
        state_transitioned_timestamp: time(a.state_transitioned_timestamp),
        evaluation_state: name(a.evaluation_state),
        threshold: a.threshold,
        comparison_operator: name(a.comparison_operator),
        treat_missing_data: a.treat_missing_data,
        warm_up_configuration: a.warm_up_configuration.as_ref().map(warm_up_configuration),
        // Its key is what tells a log alarm from others.
        scheduled_query_configuration: Some(
            query.map(scheduled_query_configuration).unwrap_or_default(),
        ),
        query_results_to_evaluate: a.query_results_to_evaluate,
        query_results_to_alarm: a.query_results_to_alarm,
        ..body::Alarm::default()
    }
}

fn scheduled_query_configuration(
    q: types::ScheduledQueryConfiguration,
) -> body::ScheduledQueryConfiguration {
    body::ScheduledQueryConfiguration {
        query_string: q.query_string,
        log_group_identifiers: q.log_group_identifiers.unwrap_or_default(),
        query_arn: q.query_arn,
        scheduled_query_role_arn: q.scheduled_query_role_arn,
        schedule_configuration: q
            .schedule_configuration
            .map(|s| body::ScheduleConfiguration {
                schedule_expression: s.schedule_expression,
                start_time_offset: s.start_time_offset,
                end_time_offset: s.end_time_offset,
            }),
        aggregation_expression: q.aggregation_expression,
    }
}

fn warm_up_configuration(w: &types::WarmUpConfiguration) -> body::WarmUpConfiguration {
    body::WarmUpConfiguration {
        warm_up_period_duration_in_minutes: w.warm_up_period_duration_in_minutes,
        only_start_evaluating_after_warm_up_period_ends: w
            .only_start_evaluating_after_warm_up_period_ends,
    }
}

fn metric_data_query(q: types::MetricDataQuery) -> body::MetricDataQuery {
    body::MetricDataQuery {
        id: q.id,
        metric_stat: q.metric_stat.map(|s| body::MetricStat {
            metric: s.metric.map(|m| body::Metric {
                namespace: m.namespace,
                metric_name: m.metric_name,
                dimensions: each(m.dimensions, dimension),
            }),
            period: s.period,
            stat: s.stat,
            unit: name(s.unit),
        }),
        expression: q.expression,
        label: q.label,
        return_data: q.return_data,
        period: q.period,
        account_id: q.account_id,
    }
}

fn dimension(d: types::Dimension) -> body::Dimension {
    body::Dimension {
        name: d.name,
        value: d.value,
    }
}
