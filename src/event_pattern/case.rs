//! Texts that are equal but for upper and lower case.
//!
//! event-ruler takes each letter of the pattern in upper and in lower case. For ASCII that is
//! what the user guide says; beyond, it depends on Java's tables and on how many letters a
//! letter becomes.

use super::outcome::{Ambiguity, Outcome};

/// Where in a text of an event the text of a pattern is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Start,
    End,
}

/// Whether the part of `found` is `asked` but for case.
pub(super) fn judge(asked: &str, found: &str, part: Part) -> Outcome {
    let plain = is_plain(asked.as_bytes(), found.as_bytes(), part);
    if asked.is_ascii() {
        return Outcome::from(plain);
    }
    if plain && asked.chars().all(is_simple) {
        return Outcome::Match;
    }
    let (asked, found) = (folded(asked), folded(found));
    let possible = match part {
        Part::Whole => found == asked,
        Part::Start => found.starts_with(&asked),
        Part::End => found.ends_with(&asked),
    };
    if plain || possible {
        Outcome::Contested(Ambiguity::NonAsciiCase)
    } else {
        Outcome::NoMatch
    }
}

/// By bytes, of which those beyond ASCII have to be the same.
fn is_plain(asked: &[u8], found: &[u8], part: Part) -> bool {
    let found = match part {
        Part::Whole => Some(found),
        Part::Start => found.get(..asked.len()),
        Part::End => {
            let start = found.len().checked_sub(asked.len());
            start.and_then(|start| found.get(start..))
        }
    };
    found.is_some_and(|found| found.eq_ignore_ascii_case(asked))
}

/// Whether the letter is its own upper or lower case, and one unit of a Java text.
fn is_simple(c: char) -> bool {
    let is_own = c.to_lowercase().eq([c]) || c.to_uppercase().eq([c]);
    c.len_utf16() == 1 && is_own
}

/// Equal for texts that some reading takes for equal.
fn folded(text: &str) -> String {
    let upper = text.chars().flat_map(char::to_uppercase);
    upper.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_is_certain() {
        assert_eq!(judge("eventb", "EventBridge", Part::Start), Outcome::Match);
        assert_eq!(judge("TBRIDGE", "EventBridge", Part::End), Outcome::Match);
        assert_eq!(
            judge("eventb", "EventBridge", Part::Whole),
            Outcome::NoMatch
        );
        // The sign for Kelvin is not among the cases of `k`.
        assert_eq!(judge("k", "\u{212a}", Part::Whole), Outcome::NoMatch);
    }

    #[test]
    fn beyond_ascii_only_the_same_letters_are() {
        let open = Outcome::Contested(Ambiguity::NonAsciiCase);
        assert_eq!(judge("Ünder", "ÜNDER", Part::Whole), Outcome::Match);
        assert_eq!(judge("ünder", "ÜNDER", Part::Whole), open);
        assert_eq!(judge("straße", "STRASSE", Part::Whole), open);
        assert_eq!(judge("ü😀", "ü😀", Part::Whole), open);
        assert_eq!(judge("ü", "a", Part::Whole), Outcome::NoMatch);
    }
}
