//! The second road: an event rule and the ways from it to its targets.

use serde_json::Value;

use super::event_rule::EventRule;
use super::link::{Break, Link, Stage, Step, filled};
use super::parts::{Chains, Place};
use super::requirement::{About, Asked, Item};
use super::target::{self, Reached};
use super::trail;
use crate::kind::call;
use crate::text;

/// An event rule that may send on something of what is asked for.
#[derive(Debug)]
pub struct Ruled<'c> {
    /// The rule.
    pub rule: &'c EventRule,
    /// Where it stands.
    pub place: &'c Place,
    /// Whether it gets events at all.
    pub on: Link<()>,
    /// One for each target, at least one.
    pub deliveries: Vec<Delivery>,
}

/// The way from a rule to one of its targets, as far as it goes.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The links behind the rule that hold.
    pub steps: Vec<Step>,
    /// The target's ARN.
    pub target: Option<String>,
    /// How it ends.
    pub end: Link<Reached>,
    /// What to know although it holds.
    pub remarks: Vec<String>,
}

impl<'c> Ruled<'c> {
    /// The rules of the account that may send on something of what is asked for.
    pub fn all(asked: &Asked, chains: &'c Chains) -> Vec<Self> {
        let account = chains.account();
        let here = chains.rules.iter().filter(|(place, _)| {
            let region = asked.region.as_ref();
            place.0 == account && region.is_none_or(|region| *region == place.1)
        });
        let rules = here.flat_map(|(place, rules)| rules.iter().map(move |rule| (place, rule)));
        let about = rules.filter(|(place, rule)| {
            let mut items = asked.required.iter();
            items.any(|item| may_send_on(rule, item, place))
        });
        about
            .map(|(place, rule)| Self {
                rule,
                place,
                on: rule.is_on(),
                deliveries: deliveries(chains, rule, place),
            })
            .collect()
    }

    /// The first link that does not hold for `item` on the way to `delivery`.
    pub fn broken(&self, item: &Item, delivery: &Delivery, chains: &Chains) -> Option<Break> {
        let recorded = || match item.about {
            About::Calls => recorded(item, self.place, chains).err(),
            About::ServiceEvents | About::Lines => None,
        };
        let on = self.on.as_ref().err().cloned();
        // The first that is sure, for that settles it; else the first that is open.
        let breaks = [recorded(), on, delivery.end.as_ref().err().cloned()];
        let mut breaks = breaks.into_iter().flatten();
        let first = breaks.next()?;
        if first.is_sure() {
            return Some(first);
        }
        Some(breaks.find(Break::is_sure).unwrap_or(first))
    }
}

/// Whether the rule may send on events of `item`, as far as is seen at once.
fn may_send_on(rule: &EventRule, item: &Item, place: &Place) -> bool {
    let Some(pattern) = rule.pattern() else {
        return false;
    };
    let Ok(parsed) = pattern else { return true };
    match item.about {
        About::Lines => false,
        About::ServiceEvents => {
            let example = item.example();
            example.is_none_or(|example| {
                ["source", "detail-type"].iter().all(|field| {
                    let text = example.event.get(field).and_then(Value::as_str);
                    text.is_none_or(|text| parsed.may_have(field, text))
                })
            })
        }
        About::Calls => match &parsed.parts {
            Err(_) => true,
            Ok(parts) => parts.iter().any(|part| {
                let admits = rule.admits(part, item, place);
                let admitted = !matches!(admits, Ok(None)) || rule.is_deaf_to(item);
                admitted && item.name.as_ref().is_none_or(|name| part.may_name(name))
            }),
        },
    }
}

/// Whether some trail records the calls of `item` in `place`: without one that is logging,
/// nothing of them comes to a bus.
///
/// Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail".
pub fn recorded(item: &Item, place: &Place, chains: &Chains) -> Link<()> {
    let mut nearest: Option<Break> = None;
    for trail in &chains.trails {
        if trail::region(trail).is_some_and(|region| region != place.1.as_str()) {
            continue;
        }
        let found = trail::is_logging(trail).and_then(|()| trail::records(trail, item));
        match found {
            Ok(()) => return Ok(()),
            Err(broken) if nearest.as_ref().is_none_or(Break::is_sure) => nearest = Some(broken),
            Err(_) => {}
        }
    }
    if let Some(hidden) = chains.hidden_trails() {
        return Err(hidden);
    }
    Err(nearest.unwrap_or_else(|| {
        let why = format!(
            "no trail records calls in {}, and EventBridge gets only those that a trail records",
            place.1
        );
        Break::Broken(Stage::Trail, why)
    }))
}

fn deliveries(chains: &Chains, rule: &EventRule, place: &Place) -> Vec<Delivery> {
    let alone = |broken| {
        vec![Delivery {
            steps: Vec::new(),
            target: None,
            end: Err(broken),
            remarks: Vec::new(),
        }]
    };
    let call = call::LIST_TARGETS_BY_RULE;
    let targets = match filled(rule.body.targets.as_ref(), Stage::Target, call) {
        Ok(targets) => targets,
        Err(broken) => return alone(broken),
    };
    if targets.is_empty() {
        let why = without_target(chains, rule, place);
        return alone(Break::Broken(Stage::Target, why));
    }
    let all = targets.iter();
    let mut all: Vec<Delivery> = all
        .map(|target| target::delivery(chains, rule, target, place))
        .collect();
    // A target that nobody hears of does not matter beside one that somebody does.
    if all.iter().any(|delivery| delivery.end.is_ok()) {
        all.retain(|delivery| delivery.end.is_ok());
    }
    all
}

/// What to say of a rule without a target: another rule may have got the one that it was to have.
fn without_target(chains: &Chains, rule: &EventRule, place: &Place) -> String {
    let none = format!("event rule `{}` has no target", rule.name());
    let others = chains.rules.get(place).into_iter().flatten();
    let others = others.filter(|other| !std::ptr::eq(*other, rule));
    let topics = |other: &EventRule| -> Vec<String> {
        let targets = other.body.targets.as_ref();
        let targets = targets.and_then(|targets| targets.as_result().ok());
        let arns = targets
            .into_iter()
            .flatten()
            .filter_map(|t| t.arn.as_deref());
        let topics = arns.filter(|arn| target::is_topic(arn));
        topics
            .map(|arn| format!("`{}`", target::name(arn)))
            .collect()
    };
    let mut strays: Vec<(&EventRule, Vec<String>)> = others
        .map(|other| (other, topics(other)))
        .filter(|(_, topics)| !topics.is_empty())
        .collect();
    let near = |other: &EventRule| strsim::jaro_winkler(other.name(), rule.name());
    strays.sort_by(|(a, _), (b, _)| near(b).total_cmp(&near(a)));
    match strays.first() {
        Some((other, topics)) if near(other) > NEAR => {
            let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
            format!(
                "{none}; event rule `{}` beside it sends to {}",
                other.name(),
                text::list(&topics)
            )
        }
        _ => none,
    }
}

/// How alike names are that may have been taken for each other, from 0 to 1.
const NEAR: f64 = 0.7;
