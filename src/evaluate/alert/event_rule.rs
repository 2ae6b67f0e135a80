//! Event rules, and which events they send on.

use std::sync::Arc;

use serde_json::{Value, json};

use super::link::{Break, Link, Stage};
use super::parts::Place;
use super::requirement::{About, Item};
use crate::coverage::Condition;
use crate::event_pattern::{Content, EventPattern, Matcher, Matchers, Member, Outcome};
use crate::inventory::body;

/// An event rule with its pattern parsed.
#[derive(Debug, Clone)]
pub struct EventRule {
    /// As AWS gives it.
    pub body: body::EventRule,
    /// Its pattern; else why it is not understood. None where it goes by the clock.
    pub pattern: Option<Result<Arc<Parsed>, String>>,
}

/// A pattern, whole and in parts.
#[derive(Debug)]
pub struct Parsed {
    /// The pattern.
    pub whole: EventPattern,
    /// The ways through the `$or`s at its top; else why it has none that can be told apart.
    pub parts: Result<Vec<Part>, String>,
}

/// One way through a pattern.
#[derive(Debug)]
pub struct Part {
    /// What is asked of the envelope, by the names on the way to each field.
    envelope: Vec<(Vec<String>, Matchers)>,
    /// What is asked of `detail`.
    pub detail: EventPattern,
}

/// What calls are called on an event bus.
///
/// Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail".
const CALLED: &str = "AWS API Call via CloudTrail";

/// What signing in is called, and the service that it is an event of.
const SIGNED_IN: &str = "AWS Console Sign In via CloudTrail";
const SIGN_IN: &str = "signin.amazonaws.com";

/// Records that are called otherwise, by their `eventType`.
///
/// Source: CloudTrail user guide, "CloudTrail record contents", and EventBridge Events Reference.
const OTHER_TYPES: [(&str, &str); 3] = [
    ("AwsConsoleSignIn", SIGNED_IN),
    ("AwsConsoleAction", "AWS Console Action via CloudTrail"),
    ("AwsServiceEvent", "AWS Service Event via CloudTrail"),
];

/// What comes behind the name of a service in `eventSource`; on a bus it has a prefix.
const ENDPOINT: &str = ".amazonaws.com";
const ON_BUS: &str = "aws.";

/// The state in which a rule gets events of calls that only read, too.
const ALL_CALLS: &str = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

/// How the names of the calls begin that rules of other states do not get, and which of them
/// these get all the same.
///
/// Source: EventBridge user guide, "Receiving read-only management events from AWS services"
/// and "Create an Amazon EventBridge rule for AWS CloudTrail API calls".
const READING: [&str; 3] = ["Describe", "Get", "List"];
const GOT_ALL_THE_SAME: [&str; 2] = ["GetFederationToken", "GetSessionToken"];

/// Fields by the names on the way to them, and what is asked of each.
pub type Conditions = Vec<(Vec<String>, Condition)>;

impl EventRule {
    /// Parses the pattern of `body`.
    pub fn new(body: body::EventRule) -> Self {
        let pattern = body.event_pattern.as_deref().filter(|p| !p.is_empty());
        let pattern = pattern.map(|source| match EventPattern::parse(source) {
            Ok(whole) => Ok(Arc::new(Parsed::new(whole))),
            Err(problem) => Err(problem.to_string()),
        });
        Self { body, pattern }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.body.name.as_deref().unwrap_or_default()
    }

    /// Its pattern as it is written.
    pub fn source(&self) -> &str {
        self.body.event_pattern.as_deref().unwrap_or_default()
    }

    /// The event bus that it is a rule of.
    pub fn bus(&self) -> &str {
        let bus = self.body.event_bus_name.as_deref().unwrap_or("default");
        // AWS takes an ARN for a name.
        bus.rsplit_once("event-bus/").map_or(bus, |(_, name)| name)
    }

    /// Its pattern; none where it goes by the clock. AWS stores none that it cannot parse, so
    /// where one is not understood it is our grammar that lacks.
    pub fn pattern(&self) -> Option<Link<&Parsed>> {
        self.pattern.as_ref().map(|pattern| {
            pattern.as_deref().map_err(|problem| {
                self.open(&format!("has a pattern that is not understood: {problem}"))
            })
        })
    }

    /// Whether it gets the events that services of AWS send.
    pub fn is_on(&self) -> Link<()> {
        let broken = |why: String| Err(Break::Broken(Stage::EventRule, why));
        let name = self.name();
        if self.bus() != "default" {
            return broken(format!(
                "event rule `{name}` is on the event bus `{}`, and events of AWS services come to the bus `default` only",
                self.bus()
            ));
        }
        match self.body.state.as_deref() {
            Some("ENABLED" | ALL_CALLS) => Ok(()),
            Some("DISABLED") => broken(format!("event rule `{name}` is disabled")),
            other => Err(self.open(&format!(
                "is in the state `{}`, which auditrail does not know",
                other.unwrap_or_default()
            ))),
        }
    }

    fn open(&self, what: &str) -> Break {
        Break::Open(
            Stage::EventRule,
            format!("event rule `{}` {what}", self.name()),
        )
    }

    /// Under which conditions on the record a call of `item` that is recorded in `place` is as
    /// `part` asks of the envelope; none where it never is.
    ///
    /// # Errors
    /// Where that is not decided.
    pub fn admits(&self, part: &Part, item: &Item, place: &Place) -> Link<Option<Conditions>> {
        let Some(mut conditions) = self.envelope(part, item, place)? else {
            return Ok(None);
        };
        Ok(self.gets(item).map(|got| {
            conditions.extend(got);
            conditions
        }))
    }

    /// The same, whatever the state of the rule.
    fn envelope(&self, part: &Part, item: &Item, place: &Place) -> Link<Option<Conditions>> {
        let mut conditions = Vec::new();
        for (path, matchers) in &part.envelope {
            let names: Vec<&str> = path.iter().map(String::as_str).collect();
            let outcome = match names.as_slice() {
                ["source"] => match of_source(matchers, item.source.as_deref()) {
                    Asks::Of(condition) => {
                        conditions.push((vec!["eventSource".to_owned()], condition));
                        Outcome::Match
                    }
                    Asks::Decided(outcome) => outcome,
                    Asks::Open => return Err(self.undecided("source")),
                },
                ["detail-type"] => match of_type(matchers, item) {
                    Asks::Of(condition) => {
                        conditions.push((vec!["eventType".to_owned()], condition));
                        Outcome::Match
                    }
                    Asks::Decided(outcome) => outcome,
                    Asks::Open => return Err(self.undecided("detail-type")),
                },
                ["account"] => matchers.judge_text(place.0.as_str()),
                ["region"] => matchers.judge_text(place.1.as_str()),
                ["version"] => matchers.judge_text("0"),
                // Events of calls name no resources there.
                ["resources"] => matchers.judge(Some(&json!([]))),
                ["detail"] => matchers.judge(Some(&json!({}))),
                // Every event has one, and no two have the same.
                ["id" | "time"] if matchers.0.contains(&Matcher::Exists(true)) => Outcome::Match,
                _ => return Err(self.undecided(&path.join("."))),
            };
            match outcome {
                Outcome::Match => {}
                Outcome::NoMatch => return Ok(None),
                Outcome::Contested(question) => {
                    return Err(self.open(&format!("asks for `{}`: {question}", path.join("."))));
                }
            }
        }
        Ok(Some(conditions))
    }

    fn undecided(&self, field: &str) -> Break {
        self.open(&format!(
            "asks for `{field}` in a way that auditrail does not judge"
        ))
    }

    /// Under which conditions a rule of this state gets a call of `item`; none if it never does.
    fn gets(&self, item: &Item) -> Option<Conditions> {
        if self.body.state.as_deref() == Some(ALL_CALLS) {
            return Some(Vec::new());
        }
        let Some(name) = &item.name else {
            let beginnings = READING.iter().map(|verb| (*verb).to_owned()).collect();
            let path = vec!["eventName".to_owned()];
            return Some(vec![(path, Condition::StartsWithNoneOf(beginnings))]);
        };
        self.gets_calls_of(name).then(Vec::new)
    }

    /// Whether a rule of this state gets calls of an operation.
    pub fn gets_calls_of(&self, name: &str) -> bool {
        let reads = READING.iter().any(|verb| name.starts_with(verb));
        let all = self.body.state.as_deref() == Some(ALL_CALLS);
        all || !reads || GOT_ALL_THE_SAME.contains(&name)
    }

    /// Whether some part of the pattern may match the call of `item` that is recorded in `place`
    /// as `record`, whatever the state of the rule.
    pub fn would_match(&self, record: &Value, item: &Item, place: &Place) -> bool {
        let Some(Ok(parsed)) = self.pattern() else {
            return false;
        };
        let Ok(parts) = &parsed.parts else {
            return false;
        };
        let at = |path: &[String]| path.iter().try_fold(record, |value, name| value.get(name));
        parts.iter().any(|part| {
            let Ok(Some(conditions)) = self.envelope(part, item, place) else {
                return false;
            };
            let mut conditions = conditions.iter();
            conditions.all(|(path, condition)| condition.holds(at(path)))
                && part.detail.judge(record).is_possible()
        })
    }

    /// Whether the state of the rule is all that keeps it from calls of `item`.
    pub fn is_deaf_to(&self, item: &Item) -> bool {
        item.about == About::Calls && self.gets(item).is_none()
    }
}

impl Parsed {
    fn new(whole: EventPattern) -> Self {
        let parts = match whole.parts() {
            Ok(parts) => Ok(parts.into_iter().map(Part::new).collect()),
            Err(why) => Err(why.to_string()),
        };
        Self { whole, parts }
    }
}

impl Parsed {
    /// Whether a field at the top of an event may have this text, whatever else it has.
    pub fn may_have(&self, field: &str, text: &str) -> bool {
        let Ok(parts) = &self.parts else { return true };
        parts.iter().any(|part| {
            let on_field = part.envelope.iter().filter(|(path, _)| *path == [field]);
            let mut outcomes = on_field.map(|(_, matchers)| matchers.judge_text(text));
            outcomes.all(Outcome::is_possible)
        })
    }
}

impl Part {
    /// Whether calls of `name` may be as it asks, whatever else they are.
    pub fn may_name(&self, name: &str) -> bool {
        let members = self.detail.root().members.iter();
        let mut on_name = members.filter_map(|member| match member {
            Member::Field {
                name: field,
                content: Content::Leaf(matchers),
            } if field == "eventName" => Some(matchers),
            _ => None,
        });
        on_name.all(|matchers| matchers.judge_text(name).is_possible())
    }

    fn new(part: crate::event_pattern::Part<'_>) -> Self {
        let envelope = part.envelope.into_iter();
        let owned = |path: Vec<&str>| path.into_iter().map(str::to_owned).collect();
        Self {
            envelope: envelope
                .map(|(path, matchers)| (owned(path), matchers.clone()))
                .collect(),
            detail: part.detail,
        }
    }
}

/// What matchers ask of another field than their own.
enum Asks {
    /// This.
    Of(Condition),
    /// Nothing: they match or do not.
    Decided(Outcome),
    /// That is not known.
    Open,
}

/// What matchers of `source` ask of calls at an endpoint, or of the endpoint of a call.
fn of_source(matchers: &Matchers, endpoint: Option<&str>) -> Asks {
    if let Some(endpoint) = endpoint {
        let service = endpoint.strip_suffix(ENDPOINT).unwrap_or(endpoint);
        return Asks::Decided(matchers.judge_text(&format!("{ON_BUS}{service}")));
    }
    let Matchers(each) = matchers;
    let mut endpoints = Vec::new();
    for matcher in each {
        match matcher {
            Matcher::Text(text) | Matcher::Exactly(text) => {
                let service = text.strip_prefix(ON_BUS);
                endpoints.extend(service.map(|service| format!("{service}{ENDPOINT}")));
            }
            Matcher::Exists(true) => return Asks::Decided(Outcome::Match),
            Matcher::Prefix(start) if !start.ignore_case && ON_BUS.starts_with(&*start.text) => {
                return Asks::Decided(Outcome::Match);
            }
            _ => return Asks::Open,
        }
    }
    Asks::Of(Condition::OneOf(endpoints))
}

/// What matchers of `detail-type` ask of the type of a record, or of calls of `item`, of which it
/// is known. All records but those of the other types come as calls of the API.
fn of_type(matchers: &Matchers, item: &Item) -> Asks {
    let is_sign_in = item.source.as_deref() == Some(SIGN_IN);
    match (&item.name, &item.source) {
        (Some(_), Some(_)) if is_sign_in => return Asks::Decided(matchers.judge_text(SIGNED_IN)),
        (Some(_), Some(_)) => return Asks::Decided(matchers.judge_text(CALLED)),
        _ => {}
    }
    let mut matched = Vec::new();
    let mut others = Vec::new();
    for (of_record, on_bus) in OTHER_TYPES {
        match matchers.judge_text(on_bus) {
            Outcome::Match => matched.push(of_record.to_owned()),
            Outcome::NoMatch => others.push(of_record.to_owned()),
            Outcome::Contested(_) => return Asks::Open,
        }
    }
    match matchers.judge_text(CALLED) {
        Outcome::Match if others.is_empty() => Asks::Decided(Outcome::Match),
        Outcome::Match => Asks::Of(Condition::NoneOf(others)),
        Outcome::NoMatch => Asks::Of(Condition::OneOf(matched)),
        Outcome::Contested(_) => Asks::Open,
    }
}
