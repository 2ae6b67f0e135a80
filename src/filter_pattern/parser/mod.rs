//! From text to tree: tells the four languages apart and keeps the limits of a whole pattern.

mod expr;
mod json;
mod selector;
mod space;
mod terms;
mod value;

use std::ops::Range;

use super::ast::Ast;
use super::error::{ErrorKind, ParseError};
use super::lexer::{self, Cursor, Token, is_space};
use super::regex::Regex;

/// Limits of one pattern, from the quotas page and the API model of `PutMetricFilter`.
pub(super) const MAX_CHARACTERS: usize = 1024;
const MAX_REGEXES: usize = 2;
const MAX_WILDCARD_SELECTORS: usize = 3;

pub(super) fn parse(source: &str) -> Result<Ast, ParseError> {
    let characters = source.chars().count();
    if characters > MAX_CHARACTERS {
        let cut = source.char_indices().nth(MAX_CHARACTERS);
        let start = cut.map_or(source.len(), |(at, _)| at);
        let kind = ErrorKind::TooLong(characters);
        return Err(ParseError::new(start..source.len(), kind));
    }
    let start = source.len() - source.trim_start_matches(is_space).len();
    let pattern = source.trim_matches(is_space);
    parse_trimmed(pattern).map_err(|error| error.shifted(start))
}

fn parse_trimmed(pattern: &str) -> Result<Ast, ParseError> {
    match pattern.chars().next() {
        None => Ok(Ast::All),
        Some('{') => json::parse(&mut Parser::inside(pattern, '{', '}')?).map(Ast::Json),
        Some('[') => space::parse(&mut Parser::inside(pattern, '[', ']')?).map(Ast::Space),
        Some('%') => regex(pattern).map(Ast::Regex),
        Some(_) => terms::parse(pattern).map(Ast::Terms),
    }
}

fn regex(pattern: &str) -> Result<Regex, ParseError> {
    let mut parser = Parser::inside(pattern, '%', '%')?;
    let body = parser.cursor.rest();
    if let Some(inner) = body.find('%') {
        let start = inner + 1;
        let kind = ErrorKind::RegexAsTerm;
        return Err(ParseError::new(start..pattern.len(), kind));
    }
    parser.regex(body, 0)
}

/// The state of parsing one pattern of conditions.
struct Parser<'p> {
    cursor: Cursor<'p>,
    regexes: usize,
    wildcard_selectors: usize,
    /// Where the latest value starts, if it was bare: what follows may have been meant for it.
    bare_value: Option<usize>,
}

impl<'p> Parser<'p> {
    /// Checks the delimiters of a pattern and starts between them.
    fn inside(pattern: &'p str, open: char, close: char) -> Result<Self, ParseError> {
        let inside = pattern
            .strip_prefix(open)
            .and_then(|p| p.strip_suffix(close));
        if inside.is_none() {
            let kind = ErrorKind::UnclosedPattern { open, close };
            return Err(ParseError::new(0..pattern.len(), kind));
        }
        let mut cursor = Cursor::new(pattern.strip_suffix(close).unwrap_or_default());
        cursor.bump();
        Ok(Self {
            cursor,
            regexes: 0,
            wildcard_selectors: 0,
            bare_value: None,
        })
    }

    fn token(&mut self) -> Result<Token<'p>, ParseError> {
        lexer::token(&mut self.cursor)
    }

    /// The text and place of what stands at `start`, up to where a condition can end.
    fn rest_of_condition(&self, start: usize) -> (String, Range<usize>) {
        let mut cursor = self.cursor;
        cursor.seek(start);
        let rest = cursor.rest();
        let ends = ["&&", "||", ")", ","];
        let end = ends.iter().filter_map(|end| rest.find(end)).min();
        let text = cursor.slice(start..start + end.unwrap_or(rest.len()));
        let text = text.trim_end_matches(is_space);
        (text.to_owned(), start..start + text.len())
    }

    /// Compiles a regex whose percent sign stands at `open`.
    fn regex(&mut self, body: &str, open: usize) -> Result<Regex, ParseError> {
        self.regexes += 1;
        if self.regexes > MAX_REGEXES {
            let span = open..open + body.len() + 2;
            return Err(ParseError::new(span, ErrorKind::TooManyRegexes));
        }
        Regex::new(body).map_err(|error| error.shifted(open + 1))
    }

    fn count_wildcard_selector(&mut self, span: Range<usize>) -> Result<(), ParseError> {
        self.wildcard_selectors += 1;
        if self.wildcard_selectors > MAX_WILDCARD_SELECTORS {
            let kind = ErrorKind::TooManyWildcardSelectors;
            return Err(ParseError::new(span, kind));
        }
        Ok(())
    }
}
