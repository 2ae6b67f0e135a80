//! Event rules about what services of AWS tell by themselves.

use aws_sdk_eventbridge::types::RuleState;
use serde_json::json;

use super::CHANGES;
use crate::moto::Moto;
use crate::seed::{event_rule, topic};

/// The rule about AWS Config's verdicts.
pub const CONFIG_COMPLIANCE: &str = "config-compliance";
/// The rule about instances that do not come or go.
pub const SCALING_FAILURES: &str = "autoscaling-failures";

/// Somebody is told when AWS Config changes a verdict.
pub async fn config_compliance(moto: &Moto, region: &str) {
    let pattern = json!({
        "source": ["aws.config"],
        "detail-type": ["Config Rules Compliance Change"],
    });
    let (name, state) = (CONFIG_COMPLIANCE, RuleState::Enabled);
    event_rule::put(moto, region, name, &pattern, state).await;
    event_rule::target(moto, region, name, &topic::arn_in(region, CHANGES)).await;
}

/// Somebody is told when Auto Scaling fails to launch or to terminate.
pub async fn scaling_failures(moto: &Moto, region: &str) {
    let pattern = json!({
        "source": ["aws.autoscaling"],
        "detail-type": [
            "EC2 Instance Launch Unsuccessful",
            "EC2 Instance Terminate Unsuccessful",
        ],
    });
    let (name, state) = (SCALING_FAILURES, RuleState::Enabled);
    event_rule::put(moto, region, name, &pattern, state).await;
    event_rule::target(moto, region, name, &topic::arn_in(region, CHANGES)).await;
}
