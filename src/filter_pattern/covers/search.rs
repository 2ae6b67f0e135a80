//! The search for an event that satisfies formulas.

use serde_json::Value;

use super::TooHard;
use super::atom::Atoms;
use super::example;
use super::formula::Formula;
use super::message;
use super::store::{Conflict, Spec, Store, Theory};
use super::texts::Machines;

/// How many questions one search may ask before it is given up.
const STEPS: usize = 400_000;

/// How many assumptions may be stacked upon each other.
const DEPTH: usize = 2_000;

/// What a search found.
#[derive(Debug)]
pub(super) enum Found {
    /// No event satisfies the formulas: proven.
    Nothing,
    /// This one does, which has been looked at.
    Event(Value),
    /// Neither could be shown.
    Stuck(TooHard),
}

/// Looks for events of one shape.
pub(super) struct Search<'a, 'm> {
    theory: Theory<'a>,
    free_text: &'m [Vec<String>],
    /// Whether an event really is what is looked for.
    accept: &'m dyn Fn(&Value) -> bool,
    /// Why some branch could be neither refuted nor shown.
    stuck: Option<TooHard>,
}

impl<'a, 'm> Search<'a, 'm> {
    pub(super) fn new(
        atoms: &'a Atoms,
        machines: &'a mut Machines,
        specs: Vec<Spec>,
        free_text: &'m [Vec<String>],
        accept: &'m dyn Fn(&Value) -> bool,
    ) -> Self {
        Self {
            theory: Theory {
                atoms,
                machines,
                specs,
                hard: None,
                steps: 0,
            },
            free_text,
            accept,
            stuck: None,
        }
    }

    /// Looks for an event that satisfies all `formulas`.
    pub(super) fn run(&mut self, formulas: &[Formula]) -> Found {
        let Ok(store) = self.theory.store() else {
            return Found::Nothing;
        };
        match self.solve(store, formulas.to_vec(), 0) {
            Some(event) => Found::Event(event),
            None => match self.stuck.take() {
                Some(hard) => Found::Stuck(hard),
                None => Found::Nothing,
            },
        }
    }

    /// `formulas` as far as they are not settled by each other: what has to be assumed, and
    /// what leaves a choice; `None` if they contradict each other.
    pub(super) fn simplified(&mut self, formulas: Vec<Formula>) -> Option<Vec<Formula>> {
        let mut store = self.theory.store().ok()?;
        let open = self.settle(&mut store, formulas).ok()?;
        let assumed = store.assumed.iter();
        let assumed = assumed.map(|(atom, answer)| Formula::Literal(*atom, *answer));
        Some(assumed.chain(open).collect())
    }

    fn solve(&mut self, mut store: Store, formulas: Vec<Formula>, depth: usize) -> Option<Value> {
        let Ok(mut open) = self.settle(&mut store, formulas) else {
            return None;
        };
        if self.theory.steps > STEPS || depth > DEPTH {
            self.stuck = Some(TooHard::Steps);
            return None;
        }
        let size = |formula: &Formula| match formula {
            Formula::Or(parts) => parts.len(),
            _ => 0,
        };
        let smallest = (0..open.len()).min_by_key(|at| open.get(*at).map_or(0, size));
        let Some(smallest) = smallest else {
            return self.end(&store);
        };
        let Formula::Or(parts) = open.swap_remove(smallest) else {
            return None;
        };
        // What has been tried without success need not be tried beside the next.
        let mut refuted: Vec<Formula> = Vec::new();
        for part in parts {
            let mut formulas = open.clone();
            formulas.push(part.clone());
            formulas.extend(refuted.iter().cloned());
            let found = self.solve(store.clone(), formulas, depth + 1);
            if found.is_some() || self.theory.steps > STEPS {
                return found;
            }
            if let Formula::Literal(..) = part {
                refuted.push(part.not());
            }
        }
        None
    }

    /// Assumes what the formulas leave no choice about; gives those that leave one.
    fn settle(
        &mut self,
        store: &mut Store,
        formulas: Vec<Formula>,
    ) -> Result<Vec<Formula>, Conflict> {
        let mut open = formulas;
        loop {
            let mut left = Vec::with_capacity(open.len());
            let mut assumed = false;
            for formula in open {
                let theory = &mut self.theory;
                match formula.given(&mut |atom| theory.known(store, atom)) {
                    Formula::True => {}
                    Formula::False => return Err(Conflict),
                    Formula::Literal(atom, answer) => {
                        self.theory.assume(store, atom, answer)?;
                        assumed = true;
                    }
                    Formula::And(parts) => {
                        assumed = true;
                        for part in parts {
                            match part {
                                Formula::Literal(atom, answer) => {
                                    self.theory.assume(store, atom, answer)?;
                                }
                                other => left.push(other),
                            }
                        }
                    }
                    other @ Formula::Or(_) => left.push(other),
                }
            }
            open = left;
            if !assumed || self.theory.steps > STEPS {
                return Ok(open);
            }
        }
    }

    /// Nothing is left to choose: makes the event.
    fn end(&mut self, store: &Store) -> Option<Value> {
        if message::contradicts(&mut self.theory, store) {
            return None;
        }
        let event = example::make(&mut self.theory, store, self.free_text);
        let event = event.filter(|event| (self.accept)(event));
        if event.is_none() {
            let hard = self.theory.hard.take().unwrap_or(TooHard::Example);
            self.stuck = Some(hard);
        }
        event
    }
}
