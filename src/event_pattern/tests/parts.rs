//! Patterns taken apart.

use super::{Outcome, json, parse};
use crate::event_pattern::{Ambiguity, Inseparable};

/// The parts, written out.
fn parts(pattern: &str) -> Vec<(Vec<String>, String)> {
    let pattern = parse(pattern);
    let parts = pattern.parts().unwrap();
    let written = parts.iter().map(|part| {
        let envelope = part.envelope.iter();
        let envelope = envelope.map(|(path, matchers)| format!("{}:{matchers}", path.join("/")));
        (envelope.collect(), part.detail.to_string())
    });
    written.collect()
}

fn part(envelope: &[&str], detail: &str) -> (Vec<String>, String) {
    (
        envelope.iter().map(|e| (*e).to_owned()).collect(),
        detail.to_owned(),
    )
}

#[test]
fn an_envelope_and_a_detail() {
    let api_call = r#"{"source":["aws.iam"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":[{"prefix":"Delete"}],"userIdentity":{"type":["Root"]}}}"#;
    assert_eq!(
        parts(api_call),
        [part(
            &[
                r#"source:["aws.iam"]"#,
                r#"detail-type:["AWS API Call via CloudTrail"]"#
            ],
            r#"{"eventName":[{"prefix":"Delete"}],"userIdentity":{"type":["Root"]}}"#
        )]
    );
    let detail = parse(api_call).detail().unwrap().unwrap();
    let record = json(r#"{"eventName": "DeleteUser", "userIdentity": {"type": "Root"}}"#);
    assert_eq!(detail.judge(&record), Outcome::Match);
    assert_eq!(
        parts(r#"{"source":["x"]}"#),
        [part(&[r#"source:["x"]"#], "{}")]
    );
    let all = parse(r#"{"source": ["x"]}"#).detail().unwrap().unwrap();
    assert_eq!(all.judge(&record), Outcome::Match);
    assert_eq!(
        parts(r#"{"detail":[{"exists":true}],"a":{"b":["x"]}}"#),
        [part(&[r#"detail:[{"exists":true}]"#, r#"a/b:["x"]"#], "{}")]
    );
}

#[test]
fn an_or_at_the_top_has_a_part_for_each_way() {
    let either = r#"{"detail":{"a":["x"],"u":{"v":[1]}},"$or":[{"source":["s"]},{"detail":{"b":["y"],"u":{"w":[2]}}}]}"#;
    assert_eq!(
        parts(either),
        [
            part(&[r#"source:["s"]"#], r#"{"a":["x"],"u":{"v":[1]}}"#),
            part(&[], r#"{"a":["x"],"u":{"v":[1],"w":[2]},"b":["y"]}"#)
        ]
    );
    assert_eq!(parse(either).detail(), Ok(None));
    let inner = r#"{"detail":{"$or":[{"a":["x"]},{"b":["y"]}]}}"#;
    assert_eq!(
        parts(inner),
        [part(&[], r#"{"$or":[{"a":["x"]},{"b":["y"]}]}"#)]
    );
}

#[test]
fn what_cannot_be_taken_apart() {
    let why = |pattern: &str| parse(pattern).parts().unwrap_err();
    assert_eq!(
        why(r#"{"source":["x"],"source":["y"]}"#),
        Inseparable::Open(Ambiguity::RepeatedName)
    );
    assert_eq!(
        why(r#"{"detail.a":["x"]}"#),
        Inseparable::Open(Ambiguity::DottedName)
    );
    assert_eq!(
        why(r#"{"e":{"$or":[{"a":[1]},{"b":[1]}]}}"#),
        Inseparable::Nested
    );
}

#[test]
fn matchers_judge_single_values() {
    let pattern = parse(r#"{"region":["eu-west-1",{"prefix":"us-"}],"r":[{"exists":false},"a"]}"#);
    let parts = pattern.parts().unwrap();
    let matchers = |at: usize| parts[0].envelope[at].1;
    assert_eq!(matchers(0).judge_text("us-east-1"), Outcome::Match);
    assert_eq!(matchers(0).judge_text("eu-west-2"), Outcome::NoMatch);
    assert_eq!(matchers(0).judge(None), Outcome::NoMatch);
    assert_eq!(matchers(1).judge(None), Outcome::Match);
    assert_eq!(
        matchers(1).judge(Some(&json(r#"["b", "a"]"#))),
        Outcome::Match
    );
    assert_eq!(matchers(1).judge(Some(&json(r#"["b"]"#))), Outcome::NoMatch);
    assert_eq!(matchers(1).judge(Some(&json(r#"{"": 1}"#))), Outcome::Match);
    assert_eq!(
        matchers(1).judge(Some(&json("[]"))),
        Outcome::Contested(Ambiguity::EmptyContainer)
    );
}
