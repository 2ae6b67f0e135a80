//! A question by some readings: the events of each shape are searched.

use serde_json::Value;

use super::atom::Atoms;
use super::build::Builder;
use super::elements;
use super::formula::Formula;
use super::question::Question;
use super::readings::Choices;
use super::search::{Found, Search};
use super::spec::Spec;
use super::texts::Machines;
use super::universe::{Mode, Shape};
use super::{Condition, TooHard};
use crate::filter_pattern::reading::Reading;

/// What a search for missed events says.
pub(super) enum Missed {
    /// There is none.
    None,
    /// This one, and why it is not certain that such events occur.
    Some { event: Value, doubt: Option<String> },
    /// Not decided.
    Stuck(TooHard),
}

/// A question by some readings: an event is looked for that is required and missed by each.
pub(super) struct Case<'q, 'm> {
    question: &'q Question<'q>,
    atoms: Atoms,
    formulas: Vec<Formula>,
    machines: &'m mut Machines,
}

impl<'q, 'm> Case<'q, 'm> {
    pub(super) fn new(
        question: &'q Question<'q>,
        readings: &[Choices],
        machines: &'m mut Machines,
    ) -> Result<Self, TooHard> {
        let mut atoms = Atoms::new();
        // All places have to be there before it is said which elements a container has.
        for shape in &question.universe.shapes {
            for field in &shape.fields {
                atoms.tree.at(&field.path);
            }
        }
        for (path, _) in question.universe.believable.iter().flatten() {
            atoms.tree.at(path);
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
        elements::expand(&mut atoms, &mut formulas)?;
        Ok(Self {
            question,
            atoms,
            formulas,
            machines,
        })
    }

    /// Looks for an event that is missed by the only reading.
    pub(super) fn search(&mut self, reading: &Choices) -> Missed {
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
                    let doubt = shape.doubt_about(&event);
                    return Missed::Some { event, doubt };
                }
            }
        }
        stuck.map_or(Missed::None, Missed::Stuck)
    }

    /// A believable event that is missed by every reading.
    pub(super) fn example(&mut self) -> Option<Value> {
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
        let shapes = question.universe.shapes.iter();
        // An event that a pattern excludes by name is what its author wanted; one that is lost
        // all the same, because a field is not there for example, says more.
        let mut best: Option<(usize, Value)> = None;
        for shape in shapes.filter(|shape| shape.doubt.is_none()) {
            let accept =
                |event: &Value| question.shows(event) && shape.doubt_about(event).is_none();
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
        let mut search = Search::new(&self.atoms, self.machines, specs, &[], &accept);
        search.simplified(formulas)
    }

    fn search_in(
        &mut self,
        shape: &Shape,
        mode: Mode,
        formulas: &[Formula],
        accept: &dyn Fn(&Value) -> bool,
    ) -> Found {
        let specs = Spec::of_shape(shape, mode, &self.atoms.tree);
        let free_text = &self.question.universe.free_text;
        let mut search = Search::new(&self.atoms, self.machines, specs, free_text, accept);
        search.run(formulas)
    }
}
