//! Texts with asterisks.

use std::fmt;

/// The text of a `wildcard`: parts that follow each other with anything in between.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Wildcard {
    parts: Vec<String>,
}

/// Why a text is no wildcard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadWildcard {
    /// `**`
    DoubleAsterisk,
    /// A backslash before something that is neither an asterisk nor a backslash.
    Escape,
}

impl Wildcard {
    /// Reads `a*b`, where `\*` is an asterisk and `\\` a backslash.
    pub(super) fn parse(source: &str) -> Result<Self, BadWildcard> {
        let mut parts = vec![String::new()];
        let mut chars = source.chars().peekable();
        while let Some(c) = chars.next() {
            let literal = match c {
                '*' if chars.peek() == Some(&'*') => return Err(BadWildcard::DoubleAsterisk),
                '*' => {
                    parts.push(String::new());
                    continue;
                }
                '\\' => match chars.next() {
                    Some(escaped @ ('*' | '\\')) => escaped,
                    _ => return Err(BadWildcard::Escape),
                },
                other => other,
            };
            if let Some(last) = parts.last_mut() {
                last.push(literal);
            }
        }
        Ok(Self { parts })
    }

    /// The texts between the asterisks; one where there is no asterisk.
    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    /// Whether a text has this shape.
    pub fn is_match(&self, text: &str) -> bool {
        let (Some(first), Some(last)) = (self.parts.first(), self.parts.last()) else {
            return false;
        };
        if self.parts.len() == 1 {
            return text == first;
        }
        let inner = text.strip_prefix(first.as_str());
        let Some(mut rest) = inner.and_then(|rest| rest.strip_suffix(last.as_str())) else {
            return false;
        };
        let middle = self.parts.iter().skip(1).take(self.parts.len() - 2);
        for part in middle {
            match rest.split_once(part.as_str()) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        true
    }
}

impl fmt::Display for Wildcard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.parts.iter().enumerate() {
            if at > 0 {
                out.write_str("*")?;
            }
            out.write_str(&part.replace('\\', "\\\\").replace('*', "\\*"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asterisks_stand_for_anything_and_escapes_for_themselves() {
        let is_match = |source: &str, text: &str| Wildcard::parse(source).unwrap().is_match(text);
        for (source, text) in [
            ("", ""),
            ("*", ""),
            ("a*a", "aa"),
            ("*.png", "dir/x.png"),
            ("a*b*c", "a-b-b-c"),
            (r"\**\\", r"*x\"),
            ("*é*", "caféx"),
        ] {
            assert!(is_match(source, text), "{source} {text}");
        }
        for (source, text) in [
            ("", "a"),
            ("a*a", "a"),
            ("a*b*c", "acb"),
            (r"\*", "x"),
            ("ab*ba", "aba"),
        ] {
            assert!(!is_match(source, text), "{source} {text}");
        }
    }

    #[test]
    fn what_event_ruler_refuses() {
        assert_eq!(Wildcard::parse("a**b"), Err(BadWildcard::DoubleAsterisk));
        assert_eq!(Wildcard::parse(r"a\b"), Err(BadWildcard::Escape));
        assert_eq!(Wildcard::parse("a\\"), Err(BadWildcard::Escape));
        assert!(Wildcard::parse(r"*\**").is_ok());
    }

    #[test]
    fn it_is_written_as_it_was() {
        for source in ["", "*", r"a\*b*\\", "*x*"] {
            assert_eq!(Wildcard::parse(source).unwrap().to_string(), source);
        }
    }
}
