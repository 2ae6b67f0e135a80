//! Text that other people wrote - resource names, tags, descriptions - made safe to
//! show. Escaping for HTML and XML is the templates' business; what no format may
//! carry is taken out here.

use std::borrow::Cow;

/// `text` on one line, without characters that a terminal would act on or that XML
/// forbids: control characters, and the invisible ones that reorder text
/// (U+202A-202E, U+2066-2069). Each is shown as `\u{…}`, so that nothing is hidden.
pub fn sanitise(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unsafe(c) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

/// `text` cut to at most `limit` characters, the last an ellipsis where it was longer.
pub fn shorten(text: &str, limit: usize) -> Cow<'_, str> {
    if text.chars().count() <= limit {
        return Cow::Borrowed(text);
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    Cow::Owned(short)
}

/// `one`, `one and two`, `one, two and three`.
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [head @ .., last] => {
            let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", head.join(", "), last.as_ref())
        }
    }
}

/// `1 trail`, `2 trails`: the count with the noun in the right number.
pub fn count(n: usize, singular: &str) -> String {
    if n == 1 {
        format!("1 {singular}")
    } else if let Some(stem) = singular.strip_suffix('y') {
        format!("{n} {stem}ies")
    } else {
        format!("{n} {singular}s")
    }
}

/// What stands for the characters that are left out of a masked text: always the same, so
/// that it does not tell how many.
const MASK: &str = "***";

/// Personal data made unreadable: the first character, and the last of texts of six and
/// more. An e-mail address keeps its domain.
pub fn masked(text: &str) -> String {
    let address = text.rsplit_once('@').filter(|(local, domain)| {
        let odd = |c: char| c.is_whitespace() || c == '<' || c == '>';
        !local.is_empty() && !domain.is_empty() && !text.contains(odd)
    });
    if let Some((local, domain)) = address {
        return format!("{}@{domain}", masked(local));
    }
    let mut characters = text.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    let last = characters
        .clone()
        .nth(4)
        .and_then(|_| characters.next_back());
    let last = last.map(String::from).unwrap_or_default();
    format!("{first}{MASK}{last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_texts_tell_neither_content_nor_length() {
        for (text, masked_text) in [
            ("", ""),
            ("a", "a***"),
            ("abcde", "a***"),
            ("abcdef", "a***f"),
            ("+49 30 123456", "+***6"),
            ("äöüßéñ", "ä***ñ"),
            ("ana@example.com", "a***@example.com"),
            ("security@example.com", "s***y@example.com"),
            // One with a name beside it is masked whole, as is what is no address.
            ("Ana <ana@example.com>", "A***>"),
            ("@handle", "@***e"),
            ("handle@", "h***@"),
        ] {
            assert_eq!(masked(text), masked_text, "{text}");
        }
    }

    #[test]
    fn control_characters_are_shown_and_not_sent() {
        assert_eq!(sanitise("plain – ü"), "plain – ü");
        assert_eq!(sanitise("a\u{1b}[31mb\nc"), "a\\u{1b}[31mb\\u{a}c");
        assert_eq!(sanitise("x\u{202e}y"), "x\\u{202e}y");
    }

    #[test]
    fn long_text_ends_in_an_ellipsis() {
        assert_eq!(shorten("äöü", 3), "äöü");
        assert_eq!(shorten("äöüß", 3), "äö…");
    }

    #[test]
    fn lists_and_counts_read_like_prose() {
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(count(1, "policy"), "1 policy");
        assert_eq!(count(3, "policy"), "3 policies");
        assert_eq!(count(0, "trail"), "0 trails");
    }
}
