//! A trail with everything that hangs on it.

use serde_json::Value;

use super::filter::Filter;
use super::link::{Break, Link, Stage, Step};
use super::parts::{Chains, GroupName};
use super::requirement::Item;
use super::route::{self, Lines, Route};
use super::trail;
use crate::filter_pattern::{Event, Outcome};
use crate::inventory::body::Trail;
use crate::kind::Kind;
use crate::target::{Account, Arn, Region};

/// A delivery chain: a trail, its log group, and the routes from there to subscribers.
#[derive(Debug)]
pub struct Chain<'c> {
    /// The trail; none where a log group itself is judged.
    pub trail: Option<&'c Trail>,
    /// The region that the trail is limited to.
    pub region: Option<&'c str>,
    /// The links up to the log group that hold.
    pub steps: Vec<Step>,
    /// The log group, or the link before it that does not hold.
    pub group: Link<GroupName>,
    /// The metric filters of the group; none where a link before them does not hold.
    pub filters: Vec<Filtered<'c>>,
    /// What may match events as well, but was not seen or is not judged.
    pub hidden: Option<Break>,
}

/// A metric filter and the ways from it to subscribers.
#[derive(Debug)]
pub struct Filtered<'c> {
    /// The filter.
    pub filter: &'c Filter,
    /// One for each alarm, series and topic; at least one.
    pub routes: Vec<Route>,
}

impl<'c> Chain<'c> {
    /// What hangs on `trail`; alarms may need `events` events.
    pub fn new(chains: &'c Chains, trail: &'c Trail, events: u64) -> Self {
        let mut chain = Self {
            trail: Some(trail),
            region: trail::region(trail),
            steps: Vec::new(),
            group: Err(Break::Broken(Stage::Trail, String::new())),
            filters: Vec::new(),
            hidden: None,
        };
        chain.group = chain.follow(chains, trail);
        chain.behind(chains, events, Lines::Records);
        chain
    }

    /// What hangs on the log group `name`, whoever writes to it.
    pub fn of_group(chains: &'c Chains, name: GroupName, events: u64) -> Self {
        let mut chain = Self {
            trail: None,
            region: None,
            steps: Vec::new(),
            group: group(chains, name),
            filters: Vec::new(),
            hidden: None,
        };
        if let Ok(((_, region), name)) = &chain.group {
            let step = Step::new(Stage::LogGroup, name, region.as_str());
            chain.steps.push(step);
        }
        chain.behind(chains, events, Lines::Any);
        chain
    }

    /// Follows the filters of the group.
    fn behind(&mut self, chains: &'c Chains, events: u64, lines: Lines) {
        let Ok(name) = self.group.clone() else {
            return;
        };
        let filters = chains.filters.get(&name).into_iter().flatten();
        self.filters = filters
            .map(|filter| Filtered {
                filter,
                routes: route::routes(chains, filter, &name.0, events, lines),
            })
            .collect();
        let hidden = chains.hidden(Stage::Filter, Kind::MetricFilter, &name.0);
        self.hidden = hidden.or_else(|| log_alarm(chains, &name));
    }

    /// The trail's name.
    pub fn name(&self) -> &str {
        let name = self.trail.and_then(|trail| trail.name.as_deref());
        name.unwrap_or_default()
    }

    /// The name of the log group that the trail delivers to; empty if there is none.
    pub fn group_name(&self) -> &str {
        if let Ok((_, name)) = &self.group {
            return name;
        }
        let arn = self
            .trail
            .and_then(|t| t.cloud_watch_logs_log_group_arn.as_deref());
        let arn = arn.and_then(Arn::parse);
        arn.and_then(|arn| arn.log_group_name()).unwrap_or_default()
    }

    /// Goes from the trail to the log group.
    fn follow(&mut self, chains: &Chains, trail: &Trail) -> Link<GroupName> {
        trail::is_logging(trail)?;
        let regions = match self.region {
            None => "logs in all regions".to_owned(),
            Some(region) => format!("logs in {region} only"),
        };
        self.steps
            .push(Step::new(Stage::Trail, self.name(), regions));
        let arn = trail::log_group(trail)?;
        trail::delivers(trail, chains.now)?;
        let account = Account::new(arn.account);
        let group = arn.log_group_name().unwrap_or_default();
        if !chains.accounts.contains(&account) {
            let why = format!(
                "trail `{}` delivers to log group `{group}` of account {account}, which was not scanned",
                self.name()
            );
            return Err(Break::Open(Stage::LogGroup, why));
        }
        let place = (account, Region::new(arn.region));
        let name = self::group(chains, (place, group.to_owned()))?;
        self.steps
            .push(Step::new(Stage::LogGroup, group, arn.region));
        Ok(name)
    }

    /// Whether the chain sees the events of `item`, as far as the log group.
    pub fn sees(&self, item: &Item) -> Link<&GroupName> {
        let group = self.group.as_ref().map_err(Clone::clone)?;
        if let Some(trail) = self.trail {
            trail::records(trail, item)?;
        }
        Ok(group)
    }
}

/// The log group `name`, if metric filters can work on it.
fn group(chains: &Chains, name: GroupName) -> Link<GroupName> {
    let (place, group) = &name;
    let Some(found) = chains.groups.get(&name) else {
        if chains.filters.contains_key(&name) {
            return Ok(name);
        }
        let hidden = chains.hidden(Stage::LogGroup, Kind::LogGroup, place);
        return Err(hidden.unwrap_or_else(|| {
            let why = format!("log group `{group}` does not exist in {}", place.1);
            Break::Broken(Stage::LogGroup, why)
        }));
    };
    // Source: CloudWatch Logs user guide, "Log classes".
    let class = match found.log_group_class.as_deref() {
        Some("INFREQUENT_ACCESS") => Some("Infrequent Access"),
        Some("DELIVERY") => Some("Delivery"),
        _ => None,
    };
    if let Some(class) = class {
        let why = format!(
            "log group `{group}` is of the class {class}, in which metric filters do not work"
        );
        return Err(Break::Broken(Stage::LogGroup, why));
    }
    Ok(name)
}

impl Filtered<'_> {
    /// Where the filter matches `event`, and alarms ring for others that it matches: which
    /// field gives it a dimension that no alarm watches.
    pub fn elsewhere(&self, event: &Value) -> Option<Break> {
        let pattern = self.filter.pattern().ok()?;
        if pattern.judge(&Event::from_value(event)) != Outcome::Match {
            return None;
        }
        let field = |path: &[String]| path.iter().try_fold(event, |value, name| value.get(name));
        let mut ringing = self.routes.iter().filter_map(|route| {
            let end = route.end.as_ref().ok()?;
            Some((end, &route.only))
        });
        let (end, path) = ringing.find_map(|(end, only)| {
            let mut unmet = only.iter();
            let (path, _) = unmet.find(|(path, condition)| !condition.holds(field(path)))?;
            Some((end, path))
        })?;
        let why = format!(
            "metric filter `{}` publishes a dimension for the field {}, and the series of `{}` that alarm `{}` watches is not that of their value",
            self.filter.name(),
            path.join("."),
            end.metric,
            end.alarm
        );
        Some(Break::Broken(Stage::Alarm, why))
    }
}

/// An alarm on a query of the log group, which may ring as well.
fn log_alarm(chains: &Chains, (place, group): &GroupName) -> Option<Break> {
    let is_of_group = |identifier: &String| {
        let name = identifier
            .split_once(":log-group:")
            .map_or(identifier.as_str(), |(_, name)| name);
        name.trim_end_matches(":*") == group
    };
    let mut alarms = chains.alarms.iter().filter(|(at, _)| at == place);
    let (_, alarm) = alarms.find(|(_, alarm)| {
        let query = alarm.scheduled_query_configuration.as_ref();
        query.is_some_and(|query| query.log_group_identifiers.iter().any(is_of_group))
    })?;
    let why = format!(
        "log alarm `{}` queries log group `{group}`; what it notices is not judged",
        alarm.alarm_name.as_deref().unwrap_or_default()
    );
    Some(Break::Open(Stage::Alarm, why))
}
