//! What AWS leaves open is told apart from what it settles.

use crate::filter_pattern::{Ambiguity, Event, Outcome, Pattern};

fn judge(pattern: &str, message: &str) -> Outcome {
    let pattern = Pattern::parse(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    pattern.judge(&Event::new(message))
}

fn contested(pattern: &str, message: &str, question: Ambiguity) {
    let verdict = judge(pattern, message);
    assert_eq!(
        verdict,
        Outcome::Contested(question),
        "{pattern} on {message}"
    );
}

fn settled(pattern: &str, message: &str, matches: bool) {
    let expected = if matches {
        Outcome::Match
    } else {
        Outcome::NoMatch
    };
    assert_eq!(judge(pattern, message), expected, "{pattern} on {message}");
}

#[test]
fn an_asterisk_inside_a_value() {
    let pattern = "{ $.arn = \"arn:aws:iam::*:root\" }";
    contested(
        pattern,
        r#"{"arn":"arn:aws:iam::1:root"}"#,
        Ambiguity::InteriorAsterisk,
    );
    settled(pattern, r#"{"arn":"arn:aws:iam::*:root"}"#, true);
    settled(pattern, r#"{"arn":"other"}"#, false);
    settled("{ $.a = \"*b*\" }", r#"{"a":"abc"}"#, true);
    contested("[a=x*y]", "xzy", Ambiguity::InteriorAsterisk);
}

#[test]
fn a_clause_in_doubt_that_does_not_decide() {
    let message = r#"{"a":"xzy","b":1}"#;
    settled("{ $.a = x*y || $.b = 1 }", message, true);
    settled("{ $.a = x*y && $.b = 2 }", message, false);
    // One reading for the whole pattern: either clause fails whichever it is.
    settled("{ $.a = x*y && $.a != x*y }", message, false);
    contested(
        "{ $.a = x*y && $.b = 1 }",
        message,
        Ambiguity::InteriorAsterisk,
    );
}

#[test]
fn two_doubts_that_only_decide_together() {
    let pattern = "{ $.a != x*y && $.b = \"p\\nq\" }";
    let message = r#"{"a":"xzy","b":"p\nq"}"#;
    assert!(matches!(judge(pattern, message), Outcome::Contested(_)));
    settled(pattern, r#"{"a":"xzy","b":"other"}"#, false);
}

#[test]
fn the_blank_term() {
    contested("\" \"", "one", Ambiguity::BlankTerm);
    settled("\" \"", "one two", true);
    settled("\"  \"", "one", false);
}

#[test]
fn backslashes_in_quotes() {
    contested(
        r#"{ $.m = "say \"hi\"" }"#,
        r#"{"m":"say \"hi\""}"#,
        Ambiguity::QuotedEscape,
    );
    contested(r#""a\nb""#, "a\nb", Ambiguity::QuotedEscape);
    contested(r#""a\\b""#, r"a\b", Ambiguity::QuotedEscape);
    contested(r#""a\\b""#, r"a\\b", Ambiguity::QuotedEscape);
    settled(r#""a\\b""#, "ab", false);
    settled(r#"[x="a\d*"]"#, "zzz", false);
}

#[test]
fn a_minus_apart_from_its_term() {
    contested("\"ERROR\" - \"Exiting\"", "ERROR", Ambiguity::DetachedMinus);
    settled("\"ERROR\" - \"Exiting\"", "Exiting", false);
    settled("\"ERROR\" -\"Exiting\"", "ERROR", true);
}

#[test]
fn regexes() {
    contested("%^a{,2}$%", "aa", Ambiguity::RegexBraces);
    contested("%^a{1, 2}$%", "a", Ambiguity::RegexBraces);
    settled("%^a{1,2}$%", "a", true);
    contested("%a$%", "a\n", Ambiguity::RegexEnd);
    settled("%a$%", "a", true);
    contested("{ $.a = %x$% }", r#"{"a":"x\n"}"#, Ambiguity::RegexEnd);
    contested("[..., a=%^x{,1}$%]", "y x", Ambiguity::RegexBraces);
}

#[test]
fn bare_keywords() {
    contested("{ $.a = NULL }", r#"{"a":null}"#, Ambiguity::KeywordValue);
    contested("{ $.a = Null }", r#"{"a":"Null"}"#, Ambiguity::KeywordValue);
    contested("{ $.a = TRUE }", r#"{"a":true}"#, Ambiguity::KeywordValue);
    contested("{ $.a != FALSE }", r#"{"a":true}"#, Ambiguity::KeywordValue);
    settled("{ $.a = TRUE }", "{}", false);
    settled("{ $.a = false }", r#"{"a":false}"#, false);
    settled("{ $.a = \"NULL\" }", r#"{"a":"NULL"}"#, true);
    settled("{ $.a IS NULL }", r#"{"a":null}"#, true);
}

#[test]
fn names_beyond_ascii() {
    contested("{ $.naïve = 1 }", r#"{"naïve":1}"#, Ambiguity::NonAsciiName);
    contested("{ $.naïve = 1 }", "{}", Ambiguity::NonAsciiName);
    settled("{ $.naïve = 1 && $.b = 2 }", "{}", false);
    settled("{ $.['naïve'] = 1 }", r#"{"naïve":1}"#, true);
}

#[test]
fn odd_events() {
    contested("{ $.a = 1 }", r#"{"a":1,"a":2}"#, Ambiguity::RepeatedKey);
    contested("{ $.* = 1 }", r#"{"a":1,"a":2}"#, Ambiguity::RepeatedKey);
    settled("{ $.b = 1 }", r#"{"a":1,"a":2,"b":1}"#, true);
    settled("{ $.a > 0 }", r#"{"a":1,"a":2}"#, true);
    settled("a", r#"{"a":1,"a":2}"#, true);
    let huge = r#"{"n":123456789012345678901234567890}"#;
    contested(
        "{ $.n = 123456789012345678901234567890 }",
        huge,
        Ambiguity::HugeNumber,
    );
    settled("{ $.n > 5 }", huge, true);
    settled("{ $.n = 1e309 }", r#"{"n":1e309}"#, false);
    contested("{ $.n = * }", r#"{"n":1e309}"#, Ambiguity::HugeNumber);
}

#[test]
fn every_question_is_explained_in_a_sentence() {
    for (pattern, message) in [("\" \"", "a"), ("%a$%", "a\n"), ("{ $.é = 1 }", "{}")] {
        match judge(pattern, message) {
            Outcome::Contested(question) => {
                let text = question.to_string();
                assert!(text.contains("AWS") && !text.ends_with('.'), "{text}");
            }
            other => panic!("{pattern}: {other:?}"),
        }
    }
}
