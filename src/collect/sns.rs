//! SNS: which topics alarms notify, and what there is to know of those that are named.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::cloudwatch::Placed;
use super::logs::Metric;
use super::scan::{Scan, in_turn};
use super::topic::topic;
use crate::kind::Kind;
use crate::target::Arn;

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
        .filter(|action| is_topic(action))
        .cloned()
        .collect()
}

/// Whether `arn` is that of a topic.
pub(super) fn is_topic(arn: &str) -> bool {
    Arn::parse(arn).is_some_and(|arn| arn.service == "sns")
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

/// Puts those of the topics that exist into the inventory, each once, however many alarms,
/// rules and subscriptions name it.
pub(super) async fn collect(scan: &Arc<Scan>, arns: impl IntoIterator<Item = String>) {
    if scan.looks_for(Kind::Topic) {
        let mine = arns.into_iter().filter(|arn| scan.claims.claim(arn));
        let mine: Vec<String> = mine.collect();
        let scan = Arc::clone(scan);
        in_turn(mine, move |arn| topic(Arc::clone(&scan), arn)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::body;
    use crate::target::Region;

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
