//! The topic, its key and its subscriptions.

use serde_json::{Value, json};

use super::{Chains, check, fails, holds, is_open};
use crate::like_aws;
use crate::moto::Moto;
use crate::seed::monitor::{self, Monitor};
use crate::seed::{ACCOUNT, deviate, key, topic};

const NAME: &str = "vpc-changes";

async fn encrypted(moto: &Moto, policy: &Value) -> String {
    let id = key::create(moto, policy).await;
    topic::set(moto, NAME, "KmsMasterKeyId", &id).await;
    id
}

#[test]
fn a_topic_that_does_not_take_the_notification() {
    let chains = Chains::new();
    chains.after(
        async |moto| topic::delete(moto, NAME).await,
        &fails(
            "topic",
            format!("topic `{}` does not exist", topic::arn(NAME)),
        ),
    );
    let administrators = json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:role/administrator")});
    chains.after(
        async |moto| {
            let policy = topic::policy(NAME, &administrators);
            topic::set(moto, NAME, "Policy", &policy.to_string()).await;
        },
        &fails("topic", "does not let CloudWatch publish"),
    );
    let alarms = json!({"Service": "cloudwatch.amazonaws.com"});
    chains.after(
        async |moto| {
            let policy = topic::policy(NAME, &alarms);
            topic::set(moto, NAME, "Policy", &policy.to_string()).await;
        },
        &holds(),
    );
    chains.after(
        async |moto| {
            let fifo = topic::fifo(moto, "vpc-changes.fifo").await;
            monitor::alarm(moto, &Monitor::vpc_changes(), |a| a.alarm_actions(fifo)).await;
        },
        &is_open("topic", "is a FIFO topic"),
    );
}

#[test]
fn a_topic_that_is_encrypted() {
    let chains = Chains::new();
    chains.after(
        async |moto| topic::set(moto, NAME, "KmsMasterKeyId", "alias/aws/sns").await,
        &fails("topic", "is managed by AWS and which CloudWatch cannot use"),
    );
    let (closed, open) = (key::policy(false), key::policy(true));
    chains.after(
        async |moto| drop(encrypted(moto, &closed).await),
        &fails("topic", "whose policy does not allow CloudWatch kms:"),
    );
    chains.after(async |moto| drop(encrypted(moto, &open).await), &holds());
    chains.after(
        async |moto| {
            let id = encrypted(moto, &open).await;
            key::disable(moto, &id).await;
        },
        &fails("topic", "which is not enabled but Disabled"),
    );
    chains.after(
        async |moto| {
            let id = encrypted(moto, &open).await;
            key::schedule_deletion(moto, &id).await;
        },
        &fails("topic", "which is not enabled but PendingDeletion"),
    );
    chains.after(
        async |moto| {
            let nowhere = "00000000-0000-4000-8000-000000000000";
            topic::set(moto, NAME, "KmsMasterKeyId", nowhere).await;
        },
        &fails("topic", "which does not exist"),
    );
}

#[test]
fn a_topic_that_nobody_hears() {
    let chains = Chains::new();
    chains.after(
        deviate::topic_without_subscription,
        &fails("subscription", "has no confirmed subscription"),
    );
    chains.after(
        async |moto| topic::filter_policy(moto, NAME, &json!({"severity": ["high"]})).await,
        &is_open(
            "subscription",
            "has a filter policy on a message's attributes",
        ),
    );
    chains.after(
        async |moto| topic::filter_policy(moto, NAME, &json!({})).await,
        &holds(),
    );
    // moto confirms by itself, and this stays as it is.
    like_aws::leave_unconfirmed(&chains.account.proxy, NAME);
    check(
        &chains.scan(),
        &fails("subscription", "1 subscription of it never confirmed"),
    );
}
