//! Alert rules: does every required event reach somebody?
//!
//! A requirement is tried on believable events, one for each operation and identity. An
//! event rings if some trail records it, delivers it to a log group, a filter there
//! matches it, and the chain from that filter on holds. [`Chains`] holds what an account
//! has, [`trail`] judges the links before the filter, [`ring`] those after it.

#[cfg_attr(
    not(test),
    expect(
        dead_code,
        unused_imports,
        reason = "what an alarm does is worked out, but not asked for yet"
    )
)]
mod alarm;
mod event;
mod link;
mod report;
mod ring;
mod trail;
mod variation;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::judge::Verdict;
use crate::filter_pattern::{Event, Outcome, Pattern};
use crate::inventory::body::{Alarm, LogGroup, MetricFilter, Topic, Trail};
use crate::inventory::{Body, Gap, Inventory, NotSeen, Reason, Resource, Seen};
use crate::kind::Kind;
use crate::rule::{Alert, EventSet};
use crate::target::{Account, Region, Target};

use event::Sample;
use link::{Break, Link, Stage};
use ring::Ring;
use trail::{log_group, records, watches};

/// What an account's delivery chains are made of.
#[derive(Debug, Default)]
pub struct Chains {
    account: Option<Account>,
    trails: Vec<Trail>,
    groups: BTreeMap<(Region, String), LogGroup>,
    filters: BTreeMap<(Region, String), Vec<Filter>>,
    alarms: Vec<(Region, Alarm)>,
    topics: BTreeMap<String, Topic>,
    gaps: Vec<Gap>,
    routine: Vec<Sample>,
}

/// A metric filter with its pattern parsed.
#[derive(Debug)]
struct Filter {
    body: MetricFilter,
    pattern: Result<Pattern, String>,
}

impl Chains {
    /// The parts of the chains in `target`.
    pub fn new(inventory: &Inventory, target: &Target) -> Self {
        let mut chains = Self {
            account: Some(target.account.clone()),
            routine: event::routine(target.account.as_str()),
            ..Self::default()
        };
        let gaps = inventory.gaps.iter();
        chains.gaps = gaps
            .filter(|gap| gap.account == target.account)
            .cloned()
            .collect();
        let here = |kind| {
            let all = inventory.of_kind(kind);
            all.filter(|resource| resource.account == target.account)
        };
        for resource in here(Kind::Trail) {
            let trail = chains.read::<Trail>(resource);
            chains.trails.extend(trail);
        }
        for resource in here(Kind::LogGroup) {
            if let (Some(region), Some(group)) =
                (&resource.region, chains.read::<LogGroup>(resource))
            {
                let name = group.log_group_name.clone().unwrap_or_default();
                chains.groups.insert((region.clone(), name), group);
            }
        }
        for resource in here(Kind::MetricFilter) {
            if let (Some(region), Some(body)) =
                (&resource.region, chains.read::<MetricFilter>(resource))
            {
                let group = body.log_group_name.clone().unwrap_or_default();
                let filters = chains.filters.entry((region.clone(), group)).or_default();
                filters.push(Filter::new(body));
            }
        }
        for resource in here(Kind::Alarm) {
            if let (Some(region), Some(alarm)) = (&resource.region, chains.read::<Alarm>(resource))
            {
                chains.alarms.push((region.clone(), alarm));
            }
        }
        for resource in here(Kind::Topic) {
            if let (Some(arn), Some(topic)) = (&resource.arn, chains.read::<Topic>(resource)) {
                chains.topics.insert(arn.clone(), topic);
            }
        }
        chains
    }

    /// The body of `resource`. Whatever fills an inventory has checked it; were one of a
    /// wrong shape all the same, it would be a gap and not nothing.
    fn read<B: Body>(&mut self, resource: &Resource) -> Option<B> {
        let problem = match resource.typed::<B>() {
            Ok(body) => return Some(body),
            Err(problem) => problem,
        };
        let call = B::KIND.listed_by().last().copied();
        self.gaps.push(Gap {
            account: resource.account.clone(),
            region: resource.region.clone(),
            kind: B::KIND,
            resource: None,
            call: NotSeen {
                operation: call.map_or_else(String::new, |call| call.to_string()),
                reason: Reason::Failed,
                detail: problem,
            },
        });
        None
    }

    /// The gap that may hide links of the kind of `stage` in `region`.
    fn hidden(&self, stage: Stage, region: &Region) -> Option<Break> {
        let kind = match stage {
            Stage::Trail => Kind::Trail,
            Stage::LogGroup => Kind::LogGroup,
            Stage::Filter => Kind::MetricFilter,
            Stage::Alarm | Stage::Action => Kind::Alarm,
            Stage::Topic | Stage::Subscription => Kind::Topic,
        };
        self.gaps_of(stage, kind, |gap| {
            gap.resource.is_none() && gap.region.as_ref().is_none_or(|of| of == region)
        })
    }

    /// The gap that may hide the topic `arn`.
    fn hidden_topic(&self, arn: &str, region: &Region) -> Option<Break> {
        let name = arn.rsplit(':').next().unwrap_or_default();
        let named = self.gaps_of(Stage::Topic, Kind::Topic, |gap| {
            (gap.resource.as_deref()).is_some_and(|id| id == arn || id == name)
        });
        named.or_else(|| self.hidden(Stage::Topic, region))
    }

    fn gaps_of(&self, stage: Stage, kind: Kind, hides: impl Fn(&Gap) -> bool) -> Option<Break> {
        let gaps = self
            .gaps
            .iter()
            .filter(|gap| gap.kind == kind && hides(gap));
        let calls: Vec<_> = gaps.map(super::rows::located).collect();
        (!calls.is_empty()).then_some(Break::NotSeen(stage, calls))
    }
}

impl Filter {
    fn new(body: MetricFilter) -> Self {
        let source = body.filter_pattern.as_deref().unwrap_or_default();
        let pattern = Pattern::parse(source).map_err(|e| e.to_string());
        Self { body, pattern }
    }

    fn name(&self) -> &str {
        self.body.filter_name.as_deref().unwrap_or_default()
    }

    /// How an event that the filter matches reaches somebody.
    fn rings(&self, chains: &Chains, region: &Region) -> Link<Ring> {
        let mut routine = chains.routine.iter();
        // The metric never rests, so the alarm never changes its state: nobody is told.
        if routine.all(|sample| self.selects(&Event::new(&sample.text)) == Ok(true)) {
            let why = format!(
                "metric filter `{}` matches whatever happens, so its alarm rings all the time",
                self.name()
            );
            return Err(Break::Broken(Stage::Filter, why));
        }
        ring::ring(chains, &self.body, region)
    }

    /// Whether the filter selects `event`; where AWS leaves it open, why.
    fn selects(&self, event: &Event<'_>) -> Result<bool, Break> {
        let open = |why: String| {
            let why = format!("metric filter `{}`: {why}", self.name());
            Break::Open(Stage::Filter, why)
        };
        match &self.pattern {
            // AWS stores no pattern that it cannot parse, so it is our grammar that lacks.
            Err(problem) => Err(open(format!("its pattern is not understood: {problem}"))),
            Ok(pattern) => match pattern.judge(event) {
                Outcome::Match => Ok(true),
                Outcome::NoMatch => Ok(false),
                Outcome::Contested(doubt) => Err(open(doubt.to_string())),
            },
        }
    }
}

/// A trail with everything that hangs on it; no filters where a link before them does not
/// hold.
struct Chain<'c> {
    trail: &'c str,
    group: Link<(Region, String)>,
    filters: Vec<(&'c Filter, Link<Ring>)>,
}

impl<'c> Chain<'c> {
    fn new(chains: &'c Chains, trail: &'c Trail, alert: &Alert) -> Self {
        let group = Self::group(chains, trail, alert);
        let filters = match &group {
            Ok(key) => {
                let filters = chains.filters.get(key).into_iter().flatten();
                filters
                    .map(|filter| (filter, filter.rings(chains, &key.0)))
                    .collect()
            }
            Err(_) => Vec::new(),
        };
        Self {
            trail: trail.name.as_deref().unwrap_or_default(),
            group,
            filters,
        }
    }

    fn group(chains: &Chains, trail: &Trail, alert: &Alert) -> Link<(Region, String)> {
        watches(trail)?;
        records(trail, &alert.required)?;
        let account = chains.account.clone().unwrap_or_else(|| Account::new(""));
        let arn = log_group(trail, &account)?;
        let region = Region::new(arn.region);
        let key = (region, arn.log_group_name().unwrap_or_default().to_owned());
        if chains.groups.contains_key(&key) || chains.filters.contains_key(&key) {
            return Ok(key);
        }
        Err(chains.hidden(Stage::LogGroup, &key.0).unwrap_or_else(|| {
            let why = format!("log group `{}` does not exist in {}", key.1, key.0);
            Break::Broken(Stage::LogGroup, why)
        }))
    }

    /// How `event` reaches somebody over this trail.
    fn rings(&self, chains: &Chains, event: &Event<'_>) -> Link<Ring> {
        let (region, group) = match &self.group {
            Ok(key) => key,
            Err(broken) => return Err(broken.clone()),
        };
        let filters = self.filters.iter().map(|(filter, ring)| match ring {
            // A filter that rings nobody does not matter, whether it matches or not.
            Err(broken @ Break::Broken(..)) => match filter.selects(event) {
                Ok(false) => Err(unmatched(group)),
                _ => Err(broken.clone()),
            },
            ring if filter.selects(event)? => ring.clone(),
            _ => Err(unmatched(group)),
        });
        let hidden = chains.hidden(Stage::Filter, region).map(Err);
        let (sure, doubtful) = filters
            .chain(hidden)
            .partition::<Vec<_>, _>(|way| !matches!(way, Ok(ring) if ring.doubt.is_some()));
        link::best(sure.into_iter().chain(doubtful), || unmatched(group))
    }

    /// Whether the filter matches one of `samples`.
    fn concerns(filter: &Filter, samples: &[Sample]) -> bool {
        samples
            .iter()
            .any(|sample| filter.selects(&Event::new(&sample.text)) != Ok(false))
    }
}

fn unmatched(group: &str) -> Break {
    let why = format!("no metric filter on log group `{group}` matches them");
    Break::Broken(Stage::Filter, why)
}

/// A required event and what becomes of it.
struct Fate<'s> {
    sample: &'s Sample,
    reaches: Link<Ring>,
}

/// Each of `usual`, and after it its variations.
fn with_variations(usual: Vec<Sample>, set: &EventSet, asked: &variation::Asked) -> Vec<Sample> {
    let mut all = Vec::with_capacity(usual.len());
    for sample in usual {
        let varied = variation::variations(&sample, set, asked);
        all.push(sample);
        all.extend(varied);
    }
    all
}

/// Judges `alert` in the account of `chains`.
pub fn judge(alert: &Alert, parameters: &Map<String, Value>, chains: &Chains) -> Verdict {
    let trails = chains.trails.iter();
    let built: Vec<Chain<'_>> = trails
        .map(|trail| Chain::new(chains, trail, alert))
        .collect();
    let hidden = chains.gaps_of(Stage::Trail, Kind::Trail, |gap| gap.resource.is_none());
    let account = chains.account.as_ref().map_or("", Account::as_str);
    let samples = |set: &EventSet| event::samples(set, parameters, account);
    let filters = built.iter().flat_map(|chain| &chain.filters);
    let patterns = filters.filter_map(|(filter, _)| filter.pattern.as_ref().ok());
    let asked = variation::asked(patterns);
    let required: Vec<Sample> = alert
        .required
        .iter()
        .flat_map(|set| with_variations(samples(set), set, &asked))
        .collect();
    let ordinary: Vec<Sample> = alert.ordinary.iter().flat_map(samples).collect();
    let fates: Vec<Fate<'_>> = required
        .iter()
        .map(|sample| {
            let event = Event::new(&sample.text);
            let ways = built.iter().map(|chain| chain.rings(chains, &event));
            let ways = ways.chain(hidden.clone().map(Err));
            let none = || Break::Broken(Stage::Trail, "there is no trail".to_owned());
            let reaches = link::best(ways, none);
            Fate { sample, reaches }
        })
        .collect();
    report::verdict(&fates, &built, &required, &ordinary)
}
