//! Text constants as they are written, and what they say under each reading of backslashes.

use std::borrow::Cow;

/// How many readings of backslashes there are beside the default.
pub(super) const ESCAPE_READINGS: u8 = 3;

/// Text as it is written in a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text between the quotes, escapes untouched, or the bare word.
    pub source: String,
    /// Written in double quotes.
    pub quoted: bool,
}

/// A character of a text, or an asterisk that may stand for any characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Char(char),
    Star,
}

impl Text {
    /// A bare word.
    pub fn bare(source: &str) -> Self {
        Self {
            source: source.to_owned(),
            quoted: false,
        }
    }

    /// The text between two double quotes, escapes untouched.
    pub fn quoted(source: &str) -> Self {
        Self {
            source: source.to_owned(),
            quoted: true,
        }
    }

    /// The text that is meant: `\"` is a quote, `\\` a backslash, any other backslash itself.
    pub fn value(&self) -> Cow<'_, str> {
        self.read(0)
    }

    /// Whether the text has a backslash, whose meaning AWS does not document.
    pub fn has_escapes(&self) -> bool {
        self.quoted && self.source.contains('\\')
    }

    pub(crate) fn read(&self, escapes: u8) -> Cow<'_, str> {
        if !self.has_escapes() {
            return Cow::Borrowed(&self.source);
        }
        let literal = |piece| match piece {
            Piece::Char(c) => c,
            Piece::Star => '*',
        };
        Cow::Owned(self.pieces(escapes).into_iter().map(literal).collect())
    }

    pub(super) fn pieces(&self, escapes: u8) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(self.source.len());
        let mut rest = self.source.chars();
        while let Some(c) = rest.next() {
            match c {
                '\\' if self.quoted => pieces.push(escape(&mut rest, escapes)),
                '*' => pieces.push(Piece::Star),
                _ => pieces.push(Piece::Char(c)),
            }
        }
        pieces
    }
}

/// What a backslash and the characters after it mean; takes from `rest` what belongs to it.
fn escape(rest: &mut std::str::Chars<'_>, escapes: u8) -> Piece {
    let mut after = rest.clone();
    let meant = match (escapes, after.next()) {
        (0 | 3, Some(c @ ('"' | '\\'))) | (2, Some(c)) => Some(c),
        (3, Some('u')) => code_unit(&mut after),
        (3, Some(c)) => json_escape(c),
        _ => None,
    };
    match meant {
        Some(c) => {
            *rest = after;
            Piece::Char(c)
        }
        None => Piece::Char('\\'),
    }
}

fn json_escape(c: char) -> Option<char> {
    Some(match c {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        '/' => '/',
        _ => return None,
    })
}

fn code_unit(rest: &mut std::str::Chars<'_>) -> Option<char> {
    let mut code = 0;
    for _ in 0..4 {
        code = code * 16 + rest.next()?.to_digit(16)?;
    }
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn only_quotes_and_backslashes_are_escaped_by_default() {
        let text = Text::quoted(r#"a\"b\\c\n"#);
        assert_eq!(text.value(), r#"a"b\c\n"#);
    }

    #[test]
    fn the_other_readings_of_a_backslash() {
        let text = Text::quoted(r"\n\u0041\q\\");
        assert_eq!(text.read(1), r"\n\u0041\q\\");
        assert_eq!(text.read(2), r"nu0041q\");
        assert_eq!(text.read(3), "\nA\\q\\");
    }

    #[test]
    fn a_broken_code_unit_stays_as_it_is() {
        assert_eq!(Text::quoted(r"\u00g1\u12").read(3), r"\u00g1\u12");
    }
}
