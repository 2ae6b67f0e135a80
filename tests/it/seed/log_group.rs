//! Log groups of `CloudWatch` Logs, and what is counted of their lines.

use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::types::MetricTransformation;

use super::HOME;
use crate::moto::Moto;

/// Makes a log group in the home region that keeps its events for so many days, or for ever.
pub async fn create(moto: &Moto, name: &str, days: Option<i32>, key: Option<&str>) {
    let request = client(moto).create_log_group().log_group_name(name);
    let request = request.set_kms_key_id(key.map(str::to_owned));
    request.send().await.unwrap();
    if let Some(days) = days {
        keep(moto, name, days).await;
    }
}

/// The group keeps its events for so many days.
pub async fn keep(moto: &Moto, name: &str, days: i32) {
    let request = client(moto).put_retention_policy();
    let request = request.log_group_name(name).retention_in_days(days);
    request.send().await.unwrap();
}

/// The group keeps its events for ever.
pub async fn keep_for_ever(moto: &Moto, name: &str) {
    let request = client(moto).delete_retention_policy();
    request.log_group_name(name).send().await.unwrap();
}

/// Counts the lines that match `pattern` as a metric of that name, 0 where none does.
pub async fn count(moto: &Moto, group: &str, filter: &str, pattern: &str, metric: (&str, &str)) {
    let (namespace, metric) = metric;
    let metric = MetricTransformation::builder()
        .metric_namespace(namespace)
        .metric_name(metric)
        .metric_value("1")
        .default_value(0.0)
        .build()
        .unwrap();
    // moto, unlike AWS, would keep a filter of that name beside the new one.
    let request = client(moto).delete_metric_filter().log_group_name(group);
    // An error says that there is none.
    let _ = request.filter_name(filter).send().await;
    let request = client(moto).put_metric_filter().log_group_name(group);
    let request = request.filter_name(filter).filter_pattern(pattern);
    let request = request.metric_transformations(metric);
    request.send().await.unwrap();
}

fn client(moto: &Moto) -> Client {
    Client::new(&moto.config(HOME))
}
