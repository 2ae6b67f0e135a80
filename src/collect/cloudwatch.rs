//! CloudWatch: metric alarms and composite alarms.

use std::sync::Arc;

use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::types::{self, AlarmType};

use super::cloudwatch_json;
use super::convert::{each, name, time};
use super::scan::{End, Scan, at_once};
use crate::inventory::body;
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page that AWS gives.
const PAGE: i32 = 100;

/// An alarm and its region.
pub(super) type Placed = (Region, body::Alarm);

/// Puts the alarms of `regions` into the inventory, and gives them.
pub(super) async fn alarms(scan: &Arc<Scan>, regions: Vec<Region>) -> Vec<Placed> {
    if !scan.asks(call::DESCRIBE_ALARMS) {
        return Vec::new();
    }
    let regions = regions.into_iter();
    let alarms = at_once(regions.map(|region| alarms_of(Arc::clone(scan), region)));
    alarms.await.into_iter().flatten().collect()
}

async fn alarms_of(scan: Arc<Scan>, region: Region) -> Vec<Placed> {
    let request = client(&scan, &region)
        .describe_alarms()
        // Without this, composite alarms are left out.
        .alarm_types(AlarmType::MetricAlarm)
        .alarm_types(AlarmType::CompositeAlarm)
        .max_records(PAGE);
    let pages = request.into_paginator().send();
    let mut alarms = Vec::new();
    let mut add = |alarm: body::Alarm| {
        scan.found(Some(&region), &alarm);
        alarms.push((region.clone(), alarm));
    };
    let end = scan
        .pages(&region, call::DESCRIBE_ALARMS, pages, |page| {
            let metric = page.metric_alarms.into_iter().flatten().map(metric_alarm);
            let composite = page.composite_alarms.into_iter().flatten();
            metric
                .chain(composite.map(composite_alarm))
                .for_each(&mut add);
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(&region), &[Kind::Alarm, Kind::Topic], &gap);
    }
    alarms
}

fn client(scan: &Scan, region: &Region) -> Client {
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
        alarm_rule: None,
        actions_enabled: a.actions_enabled,
        ok_actions: a.ok_actions.unwrap_or_default(),
        alarm_actions: a.alarm_actions.unwrap_or_default(),
        insufficient_data_actions: a.insufficient_data_actions.unwrap_or_default(),
        state_value: name(a.state_value),
        state_updated_timestamp: time(a.state_updated_timestamp),
        state_transitioned_timestamp: time(a.state_transitioned_timestamp),
        alarm_configuration_updated_timestamp: time(a.alarm_configuration_updated_timestamp),
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
        warm_up_configuration: a.warm_up_configuration.map(|w| body::WarmUpConfiguration {
            warm_up_period_duration_in_minutes: w.warm_up_period_duration_in_minutes,
            only_start_evaluating_after_warm_up_period_ends: w
                .only_start_evaluating_after_warm_up_period_ends,
        }),
        actions_suppressor: None,
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
        ..body::Alarm::default()
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
