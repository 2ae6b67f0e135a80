//! Sentences with `{{ CEL }}` in them.

use super::abbreviation::Abbreviations;
use super::condition::{Condition, ConditionError};

/// A sentence, part text, part expression.
#[derive(Debug, Default)]
pub struct Message {
    /// Its parts, in order.
    pub pieces: Vec<Piece>,
}

/// A part of a sentence.
#[derive(Debug)]
pub enum Piece {
    /// Text as it is.
    Text(String),
    /// The value of an expression.
    Value(Condition),
}

impl Message {
    /// A sentence without expressions.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            pieces: vec![Piece::Text(text.into())],
        }
    }

    /// Compiles `source`, in whose expressions the names in `variables` may be used.
    ///
    /// # Errors
    /// All that is wrong with it, at bytes of `source`.
    pub fn compile(source: &str, variables: &[&str]) -> Result<Self, Vec<ConditionError>> {
        Self::compile_with(source, variables, &Abbreviations::default())
    }

    /// The same with the names of `abbreviations`.
    ///
    /// # Errors
    /// All that is wrong with it, at bytes of `source`.
    pub fn compile_with(
        source: &str,
        variables: &[&str],
        abbreviations: &Abbreviations,
    ) -> Result<Self, Vec<ConditionError>> {
        let mut pieces = Vec::new();
        let mut problems = Vec::new();
        let mut rest = source;
        while let Some((text, after)) = rest.split_once("{{") {
            push_text(&mut pieces, text);
            let start = source.len() - after.len();
            let Some((expression, after)) = after.split_once("}}") else {
                problems.push(ConditionError {
                    offset: start.saturating_sub(2),
                    message: "`{{` is not closed by `}}`".to_owned(),
                });
                rest = "";
                break;
            };
            let lead = expression.len() - expression.trim_start().len();
            match Condition::compile_with(expression.trim(), variables, abbreviations) {
                Ok(condition) => pieces.push(Piece::Value(condition)),
                Err(errors) => problems.extend(errors.into_iter().map(|e| ConditionError {
                    offset: start + lead + e.offset,
                    ..e
                })),
            }
            rest = after;
        }
        push_text(&mut pieces, rest);
        if problems.is_empty() {
            Ok(Self { pieces })
        } else {
            Err(problems)
        }
    }

    /// The expressions in it.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Value(condition) => Some(condition),
            Piece::Text(_) => None,
        })
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_stand_between_texts() {
        let message = Message::compile("a {{ resource.x }}b{{1}}", &["resource"]).unwrap();
        assert_eq!(message.pieces.len(), 4);
        assert_eq!(message.conditions().count(), 2);
    }

    #[test]
    fn problems_are_placed_in_the_whole_sentence() {
        let source = "a {{ resorce.x }} b {{ 1";
        let problems = Message::compile(source, &["resource"]).unwrap_err();
        let offsets: Vec<usize> = problems.iter().map(|p| p.offset).collect();
        assert_eq!(offsets, [5, 20]);
    }
}
