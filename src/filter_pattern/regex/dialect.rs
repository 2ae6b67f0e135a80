//! Checks a regex against the dialect and rewrites it for the engine.
//!
//! The rewriting leaves nothing to the engine's own dialect: characters become escapes by number,
//! classes become ASCII ranges. Which malformed regexes are refused follows RE2, whose wording and
//! limits the recorded error messages show.

use std::fmt::Write;
use std::ops::Range;

use super::class;
use crate::filter_pattern::error::{ErrorKind, ParseError};
use crate::filter_pattern::lexer::Cursor;

/// Whether braces that are no plain repetition still repeat.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Braces {
    Strict,
    Loose,
}

/// A regex in the engine's syntax.
pub(super) struct Translation {
    pub(super) text: String,
    /// Whether `$` occurs as an anchor.
    pub(super) end_anchor: bool,
}

pub(super) fn translate(source: &str, braces: Braces) -> Result<Translation, ParseError> {
    if source.is_empty() {
        return Err(ParseError::new(0..0, ErrorKind::EmptyRegex));
    }
    check_characters(source)?;
    let mut translator = Translator {
        cursor: Cursor::new(source),
        braces,
        before: Before::Nothing,
        end_anchor: false,
        out: String::with_capacity(source.len() * 2),
    };
    translator.run()?;
    Ok(Translation {
        text: translator.out,
        end_anchor: translator.end_anchor,
    })
}

fn check_characters(source: &str) -> Result<(), ParseError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || is_symbol(c);
    match source.char_indices().find(|(_, c)| !allowed(*c)) {
        Some((at, c)) => {
            let kind = ErrorKind::RegexCharacter(c);
            Err(ParseError::new(at..at + c.len_utf8(), kind))
        }
        None => Ok(()),
    }
}

/// The symbols and operators of AWS's page, and the space of its examples.
fn is_symbol(c: char) -> bool {
    ":_#=@/;,-^$?[]{}|\\*+. ".contains(c)
}

/// What stands before the current place, to which a repetition would apply.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Atom,
    /// A repetition that a `?` can still make lazy.
    Repeated,
    Lazy,
}

struct Translator<'a> {
    cursor: Cursor<'a>,
    braces: Braces,
    before: Before,
    end_anchor: bool,
    out: String,
}

impl Translator<'_> {
    fn run(&mut self) -> Result<(), ParseError> {
        while let Some(c) = self.cursor.peek() {
            match c {
                '*' | '+' | '?' => self.simple_repeat(c)?,
                '{' => self.brace()?,
                '[' => {
                    class::translate(&mut self.cursor, &mut self.out)?;
                    self.before = Before::Atom;
                }
                '\\' => {
                    match escape(&mut self.cursor)? {
                        Escape::Char(c) => push_char(&mut self.out, c),
                        Escape::Class(class) => {
                            self.out.push_str(class);
                        }
                    }
                    self.before = Before::Atom;
                }
                _ => self.plain(c),
            }
        }
        Ok(())
    }

    fn plain(&mut self, c: char) {
        self.cursor.bump();
        self.before = Before::Atom;
        match c {
            '|' => {
                self.before = Before::Nothing;
                self.out.push('|');
            }
            '$' => {
                self.end_anchor = true;
                self.out.push('$');
            }
            '^' | '.' => self.out.push(c),
            _ => push_char(&mut self.out, c),
        }
    }

    fn simple_repeat(&mut self, c: char) -> Result<(), ParseError> {
        let start = self.cursor.at();
        self.cursor.bump();
        if c == '?' && self.before == Before::Repeated {
            self.before = Before::Lazy;
            self.out.push('?');
            return Ok(());
        }
        self.repeat(start, &c.to_string())
    }

    fn brace(&mut self) -> Result<(), ParseError> {
        let start = self.cursor.at();
        let rest = self.cursor.rest();
        let counts = rest.split_once('}').and_then(|(inside, _)| {
            let repeat = Repeat::of(inside.strip_prefix('{')?, self.braces)?;
            Some((repeat, start..start + inside.len() + 1))
        });
        let Some((repeat, span)) = counts else {
            self.plain('{');
            return Ok(());
        };
        let Some(operator) = repeat.operator() else {
            let written = self.cursor.slice(span.clone()).to_owned();
            return Err(ParseError::new(span, ErrorKind::RegexCounts(written)));
        };
        self.cursor.seek(span.end);
        self.repeat(start, &operator)
    }

    fn repeat(&mut self, start: usize, operator: &str) -> Result<(), ParseError> {
        let span = start..self.cursor.at();
        let written = self.cursor.slice(span.clone()).to_owned();
        match self.before {
            Before::Nothing => Err(ParseError::new(
                span,
                ErrorKind::RegexNothingToRepeat(written),
            )),
            Before::Repeated | Before::Lazy => {
                Err(ParseError::new(span, ErrorKind::RegexDoubleRepeat(written)))
            }
            Before::Atom => {
                self.before = Before::Repeated;
                self.out.push_str(operator);
                Ok(())
            }
        }
    }
}

/// A repetition in braces.
struct Repeat<'a> {
    low: &'a str,
    /// `None` for an exact count, empty for no upper limit.
    high: Option<&'a str>,
}

impl<'a> Repeat<'a> {
    fn of(inside: &'a str, braces: Braces) -> Option<Self> {
        let (low, high) = match inside.split_once(',') {
            Some((low, high)) => (low, Some(high)),
            None => (inside, None),
        };
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let (low, high) = match braces {
            Braces::Strict => (low, high),
            Braces::Loose => (
                low.trim_matches(' '),
                high.map(|high| high.trim_matches(' ')),
            ),
        };
        let bounded = match braces {
            Braces::Strict => !low.is_empty(),
            Braces::Loose => !low.is_empty() || high.is_some_and(|high| !high.is_empty()),
        };
        (bounded && digits(low) && digits(high.unwrap_or_default())).then_some(Self { low, high })
    }

    /// The repetition in the engine's syntax; `None` when its counts make no sense.
    fn operator(&self) -> Option<String> {
        let count = |text: &str| text.parse::<u32>().ok();
        let low = if self.low.is_empty() {
            0
        } else {
            count(self.low)?
        };
        match self.high {
            None => Some(format!("{{{low}}}")),
            Some("") => Some(format!("{{{low},}}")),
            Some(high) => {
                let high = count(high).filter(|high| low <= *high)?;
                Some(format!("{{{low},{high}}}"))
            }
        }
    }
}

/// What a backslash stands for.
pub(super) enum Escape {
    Char(char),
    /// A class, in brackets.
    Class(&'static str),
}

/// Reads the escape at the cursor.
pub(super) fn escape(cursor: &mut Cursor<'_>) -> Result<Escape, ParseError> {
    let start = cursor.at();
    cursor.bump();
    let found = cursor.peek();
    cursor.bump();
    if let Some(class) = found.and_then(class::of_escape) {
        return Ok(Escape::Class(class));
    }
    let end = cursor.at();
    match found {
        Some('x') => hex(cursor, start).map(Escape::Char),
        Some(c) if is_symbol(c) => Ok(Escape::Char(c)),
        _ => Err(bad_escape(cursor, start..end)),
    }
}

fn hex(cursor: &mut Cursor<'_>, start: usize) -> Result<char, ParseError> {
    let mut code = 0;
    for _ in 0..2 {
        let digit = cursor.peek().and_then(|c| c.to_digit(16));
        let Some(digit) = digit else {
            return Err(bad_escape(cursor, start..cursor.at()));
        };
        cursor.bump();
        code = code * 16 + digit;
    }
    let end = cursor.at();
    char::from_u32(code).ok_or_else(|| bad_escape(cursor, start..end))
}

fn bad_escape(cursor: &Cursor<'_>, span: Range<usize>) -> ParseError {
    let written = cursor.slice(span.clone()).to_owned();
    ParseError::new(span, ErrorKind::RegexEscape(written))
}

/// Writes a character so that no engine takes it for an operator.
pub(super) fn push_char(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        out.push(c);
    } else {
        // Writing to a string cannot fail.
        let _ = write!(out, "\\x{{{:x}}}", u32::from(c));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reading, Regex};
    use crate::filter_pattern::error::ErrorKind;

    fn hit(source: &str, text: &str) -> bool {
        Regex::new(source).unwrap().is_match(text, Reading::DEFAULT)
    }

    fn refused(source: &str) -> ErrorKind {
        Regex::new(source).unwrap_err().kind
    }

    #[test]
    fn classes_are_ascii_but_characters_are_whole() {
        assert!(hit(r"^\d\w\s$", "1a ") && !hit(r"\d", "\u{663}") && !hit(r"\w", "\u{e9}"));
        assert!(hit("^.$", "\u{e9}") && hit("^[^a]$", "\u{e9}") && hit(r"^\W$", "\u{e9}"));
        assert!(!hit("a.b", "a\nb") && hit(r"a\sb", "a\nb") && hit("a[^x]b", "a\nb"));
        assert!(hit(r"^\D\S\W$", "ab-") && !hit(r"\D", "12") && !hit(r"\S", " \t"));
    }

    #[test]
    fn operators() {
        assert!(hit("colou?r", "color") && hit("ab*c", "ac") && hit("ab+c", "abbc"));
        assert!(hit("^a{2}$", "aa") && hit("^a{2,}$", "aaaa") && !hit("^a{2,3}$", "aaaa"));
        assert!(hit("a+?", "a") && hit("a{1,2}?", "a") && hit("a??", "") && hit("^*a", "a"));
        assert!(hit("x|", "y") && hit("a||b", "z") && hit("[Ee]rror|[Ff]ail", "Fail"));
        assert!(hit(r"\x28\x29\x25", "()%") && hit(r"\xe9", "\u{e9}"));
    }

    #[test]
    fn brackets_that_are_no_operators_are_themselves() {
        assert!(hit("a]", "a]") && hit("a}", "a}") && hit("a{", "a{") && hit("{x}", "{x}"));
        assert!(hit("a{1,2", "a{1,2") && hit("{", "{"));
    }

    #[test]
    fn every_symbol_can_be_escaped() {
        for c in ":_#=@/;,-^$?[]{}|\\*+. ".chars() {
            assert!(hit(&format!("^\\{c}$"), &c.to_string()), "{c}");
        }
    }

    #[test]
    fn characters_outside_the_dialect() {
        for c in "()!&%\"'<>~`\u{e9}\t\n".chars() {
            assert_eq!(refused(&c.to_string()), ErrorKind::RegexCharacter(c));
            assert_eq!(refused(&format!("\\{c}")), ErrorKind::RegexCharacter(c));
        }
    }

    #[test]
    fn malformed_regexes() {
        let kind = |source| refused(source);
        assert_eq!(kind(""), ErrorKind::EmptyRegex);
        for source in ["*a", "+", "?", "a|*", "{2}", "|{1,2}"] {
            assert!(
                matches!(kind(source), ErrorKind::RegexNothingToRepeat(_)),
                "{source}"
            );
        }
        for source in ["a++", "a**", "a+*", "a+??", "a{2}{3}", "a{2}*", "a?+"] {
            assert!(
                matches!(kind(source), ErrorKind::RegexDoubleRepeat(_)),
                "{source}"
            );
        }
        for source in [
            r"\p", r"\pL", r"\b", r"\n", r"\1", r"\x4", r"\x", r"\x{41}", "a\\",
        ] {
            assert!(
                matches!(kind(source), ErrorKind::RegexEscape(_)),
                "{source}"
            );
        }
        for source in ["a{3,2}", "a{99999999999}"] {
            assert!(
                matches!(kind(source), ErrorKind::RegexCounts(_)),
                "{source}"
            );
        }
        assert_eq!(kind(".{60000}"), ErrorKind::RegexTooBig);
    }

    #[test]
    fn the_other_reading_of_braces() {
        use crate::filter_pattern::reading::Ambiguity;
        for source in ["^a{,2}$", "^a{1, 2}$", "^a{ 1 , 2 }$"] {
            let regex = Regex::new(source).unwrap();
            assert!(regex.has_loose_braces(), "{source}");
            assert!(!regex.is_match("aa", Reading::DEFAULT));
            let loose = Reading(&[(Ambiguity::RegexBraces, 1)]);
            assert!(regex.is_match("aa", loose) && !regex.is_match("aaa", loose));
        }
        assert!(!Regex::new("a{}b{,}c{x}{,3").unwrap().has_loose_braces());
    }

    #[test]
    fn the_other_reading_of_the_end() {
        use crate::filter_pattern::reading::Ambiguity;
        let regex = Regex::new("cat$").unwrap();
        assert!(!regex.is_match("cat\n", Reading::DEFAULT));
        assert!(regex.is_match("cat\n", Reading(&[(Ambiguity::RegexEnd, 1)])));
        assert!(!regex.is_match("cat\n\n", Reading(&[(Ambiguity::RegexEnd, 1)])));
        assert!(!Regex::new(r"a\$[$]").unwrap().has_end_anchor());
    }
}
