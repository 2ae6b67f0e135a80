//! The topics that alarms on the filters' metrics notify.

use auditrail::inventory::Seen;
use auditrail::inventory::body::{Subscription, Topic};
use auditrail::kind::call;

use crate::account::{ACCOUNT, Demo, FRANKFURT};
use crate::gaps::denied;
use crate::naming::{arn, some, uuid};

/// Reaches the security team.
pub const SECURITY: &str = "security-alerts";
/// Reaches nobody: nobody clicked the link in the e-mail.
pub const NETWORK: &str = "network-changes";
/// Reaches whom the platform team wants; the audit may not look.
pub const PLATFORM: &str = "platform-oncall";
/// Reaches who is on call for the shop.
pub const SHOP: &str = "shop-oncall";

const PENDING: &str = "PendingConfirmation";

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
    let attributes = [
        ("TopicArn", arn_of(name)),
        ("Owner", ACCOUNT.to_owned()),
        ("DisplayName", String::new()),
        ("KmsMasterKeyId", "alias/aws/sns".to_owned()),
        (
            "SubscriptionsConfirmed",
            (subscriptions.len() - waiting).to_string(),
        ),
        ("SubscriptionsPending", waiting.to_string()),
        ("SubscriptionsDeleted", "0".to_owned()),
    ];
    let attributes = attributes.map(|(key, value)| (key.to_owned(), value));
    Topic {
        topic_arn: some(arn_of(name)),
        attributes: Some(Seen::Value(attributes.into())),
        subscriptions: Some(subscriptions.into_iter().map(Seen::Value).collect()),
    }
}

fn confirmed(topic: &str, protocol: &str, endpoint: &str) -> Subscription {
    let id = uuid(&[topic, endpoint]);
    subscription(topic, protocol, endpoint, format!("{}:{id}", arn_of(topic)))
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
    }
}
