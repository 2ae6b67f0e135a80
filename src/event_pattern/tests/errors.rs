//! Every mistake, its place and its words.

use crate::event_pattern::{ErrorKind, EventPattern};

#[track_caller]
fn error(source: &str, expected: &str) {
    let error = EventPattern::parse(source).expect_err(source);
    assert_eq!(error.to_string(), expected, "{source}");
}

#[test]
fn structure() {
    error(
        "[]",
        "an event pattern is a JSON object, and this is a list",
    );
    error(
        "{}",
        "the object is empty: name a field, or leave the object out",
    );
    error(
        r#"{"a": {}}"#,
        "the object is empty: name a field, or leave the object out, at `/a`",
    );
    error(
        r#"{"a": {"b/c": "x"}}"#,
        "the values of a field stand in a list, as in `[\"value\"]`, and this is a text, at `/a/b~1c`",
    );
    error(
        r#"{"a": null}"#,
        "the values of a field stand in a list, as in `[\"value\"]`, and this is null, at `/a`",
    );
    error(
        r#"{"a": []}"#,
        "the list is empty and would match nothing: name a value, at `/a`",
    );
    error(
        r#"{"a": ["x", ["y"]]}"#,
        "a list of values has no list in it: put its values beside the others, at `/a/1`",
    );
    error(
        r#"{"a": [{}]}"#,
        "the object is empty: write an operator, as in `{\"prefix\": \"value\"}`, at `/a/0`",
    );
    error(
        r#"{"a": [{"prefix": "x", "suffix": "y"}]}"#,
        "an object in a list has one operator: write each in an object of its own, at `/a/0`",
    );
    error(
        r#"{"a": [{"prefx": "x"}]}"#,
        "there is no operator `prefx`: did you mean `prefix`?, at `/a/0/prefx`",
    );
    assert!(matches!(
        EventPattern::parse("{\"a\": [1,]}").unwrap_err().kind,
        ErrorKind::Json(_)
    ));
    let deep = format!("{}[1]{}", "{\"a\":".repeat(200), "}".repeat(200));
    assert!(matches!(
        EventPattern::parse(&deep).unwrap_err().kind,
        ErrorKind::Json(_)
    ));
    let long = format!(r#"{{"a": ["{}"]}}"#, "x".repeat(4096));
    assert!(matches!(
        EventPattern::parse(&long).unwrap_err().kind,
        ErrorKind::TooLong(4107)
    ));
}

#[test]
fn operators() {
    error(
        r#"{"a": [{"prefix": 1}]}"#,
        "`prefix` takes a text or `{\"equals-ignore-case\": \"text\"}`, and this is a number, at `/a/0/prefix`",
    );
    error(
        r#"{"a": [{"exists": "yes"}]}"#,
        "`exists` takes true or false, and this is a text, at `/a/0/exists`",
    );
    error(
        r#"{"a": [{"wildcard": "a**"}]}"#,
        "a `wildcard` has no two asterisks in a row: write one, at `/a/0/wildcard`",
    );
    error(
        r#"{"a": [{"wildcard": "a\\b"}]}"#,
        "in a `wildcard` a backslash stands only before `*` or another backslash, at `/a/0/wildcard`",
    );
    error(
        r#"{"a": [{"cidr": "10.0.0.0"}]}"#,
        "`10.0.0.0` is no network: write an address and the bits of its mask, as in `10.0.0.0/24`, at `/a/0/cidr`",
    );
    error(
        r#"{"a": [{"anything-but": ["x", 1]}]}"#,
        "the values of `anything-but` are all texts or all numbers: write one list for each, at `/a/0/anything-but`",
    );
    error(
        r#"{"a": [{"anything-but": null}]}"#,
        "`anything-but` takes a text, a number, or a list of either, and this is null, at `/a/0/anything-but`",
    );
    error(
        r#"{"a": [{"anything-but": {"prefix": ""}}]}"#,
        "every text begins and ends with the empty text, so nothing is left to match, at `/a/0/anything-but/prefix`",
    );
    error(
        r#"{"a": [{"anything-but": {"suffix": []}}]}"#,
        "the list is empty and would match nothing: name a value, at `/a/0/anything-but/suffix`",
    );
    for bad in [
        "[]",
        "[\">\"]",
        "[1]",
        "[\"!=\", 1]",
        "[\"=\", 1, \"<\", 2]",
        "[\"<\", 1, \">\", 0]",
        "\">\"",
        "[\">\", \"1\"]",
    ] {
        let source = format!(r#"{{"a": [{{"numeric": {bad}}}]}}"#);
        assert_eq!(
            EventPattern::parse(&source).unwrap_err().kind,
            ErrorKind::NumericShape,
            "{bad}"
        );
    }
    error(
        r#"{"a": [{"numeric": [">", 5, "<", 1]}]}"#,
        "no number lies between 5 and 1: write the smaller one first, at `/a/0/numeric`",
    );
    error(
        r#"{"a": [{"numeric": [">", 6e9]}]}"#,
        "EventBridge compares numbers from -5e9 to 5e9 with six digits after the point at most, and this is 6000000000.0, at `/a/0/numeric/1`",
    );
}

#[test]
fn alternatives() {
    error(
        r#"{"$or": [{"a": ["x"]}]}"#,
        "`$or` takes two or more objects: write this one without it, at `/$or`",
    );
    error(
        r#"{"$or": "x"}"#,
        "`$or` takes a list of two or more objects, and this is a text, at `/$or`",
    );
    error(
        r#"{"$or": [{"a": ["x"]}, "y"]}"#,
        "`$or` takes a list of two or more objects, and this is a text, at `/$or/1`",
    );
    error(
        r#"{"$or": [{"a": ["x"]}, {"b": {"prefix": ["y"]}}]}"#,
        "a field in `$or` cannot have the name of an operator, `prefix`, at `/$or/1/b/prefix`",
    );
    let two = |n: usize| format!(r#""f{n}": {{"$or": [{{"a": [1]}}, {{"b": [1]}}]}}"#);
    let many = |count| format!("{{{}}}", (0..count).map(two).collect::<Vec<_>>().join(","));
    assert!(EventPattern::parse(&many(9)).is_ok());
    assert_eq!(
        EventPattern::parse(&many(10)).unwrap_err().kind,
        ErrorKind::Combinations(1024)
    );
}
