//! Whether every event that is required is matched by a deployed pattern.
//!
//! [`covers`] decides it by meaning, over all events that a [`Universe`] holds, and not by
//! trying samples: the question whether there is an event that is required and that no pattern
//! matches is taken apart into conditions on single places of an event. Conditions on one
//! place are a set of values - nothing, `null`, `true`, `false`, numbers, texts, objects,
//! arrays -, texts are regular languages, numbers are intervals, and a search over the
//! conditions puts the places together.
//!
//! The answer is one of three. [`Coverage::Covered`] is a proof. [`Coverage::NotCovered`] comes
//! with an event, and the event has been matched against all patterns by every reading of
//! what AWS leaves open. Where neither can be had - a question that AWS leaves open decides,
//! or a bound is hit - the answer is [`Coverage::NotProven`] with the reason.

mod atom;
mod blame;
mod elements;
mod example;
mod formula;
mod message;
mod numbers;
mod readings;
mod search;
mod store;
mod texts;
mod universe;

#[cfg(test)]
mod tests;

use std::fmt;

use serde_json::Value;

use super::reading::Reading;
use super::{Event, Outcome, Pattern, matches};
use atom::{Atoms, Tree};
use formula::{Builder, Formula};
use readings::Choices;
use search::{Found, Search};
use store::Spec;
use texts::Machines;

pub use blame::{Clause, blame, may_match};
pub use texts::Language;
pub use universe::{Field, Kinds, Shape, Universe, Values};

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

/// A pattern that is deployed, and on what else it depends whether a match counts.
#[derive(Debug, Clone)]
pub struct Deployed<'p> {
    /// The pattern.
    pub pattern: &'p Pattern,
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

/// Which events count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Those that certainly occur.
    Sure,
    /// Those that may occur as far as is known.
    Possible,
}

/// A bound was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TooHard {
    /// An automaton grew too large.
    Automaton,
    /// A search took too many steps.
    Steps,
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
            Self::Numbers => "the patterns compare a number by its digits in too many ways",
            Self::Example => {
                "neither a proof nor an event that is missed was found, because the patterns look \
                 at the event as a whole text or at the elements of a list"
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

impl Deployed<'_> {
    /// Whether the event certainly does not count as matched.
    pub fn misses(&self, event: &Value) -> bool {
        self.misses_read(event, &Event::from_value(event))
    }

    fn misses_read(&self, value: &Value, event: &Event<'_>) -> bool {
        !meets(value, &self.only) || self.pattern.judge(event) == Outcome::NoMatch
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
    for requirement in required {
        let question = Question {
            requirement,
            deployed,
            universe,
        };
        match question.decide() {
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
    Case::new(&question, &readings).example()
}

struct Question<'q> {
    requirement: &'q Requirement,
    deployed: &'q [Deployed<'q>],
    universe: &'q Universe,
}

impl Question<'_> {
    fn decide(&self) -> Coverage {
        let patterns = self.deployed.iter().map(|deployed| deployed.pattern);
        let Some(readings) = readings::all(self.requirement, patterns) else {
            return Coverage::NotProven(
                "the patterns depend on too many questions that AWS leaves open".to_owned(),
            );
        };
        let mut why = None;
        for reading in &readings {
            let mut case = Case::new(self, std::slice::from_ref(reading));
            match case.search(reading) {
                Missed::None => {}
                Missed::Some { event, doubt } => {
                    // With one shape there is nothing to choose a better example from.
                    let plain = self.universe.shapes.len() == 1;
                    if plain && doubt.is_none() && self.shows(&event) {
                        return Coverage::NotCovered(Box::new(event));
                    }
                    let open = reading.question().map(|question| question.to_string());
                    why = open
                        .or(doubt)
                        .or_else(|| Some(TooHard::Example.to_string()));
                }
                Missed::Stuck(hard) => why = Some(hard.to_string()),
            }
            if why.is_some() {
                break;
            }
        }
        let Some(why) = why else {
            return Coverage::Covered;
        };
        match Case::new(self, &readings).example() {
            Some(event) => Coverage::NotCovered(Box::new(event)),
            None => Coverage::NotProven(why),
        }
    }

    /// Whether the event is required and missed by every reading.
    fn shows(&self, event: &Value) -> bool {
        let read = Event::from_value(event);
        self.requirement.holds(event) && self.deployed.iter().all(|d| d.misses_read(event, &read))
    }

    /// Whether the event is required and missed by one reading.
    fn shows_by(&self, event: &Value, choices: &Choices) -> bool {
        let read = Event::from_value(event);
        let selects = |p: &Pattern| matches::matches(p.ast(), &read, choices.reading());
        let required = match self.requirement {
            Requirement::Pattern(pattern) => selects(pattern),
            Requirement::Fields(fields) => meets(event, fields),
        };
        let mut deployed = self.deployed.iter();
        required && deployed.all(|d| !meets(event, &d.only) || !selects(d.pattern))
    }
}

/// What a search for missed events says.
enum Missed {
    /// There is none.
    None,
    /// This one, and why it is not certain that such events occur.
    Some { event: Value, doubt: Option<String> },
    /// Not decided.
    Stuck(TooHard),
}

/// A question by some readings: an event is looked for that is required and missed by each.
struct Case<'q> {
    question: &'q Question<'q>,
    atoms: Atoms,
    formulas: Vec<Formula>,
    machines: Machines,
}

impl<'q> Case<'q> {
    fn new(question: &'q Question<'q>, readings: &[Choices]) -> Self {
        let mut atoms = Atoms::new();
        for shape in &question.universe.shapes {
            for field in &shape.fields {
                atoms.tree.at(&field.path);
            }
        }
        let mut formulas = Vec::new();
        for choices in readings {
            let mut builder = Builder {
                atoms: &mut atoms,
                reading: choices.reading(),
            };
            formulas.push(builder.requirement(question.requirement));
            for deployed in question.deployed {
                formulas.push(builder.deployed(deployed).not());
            }
        }
        Self {
            question,
            atoms,
            formulas,
            machines: Machines::default(),
        }
    }

    /// Looks for an event that is missed by the only reading.
    fn search(&mut self, reading: &Choices) -> Missed {
        let Some(formulas) = self.simplified(&[]) else {
            return Missed::None;
        };
        let question = self.question;
        let accept = |event: &Value| question.shows_by(event, reading);
        let mut stuck = None;
        for shape in &question.universe.shapes {
            match self.search_in(shape, Mode::Possible, &formulas, &accept) {
                Found::Nothing => {}
                Found::Stuck(hard) => stuck = Some(hard),
                Found::Event(event) => {
                    let doubt = shape.doubt.clone().or_else(|| shape.doubt_about(&event));
                    return Missed::Some { event, doubt };
                }
            }
        }
        stuck.map_or(Missed::None, Missed::Stuck)
    }

    /// A believable event that is missed by every reading.
    fn example(&mut self) -> Option<Value> {
        let universe = self.question.universe;
        if universe.believable.is_empty() {
            return self.example_with(&[]);
        }
        let mut combinations = universe.believable.iter();
        combinations.find_map(|combination| {
            let fields = combination.iter();
            let fields = fields.map(|(path, text)| (path.clone(), Condition::Is(text.clone())));
            self.example_with(&fields.collect::<Vec<_>>())
        })
    }

    fn example_with(&mut self, fields: &[(Vec<String>, Condition)]) -> Option<Value> {
        let mut builder = Builder {
            atoms: &mut self.atoms,
            reading: Reading::DEFAULT,
        };
        let fields = builder.fields(fields);
        let formulas = self.simplified(&[fields])?;
        let question = self.question;
        let accept = |event: &Value| question.shows(event);
        let shapes = question.universe.shapes.iter();
        // An event that a pattern excludes by name is what its author wanted; one that is lost
        // all the same, because a field is not there for example, says more.
        let mut best: Option<(usize, Value)> = None;
        for shape in shapes.filter(|shape| shape.doubt.is_none()) {
            let found = self.search_in(shape, Mode::Sure, &formulas, &accept);
            let Found::Event(event) = found else {
                continue;
            };
            let count = self.atoms.excluded_in(&event);
            if best.as_ref().is_none_or(|(least, _)| count < *least) {
                best = Some((count, event));
            }
            if count == 0 {
                break;
            }
        }
        best.map(|(_, event)| event)
    }

    /// What is left to decide when what holds of events of any shape is put in; `None` if
    /// there are no such events.
    fn simplified(&mut self, more: &[Formula]) -> Option<Vec<Formula>> {
        let formulas: Vec<Formula> = more.iter().chain(&self.formulas).cloned().collect();
        let specs = vec![Spec::free(); self.atoms.tree.len()];
        let accept = |_: &Value| false;
        let mut search = Search::new(&self.atoms, &mut self.machines, specs, &[], &accept);
        search.simplified(formulas)
    }

    fn search_in(
        &mut self,
        shape: &Shape,
        mode: Mode,
        formulas: &[Formula],
        accept: &dyn Fn(&Value) -> bool,
    ) -> Found {
        let specs = specs(shape, mode, &self.atoms.tree);
        let free_text = &self.question.universe.free_text;
        let mut search = Search::new(&self.atoms, &mut self.machines, specs, free_text, accept);
        search.run(formulas)
    }
}

/// What is known of each place of an event of a shape.
fn specs(shape: &Shape, mode: Mode, tree: &Tree) -> Vec<Spec> {
    let mut specs = vec![Spec::free(); tree.len()];
    if mode == Mode::Sure {
        let closed = shape.closed.iter().filter_map(|path| tree.find(path));
        for node in closed.filter_map(|id| tree.get(id)) {
            for below in &node.below {
                if let Some(spec) = specs.get_mut(below.0) {
                    *spec = Spec::of(Values::of(Kinds::MISSING));
                }
            }
        }
    }
    for field in &shape.fields {
        let values = match mode {
            Mode::Sure => &field.sure,
            Mode::Possible => &field.possible,
        };
        let found = tree.find(&field.path);
        if let Some(spec) = found.and_then(|id| specs.get_mut(id.0)) {
            *spec = Spec {
                usual: field.usual.clone(),
                prefer: field.prefer,
                ..Spec::of(values.clone())
            };
        }
    }
    specs
}
