//! The search for an event that satisfies formulas.

use std::collections::HashSet;

use serde_json::Value;

use super::TooHard;
use super::atom::{Atoms, Test};
use super::example;
use super::formula::Formula;
use super::message;
use super::spec::Spec;
use super::store::{Conflict, Store, Theory};
use super::texts::{Machines, TextSet};

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
                revision: 0,
                pieces: None,
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
        let mut open = self.settle(&mut store, formulas).ok()?;
        loop {
            let left = without_refuted(&open);
            if left == open {
                break;
            }
            open = self.settle(&mut store, left).ok()?;
        }
        let assumed = store.assumed.iter();
        let assumed = assumed.map(|(atom, answer)| Formula::Literal(*atom, *answer));
        Some(assumed.chain(open).collect())
    }

    fn solve(&mut self, mut store: Store, formulas: Vec<Formula>, depth: usize) -> Option<Value> {
        let Ok(mut open) = self.settle(&mut store, formulas) else {
            return None;
        };
        let cost = store.nodes.len();
        if self.theory.machines.effort.spend(cost).is_err() || depth > DEPTH {
            self.stuck = Some(TooHard::Steps);
            return None;
        }
        let rank = |at: &usize| open.get(*at).map(|formula| self.rank(formula));
        let smallest = (0..open.len()).min_by_key(rank);
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
            if found.is_some() {
                return found;
            }
            if self.theory.machines.effort.is_spent() {
                // What is left has not been looked at, whatever ended this part.
                self.stuck = Some(TooHard::Steps);
                return None;
            }
            if let Formula::Literal(..) = part {
                refuted.push(part.not());
            }
        }
        None
    }

    /// How soon to choose among the parts of a formula. Where each part says which text some
    /// place has, choosing one settles all other questions about that place at once.
    fn rank(&self, formula: &Formula) -> (bool, usize) {
        let settles = |literal: &Formula| match literal {
            Formula::Literal(atom, true) => {
                let test = self.theory.atoms.get(*atom).map(|atom| &atom.test);
                matches!(
                    test,
                    Some(Test::Is {
                        texts: TextSet::One(_),
                        ..
                    })
                )
            }
            _ => false,
        };
        let Formula::Or(parts) = formula else {
            return (false, 0);
        };
        let all_settle = parts.iter().all(|part| match part {
            Formula::And(literals) => literals.iter().any(settles),
            literal => settles(literal),
        });
        (!all_settle, parts.len())
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
            if !assumed || self.theory.machines.effort.is_spent() {
                return Ok(open);
            }
        }
    }

    /// Nothing is left to choose: makes the event.
    fn end(&mut self, store: &Store) -> Option<Value> {
        /// What an event and its check take, with so much for each place.
        const COST: usize = 500;
        const COST_OF_PLACE: usize = 20;
        if message::contradicts(&mut self.theory, store) {
            return None;
        }
        let cost = COST + COST_OF_PLACE * store.nodes.len();
        if let Err(hard) = self.theory.machines.effort.spend(cost) {
            self.stuck = Some(hard);
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

/// The formulas without those alternatives that another one of them says not to hold, word for
/// word: a large pattern that is deployed as it is required need not be searched.
fn without_refuted(formulas: &[Formula]) -> Vec<Formula> {
    let said: HashSet<Formula> = formulas.iter().map(Formula::sorted).collect();
    let left = formulas.iter().map(|formula| match formula {
        Formula::Or(parts) => {
            let open = parts
                .iter()
                .filter(|part| !said.contains(&part.not().sorted()));
            Formula::any(open.cloned())
        }
        other => other.clone(),
    });
    left.collect()
}
