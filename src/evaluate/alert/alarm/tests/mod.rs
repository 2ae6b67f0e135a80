//! Alarms as a whole.

mod firing;
mod holding;
mod missing_data;
mod properties;
mod vectors;
mod watching;

use super::signal::Signal;
use crate::inventory::body::{Alarm, MetricTransformation};

/// An alarm on `Audit/Root` as it should be: the sum of five minutes, one or more.
fn alarm() -> Alarm {
    Alarm {
        alarm_name: Some("root".to_owned()),
        namespace: Some("Audit".to_owned()),
        metric_name: Some("Root".to_owned()),
        statistic: Some("Sum".to_owned()),
        period: Some(300),
        evaluation_periods: Some(1),
        threshold: Some(1.0),
        comparison_operator: Some("GreaterThanOrEqualToThreshold".to_owned()),
        treat_missing_data: Some("notBreaching".to_owned()),
        ..Alarm::default()
    }
}

/// `Audit/Root`, with `value` for each matching event.
fn signal(value: &str, default: Option<f64>) -> Signal {
    let metric = MetricTransformation {
        metric_name: Some("Root".to_owned()),
        metric_namespace: Some("Audit".to_owned()),
        metric_value: Some(value.to_owned()),
        default_value: default,
        ..MetricTransformation::default()
    };
    Signal::of(&metric, &[])
}
