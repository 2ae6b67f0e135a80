//! Whether a notification that an alarm, or another service, publishes to a topic reaches
//! somebody.

use serde_json::Value;

use super::key::Encrypted;
use super::link::{Break, Link, Stage, Step, filled, missing};
use super::parts::Chains;
use super::publisher::Publisher;
use crate::inventory::Seen;
use crate::inventory::body::{Subscription, Topic};
use crate::kind::call;
use crate::policy::publish::{Service, may_publish, may_use_key};
use crate::policy::{Decision, Policy};
use crate::target::Arn;

/// How many confirmed subscriptions of the topic `arn` hear `publisher`: at least one. Adds
/// the links that hold to `steps`.
pub fn hears(
    chains: &Chains,
    arn: &str,
    publisher: &Publisher,
    steps: &mut Vec<Step>,
) -> Link<usize> {
    let place = &publisher.place;
    let what = &publisher.what;
    let region = Arn::parse(arn).map_or("", |arn| arn.region);
    if region != place.1.as_str() {
        let why = format!(
            "{what} in {} notifies topic `{arn}`, which is in another region",
            place.1
        );
        return Err(match publisher.service {
            Service::CloudWatch | Service::EventBridge => Break::Broken(Stage::Topic, why),
            Service::Rds => {
                let why = format!("{why}: whether that works is not documented");
                Break::Open(Stage::Topic, why)
            }
        });
    }
    let Some(topic) = chains.topics.get(arn) else {
        return Err(chains.hidden_topic(arn, place).unwrap_or_else(|| {
            Break::Broken(Stage::Topic, format!("topic `{arn}` does not exist"))
        }));
    };
    if is_fifo(topic, arn) {
        return Err(fifo(arn, publisher));
    }
    admits(topic, arn, publisher)?;
    decrypts(topic, arn, publisher)?;
    let service = publisher.service.name();
    steps.push(Step::new(
        Stage::Topic,
        arn,
        format!("lets {service} publish"),
    ));
    let heard = subscribers(topic, arn, Some(publisher.service))?;
    let confirmed = crate::text::count(heard, "confirmed subscription");
    steps.push(Step::new(Stage::Subscription, arn, confirmed));
    Ok(heard)
}

/// How many confirmed subscriptions `topic`, whose ARN is `arn`, has: at least one, whoever
/// publishes to it.
pub fn has_subscribers(topic: &Topic, arn: &str) -> Link<usize> {
    subscribers(topic, arn, None)
}

/// Source for RDS: the API reference of `CreateEventSubscription`.
fn fifo(arn: &str, publisher: &Publisher) -> Break {
    let (why, sure) = match publisher.service {
        Service::Rds => ("to which RDS does not publish", true),
        Service::CloudWatch => ("whether alarms can notify those is not documented", false),
        Service::EventBridge => ("whether event rules can is not judged", false),
    };
    if sure {
        Break::Broken(
            Stage::Topic,
            format!("topic `{arn}` is a FIFO topic, {why}"),
        )
    } else {
        Break::Open(
            Stage::Topic,
            format!("topic `{arn}` is a FIFO topic: {why}"),
        )
    }
}

fn is_fifo(topic: &Topic, arn: &str) -> bool {
    let attribute = attribute(topic, "FifoTopic").ok().flatten();
    attribute == Some("true") || arn.rsplit_once('.').is_some_and(|(_, end)| end == "fifo")
}

/// An attribute of the topic.
fn attribute<'t>(topic: &'t Topic, name: &str) -> Link<Option<&'t str>> {
    let call = call::GET_TOPIC_ATTRIBUTES;
    let attributes = filled(topic.attributes.as_ref(), Stage::Topic, call)?;
    let found = attributes.get(name).map(String::as_str);
    Ok(found.filter(|value| !value.is_empty()))
}

/// Whether the topic's policy lets the service publish.
///
/// Source: SNS developer guide, "Example cases for Amazon SNS access control".
fn admits(topic: &Topic, arn: &str, publisher: &Publisher) -> Link<()> {
    let (service, what) = (publisher.service.name(), &publisher.what);
    let broken = |why: String| Err(Break::Broken(Stage::Topic, why));
    let lacking = || {
        broken(format!(
            "the policy of topic `{arn}` does not let {service} publish the notifications of {what}"
        ))
    };
    let Some(text) = attribute(topic, "Policy")? else {
        // SNS always gives one; the one that it makes itself lets the owner's alarms and
        // databases publish, but no event rule.
        return match publisher.service {
            Service::CloudWatch | Service::Rds => Ok(()),
            Service::EventBridge => lacking(),
        };
    };
    let open = |why: String| Err(Break::Open(Stage::Topic, format!("topic `{arn}`: {why}")));
    let policy = match Policy::parse(text) {
        Ok(policy) => policy,
        Err(problem) => return open(format!("its policy is not understood: {problem}")),
    };
    match may_publish(&policy, arn, &publisher.source()) {
        Decision::Allowed { .. } => Ok(()),
        Decision::NotAllowed => lacking(),
        Decision::Denied { statement } => broken(format!(
            "the policy of topic `{arn}` forbids {service} to publish, in {}",
            policy.statement_name(statement)
        )),
        Decision::Undecided { statement, why } => open(format!(
            "whether its policy lets {service} publish is not decided: {} ({why})",
            policy.statement_name(statement)
        )),
    }
}

/// Whether the service may use the key that the topic encrypts with.
///
/// Source: SNS developer guide, "Encryption at rest", section "Enable compatibility between
/// event sources from AWS services and encrypted topics".
fn decrypts(topic: &Topic, arn: &str, publisher: &Publisher) -> Link<()> {
    let Some(id) = attribute(topic, "KmsMasterKeyId")? else {
        return Ok(());
    };
    let encrypted = Encrypted {
        what: &format!("topic `{arn}`"),
        stage: Stage::Topic,
        id,
        managed: "alias/aws/sns",
    };
    encrypted.opens(topic.key.as_ref(), publisher.service, |policy, key| {
        may_use_key(policy, key, arn, &publisher.source())
    })
}

/// How many confirmed subscriptions the topic has that get what `service` publishes, or
/// whatever is published: at least one.
fn subscribers(topic: &Topic, arn: &str, service: Option<Service>) -> Link<usize> {
    let Some(subscriptions) = &topic.subscriptions else {
        let call = call::LIST_SUBSCRIPTIONS_BY_TOPIC;
        return Err(missing(Stage::Subscription, call));
    };
    let mut heard = 0;
    let mut pending = 0;
    let mut doubt = None;
    for subscription in subscriptions {
        match Seen::as_result(subscription) {
            Ok(subscription) if !is_confirmed(subscription) => pending += 1,
            Ok(subscription) => match silenced(subscription, service) {
                Ok(()) => heard += 1,
                Err(broken) => doubt = Some(broken),
            },
            Err(call) => doubt = Some(Break::NotSeen(Stage::Subscription, vec![call.clone()])),
        }
    }
    if heard > 0 {
        return Ok(heard);
    }
    Err(doubt.unwrap_or_else(|| {
        let pending = match pending {
            0 => String::new(),
            n => format!(
                ": {} of it never confirmed",
                crate::text::count(n, "subscription")
            ),
        };
        let why = format!("topic `{arn}` has no confirmed subscription{pending}");
        Break::Broken(Stage::Subscription, why)
    }))
}

/// `SubscriptionArn` is an ARN once it is confirmed, before that `PendingConfirmation`, and
/// `Deleted` for a while after it is gone.
fn is_confirmed(subscription: &Subscription) -> bool {
    let arn = subscription.subscription_arn.as_deref();
    arn.is_some_and(|arn| arn.starts_with("arn:"))
}

/// Whether a filter policy keeps the notifications of a service from a subscription.
///
/// Source: SNS developer guide, "Amazon SNS message filtering". That alarms publish without
/// message attributes is what users report, AWS does not document it.
fn silenced(subscription: &Subscription, service: Option<Service>) -> Link<()> {
    let call = call::GET_SUBSCRIPTION_ATTRIBUTES;
    let attributes = filled(subscription.attributes.as_ref(), Stage::Subscription, call)?;
    let policy = attributes.get("FilterPolicy").map(|text| text.trim());
    let Some(policy) = policy.filter(|text| !text.is_empty()) else {
        return Ok(());
    };
    if serde_json::from_str::<Value>(policy).is_ok_and(|policy| asks_nothing(&policy)) {
        return Ok(());
    }
    let scope = attributes.get("FilterPolicyScope").map(String::as_str);
    let of = match (scope, service) {
        (Some("MessageBody"), _) => "text",
        (_, Some(Service::CloudWatch)) => {
            "attributes, of which those of alarms have none as far as is known"
        }
        _ => "attributes",
    };
    let whose = match service {
        Some(Service::CloudWatch) => "notifications of alarms",
        Some(Service::EventBridge) => "those of event rules",
        Some(Service::Rds) => "those of RDS",
        None => "messages",
    };
    let why = format!(
        "subscription `{}` has a filter policy on a message's {of}: whether {whose} pass it is not decided",
        subscription.subscription_arn.as_deref().unwrap_or_default()
    );
    Err(Break::Open(Stage::Subscription, why))
}

fn asks_nothing(policy: &Value) -> bool {
    policy.as_object().is_some_and(serde_json::Map::is_empty)
}
