//! Who is told of API calls: by metric filters, or by event rules.

use aws_sdk_eventbridge::types::RuleState;
use serde_json::{Value, json};

use super::{ALERTS, CHANGES};
use crate::moto::Moto;
use crate::seed::monitor::Monitor;
use crate::seed::{event_rule, topic};

/// The events that are watched by a metric filter as the rule of that name advises.
const ADVISED: [&str; 17] = [
    "cloudtrail-config-changes",
    "console-auth-failures",
    "console-sign-in",
    "console-sign-in-outside-network",
    "console-sign-in-without-mfa",
    "ec2-instance-changes",
    "ec2-large-instances",
    "iam-policy-changes",
    "nacl-changes",
    "network-gateway-changes",
    "root-console-sign-in",
    "root-usage",
    "route-table-changes",
    "s3-bucket-deletion",
    "s3-bucket-policy-changes",
    "unauthorized-api-calls",
    "user-and-group-changes",
];

/// The monitor of this name, which tells the topic of all alarms.
pub fn monitor(name: &'static str) -> Monitor {
    let monitor = match name {
        "security-group-changes" => Monitor::security_group_changes(),
        "vpc-changes" => Monitor::vpc_changes(),
        _ => Monitor::advised(name),
    };
    Monitor {
        topic: ALERTS,
        // The topic has its subscriber already.
        subscribed: false,
        ..monitor
    }
}

/// All of them.
pub fn monitors() -> Vec<Monitor> {
    let own = ["security-group-changes", "vpc-changes"];
    own.into_iter().chain(ADVISED).map(monitor).collect()
}

/// Event rules of a region that together tell of every API call and sign-in that changes
/// something, of every refused one, and of every failed launch.
pub async fn event_rules(moto: &Moto, region: &str) {
    let state = RuleState::EnabledWithAllCloudtrailManagementEvents;
    for (name, pattern) in patterns() {
        event_rule::put(moto, region, name, &pattern, state.clone()).await;
        let topic = topic::arn_in(region, CHANGES);
        event_rule::target(moto, region, name, &topic).await;
    }
}

/// The names and patterns of these rules.
fn patterns() -> [(&'static str, Value); 4] {
    let calls = "AWS API Call via CloudTrail";
    let sources = [
        "cloudtrail.amazonaws.com",
        "ec2.amazonaws.com",
        "iam.amazonaws.com",
        "s3.amazonaws.com",
    ];
    [
        (
            "changes",
            json!({
                "detail-type": [calls],
                "detail": {"eventSource": sources, "readOnly": [false]},
            }),
        ),
        (
            "refused",
            json!({
                "detail-type": [calls],
                "detail": {"errorCode": [
                    {"wildcard": "*UnauthorizedOperation"},
                    {"prefix": "AccessDenied"},
                ]},
            }),
        ),
        (
            "sign-ins",
            json!({"detail-type": ["AWS Console Sign In via CloudTrail"]}),
        ),
        (
            "root",
            json!({"detail": {"userIdentity": {"type": ["Root"]}}}),
        ),
    ]
}
