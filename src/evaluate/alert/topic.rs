//! Whether a notification that an alarm publishes to a topic reaches somebody.

use serde_json::Value;

use super::link::{Break, Link, Stage, Step, filled, missing};
use super::parts::{Chains, Place};
use crate::inventory::Seen;
use crate::inventory::body::{Alarm, KeyMetadata, Subscription, Topic, TopicKey};
use crate::kind::call;
use crate::policy::{Decision, Policy, cloudwatch};
use crate::target::Arn;

/// How many confirmed subscriptions of the topic `arn` hear `alarm`, which stands in `place`:
/// at least one. Adds the links that hold to `steps`.
pub fn hears(
    chains: &Chains,
    arn: &str,
    alarm: &Alarm,
    place: &Place,
    steps: &mut Vec<Step>,
) -> Link<usize> {
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    let region = Arn::parse(arn).map_or("", |arn| arn.region);
    if region != place.1.as_str() {
        let why = format!(
            "alarm `{name}` in {} notifies topic `{arn}`, which is in another region",
            place.1
        );
        return Err(Break::Broken(Stage::Topic, why));
    }
    let Some(topic) = chains.topics.get(arn) else {
        return Err(chains.hidden_topic(arn, place).unwrap_or_else(|| {
            Break::Broken(Stage::Topic, format!("topic `{arn}` does not exist"))
        }));
    };
    if is_fifo(topic, arn) {
        let why = format!(
            "topic `{arn}` is a FIFO topic: whether alarms can notify those is not documented"
        );
        return Err(Break::Open(Stage::Topic, why));
    }
    admits(topic, arn, alarm, place)?;
    decrypts(topic, arn, alarm, place)?;
    steps.push(Step::new(Stage::Topic, arn, "lets CloudWatch publish"));
    let heard = subscribers(topic, arn)?;
    let confirmed = crate::text::count(heard, "confirmed subscription");
    steps.push(Step::new(Stage::Subscription, arn, confirmed));
    Ok(heard)
}

fn is_fifo(topic: &Topic, arn: &str) -> bool {
    let attribute = attribute(topic, "FifoTopic").ok().flatten();
    attribute == Some("true") || arn.rsplit('.').next() == Some("fifo")
}

/// An attribute of the topic.
fn attribute<'t>(topic: &'t Topic, name: &str) -> Link<Option<&'t str>> {
    let call = call::GET_TOPIC_ATTRIBUTES;
    let attributes = filled(topic.attributes.as_ref(), Stage::Topic, call)?;
    let found = attributes.get(name).map(String::as_str);
    Ok(found.filter(|value| !value.is_empty()))
}

/// The ARN of an alarm; what the policies say about it depends on that.
fn alarm_arn(alarm: &Alarm, topic_arn: &str, place: &Place) -> String {
    alarm.alarm_arn.clone().unwrap_or_else(|| {
        let partition = Arn::parse(topic_arn).map_or("aws", |arn| arn.partition);
        let name = alarm.alarm_name.as_deref().unwrap_or_default();
        let (account, region) = place;
        format!("arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}")
    })
}

/// Whether the topic's policy lets CloudWatch publish.
///
/// Source: SNS developer guide, "Example cases for Amazon SNS access control".
fn admits(topic: &Topic, arn: &str, alarm: &Alarm, place: &Place) -> Link<()> {
    let Some(text) = attribute(topic, "Policy")? else {
        // SNS always gives one; the one that it makes itself lets the owner's alarms publish.
        return Ok(());
    };
    let open = |why: String| Err(Break::Open(Stage::Topic, format!("topic `{arn}`: {why}")));
    let policy = match Policy::parse(text) {
        Ok(policy) => policy,
        Err(problem) => return open(format!("its policy is not understood: {problem}")),
    };
    let broken = |why: String| Err(Break::Broken(Stage::Topic, why));
    match cloudwatch::may_publish(&policy, arn, &alarm_arn(alarm, arn, place)) {
        Decision::Allowed { .. } => Ok(()),
        Decision::NotAllowed => broken(format!(
            "the policy of topic `{arn}` does not let CloudWatch publish the notifications of alarm `{}`",
            alarm.alarm_name.as_deref().unwrap_or_default()
        )),
        Decision::Denied { statement } => broken(format!(
            "the policy of topic `{arn}` forbids CloudWatch to publish, in {}",
            policy.statement_name(statement)
        )),
        Decision::Undecided { statement, why } => open(format!(
            "whether its policy lets CloudWatch publish is not decided: {} ({why})",
            policy.statement_name(statement)
        )),
    }
}

/// Whether CloudWatch may use the key that the topic encrypts with.
///
/// Source: SNS developer guide, "Encryption at rest", section "Enable compatibility between
/// event sources from AWS services and encrypted topics".
fn decrypts(topic: &Topic, arn: &str, alarm: &Alarm, place: &Place) -> Link<()> {
    let Some(id) = attribute(topic, "KmsMasterKeyId")? else {
        return Ok(());
    };
    let broken = |why: String| Err(Break::Broken(Stage::Topic, why));
    let managed = format!(
        "topic `{arn}` is encrypted with the key `{id}`, which is managed by AWS and which CloudWatch cannot use"
    );
    if id == "alias/aws/sns" || id.ends_with(":alias/aws/sns") {
        return broken(managed);
    }
    let gap = |call: &crate::inventory::NotSeen| Break::NotSeen(Stage::Topic, vec![call.clone()]);
    let key: &TopicKey = match topic.key.as_ref().map(Seen::as_result) {
        Some(Ok(Some(key))) => key,
        Some(Err(call)) => return Err(gap(call)),
        Some(Ok(None)) | None => return Err(missing(Stage::Topic, call::DESCRIBE_KEY)),
    };
    let metadata: Option<&KeyMetadata> = match key.key_metadata.as_ref().map(Seen::as_result) {
        Some(Ok(metadata)) => Some(metadata),
        // The policy may decide all the same, but only against it.
        Some(Err(_)) => None,
        None => {
            return broken(format!(
                "topic `{arn}` is encrypted with the key `{id}`, which does not exist"
            ));
        }
    };
    if let Some(metadata) = metadata {
        if metadata.key_manager.as_deref() == Some("AWS") {
            return broken(managed);
        }
        let state = metadata.key_state.as_deref();
        if state.is_some_and(|state| state != "Enabled") || metadata.enabled == Some(false) {
            return broken(format!(
                "topic `{arn}` is encrypted with the key `{id}`, which is not enabled but {}",
                state.unwrap_or("Disabled")
            ));
        }
    }
    let key_arn = metadata.and_then(|m| m.arn.as_deref()).unwrap_or(id);
    let policy = match key.policy.as_ref().map(Seen::as_result) {
        Some(Ok(policy)) => policy,
        Some(Err(call)) => return Err(gap(call)),
        None => return Err(missing(Stage::Topic, call::GET_KEY_POLICY)),
    };
    let open = |why: String| Err(Break::Open(Stage::Topic, format!("topic `{arn}`: {why}")));
    let policy = match Policy::parse(policy) {
        Ok(policy) => policy,
        Err(problem) => {
            return open(format!(
                "the policy of its key is not understood: {problem}"
            ));
        }
    };
    let alarm = alarm_arn(alarm, arn, place);
    let decided = cloudwatch::may_use_key(&policy, key_arn, arn, &alarm);
    match decided.decision {
        Decision::Allowed { .. } => match key.key_metadata.as_ref().map(Seen::as_result) {
            Some(Err(call)) => Err(gap(call)),
            _ => Ok(()),
        },
        Decision::NotAllowed => broken(format!(
            "topic `{arn}` is encrypted with the key `{id}`, whose policy does not allow CloudWatch {}",
            decided.action
        )),
        Decision::Denied { statement } => broken(format!(
            "topic `{arn}` is encrypted with the key `{id}`, whose policy forbids CloudWatch {}, in {}",
            decided.action,
            policy.statement_name(statement)
        )),
        Decision::Undecided { statement, why } => open(format!(
            "whether the policy of its key `{id}` allows CloudWatch {} is not decided: {} ({why})",
            decided.action,
            policy.statement_name(statement)
        )),
    }
}

/// How many confirmed subscriptions the topic has that get the notifications of alarms: at
/// least one.
fn subscribers(topic: &Topic, arn: &str) -> Link<usize> {
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
            Ok(subscription) => match silenced(subscription) {
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

/// Whether a filter policy keeps the notifications of alarms from a subscription.
///
/// Source: SNS developer guide, "Amazon SNS message filtering". That alarms publish without
/// message attributes is what users report, AWS does not document it.
fn silenced(subscription: &Subscription) -> Link<()> {
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
    let of = match scope {
        Some("MessageBody") => "text",
        _ => "attributes, of which those of alarms have none as far as is known",
    };
    let why = format!(
        "subscription `{}` has a filter policy on a message's {of}: whether notifications of alarms pass it is not decided",
        subscription.subscription_arn.as_deref().unwrap_or_default()
    );
    Err(Break::Open(Stage::Subscription, why))
}

fn asks_nothing(policy: &Value) -> bool {
    policy.as_object().is_some_and(serde_json::Map::is_empty)
}
