//! Alarms on metrics that AWS and agents publish, and their datapoints.

use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::types::{
    ComparisonOperator, Dimension, MetricDatum, StandardUnit, StateValue, Statistic,
};

use super::HOME;
use crate::moto::Moto;

/// The dimensions of a metric: names and values.
pub type Dimensions = Vec<(&'static str, String)>;

/// An alarm in the home region; by default on the processors of an instance.
#[derive(Debug, Clone)]
pub struct Alarm {
    pub name: &'static str,
    pub namespace: &'static str,
    pub metric: &'static str,
    pub dimensions: Dimensions,
    pub statistic: Statistic,
    /// In seconds.
    pub period: i32,
    pub periods: i32,
    /// As many as there are periods if it is left out.
    pub datapoints: Option<i32>,
    pub comparison: ComparisonOperator,
    pub threshold: f64,
    pub missing: &'static str,
    /// The ARN of the topic.
    pub topic: String,
    /// Whether there are datapoints of the last two weeks.
    pub has_data: bool,
}

impl Alarm {
    /// An alarm on an average above `threshold` for two periods of five minutes.
    pub fn above(name: &'static str, metric: [&'static str; 2], threshold: f64) -> Self {
        let [namespace, metric] = metric;
        Self {
            name,
            namespace,
            metric,
            dimensions: Vec::new(),
            statistic: Statistic::Average,
            period: 300,
            periods: 2,
            datapoints: None,
            comparison: ComparisonOperator::GreaterThanThreshold,
            threshold,
            missing: "missing",
            topic: super::topic::arn(super::baseline::ALERTS),
            has_data: true,
        }
    }

    /// The same on the series with these dimensions.
    pub fn of(mut self, dimensions: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        self.dimensions = dimensions.into_iter().collect();
        self
    }
}

/// Makes the alarm, or puts it in place of the one of that name, and its metric's datapoints
/// if it has such.
pub async fn create(moto: &Moto, alarm: &Alarm) {
    let dimensions = dimensions(&alarm.dimensions);
    let request = client(moto)
        .put_metric_alarm()
        .alarm_name(alarm.name)
        .namespace(alarm.namespace)
        .metric_name(alarm.metric)
        .set_dimensions(Some(dimensions))
        .statistic(alarm.statistic.clone())
        .period(alarm.period)
        .evaluation_periods(alarm.periods)
        .set_datapoints_to_alarm(alarm.datapoints)
        .comparison_operator(alarm.comparison.clone())
        .threshold(alarm.threshold)
        .treat_missing_data(alarm.missing)
        .actions_enabled(true)
        .alarm_actions(&alarm.topic);
    request.send().await.unwrap();
    if alarm.has_data {
        publish(moto, alarm.namespace, alarm.metric, &alarm.dimensions).await;
    }
}

/// Deletes the alarm.
pub async fn delete(moto: &Moto, name: &str) {
    let request = client(moto).delete_alarms();
    request.alarm_names(name).send().await.unwrap();
}

/// The alarm is in this state.
pub async fn set_state(moto: &Moto, name: &str, state: StateValue) {
    let request = client(moto).set_alarm_state().alarm_name(name);
    let request = request.state_value(state).state_reason("set by hand");
    request.send().await.unwrap();
}

/// Publishes a datapoint, so that there is such a series.
pub async fn publish(moto: &Moto, namespace: &str, metric: &str, of: &Dimensions) {
    let datum = MetricDatum::builder()
        .metric_name(metric)
        .set_dimensions(Some(dimensions(of)))
        .value(1.0)
        .unit(StandardUnit::None);
    let request = client(moto).put_metric_data().namespace(namespace);
    request.metric_data(datum.build()).send().await.unwrap();
}

fn dimensions(of: &Dimensions) -> Vec<Dimension> {
    let each = of.iter();
    each.map(|(name, value)| Dimension::builder().name(*name).value(value).build())
        .collect()
}

fn client(moto: &Moto) -> Client {
    Client::new(&moto.config(HOME))
}
