//! Selectors: `$.userIdentity.type`, `$.resources[*].ARN`, `$.['cluster.name']`.

use std::ops::Range;

use super::Parser;
use crate::filter_pattern::ast::{Selector, Step};
use crate::filter_pattern::error::{ErrorKind, ParseError};
use crate::filter_pattern::lexer::Cursor;

/// The largest index, that of arrays in Java.
const MAX_INDEX: u32 = 0x7fff_ffff;

/// Reads the selector at the cursor, which stands on a `$`.
pub(super) fn parse(parser: &mut Parser<'_>) -> Result<Selector, ParseError> {
    let start = parser.cursor.at();
    let steps = steps(&mut parser.cursor)?;
    let span = start..parser.cursor.at();
    match steps.iter().filter(|step| **step == Step::Wildcard).count() {
        0 => {}
        1 => parser.count_wildcard_selector(span)?,
        _ => return Err(ParseError::new(span, ErrorKind::TooManyWildcards)),
    }
    Ok(Selector { steps })
}

fn steps(cursor: &mut Cursor<'_>) -> Result<Vec<Step>, ParseError> {
    let start = cursor.at();
    cursor.bump();
    if !cursor.eat(".") {
        return Err(no_root(cursor, start));
    }
    let mut steps = vec![after_dot(cursor)?];
    loop {
        if cursor.eat(".") {
            steps.push(after_dot(cursor)?);
        } else if cursor.peek() == Some('[') {
            steps.push(bracket(cursor)?);
        } else {
            return Ok(steps);
        }
    }
}

fn no_root(cursor: &mut Cursor<'_>, start: usize) -> ParseError {
    cursor.eat_while(is_name);
    let span = start..cursor.at();
    let kind = match cursor.slice(span.clone()) {
        "$" => ErrorKind::RootSelector,
        written => ErrorKind::NotASelector(written.to_owned()),
    };
    ParseError::new(span, kind)
}

fn after_dot(cursor: &mut Cursor<'_>) -> Result<Step, ParseError> {
    match cursor.peek() {
        Some('[') => bracket(cursor),
        Some('*') => {
            cursor.bump();
            Ok(Step::Wildcard)
        }
        Some(c) if is_name(c) => Ok(Step::member(cursor.eat_while(is_name))),
        _ => {
            let span = cursor.at().saturating_sub(1)..cursor.at();
            Err(ParseError::new(span, ErrorKind::MissingName))
        }
    }
}

fn bracket(cursor: &mut Cursor<'_>) -> Result<Step, ParseError> {
    let start = cursor.at();
    cursor.bump();
    let step = if cursor.eat("'") {
        let name = cursor.eat_while(|c| c != '\'');
        let closed = cursor.eat("'");
        (closed).then(|| Step::bracketed(name))
    } else if cursor.eat("*") {
        Some(Step::Wildcard)
    } else {
        index(cursor)?
    };
    if let Some(step) = step.filter(|_| cursor.eat("]")) {
        return check_name(step, start..cursor.at());
    }
    cursor.seek(start);
    cursor.eat_while(|c| c != ']');
    cursor.eat("]");
    let span = start..cursor.at();
    let written = cursor.slice(span.clone()).to_owned();
    Err(ParseError::new(span, ErrorKind::BracketContent(written)))
}

fn check_name(step: Step, span: Range<usize>) -> Result<Step, ParseError> {
    match &step {
        Step::Member { name, .. } if name.is_empty() => {
            Err(ParseError::new(span, ErrorKind::EmptyName))
        }
        _ => Ok(step),
    }
}

fn index(cursor: &mut Cursor<'_>) -> Result<Option<Step>, ParseError> {
    let start = cursor.at();
    let digits = cursor.eat_while(|c| c.is_ascii_digit());
    if digits.is_empty() {
        return Ok(None);
    }
    let index = digits.parse().ok().filter(|index| *index <= MAX_INDEX);
    let too_large = || {
        let kind = ErrorKind::IndexTooLarge(digits.to_owned());
        ParseError::new(start..cursor.at(), kind)
    };
    index.map(Step::Index).map(Some).ok_or_else(too_large)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}
