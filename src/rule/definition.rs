//! A rule that has been checked.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::alert::{Alert, roads};
use super::condition::Condition;
use super::file::Fix;
use super::message::Message;
use super::parameter::Parameter;
use super::road::{self, Link, Road};
use super::watched::Watched;
use crate::kind::{Call, Kind, call};
use crate::verdict::Severity;

/// The field of alarms, topics and event subscriptions that says whether somebody hears them.
pub const DELIVERY: &str = "Delivery";

/// The field of alarms that says whether there is data for them.
pub const SIGNAL: &str = "Signal";

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Unique over all folders.
    pub id: String,
    /// What holds when it passes.
    pub title: String,
    /// How much it matters when it is broken.
    pub severity: Severity,
    /// The AWS service.
    pub service: String,
    /// The kind that gets a verdict.
    pub judges: Kind,
    /// Other kinds that it looks at.
    pub uses: Vec<Kind>,
    /// What may be set.
    pub parameters: BTreeMap<String, Parameter>,
    /// Expressions by name, as their author wrote them, for whoever reads the conditions.
    pub abbreviations: BTreeMap<String, String>,
    /// Whether there is something to judge.
    pub applies: Option<Condition>,
    /// What decides.
    pub check: Check,
    /// When a resource that does not pass is not failing either.
    pub undecided: Vec<Situation>,
    /// When a person has to judge a resource that does not pass.
    pub manual: Vec<Situation>,
    /// Managed Config rules whose evaluation results are looked at.
    pub compliance_of: Vec<String>,
    /// Names of managed policies of AWS of which it looks at who has them.
    pub entities_of: Vec<String>,
    /// Values to show, by name.
    pub evidence: BTreeMap<String, Condition>,
    /// The verdict in a sentence.
    pub message: Messages,
    /// Advice beside the verdict.
    pub remarks: Vec<Remark>,
    /// Why it matters.
    pub why: String,
    /// How to mend it.
    pub fix: Fix,
    /// Pages to read.
    pub references: Vec<String>,
}

/// What decides a rule.
#[derive(Debug)]
pub enum Check {
    /// A condition on the resource.
    Pass(Condition),
    /// Events that must end in a notification.
    Alert(Alert),
    /// A signal that must set off an alarm which notifies somebody.
    Watched(Watched),
    /// Nothing that AWS's API shows is enough to pass; a person has to judge, unless it
    /// fails.
    Manual,
}

/// A situation in which a resource that does not pass is not failing either.
#[derive(Debug)]
pub struct Situation {
    /// Whether this is the situation.
    pub when: Condition,
    /// Why that leaves it open.
    pub because: Message,
}

/// Advice.
#[derive(Debug)]
pub struct Remark {
    /// Whether it applies.
    pub when: Condition,
    /// The advice.
    pub text: Message,
}

/// A sentence for each verdict.
#[derive(Debug)]
pub struct Messages {
    /// When it passes.
    pub pass: Message,
    /// When it fails; alert rules say it themselves.
    pub fail: Message,
    /// When the resource is not one that the rule is about.
    pub not_applicable: Option<Message>,
    /// When there is no resource of the kind.
    pub none: Option<Message>,
}

impl Rule {
    /// Every kind that it looks at under its default parameters, the judged one first.
    pub fn kinds(&self) -> Vec<Kind> {
        self.kinds_under(&Map::new())
    }

    /// Every kind that it looks at under `bound`, the judged one first, each once.
    pub fn kinds_under(&self, bound: &Map<String, Value>) -> Vec<Kind> {
        let mut kinds = Vec::new();
        let links = self.links(bound);
        for kind in (self.listed().into_iter()).chain(links.iter().map(|link| link.kind)) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }

    /// Every call whose answer it looks at under its default parameters.
    pub fn calls(&self) -> BTreeSet<Call> {
        let needs = self.needs(&Map::new());
        needs.into_iter().map(|(_, call)| call).collect()
    }

    /// Every call whose answer it looks at under `bound`, with the kind of which that is a
    /// list or a detail.
    pub fn needs(&self, bound: &Map<String, Value>) -> BTreeSet<(Kind, Call)> {
        let fields = self.fields();
        let mut needs = BTreeSet::new();
        let mut add = |kind: Kind, listed: &[Call], fields: &dyn Fn(&str) -> bool| {
            let facets = kind.facets().iter();
            let details = facets
                .filter(|facet| facet.keys.iter().any(|key| fields(key)))
                .map(|facet| facet.call);
            let calls = listed.iter().copied().chain(details);
            needs.extend(calls.map(|call| (kind, call)));
        };
        for kind in self.listed() {
            add(kind, kind.listed_by(), &|key| fields.contains(key));
        }
        for link in self.links(bound) {
            add(link.kind, link.calls, &|key| {
                fields.contains(key) || link.fields.contains(&key)
            });
        }
        needs
    }

    /// The names of all fields that its expressions look at.
    fn fields(&self) -> BTreeSet<&str> {
        let conditions = self.conditions();
        let fields = conditions.iter().flat_map(|condition| condition.fields());
        fields.map(String::as_str).collect()
    }

    /// The kinds of which it looks at whether somebody hears them.
    pub fn deliveries(&self) -> Vec<Kind> {
        if !self.fields().contains(DELIVERY) {
            return Vec::new();
        }
        let mut kinds = self.listed();
        kinds.retain(|kind| !road::of_delivery(*kind).is_empty());
        kinds
    }

    /// Whether it looks at whether there is data for alarms.
    pub fn signals(&self) -> bool {
        self.listed().contains(&Kind::Alarm) && self.fields().contains(SIGNAL)
    }

    /// The kinds of which it looks at every resource.
    fn listed(&self) -> Vec<Kind> {
        let mut kinds = vec![self.judges];
        kinds.extend(&self.uses);
        kinds
    }

    /// What it follows from one resource to the next.
    fn links(&self, bound: &Map<String, Value>) -> Vec<&'static Link> {
        let mut links: Vec<&'static Link> = match &self.check {
            Check::Alert(alert) if alert.lines.is_some() => {
                road::LOG_LINE.iter().chain(road::ALARM).collect()
            }
            Check::Alert(alert) => {
                let trails = alert.needs_trails().then_some(&road::TRAIL);
                let roads = roads(&self.with_defaults(bound)).into_iter();
                trails
                    .into_iter()
                    .chain(roads.flat_map(Road::links))
                    .collect()
            }
            Check::Watched(watched) => {
                let data = watched.needs_data().then_some(&road::DATA);
                road::ALARM.iter().chain(data).collect()
            }
            Check::Pass(_) | Check::Manual => Vec::new(),
        };
        let deliveries = self.deliveries().into_iter();
        links.extend(deliveries.flat_map(road::of_delivery));
        if self.signals() {
            links.extend(road::LOG_LINE.iter().chain([&road::DATA]));
        }
        links
    }

    /// Whether it looks at the evaluation results of Config rules.
    pub fn needs_compliance(&self) -> bool {
        self.calls()
            .contains(&call::GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE)
    }

    /// All its parameters: the defaults, and over them `bound`.
    pub fn with_defaults(&self, bound: &Map<String, Value>) -> Map<String, Value> {
        self.parameters
            .iter()
            .map(|(name, parameter)| {
                let value = bound.get(name).unwrap_or(&parameter.default);
                (name.clone(), value.clone())
            })
            .collect()
    }

    fn conditions(&self) -> Vec<&Condition> {
        let mut all: Vec<&Condition> = self.applies.iter().collect();
        match &self.check {
            Check::Pass(condition) => all.push(condition),
            Check::Watched(watched) => all.extend(watched.conditions()),
            Check::Alert(_) | Check::Manual => {}
        }
        all.extend(self.evidence.values());
        let mut messages = vec![&self.message.pass, &self.message.fail];
        messages.extend(&self.message.not_applicable);
        messages.extend(&self.message.none);
        for situation in self.undecided.iter().chain(&self.manual) {
            all.push(&situation.when);
            messages.push(&situation.because);
        }
        for remark in &self.remarks {
            all.push(&remark.when);
            messages.push(&remark.text);
        }
        all.extend(messages.into_iter().flat_map(Message::conditions));
        all
    }
}
