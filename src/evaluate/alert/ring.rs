//! The last links: from a metric filter over its metric and an alarm to somebody.

use super::link::{Break, Link, Stage, best, missing};
use super::{Chains, Seen};
use crate::inventory::body::{Alarm, MetricFilter, MetricTransformation, Subscription};
use crate::kind::call;
use crate::target::{Arn, Region};

/// How an event that a filter matches reaches somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct Ring {
    /// `namespace/name` of the metric.
    pub metric: String,
    /// The alarm.
    pub alarm: String,
    /// The topic's ARN.
    pub topic: String,
    /// How many confirmed subscriptions the topic has.
    pub subscriptions: usize,
    /// What may keep the alarm from going off for one event.
    pub doubt: Option<String>,
}

/// How an event that `filter` matches reaches somebody, or where it gets stuck.
pub fn ring(chains: &Chains, filter: &MetricFilter, region: &Region) -> Link<Ring> {
    let name = filter.filter_name.as_deref().unwrap_or_default();
    if let Some(why) = narrowed(filter) {
        let why = format!("metric filter `{name}` {why}, which auditrail does not judge");
        return Err(Break::Open(Stage::Filter, why));
    }
    let rings = filter.metric_transformations.iter();
    best(
        rings.map(|metric| metric_rings(chains, metric, region)),
        || {
            Break::Broken(
                Stage::Filter,
                format!("metric filter `{name}` publishes no metric"),
            )
        },
    )
}

fn narrowed(filter: &MetricFilter) -> Option<&'static str> {
    if filter.apply_on_transformed_logs == Some(true) {
        Some("works on transformed log events")
    } else if filter
        .field_selection_criteria
        .as_deref()
        .is_some_and(|c| !c.is_empty())
    {
        Some("has field selection criteria")
    } else if !filter.emit_system_field_dimensions.is_empty() {
        Some("publishes system field dimensions")
    } else {
        None
    }
}

fn metric_rings(chains: &Chains, metric: &MetricTransformation, region: &Region) -> Link<Ring> {
    let namespace = metric.metric_namespace.as_deref().unwrap_or_default();
    let name = metric.metric_name.as_deref().unwrap_or_default();
    let here = || chains.alarms.iter().filter(|(of, _)| of == region);
    let mut candidates: Vec<Link<Ring>> = here()
        .filter_map(|(_, alarm)| {
            watches(alarm, metric).map(|watches| {
                watches?;
                alarm_rings(chains, alarm, region, &format!("{namespace}/{name}"))
            })
        })
        .collect();
    candidates.extend(chains.hidden(Stage::Alarm, region).map(Err));
    best(candidates, || {
        let namesake = here().find(|(_, alarm)| alarm.metric_name.as_deref() == Some(name));
        let why = match namesake {
            Some((_, alarm)) => format!(
                "no alarm in {region} watches metric `{name}` in namespace `{namespace}`; alarm `{}` watches that name in namespace `{}`",
                alarm.alarm_name.as_deref().unwrap_or_default(),
                alarm.namespace.as_deref().unwrap_or_default(),
            ),
            None => {
                format!("no alarm in {region} watches metric `{name}` in namespace `{namespace}`")
            }
        };
        Break::Broken(Stage::Alarm, why)
    })
}

/// Whether `alarm` watches `metric`: `None` if it has nothing to do with it.
fn watches(alarm: &Alarm, metric: &MetricTransformation) -> Option<Link<()>> {
    let same = |namespace: &Option<String>, name: &Option<String>| {
        *namespace == metric.metric_namespace && *name == metric.metric_name
    };
    let alarm_name = alarm.alarm_name.as_deref().unwrap_or_default();
    if same(&alarm.namespace, &alarm.metric_name) {
        return Some(
            match (alarm.dimensions.is_empty(), metric.dimensions.is_empty()) {
                (true, true) => Ok(()),
                (false, true) | (true, false) => Err(Break::Broken(
                    Stage::Alarm,
                    format!("alarm `{alarm_name}` watches the metric under other dimensions"),
                )),
                (false, false) => Err(Break::Open(
                    Stage::Alarm,
                    format!(
                        "alarm `{alarm_name}` watches the metric under dimensions, which auditrail does not judge"
                    ),
                )),
            },
        );
    }
    let stats = alarm
        .metrics
        .iter()
        .filter_map(|query| query.metric_stat.as_ref());
    let mut metrics = stats.filter_map(|stat| stat.metric.as_ref());
    metrics.any(|m| same(&m.namespace, &m.metric_name)).then(|| {
        let why = format!("alarm `{alarm_name}` watches the metric through metric math, which auditrail does not judge");
        Err(Break::Open(Stage::Alarm, why))
    })
}

fn alarm_rings(chains: &Chains, alarm: &Alarm, region: &Region, metric: &str) -> Link<Ring> {
    let result = notifies(chains, alarm, region, metric);
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    match result {
        // A composite alarm over this one may notify in its place.
        Err(Break::Broken(..)) if composite_over(chains, name, region).is_some() => {
            let composite = composite_over(chains, name, region).unwrap_or_default();
            let why = format!(
                "composite alarm `{composite}` is built on alarm `{name}`, which auditrail does not judge"
            );
            Err(Break::Open(Stage::Action, why))
        }
        result => result,
    }
}

fn composite_over<'c>(chains: &'c Chains, name: &str, region: &Region) -> Option<&'c str> {
    let here = chains.alarms.iter().filter(|(of, _)| of == region);
    let mut composites = here
        .filter(|(_, alarm)| (alarm.alarm_rule.as_deref()).is_some_and(|rule| rule.contains(name)));
    composites
        .next()
        .and_then(|(_, alarm)| alarm.alarm_name.as_deref())
}

fn notifies(chains: &Chains, alarm: &Alarm, region: &Region, metric: &str) -> Link<Ring> {
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    let broken = |why: String| Break::Broken(Stage::Action, format!("alarm `{name}` {why}"));
    if alarm.actions_enabled == Some(false) {
        return Err(broken("has its actions disabled".to_owned()));
    }
    if alarm.alarm_actions.is_empty() {
        return Err(broken("does nothing when it goes off".to_owned()));
    }
    let topics = alarm.alarm_actions.iter().filter(|action| is_topic(action));
    let candidates = topics.map(|topic| {
        let subscriptions = subscribers(chains, topic, region)?;
        Ok(Ring {
            metric: metric.to_owned(),
            alarm: name.to_owned(),
            topic: topic.clone(),
            subscriptions,
            doubt: doubt(alarm),
        })
    });
    best(candidates, || {
        let actions = alarm.alarm_actions.join(", ");
        let why = format!(
            "alarm `{name}` notifies no SNS topic; whether {actions} reaches somebody is not judged"
        );
        Break::Open(Stage::Action, why)
    })
}

fn is_topic(action: &str) -> bool {
    Arn::parse(action).is_some_and(|arn| arn.service == "sns")
}

/// One event has to be enough; whether it is will be proven, for now it is remarked on.
fn doubt(alarm: &Alarm) -> Option<String> {
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    let threshold = alarm.threshold?;
    let reached = match alarm.comparison_operator.as_deref()? {
        "GreaterThanOrEqualToThreshold" => threshold <= 1.0,
        "GreaterThanThreshold" => threshold < 1.0,
        _ => false,
    };
    (!reached).then(|| {
        format!(
            "alarm `{name}` may need more than one event to go off: its threshold is {threshold}"
        )
    })
}

/// How many confirmed subscriptions `topic` has: at least one.
fn subscribers(chains: &Chains, topic_arn: &str, region: &Region) -> Link<usize> {
    let Some(topic) = chains.topics.get(topic_arn) else {
        return Err(chains.hidden_topic(topic_arn, region).unwrap_or_else(|| {
            Break::Broken(Stage::Topic, format!("topic `{topic_arn}` does not exist"))
        }));
    };
    let Some(subscriptions) = &topic.subscriptions else {
        return Err(missing(
            Stage::Subscription,
            call::LIST_SUBSCRIPTIONS_BY_TOPIC,
        ));
    };
    let (confirmed, gap) = confirmed(subscriptions);
    match (confirmed, gap) {
        (0, Some(gap)) => Err(gap),
        (0, None) => Err(Break::Broken(
            Stage::Subscription,
            format!("topic `{topic_arn}` has no confirmed subscription"),
        )),
        (n, _) => Ok(n),
    }
}

fn confirmed(subscriptions: &[Seen<Subscription>]) -> (usize, Option<Break>) {
    let mut confirmed = 0;
    let mut gap = None;
    for subscription in subscriptions {
        match Seen::as_result(subscription) {
            Ok(subscription) => {
                let arn = subscription.subscription_arn.as_deref();
                confirmed += usize::from(arn.is_some_and(|arn| arn.starts_with("arn:")));
            }
            Err(call) => gap = Some(Break::NotSeen(Stage::Subscription, vec![call.clone()])),
        }
    }
    (confirmed, gap)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::body::Topic;
    use serde_json::json;

    fn reached(subscriptions: serde_json::Value) -> Link<usize> {
        let arn = "arn:aws:sns:eu-west-1:123456789012:alerts";
        let mut body = json!({"TopicArn": arn});
        if !subscriptions.is_null() {
            body["Subscriptions"] = subscriptions;
        }
        let topic: Topic = serde_json::from_value(body).unwrap();
        let chains = Chains {
            topics: [(arn.to_owned(), topic)].into(),
            ..Chains::default()
        };
        subscribers(&chains, arn, &Region::new("eu-west-1"))
    }

    #[test]
    fn only_a_confirmed_subscription_is_somebody() {
        let confirmed = json!({"SubscriptionArn": "arn:aws:sns:eu-west-1:123456789012:alerts:1"});
        let pending = json!({"SubscriptionArn": "PendingConfirmation"});
        let gap =
            json!({"$gap": {"operation": "sns:ListSubscriptionsByTopic", "reason": "denied"}});
        assert_eq!(reached(json!([confirmed, gap])), Ok(1));
        let broken = |link| matches!(link, Err(Break::Broken(Stage::Subscription, _)));
        assert!(broken(reached(json!([]))) && broken(reached(json!([pending]))));
        let not_seen = |link| matches!(link, Err(Break::NotSeen(Stage::Subscription, _)));
        assert!(not_seen(reached(json!([pending, gap]))));
        assert!(not_seen(reached(json!(null))), "absence is no answer");
    }
}
