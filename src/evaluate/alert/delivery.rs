//! Whether somebody hears a resource that notifies, as a field of it: `Delivery`.

use std::collections::BTreeMap;

use super::alarm::{Firing, State};
use super::link::{Break, Link, Stage};
use super::onward::Onward;
use super::parts::Chains;
use super::publisher::Publisher;
use super::topic;
use crate::evaluate::rows::View;
use crate::evaluate::value::Node;
use crate::inventory::Resource;
use crate::inventory::body::{Alarm, EventSubscription, Topic};
use crate::kind::Kind;
use crate::rule::DELIVERY;
use crate::text;

/// Puts `Delivery` into the resources of `kind` of all accounts, whose chains are `chains`: an
/// object with `holds`, whether somebody hears what they notify of, and `why`. Where that
/// cannot be told, it cannot be looked at.
pub fn add_deliveries(view: &mut View<'_>, kind: Kind, chains: &[Chains]) {
    let chains: BTreeMap<_, &Chains> = chains.iter().map(|c| (c.account(), c)).collect();
    view.add(kind, DELIVERY, |resource| {
        let chains = chains.get(&resource.account)?;
        let delivery = match kind {
            Kind::Alarm => of_alarm(chains, resource),
            Kind::Topic => of_topic(chains, resource),
            Kind::EventSubscription => of_subscription(chains, resource),
            _ => return None,
        };
        Some(node(delivery?))
    });
}

fn node(delivery: Link<String>) -> Node {
    let told = |holds: bool, why: &str| {
        Node::from(&serde_json::json!({"holds": holds, "why": text::sanitise(why)}))
    };
    match delivery {
        Ok(why) => told(true, &why),
        Err(Break::Broken(_, why)) => told(false, &why),
        Err(Break::Open(_, why)) => Node::open(&why),
        Err(Break::NotSeen(_, calls)) => match calls.into_iter().next() {
            Some(call) => Node::gap(call),
            None => Node::open("something was not seen"),
        },
    }
}

/// Whom an alarm notifies that goes to ALARM, itself or over a composite alarm.
fn of_alarm(chains: &Chains, resource: &Resource) -> Option<Link<String>> {
    let alarm = resource.typed::<Alarm>().ok()?;
    let place = (resource.account.clone(), resource.region.clone()?);
    let onward = Onward {
        chains,
        place: &place,
        events: 1,
        remark: |_| None,
    };
    let firing = Firing::Each { minutes: 0 };
    let mut routes = onward.ways(&alarm, Some(State::Ok), &firing, "", &[]);
    // The way that is furthest, for that is the one that was meant to work.
    let rank = |end: &Link<_>| match end {
        Ok(_) => None,
        Err(broken) => Some((broken.is_sure(), std::cmp::Reverse(broken.stage()))),
    };
    routes.sort_by_key(|route| rank(&route.end));
    let first = routes.into_iter().next()?;
    // A composite alarm over it may be among those that were not seen.
    let hidden = chains.hidden(Stage::Alarm, Kind::Alarm, &place);
    if let (Err(Break::Broken(..)), Some(hidden)) = (&first.end, hidden) {
        return Some(Err(hidden));
    }
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    Some(first.end.map(|end| {
        let over = if end.alarm == name {
            String::new()
        } else {
            format!(" over composite alarm `{}`", end.alarm)
        };
        format!(
            "notifies topic `{}`{over}: {}",
            end.topic,
            heard(end.subscriptions)
        )
    }))
}

fn of_topic(chains: &Chains, resource: &Resource) -> Option<Link<String>> {
    let arn = resource.arn.as_deref()?;
    let topic: &Topic = chains.topics.get(arn)?;
    Some(topic::has_subscribers(topic, arn).map(heard))
}

fn of_subscription(chains: &Chains, resource: &Resource) -> Option<Link<String>> {
    let of = resource.typed::<EventSubscription>().ok()?;
    let place = (resource.account.clone(), resource.region.clone()?);
    let publisher = Publisher::event_subscription(chains, &of, &place);
    let arn = of.sns_topic_arn.as_deref().unwrap_or_default();
    let heard_by = topic::hears(chains, arn, &publisher, &mut Vec::new());
    Some(heard_by.map(|count| format!("notifies topic `{arn}`: {}", heard(count))))
}

fn heard(subscriptions: usize) -> String {
    text::count(subscriptions, "confirmed subscription")
}
