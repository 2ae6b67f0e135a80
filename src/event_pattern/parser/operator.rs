//! Operators and what they are applied to.

use super::{Parser, Result};
use crate::event_pattern::ast::{Cased, Comparison, Excluded, Matcher};
use crate::event_pattern::error::ErrorKind;
use crate::event_pattern::number::{self, Measure};
use crate::event_pattern::source::Source;
use crate::event_pattern::wildcard::BadWildcard;
use crate::event_pattern::{Cidr, Number, Wildcard};

/// The operators of an object in a list.
pub(in crate::event_pattern) const OPERATORS: &[&str] = &[
    "prefix",
    "suffix",
    "anything-but",
    "numeric",
    "exists",
    "equals-ignore-case",
    "wildcard",
    "cidr",
];

const IGNORE_CASE: &str = "equals-ignore-case";
const TEXT: &str = "a text";
const TEXTS: &str = "a text or a list of texts";

impl Parser {
    pub(super) fn operator(&mut self, name: &str, operand: &Source) -> Result<Matcher> {
        Ok(match name {
            "exactly" => Matcher::Exactly(self.text("exactly", TEXT, operand)?),
            "prefix" => Matcher::Prefix(self.cased("prefix", operand)?),
            "suffix" => Matcher::Suffix(self.cased("suffix", operand)?),
            IGNORE_CASE => Matcher::IgnoreCase(self.text(IGNORE_CASE, TEXT, operand)?),
            "wildcard" => {
                let text = self.text("wildcard", TEXT, operand)?;
                Matcher::Wildcard(self.wildcard(&text)?)
            }
            "cidr" => {
                let text = self.text("cidr", TEXT, operand)?;
                match Cidr::parse(&text) {
                    Some(cidr) => Matcher::Cidr(cidr),
                    None => return self.error(ErrorKind::Network(text)),
                }
            }
            "exists" => match operand {
                Source::Bool(exists) => Matcher::Exists(*exists),
                other => return self.operand("exists", "true or false", other),
            },
            "numeric" => match operand {
                Source::List(parts) => Matcher::Numeric(self.numeric(parts)?),
                _ => return self.error(ErrorKind::NumericShape),
            },
            "anything-but" => Matcher::AnythingBut(self.excluded(operand)?),
            other => return self.error(ErrorKind::UnknownOperator(other.to_owned())),
        })
    }

    fn operand<T>(&self, operator: &'static str, takes: &'static str, given: &Source) -> Result<T> {
        self.error(ErrorKind::Operand {
            operator,
            takes,
            given: given.kind(),
        })
    }

    fn text(
        &self,
        operator: &'static str,
        takes: &'static str,
        operand: &Source,
    ) -> Result<String> {
        match operand {
            Source::Text(text) => Ok(text.clone()),
            other => self.operand(operator, takes, other),
        }
    }

    fn cased(&mut self, operator: &'static str, operand: &Source) -> Result<Cased> {
        let takes = "a text or `{\"equals-ignore-case\": \"text\"}`";
        if let Source::Object(members) = operand {
            let [(name, text)] = members.as_slice() else {
                return self.operand(operator, takes, operand);
            };
            return self.at(name, |parser| {
                if name != IGNORE_CASE {
                    return parser.operand(operator, takes, operand);
                }
                Ok(Cased {
                    text: parser.text(IGNORE_CASE, TEXT, text)?,
                    ignore_case: true,
                })
            });
        }
        Ok(Cased {
            text: self.text(operator, takes, operand)?,
            ignore_case: false,
        })
    }

    fn wildcard(&self, text: &str) -> Result<Wildcard> {
        Wildcard::parse(text).or_else(|bad| {
            self.error(match bad {
                BadWildcard::DoubleAsterisk => ErrorKind::DoubleAsterisk,
                BadWildcard::Escape => ErrorKind::WildcardEscape,
            })
        })
    }

    fn numeric(&mut self, parts: &[Source]) -> Result<Vec<(Comparison, Number)>> {
        let comparison = |source: &Source| match source {
            Source::Text(symbol) => Comparison::new(symbol),
            _ => None,
        };
        let mut comparisons = Vec::new();
        for (at, pair) in parts.chunks(2).enumerate() {
            let [symbol, Source::Number(number)] = pair else {
                return self.error(ErrorKind::NumericShape);
            };
            let Some(comparison) = comparison(symbol) else {
                return self.error(ErrorKind::NumericShape);
            };
            self.at(&(2 * at + 1).to_string(), |parser| parser.limited(number))?;
            comparisons.push((comparison, number.clone()));
        }
        match comparisons.as_slice() {
            [_] => Ok(comparisons),
            [
                (Comparison::Greater | Comparison::GreaterOrEqual, low),
                (Comparison::Less | Comparison::LessOrEqual, high),
            ] => {
                if number::is_below(low, high) {
                    return Ok(comparisons);
                }
                let (low, high) = (low.to_string(), high.to_string());
                self.error(ErrorKind::EmptyRange { low, high })
            }
            _ => self.error(ErrorKind::NumericShape),
        }
    }

    /// Whether a number can be compared.
    fn limited(&self, number: &Number) -> Result<()> {
        match Measure::of(number) {
            Measure::Millionths(_) => Ok(()),
            Measure::TooFine(_) | Measure::TooLarge => {
                self.error(ErrorKind::NumberLimits(number.to_string()))
            }
        }
    }

    fn excluded(&mut self, operand: &Source) -> Result<Excluded> {
        let Source::Object(members) = operand else {
            return self.plainly_excluded(operand);
        };
        let [(name, operand)] = members.as_slice() else {
            return self.error(ErrorKind::SeveralOperators);
        };
        self.at(name, |parser| {
            Ok(match name.as_str() {
                "prefix" => Excluded::Prefixes(parser.affixes("prefix", operand)?),
                "suffix" => Excluded::Suffixes(parser.affixes("suffix", operand)?),
                IGNORE_CASE => Excluded::IgnoreCase(parser.texts(IGNORE_CASE, operand)?),
                "wildcard" => {
                    let texts = parser.texts("wildcard", operand)?;
                    let wildcards = texts.iter().map(|text| parser.wildcard(text));
                    Excluded::Wildcards(wildcards.collect::<Result<_>>()?)
                }
                other => return parser.error(ErrorKind::UnknownOperator(other.to_owned())),
            })
        })
    }

    /// Texts or numbers.
    fn plainly_excluded(&mut self, operand: &Source) -> Result<Excluded> {
        let takes = "a text, a number, or a list of either";
        let values = match operand {
            Source::List(values) => values.as_slice(),
            single => std::slice::from_ref(single),
        };
        let (mut texts, mut numbers) = (Vec::new(), Vec::new());
        for value in values {
            match value {
                Source::Text(text) => texts.push(text.clone()),
                Source::Number(number) => {
                    self.limited(number)?;
                    numbers.push(number.clone());
                }
                other => return self.operand("anything-but", takes, other),
            }
        }
        match (texts.is_empty(), numbers.is_empty()) {
            (true, true) => self.error(ErrorKind::EmptyList),
            (false, true) => Ok(Excluded::Texts(texts)),
            (true, false) => Ok(Excluded::Numbers(numbers)),
            (false, false) => self.error(ErrorKind::MixedExclusion),
        }
    }

    fn texts(&mut self, operator: &'static str, operand: &Source) -> Result<Vec<String>> {
        match operand {
            Source::List(values) if values.is_empty() => self.error(ErrorKind::EmptyList),
            Source::List(values) => {
                let texts = values.iter().map(|value| self.text(operator, TEXTS, value));
                texts.collect()
            }
            single => Ok(vec![self.text(operator, TEXTS, single)?]),
        }
    }

    fn affixes(&mut self, operator: &'static str, operand: &Source) -> Result<Vec<String>> {
        let texts = self.texts(operator, operand)?;
        if texts.iter().any(String::is_empty) {
            return self.error(ErrorKind::EmptyExclusion);
        }
        Ok(texts)
    }
}
