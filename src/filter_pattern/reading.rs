//! The questions AWS leaves open, and the verdict over all their readings.

use std::fmt;

use super::ast::{Ast, Comparison, Expr, FieldTest, JsonCondition, JsonTest, Role, Step, Value};
use super::event::Event;
use super::matches::matches;
use super::text::{ESCAPE_READINGS, Text};

/// What a pattern says about an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It selects the event by every reading.
    Match,
    /// It does not select the event by any reading.
    NoMatch,
    /// The answer depends on a question that AWS leaves open.
    Contested(Ambiguity),
}

/// A question that neither the documentation nor recorded behaviour settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ambiguity {
    /// `"a*b"`: whether the asterisk is a wildcard or itself.
    InteriorAsterisk,
    /// `" "`: whether it matches everything or messages with a space.
    BlankTerm,
    /// `"a\nb"`: what a backslash in double quotes means.
    QuotedEscape,
    /// `- term`: whether the minus belongs to the term.
    DetachedMinus,
    /// `%a{,3}%` or `%a{1, 3}%`: whether the braces repeat.
    RegexBraces,
    /// `%a$%`: whether the end is also before a final newline.
    RegexEnd,
    /// `$.a = NULL`, `$.a = TRUE`: whether the bare word is text or the JSON literal.
    KeywordValue,
    /// `$.naïve`: whether names may have letters beyond ASCII.
    NonAsciiName,
    /// `{"a":1,"a":2}`: which of the equal keys counts.
    RepeatedKey,
    /// Numbers beyond 64 bits, or beyond the range of a double.
    HugeNumber,
}

impl Ambiguity {
    /// How many readings there are beside the default.
    pub(crate) fn alternatives(self) -> u8 {
        match self {
            Self::QuotedEscape => ESCAPE_READINGS,
            // Unknown altogether: the condition may as well hold as not.
            Self::NonAsciiName => 2,
            _ => 1,
        }
    }
}

impl fmt::Display for Ambiguity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::InteriorAsterisk => {
                "AWS does not say whether an asterisk inside a value is a wildcard or a literal \
                 asterisk"
            }
            Self::BlankTerm => {
                "AWS documents the term `\" \"` as matching every event, but it has been seen to \
                 match only messages with a space"
            }
            Self::QuotedEscape => "AWS does not say what a backslash inside double quotes means",
            Self::DetachedMinus => {
                "only old documentation shows a minus that is apart from its term, so the term may \
                 be excluded or required"
            }
            Self::RegexBraces => {
                "AWS does not say whether `{,n}` and `{m, n}` repeat or stand for themselves in a \
                 regex"
            }
            Self::RegexEnd => {
                "AWS does not say whether `$` in a regex also matches before a final newline"
            }
            Self::KeywordValue => {
                "AWS does not say whether a bare NULL, TRUE or FALSE after a comparison is text or \
                 the JSON literal"
            }
            Self::NonAsciiName => {
                "AWS does not say whether a selector may name a field with letters beyond ASCII \
                 without brackets"
            }
            Self::RepeatedKey => {
                "the event gives a JSON key twice, and AWS does not say which of the two counts"
            }
            Self::HugeNumber => {
                "the event has a number too large for 64 bits or for a double, and AWS does not \
                 say how it compares"
            }
        })
    }
}

/// A choice for each open question; those not listed take the default, which is 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'a>(pub(crate) &'a [(Ambiguity, u8)]);

impl Reading<'_> {
    pub(crate) const DEFAULT: Reading<'static> = Reading(&[]);

    pub(crate) fn choice(self, question: Ambiguity) -> u8 {
        let found = self.0.iter().find(|(other, _)| *other == question);
        found.map_or(0, |(_, choice)| *choice)
    }
}

/// Matches by every combination of readings that the pattern and the event raise.
pub(super) fn judge(ast: &Ast, event: &Event<'_>, doubts: &[Ambiguity]) -> Outcome {
    let default = matches(ast, event, Reading::DEFAULT);
    let mut choices: Vec<_> = doubts.iter().map(|doubt| (*doubt, 0)).collect();
    if matches!(ast, Ast::Json(_)) {
        let repeated = event
            .has_repeated_keys()
            .then_some((Ambiguity::RepeatedKey, 0));
        let huge = event
            .has_huge_numbers()
            .then_some((Ambiguity::HugeNumber, 0));
        choices.extend(repeated.into_iter().chain(huge));
    }
    match contested(ast, event, default, choices) {
        Some(question) => Outcome::Contested(question),
        None if default => Outcome::Match,
        None => Outcome::NoMatch,
    }
}

fn contested(
    ast: &Ast,
    event: &Event<'_>,
    default: bool,
    mut choices: Vec<(Ambiguity, u8)>,
) -> Option<Ambiguity> {
    let differs = |choices: &[(Ambiguity, u8)]| matches(ast, event, Reading(choices)) != default;
    // One question at a time first: it is the better explanation when it suffices.
    for (question, _) in &choices {
        let alone = (1..=question.alternatives()).any(|choice| differs(&[(*question, choice)]));
        if alone {
            return Some(*question);
        }
    }
    while choices.len() > 1 && advance(&mut choices) {
        if differs(&choices) {
            let changed = choices.iter().find(|(_, choice)| *choice > 0);
            return changed.map(|(question, _)| *question);
        }
    }
    None
}

/// Counts up through the combinations; false after the last one.
fn advance(choices: &mut [(Ambiguity, u8)]) -> bool {
    for (question, choice) in choices {
        if *choice < question.alternatives() {
            *choice += 1;
            return true;
        }
        *choice = 0;
    }
    false
}

/// The open questions that a pattern raises, each once.
pub(super) fn doubts_of(ast: &Ast) -> Vec<Ambiguity> {
    let mut doubts = Doubts(vec![]);
    match ast {
        Ast::All => {}
        Ast::Terms(terms) => {
            for term in terms {
                let detached = term.role == Role::Excluded { detached: true };
                doubts.add(detached, Ambiguity::DetachedMinus);
                doubts.add(is_blank(&term.text), Ambiguity::BlankTerm);
                doubts.add(term.text.has_escapes(), Ambiguity::QuotedEscape);
            }
        }
        Ast::Regex(regex) => doubts.value(&Value::Regex(regex.clone())),
        Ast::Json(expr) => expr.each(&mut |condition| doubts.json(condition)),
        Ast::Space(space) => {
            for field in space.entries.iter().filter_map(super::ast::Entry::field) {
                doubts.field(&field.test);
            }
        }
    }
    doubts.0
}

/// Whether it is the term that old pages use as "match everything".
pub(crate) fn is_blank(text: &Text) -> bool {
    text.quoted && text.source == " "
}

/// The JSON literal that a bare word may mean instead of text.
pub(crate) fn keyword(text: &Text) -> Option<JsonTest> {
    // Recordings settle the lower-case forms: `null` is refused, `true` and `false` are text.
    let settled = text.quoted || matches!(text.source.as_str(), "true" | "false");
    match text.source.to_ascii_lowercase().as_str() {
        _ if settled => None,
        "null" => Some(JsonTest::IsNull),
        "true" => Some(JsonTest::IsTrue),
        "false" => Some(JsonTest::IsFalse),
        _ => None,
    }
}

/// Whether a selector has a name that only an open reading of the grammar allows.
pub(crate) fn has_non_ascii_name(condition: &JsonCondition) -> bool {
    condition.selector.steps.iter().any(|step| match step {
        Step::Member { name, bracketed } => !bracketed && !name.is_ascii(),
        Step::Index(_) | Step::Wildcard => false,
    })
}

struct Doubts(Vec<Ambiguity>);

impl Doubts {
    fn add(&mut self, raised: bool, question: Ambiguity) {
        if raised && !self.0.contains(&question) {
            self.0.push(question);
        }
    }

    fn json(&mut self, condition: &JsonCondition) {
        self.add(has_non_ascii_name(condition), Ambiguity::NonAsciiName);
        let JsonTest::Compare(Comparison::Equals(value) | Comparison::Differs(value)) =
            &condition.test
        else {
            return;
        };
        self.value(value);
        if let Value::Text(text) = value {
            self.add(keyword(text).is_some(), Ambiguity::KeywordValue);
        }
    }

    fn field(&mut self, test: &Expr<FieldTest>) {
        test.each(&mut |test| match test {
            FieldTest::Compare(Comparison::Equals(value) | Comparison::Differs(value)) => {
                self.value(value);
            }
            FieldTest::Compare(Comparison::Order(..)) | FieldTest::Any => {}
        });
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Number(_) => {}
            Value::Text(text) => self.add(text.has_escapes(), Ambiguity::QuotedEscape),
            Value::Glob(glob) => {
                self.add(glob.has_interior(), Ambiguity::InteriorAsterisk);
                self.add(glob.text.has_escapes(), Ambiguity::QuotedEscape);
            }
            Value::Regex(regex) => {
                self.add(regex.has_loose_braces(), Ambiguity::RegexBraces);
                self.add(regex.has_end_anchor(), Ambiguity::RegexEnd);
            }
        }
    }
}
