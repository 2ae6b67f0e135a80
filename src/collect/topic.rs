//! SNS: what there is to know of one topic.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aws_sdk_sns::types;

use super::convert::each;
use super::kms;
use super::scan::{End, Scan, at_once};
use crate::inventory::{NotSeen, Seen, body};
use crate::kind::{Kind, call};
use crate::target::{Arn, Region};

/// The attributes of a topic or a subscription.
pub(super) type Attributes = Seen<BTreeMap<String, String>>;

/// Puts the topic `arn` into the inventory if it exists.
pub(super) async fn topic(scan: Arc<Scan>, arn: String) {
    let region = Region::new(Arn::parse(&arn).map_or("", |a| a.region));
    let mut topic = body::Topic {
        topic_arn: Some(arn.clone()),
        ..body::Topic::default()
    };
    let (is_there, is_still_there) = tokio::join!(
        async {
            let is_there = fill_attributes(&scan, &region, &arn, &mut topic.attributes).await;
            topic.key = key(&scan, &region, topic.attributes.as_ref()).await;
            is_there
        },
        fill_subscriptions(&scan, &region, &arn, &mut topic.subscriptions)
    );
    if !is_there || !is_still_there {
        return;
    }
    for gap in gaps(&topic) {
        scan.missed_of(Some(&region), &topic, gap);
    }
    scan.found(Some(&region), &topic);
}

/// Asks for the topic's attributes if that is planned. False if there is no such topic.
async fn fill_attributes(
    scan: &Scan,
    region: &Region,
    arn: &str,
    attributes: &mut Option<Attributes>,
) -> bool {
    if !scan.asks_of(Kind::Topic, call::GET_TOPIC_ATTRIBUTES) {
        return true;
    }
    *attributes = self::attributes(scan, region, arn).await;
    attributes.is_some()
}

/// The attributes of the topic `arn`, asked for once, whoever wants to know of them. None if
/// there is no such topic.
pub(super) async fn attributes(scan: &Scan, region: &Region, arn: &str) -> Option<Attributes> {
    // Boxed: it is large, and most who want it find it asked.
    let ask = Box::pin(async {
        let request = scan.aws.sns(region).get_topic_attributes().topic_arn(arn);
        let answer = scan
            .ask(Some(region), call::GET_TOPIC_ATTRIBUTES, request.send())
            .await;
        let map = answer.map(|a| a.map(|a| a.attributes.into_iter().flatten().collect()));
        map.transpose().map(Seen::from)
    });
    scan.topic_attributes.of(arn.to_owned(), ask).await
}

/// The key that the topic's attributes name, if that is planned; one that is AWS's own is
/// not asked about.
async fn key(
    scan: &Scan,
    region: &Region,
    attributes: Option<&Attributes>,
) -> Option<Seen<Option<body::TopicKey>>> {
    if !kms::is_planned(scan, Kind::Topic) {
        return None;
    }
    let attributes = match attributes?.as_result() {
        Ok(attributes) => attributes,
        // Whether there is a key is not known either.
        Err(gap) => return Some(Seen::NotSeen(gap.clone())),
    };
    let id = attributes.get("KmsMasterKeyId");
    Some(Seen::Value(
        match id.filter(|id| !id.is_empty() && !kms::is_of_aws(id, "sns")) {
            Some(id) => Some(scan.keys.of_topic(scan, region, id).await),
            None => None,
        },
    ))
}

/// Asks for the topic's subscriptions if that is planned. False if there is no such
/// topic.
async fn fill_subscriptions(
    scan: &Arc<Scan>,
    region: &Region,
    arn: &str,
    subscriptions: &mut Option<Vec<Seen<body::Subscription>>>,
) -> bool {
    if !scan.asks_of(Kind::Topic, call::LIST_SUBSCRIPTIONS_BY_TOPIC) {
        return true;
    }
    let client = scan.aws.sns(region);
    let request = client.list_subscriptions_by_topic().topic_arn(arn);
    let pages = request.into_paginator().send();
    let list = subscriptions.insert(Vec::new());
    let end = scan
        .pages(region, call::LIST_SUBSCRIPTIONS_BY_TOPIC, pages, |page| {
            list.extend(each(page.subscriptions, |s| Seen::Value(subscription(s))));
        })
        .await;
    if let End::Cut(gap) = &end {
        list.push(Seen::NotSeen(gap.clone()));
    }
    if scan.asks_of(Kind::Topic, call::GET_SUBSCRIPTION_ATTRIBUTES) {
        complete(scan, region, list).await;
    }
    end != End::Absent
}

/// Asks for the attributes of the subscriptions that are confirmed: the others have no
/// ARN to ask by. Those that are gone by now are left out.
async fn complete(scan: &Arc<Scan>, region: &Region, list: &mut Vec<Seen<body::Subscription>>) {
    let arns: BTreeSet<String> = list
        .iter()
        .filter_map(confirmed)
        .map(str::to_owned)
        .collect();
    let asked = arns.into_iter().map(|arn| {
        let (scan, region) = (Arc::clone(scan), region.clone());
        async move {
            let attributes = subscription_attributes(&scan, &region, &arn).await;
            (arn, attributes)
        }
    });
    let answers: BTreeMap<String, Option<Attributes>> = at_once(asked).await.into_iter().collect();
    list.retain_mut(|seen| {
        let answer = confirmed(seen).and_then(|arn| answers.get(arn));
        match (answer, seen) {
            (Some(None), _) => false,
            (Some(attributes), Seen::Value(subscription)) => {
                subscription.attributes.clone_from(attributes);
                true
            }
            _ => true,
        }
    });
}

/// The ARN of a subscription that is confirmed.
fn confirmed(subscription: &Seen<body::Subscription>) -> Option<&str> {
    let subscription = subscription.as_result().ok()?;
    let arn = subscription.subscription_arn.as_deref()?;
    Arn::parse(arn).map(|_| arn)
}

/// None if there is no such subscription.
async fn subscription_attributes(scan: &Scan, region: &Region, arn: &str) -> Option<Attributes> {
    let client = scan.aws.sns(region);
    let request = client.get_subscription_attributes().subscription_arn(arn);
    let answer = scan
        .ask(
            Some(region),
            call::GET_SUBSCRIPTION_ATTRIBUTES,
            request.send(),
        )
        .await;
    let map = answer.map(|a| a.map(|a| a.attributes.into_iter().flatten().collect()));
    map.transpose().map(Seen::from)
}

/// The calls without an answer, each once: that of the attributes hides the key as well.
fn gaps(topic: &body::Topic) -> BTreeSet<&NotSeen> {
    let mut gaps: BTreeSet<&NotSeen> = topic.attributes.iter().filter_map(gap).collect();
    gaps.extend(topic.key.as_ref().and_then(gap));
    if let Some(Seen::Value(Some(key))) = &topic.key {
        gaps.extend(key.key_metadata.as_ref().and_then(gap));
        gaps.extend(key.policy.as_ref().and_then(gap));
    }
    for subscription in topic.subscriptions.iter().flatten() {
        gaps.extend(match subscription {
            Seen::Value(subscription) => subscription.attributes.as_ref().and_then(gap),
            Seen::NotSeen(gap) => Some(gap),
        });
    }
    gaps
}

fn gap<T>(seen: &Seen<T>) -> Option<&NotSeen> {
    seen.as_result().err()
}

fn subscription(s: types::Subscription) -> body::Subscription {
    body::Subscription {
        subscription_arn: s.subscription_arn,
        owner: s.owner,
        protocol: s.protocol,
        endpoint: s.endpoint,
        topic_arn: s.topic_arn,
        attributes: None,
    }
}
