//! Space-delimited patterns: `[ip, user, status = 4* || status = 5*, ...]`.

use super::{Parser, expr, value};
use crate::filter_pattern::ast::{Entry, Expr, Field, FieldTest, Space, Span};
use crate::filter_pattern::error::{ErrorKind, ParseError};
use crate::filter_pattern::lexer::{Token, TokenKind};

/// A condition on a word, still with the name it was written with.
struct Named {
    name: String,
    span: Span,
    test: FieldTest,
}

pub(super) fn parse(parser: &mut Parser<'_>) -> Result<Space, ParseError> {
    let mut entries = vec![];
    parser.cursor.skip_space();
    if parser.cursor.peek().is_none() {
        return Ok(Space { entries });
    }
    loop {
        let start = parser.cursor.at();
        let entry = entry(parser)?;
        let span = start..parser.cursor.at();
        check_unique(&entries, &entry).map_err(|kind| ParseError::new(span, kind))?;
        entries.push(entry);
        let token = parser.token()?;
        match token.kind {
            TokenKind::End => return Ok(Space { entries }),
            TokenKind::Comma => parser.cursor.skip_space(),
            _ => return Err(no_comma(parser, token)),
        }
    }
}

fn check_unique(earlier: &[Entry], entry: &Entry) -> Result<(), ErrorKind> {
    match entry {
        Entry::Ellipsis if earlier.contains(entry) => Err(ErrorKind::DuplicateEllipsis),
        Entry::Ellipsis | Entry::Unnamed => Ok(()),
        Entry::Field(field) => {
            let mut names = earlier.iter().filter_map(Entry::field).map(|f| &f.name);
            if names.any(|name| *name == field.name) {
                return Err(ErrorKind::DuplicateField(field.name.clone()));
            }
            Ok(())
        }
    }
}

fn no_comma(parser: &Parser<'_>, token: Token<'_>) -> ParseError {
    let written = parser.cursor.slice(token.span.clone()).to_owned();
    ParseError::new(token.span, ErrorKind::MissingComma(written))
}

fn entry(parser: &mut Parser<'_>) -> Result<Entry, ParseError> {
    if matches!(parser.cursor.peek(), None | Some(',')) {
        return Ok(Entry::Unnamed);
    }
    let before = parser.cursor;
    let start = before.at();
    if parser.token()?.kind == TokenKind::Word("...") {
        return Ok(Entry::Ellipsis);
    }
    parser.cursor = before;
    let named = expr::parse(parser, condition)?;
    let span = Span::from(start..parser.cursor.at());
    let name = common_name(&named)?;
    Ok(Entry::Field(Field {
        name,
        test: unnamed(named),
        span,
    }))
}

fn condition(parser: &mut Parser<'_>) -> Result<Named, ParseError> {
    let token = parser.token()?;
    let name = match token.kind {
        TokenKind::Word(word) if is_name(word) => word.to_owned(),
        TokenKind::And | TokenKind::Or | TokenKind::Close | TokenKind::Comma | TokenKind::End => {
            return Err(ParseError::new(token.span, ErrorKind::MissingCondition));
        }
        _ => {
            let written = parser.cursor.slice(token.span.clone()).to_owned();
            return Err(ParseError::new(token.span, ErrorKind::FieldName(written)));
        }
    };
    let before = parser.cursor;
    let operator = parser.token()?;
    let test = if let Some(comparison) = value::comparison(parser, &operator)? {
        FieldTest::Compare(comparison)
    } else {
        no_comparison(&operator)?;
        parser.cursor = before;
        FieldTest::Any
    };
    let span = Span::from(token.span);
    Ok(Named { name, span, test })
}

/// Refuses what follows a name and is neither an operator nor the end of the condition.
fn no_comparison(token: &Token<'_>) -> Result<(), ParseError> {
    let kind = match token.kind {
        TokenKind::Word(word) if ["is", "not"].contains(&word.to_ascii_lowercase().as_str()) => {
            ErrorKind::JsonOnly(word.to_owned())
        }
        TokenKind::Word(word) if ["and", "or"].contains(&word.to_ascii_lowercase().as_str()) => {
            return Ok(());
        }
        TokenKind::Word(word) => ErrorKind::MissingComma(word.to_owned()),
        TokenKind::Other(text) if text != "&" && text != "|" => {
            ErrorKind::UnknownOperator(text.to_owned())
        }
        _ => return Ok(()),
    };
    Err(ParseError::new(token.span.clone(), kind))
}

fn is_name(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_');
    first && chars.all(|c| c.is_alphanumeric() || c == '_')
}

fn common_name(expr: &Expr<Named>) -> Result<String, ParseError> {
    let mut names: Vec<(String, Span)> = vec![];
    expr.each(&mut |named| names.push((named.name.clone(), named.span)));
    let mut names = names.into_iter();
    let (first, _) = names.next().unwrap_or_default();
    match names.find(|(name, _)| *name != first) {
        Some((other, span)) => {
            let kind = ErrorKind::MixedFields(first, other);
            Err(ParseError::new(span.range(), kind))
        }
        None => Ok(first),
    }
}

fn unnamed(named: Expr<Named>) -> Expr<FieldTest> {
    match named {
        Expr::Cond(named) => Expr::Cond(named.test),
        Expr::And(parts) => Expr::And(parts.into_iter().map(unnamed).collect()),
        Expr::Or(parts) => Expr::Or(parts.into_iter().map(unnamed).collect()),
    }
}
