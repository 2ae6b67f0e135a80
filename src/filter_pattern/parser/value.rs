//! Comparisons and the constants in them.

use super::Parser;
use crate::filter_pattern::ast::{Comparison, OrderOp, Value};
use crate::filter_pattern::error::{ErrorKind, ParseError};
use crate::filter_pattern::glob::Glob;
use crate::filter_pattern::lexer::{Token, TokenKind};
use crate::filter_pattern::number::{self, Number};
use crate::filter_pattern::text::Text;

/// Reads what follows `operator`; `None` if it is not a comparison operator.
pub(super) fn comparison(
    parser: &mut Parser<'_>,
    operator: &Token<'_>,
) -> Result<Option<Comparison>, ParseError> {
    Ok(Some(match operator.kind {
        TokenKind::Equal => Comparison::Equals(value(parser)?),
        TokenKind::NotEqual => Comparison::Differs(value(parser)?),
        TokenKind::Order(order) => Comparison::Order(order, bound(parser, order, operator)?),
        TokenKind::DoubleEqual => {
            let kind = ErrorKind::DoubleEquals;
            return Err(ParseError::new(operator.span.clone(), kind));
        }
        _ => return Ok(None),
    }))
}

fn bound(
    parser: &mut Parser<'_>,
    order: OrderOp,
    operator: &Token<'_>,
) -> Result<Number, ParseError> {
    let before = parser.cursor;
    let token = parser.token()?;
    // `<>` and `=>` are operators elsewhere.
    let doubled = matches!(token.kind, TokenKind::Order(_) | TokenKind::Equal);
    if doubled && token.span.start == operator.span.end {
        let span = operator.span.start..token.span.end;
        let written = parser.cursor.slice(span.clone()).to_owned();
        return Err(ParseError::new(span, ErrorKind::UnknownOperator(written)));
    }
    parser.cursor = before;
    if let Value::Number(number) = value(parser)? {
        Ok(number)
    } else {
        let kind = ErrorKind::OrderOfText(order.symbol());
        Err(ParseError::new(token.span, kind))
    }
}

fn value(parser: &mut Parser<'_>) -> Result<Value, ParseError> {
    let token = parser.token()?;
    match token.kind {
        TokenKind::Quoted(source) => Ok(text(Text::quoted(source))),
        TokenKind::Regex(body) => parser.regex(body, token.span.start).map(Value::Regex),
        TokenKind::Word(word) => {
            parser.bare_value = Some(token.span.start);
            bare(parser, word, &token)
        }
        TokenKind::Other(written) => Err(unquoted(parser, written, &token)),
        TokenKind::Equal | TokenKind::DoubleEqual | TokenKind::Order(_) => {
            let written = parser.cursor.slice(token.span.clone()).to_owned();
            let kind = ErrorKind::UnknownOperator(written);
            Err(ParseError::new(token.span, kind))
        }
        _ => Err(ParseError::new(token.span, ErrorKind::MissingValue)),
    }
}

fn bare(parser: &Parser<'_>, word: &str, token: &Token<'_>) -> Result<Value, ParseError> {
    let span = token.span.clone();
    if number::is_number(word) {
        let kind = || ErrorKind::ExponentOutOfRange(word.to_owned());
        let number = Number::new(word).ok_or_else(|| ParseError::new(span, kind()))?;
        return Ok(Value::Number(number));
    }
    if word == "null" {
        return Err(ParseError::new(span, ErrorKind::NullValue));
    }
    if word.contains('+') {
        return Err(unquoted(parser, word, token));
    }
    Ok(text(Text::bare(word)))
}

fn text(text: Text) -> Value {
    if text.source.contains('*') {
        Value::Glob(Glob { text })
    } else {
        Value::Text(text)
    }
}

/// What a bare value with characters that need quotes was probably meant to be.
fn unquoted(parser: &Parser<'_>, written: &str, token: &Token<'_>) -> ParseError {
    let (text, span) = parser.rest_of_condition(token.span.start);
    let quotes = ['\'', '`', '\u{2018}', '\u{201c}', '\u{201d}'];
    if written.starts_with('\\') && text.starts_with("\\\"") {
        ParseError::new(span, ErrorKind::EscapedQuote)
    } else if written.starts_with(quotes) {
        ParseError::new(span, ErrorKind::OtherQuotes(text))
    } else {
        ParseError::new(span, ErrorKind::UnquotedValue(text))
    }
}
