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

/// Those of them that are about operations by their names; to start a large instance is one of
/// the changes of instances.
const BY_NAME: [&str; 11] = [
    "cloudtrail-config-changes",
    "ec2-instance-changes",
    "iam-policy-changes",
    "nacl-changes",
    "network-gateway-changes",
    "route-table-changes",
    "s3-bucket-deletion",
    "s3-bucket-policy-changes",
    "security-group-changes",
    "user-and-group-changes",
    "vpc-changes",
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

/// Event rules of a region that tell of the same.
pub async fn event_rules(moto: &Moto, region: &str) {
    for (name, pattern) in patterns() {
        // Else calls that only read come to no rule.
        let state = RuleState::EnabledWithAllCloudtrailManagementEvents;
        event_rule::put(moto, region, name, &pattern, state).await;
        let topic = topic::arn_in(region, CHANGES);
        event_rule::target(moto, region, name, &topic).await;
    }
}

/// The names and patterns of these rules.
fn patterns() -> Vec<(&'static str, Value)> {
    let by_name = BY_NAME.into_iter().map(|name| {
        let monitor = monitor(name);
        // As the console of EventBridge writes them.
        let pattern = json!({
            "detail-type": ["AWS API Call via CloudTrail"],
            "detail": {"eventName": operations(&monitor.pattern)},
        });
        (name, pattern)
    });
    let mut patterns: Vec<(&str, Value)> = by_name.collect();
    let sign_ins = json!({
        "detail-type": ["AWS Console Sign In via CloudTrail"],
        "detail": {"eventName": ["ConsoleLogin"]},
    });
    let root = json!({"detail": {"userIdentity": {"type": ["Root"]}}});
    patterns.extend([
        ("console-sign-in", sign_ins),
        ("root-usage", root),
        ("unauthorized-api-calls", refused()),
    ]);
    patterns
}

/// Calls that were refused.
pub fn refused() -> Value {
    json!({"detail": {"errorCode": [
        {"suffix": "UnauthorizedOperation"},
        {"prefix": "AccessDenied"},
    ]}})
}

/// The operations that a filter pattern asks for by their names.
fn operations(pattern: &str) -> Vec<&str> {
    let after_names = pattern.split("$.eventName = ").skip(1);
    let words = after_names.filter_map(|after| after.split([' ', ')', '}']).next());
    words.map(|word| word.trim_matches('"')).collect()
}
