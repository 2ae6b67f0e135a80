//! Metric filters on the trail's log group, with their alarms and topics: what has to
//! be there for an event to reach a person.

use std::fs;
use std::path::Path;

use aws_sdk_cloudwatch::operation::put_metric_alarm::builders::PutMetricAlarmFluentBuilder;
use aws_sdk_cloudwatch::types::{ComparisonOperator, Statistic};
use aws_sdk_cloudwatchlogs::types::MetricTransformation;
use aws_sdk_cloudwatchlogs::types::builders::MetricTransformationBuilder;

use super::HOME;
use super::trail::LOG_GROUP;
use crate::moto::Moto;

/// One event class that is watched; by default as CIS wants it.
#[derive(Debug, Clone)]
pub struct Monitor {
    /// Names the filter, its metric and the alarm.
    pub name: &'static str,
    pub pattern: String,
    /// Names the topic; by default as the others.
    pub topic: &'static str,
    pub namespace: &'static str,
    /// Where the alarm looks for the metric.
    pub alarm_namespace: &'static str,
    pub actions_enabled: bool,
    /// Whether the topic has an e-mail subscription.
    pub subscribed: bool,
}

impl Monitor {
    fn new(name: &'static str, pattern: String) -> Self {
        Self {
            name,
            pattern,
            topic: name,
            namespace: "CISBenchmark",
            alarm_namespace: "CISBenchmark",
            actions_enabled: true,
            subscribed: true,
        }
    }

    /// As the rule of that name advises.
    pub fn advised(name: &'static str) -> Self {
        let path = format!("rules/cloudwatch/monitor-{name}.yaml");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let rule = fs::read_to_string(path).unwrap();
        // Its lines are broken anywhere.
        let words: Vec<&str> = rule.split_whitespace().collect();
        let text = words.join(" ");
        let (_, advice) = text.split_once("--filter-pattern '").unwrap();
        let (pattern, _) = advice.split_once('\'').unwrap();
        Self::new(name, pattern.to_owned())
    }

    /// Changes of security groups.
    pub fn security_group_changes() -> Self {
        let events = [
            "AuthorizeSecurityGroupIngress",
            "AuthorizeSecurityGroupEgress",
            "RevokeSecurityGroupIngress",
            "RevokeSecurityGroupEgress",
            "CreateSecurityGroup",
            "DeleteSecurityGroup",
            "ModifySecurityGroupRules",
        ];
        Self::new("security-group-changes", any_of(&events))
    }

    /// Changes of VPCs.
    pub fn vpc_changes() -> Self {
        let events = [
            "CreateVpc",
            "DeleteVpc",
            "ModifyVpcAttribute",
            "AcceptVpcPeeringConnection",
            "CreateVpcPeeringConnection",
            "DeleteVpcPeeringConnection",
            "RejectVpcPeeringConnection",
            "AttachClassicLinkVpc",
            "DetachClassicLinkVpc",
            "DisableVpcClassicLink",
            "EnableVpcClassicLink",
        ];
        Self::new("vpc-changes", any_of(&events))
    }

    /// Those of [`super::Account::watched`].
    pub fn watched() -> [Self; 3] {
        [
            Self::vpc_changes(),
            Self::security_group_changes(),
            Self::advised("cmk-disable-or-delete"),
        ]
    }

    /// All of them.
    pub fn all() -> Vec<Self> {
        let own = [Self::security_group_changes(), Self::vpc_changes()];
        own.into_iter().chain(ADVISED.map(Self::advised)).collect()
    }
}

/// The other monitors of CIS 7.0.0.
const ADVISED: [&str; 13] = [
    "cloudtrail-config-changes",
    "cmk-disable-or-delete",
    "config-changes",
    "console-auth-failures",
    "console-sign-in-without-mfa",
    "iam-policy-changes",
    "nacl-changes",
    "network-gateway-changes",
    "organizations-changes",
    "root-usage",
    "route-table-changes",
    "s3-bucket-policy-changes",
    "unauthorized-api-calls",
];

/// `{ ($.eventName = A) || ($.eventName = B) }`
fn any_of(events: &[&str]) -> String {
    let terms: Vec<String> = events
        .iter()
        .map(|event| format!("($.eventName = {event})"))
        .collect();
    format!("{{ {} }}", terms.join(" || "))
}

/// Makes the filter, the topic and the alarm, or brings them to this state.
pub async fn create(moto: &Moto, monitor: &Monitor) {
    filter(moto, monitor, |metric| metric).await;
    let topic = topic(moto, monitor).await;
    alarm(moto, monitor, |alarm| alarm.alarm_actions(topic)).await;
}

/// Makes the filter, or puts it in place of the one of that name, with a metric that
/// `change` changes.
pub async fn filter(
    moto: &Moto,
    monitor: &Monitor,
    change: impl FnOnce(MetricTransformationBuilder) -> MetricTransformationBuilder,
) {
    let metric = MetricTransformation::builder()
        .metric_name(monitor.name)
        .metric_namespace(monitor.namespace)
        .metric_value("1");
    // moto, unlike AWS, would keep a filter of that name beside the new one.
    delete_filter(moto, monitor).await;
    let request = aws_sdk_cloudwatchlogs::Client::new(&moto.config(HOME))
        .put_metric_filter()
        .log_group_name(LOG_GROUP)
        .filter_name(monitor.name)
        .filter_pattern(&monitor.pattern)
        .metric_transformations(change(metric).build().unwrap());
    request.send().await.unwrap();
}

/// Deletes the filter if it is there.
pub async fn delete_filter(moto: &Moto, monitor: &Monitor) {
    let logs = aws_sdk_cloudwatchlogs::Client::new(&moto.config(HOME));
    let request = logs.delete_metric_filter().log_group_name(LOG_GROUP);
    // An error says that there is none.
    let _ = request.filter_name(monitor.name).send().await;
}

/// Makes the topic with its subscription, unless they are there; its ARN.
pub async fn topic(moto: &Moto, monitor: &Monitor) -> String {
    let sns = aws_sdk_sns::Client::new(&moto.config(HOME));
    let topic = sns.create_topic().name(monitor.topic);
    let topic = topic.send().await.unwrap().topic_arn.unwrap();
    if monitor.subscribed {
        let request = sns.subscribe().topic_arn(&topic).protocol("email");
        request
            .endpoint("security@example.com")
            .send()
            .await
            .unwrap();
    }
    topic
}

/// Makes the alarm, or puts it in place of the one of that name; without actions unless
/// `change` adds some.
pub async fn alarm(
    moto: &Moto,
    monitor: &Monitor,
    change: impl FnOnce(PutMetricAlarmFluentBuilder) -> PutMetricAlarmFluentBuilder,
) {
    let request = aws_sdk_cloudwatch::Client::new(&moto.config(HOME))
        .put_metric_alarm()
        .alarm_name(monitor.name)
        .metric_name(monitor.name)
        .namespace(monitor.alarm_namespace)
        .statistic(Statistic::Sum)
        .period(300)
        .evaluation_periods(1)
        .threshold(1.0)
        .comparison_operator(ComparisonOperator::GreaterThanOrEqualToThreshold)
        .treat_missing_data("notBreaching")
        .actions_enabled(monitor.actions_enabled);
    change(request).send().await.unwrap();
}
