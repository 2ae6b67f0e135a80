//! The required events, operation by operation.

use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

use super::bus_event;
use super::parts::Chains;
use super::subject::Subject;
use crate::cloudtrail::{Outcome, Records};
use crate::coverage::{Condition, Requirement, Universe, example};
use crate::filter_pattern::{
    Ast, Clause, Comparison, Event, JsonTest, Outcome as Match, Pattern, blame, may_match,
};
use crate::rule::{Alert, EventSet, FieldCondition, Origin, ResolvedSet, Road, Spelling, roads};
use crate::target::Region;

/// What an item is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Calls that a trail records.
    Calls,
    /// Events that a service sends to EventBridge itself.
    ServiceEvents,
    /// Lines of a log group.
    Lines,
}

/// Events that ring or do not: one operation of one set, or a set of any operation.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is about.
    pub about: About,
    /// The service's endpoint, or of its own events their source; any, if none.
    pub source: Option<String>,
    /// The operation, what events of a service are called, or the word of lines; any, if none.
    pub name: Option<String>,
    /// The conditions that an event of it meets, by the names on the way to each field.
    pub fields: Vec<(Vec<String>, Condition)>,
    /// The same, to be decided about.
    pub requirement: Requirement,
    /// The events that can exist, and the failed ones where only those that succeed count.
    pub universe: Arc<Universe>,
    /// The failed calls, where they are not required.
    pub failures: Option<Arc<Universe>>,
    example: OnceLock<Option<Example>>,
}

/// An event, and the same as filters read it.
#[derive(Debug, Clone)]
pub struct Example {
    /// The event.
    pub event: Value,
    /// As it is read.
    pub read: Event<'static>,
}

impl Example {
    /// An event as filters read it.
    pub fn new(event: Value) -> Self {
        Self {
            read: Event::from_value(&event),
            event,
        }
    }
}

/// What an alert rule asks for under its parameters.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The id of the rule.
    pub rule: String,
    /// Each of these must ring.
    pub required: Vec<Item>,
    /// These need not.
    pub ordinary: Vec<Item>,
    /// How many events may be needed within one period of the alarm.
    pub events: u64,
    /// The ways on which a notification counts.
    pub roads: Vec<Road>,
    /// The region of what is judged, if it has one: only what happens there counts.
    pub region: Option<Region>,
    /// The log group that is judged, if its lines are.
    pub log_group: Option<String>,
}

impl Asked {
    /// What `alert` of a rule asks for where it judges `subject`.
    pub fn new(
        rule: &str,
        alert: &Alert,
        parameters: &Map<String, Value>,
        subject: Subject<'_>,
        chains: &Chains,
    ) -> Self {
        let items = |sets: &[EventSet]| -> Vec<Item> {
            let sets = sets.iter();
            let resolved = sets.filter_map(|set| set.resolve(parameters, subject.body));
            resolved
                .flat_map(|set| Item::all_of(&set, chains))
                .collect()
        };
        let mut required = items(&alert.required);
        let words = alert.lines.as_ref().map(|lines| lines.resolve(parameters));
        required.extend(words.iter().flatten().map(|word| Item::lines(word)));
        let log_group = words.and_then(|_| {
            let name = subject.body.get("logGroupName").and_then(Value::as_str);
            Some(name?.to_owned())
        });
        Self {
            rule: rule.to_owned(),
            required,
            ordinary: items(&alert.ordinary),
            events: alert.events.resolve(parameters),
            roads: match log_group {
                Some(_) => vec![Road::MetricFilter],
                None => roads(parameters),
            },
            region: subject.region.cloned(),
            log_group,
        }
    }

    /// Whether notifications on this way count.
    pub fn counts(&self, road: Road) -> bool {
        self.roads.contains(&road)
    }
}

impl Item {
    fn all_of(set: &ResolvedSet, chains: &Chains) -> Vec<Self> {
        let one = |name: Option<&String>| match set.origin {
            Origin::CloudTrail => Self::new(set, name, chains.records()),
            Origin::Service => Self::of_service(set, name, chains),
        };
        match &set.names {
            None => vec![one(None)],
            Some(names) => names.iter().map(|name| one(Some(name))).collect(),
        }
    }

    /// Lines of a log group with `word` in them.
    fn lines(word: &str) -> Self {
        let pattern = Pattern::containing(word);
        Self {
            about: About::Lines,
            source: None,
            name: Some(word.to_owned()),
            fields: Vec::new(),
            requirement: Requirement::Pattern(pattern),
            // A line that is a JSON object says as much about words as any other.
            universe: Arc::new(Universe::any_json()),
            failures: None,
            example: OnceLock::new(),
        }
    }

    /// Events of a service's own.
    fn of_service(set: &ResolvedSet, name: Option<&String>, chains: &Chains) -> Self {
        let mut fields = Vec::new();
        let own = [("source", set.source.as_ref()), ("detail-type", name)];
        for (path, text) in own {
            if let Some(text) = text {
                fields.push((vec![path.to_owned()], Condition::Is(text.clone())));
            }
        }
        fields.extend(conditions(set));
        Self {
            about: About::ServiceEvents,
            source: set.source.clone(),
            name: name.cloned(),
            requirement: Requirement::Fields(fields.clone()),
            fields,
            universe: bus_event::universe(&chains.account()),
            failures: None,
            example: OnceLock::new(),
        }
    }

    fn new(set: &ResolvedSet, name: Option<&String>, records: &Records) -> Self {
        let mut fields = Vec::new();
        let own = [("eventSource", &set.source), ("eventName", &name.cloned())];
        for (path, text) in own {
            if let Some(text) = text {
                fields.push((vec![path.to_owned()], Condition::Is(text.clone())));
            }
        }
        let home = set
            .source
            .as_deref()
            .and_then(|source| records.home_region(source));
        if let Some(home) = home {
            fields.push((vec!["awsRegion".to_owned()], Condition::Is(home.to_owned())));
        }
        // An operation is a call; what a service does of itself under the same name is not.
        let asks_type = set.conditions.iter().any(|(path, _)| path == "eventType");
        if name.is_some() && !asks_type {
            let service_event = Condition::IsNot("AwsServiceEvent".to_owned());
            fields.push((vec!["eventType".to_owned()], service_event));
        }
        fields.extend(conditions(set));
        let source = set.source.as_deref();
        let universe = |outcome| records.of(source, name.map(String::as_str), outcome);
        let any = set.outcome == crate::rule::Outcome::Any;
        Self {
            about: About::Calls,
            source: set.source.clone(),
            name: name.cloned(),
            requirement: Requirement::Fields(fields.clone()),
            fields,
            universe: universe(if any { Outcome::Any } else { Outcome::Success }),
            failures: (!any).then(|| universe(Outcome::Failure)),
            example: OnceLock::new(),
        }
    }

    /// An event of the item; none where it has none.
    pub fn example(&self) -> Option<&Example> {
        let make = || example(&self.requirement, &self.universe).map(Example::new);
        self.example.get_or_init(make).as_ref()
    }

    /// Whether a pattern may match events of the item, as far as its operation says.
    pub fn may_be_matched_by(&self, pattern: &Pattern) -> bool {
        let known: Vec<(&str, &str)> = self
            .fields
            .iter()
            .filter_map(|(path, condition)| match (path.as_slice(), condition) {
                ([name], Condition::Is(text)) => Some((name.as_str(), text.as_str())),
                _ => None,
            })
            .collect();
        may_match(pattern, &known)
    }

    /// Whether a pattern matches events of the item, or would but for clauses about something
    /// else than the operation.
    pub fn is_noticed_by(&self, pattern: &Pattern) -> bool {
        if !self.may_be_matched_by(pattern) {
            return false;
        }
        let Some(example) = self.example() else {
            return false;
        };
        if pattern.judge(&example.read) != Match::NoMatch {
            return true;
        }
        let named = [&["eventName"][..], &["eventSource"]];
        let lost = blame(pattern, &example.read);
        let others = |clause: &Clause| named.iter().any(|path| clause.is_on(path));
        self.is_meant_by(pattern, &example.read) && !lost.iter().any(others)
    }

    /// Whether a pattern asks for one of the fields that make an event one of the item, and
    /// `event` has it so.
    pub fn is_meant_by(&self, pattern: &Pattern, event: &Event<'_>) -> bool {
        let Ast::Json(expr) = pattern.ast() else {
            return false;
        };
        let paths: Vec<Vec<&str>> = self
            .fields
            .iter()
            .map(|(path, _)| path.iter().map(String::as_str).collect())
            .collect();
        let mut meant = false;
        expr.each(&mut |condition| {
            let asks = matches!(condition.test, JsonTest::Compare(Comparison::Equals(_)));
            let on = |path: &Vec<&str>| condition.is_on(path);
            meant |= asks && paths.iter().any(on) && condition.holds(event);
        });
        meant
    }

    /// What the events are called in a sentence.
    pub fn label(&self) -> String {
        match (&self.name, &self.source) {
            (Some(word), _) if self.about == About::Lines => format!("lines with `{word}`"),
            (Some(name), _) => name.clone(),
            (None, Some(source)) => format!("any operation of {source}"),
            (None, None) => "any operation".to_owned(),
        }
    }

    /// The field in which the events say where they happen.
    pub fn region_field(&self) -> Vec<String> {
        let name = match self.about {
            About::Calls | About::Lines => "awsRegion",
            About::ServiceEvents => "region",
        };
        vec![name.to_owned()]
    }

    /// The same with the regions to which the events are limited.
    pub fn within(&self, regions: &[String]) -> Requirement {
        let mut fields = self.fields.clone();
        fields.push((self.region_field(), Condition::OneOf(regions.to_vec())));
        Requirement::Fields(fields)
    }
}

/// The conditions of `set`, by the names on the way to each field.
fn conditions(set: &ResolvedSet) -> Vec<(Vec<String>, Condition)> {
    let mut fields = Vec::new();
    for (path, conditions) in &set.conditions {
        let names: Vec<String> = path.split('.').map(str::to_owned).collect();
        let conditions = conditions.iter().flat_map(of_field);
        fields.extend(conditions.map(|condition| (names.clone(), condition)));
    }
    fields
}

/// What all hold for a field that meets `condition`.
fn of_field(condition: &FieldCondition<Vec<String>>) -> Vec<Condition> {
    let one = match condition {
        FieldCondition::Is(text) => Condition::Is(text.clone()),
        // Resolved sets have none.
        FieldCondition::IsOfResource(_) => Condition::OneOf(Vec::new()),
        FieldCondition::IsNot(text) => Condition::IsNot(text.clone()),
        FieldCondition::Exists(exists) => Condition::Exists(*exists),
        FieldCondition::StartsWith(text) => Condition::StartsWith(text.clone()),
        FieldCondition::EndsWith(text) => Condition::EndsWith(text.clone()),
        FieldCondition::EndsWithOneOf(texts) => Condition::EndsWithOneOf(texts.clone()),
        FieldCondition::OneOf(texts) => Condition::OneOf(texts.clone()),
        FieldCondition::NoneOf(texts) => Condition::NoneOf(texts.clone()),
        FieldCondition::Outside(networks) => {
            // Loading a rule and setting a parameter refuse networks that cannot be spelt.
            // Without a spelling more events are required, never fewer.
            let Spelling { texts, starts } = Spelling::of(networks).unwrap_or_default();
            let texts = (!texts.is_empty()).then_some(Condition::NoneOf(texts));
            let starts = (!starts.is_empty()).then_some(Condition::StartsWithNoneOf(starts));
            return texts.into_iter().chain(starts).collect();
        }
    };
    vec![one]
}
