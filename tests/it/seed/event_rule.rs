//! Rules of `EventBridge` on a region's default bus, and their targets.

use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::types::{RuleState, Target};
use serde_json::Value;

use crate::moto::Moto;

/// Makes a rule, or puts it in place of the one of that name; the targets stay.
pub async fn put(moto: &Moto, region: &str, name: &str, pattern: &Value, state: RuleState) {
    let request = client(moto, region).put_rule().name(name);
    let request = request.event_pattern(pattern.to_string()).state(state);
    request.send().await.unwrap();
}

/// The rule delivers to this ARN.
pub async fn target(moto: &Moto, region: &str, rule: &str, arn: &str) {
    let target = Target::builder().id("notify").arn(arn).build().unwrap();
    let request = client(moto, region).put_targets().rule(rule);
    request.targets(target).send().await.unwrap();
}

/// The rule delivers to nobody.
pub async fn no_target(moto: &Moto, region: &str, rule: &str) {
    let request = client(moto, region).remove_targets().rule(rule);
    request.ids("notify").send().await.unwrap();
}

/// The rule is there and does nothing.
pub async fn disable(moto: &Moto, region: &str, rule: &str) {
    let request = client(moto, region).disable_rule();
    request.name(rule).send().await.unwrap();
}

fn client(moto: &Moto, region: &str) -> Client {
    Client::new(&moto.config(region))
}
