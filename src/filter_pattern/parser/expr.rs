//! Conditions joined by `&&`, `||` and parentheses, in JSON patterns and in space entries alike.
//!
//! Parentheses are kept on a stack of our own, so that a thousand of them cost no call stack.

use std::ops::Range;

use super::Parser;
use crate::filter_pattern::ast::Expr;
use crate::filter_pattern::error::{ErrorKind, ParseError};
use crate::filter_pattern::lexer::{Token, TokenKind};

/// What is inside one pair of parentheses so far: finished alternatives, and the parts of the
/// current one.
struct Level<C> {
    alternatives: Vec<Expr<C>>,
    parts: Vec<Expr<C>>,
    open: Range<usize>,
}

impl<C> Level<C> {
    fn new(open: Range<usize>) -> Self {
        Self {
            alternatives: vec![],
            parts: vec![],
            open,
        }
    }

    fn end_alternative(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        self.alternatives.push(Expr::all_of(parts));
    }

    fn finish(mut self) -> Expr<C> {
        self.end_alternative();
        Expr::any_of(self.alternatives)
    }
}

/// Reads conditions with `condition` up to the end, or up to a comma left for the caller.
pub(super) fn parse<'p, C>(
    parser: &mut Parser<'p>,
    condition: impl Fn(&mut Parser<'p>) -> Result<C, ParseError>,
) -> Result<Expr<C>, ParseError> {
    let mut level = Level::new(0..0);
    let mut outer = vec![];
    loop {
        while let Some(open) = open_parenthesis(parser) {
            outer.push(std::mem::replace(&mut level, Level::new(open)));
        }
        parser.bare_value = None;
        level.parts.push(Expr::Cond(condition(parser)?));
        loop {
            let before = parser.cursor;
            let token = parser.token()?;
            match token.kind {
                TokenKind::And => break,
                TokenKind::Or => {
                    level.end_alternative();
                    break;
                }
                TokenKind::Close => {
                    let Some(enclosing) = outer.pop() else {
                        let kind = ErrorKind::UnopenedParenthesis;
                        return Err(ParseError::new(token.span, kind));
                    };
                    let inner = std::mem::replace(&mut level, enclosing);
                    level.parts.push(inner.finish());
                    parser.bare_value = None;
                }
                TokenKind::End | TokenKind::Comma if !outer.is_empty() => {
                    return Err(unclosed(parser, &token, level.open));
                }
                TokenKind::End | TokenKind::Comma => {
                    parser.cursor = before;
                    return Ok(level.finish());
                }
                _ => return Err(no_connective(parser, &token)),
            }
        }
    }
}

fn open_parenthesis(parser: &mut Parser<'_>) -> Option<Range<usize>> {
    parser.cursor.skip_space();
    let start = parser.cursor.at();
    parser.cursor.eat("(").then(|| start..parser.cursor.at())
}

fn unclosed(parser: &Parser<'_>, token: &Token<'_>, open: Range<usize>) -> ParseError {
    if token.kind == TokenKind::Comma {
        no_connective(parser, token)
    } else {
        ParseError::new(open, ErrorKind::UnclosedParenthesis)
    }
}

/// What went wrong where a connective was expected.
pub(super) fn no_connective(parser: &Parser<'_>, token: &Token<'_>) -> ParseError {
    let written = parser.cursor.slice(token.span.clone()).to_owned();
    let instead = match written.to_ascii_lowercase().as_str() {
        "and" | "&" | "," => Some("&&"),
        "or" | "|" => Some("||"),
        _ => None,
    };
    if let Some(instead) = instead {
        let kind = ErrorKind::WrongConnective { written, instead };
        return ParseError::new(token.span.clone(), kind);
    }
    let starts_condition = matches!(token.kind, TokenKind::Open) || written.starts_with("$.");
    match parser.bare_value {
        Some(start) if !starts_condition => {
            let (text, span) = parser.rest_of_condition(start);
            ParseError::new(span, ErrorKind::UnquotedValue(text))
        }
        _ => ParseError::new(token.span.clone(), ErrorKind::MissingConnective(written)),
    }
}
