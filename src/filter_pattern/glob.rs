//! Text with asterisks: `AccessDenied*`, `*UnauthorizedOperation`, `*Bucket*`.

use super::reading::{Ambiguity, Reading};
use super::text::{Piece, Text};

/// Text with at least one asterisk.
///
/// An asterisk at either end stands for any characters. Documentation until 2021 calls one in
/// between literal, later pages do not mention it; see [`Glob::has_interior`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    /// The text as written.
    pub text: Text,
}

impl Glob {
    /// The literal parts around the asterisks, every asterisk taken as "any characters".
    ///
    /// `a*b` gives `["a", "b"]`, `*` gives `["", ""]`.
    pub fn segments(&self) -> Vec<String> {
        self.read(Reading::DEFAULT)
    }

    /// Whether there is an asterisk that is neither the first nor the last character.
    pub fn has_interior(&self) -> bool {
        let pieces = self.text.pieces(0);
        let inner = pieces.iter().skip(1).take(pieces.len().saturating_sub(2));
        inner.into_iter().any(|piece| *piece == Piece::Star)
    }

    pub(super) fn is_match(&self, text: &str, reading: Reading<'_>) -> bool {
        is_match(&self.read(reading), text)
    }

    /// The literal parts around the asterisks by a reading; a single one is literal as a whole.
    pub(crate) fn read(&self, reading: Reading<'_>) -> Vec<String> {
        let pieces = self.text.pieces(reading.choice(Ambiguity::QuotedEscape));
        let literal_inside = reading.choice(Ambiguity::InteriorAsterisk) == 1;
        let last = pieces.len().saturating_sub(1);
        let mut segments = vec![];
        let mut segment = String::new();
        for (at, piece) in pieces.into_iter().enumerate() {
            match piece {
                Piece::Star if literal_inside && at != 0 && at != last => segment.push('*'),
                Piece::Star => segments.push(std::mem::take(&mut segment)),
                Piece::Char(c) => segment.push(c),
            }
        }
        segments.push(segment);
        segments
    }
}

/// Whether `text` consists of the segments in their order, with anything between them.
pub(crate) fn is_match(segments: &[String], text: &str) -> bool {
    let Some((first, others)) = segments.split_first() else {
        return false;
    };
    let Some((last, middle)) = others.split_last() else {
        return text == first;
    };
    let inner = text.strip_prefix(first.as_str());
    let Some(mut rest) = inner.and_then(|rest| rest.strip_suffix(last.as_str())) else {
        return false;
    };
    for segment in middle {
        match rest.split_once(segment.as_str()) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{Glob, Reading, Text};

    fn hit(glob: &str, text: &str) -> bool {
        let text_of = Text::quoted(glob);
        Glob { text: text_of }.is_match(text, Reading::DEFAULT)
    }

    #[test]
    fn an_asterisk_at_the_ends() {
        assert!(hit("*Event", "PutEvent") && !hit("*Event", "EventId"));
        assert!(hit("Event*", "EventName") && !hit("Event*", "PutEvent"));
        assert!(hit("*vent*", "Events") && !hit("*vent*", "Evens"));
        assert!(hit("*", "") && hit("**", "x"));
    }

    #[test]
    fn an_asterisk_inside_matches_without_overlap() {
        assert!(hit("ab*ba", "abba") && !hit("ab*ba", "aba"));
        assert!(hit("a*b*c", "a-b-b-c") && !hit("a*b*c", "a-c"));
    }

    #[test]
    fn interior_asterisks_are_found() {
        let interior = |source: &str| {
            Glob {
                text: Text::bare(source),
            }
            .has_interior()
        };
        assert!(interior("a*b") && interior("*a*b*") && interior("***"));
        assert!(!interior("*a*") && !interior("*") && !interior("**"));
    }
}
