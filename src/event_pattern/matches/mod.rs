//! Whether a pattern selects an event, in three values.

mod search;
mod value;

use serde_json::Value;

use super::ast::{Matcher, Matchers, Object};
use super::branches::Branches;
use super::fields::{self, Field, Wanted};
use super::outcome::{Ambiguity, Outcome};
use search::Search;

/// What a pattern says about an event.
pub(super) fn judge(root: &Object, event: &Value) -> Outcome {
    if !event.is_object() {
        return Outcome::NoMatch;
    }
    let branches = Branches::of(root);
    let mut wanted = Wanted::default();
    let all = branches.sure.iter().chain(&branches.possible);
    all.flatten().for_each(|entry| wanted.add(entry));
    let fields = wanted.of(event);
    let mut outcome = Outcome::NoMatch;
    for branch in &branches.sure {
        outcome = outcome.or(Search::new(branch, &fields).outcome());
        if outcome == Outcome::Match {
            break;
        }
    }
    for branch in &branches.possible {
        if outcome.is_possible() {
            break;
        }
        let found = Search::new(branch, &fields).outcome();
        outcome = found.doubted(Ambiguity::RepeatedName);
    }
    outcome
}

impl Matchers {
    /// Whether one of them matches what stands at a place of an event; `None` stands for nothing
    /// there.
    pub fn judge(&self, value: Option<&Value>) -> Outcome {
        let fields = value.map(fields::at_place).unwrap_or_default();
        let of_values = fields
            .iter()
            .map(|field| self.of_field(field))
            .fold(Outcome::NoMatch, Outcome::or);
        if !self.may_be_absent() {
            return of_values;
        }
        let is_there = fields
            .iter()
            .map(|field| Outcome::from(field.value.is_some()));
        let absent = match is_there.fold(Outcome::NoMatch, Outcome::or) {
            Outcome::NoMatch if !fields.is_empty() => Outcome::Contested(Ambiguity::EmptyContainer),
            is_there => is_there.not(),
        };
        of_values.or(absent)
    }

    /// Whether one of them matches a text of an event.
    pub fn judge_text(&self, text: &str) -> Outcome {
        let value = Value::String(text.to_owned());
        self.judge(Some(&value))
    }

    /// Whether one of them is `{"exists": false}`.
    pub(super) fn may_be_absent(&self) -> bool {
        self.0.contains(&Matcher::Exists(false))
    }

    /// Whether one of them matches a value that is there.
    fn of_field(&self, field: &Field<'_>) -> Outcome {
        let matchers = self.0.iter().map(|matcher| match field.value {
            Some(value) => matcher.judge(value),
            None if *matcher == Matcher::Exists(true) => {
                Outcome::Contested(Ambiguity::EmptyContainer)
            }
            None => Outcome::NoMatch,
        });
        matchers.fold(Outcome::NoMatch, Outcome::or)
    }
}
