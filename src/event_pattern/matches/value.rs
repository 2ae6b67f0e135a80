//! One matcher and one value that is no list and no object.

use serde_json::Value;

use crate::event_pattern::address;
use crate::event_pattern::ast::{Cased, Excluded, Matcher};
use crate::event_pattern::case::{self, Part};
use crate::event_pattern::number;
use crate::event_pattern::outcome::Outcome;

impl Matcher {
    /// Whether it matches a value. `exists` with false never does.
    pub(super) fn judge(&self, value: &Value) -> Outcome {
        let text = value.as_str();
        let on_text = |judge: &dyn Fn(&str) -> Outcome| text.map_or(Outcome::NoMatch, judge);
        match self {
            Self::Text(asked) => on_text(&|text| address::same(asked, text)),
            Self::Exactly(asked) => on_text(&|text| Outcome::from(text == asked)),
            Self::Prefix(asked) => on_text(&|text| asked.judge(text, Part::Start)),
            Self::Suffix(asked) => on_text(&|text| asked.judge(text, Part::End)),
            Self::IgnoreCase(asked) => on_text(&|text| case::judge(asked, text, Part::Whole)),
            Self::Wildcard(wildcard) => on_text(&|text| Outcome::from(wildcard.is_match(text))),
            Self::Cidr(cidr) => on_text(&|text| cidr.judge(text)),
            Self::Number(asked) => match value {
                Value::Number(found) => number::equal(found, asked),
                _ => Outcome::NoMatch,
            },
            Self::Numeric(comparisons) => match value {
                Value::Number(found) => comparisons
                    .iter()
                    .map(|(comparison, asked)| number::compare(found, *comparison, asked))
                    .fold(Outcome::Match, Outcome::and),
                _ => Outcome::NoMatch,
            },
            Self::Bool(asked) => Outcome::from(value.as_bool() == Some(*asked)),
            Self::Null => Outcome::from(value.is_null()),
            Self::Exists(exists) => Outcome::from(*exists),
            Self::AnythingBut(excluded) => excluded.judge(value).not(),
        }
    }
}

impl Cased {
    fn judge(&self, text: &str, part: Part) -> Outcome {
        if self.ignore_case {
            return case::judge(&self.text, text, part);
        }
        Outcome::from(match part {
            Part::Whole => text == self.text,
            Part::Start => text.starts_with(&self.text),
            Part::End => text.ends_with(&self.text),
        })
    }
}

impl Excluded {
    /// Whether the value is one of these. A value of another type is none.
    fn judge(&self, value: &Value) -> Outcome {
        if let Self::Numbers(numbers) = self {
            let Value::Number(found) = value else {
                return Outcome::NoMatch;
            };
            let numbers = numbers.iter().map(|asked| number::equal(found, asked));
            return numbers.fold(Outcome::NoMatch, Outcome::or);
        }
        let Some(text) = value.as_str() else {
            return Outcome::NoMatch;
        };
        match self {
            Self::Texts(texts) => Outcome::from(texts.iter().any(|asked| asked == text)),
            Self::Prefixes(texts) => {
                Outcome::from(texts.iter().any(|asked| text.starts_with(asked.as_str())))
            }
            Self::Suffixes(texts) => {
                Outcome::from(texts.iter().any(|asked| text.ends_with(asked.as_str())))
            }
            Self::IgnoreCase(texts) => texts
                .iter()
                .map(|asked| case::judge(asked, text, Part::Whole))
                .fold(Outcome::NoMatch, Outcome::or),
            Self::Wildcards(wildcards) => {
                Outcome::from(wildcards.iter().any(|wildcard| wildcard.is_match(text)))
            }
            Self::Numbers(_) => Outcome::NoMatch,
        }
    }
}
