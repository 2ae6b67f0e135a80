//! Metric filters on the trail's log group, with their alarms and topics: what has to
//! be there for an event to reach a person.

use aws_sdk_cloudwatch::types::{ComparisonOperator, Statistic};
use aws_sdk_cloudwatchlogs::types::MetricTransformation;

use super::HOME;
use super::trail::LOG_GROUP;
use crate::moto::Moto;

/// One event class that is watched; by default as CIS wants it.
#[derive(Debug, Clone)]
pub struct Monitor {
    /// Names the filter, the alarm and the topic.
    pub name: &'static str,
    pub pattern: String,
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
            namespace: "CISBenchmark",
            alarm_namespace: "CISBenchmark",
            actions_enabled: true,
            subscribed: true,
        }
    }

    /// Use of the root user.
    pub fn root_usage() -> Self {
        let pattern = "{ $.userIdentity.type = \"Root\" \
                       && $.userIdentity.invokedBy NOT EXISTS \
                       && $.eventType != \"AwsServiceEvent\" }";
        Self::new("root-usage", pattern.to_owned())
    }

    /// Changes of IAM policies.
    pub fn iam_policy_changes() -> Self {
        let events = [
            "DeleteGroupPolicy",
            "DeleteRolePolicy",
            "DeleteUserPolicy",
            "PutGroupPolicy",
            "PutRolePolicy",
            "PutUserPolicy",
            "CreatePolicy",
            "DeletePolicy",
            "CreatePolicyVersion",
            "DeletePolicyVersion",
            "AttachRolePolicy",
            "DetachRolePolicy",
            "AttachUserPolicy",
            "DetachUserPolicy",
            "AttachGroupPolicy",
            "DetachGroupPolicy",
        ];
        Self::new("iam-policy-changes", any_of(&events))
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

    /// All of them.
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::root_usage(),
            Self::iam_policy_changes(),
            Self::security_group_changes(),
            Self::vpc_changes(),
        ];
        let more = FILTERS.iter();
        all.extend(more.map(|(name, pattern)| Self::new(name, (*pattern).to_owned())));
        all
    }
}

/// The other filters of CIS 7.0.0, shortened by wildcards where no more is meant.
const FILTERS: [(&str, &str); 11] = [
    (
        "unauthorized-api-calls",
        r#"{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") && ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket") }"#,
    ),
    (
        "console-sign-in-without-mfa",
        r#"{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }"#,
    ),
    (
        "cloudtrail-config-changes",
        "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }",
    ),
    (
        "console-auth-failures",
        r#"{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }"#,
    ),
    (
        "cmk-disable-or-delete",
        "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }",
    ),
    (
        "s3-bucket-policy-changes",
        "{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucket*) || ($.eventName = DeleteBucket*)) }",
    ),
    (
        "config-changes",
        "{ ($.eventSource = config.amazonaws.com) && (($.eventName = StopConfigurationRecorder) || ($.eventName = *DeliveryChannel) || ($.eventName = PutConfigurationRecorder)) }",
    ),
    ("nacl-changes", "{ $.eventName = *NetworkAcl* }"),
    (
        "network-gateway-changes",
        "{ ($.eventName = *CustomerGateway) || ($.eventName = *InternetGateway) }",
    ),
    (
        "route-table-changes",
        "{ ($.eventSource = ec2.amazonaws.com) && (($.eventName = *Route) || ($.eventName = *RouteTable) || ($.eventName = ReplaceRouteTableAssociation)) }",
    ),
    (
        "organizations-changes",
        "{ $.eventSource = organizations.amazonaws.com }",
    ),
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
    let config = moto.config(HOME);
    let name = monitor.name;
    let transformation = MetricTransformation::builder()
        .metric_name(name)
        .metric_namespace(monitor.namespace)
        .metric_value("1")
        .build();
    let logs = aws_sdk_cloudwatchlogs::Client::new(&config);
    // moto, unlike AWS, would keep a filter of that name beside the new one.
    let request = logs.delete_metric_filter().log_group_name(LOG_GROUP);
    let _ = request.filter_name(name).send().await;
    let request = logs
        .put_metric_filter()
        .log_group_name(LOG_GROUP)
        .filter_name(name)
        .filter_pattern(&monitor.pattern)
        .metric_transformations(transformation.unwrap());
    request.send().await.unwrap();

    let sns = aws_sdk_sns::Client::new(&config);
    let topic = sns.create_topic().name(name).send().await.unwrap();
    let topic = topic.topic_arn().unwrap();
    if monitor.subscribed {
        let request = sns.subscribe().topic_arn(topic).protocol("email");
        request
            .endpoint("security@example.com")
            .send()
            .await
            .unwrap();
    }

    let request = aws_sdk_cloudwatch::Client::new(&config)
        .put_metric_alarm()
        .alarm_name(name)
        .metric_name(name)
        .namespace(monitor.alarm_namespace)
        .statistic(Statistic::Sum)
        .period(300)
        .evaluation_periods(1)
        .threshold(1.0)
        .comparison_operator(ComparisonOperator::GreaterThanOrEqualToThreshold)
        .treat_missing_data("notBreaching")
        .actions_enabled(monitor.actions_enabled)
        .alarm_actions(topic);
    request.send().await.unwrap();
}
