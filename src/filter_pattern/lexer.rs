//! A cursor over the pattern and the tokens of the structured patterns.

use std::ops::Range;

use super::ast::OrderOp;
use super::error::{ErrorKind, ParseError};

/// White space between the parts of a pattern.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')
}

/// A character of a bare value; `+` is one only in numbers.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '*' | '-')
}

/// A place in a text; all offsets are bytes from its start.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'p> {
    text: &'p str,
    at: usize,
}

impl<'p> Cursor<'p> {
    pub(super) fn new(text: &'p str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn seek(&mut self, at: usize) {
        self.at = at;
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &'p str {
        self.text.get(range).unwrap_or_default()
    }

    pub(super) fn rest(&self) -> &'p str {
        self.slice(self.at..self.text.len())
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    pub(super) fn eat(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    pub(super) fn eat_while(&mut self, wanted: impl Fn(char) -> bool) -> &'p str {
        let start = self.at;
        while self.peek().is_some_and(&wanted) {
            self.bump();
        }
        self.slice(start..self.at)
    }

    pub(super) fn skip_space(&mut self) {
        self.eat_while(is_space);
    }

    /// Reads `"..."` and gives what is between the quotes.
    pub(super) fn quoted(&mut self) -> Result<&'p str, ParseError> {
        let open = self.at;
        self.bump();
        let start = self.at;
        loop {
            match self.peek() {
                None => return Err(ParseError::new(open..self.at, ErrorKind::UnclosedQuote)),
                Some('"') => break,
                Some('\\') => {
                    let escape = self.eat("\\\"") || self.eat("\\\\");
                    if !escape {
                        self.bump();
                    }
                }
                Some(_) => self.bump(),
            }
        }
        let text = self.slice(start..self.at);
        self.bump();
        Ok(text)
    }

    /// Reads `%...%` and gives what is between the percent signs.
    pub(super) fn regex(&mut self) -> Result<&'p str, ParseError> {
        let open = self.at;
        self.bump();
        let body = self.eat_while(|c| c != '%');
        if self.eat("%") {
            Ok(body)
        } else {
            Err(ParseError::new(open..self.at, ErrorKind::UnclosedRegex))
        }
    }
}

/// A token of a JSON or space pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind<'p> {
    Open,
    Close,
    And,
    Or,
    Comma,
    Equal,
    DoubleEqual,
    NotEqual,
    Order(OrderOp),
    /// What is between the quotes.
    Quoted(&'p str),
    /// What is between the percent signs.
    Regex(&'p str),
    /// Characters of bare values and `+`.
    Word(&'p str),
    /// Anything else, up to white space or a delimiter.
    Other(&'p str),
    End,
}

/// A token and its place.
#[derive(Debug, Clone)]
pub(super) struct Token<'p> {
    pub(super) kind: TokenKind<'p>,
    pub(super) span: Range<usize>,
}

const FIXED: [(&str, TokenKind<'static>); 12] = [
    ("(", TokenKind::Open),
    (")", TokenKind::Close),
    (",", TokenKind::Comma),
    ("&&", TokenKind::And),
    ("||", TokenKind::Or),
    ("==", TokenKind::DoubleEqual),
    ("=", TokenKind::Equal),
    ("!=", TokenKind::NotEqual),
    ("<=", TokenKind::Order(OrderOp::LessOrEqual)),
    (">=", TokenKind::Order(OrderOp::GreaterOrEqual)),
    ("<", TokenKind::Order(OrderOp::Less)),
    (">", TokenKind::Order(OrderOp::Greater)),
];

/// Reads the next token after white space.
pub(super) fn token<'p>(cursor: &mut Cursor<'p>) -> Result<Token<'p>, ParseError> {
    cursor.skip_space();
    let start = cursor.at();
    let kind = match cursor.peek() {
        None => TokenKind::End,
        Some('"') => TokenKind::Quoted(cursor.quoted()?),
        Some('%') => TokenKind::Regex(cursor.regex()?),
        Some(_) => fixed(cursor).unwrap_or_else(|| word(cursor)),
    };
    let span = start..cursor.at();
    Ok(Token { kind, span })
}

fn fixed<'p>(cursor: &mut Cursor<'p>) -> Option<TokenKind<'p>> {
    let (_, kind) = FIXED.iter().find(|(text, _)| cursor.eat(text))?;
    Some(*kind)
}

fn word<'p>(cursor: &mut Cursor<'p>) -> TokenKind<'p> {
    let start = cursor.at();
    let word = cursor.eat_while(|c| is_word(c) || c == '+');
    if !word.is_empty() && cursor.peek().is_none_or(ends_word) {
        return TokenKind::Word(word);
    }
    if cursor.peek().is_some_and(ends_word) {
        cursor.bump();
    }
    cursor.eat_while(|c| !ends_word(c));
    TokenKind::Other(cursor.slice(start..cursor.at()))
}

fn ends_word(c: char) -> bool {
    is_space(c) || "()=!<>&|,\"%".contains(c)
}
