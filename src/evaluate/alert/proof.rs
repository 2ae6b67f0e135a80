//! Which required events are covered by the routes that hold.

use std::collections::BTreeSet;

use serde_json::Value;

use super::broad;
use super::chain::Chain;
use super::event_rule::EventRule;
use super::filter::Filter;
use super::link::{Break, Stage};
use super::missed::missed;
use super::parts::Chains;
use super::requirement::{About, Asked, Item};
use super::ruled::Ruled;
use super::ways::{Way, Ways};
use crate::coverage::{Coverage, Deployed, Requirement, Universe, covers};
use crate::rule::Road;

/// The chains of an account, and what becomes of each required event.
#[derive(Debug)]
pub struct Proof<'c> {
    /// One for each trail, or the one of the log group that is judged.
    pub chains: Vec<Chain<'c>>,
    /// The event rules that may send on what is asked for.
    pub rules: Vec<Ruled<'c>>,
    /// One for each required item, in their order.
    pub fates: Vec<Fate<'c>>,
}

impl Proof<'_> {
    /// Whether the proof rests on an event rule, or would: another one may do all that it does.
    pub fn needs_rule(&self, rule: &EventRule) -> bool {
        self.fates.iter().any(|fate| match fate {
            Fate::Rings { by: Some(by), .. } => by.is_rule(rule),
            Fate::Rings { by: None, .. } | Fate::Missed(_) | Fate::Open(_) => true,
        })
    }

    /// Whether what rings may be a queue or a function, and no person.
    pub fn rings_programs(&self) -> bool {
        let rules = self
            .rules
            .iter()
            .filter(|ruled| self.needs_rule(ruled.rule));
        let mut reached = rules.flat_map(|ruled| &ruled.deliveries);
        reached.any(|delivery| {
            let reached = delivery.end.as_ref();
            reached.is_ok_and(|reached| reached.subscriptions.is_none())
        })
    }

    /// Whether the proof rests on a filter, or would: another one may do all that it does.
    pub fn needs(&self, filter: &Filter) -> bool {
        self.fates.iter().any(|fate| match fate {
            Fate::Rings { by: Some(by), .. } => by.is_filter(filter),
            Fate::Rings { by: None, .. } | Fate::Missed(_) | Fate::Open(_) => true,
        })
    }
}

/// What becomes of the events of an item.
#[derive(Debug)]
pub enum Fate<'c> {
    /// Each of them reaches somebody: proven.
    Rings {
        /// What matches all of them, where it takes only one.
        by: Option<By<'c>>,
        /// A failed call that does not, where those are not required.
        failure: Option<Value>,
    },
    /// One of them certainly reaches nobody.
    Missed(Box<Missed>),
    /// Neither could be shown, why.
    Open(Vec<String>),
}

/// An event that reaches nobody.
#[derive(Debug)]
pub struct Missed {
    /// The event, as `CloudTrail` would record it.
    pub event: Value,
    /// The link at which it is lost.
    pub stage: Stage,
    /// Why, in a sentence.
    pub why: String,
    /// The clause that loses it, where it is a clause.
    pub clause: Option<LostBy>,
}

/// A clause of a filter's pattern that loses an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostBy {
    /// The filter.
    pub filter: String,
    /// The clause as it is written.
    pub clause: String,
    /// Where it stands in the pattern, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The fields that it, and others that lose the event with it, ask about, by the names on
    /// the way there.
    pub fields: Vec<Vec<String>>,
}

/// What notices an event.
#[derive(Debug, Clone, Copy)]
pub enum By<'c> {
    /// A metric filter.
    Filter(&'c Filter),
    /// An event rule.
    Rule(&'c EventRule),
}

impl By<'_> {
    /// Whether it is that filter.
    pub fn is_filter(&self, filter: &Filter) -> bool {
        matches!(self, Self::Filter(by) if std::ptr::eq(*by, filter))
    }

    /// Whether it is that rule.
    pub fn is_rule(&self, rule: &EventRule) -> bool {
        matches!(self, Self::Rule(by) if std::ptr::eq(*by, rule))
    }
}

/// Decides what becomes of everything that is asked for.
pub fn prove<'c>(asked: &Asked, chains: &'c Chains) -> Proof<'c> {
    let mut proof = Proof {
        chains: built(asked, chains),
        rules: Vec::new(),
        fates: Vec::new(),
    };
    for chain in &mut proof.chains {
        silence(chain, chains);
    }
    if asked.counts(Road::EventRule) {
        proof.rules = Ruled::all(asked, chains);
    }
    let question = Question {
        asked,
        chains,
        built: &proof.chains,
        rules: &proof.rules,
    };
    let fates = asked.required.iter().map(|item| question.fate(item));
    proof.fates = fates.collect();
    proof
}

/// What is followed over metric filters.
fn built<'c>(asked: &Asked, chains: &'c Chains) -> Vec<Chain<'c>> {
    if let (Some(name), Some(region)) = (&asked.log_group, &asked.region) {
        let name = ((chains.account(), region.clone()), name.clone());
        return vec![Chain::of_group(chains, name, asked.events)];
    }
    if !asked.counts(Road::MetricFilter) {
        return Vec::new();
    }
    let trails = chains.trails.iter();
    trails
        .map(|trail| Chain::new(chains, trail, asked.events))
        .collect()
}

/// Breaks the routes over alarms that never come to rest: a filter that matches whatever happens
/// publishes into the series that they watch. That goes for the routes of other filters over the
/// same alarm, too; where only events with some value of a dimension land in the series, it does
/// not.
fn silence(chain: &mut Chain<'_>, chains: &Chains) {
    let mut ringing: Vec<(String, Break)> = Vec::new();
    for filtered in &chain.filters {
        let ends = filtered.routes.iter().filter(|route| route.only.is_empty());
        let mut ends = ends.filter_map(|route| route.end.as_ref().ok()).peekable();
        if ends.peek().is_some()
            && let Some(broken) = broad::always(filtered.filter, chains)
        {
            ringing.extend(ends.map(|end| (end.alarm.clone(), broken.clone())));
        }
    }
    let routes = chain.filters.iter_mut().flat_map(|f| &mut f.routes);
    for route in routes.filter(|route| route.only.is_empty()) {
        let Ok(end) = &route.end else { continue };
        let found = ringing.iter().find(|(alarm, _)| *alarm == end.alarm);
        if let Some((_, broken)) = found {
            route.end = Err(broken.clone());
        }
    }
}

/// What is asked, and what there is to answer it.
pub struct Question<'q, 'c> {
    /// What is asked for.
    pub asked: &'q Asked,
    /// What chains are made of.
    pub chains: &'c Chains,
    /// What is followed over metric filters.
    pub built: &'q [Chain<'c>],
    /// What is followed over event rules.
    pub rules: &'q [Ruled<'c>],
}

impl<'c> Question<'_, 'c> {
    fn fate(&self, item: &Item) -> Fate<'c> {
        let requirement = self.requirement(item);
        let ways = Ways::of(self, item);
        let several = ways.sure.len() > 1;
        let by = several
            .then(|| self.alone(&requirement, item, &ways.sure))
            .flatten();
        let sure = match by {
            Some(way) => vec![way.deployed.clone()],
            None => deployed(&ways.sure),
        };
        let covered = match by {
            Some(_) => Coverage::Covered,
            None => self.ask(&requirement, &sure, &item.universe),
        };
        let event = match covered {
            Coverage::Covered => {
                let failures = item.failures.as_ref();
                let failed = failures.map(|failures| {
                    let by_same = self.ask(&requirement, &sure, failures);
                    if by.is_none() || by_same == Coverage::Covered {
                        return by_same;
                    }
                    self.ask(&requirement, &deployed(&ways.sure), failures)
                });
                return Fate::Rings {
                    by: match ways.sure.as_slice() {
                        [only] => only.by,
                        _ => by.and_then(|way| way.by),
                    },
                    failure: match failed {
                        Some(Coverage::NotCovered(event)) => Some(*event),
                        _ => None,
                    },
                };
            }
            Coverage::NotProven(why) => {
                return Fate::Open(vec![format!("{}: {why}", item.label())]);
            }
            Coverage::NotCovered(event) => *event,
        };
        if !ways.hidden.is_empty() {
            return Fate::Open(ways.hidden.iter().map(Break::why).collect());
        }
        if ways.doubtful.is_empty() {
            return Fate::Missed(Box::new(missed(event, item, self, &ways)));
        }
        let both: Vec<Deployed<'_>> = (ways.sure.iter().chain(&ways.doubtful))
            .map(|way| way.deployed.clone())
            .collect();
        match self.ask(&requirement, &both, &item.universe) {
            Coverage::NotCovered(event) => {
                Fate::Missed(Box::new(missed(*event, item, self, &ways)))
            }
            Coverage::Covered | Coverage::NotProven(_) => {
                let breaks = ways.doubtful.iter().filter_map(|way| way.broken.as_ref());
                let reasons: BTreeSet<String> = breaks.map(Break::why).collect();
                Fate::Open(reasons.into_iter().collect())
            }
        }
    }

    /// The way that all events of the item take. Most accounts have a filter for each control,
    /// and one pattern is asked about sooner than all of them.
    fn alone<'w, 'a>(
        &self,
        requirement: &Requirement,
        item: &Item,
        sure: &'a [Way<'w, 'c>],
    ) -> Option<&'a Way<'w, 'c>> {
        let example = item.example()?;
        let mut likely = (sure.iter()).filter(|way| !way.deployed.misses(&example.event));
        likely.find(|way| {
            let deployed = std::slice::from_ref(&way.deployed);
            self.ask(requirement, deployed, &item.universe) == Coverage::Covered
        })
    }

    /// What is asked of the events: where trails are limited to a region each, and where event
    /// rules count, which always are, the events of the regions that matter.
    fn requirement(&self, item: &Item) -> Requirement {
        let by_region = self.built.iter().any(|chain| chain.region.is_some())
            || !self.rules.is_empty()
            || item.about == About::ServiceEvents;
        if by_region && item.about != About::Lines {
            let regions = self.regions();
            if !regions.is_empty() {
                return item.within(&regions);
            }
        }
        item.requirement.clone()
    }

    /// The region of what is judged; else those that were looked at, and that of the global
    /// services. A trail that is limited to a region leaves out all others that every account
    /// has, looked at or not.
    pub fn regions(&self) -> Vec<String> {
        if let Some(region) = &self.asked.region {
            return vec![region.to_string()];
        }
        let Some(target) = &self.chains.target else {
            return Vec::new();
        };
        let home = target.partition.home().to_string();
        let regions = target.regions.iter().map(ToString::to_string);
        let mut regions: BTreeSet<String> = regions.chain([home.clone()]).collect();
        if self.built.iter().any(|chain| chain.region.is_some()) {
            let always = target.partition.always_enabled().iter();
            regions.extend(always.map(ToString::to_string));
        }
        let mut regions: Vec<String> = regions.into_iter().collect();
        // Examples are made of the first.
        regions.sort_by_key(|region| *region != home);
        regions
    }

    fn ask(
        &self,
        required: &Requirement,
        deployed: &[Deployed<'_>],
        universe: &Universe,
    ) -> Coverage {
        let patterns = deployed
            .iter()
            .filter_map(|deployed| deployed.matcher.filter());
        let named = self.chains.records().naming(universe, patterns);
        let universe = named.as_ref().unwrap_or(universe);
        covers(std::slice::from_ref(required), deployed, universe)
    }
}

fn deployed<'w>(ways: &[Way<'w, '_>]) -> Vec<Deployed<'w>> {
    ways.iter().map(|way| way.deployed.clone()).collect()
}
