//! Changes that may mend the first broken link.

use super::alarm::{no_default, settings, watching};
use super::filter::filters;
use super::notify::{actions, topics};
use super::trail::trail;
use crate::evaluate::alert::filter::Filter;
use crate::evaluate::alert::link::{Break, Stage};
use crate::evaluate::alert::parts::{Chains, GroupName, Place};
use crate::evaluate::alert::proof::{Fate, Missed, Proof};
use crate::evaluate::alert::publisher::Publisher;
use crate::evaluate::alert::requirement::{Asked, Item};
use crate::evaluate::alert::route::Route;
use crate::evaluate::alert::topic;
use crate::filter_pattern::Event;
use crate::inventory::body::Alarm;

/// A change to try.
pub struct Candidate {
    /// The link that it mends.
    pub link: Stage,
    /// What to do, in a sentence.
    pub what: String,
    /// The commands that do it.
    pub cli: String,
    /// Does it to the chains.
    pub apply: Box<dyn Fn(&mut Chains)>,
}

impl Candidate {
    /// A change of `link`.
    pub fn new(
        link: Stage,
        what: String,
        cli: String,
        apply: impl Fn(&mut Chains) + 'static,
    ) -> Self {
        Self {
            link,
            what,
            cli,
            apply: Box::new(apply),
        }
    }
}

/// What may mend the link at which the first required event is lost, small changes first.
pub fn candidates(asked: &Asked, proof: &Proof<'_>, chains: &Chains) -> Vec<Candidate> {
    let lost = asked.required.iter().zip(&proof.fates);
    let lost: Vec<(&Item, &Missed)> = lost
        .filter_map(|(item, fate)| match fate {
            Fate::Missed(missed) => Some((item, missed.as_ref())),
            Fate::Rings { .. } | Fate::Open(_) => None,
        })
        .collect();
    let Some((item, first)) = lost.first() else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for chain in &proof.chains {
        all.extend(trail(chain, item));
        let Ok(group) = chain.sees(item) else {
            continue;
        };
        for filtered in &chain.filters {
            let Ok(pattern) = filtered.filter.pattern() else {
                continue;
            };
            if pattern.matches(&Event::from_value(&first.event)) {
                for route in &filtered.routes {
                    all.extend(behind(filtered.filter, route, group, chains));
                }
            }
        }
        if first.stage == Stage::Filter {
            all.extend(filters(chain, group, &lost, asked, chains));
        }
    }
    all
}

/// Changes behind a filter that matches.
fn behind(filter: &Filter, route: &Route, group: &GroupName, chains: &Chains) -> Vec<Candidate> {
    let Err(Break::Broken(stage, _)) = &route.end else {
        return Vec::new();
    };
    let place = &group.0;
    let alarm = route.alarm.as_ref().and_then(|name| {
        let mut here = chains.alarms.iter().filter(|(at, _)| at == place);
        here.find(|(_, alarm)| alarm.alarm_name.as_ref() == Some(name))
    });
    match (stage, alarm) {
        (Stage::Alarm, Some((_, alarm))) => settings(alarm, place)
            .into_iter()
            .chain(no_default(filter, group))
            .collect(),
        (Stage::Alarm, None) => watching(filter, place, chains),
        (Stage::Action, Some((_, alarm))) => actions(alarm, place, chains),
        (Stage::Topic | Stage::Subscription, Some((_, alarm))) => route
            .topic
            .iter()
            .flat_map(|arn| topics(arn, alarm, place, chains))
            .collect(),
        _ => Vec::new(),
    }
}

/// A topic in `place` that lets alarms publish and that somebody listens to.
pub(super) fn listened_to(chains: &Chains, place: &Place) -> Option<String> {
    let probe = Alarm {
        alarm_name: Some("auditrail".to_owned()),
        ..Alarm::default()
    };
    let probe = Publisher::alarm(chains, &probe, place);
    let mut arns = chains.topics.keys();
    let found = arns.find(|arn| {
        let arn = arn.as_str();
        topic::hears(chains, arn, &probe, &mut Vec::new()).is_ok()
    });
    found.cloned()
}
