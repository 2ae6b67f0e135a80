//! JSON patterns: `{ $.eventName = "StopLogging" && $.errorCode NOT EXISTS }`.

use super::{Parser, expr, selector, value};
use crate::filter_pattern::ast::{Expr, JsonCondition, JsonTest, Span};
use crate::filter_pattern::error::{ErrorKind, ParseError};
use crate::filter_pattern::lexer::{Token, TokenKind};

pub(super) fn parse(parser: &mut Parser<'_>) -> Result<Expr<JsonCondition>, ParseError> {
    let expr = expr::parse(parser, condition)?;
    let token = parser.token()?;
    match token.kind {
        TokenKind::End => Ok(expr),
        _ => Err(expr::no_connective(parser, &token)),
    }
}

fn condition(parser: &mut Parser<'_>) -> Result<JsonCondition, ParseError> {
    parser.cursor.skip_space();
    let start = parser.cursor.at();
    let selector = match parser.cursor.peek() {
        Some('$') => selector::parse(parser)?,
        _ => return Err(no_selector(parser)),
    };
    let test = test(parser)?;
    Ok(JsonCondition {
        selector,
        test,
        span: Span::from(start..parser.cursor.at()),
    })
}

fn no_selector(parser: &mut Parser<'_>) -> ParseError {
    let start = parser.cursor.at();
    if parser.cursor.eat("!") {
        return ParseError::new(start..parser.cursor.at(), ErrorKind::Negation);
    }
    let token = match parser.token() {
        Ok(token) => token,
        Err(error) => return error,
    };
    let kind = match token.kind {
        TokenKind::Word(word) if word.eq_ignore_ascii_case("not") => ErrorKind::Negation,
        TokenKind::Word(text) | TokenKind::Other(text) | TokenKind::Quoted(text) => {
            ErrorKind::NotASelector(text.to_owned())
        }
        _ => ErrorKind::MissingCondition,
    };
    ParseError::new(token.span, kind)
}

fn test(parser: &mut Parser<'_>) -> Result<JsonTest, ParseError> {
    let token = parser.token()?;
    if let Some(comparison) = value::comparison(parser, &token)? {
        return Ok(JsonTest::Compare(comparison));
    }
    match token.kind {
        TokenKind::Word(word) if word.eq_ignore_ascii_case("is") => is(parser, &token),
        TokenKind::Word(word) if word.eq_ignore_ascii_case("not") => not(parser, &token),
        _ => Err(no_operator(parser, &token)),
    }
}

fn is(parser: &mut Parser<'_>, operator: &Token<'_>) -> Result<JsonTest, ParseError> {
    let token = parser.token()?;
    let span = operator.span.start..token.span.end;
    let word = match token.kind {
        TokenKind::Word(word) => word.to_ascii_lowercase(),
        _ => String::new(),
    };
    match word.as_str() {
        "null" => Ok(JsonTest::IsNull),
        "true" => Ok(JsonTest::IsTrue),
        "false" => Ok(JsonTest::IsFalse),
        "not" => Err(ParseError::new(span, ErrorKind::IsNot)),
        _ => Err(ParseError::new(operator.span.clone(), ErrorKind::IsWhat)),
    }
}

fn not(parser: &mut Parser<'_>, operator: &Token<'_>) -> Result<JsonTest, ParseError> {
    match parser.token()?.kind {
        TokenKind::Word(word) if word.eq_ignore_ascii_case("exists") => Ok(JsonTest::NotExists),
        _ => Err(ParseError::new(operator.span.clone(), ErrorKind::NotWhat)),
    }
}

fn no_operator(parser: &Parser<'_>, token: &Token<'_>) -> ParseError {
    let span = token.span.clone();
    let written = parser.cursor.slice(span.clone()).to_owned();
    let kind = match token.kind {
        TokenKind::Word(word) if word.eq_ignore_ascii_case("exists") => {
            let before = parser.cursor.slice(0..span.start).trim_end();
            if before.to_ascii_lowercase().ends_with("not") {
                ErrorKind::GluedNot
            } else {
                ErrorKind::ExistsAlone
            }
        }
        TokenKind::Word(_) | TokenKind::Other(_) => ErrorKind::UnknownOperator(written),
        _ => ErrorKind::MissingOperator,
    };
    ParseError::new(span, kind)
}
