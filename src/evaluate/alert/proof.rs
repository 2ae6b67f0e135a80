//! Which required events are covered by the routes that hold.

use std::collections::BTreeSet;

use serde_json::Value;

use super::broad;
use super::chain::Chain;
use super::filter::Filter;
use super::link::{Break, Stage, nearest};
use super::parts::Chains;
use super::requirement::{Asked, Item};
use crate::cloudtrail::Records;
use crate::coverage::{Condition, Coverage, Deployed, Requirement, Universe, covers};
use crate::filter_pattern::{Clause, Event, Outcome, blame};

/// The chains of an account, and what becomes of each required event.
#[derive(Debug)]
pub struct Proof<'c> {
    /// One for each trail.
    pub chains: Vec<Chain<'c>>,
    /// One for each required item, in their order.
    pub fates: Vec<Fate<'c>>,
}

impl Proof<'_> {
    /// Whether the proof rests on a filter, or would: another one may do all that it does.
    pub fn needs(&self, filter: &Filter) -> bool {
        self.fates.iter().any(|fate| match fate {
            Fate::Rings { by: Some(by), .. } => std::ptr::eq(*by, filter),
            Fate::Rings { by: None, .. } | Fate::Missed(_) | Fate::Open(_) => true,
        })
    }
}

/// What becomes of the events of an item.
#[derive(Debug)]
pub enum Fate<'c> {
    /// Each of them reaches somebody: proven.
    Rings {
        /// The filter that matches all of them, where it takes only one.
        by: Option<&'c Filter>,
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

/// A route as a deployed pattern, with why it may not hold.
struct Way<'w, 'c> {
    filter: &'c Filter,
    deployed: Deployed<'w>,
    broken: Option<&'w Break>,
}

/// Everything that may notice the events of an item.
struct Ways<'w, 'c> {
    /// Routes that hold.
    sure: Vec<Way<'w, 'c>>,
    /// Routes of which that is not known.
    doubtful: Vec<Way<'w, 'c>>,
    /// Routes that do not hold.
    broken: Vec<Way<'w, 'c>>,
    /// What may notice any event, but was not seen or is not judged.
    hidden: Vec<Break>,
    /// Chains that do not get as far as a filter.
    lost: Vec<Break>,
}

/// Decides what becomes of everything that is asked for.
pub fn prove<'c>(asked: &Asked, chains: &'c Chains) -> Proof<'c> {
    let trails = chains.trails.iter();
    let mut built: Vec<Chain<'c>> = trails
        .map(|trail| Chain::new(chains, trail, asked.events))
        .collect();
    for chain in &mut built {
        silence(chain, chains);
    }
    let fates = asked.required.iter();
    let fates = fates.map(|item| fate(item, &built, chains)).collect();
    Proof {
        chains: built,
        fates,
    }
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

fn fate<'c>(item: &Item, built: &[Chain<'c>], chains: &Chains) -> Fate<'c> {
    let records = chains.records();
    let requirement = requirement(item, built, chains);
    let ways = ways(item, built, chains);
    let several = ways.sure.len() > 1;
    let by = several
        .then(|| alone(&requirement, item, &ways.sure, records))
        .flatten();
    let sure = match by {
        Some(way) => vec![way.deployed.clone()],
        None => deployed(&ways.sure),
    };
    let covered = match by {
        Some(_) => Coverage::Covered,
        None => ask(&requirement, &sure, &item.universe, records),
    };
    let event = match covered {
        Coverage::Covered => {
            let failures = item.failures.as_ref();
            let failed = failures.map(|failures| {
                let by_same = ask(&requirement, &sure, failures, records);
                if by.is_none() || by_same == Coverage::Covered {
                    return by_same;
                }
                ask(&requirement, &deployed(&ways.sure), failures, records)
            });
            return Fate::Rings {
                by: match ways.sure.as_slice() {
                    [only] => Some(only.filter),
                    _ => by.map(|way| way.filter),
                },
                failure: match failed {
                    Some(Coverage::NotCovered(event)) => Some(*event),
                    _ => None,
                },
            };
        }
        Coverage::NotProven(why) => return Fate::Open(vec![format!("{}: {why}", item.label())]),
        Coverage::NotCovered(event) => *event,
    };
    if !ways.hidden.is_empty() {
        return Fate::Open(ways.hidden.iter().map(Break::why).collect());
    }
    if ways.doubtful.is_empty() {
        return Fate::Missed(Box::new(missed(event, item, built, &ways, chains)));
    }
    let both: Vec<Deployed<'_>> = (ways.sure.iter().chain(&ways.doubtful))
        .map(|way| way.deployed.clone())
        .collect();
    match ask(&requirement, &both, &item.universe, records) {
        Coverage::NotCovered(event) => {
            Fate::Missed(Box::new(missed(*event, item, built, &ways, chains)))
        }
        Coverage::Covered | Coverage::NotProven(_) => {
            let breaks = ways.doubtful.iter().filter_map(|way| way.broken);
            Fate::Open(breaks.map(Break::why).collect())
        }
    }
}

/// The way that all events of the item take. Most accounts have a filter for each control, and
/// one pattern is asked about sooner than all of them.
fn alone<'w, 'a, 'c>(
    requirement: &Requirement,
    item: &Item,
    sure: &'a [Way<'w, 'c>],
    records: &Records,
) -> Option<&'a Way<'w, 'c>> {
    let example = item.example()?;
    let mut likely = (sure.iter()).filter(|way| !way.deployed.misses(&example.event));
    likely.find(|way| {
        let deployed = std::slice::from_ref(&way.deployed);
        ask(requirement, deployed, &item.universe, records) == Coverage::Covered
    })
}

/// What is asked of the events: where trails are limited to a region each, the events of all
/// regions that were looked at, and of those that every account has.
fn requirement(item: &Item, built: &[Chain<'_>], chains: &Chains) -> Requirement {
    let target = chains.target.as_ref();
    match target.filter(|_| built.iter().any(|chain| chain.region.is_some())) {
        Some(target) => {
            let always = target.partition.always_enabled().iter();
            let regions = target.regions.iter().map(ToString::to_string);
            let regions: BTreeSet<String> =
                regions.chain(always.map(ToString::to_string)).collect();
            let home = target.partition.home().to_string();
            let mut regions: Vec<String> = regions.into_iter().collect();
            // Examples are made of the first.
            regions.sort_by_key(|region| *region != home);
            item.within(&regions)
        }
        None => item.requirement.clone(),
    }
}

fn ask(
    required: &Requirement,
    deployed: &[Deployed<'_>],
    universe: &Universe,
    records: &Records,
) -> Coverage {
    let patterns = deployed
        .iter()
        .filter_map(|deployed| deployed.matcher.filter());
    let named = records.naming(universe, patterns);
    let universe = named.as_ref().unwrap_or(universe);
    covers(std::slice::from_ref(required), deployed, universe)
}

fn deployed<'w>(ways: &[Way<'w, '_>]) -> Vec<Deployed<'w>> {
    ways.iter().map(|way| way.deployed.clone()).collect()
}

fn ways<'w, 'c>(item: &Item, built: &'w [Chain<'c>], chains: &Chains) -> Ways<'w, 'c> {
    let mut ways = Ways {
        sure: Vec::new(),
        doubtful: Vec::new(),
        broken: Vec::new(),
        hidden: chains.hidden_trails().into_iter().collect(),
        lost: Vec::new(),
    };
    for chain in built {
        match chain.sees(item) {
            Err(broken) if broken.is_sure() => {
                ways.lost.push(broken);
                continue;
            }
            Err(broken) => {
                ways.hidden.push(broken);
                continue;
            }
            Ok(_) => ways.hidden.extend(chain.hidden.clone()),
        }
        let region = chain.region.map(|region| {
            let path = vec!["awsRegion".to_owned()];
            (path, Condition::Is(region.to_owned()))
        });
        for filtered in &chain.filters {
            for route in &filtered.routes {
                let broken = route.end.as_ref().err();
                let Ok(pattern) = filtered.filter.pattern() else {
                    ways.hidden.extend(broken.cloned());
                    continue;
                };
                if !item.may_be_matched_by(pattern) {
                    continue;
                }
                // What a filter is applied to decides what it matches.
                if broken.is_some_and(|b| !b.is_sure() && b.stage() == Stage::Filter) {
                    ways.hidden.extend(broken.cloned());
                    continue;
                }
                let only = route.only.iter().cloned().chain(region.clone());
                let way = Way {
                    filter: filtered.filter,
                    deployed: Deployed {
                        matcher: pattern.into(),
                        only: only.collect(),
                    },
                    broken,
                };
                match broken {
                    None => ways.sure.push(way),
                    Some(broken) if broken.is_sure() => ways.broken.push(way),
                    Some(_) => ways.doubtful.push(way),
                }
            }
        }
    }
    ways
}

/// Why `event` reaches nobody.
fn missed(
    event: Value,
    item: &Item,
    built: &[Chain<'_>],
    ways: &Ways<'_, '_>,
    chains: &Chains,
) -> Missed {
    let matching = ways
        .broken
        .iter()
        .filter(|way| !way.deployed.misses(&event));
    let mut breaks: Vec<Break> = matching.filter_map(|way| way.broken.cloned()).collect();
    breaks.extend(ways.lost.iter().cloned());
    let mut clause = None;
    for chain in built {
        let Ok((_, group)) = chain.sees(item) else {
            continue;
        };
        let at = event.get("awsRegion").and_then(Value::as_str);
        if let Some(region) = chain.region.filter(|region| at != Some(region)) {
            breaks.push(Break::Broken(
                Stage::Trail,
                format!("trail `{}` covers a single region, {region}", chain.name()),
            ));
            continue;
        }
        breaks.extend(chain.filters.iter().filter_map(|f| f.elsewhere(&event)));
        clause = clause.or_else(|| lost_by(&event, item, chain));
        let vain: Vec<String> = (chain.filters.iter())
            .filter(|f| is_vain(f.filter, item, &event, chains))
            .map(|f| format!("`{}`", f.filter.name()))
            .collect();
        let vain = match vain.len() {
            0 => String::new(),
            _ => format!(
                "; no event at all meets the conditions of metric filter {}",
                vain.join(" and ")
            ),
        };
        let why = format!("no metric filter on log group `{group}` matches them{vain}");
        breaks.push(Break::Broken(Stage::Filter, why));
    }
    let none = Break::Broken(Stage::Trail, "there is no trail".to_owned());
    let broken = nearest(&breaks).unwrap_or(&none);
    let clause = clause.filter(|_| broken.stage() == Stage::Filter);
    Missed {
        stage: broken.stage(),
        why: broken.why(),
        clause,
        event,
    }
}

/// Whether a filter asks for the operation of the item, but in such a way that it matches no
/// event at all: `&&` where `||` is meant.
fn is_vain(filter: &Filter, item: &Item, event: &Value, chains: &Chains) -> bool {
    let Ok(pattern) = filter.pattern() else {
        return false;
    };
    let Some(name) = &item.name else { return false };
    let asks = filter.source().contains(name.as_str());
    let nothing = || {
        let all = [Requirement::Pattern(pattern.clone())];
        covers(&all, &[], &chains.records().any()) == Coverage::Covered
    };
    asks && item.is_meant_by(pattern, &Event::from_value(event)) && nothing()
}

/// The clause that loses the event, of the filter that is nearest to matching it.
fn lost_by(event: &Value, item: &Item, chain: &Chain<'_>) -> Option<LostBy> {
    let read = Event::from_value(event);
    let mut nearest: Option<(usize, LostBy)> = None;
    for filtered in &chain.filters {
        let Ok(pattern) = filtered.filter.pattern() else {
            continue;
        };
        if !item.may_be_matched_by(pattern) || pattern.judge(&read) != Outcome::NoMatch {
            continue;
        }
        let lost = blame(pattern, &read);
        let source = filtered.filter.source();
        let quoted: Vec<&str> = lost
            .iter()
            .filter_map(|clause| source.get(clause.span.range()))
            .collect();
        // A filter for another operation was not meant to match.
        let about_others =
            item.name.is_some() && lost.iter().any(|clause| clause.is_on(&["eventName"]));
        let is_meant = item.is_meant_by(pattern, &read);
        let (Some(first), true) = (lost.first(), is_meant && !about_others) else {
            continue;
        };
        let better = nearest
            .as_ref()
            .is_none_or(|(least, _)| lost.len() < *least);
        if better && !quoted.is_empty() {
            let by = LostBy {
                filter: filtered.filter.name().to_owned(),
                clause: quoted.join("` and `"),
                start: first.span.start,
                end: first.span.end,
                fields: lost.iter().filter_map(Clause::path).collect(),
            };
            nearest = Some((lost.len(), by));
        }
    }
    nearest.map(|(_, by)| by)
}
