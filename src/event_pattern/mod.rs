//! The event-pattern language of `EventBridge`: which events of a bus a rule sends on.
//!
//! A pattern is a JSON object with the structure of the events. Each field has a list of
//! matchers of which one has to match, the fields of an object all have to match, and `$or`
//! has objects of which one has to match.
//!
//! The sources are the `EventBridge` user guide, pages "Creating event patterns", "Comparison
//! operators for use in event patterns", "Matching on multiple values in event fields" and
//! "Matching events on null values and empty strings", and the README and code of
//! `aws/event-ruler`, the library that `EventBridge` is built on.
//!
//! # What is not obvious
//!
//! - `exists` sees only values that are no objects: `{"a": [{"exists": false}]}` selects
//!   `{"a": {"b": 1}}`.
//! - Lists of an event are no level of their own: a value, or an object, stands for itself in
//!   any depth of lists. A list matches if one of its values does, also by `anything-but`. Two
//!   fields of objects in a list have to match in the same object.
//! - `anything-but` selects numbers, booleans and `null` too, but nothing that is not there.
//! - Where `$or` has a list of two or more objects without names of operators, it is the
//!   operator; else the whole pattern is read with `$or` as the name of a field.
//!
//! # Where the documentation is silent
//!
//! [`EventPattern::judge`] says [`Outcome::Contested`] with the [`Ambiguity`] where the user
//! guide and event-ruler, or versions of event-ruler, give different answers.

mod address;
mod ast;
mod branches;
mod case;
mod display;
mod doubts;
mod error;
mod fields;
mod matches;
mod number;
mod outcome;
mod parser;
mod parts;
mod source;
mod wildcard;

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

pub use address::Cidr;
pub use ast::{Cased, Comparison, Content, Excluded, Matcher, Matchers, Member, Object};
pub use error::{ErrorKind, ParseError};
pub use number::Number;
pub use outcome::{Ambiguity, Outcome};
pub use parts::{Inseparable, Part};
pub use wildcard::Wildcard;

/// A legal event pattern, ready to be matched against events.
#[derive(Debug, Clone, PartialEq)]
pub struct EventPattern {
    root: Object,
    doubts: Vec<Ambiguity>,
}

impl EventPattern {
    /// Parses a pattern as `EventBridge` takes it in `EventPattern`.
    ///
    /// # Errors
    ///
    /// The first mistake that makes the pattern illegal, with its place in `source`.
    pub fn parse(source: &str) -> Result<Self, ParseError> {
        parser::parse(source).map(Self::of)
    }

    fn of(root: Object) -> Self {
        let doubts = doubts::of(&root);
        Self { root, doubts }
    }

    /// The pattern as a tree, for those who reason about it instead of running it.
    pub fn root(&self) -> &Object {
        &self.root
    }

    /// The open questions that the pattern itself raises, whatever the event, each once.
    pub fn doubts(&self) -> &[Ambiguity] {
        &self.doubts
    }

    /// Whether the pattern selects the event, and whether AWS leaves that open.
    pub fn judge(&self, event: &serde_json::Value) -> Outcome {
        matches::judge(&self.root, event)
    }
}

impl FromStr for EventPattern {
    type Err = ParseError;

    fn from_str(source: &str) -> Result<Self, ParseError> {
        Self::parse(source)
    }
}

/// Compact JSON, which parses back to an equal tree; `{}`, which is no pattern by itself, for
/// [what is asked of `detail`](Part::detail) if nothing is.
impl fmt::Display for EventPattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(out)
    }
}
