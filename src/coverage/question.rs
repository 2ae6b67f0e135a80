//! What one requirement asks, over all readings of what AWS leaves open.

use serde_json::Value;

use super::case::{Case, Missed};
use super::readings::{self, Choices};
use super::texts::Machines;
use super::{Coverage, Deployed, Matcher, Requirement, TooHard, Universe, meets};
use crate::event_pattern;
use crate::filter_pattern::{Event, Pattern, matches};

/// Whether the events of one requirement are matched.
pub(super) struct Question<'q> {
    pub(super) requirement: &'q Requirement,
    pub(super) deployed: &'q [Deployed<'q>],
    pub(super) universe: &'q Universe,
}

impl Question<'_> {
    pub(super) fn decide(&self, machines: &mut Machines) -> Coverage {
        let patterns = self.deployed.iter().filter_map(|d| d.matcher.filter());
        let Some(readings) = readings::all(self.requirement, patterns) else {
            return Coverage::NotProven(
                "the patterns depend on too many questions that AWS leaves open".to_owned(),
            );
        };
        let mut why = None;
        for reading in &readings {
            // The rest is for making an example.
            let effort = machines.effort.clone();
            let missed = effort.share(2, || {
                let case = Case::new(self, std::slice::from_ref(reading), machines);
                case.map_or_else(Missed::Stuck, |mut case| case.search(reading))
            });
            match missed {
                Missed::None => {}
                Missed::Some { event, doubt } => {
                    // With one shape there is nothing to choose a better example from.
                    let plain =
                        self.universe.shapes.len() == 1 && self.universe.believable.is_empty();
                    if plain && doubt.is_none() && self.shows(&event) {
                        return Coverage::NotCovered(Box::new(event));
                    }
                    let open = reading.question().map(|question| question.to_string());
                    why = open
                        .or_else(|| self.left_open(&event))
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
        let case = Case::new(self, &readings, machines);
        let example = case.ok().and_then(|mut case| case.example());
        match example {
            Some(event) => Coverage::NotCovered(Box::new(event)),
            None => Coverage::NotProven(why),
        }
    }

    /// Whether the event is required and missed by every reading.
    pub(super) fn shows(&self, event: &Value) -> bool {
        let read = Event::from_value(event);
        self.requirement.holds(event) && self.deployed.iter().all(|d| d.misses_read(event, &read))
    }

    /// Whether the event is required and missed by one reading.
    pub(super) fn shows_by(&self, event: &Value, choices: &Choices) -> bool {
        let read = Event::from_value(event);
        let selects = |p: &Pattern| matches::matches(p.ast(), &read, choices.reading());
        let required = match self.requirement {
            Requirement::Pattern(pattern) => selects(pattern),
            Requirement::Fields(fields) => meets(event, fields),
        };
        // What an event pattern leaves open counts as missed: proofs are of what is certain.
        let counts = |matcher: Matcher<'_>| match matcher {
            Matcher::Filter(pattern) => selects(pattern),
            Matcher::Event(pattern) => pattern.judge(event) == event_pattern::Outcome::Match,
        };
        let mut deployed = self.deployed.iter();
        required && deployed.all(|d| !meets(event, &d.only) || !counts(d.matcher))
    }

    /// Why it is open whether an event pattern matches the event, if it is.
    fn left_open(&self, event: &Value) -> Option<String> {
        let counting = self.deployed.iter().filter(|d| meets(event, &d.only));
        let mut outcomes = counting.map(|deployed| match deployed.matcher {
            Matcher::Filter(_) => None,
            Matcher::Event(pattern) => Some(pattern.judge(event)),
        });
        outcomes.find_map(|outcome| match outcome {
            Some(event_pattern::Outcome::Contested(question)) => Some(question.to_string()),
            _ => None,
        })
    }
}
