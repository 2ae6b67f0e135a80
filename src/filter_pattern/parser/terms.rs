//! Unstructured patterns: `ERROR -"dry run"`, `?WARN ?ERROR`.

use crate::filter_pattern::ast::{Role, Span, Term};
use crate::filter_pattern::error::{ErrorKind, ParseError};
use crate::filter_pattern::lexer::{Cursor, is_space};
use crate::filter_pattern::text::Text;

pub(super) fn parse(pattern: &str) -> Result<Vec<Term>, ParseError> {
    let mut cursor = Cursor::new(pattern);
    let mut terms = vec![];
    while cursor.peek().is_some() {
        terms.push(term(&mut cursor)?);
        separator(&mut cursor)?;
    }
    Ok(terms)
}

fn term(cursor: &mut Cursor<'_>) -> Result<Term, ParseError> {
    let start = cursor.at();
    let role = role(cursor)?;
    let text = match cursor.peek() {
        Some('"') => quoted(cursor)?,
        Some('%') => {
            let end = cursor.at() + cursor.rest().len();
            return Err(ParseError::new(start..end, ErrorKind::RegexAsTerm));
        }
        _ => bare(cursor)?,
    };
    let span = Span::from(start..cursor.at());
    Ok(Term { role, text, span })
}

fn role(cursor: &mut Cursor<'_>) -> Result<Role, ParseError> {
    let start = cursor.at();
    let (sign, role) = match cursor.peek() {
        Some(sign @ '?') => (sign, Role::Optional),
        Some(sign @ '-') => (sign, Role::Excluded { detached: false }),
        _ => return Ok(Role::Required),
    };
    cursor.bump();
    let sign_end = cursor.at();
    let lonely = || ParseError::new(start..sign_end, ErrorKind::LonelySign(sign));
    if cursor.peek().is_none_or(is_space) {
        cursor.skip_space();
        if sign == '?' || cursor.peek().is_none_or(is_sign) {
            return Err(lonely());
        }
        return Ok(Role::Excluded { detached: true });
    }
    if cursor.peek().is_some_and(is_sign) {
        return Err(lonely());
    }
    Ok(role)
}

fn quoted(cursor: &mut Cursor<'_>) -> Result<Text, ParseError> {
    let start = cursor.at();
    let source = cursor.quoted()?;
    if source.is_empty() {
        return Err(ParseError::new(start..cursor.at(), ErrorKind::EmptyTerm));
    }
    Ok(Text::quoted(source))
}

fn bare(cursor: &mut Cursor<'_>) -> Result<Text, ParseError> {
    let start = cursor.at();
    let word = cursor.eat_while(is_bare);
    let ended = cursor
        .peek()
        .is_none_or(|c| is_space(c) || is_sign(c) || c == '"');
    if ended && !word.is_empty() {
        return Ok(Text::bare(word));
    }
    cursor.seek(start);
    Err(unquoted(cursor))
}

/// What a term with characters that need quotes was probably meant to be.
fn unquoted(cursor: &mut Cursor<'_>) -> ParseError {
    let start = cursor.at();
    let quotes = ['\'', '`', '\u{2018}', '\u{201c}', '\u{201d}'];
    let closed = cursor.rest().strip_prefix(quotes).and_then(|rest| {
        let (inside, _) = rest.split_once(['\'', '`', '\u{2019}', '\u{201d}'])?;
        Some(start + cursor.rest().len() - rest.len() + inside.len())
    });
    cursor.seek(closed.unwrap_or(start));
    cursor.eat_while(|c| !is_space(c));
    let span = start..cursor.at();
    let written = cursor.slice(span.clone()).to_owned();
    let kind = if written.starts_with("$.") {
        ErrorKind::BareCondition(written)
    } else if written.starts_with("\\\"") {
        ErrorKind::EscapedQuote
    } else if written.starts_with(quotes) {
        ErrorKind::OtherQuotes(written)
    } else {
        ErrorKind::UnquotedTerm(written)
    };
    ParseError::new(span, kind)
}

/// Skips to the next term; a sign starts one by itself, so `a-b` is `a -b`.
fn separator(cursor: &mut Cursor<'_>) -> Result<(), ParseError> {
    if cursor.peek().is_none_or(|c| is_space(c) || is_sign(c)) {
        cursor.skip_space();
        return Ok(());
    }
    let start = cursor.at();
    let written = cursor.eat_while(|c| !is_space(c)).to_owned();
    let kind = ErrorKind::UnseparatedTerm(written);
    Err(ParseError::new(start..cursor.at(), kind))
}

fn is_sign(c: char) -> bool {
    matches!(c, '-' | '?')
}

fn is_bare(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.')
}
