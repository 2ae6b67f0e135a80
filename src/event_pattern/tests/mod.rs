//! What event patterns are and what they select.

mod errors;
mod examples;
mod naive;
mod open;
mod parts;
mod properties;

use serde_json::Value;

use super::{EventPattern, Outcome};

fn parse(source: &str) -> EventPattern {
    EventPattern::parse(source).unwrap_or_else(|error| panic!("{source}: {error}"))
}

fn json(source: &str) -> Value {
    serde_json::from_str(source).unwrap_or_else(|error| panic!("{source}: {error}"))
}

fn judge(pattern: &str, event: &str) -> Outcome {
    parse(pattern).judge(&json(event))
}
