//! Whether every event that is required is matched by a deployed pattern: a filter pattern of
//! `CloudWatch` Logs or an event pattern of `EventBridge`.
//!
//! [`covers`] decides it by meaning, over all events that a [`Universe`] holds, and not by
//! trying samples: the question whether there is an event that is required and that no pattern
//! matches is taken apart into conditions on single places of an event. Conditions on one
//! place are a set of values - nothing, `null`, `true`, `false`, numbers, texts, objects,
//! arrays -, texts are regular languages, numbers are intervals, and a search over the
//! conditions puts the places together. A condition with a wildcard is one on each of the
//! elements that conditions speak of, and on one more.
//!
//! The answer is one of three. [`Coverage::Covered`] is a proof. [`Coverage::NotCovered`] comes
//! with an event, and the event has been matched against all patterns by every reading of
//! what AWS leaves open. Where neither can be had - a question that AWS leaves open decides,
//! or a bound is hit - the answer is [`Coverage::NotProven`] with the reason.

mod atom;
mod build;
mod case;
mod effort;
mod elements;
mod example;
mod filling;
mod formula;
mod machine;
mod message;
mod numbers;
mod product;
mod question;
mod readings;
mod scalar;
mod search;
mod spec;
mod store;
mod texts;
mod universe;

#[cfg(test)]
mod tests;

use std::fmt;

use serde_json::Value;

use crate::event_pattern::{self, EventPattern};
use crate::filter_pattern::{Event, Outcome, Pattern};
use case::Case;
use effort::Effort;
use question::Question;
use texts::Machines;

pub use machine::Language;
pub use universe::{Field, Kinds, Shape, Universe, Values};

/// What all questions of a call may take together: about a tenth of a second.
const EFFORT: usize = 1_000_000;

/// A condition on one field of a required event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The field has this text.
    Is(String),
    /// The field has another text, or is missing.
    IsNot(String),
    /// Something is there, or nothing is.
    Exists(bool),
    /// The field has a text that starts so.
    StartsWith(String),
    /// The field has a text that ends so.
    EndsWith(String),
    /// The field has a text that ends in one of these ways.
    EndsWithOneOf(Vec<String>),
    /// The field has no text that starts in one of these ways, or is missing.
    StartsWithNoneOf(Vec<String>),
    /// The field has one of these texts.
    OneOf(Vec<String>),
    /// The field has none of these texts, or is missing.
    NoneOf(Vec<String>),
}

/// Events of which each has to be matched.
#[derive(Debug, Clone)]
pub enum Requirement {
    /// Those that a pattern matches.
    Pattern(Pattern),
    /// Those that meet all of these conditions, each on the field at a path of names.
    Fields(Vec<(Vec<String>, Condition)>),
}

/// What is deployed to match events.
///
/// The events of the universe are what it is matched against as they are: records of `CloudTrail`
/// for a filter pattern and for [what an event pattern asks of `detail`], whole events for a
/// whole event pattern.
///
/// [what an event pattern asks of `detail`]: crate::event_pattern::Part::detail
#[derive(Debug, Clone, Copy)]
pub enum Matcher<'p> {
    /// A pattern of a metric filter.
    Filter(&'p Pattern),
    /// A pattern of a rule of `EventBridge`.
    Event(&'p EventPattern),
}

/// A pattern that is deployed, and on what else it depends whether a match counts.
#[derive(Debug, Clone)]
pub struct Deployed<'p> {
    /// The pattern.
    pub matcher: Matcher<'p>,
    /// Conditions under which a match counts.
    pub only: Vec<(Vec<String>, Condition)>,
}

/// Whether all required events are matched.
#[derive(Debug, Clone, PartialEq)]
pub enum Coverage {
    /// Each is: proven.
    Covered,
    /// This one is not.
    NotCovered(Box<Value>),
    /// It could not be decided, why.
    NotProven(String),
}

/// A bound was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TooHard {
    /// An automaton grew too large.
    Automaton,
    /// A search took too many steps.
    Steps,
    /// Conditions with wildcards on too many elements.
    Elements,
    /// Comparisons of numbers with texts.
    Numbers,
    /// No event could be made that shows it.
    Example,
}

impl fmt::Display for TooHard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Automaton => "a regex of the patterns is too large to reason about",
            Self::Steps => "the patterns are too large to reason about",
            Self::Elements => "the patterns look at too many elements of lists to reason about",
            Self::Numbers => "the patterns compare a number by its digits in too many ways",
            Self::Example => {
                "neither a proof nor an event that is missed was found, because the patterns look \
                 at the event as a whole text, or at a place too deep or too far in a list"
            }
        })
    }
}

impl Condition {
    /// Whether the value at a path meets the condition; `None` stands for nothing there.
    pub fn holds(&self, value: Option<&Value>) -> bool {
        let text = value.and_then(Value::as_str);
        match self {
            Self::Is(wanted) => text == Some(wanted),
            Self::IsNot(unwanted) => text != Some(unwanted),
            Self::Exists(exists) => value.is_some() == *exists,
            Self::StartsWith(start) => text.is_some_and(|text| text.starts_with(start.as_str())),
            Self::EndsWith(end) => text.is_some_and(|text| text.ends_with(end.as_str())),
            Self::EndsWithOneOf(ends) => {
                text.is_some_and(|text| ends.iter().any(|end| text.ends_with(end.as_str())))
            }
            Self::StartsWithNoneOf(starts) => {
                text.is_none_or(|text| !starts.iter().any(|start| text.starts_with(start.as_str())))
            }
            Self::OneOf(wanted) => text.is_some_and(|text| wanted.iter().any(|w| w == text)),
            Self::NoneOf(unwanted) => text.is_none_or(|text| !unwanted.iter().any(|u| u == text)),
        }
    }
}

/// Whether an event meets all conditions.
fn meets(event: &Value, fields: &[(Vec<String>, Condition)]) -> bool {
    fields.iter().all(|(path, condition)| {
        let mut names = path.iter();
        condition.holds(names.try_fold(event, |value, name| value.get(name)))
    })
}

impl Requirement {
    /// Whether the event is required, whatever AWS leaves open.
    pub fn holds(&self, event: &Value) -> bool {
        match self {
            Self::Pattern(pattern) => pattern.judge(&Event::from_value(event)) == Outcome::Match,
            Self::Fields(fields) => meets(event, fields),
        }
    }
}

impl<'p> Matcher<'p> {
    /// The filter pattern, if it is one.
    pub fn filter(self) -> Option<&'p Pattern> {
        match self {
            Self::Filter(pattern) => Some(pattern),
            Self::Event(_) => None,
        }
    }
}

impl<'p> From<&'p Pattern> for Matcher<'p> {
    fn from(pattern: &'p Pattern) -> Self {
        Self::Filter(pattern)
    }
}

impl<'p> From<&'p EventPattern> for Matcher<'p> {
    fn from(pattern: &'p EventPattern) -> Self {
        Self::Event(pattern)
    }
}

impl<'p> Deployed<'p> {
    /// A pattern of which every match counts.
    pub fn always(matcher: impl Into<Matcher<'p>>) -> Self {
        Self {
            matcher: matcher.into(),
            only: Vec::new(),
        }
    }

    /// Whether the event certainly does not count as matched.
    pub fn misses(&self, event: &Value) -> bool {
        self.misses_read(event, &Event::from_value(event))
    }

    fn misses_read(&self, value: &Value, event: &Event<'_>) -> bool {
        let misses = match self.matcher {
            Matcher::Filter(pattern) => pattern.judge(event) == Outcome::NoMatch,
            Matcher::Event(pattern) => pattern.judge(value) == event_pattern::Outcome::NoMatch,
        };
        misses || !meets(value, &self.only)
    }
}

/// Whether each event of `universe` that one of `required` asks for is matched by one of
/// `deployed`.
pub fn covers(
    required: &[Requirement],
    deployed: &[Deployed<'_>],
    universe: &Universe,
) -> Coverage {
    let mut unproven = None;
    let effort = Effort::new(EFFORT);
    let mut machines = Machines::new(&effort);
    for (done, requirement) in required.iter().enumerate() {
        let question = Question {
            requirement,
            deployed,
            universe,
        };
        let found = effort.share(required.len() - done, || question.decide(&mut machines));
        match found {
            Coverage::Covered => {}
            Coverage::NotProven(why) => unproven = unproven.or(Some(why)),
            missed @ Coverage::NotCovered(_) => return missed,
        }
    }
    unproven.map_or(Coverage::Covered, Coverage::NotProven)
}

/// A believable event that is required; none where there is none, or none could be made.
pub fn example(required: &Requirement, universe: &Universe) -> Option<Value> {
    let question = Question {
        requirement: required,
        deployed: &[],
        universe,
    };
    let readings = readings::all(required, std::iter::empty())?;
    let mut machines = Machines::new(&Effort::new(EFFORT));
    let case = Case::new(&question, &readings, &mut machines);
    case.ok()?.example()
}
