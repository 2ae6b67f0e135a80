//! Fields of an event that match all entries of a branch, and of no list two elements.

use std::collections::BTreeMap;

use crate::event_pattern::branches::Entry;
use crate::event_pattern::fields::{Field, Places, joined};
use crate::event_pattern::outcome::{Ambiguity, Outcome};

/// How many combinations of elements are tried.
const MOST: usize = 20_000;

/// How an entry may be met.
struct Choices<'s, 'e> {
    /// By values that match, those in the same elements once.
    values: BTreeMap<Places, Outcome>,
    /// By there being nothing: the fields that must not be there.
    absent: Option<Vec<&'s Field<'e>>>,
    steps: &'s [&'s str],
}

/// Looks for fields that match.
pub(super) struct Search<'s, 'e> {
    entries: Vec<Choices<'s, 'e>>,
    left: usize,
}

/// What is taken for certain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Only what holds by all readings.
    Sure,
    /// All that holds by some reading.
    Possible,
}

impl<'s, 'e> Search<'s, 'e> {
    pub(super) fn new(branch: &'s [Entry<'s>], fields: &'s [Field<'e>]) -> Self {
        let mut entries: Vec<_> = branch.iter().map(|entry| choices(entry, fields)).collect();
        // Few choices first: they rule out most.
        entries.sort_by_key(|choices| choices.values.len());
        Self { entries, left: 0 }
    }

    pub(super) fn outcome(&mut self) -> Outcome {
        if self
            .find(Mode::Sure)
            .is_some_and(|found| found == Outcome::Match)
        {
            return Outcome::Match;
        }
        match self.find(Mode::Possible) {
            Some(found) => found.doubted(Ambiguity::ManyElements),
            None => Outcome::NoMatch,
        }
    }

    /// The first combination that matches.
    fn find(&mut self, mode: Mode) -> Option<Outcome> {
        self.left = MOST;
        let mut nothing = Vec::new();
        self.step(mode, 0, &Places::new(), &mut nothing)
    }

    fn step(
        &mut self,
        mode: Mode,
        at: usize,
        places: &Places,
        nothing: &mut Vec<usize>,
    ) -> Option<Outcome> {
        let Some(choices) = self.entries.get(at) else {
            return self.end(places, nothing);
        };
        let values: Vec<(Places, Outcome)> = choices
            .values
            .iter()
            .filter(|(_, outcome)| mode == Mode::Possible || **outcome == Outcome::Match)
            .filter_map(|(own, outcome)| Some((joined(places, own)?, *outcome)))
            .collect();
        let absent = choices.absent.as_ref();
        let absent = absent.is_some_and(|fields| mode == Mode::Possible || fields.is_empty());
        for (places, outcome) in values {
            if self.left == 0 {
                return (mode == Mode::Possible)
                    .then_some(Outcome::Contested(Ambiguity::ManyElements));
            }
            self.left -= 1;
            if let Some(rest) = self.step(mode, at + 1, &places, nothing) {
                return Some(outcome.and(rest));
            }
        }
        if absent {
            nothing.push(at);
            let found = self.step(mode, at + 1, places, nothing);
            nothing.pop();
            return found;
        }
        None
    }

    /// Whether nothing is where nothing must be.
    ///
    /// By event-ruler that depends on the order of the names: a field is compared with those
    /// that come before it. At most it may be in other elements than the fields that match, and
    /// at least it is nowhere.
    fn end(&self, places: &Places, nothing: &[usize]) -> Option<Outcome> {
        let mut outcome = Outcome::Match;
        for choices in nothing.iter().filter_map(|at| self.entries.get(*at)) {
            for field in choices.absent.iter().flatten() {
                let question = if field.value.is_none() {
                    Ambiguity::EmptyContainer
                } else if field.steps != choices.steps {
                    Ambiguity::DottedName
                } else if joined(places, &field.places).is_some() {
                    return None;
                } else {
                    Ambiguity::AbsenceInList
                };
                outcome = outcome.doubted(question);
            }
        }
        Some(outcome)
    }
}

fn choices<'s, 'e>(entry: &'s Entry<'s>, fields: &'s [Field<'e>]) -> Choices<'s, 'e> {
    let own: Vec<&Field<'e>> = fields.iter().filter(|f| f.name == entry.name).collect();
    let mut values: BTreeMap<Places, Outcome> = BTreeMap::new();
    for field in &own {
        let mut outcome = entry.matchers.of_field(field);
        if field.steps != entry.steps {
            outcome = outcome.doubted(Ambiguity::DottedName);
        }
        if outcome.is_possible() {
            let best = values.entry(field.places.clone()).or_insert(outcome);
            *best = best.or(outcome);
        }
    }
    Choices {
        values,
        absent: entry.matchers.may_be_absent().then_some(own),
        steps: &entry.steps,
    }
}
