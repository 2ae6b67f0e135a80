//! The readings of what AWS leaves open, each the same for all patterns at once.

use super::Requirement;
use crate::filter_pattern::Pattern;
use crate::filter_pattern::reading::{Ambiguity, Reading};

/// How many readings are looked at one by one.
const MOST: usize = 16;

/// A choice for each open question that some pattern raises.
#[derive(Debug, Clone)]
pub(super) struct Choices(Vec<(Ambiguity, u8)>);

impl Choices {
    pub(super) fn reading(&self) -> Reading<'_> {
        Reading(&self.0)
    }

    /// A question that is not read as usual, if one is.
    pub(super) fn question(&self) -> Option<Ambiguity> {
        let unusual = self.0.iter().find(|(_, choice)| *choice > 0);
        unusual.map(|(question, _)| *question)
    }
}

/// All readings, the usual one first; `None` if there are too many.
pub(super) fn all<'p>(
    requirement: &Requirement,
    deployed: impl Iterator<Item = &'p Pattern>,
) -> Option<Vec<Choices>> {
    let mut questions: Vec<Ambiguity> = Vec::new();
    let mut add = |pattern: &Pattern| {
        for question in pattern.doubts() {
            if !questions.contains(question) {
                questions.push(*question);
            }
        }
    };
    if let Requirement::Pattern(pattern) = requirement {
        add(pattern);
    }
    deployed.for_each(&mut add);
    let mut readings = vec![Choices(Vec::new())];
    for question in questions {
        let choices = 0..=question.alternatives();
        readings = choices
            .flat_map(|choice| {
                readings.iter().map(move |reading| {
                    let mut reading = reading.clone();
                    reading.0.push((question, choice));
                    reading
                })
            })
            .collect();
        if readings.len() > MOST {
            return None;
        }
    }
    Some(readings)
}
