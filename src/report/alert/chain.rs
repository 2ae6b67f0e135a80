//! Delivery chains: the links that an event passes from the trail to a subscriber.

use serde::Deserialize;
use serde_json::Value;

use super::{line, shaped};

/// What is known of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum State {
    /// It passes the event on.
    Holds,
    /// It does not.
    Broken,
    /// It could not be looked at.
    NotSeen,
    /// It was looked at, but not decided.
    NotJudged,
}

impl State {
    /// A word of a report; a word that is not known decides nothing.
    fn of(word: Option<&str>) -> Self {
        match word {
            Some("holds") => Self::Holds,
            Some("broken") => Self::Broken,
            Some("not seen") => Self::NotSeen,
            _ => Self::NotJudged,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Broken => "broken",
            Self::NotSeen => "not seen",
            Self::NotJudged => "not judged",
        }
    }

    /// The sign for it, told apart without colour.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Holds => "✓",
            Self::Broken => "✕",
            Self::NotSeen | Self::NotJudged => "?",
        }
    }
}

/// A link of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Link {
    /// What it is, such as `metric filter`.
    pub kind: String,
    /// Which one; empty if there is none.
    pub name: String,
    /// What is known of it.
    pub state: State,
    /// What was found there; may be empty.
    pub detail: String,
}

impl Link {
    fn new(kind: &str, name: &str, state: State) -> Self {
        Self {
            kind: line(kind),
            name: line(name),
            state,
            detail: String::new(),
        }
    }

    /// Kind and name.
    pub fn label(&self) -> String {
        if self.name.is_empty() {
            self.kind.clone()
        } else {
            format!("{} {}", self.kind, self.name)
        }
    }
}

/// A way from a log group to a subscriber.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Route {
    /// The links behind the log group, the metric filter first.
    pub links: Vec<Link>,
    /// The filter's pattern.
    pub pattern: Option<String>,
}

/// The chain of a trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Chain {
    /// The links that all routes share: the trail and its log group.
    pub links: Vec<Link>,
    /// The routes from there; none where the chain does not get that far.
    pub routes: Vec<Route>,
    /// The filters' names and patterns as they are in AWS: places in a pattern are counted
    /// there.
    patterns: Vec<(String, String)>,
}

impl Chain {
    /// The links of each route, from the trail on: one row at least.
    pub fn rows(&self) -> Vec<Vec<&Link>> {
        let own = || self.links.iter();
        if self.routes.is_empty() {
            return vec![own().collect()];
        }
        let routes = self.routes.iter();
        routes.map(|r| own().chain(&r.links).collect()).collect()
    }
}

/// How far the links of a row hold, in a sentence's end, and the state of the whole.
pub(in crate::report) fn outcome(row: &[&Link]) -> (State, String) {
    let first = |state: State| row.iter().find(|link| link.state == state);
    if let Some(link) = first(State::Broken) {
        return (State::Broken, format!("broken at the {}", link.kind));
    }
    for state in [State::NotSeen, State::NotJudged] {
        if let Some(link) = first(state) {
            return (state, format!("not known: {} {}", link.kind, state.word()));
        }
    }
    match row.last() {
        Some(last) if ["subscription", "target"].contains(&last.kind.as_str()) => {
            (State::Holds, "holds to the end".to_owned())
        }
        Some(last) => (State::Holds, format!("holds up to the {}", last.kind)),
        None => (State::NotJudged, "not known".to_owned()),
    }
}

/// The patterns of all filters of `chains`, by the filter's name.
pub(super) fn patterns(chains: &[Chain]) -> Vec<(&str, &str)> {
    let all = chains.iter().flat_map(|chain| &chain.patterns);
    all.map(|(name, pattern)| (name.as_str(), pattern.as_str()))
        .collect()
}

/// Reads `chains`.
pub(super) fn read(value: &Value) -> Option<Vec<Chain>> {
    let chains: Vec<RawChain> = shaped(value)?;
    chains.iter().map(RawChain::chain).collect()
}

/// Reads `firstBrokenLink`.
pub(super) fn read_break(value: &Value) -> Option<Link> {
    shaped::<RawBreak>(value).map(|broken| broken.link())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawChain {
    trail: Option<String>,
    log_group: Option<RawGroup>,
    #[serde(default)]
    links: Vec<RawLink>,
    broken: Option<RawBreak>,
    #[serde(default)]
    filters: Vec<RawFilter>,
    #[serde(default)]
    event_rules: Vec<RawFilter>,
}

#[derive(Deserialize)]
struct RawGroup {
    name: String,
}

#[derive(Deserialize)]
struct RawLink {
    link: String,
    name: Option<String>,
    state: Option<String>,
    detail: Option<String>,
}

/// A link that does not hold, as `firstBrokenLink` and older reports have it.
#[derive(Deserialize)]
struct RawBreak {
    link: String,
    state: Option<String>,
    why: Option<String>,
}

#[derive(Deserialize)]
struct RawFilter {
    name: Option<String>,
    pattern: Option<String>,
    #[serde(default)]
    routes: Vec<RawRoute>,
    /// Older reports have one route for each filter, and it is the filter's own.
    #[serde(flatten)]
    route: RawRoute,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawRoute {
    metric: Option<String>,
    alarm: Option<String>,
    topic: Option<String>,
    confirmed_subscriptions: Option<u64>,
    #[serde(default)]
    links: Vec<RawLink>,
    broken: Option<RawBreak>,
}

impl RawLink {
    fn link(&self) -> Link {
        let name = self.name.as_deref().unwrap_or_default();
        Link {
            detail: line(self.detail.as_deref().unwrap_or_default()),
            ..Link::new(&self.link, name, State::of(self.state.as_deref()))
        }
    }
}

impl RawBreak {
    fn link(&self) -> Link {
        // The first broken link is broken, said or not.
        let state = State::of(self.state.as_deref().or(Some("broken")));
        Link {
            detail: line(self.why.as_deref().unwrap_or_default()),
            ..Link::new(&self.link, "", state)
        }
    }
}

impl RawChain {
    /// None for an object that says nothing of a chain.
    fn chain(&self) -> Option<Chain> {
        let notices = || self.filters.iter().chain(&self.event_rules);
        if self.trail.is_none() && self.links.is_empty() && notices().next().is_none() {
            return None;
        }
        let links = if self.links.is_empty() {
            let group = self.log_group.as_ref().map(|group| &group.name);
            told(
                &[("trail", self.trail.as_ref()), ("log group", group)],
                self.broken.as_ref(),
            )
        } else {
            self.links.iter().map(RawLink::link).collect()
        };
        let patterns = self.filters.iter().filter_map(|filter| {
            let name = filter.name.clone().unwrap_or_default();
            Some((name, filter.pattern.clone()?))
        });
        Some(Chain {
            links,
            routes: notices().flat_map(RawFilter::routes).collect(),
            patterns: patterns.collect(),
        })
    }
}

impl RawFilter {
    fn routes(&self) -> Vec<Route> {
        let route = |route: &RawRoute| Route {
            links: route.links(self.name.as_ref()),
            pattern: self.pattern.as_deref().map(line),
        };
        if self.routes.is_empty() {
            return vec![route(&self.route)];
        }
        self.routes.iter().map(route).collect()
    }
}

impl RawRoute {
    fn links(&self, filter: Option<&String>) -> Vec<Link> {
        if !self.links.is_empty() {
            return self.links.iter().map(RawLink::link).collect();
        }
        let confirmed = self
            .confirmed_subscriptions
            .map(|n| format!("{n} confirmed"));
        let named = [
            ("metric filter", filter),
            ("metric", self.metric.as_ref()),
            ("alarm", self.alarm.as_ref()),
            ("topic", self.topic.as_ref()),
            ("subscription", confirmed.as_ref()),
        ];
        told(&named, self.broken.as_ref())
    }
}

/// The links that a report without a list of links names: they hold, for what is broken is
/// told apart and ends the chain.
fn told(named: &[(&str, Option<&String>)], broken: Option<&RawBreak>) -> Vec<Link> {
    let mut broken = broken.map(RawBreak::link);
    let mut links = Vec::new();
    for (kind, name) in named {
        let link = name.map(|name| Link::new(kind, name, State::Holds));
        match &mut broken {
            Some(broken) if broken.kind == *kind => {
                broken.name = link.map_or_else(String::new, |link| link.name);
                break;
            }
            _ => links.extend(link),
        }
    }
    links.extend(broken);
    links
}
