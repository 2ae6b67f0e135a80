//! What AWS leaves open is said to be open, and only where it matters.

use super::{Outcome, judge, parse};
use crate::event_pattern::Ambiguity;

#[track_caller]
fn open(pattern: &str, event: &str, question: Ambiguity) {
    assert_eq!(
        judge(pattern, event),
        Outcome::Contested(question),
        "{pattern} on {event}"
    );
}

#[test]
fn numbers() {
    open(r#"{"a": [300]}"#, r#"{"a": 300.0}"#, Ambiguity::NumberText);
    open(
        r#"{"a": [{"anything-but": 300}]}"#,
        r#"{"a": 3e2}"#,
        Ambiguity::NumberText,
    );
    open(
        r#"{"a": [{"numeric": [">", 5]}]}"#,
        r#"{"a": 6000000000}"#,
        Ambiguity::NumberLimits,
    );
    assert_eq!(
        judge(r#"{"a": [123456789012]}"#, r#"{"a": 123456789012}"#),
        Outcome::Match
    );
}

#[test]
fn texts() {
    open(
        r#"{"a": ["::1"]}"#,
        r#"{"a": "0::1"}"#,
        Ambiguity::AddressText,
    );
    open(
        r#"{"a": [{"cidr": "10.0.0.0/8"}]}"#,
        r#"{"a": "10.0.0.01"}"#,
        Ambiguity::AddressForm,
    );
    open(
        r#"{"a": [{"cidr": "10.0.0.9/8"}]}"#,
        r#"{"a": "10.0.0.1"}"#,
        Ambiguity::CidrHostBits,
    );
    open(
        r#"{"a": [{"equals-ignore-case": "é"}]}"#,
        r#"{"a": "É"}"#,
        Ambiguity::NonAsciiCase,
    );
    // Another matcher decides.
    assert_eq!(
        judge(r#"{"a": ["::1", "0::1"]}"#, r#"{"a": "0::1"}"#),
        Outcome::Match
    );
    assert_eq!(
        judge(r#"{"a": [{"exactly": "::1"}]}"#, r#"{"a": "0::1"}"#),
        Outcome::NoMatch
    );
}

#[test]
fn names() {
    open(
        r#"{"a": {"b": [1]}}"#,
        r#"{"a.b": 1}"#,
        Ambiguity::DottedName,
    );
    open(
        r#"{"a.b": [1]}"#,
        r#"{"a": {"b": 1}}"#,
        Ambiguity::DottedName,
    );
    open(
        r#"{"a": {"b": [{"exists": false}]}}"#,
        r#"{"a.b": 1}"#,
        Ambiguity::DottedName,
    );
    assert_eq!(judge(r#"{"a.b": [1]}"#, r#"{"a.b": 1}"#), Outcome::Match);
    assert_eq!(
        judge(r#"{"a.b": [1]}"#, r#"{"a": {"b": 2}}"#),
        Outcome::NoMatch
    );
}

#[test]
fn what_is_not_there() {
    for empty in [r#"{"a": []}"#, r#"{"a": {}}"#, r#"{"a": [[], {}]}"#] {
        open(
            r#"{"a": [{"exists": true}]}"#,
            empty,
            Ambiguity::EmptyContainer,
        );
        open(
            r#"{"a": [{"exists": false}]}"#,
            empty,
            Ambiguity::EmptyContainer,
        );
        assert_eq!(
            judge(r#"{"a": [null, "", {"anything-but": "x"}]}"#, empty),
            Outcome::NoMatch
        );
    }
    let event = r#"{"a": [{"b": 1, "z": 1}, {"c": 1}]}"#;
    open(
        r#"{"a": {"c": [1], "z": [{"exists": false}]}}"#,
        event,
        Ambiguity::AbsenceInList,
    );
    assert_eq!(
        judge(r#"{"a": {"b": [1], "z": [{"exists": false}]}}"#, event),
        Outcome::NoMatch
    );
}

#[test]
fn fields_that_are_named_twice() {
    let twice = r#"{"a": ["x"], "a": ["y"]}"#;
    open(twice, r#"{"a": "x"}"#, Ambiguity::RepeatedName);
    open(twice, r#"{"a": "y"}"#, Ambiguity::RepeatedName);
    assert_eq!(judge(twice, r#"{"a": ["x", "y"]}"#), Outcome::Match);
    assert_eq!(judge(twice, r#"{"a": "z"}"#), Outcome::NoMatch);
    let halves = r#"{"d": {"a": ["x"]}, "d": {"b": ["y"]}}"#;
    assert_eq!(
        judge(halves, r#"{"d": {"a": "x", "b": "y"}}"#),
        Outcome::Match
    );
    open(halves, r#"{"d": {"b": "y"}}"#, Ambiguity::RepeatedName);
    let in_or = r#"{"a": ["x"], "$or": [{"a": ["y"]}, {"b": [1]}]}"#;
    open(in_or, r#"{"a": "y"}"#, Ambiguity::RepeatedName);
    assert_eq!(judge(in_or, r#"{"a": "x", "b": 1}"#), Outcome::Match);
    assert_eq!(judge(in_or, r#"{"a": "z", "b": 1}"#), Outcome::NoMatch);
}

#[test]
fn a_pattern_says_what_it_leaves_open() {
    for (pattern, doubts) in [
        (
            r#"{"a": ["::1", 5, {"cidr": "10.0.0.0/8"}], "$or": [{"b": [1]}, {"c": [2]}]}"#,
            vec![],
        ),
        (
            r#"{"a": [1.5], "b": [{"cidr": "10.0.0.1/8"}]}"#,
            vec![Ambiguity::NumberText, Ambiguity::CidrHostBits],
        ),
        (
            r#"{"a.b": [{"prefix": {"equals-ignore-case": "é"}}]}"#,
            vec![Ambiguity::DottedName, Ambiguity::NonAsciiCase],
        ),
        (r#"{"a": ["x"], "a": ["y"]}"#, vec![Ambiguity::RepeatedName]),
    ] {
        assert_eq!(parse(pattern).doubts(), doubts, "{pattern}");
    }
}

#[test]
fn too_many_elements_are_open() {
    let element = |n: usize| format!(r#"{{"a": 1, "x{n}": 1}}"#);
    let elements: Vec<String> = (0..40).map(element).collect();
    let lists: Vec<String> = (0..6)
        .map(|n| format!(r#""l{n}": [{}]"#, elements.join(",")))
        .collect();
    let event = format!("{{{}}}", lists.join(","));
    let asks: Vec<String> = (0..6)
        .map(|n| format!(r#""l{n}": {{"a": [1], "x{n}": [{{"anything-but": 1}}]}}"#))
        .collect();
    assert_eq!(
        judge(&format!("{{{}}}", asks.join(",")), &event),
        Outcome::NoMatch
    );
    let asks: Vec<String> = (0..6)
        .map(|n| format!(r#""l{n}": {{"a": [1], "x{n}": [1]}}"#))
        .collect();
    assert_eq!(
        judge(&format!("{{{}}}", asks.join(",")), &event),
        Outcome::Match
    );
    let conflict = r#""m": {"a": [1], "b": [1]}"#;
    let event = format!(r#"{{{}, "m": [{{"a": 1}}, {{"b": 1}}]}}"#, lists.join(","));
    let asks: Vec<String> = (0..6).map(|n| format!(r#""l{n}": {{"a": [1]}}"#)).collect();
    let outcome = judge(&format!("{{{}, {conflict}}}", asks.join(",")), &event);
    assert!(matches!(
        outcome,
        Outcome::NoMatch | Outcome::Contested(Ambiguity::ManyElements)
    ));
}
