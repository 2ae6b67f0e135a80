//! What delivery chains are made of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use super::alarm::Series;
use super::broad::Routine;
use super::event_rule::EventRule;
use super::filter::Filter;
use super::link::{Break, Stage};
use crate::cloudtrail::Records;
use crate::evaluate::rows::located;
use crate::inventory::body::{
    self, Alarm, AlarmMuteRule, EventTarget, LogGroup, Metric, MetricFilter, Topic, Trail,
};
use crate::inventory::{Body, Gap, Inventory, NotSeen, Reason, Resource};
use crate::kind::Kind;
use crate::target::{Account, Region, Target};

/// A place in an account.
pub type Place = (Account, Region);

/// A log group: its place and name.
pub type GroupName = (Place, String);

/// What an account's delivery chains are made of. The links behind a trail may stand in
/// another account of the inventory: an organization's trail delivers to one log group.
#[derive(Debug, Clone, Default)]
pub struct Chains {
    /// The account that is judged, and its regions.
    pub target: Option<Target>,
    /// The time of the inventory.
    pub now: Option<Timestamp>,
    /// The trails of the account.
    pub trails: Vec<Trail>,
    /// Log groups.
    pub groups: BTreeMap<GroupName, LogGroup>,
    /// The metric filters of each log group.
    pub filters: BTreeMap<GroupName, Vec<Filter>>,
    /// Alarms.
    pub alarms: Vec<(Place, Alarm)>,
    /// Rules that mute alarms.
    pub mutes: Vec<(Place, AlarmMuteRule)>,
    /// The rules of event buses.
    pub rules: BTreeMap<Place, Vec<EventRule>>,
    /// Queues and functions that event rules send to, by their ARN.
    pub targets: BTreeMap<String, EventTarget>,
    /// The series with datapoints in the last two weeks, their dimensions in order.
    pub series: BTreeSet<(Place, Series)>,
    /// Topics by their ARN.
    pub topics: BTreeMap<String, Topic>,
    /// All accounts that were looked at.
    pub accounts: Vec<Account>,
    gaps: Vec<Gap>,
    records: OnceLock<Arc<Records>>,
    routine: OnceLock<Vec<Routine>>,
}

impl Chains {
    /// The parts of the chains of `target`.
    pub fn new(inventory: &Inventory, target: &Target) -> Self {
        let mut chains = Self {
            target: Some(target.clone()),
            now: Some(inventory.finished_at),
            gaps: inventory.gaps.clone(),
            accounts: (inventory.targets.iter())
                .map(|target| target.account.clone())
                .collect(),
            ..Self::default()
        };
        for resource in inventory.of_kind(Kind::Trail) {
            if resource.account == target.account {
                let trail = chains.read::<Trail>(resource);
                chains.trails.extend(trail);
            }
        }
        for resource in inventory.of_kind(Kind::LogGroup) {
            if let Some((place, group)) = chains.placed::<LogGroup>(resource) {
                let name = group.log_group_name.clone().unwrap_or_default();
                chains.groups.insert((place, name), group);
            }
        }
        for resource in inventory.of_kind(Kind::MetricFilter) {
            if let Some((place, body)) = chains.placed::<MetricFilter>(resource) {
                let group = body.log_group_name.clone().unwrap_or_default();
                let filters = chains.filters.entry((place, group)).or_default();
                filters.push(Filter::new(body));
            }
        }
        for resource in inventory.of_kind(Kind::Alarm) {
            let alarm = chains.placed::<Alarm>(resource);
            chains.alarms.extend(alarm);
        }
        for resource in inventory.of_kind(Kind::AlarmMuteRule) {
            let mute = chains.placed::<AlarmMuteRule>(resource);
            chains.mutes.extend(mute);
        }
        for resource in inventory.of_kind(Kind::EventRule) {
            if let Some((place, body)) = chains.placed::<body::EventRule>(resource) {
                let rules = chains.rules.entry(place).or_default();
                rules.push(EventRule::new(body));
            }
        }
        for resource in inventory.of_kind(Kind::EventTarget) {
            let target = chains.read::<EventTarget>(resource);
            if let (Some(arn), Some(target)) = (&resource.arn, target) {
                chains.targets.insert(arn.clone(), target);
            }
        }
        for resource in inventory.of_kind(Kind::Metric) {
            if let Some((place, metric)) = chains.placed::<Metric>(resource) {
                chains.series.insert((place, Series::of(&metric).sorted()));
            }
        }
        for resource in inventory.of_kind(Kind::Topic) {
            if let (Some(arn), Some(topic)) = (&resource.arn, chains.read::<Topic>(resource)) {
                chains.topics.insert(arn.clone(), topic);
            }
        }
        chains
    }

    /// The account that is judged.
    pub fn account(&self) -> Account {
        let target = self.target.as_ref();
        target.map_or_else(|| Account::new(""), |t| t.account.clone())
    }

    /// The records that it can have.
    pub fn records(&self) -> &Records {
        self.records.get_or_init(|| {
            let partition = self.target.as_ref().map(|t| t.partition.as_str());
            Arc::new(Records::new(
                self.account().as_str(),
                partition.unwrap_or("aws"),
            ))
        })
    }

    /// What goes on in the account all day.
    pub fn routine(&self) -> &[Routine] {
        self.routine.get_or_init(|| Routine::all(self.records()))
    }

    fn placed<B: Body>(&mut self, resource: &Resource) -> Option<(Place, B)> {
        let region = resource.region.clone()?;
        let body = self.read::<B>(resource)?;
        Some(((resource.account.clone(), region), body))
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

    /// The gap that may hide trails of the account.
    pub fn hidden_trails(&self) -> Option<Break> {
        let account = self.account();
        self.gaps_of(Stage::Trail, Kind::Trail, |gap| {
            gap.resource.is_none() && gap.account == account
        })
    }

    /// The gap that may hide resources of `kind`, which are links of `stage`, in `place`.
    pub fn hidden(&self, stage: Stage, kind: Kind, place: &Place) -> Option<Break> {
        self.gaps_of(stage, kind, |gap| {
            gap.resource.is_none() && is_at(gap, place)
        })
    }

    /// The gap that may hide the topic `arn`.
    pub fn hidden_topic(&self, arn: &str, place: &Place) -> Option<Break> {
        let name = arn.rsplit(':').next().unwrap_or_default();
        let named = self.gaps_of(Stage::Topic, Kind::Topic, |gap| {
            (gap.resource.as_deref()).is_some_and(|id| id == arn || id == name)
        });
        named.or_else(|| self.hidden(Stage::Topic, Kind::Topic, place))
    }

    /// The gap that may hide rules which mute alarms in `place`. An endpoint that does not
    /// know such rules has none.
    pub fn hidden_mutes(&self, place: &Place) -> Option<Break> {
        self.gaps_of(Stage::Action, Kind::AlarmMuteRule, |gap| {
            gap.call.reason != Reason::Unsupported && is_at(gap, place)
        })
    }

    fn gaps_of(&self, stage: Stage, kind: Kind, hides: impl Fn(&Gap) -> bool) -> Option<Break> {
        let gaps = self
            .gaps
            .iter()
            .filter(|gap| gap.kind == kind && hides(gap));
        let calls: Vec<_> = gaps.map(located).collect();
        (!calls.is_empty()).then_some(Break::NotSeen(stage, calls))
    }
}

fn is_at(gap: &Gap, (account, region): &Place) -> bool {
    gap.account == *account && gap.region.as_ref().is_none_or(|of| of == region)
}
