//! The topics that alarms on the filters' metrics notify.

use std::collections::BTreeMap;

use auditrail::inventory::Seen;
use auditrail::inventory::body::{Subscription, Topic, TopicKey};
use auditrail::kind::call;
use serde_json::json;

use crate::account::{ACCOUNT, Demo, FRANKFURT};
use crate::gaps::denied;
use crate::keys;
use crate::naming::{arn, some, uuid};

/// Reaches the security team.
pub const SECURITY: &str = "security-alerts";
/// Reaches nobody: nobody clicked the link in the e-mail.
pub const NETWORK: &str = "network-changes";
/// Reaches whom the platform team wants; the audit may not look.
pub const PLATFORM: &str = "platform-oncall";
/// Reaches who is on call for the shop.
pub const SHOP: &str = "shop-oncall";

/// All of them.
pub const ALL: [&str; 4] = [SECURITY, NETWORK, PLATFORM, SHOP];

/// How many subscriptions are confirmed, over all topics.
pub const CONFIRMED: usize = 3;

const PENDING: &str = "PendingConfirmation";

/// What the key of the topics is for.
pub const KEY: &str = "alerts";

/// Whose messages are encrypted, all with the same key.
const ENCRYPTED: [&str; 2] = [SECURITY, SHOP];

pub fn fill(demo: &mut Demo) {
    let security = [
        confirmed(SECURITY, "email", "security@nordlicht.example.com"),
        confirmed(SECURITY, "https", "https://events.pager.example.org/sns/n7"),
        pending(SECURITY, "ciso@nordlicht.example.com"),
    ];
    let shop = [confirmed(
        SHOP,
        "https",
        "https://events.pager.example.org/sns/n2",
    )];
    let network = [pending(NETWORK, "netops@nordlicht.example.com")];
    for topic in [
        topic(SECURITY, security.to_vec()),
        topic(SHOP, shop.to_vec()),
        topic(NETWORK, network.to_vec()),
    ] {
        demo.found(Some(FRANKFURT), &topic);
    }
    let gap = denied(call::LIST_SUBSCRIPTIONS_BY_TOPIC, &arn_of(PLATFORM));
    let platform = Topic {
        subscriptions: Some(vec![Seen::NotSeen(gap.clone())]),
        ..topic(PLATFORM, Vec::new())
    };
    demo.missed_of(FRANKFURT, &platform, gap);
    demo.found(Some(FRANKFURT), &platform);
}

/// The ARN of the topic `name`.
pub fn arn_of(name: &str) -> String {
    arn("sns", FRANKFURT, name)
}

fn topic(name: &str, subscriptions: Vec<Subscription>) -> Topic {
    let waiting = |s: &&Subscription| s.subscription_arn.as_deref() == Some(PENDING);
    let waiting = subscriptions.iter().filter(waiting).count();
    let mut attributes = vec![
        ("TopicArn", arn_of(name)),
        ("Owner", ACCOUNT.to_owned()),
        ("DisplayName", String::new()),
        ("Policy", policy(name)),
        (
            "SubscriptionsConfirmed",
            (subscriptions.len() - waiting).to_string(),
        ),
        ("SubscriptionsPending", waiting.to_string()),
        ("SubscriptionsDeleted", "0".to_owned()),
    ];
    let is_encrypted = ENCRYPTED.contains(&name);
    attributes.extend(is_encrypted.then(|| ("KmsMasterKeyId", keys::arn_of(KEY))));
    Topic {
        topic_arn: some(arn_of(name)),
        attributes: Some(Seen::Value(named(attributes))),
        subscriptions: Some(subscriptions.into_iter().map(Seen::Value).collect()),
        key: Some(Seen::Value(is_encrypted.then(topic_key))),
    }
}

fn named(values: impl IntoIterator<Item = (&'static str, String)>) -> BTreeMap<String, String> {
    let values = values.into_iter();
    values.map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Lets the alarms of the account publish.
pub fn policy(topic: &str) -> String {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "AlarmsOfThisAccount",
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": arn_of(topic),
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        }],
    })
    .to_string()
}

fn topic_key() -> TopicKey {
    TopicKey {
        key_metadata: Some(Seen::Value(keys::metadata(KEY))),
        policy: Some(Seen::Value(key_policy())),
    }
}

/// The policy of the topics' key; it lets alarms use it as well.
pub fn key_policy() -> String {
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Account",
                "Effect": "Allow",
                "Principal": {"AWS": arn("iam", "", "root")},
                "Action": "kms:*",
                "Resource": "*",
            },
            {
                "Sid": "AlarmsOfThisAccount",
                "Effect": "Allow",
                "Principal": {"Service": "cloudwatch.amazonaws.com"},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                "Resource": "*",
                "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
            },
        ],
    });
    policy.to_string()
}

fn confirmed(topic: &str, protocol: &str, endpoint: &str) -> Subscription {
    let id = uuid(&[topic, endpoint]);
    let arn = format!("{}:{id}", arn_of(topic));
    let attributes = named([
        ("SubscriptionArn", arn.clone()),
        ("TopicArn", arn_of(topic)),
        ("Owner", ACCOUNT.to_owned()),
        ("Protocol", protocol.to_owned()),
        ("Endpoint", endpoint.to_owned()),
        ("PendingConfirmation", "false".to_owned()),
        ("ConfirmationWasAuthenticated", "false".to_owned()),
        ("RawMessageDelivery", "false".to_owned()),
    ]);
    Subscription {
        attributes: Some(Seen::Value(attributes)),
        ..subscription(topic, protocol, endpoint, arn)
    }
}

fn pending(topic: &str, endpoint: &str) -> Subscription {
    subscription(topic, "email", endpoint, PENDING.to_owned())
}

fn subscription(topic: &str, protocol: &str, endpoint: &str, arn: String) -> Subscription {
    Subscription {
        subscription_arn: Some(arn),
        owner: some(ACCOUNT),
        protocol: some(protocol),
        endpoint: some(endpoint),
        topic_arn: some(arn_of(topic)),
        attributes: None,
    }
}
