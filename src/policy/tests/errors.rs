//! What is no policy, where and why; and what is one in spite of its looks.

use crate::policy::Policy;
use crate::policy::parse::MAX_BYTES;

fn error(text: &str) -> String {
    Policy::parse(text).unwrap_err().to_string()
}

#[test]
fn errors_name_the_place() {
    for (text, expected) in [
        ("[]", "an object is expected, not an array"),
        ("{}", "`Statement` is missing"),
        (
            r#"{"Statement": [], "Versions": "x"}"#,
            "`Versions` is not known",
        ),
        (
            r#"{"Version": "2020-01-01", "Statement": []}"#,
            "`Version`: `2020-01-01` is neither `2012-10-17` nor `2008-10-17`",
        ),
        (
            r#"{"Statement": [7]}"#,
            "statement 1: an object is expected, not a number or a truth value",
        ),
        (
            r#"{"Statement": {"Action": "*"}}"#,
            "statement 1: `Effect` is missing",
        ),
        (
            r#"{"Statement": {"Effect": "Allow"}}"#,
            "statement 1: `Action` is missing",
        ),
        (
            r#"{"Statement": {"Effect": "allow", "Action": "*"}}"#,
            "statement 1, `Effect`: `allow` is neither `Allow` nor `Deny`",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "*", "NotAction": "*"}}"#,
            "statement 1: `Action` and `NotAction` exclude each other",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resources": "*"}}"#,
            "statement 1: `Resources` is not known",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": ["*", 1]}}"#,
            "statement 1, `Action`: a text is expected, not a number or a truth value",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "*", "Principal": "me"}}"#,
            "statement 1, `Principal`: `*` or an object is expected, not a text",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "*", "Principal": {"IAM": "*"}}}"#,
            "statement 1, `Principal`: `IAM` is not known",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "*", "Principal": {"AWS": null}}}"#,
            "statement 1, `Principal.AWS`: a text or an array is expected, not null",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "*", "Condition": {"Bool": {"a": {}}}}}"#,
            "statement 1, `Condition.Bool`: a text, number or truth value is expected, not an object",
        ),
        (
            "%7B%zz",
            "the document is neither JSON nor percent-encoded JSON",
        ),
    ] {
        assert_eq!(error(text), expected, "{text}");
    }
}

#[test]
fn the_same_name_twice_is_refused() {
    let text = r#"{"Statement": {"Effect": "Deny", "Effect": "Allow", "Action": "*"}}"#;
    assert!(
        error(text).contains("`Effect` is given twice"),
        "{}",
        error(text)
    );
}

#[test]
fn hostile_documents_are_refused() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(error(&deep).contains("recursion limit"));
    let long = " ".repeat(MAX_BYTES + 1);
    assert!(error(&long).starts_with("the document has 262145 bytes"));
    assert!(Policy::parse("%ff%fe").is_err());
    assert!(Policy::parse("%7").is_err());
    assert!(Policy::parse("").is_err());
}

#[test]
fn percent_encoded_documents_are_read() {
    let text = "%7B%22Statement%22%3A%7B%22Sid%22%3A%22a%2Bb+c%22%2C%22Effect%22%3A%22Allow%22\
                %2C%22Action%22%3A%22*%22%7D%7D";
    let policy = Policy::parse(text).unwrap();
    assert_eq!(policy.statements(), 1);
    assert_eq!(policy.statement_name(0), "a+b+c");
}
