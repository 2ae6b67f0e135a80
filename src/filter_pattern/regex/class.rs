//! Bracket expressions: `[a-z]`, `[^:/]`, `[[:alpha:]_]`.

use super::dialect::{Escape, escape, push_char};
use crate::filter_pattern::error::{ErrorKind, ParseError};
use crate::filter_pattern::lexer::Cursor;

/// The classes of one letter, as ASCII ranges; `\s` has no vertical tab, as in RE2.
pub(super) fn of_escape(letter: char) -> Option<&'static str> {
    Some(match letter {
        'd' => "[0-9]",
        'D' => "[^0-9]",
        's' => "[\\t\\n\\x0c\\r\\x20]",
        'S' => "[^\\t\\n\\x0c\\r\\x20]",
        'w' => "[0-9A-Za-z_]",
        'W' => "[^0-9A-Za-z_]",
        _ => return None,
    })
}

const POSIX_NAMES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
    "space", "upper", "word", "xdigit",
];

/// Reads the bracket expression at the cursor and appends it in the engine's syntax.
pub(super) fn translate(cursor: &mut Cursor<'_>, out: &mut String) -> Result<(), ParseError> {
    let start = cursor.at();
    cursor.bump();
    out.push('[');
    if cursor.eat("^") {
        out.push('^');
    }
    let mut empty = true;
    loop {
        match cursor.peek() {
            None => {
                let kind = ErrorKind::RegexUnclosedClass;
                return Err(ParseError::new(start..cursor.at(), kind));
            }
            // A bracket that would close nothing is itself a member.
            Some(']') if !empty => break,
            Some(_) => item(cursor, out)?,
        }
        empty = false;
    }
    cursor.bump();
    out.push(']');
    Ok(())
}

fn item(cursor: &mut Cursor<'_>, out: &mut String) -> Result<(), ParseError> {
    let name = cursor.rest().strip_prefix("[:");
    if name.is_some_and(|name| name.contains(":]")) {
        return posix(cursor, out);
    }
    let start = cursor.at();
    let low = match member(cursor)? {
        Escape::Class(class) => {
            out.push_str(class);
            return Ok(());
        }
        Escape::Char(c) => c,
    };
    push_char(out, low);
    let rest = cursor.rest();
    if !rest.starts_with('-') || rest.starts_with("-]") || rest.len() == 1 {
        return Ok(());
    }
    cursor.bump();
    match member(cursor)? {
        Escape::Char(high) if low <= high => {
            out.push('-');
            push_char(out, high);
            Ok(())
        }
        _ => {
            let span = start..cursor.at();
            let written = cursor.slice(span.clone()).to_owned();
            Err(ParseError::new(span, ErrorKind::RegexRange(written)))
        }
    }
}

fn member(cursor: &mut Cursor<'_>) -> Result<Escape, ParseError> {
    match cursor.peek() {
        Some('\\') => escape(cursor),
        Some(c) => {
            cursor.bump();
            Ok(Escape::Char(c))
        }
        None => {
            let span = cursor.at()..cursor.at();
            Err(ParseError::new(span, ErrorKind::RegexUnclosedClass))
        }
    }
}

fn posix(cursor: &mut Cursor<'_>, out: &mut String) -> Result<(), ParseError> {
    let start = cursor.at();
    cursor.eat("[:");
    let written = cursor.rest().split(":]").next().unwrap_or_default();
    let end = cursor.at() + written.len() + ":]".len();
    cursor.seek(end);
    let name = written.strip_prefix('^').unwrap_or(written);
    if !POSIX_NAMES.contains(&name) {
        let kind = ErrorKind::RegexClassName(format!("[:{written}:]"));
        return Err(ParseError::new(start..end, kind));
    }
    out.push_str(cursor.slice(start..end));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Reading, Regex};
    use crate::filter_pattern::error::ErrorKind;

    fn hit(source: &str, text: &str) -> bool {
        Regex::new(source).unwrap().is_match(text, Reading::DEFAULT)
    }

    #[test]
    fn members_and_ranges() {
        assert!(hit("^[abcx-z]$", "y") && !hit("[abcx-z]", "d"));
        assert!(hit("^[^0-9]$", "a") && hit(r"^[\d.]+$", "1.2") && hit(r"^[^\s:]$", "x"));
        assert!(hit(r"^[\x41-\x43]$", "B") && hit(r"^[\D]$", "x") && !hit(r"[^\D]", "x"));
    }

    #[test]
    fn brackets_and_hyphens_as_members() {
        assert!(hit("^[]a]$", "]") && hit("^[^]a]$", "b") && !hit("^[^]a]$", "]"));
        assert!(hit("^[[]$", "[") && hit("^[a[b]c]$", "[c]") && hit("^[a-]$", "-"));
        assert!(hit("^[-a]$", "-") && hit("^[a-c-e]$", "-") && hit("^[--/]$", "."));
        assert!(hit("^[a^]$", "^") && hit(r"^[\]]$", "]") && hit(r"^[\d-a]$", "-"));
    }

    #[test]
    fn named_classes() {
        assert!(hit("^[[:alpha:]_]$", "a") && !hit("[[:alpha:]]", "1") && hit("[[:^alpha:]]", "1"));
        assert!(hit("^[[:]$", ":"));
    }

    #[test]
    fn malformed_classes() {
        let kind = |source: &str| Regex::new(source).unwrap_err().kind;
        for source in ["[", "[a", "[]", "[^]", "[^", "[a-"] {
            assert_eq!(kind(source), ErrorKind::RegexUnclosedClass, "{source}");
        }
        for source in ["[z-a]", r"[a-\d]", r"[\x43-\x41]"] {
            assert!(matches!(kind(source), ErrorKind::RegexRange(_)), "{source}");
        }
        assert!(matches!(kind("[[:foo:]]"), ErrorKind::RegexClassName(_)));
    }
}
