//! Comparisons of one string or number with a constant.

use crate::filter_pattern::ast::Value;
use crate::filter_pattern::json::{Json, JsonNumber};
use crate::filter_pattern::number::{self, Decimal};
use crate::filter_pattern::reading::{Ambiguity, Reading};

/// Whether text equals the constant; a bare number counts by how it is written.
pub(super) fn text_equals(text: &str, value: &Value, reading: Reading<'_>) -> bool {
    match value {
        Value::Number(number) => text == number.source(),
        Value::Text(constant) => text == constant.read(reading.choice(Ambiguity::QuotedEscape)),
        Value::Glob(glob) => glob.is_match(text, reading),
        Value::Regex(regex) => regex.is_match(text, reading),
    }
}

/// Whether a JSON value equals the constant; `None` if it cannot be compared with any.
pub(super) fn json_equals(node: &Json, value: &Value, reading: Reading<'_>) -> Option<bool> {
    match (node, value) {
        (Json::String(text), _) => Some(text_equals(text, value, reading)),
        (Json::Number(number), Value::Number(constant)) => {
            Some(decimal(number, reading)? == *constant.decimal())
        }
        (Json::Number(number), _) => {
            let text = number.text(huge_as_double(reading))?;
            Some(text_equals(&text, value, reading))
        }
        (Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_), _) => None,
    }
}

/// The value of a JSON number, if it takes part in comparisons.
pub(super) fn decimal(number: &JsonNumber, reading: Reading<'_>) -> Option<Decimal> {
    number.decimal(huge_as_double(reading))
}

fn huge_as_double(reading: Reading<'_>) -> bool {
    reading.choice(Ambiguity::HugeNumber) == 1
}

/// Whether a word of a line equals the constant; a bare number counts by its value here.
pub(super) fn word_equals(word: &str, value: &Value, reading: Reading<'_>) -> bool {
    match (value, number::measure(word)) {
        (Value::Number(constant), Some(decimal)) => decimal == *constant.decimal(),
        _ => text_equals(word, value, reading),
    }
}
