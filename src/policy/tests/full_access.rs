//! Which statements are full access, as a table.

use serde_json::{Value, json};

use super::policy;
use crate::policy::{Policy, Unanswered};

/// One statement's elements besides `Effect`, each statement in turn.
fn allow(statements: &Value) -> Policy {
    let one = |statement: &Value| {
        let mut statement = statement.clone();
        if statement.get("Effect").is_none() {
            statement["Effect"] = json!("Allow");
        }
        statement
    };
    policy(&Value::Array(
        statements.as_array().unwrap().iter().map(one).collect(),
    ))
}

#[test]
fn one_statement() {
    let spelled: Vec<String> = (b'a'..=b'z')
        .map(|c| format!("{}*", char::from(c)))
        .collect();
    let digits: Vec<String> = (0..=9).map(|d| format!("{d}*")).collect();
    let mut whole = [spelled.clone(), digits.clone()].concat();
    let without_hyphen = whole.clone();
    whole.push("-*".to_owned());
    let all_but_star = json!(["arn:*"]);
    for (full, statement) in [
        (true, json!({"Action": "*", "Resource": "*"})),
        (true, json!({"Action": "**", "Resource": "**"})),
        (true, json!({"Action": "*:*", "Resource": "*"})),
        (true, json!({"Action": "?*:*", "Resource": "*"})),
        (
            true,
            json!({"Action": "*:?*", "Resource": ["arn:aws:s3:::x", "*"]}),
        ),
        (true, json!({"Action": ["s3:Get*", "*:*"], "Resource": "*"})),
        (true, json!({"Action": whole, "Resource": "*"})),
        // A prefix may begin with a hyphen as far as its form goes.
        (false, json!({"Action": without_hyphen, "Resource": "*"})),
        (false, json!({"Action": spelled, "Resource": "*"})),
        (false, json!({"Action": digits, "Resource": "*"})),
        (
            true,
            json!({"Action": ["*:A*", "*:[b-z]", "*"], "Resource": "*"}),
        ),
        (true, json!({"Action": ["*:a*", "*:?*"], "Resource": "*"})),
        (false, json!({"Action": "?:*", "Resource": "*"})),
        (false, json!({"Action": "*:??*", "Resource": "*"})),
        (false, json!({"Action": "iam:*", "Resource": "*"})),
        (
            false,
            json!({"Action": ["*:Get*", "*:List*"], "Resource": "*"}),
        ),
        (false, json!({"Action": "*", "Resource": "arn:aws:s3:::*"})),
        (false, json!({"Action": "*", "Resource": all_but_star})),
        (false, json!({"Action": "*", "Resource": "arn:*:*:*:*:*"})),
        (
            true,
            json!({"Action": "*", "Resource": ["arn:*:*:*:*:*", "?"]}),
        ),
        (
            true,
            json!({"Action": "*", "Resource": ["arn:?*:*:*:*:?*", "?*"]}),
        ),
        (false, json!({"Action": "*", "Resource": "?"})),
        (true, json!({"NotAction": "foo", "Resource": "*"})),
        (true, json!({"NotAction": "foo*bar:", "Resource": "*"})),
        (true, json!({"NotAction": "a:b:c", "Resource": "*"})),
        (
            true,
            json!({"NotAction": ["_:*", "s3:Get_*"], "Resource": "*"}),
        ),
        (false, json!({"NotAction": "foo*", "Resource": "*"})),
        (false, json!({"NotAction": "iam:*", "Resource": "*"})),
        (false, json!({"NotAction": "*", "Resource": "*"})),
        (true, json!({"Action": "*", "NotResource": "nothing"})),
        (true, json!({"Action": "*", "NotResource": "arn:aws:s3"})),
        (
            false,
            json!({"Action": "*", "NotResource": "arn:aws:s3:::x"}),
        ),
        (
            false,
            json!({"Action": "*", "NotResource": "${aws:username}"}),
        ),
        (
            true,
            json!({"Action": "*", "NotResource": "x${aws:username}"}),
        ),
        (
            false,
            json!({"Action": "*", "Resource": "${aws:username}*"}),
        ),
        (false, json!({"Action": "*"})),
        (
            true,
            json!({"Action": "*", "Resource": "*", "Condition": {"Bool": {"a:b": "true"}}}),
        ),
        (
            false,
            json!({"Effect": "Deny", "Action": "*", "Resource": "*"}),
        ),
    ] {
        let found = allow(&json!([statement])).full_access().unwrap();
        assert_eq!(!found.is_empty(), full, "{statement}");
    }
}

#[test]
fn several_statements() {
    for (expected, statements) in [
        // Each alone, and none that is merely broad.
        (
            vec![1, 3],
            json!([
                {"Action": "s3:*", "Resource": "*"},
                {"Action": "*", "Resource": "*"},
                {"Action": "*", "Resource": "arn:*"},
                {"Action": "*:*", "Resource": "*"},
            ]),
        ),
        // The actions are split.
        (
            vec![0, 2],
            json!([
                {"Action": "iam:*", "Resource": "*"},
                {"Action": "s3:*", "Resource": "*"},
                {"NotAction": "iam:*", "Resource": "*"},
            ]),
        ),
        // The resources are.
        (
            vec![0, 1],
            json!([
                {"Action": "*", "Resource": "arn:aws:s3:::x"},
                {"Action": "*", "NotResource": "arn:aws:s3:::x"},
            ]),
        ),
        // Both are, and one corner is left out.
        (
            vec![],
            json!([
                {"Action": "iam:*", "Resource": "*"},
                {"NotAction": "iam:*", "Resource": "arn:*"},
            ]),
        ),
        (
            vec![0, 1, 2],
            json!([
                {"Action": "iam:*", "Resource": "*"},
                {"NotAction": "iam:*", "Resource": "arn:*"},
                {"NotAction": "iam:Get*", "Resource": "?"},
            ]),
        ),
        // What a denial takes back does not count.
        (
            vec![0],
            json!([
                {"Action": "*", "Resource": "*"},
                {"Effect": "Deny", "Action": "iam:*", "Resource": "*"},
            ]),
        ),
        (vec![], json!([])),
    ] {
        let found = allow(&statements).full_access().unwrap();
        assert_eq!(found, expected, "{statements}");
    }
}

#[test]
fn nearly() {
    for (nearly, statement) in [
        (true, json!({"NotAction": "iam:*", "Resource": "*"})),
        (
            true,
            json!({"Action": "*", "NotResource": "arn:aws:s3:::x"}),
        ),
        (
            true,
            json!({"NotAction": "iam:*", "NotResource": "arn:aws:s3:::x"}),
        ),
        (false, json!({"NotAction": "*", "Resource": "*"})),
        (false, json!({"NotAction": "foo", "Resource": "*"})),
        (false, json!({"NotAction": "iam:*", "Resource": "arn:*"})),
        (
            false,
            json!({"Action": "s3:*", "NotResource": "arn:aws:s3:::x"}),
        ),
        (false, json!({"Action": "*", "NotResource": "*"})),
        (false, json!({"Action": "s3:*", "Resource": "*"})),
    ] {
        let found = allow(&json!([statement])).nearly_full_access().unwrap();
        assert_eq!(!found.is_empty(), nearly, "{statement}");
    }
}

/// Patterns whose automaton has a state for each subset: the last-but-twenty place decides.
#[test]
fn what_is_too_intricate_is_said() {
    let far = |c: char| format!("*{c}{}", "?".repeat(24));
    let actions: Vec<String> = ('a'..='z').map(far).collect();
    let policy = allow(&json!([
        {"Action": actions, "Resource": "*"},
        {"NotAction": "*a????????????????????????????????", "Resource": "*"},
    ]));
    assert_eq!(policy.full_access(), Err(Unanswered::TooIntricate));
}

/// The largest managed policies are of this kind: hundreds of actions, all but a few ending
/// in a star.
#[test]
fn long_lists_are_no_trouble() {
    let actions: Vec<String> = (0..600)
        .map(|n| format!("service{n}:Describe{}*", n * 7))
        .collect();
    let policy = allow(&json!([
        {"Action": actions, "Resource": "*"},
        {"NotAction": actions, "Resource": "*"},
        {"Action": "*", "Resource": "arn:aws:s3:::x"},
    ]));
    assert_eq!(policy.full_access(), Ok(vec![0, 1]));
}
