//! Laws that hold for all policies and requests.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use super::{TOPIC, context, policy, request, word};
use crate::policy::pattern::Pattern;
use crate::policy::truth::Truth;
use crate::policy::{Context, Decision, Known, Policy, Principal};

const KEYS: [&str; 3] = ["aws:a", "aws:b", "aws:c"];

fn operator() -> impl Strategy<Value = String> {
    let set = select(vec!["", "", "", "ForAllValues:", "ForAnyValue:"]);
    let name = select(vec![
        "StringEquals",
        "StringNotEquals",
        "StringLike",
        "StringNotLike",
        "NumericLessThan",
        "Bool",
        "IpAddress",
        "NotIpAddress",
        "ArnLike",
        "DateGreaterThan",
        "Null",
        "Unheard",
    ]);
    let suffix = select(vec!["", "", "IfExists"]);
    (set, name, suffix).prop_map(|(set, name, suffix)| format!("{set}{name}{suffix}"))
}

fn scalar() -> impl Strategy<Value = &'static str> {
    select(vec![
        "x",
        "y",
        "*",
        "x?",
        "",
        "1",
        "2",
        "true",
        "false",
        "10.0.0.1",
        "arn:a:b:c:d:e",
        "arn:*:b:*:d:*",
        "2024",
        "${aws:a}",
        "${aws:b, 'x'}",
        "${aws:none}",
    ])
}

fn condition() -> impl Strategy<Value = Value> {
    let values = prop::collection::vec(scalar(), 1..3);
    let test = (operator(), select(KEYS.to_vec()), values);
    prop::collection::vec(test, 0..3).prop_map(|tests| {
        let mut condition = json!({});
        for (operator, key, values) in tests {
            condition[operator][key] = json!(values);
        }
        condition
    })
}

fn statement() -> impl Strategy<Value = Value> {
    let effect = select(vec!["Allow", "Allow", "Deny"]);
    let principal = select(vec![
        json!({"Principal": "*"}),
        json!({"Principal": {"AWS": "111122223333"}}),
        json!({"Principal": {"Service": "cloudwatch.amazonaws.com"}}),
        json!({"NotPrincipal": {"AWS": "AIDAEXAMPLE"}}),
    ]);
    let action = select(vec![
        json!({"Action": "sns:*"}),
        json!({"NotAction": "sns:P*"}),
    ]);
    let resource = select(vec![
        json!({}),
        json!({"Resource": "*"}),
        json!({"Resource": ["arn:aws:sns:*:${aws:a}", TOPIC]}),
        json!({"NotResource": "*:${aws:b}"}),
    ]);
    let parts = (effect, principal, action, resource, condition());
    parts.prop_map(|(effect, principal, action, resource, condition)| {
        let mut statement = json!({"Effect": effect, "Condition": condition});
        for part in [principal, action, resource] {
            let part = part.as_object().unwrap().clone();
            statement.as_object_mut().unwrap().extend(part);
        }
        statement
    })
}

fn statements() -> impl Strategy<Value = Value> {
    prop::collection::vec(statement(), 0..4).prop_map(Value::Array)
}

/// What is known about each key; here everything is.
fn values() -> impl Strategy<Value = Value> {
    let texts = prop::collection::vec(scalar(), 0..3);
    let value = prop_oneof![
        1 => Just(Value::Null),
        3 => scalar().prop_map(|text| json!(text)),
        1 => texts.prop_map(|texts| json!(texts)),
    ];
    prop::collection::vec(value, KEYS.len()).prop_map(|values| {
        let keys = KEYS.iter().map(ToString::to_string);
        Value::Object(keys.zip(values).collect())
    })
}

fn caller() -> impl Strategy<Value = Principal<'static>> {
    select(vec![
        Principal::Service("cloudwatch.amazonaws.com"),
        Principal::Aws {
            arn: "arn:aws:iam::111122223333:user/Ana",
            account: "111122223333",
        },
        Principal::Anonymous,
    ])
}

/// All ways to match, one after the other.
fn naive(pattern: &[char], text: &[char]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some(('*', rest)), _) => (0..=text.len()).any(|n| naive(rest, &text[n..])),
        (Some(('?', rest)), Some((_, after))) => naive(rest, after),
        (Some((c, rest)), Some((d, after))) => c == d && naive(rest, after),
        _ => false,
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".{0,200}") {
        let _ = Policy::parse(&text);
        let _ = Policy::parse(&format!("%7B{text}"));
        let _ = Pattern::with_variables(&text);
    }

    #[test]
    fn no_json_makes_it_panic(value in any_json(), name in element()) {
        let _ = Policy::parse(&value.to_string());
        let statement = json!({"Effect": "Allow", "Action": "*", "Principal": "*", name: value});
        let document = json!({"Version": "2012-10-17", "Statement": statement});
        if let Ok(policy) = Policy::parse(&document.to_string()) {
            let _ = policy.decide(&request(Principal::Anonymous, Context::new()));
        }
    }

    #[test]
    fn wildcards_match_as_the_naive_way(pattern in "[ab?*]{0,8}", text in "[ab]{0,10}") {
        let (p, t): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
        let found = Pattern::plain(&pattern).matches(&text, &Context::new(), false);
        prop_assert_eq!(found, Truth::from(naive(&p, &t)));
    }

    #[test]
    fn a_denial_dominates(list in statements(), keys in values(), who in caller()) {
        let request = request(who, context(&keys));
        let mut list = list.as_array().unwrap().clone();
        let before = policy(&json!(list)).decide(&request);
        list.push(json!({"Effect": "Deny", "Principal": "*", "Action": "*"}));
        let denied = policy(&json!(list)).decide(&request);
        prop_assert!(matches!(denied, Decision::Denied { .. }), "{:?}", before);
    }

    #[test]
    fn more_denials_never_let_more_through(
        list in statements(), more in statement(), keys in values(), who in caller(),
    ) {
        let request = request(who, context(&keys));
        let mut list = list.as_array().unwrap().clone();
        let before = word(&policy(&json!(list)).decide(&request));
        let mut more = more;
        more["Effect"] = json!("Deny");
        list.push(more);
        let after = word(&policy(&json!(list)).decide(&request));
        prop_assert!(after != "allowed" || before == "allowed");
        prop_assert!(after != "undecided" || ["allowed", "undecided"].contains(&before));
    }

    /// What is decided without some of the knowledge is decided the same with it.
    #[test]
    fn knowing_less_never_changes_the_answer(
        list in statements(),
        keys in values(),
        who in caller(),
        forgotten in subsequence(KEYS.to_vec(), 0..=KEYS.len()),
    ) {
        let policy = policy(&list);
        let full = context(&keys);
        let less = forgotten.iter().fold(full.clone(), |context, key| context.with(key, Known::Unknown));
        let (with, without) = (policy.decide(&request(who, full)), policy.decide(&request(who, less)));
        match without {
            Decision::Undecided { .. } => {}
            Decision::Allowed { .. } => prop_assert_eq!(word(&with), "allowed"),
            Decision::Denied { .. } => prop_assert_eq!(word(&with), "denied"),
            Decision::NotAllowed => {
                prop_assert!(["not allowed", "denied"].contains(&word(&with)));
            }
        }
    }
}

fn element() -> impl Strategy<Value = &'static str> {
    select(vec![
        "Sid",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotResource",
        "Resource",
        "Condition",
    ])
}

pub(super) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z*?${}:,' ]{0,8}".prop_map(Value::from),
    ];
    let name = select(vec![
        "Statement",
        "Effect",
        "AWS",
        "Service",
        "StringLike",
        "Bool",
        "DateEquals",
        "aws:a",
        "é",
    ]);
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let object = prop::collection::vec((name.clone(), inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::Array),
            object.prop_map(|pairs| {
                Value::Object(pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
            }),
        ]
    })
}

#[test]
fn wildcards_do_not_explode() {
    let pattern = format!("{}b", "*a".repeat(2_000));
    let text = "a".repeat(20_000);
    let found = Pattern::plain(&pattern).matches(&text, &Context::new(), false);
    assert_eq!(found, Truth::No);
}
