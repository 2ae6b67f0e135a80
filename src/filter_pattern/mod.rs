//! The filter-pattern language of `CloudWatch` Logs: what a metric filter or a subscription filter
//! selects.
//!
//! A pattern is one of four small languages, told apart by its first character:
//!
//! | starts with | language | example |
//! |---|---|---|
//! | `{` | conditions on the fields of a JSON message | `{ $.eventName = "StopLogging" }` |
//! | `[` | conditions on the words of a line | `[ip, user, status = 4*, ...]` |
//! | `%` | one regex over the whole message | `%[Ee]rror%` |
//! | anything else | terms that occur or do not occur | `ERROR -"dry run"` |
//!
//! An empty pattern matches every event.
//!
//! The sources are the `CloudWatch` Logs user guide, pages "Filter pattern syntax for metric
//! filters, subscription filters, and Live Tail", "Supported regular expressions (regex) syntax",
//! "Using filter patterns to match terms in unstructured log events", "... in JSON log events" and
//! "... in space-delimited log events", the quotas page, and recorded answers of the
//! `TestMetricFilter` operation.
//!
//! # Where the documentation is silent
//!
//! [`Pattern::matches`] takes one reading for each open question; [`Pattern::judge`] also tries
//! the others and says [`Outcome::Contested`] when they would give another answer.
//!
//! | question | reading of `matches` | the other readings |
//! |---|---|---|
//! | `*` inside a value | any run of characters | a literal asterisk |
//! | the term `" "` | a space occurs | every event |
//! | backslash in quotes | only `\"` and `\\` are escapes | none; all, dropped; all, as in JSON |
//! | `- term`, minus apart from its term | the term is excluded | the term is required |
//! | `{,n}` and `{m, n}` in a regex | literal characters | repetitions |
//! | `$` in a regex | the very end | also before a final newline |
//! | the bare values `NULL`, `TRUE`, `FALSE` | text | the JSON literals |
//! | `$.naïve`, a letter beyond ASCII in a name | a plain name | unknown |
//! | a JSON key given twice | the last one counts | the first one counts |
//! | JSON numbers beyond 64 bits or beyond a double | exact integers; the infinite match nothing | as a double |
//!
//! Readings that recordings settle although the documentation is vague: a comparison never
//! matches a missing, `null` or boolean field, `!=` included; the last entry of a space pattern
//! takes the rest of the line; `?` terms are ignored beside any other term.

mod ast;
mod blame;
mod error;
mod event;
pub(crate) mod glob;
pub(crate) mod json;
mod lexer;
mod number;
mod parser;
pub(crate) mod reading;
mod regex;
mod text;

mod display;
pub(crate) mod matches;

#[cfg(test)]
pub(crate) mod tests;

use std::fmt;
use std::str::FromStr;

pub use ast::{
    Ast, Comparison, Entry, Expr, Field, FieldTest, JsonCondition, JsonTest, OrderOp, Role,
    Selector, Space, Span, Step, Term, Value,
};
pub use blame::{Clause, blame, may_match};
pub use error::{ErrorKind, ParseError};
pub use event::Event;
pub use glob::Glob;
pub use number::{Decimal, Number};
pub use reading::{Ambiguity, Outcome};
pub use regex::Regex;
pub use text::Text;

use reading::Reading;

/// A legal filter pattern, ready to be matched against events.
#[derive(Debug, Clone)]
pub struct Pattern {
    ast: Ast,
    doubts: Vec<Ambiguity>,
}

impl Pattern {
    /// Parses a pattern as `CloudWatch` Logs takes it in `filterPattern`.
    ///
    /// # Errors
    ///
    /// The first mistake that makes the pattern illegal, with its place in `source`.
    pub fn parse(source: &str) -> Result<Self, ParseError> {
        let ast = parser::parse(source)?;
        let doubts = reading::doubts_of(&ast);
        Ok(Self { ast, doubts })
    }

    /// The pattern of all messages.
    pub fn all() -> Self {
        Self {
            ast: Ast::All,
            doubts: Vec::new(),
        }
    }

    /// The pattern of all messages with `text` in them, letter by letter.
    pub fn containing(text: &str) -> Self {
        let term = Term {
            role: Role::Required,
            text: Text::bare(text),
            span: Span::default(),
        };
        let ast = Ast::Terms(vec![term]);
        let doubts = reading::doubts_of(&ast);
        Self { ast, doubts }
    }

    /// The pattern as a tree, for those who reason about it instead of running it.
    pub fn ast(&self) -> &Ast {
        &self.ast
    }

    /// The open questions that the pattern itself raises, whatever the event, each once.
    pub fn doubts(&self) -> &[Ambiguity] {
        &self.doubts
    }

    /// Whether the pattern selects the event, by the readings listed in the module's table.
    pub fn matches(&self, event: &Event<'_>) -> bool {
        matches::matches(&self.ast, event, Reading::DEFAULT)
    }

    /// Whether the pattern selects the event, and whether AWS leaves that open.
    pub fn judge(&self, event: &Event<'_>) -> Outcome {
        reading::judge(&self.ast, event, &self.doubts)
    }
}

impl FromStr for Pattern {
    type Err = ParseError;

    fn from_str(source: &str) -> Result<Self, ParseError> {
        Self::parse(source)
    }
}

/// The normal form: one way to write each pattern, which parses back to an equal tree.
impl fmt::Display for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ast.fmt(out)
    }
}
