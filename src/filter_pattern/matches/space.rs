//! Conditions on the words of a line.

use super::compare::word_equals;
use crate::filter_pattern::ast::{Comparison, Entry, Field, FieldTest, Space};
use crate::filter_pattern::lexer::is_space;
use crate::filter_pattern::number;
use crate::filter_pattern::reading::Reading;

pub(super) fn matches(space: &Space, message: &str, reading: Reading<'_>) -> bool {
    let Some(words) = assign(&space.entries, message) else {
        return false;
    };
    let mut fields = space
        .entries
        .iter()
        .filter(|entry| **entry != Entry::Ellipsis);
    words.into_iter().all(|word| match fields.next() {
        Some(Entry::Field(field)) => holds(field, word, reading),
        _ => true,
    })
}

/// The word of each entry but the ellipsis; `None` if there are too few words.
fn assign<'m>(entries: &[Entry], message: &'m str) -> Option<Vec<&'m str>> {
    if entries.is_empty() {
        return Some(vec![]);
    }
    let words = split(message);
    match entries.iter().position(|entry| *entry == Entry::Ellipsis) {
        Some(before) => around(&words, before, entries.len() - before - 1),
        None => with_rest(&words, entries.len(), message),
    }
}

/// The first and the last words, around an ellipsis.
fn around<'m>(words: &[Word<'m>], before: usize, after: usize) -> Option<Vec<&'m str>> {
    let spare = words.len().checked_sub(before + after)?;
    let first = words.iter().take(before);
    let kept = first.chain(words.iter().skip(before + spare));
    Some(kept.map(|word| word.text).collect())
}

/// The first words, the last one with all that follows it as it stands in the message.
fn with_rest<'m>(words: &[Word<'m>], count: usize, message: &'m str) -> Option<Vec<&'m str>> {
    let spare = words.len().checked_sub(count)?;
    let last = words.get(count.checked_sub(1)?)?;
    let mut texts: Vec<_> = words.iter().take(count - 1).map(|word| word.text).collect();
    let rest = message.get(last.start..).filter(|_| spare > 0);
    texts.push(rest.unwrap_or(last.text));
    Some(texts)
}

fn holds(field: &Field, word: &str, reading: Reading<'_>) -> bool {
    field.test.holds(&mut |test| match test {
        FieldTest::Any => true,
        FieldTest::Compare(Comparison::Equals(value)) => word_equals(word, value, reading),
        FieldTest::Compare(Comparison::Differs(value)) => !word_equals(word, value, reading),
        FieldTest::Compare(Comparison::Order(order, number)) => {
            number::measure(word).is_some_and(|found| order.holds(found.cmp(number.decimal())))
        }
    })
}

/// A word of a line.
struct Word<'m> {
    /// The word without the quotes or brackets around it.
    text: &'m str,
    /// Where it starts in the message, quote or bracket included.
    start: usize,
}

/// Splits a line at white space; `"..."` and `[...]` are one word each, if they are closed.
fn split(message: &str) -> Vec<Word<'_>> {
    let mut words = vec![];
    let mut rest = message.trim_start_matches(is_space);
    // Without these, every opening character would search the whole rest for its partner.
    let (last_quote, last_bracket) = (message.rfind('"'), message.rfind(']'));
    while !rest.is_empty() {
        let start = message.len() - rest.len();
        let closed_by = |last: Option<usize>| last.is_some_and(|last| last > start);
        let enclosed = match rest.chars().next() {
            Some('"') if closed_by(last_quote) => enclosed(rest, '"'),
            Some('[') if closed_by(last_bracket) => enclosed(rest, ']'),
            _ => None,
        };
        let (text, after) = enclosed.unwrap_or_else(|| {
            let end = rest.find(is_space).unwrap_or(rest.len());
            rest.split_at(end)
        });
        words.push(Word { text, start });
        rest = after.trim_start_matches(is_space);
    }
    words
}

fn enclosed(rest: &str, close: char) -> Option<(&str, &str)> {
    let mut chars = rest.chars();
    chars.next();
    chars.as_str().split_once(close)
}
