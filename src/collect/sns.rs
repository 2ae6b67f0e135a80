//! SNS: the topics that alarms notify.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aws_sdk_sns::types;

use super::cloudwatch::Placed;
use super::convert::each;
use super::logs::Metric;
use super::scan::{End, Scan, at_once};
use crate::inventory::{Seen, body};
use crate::kind::{Kind, call};
use crate::target::{Arn, Region};

/// The ARNs of the topics that an alarm notifies that watches one of `metrics`, or
/// watches such an alarm.
pub(super) fn notified(alarms: &[Placed], metrics: &BTreeSet<Metric>) -> BTreeSet<String> {
    let mut chosen: Vec<&Placed> = Vec::new();
    let mut rest: Vec<&Placed> = alarms.iter().collect();
    // Composite alarms watch alarms that may be composite themselves, in any order: go
    // on until none is added any more.
    loop {
        let (more, others): (Vec<&Placed>, Vec<&Placed>) = rest.into_iter().partition(|alarm| {
            watches_metric(alarm, metrics) || chosen.iter().any(|other| watches(alarm, other))
        });
        if more.is_empty() {
            break;
        }
        chosen.extend(more);
        rest = others;
    }
    topics(chosen)
}

/// The ARNs of the topics among the actions of `alarms`.
pub(super) fn topics<'a>(alarms: impl IntoIterator<Item = &'a Placed>) -> BTreeSet<String> {
    alarms
        .into_iter()
        .flat_map(|(_, alarm)| &alarm.alarm_actions)
        .filter(|action| Arn::parse(action).is_some_and(|arn| arn.service == "sns"))
        .cloned()
        .collect()
}

fn watches_metric((region, alarm): &Placed, metrics: &BTreeSet<Metric>) -> bool {
    let is_published = |namespace: &Option<String>, name: &Option<String>| match (namespace, name) {
        (Some(namespace), Some(name)) => {
            metrics.contains(&(region.clone(), namespace.clone(), name.clone()))
        }
        _ => false,
    };
    let stats = alarm.metrics.iter().filter_map(|q| q.metric_stat.as_ref());
    is_published(&alarm.namespace, &alarm.metric_name)
        || stats
            .filter_map(|stat| stat.metric.as_ref())
            .any(|m| is_published(&m.namespace, &m.metric_name))
}

/// Whether the rule of a composite alarm mentions `other`, by name or by ARN.
fn watches((region, alarm): &Placed, (other_region, other): &Placed) -> bool {
    let rule = alarm.alarm_rule.as_deref().unwrap_or_default();
    let name = other.alarm_name.as_deref().unwrap_or_default();
    region == other_region && !name.is_empty() && rule.contains(name)
}

/// Puts those of the topics that exist into the inventory.
pub(super) async fn collect(scan: &Arc<Scan>, arns: BTreeSet<String>) {
    if scan.looks_for(Kind::Topic) {
        at_once(arns.into_iter().map(|arn| topic(Arc::clone(scan), arn))).await;
    }
}

async fn topic(scan: Arc<Scan>, arn: String) {
    let region = Region::new(Arn::parse(&arn).map_or("", |a| a.region));
    let mut attributes = None;
    let mut subscriptions = None;
    let (is_there, is_still_there) = tokio::join!(
        fill_attributes(&scan, &region, &arn, &mut attributes),
        fill_subscriptions(&scan, &region, &arn, &mut subscriptions)
    );
    if !is_there || !is_still_there {
        return;
    }
    let topic = body::Topic {
        topic_arn: Some(arn),
        attributes,
        subscriptions,
    };
    let attributes = topic.attributes.iter().map(Seen::as_result);
    let subscriptions = topic.subscriptions.iter().flatten().map(Seen::as_result);
    let unseen = attributes.filter_map(Result::err);
    for gap in unseen.chain(subscriptions.filter_map(Result::err)) {
        scan.missed_of(Some(&region), &topic, gap);
    }
    scan.found(Some(&region), &topic);
}

/// Asks for the topic's attributes if that is planned. False if there is no such topic.
async fn fill_attributes(
    scan: &Scan,
    region: &Region,
    arn: &str,
    attributes: &mut Option<Seen<BTreeMap<String, String>>>,
) -> bool {
    if !scan.asks(call::GET_TOPIC_ATTRIBUTES) {
        return true;
    }
    let request = scan.aws.sns(region).get_topic_attributes().topic_arn(arn);
    let answer = scan
        .ask(Some(region), call::GET_TOPIC_ATTRIBUTES, request.send())
        .await;
    let map = answer.map(|a| a.map(|a| a.attributes.into_iter().flatten().collect()));
    *attributes = map.transpose().map(Seen::from);
    attributes.is_some()
}

/// Asks for the topic's subscriptions if that is planned. False if there is no such
/// topic.
async fn fill_subscriptions(
    scan: &Scan,
    region: &Region,
    arn: &str,
    subscriptions: &mut Option<Vec<Seen<body::Subscription>>>,
) -> bool {
    if !scan.asks(call::LIST_SUBSCRIPTIONS_BY_TOPIC) {
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
    end != End::Absent
}

fn subscription(s: types::Subscription) -> body::Subscription {
    body::Subscription {
        subscription_arn: s.subscription_arn,
        owner: s.owner,
        protocol: s.protocol,
        endpoint: s.endpoint,
        topic_arn: s.topic_arn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alarm(region: &str, name: &str, metric: Option<&str>, rule: Option<&str>) -> Placed {
        let alarm = body::Alarm {
            alarm_name: Some(name.to_owned()),
            namespace: metric.map(|_| "CIS".to_owned()),
            metric_name: metric.map(str::to_owned),
            alarm_rule: rule.map(str::to_owned),
            alarm_actions: vec![format!("arn:aws:sns:{region}:123456789012:{name}")],
            ..body::Alarm::default()
        };
        (Region::new(region), alarm)
    }

    fn chosen(alarms: &[Placed]) -> Vec<String> {
        let metric = (Region::new("a"), "CIS".to_owned(), "Root".to_owned());
        let topics = notified(alarms, &[metric].into());
        let name = |arn: &String| {
            arn.replace(":123456789012:", "/")
                .replace("arn:aws:sns:", "")
        };
        topics.iter().map(name).collect()
    }

    #[test]
    fn topics_are_those_of_alarms_on_the_filters_metrics() {
        let alarms = [
            alarm("a", "root", Some("Root"), None),
            alarm("a", "other", Some("Other"), None),
            alarm("b", "elsewhere", Some("Root"), None),
        ];
        assert_eq!(chosen(&alarms), ["a/root"]);
        assert_eq!(topics(&alarms).len(), 3);
    }

    #[test]
    fn composite_alarms_are_followed_through_each_other() {
        let alarms = [
            alarm("a", "outermost", None, Some("ALARM(outer)")),
            alarm("a", "outer", None, Some("ALARM(inner)")),
            alarm("a", "inner", None, Some("NOT OK(\"root\")")),
            alarm("a", "root", Some("Root"), None),
            alarm("a", "apart", None, Some("ALARM(cpu)")),
            alarm("b", "far", None, Some("ALARM(root)")),
        ];
        let expected = ["a/inner", "a/outer", "a/outermost", "a/root"];
        assert_eq!(chosen(&alarms), expected);
    }

    #[test]
    fn a_ring_of_composite_alarms_comes_to_an_end() {
        let alarms = [
            alarm("a", "egg", None, Some("ALARM(hen)")),
            alarm("a", "hen", None, Some("ALARM(egg)")),
        ];
        assert_eq!(chosen(&alarms), [""; 0]);
    }
}
