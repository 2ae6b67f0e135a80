//! Condition operators, cell by cell: operator, value in the policy, value in the request.

use serde_json::{Value, json};

use super::{Principal, context, policy, request, word};

const YES: &str = "allowed";
const NO: &str = "not allowed";
const OPEN: &str = "undecided";

fn check(cells: &[(&str, Value, Value, &str)]) {
    for (operator, wanted, there, expected) in cells {
        let statement = json!({
            "Effect": "Allow", "Principal": "*", "Action": "*",
            "Condition": {*operator: {"k:Key": wanted}},
        });
        let context = context(&json!({"K:key": there, "aws:here": "here", "aws:gone": null}));
        let decision = policy(&statement).decide(&request(Principal::Anonymous, context));
        assert_eq!(
            word(&decision),
            *expected,
            "{operator} {wanted} for {there}"
        );
    }
}

/// What [`super::context`] reads as a value that is not known.
fn unknown() -> Value {
    json!(0)
}

#[test]
fn texts() {
    check(&[
        ("StringEquals", json!("a"), json!("a"), YES),
        ("StringEquals", json!("a"), json!("A"), NO),
        ("StringEquals", json!(["a", "b"]), json!("b"), YES),
        ("StringEquals", json!("a*"), json!("ab"), NO),
        ("StringEquals", json!("a*"), json!("a*"), YES),
        ("StringEquals", json!(true), json!("true"), YES),
        ("StringEquals", json!(12), json!("12"), YES),
        ("StringEquals", json!("${aws:here}"), json!("here"), YES),
        ("StringEquals", json!("${aws:gone}"), json!("here"), NO),
        (
            "StringEquals",
            json!("${aws:gone, 'here'}"),
            json!("here"),
            YES,
        ),
        ("StringEquals", json!("${aws:what}"), json!("here"), OPEN),
        ("StringEquals", json!(["${aws:what}", "x"]), json!("x"), YES),
        ("StringNotEquals", json!("${aws:gone}"), json!("here"), OPEN),
        ("StringEquals", json!([]), json!("a"), OPEN),
        ("StringNotEquals", json!(["a", "b"]), json!("b"), NO),
        ("StringNotEquals", json!(["a", "b"]), json!("c"), YES),
        ("stringEqualsIgnoreCase", json!("aÉ"), json!("Aé"), YES),
        ("StringNotEqualsIgnoreCase", json!("a"), json!("A"), NO),
        ("StringLike", json!("a*c?"), json!("abccd"), YES),
        ("StringLike", json!("a*c?"), json!("abc"), NO),
        ("StringLike", json!("*"), json!(""), YES),
        ("StringNotLike", json!(["a*", "b*"]), json!("bx"), NO),
        ("StringNotLike", json!("a*"), json!("b"), YES),
        ("StringMatches", json!("a"), json!("a"), OPEN),
        ("ForSomeValue:StringLike", json!("a"), json!("a"), OPEN),
    ]);
}

#[test]
fn keys_that_are_absent_or_not_known() {
    check(&[
        ("StringEquals", json!("a"), Value::Null, NO),
        ("StringNotEquals", json!("a"), Value::Null, YES),
        ("StringNotLike", json!("*"), Value::Null, YES),
        ("ArnNotEquals", json!("arn:aws:a:b:c:d"), Value::Null, YES),
        ("NotIpAddress", json!("10.0.0.0/8"), Value::Null, YES),
        ("IpAddress", json!("10.0.0.0/8"), Value::Null, NO),
        ("Bool", json!("true"), Value::Null, NO),
        ("NumericLessThan", json!(5), Value::Null, NO),
        ("DateNotEquals", json!("2020"), Value::Null, YES),
        ("StringEqualsIfExists", json!("a"), Value::Null, YES),
        ("StringEqualsIfExists", json!("a"), json!("b"), NO),
        ("StringNotEqualsIfExists", json!("a"), Value::Null, YES),
        ("BoolIfExists", json!("false"), Value::Null, YES),
        ("Null", json!("true"), Value::Null, YES),
        ("Null", json!(false), Value::Null, NO),
        ("Null", json!("false"), json!("a"), YES),
        ("Null", json!("true"), json!("a"), NO),
        ("Null", json!("true"), json!([]), YES),
        ("Null", json!("perhaps"), json!("a"), OPEN),
        ("NullIfExists", json!("true"), Value::Null, OPEN),
        ("ForAllValues:Null", json!("true"), Value::Null, OPEN),
        ("StringEquals", json!("a"), unknown(), OPEN),
        ("StringLike", json!("*"), unknown(), OPEN),
        ("StringEqualsIfExists", json!("a"), unknown(), OPEN),
        ("ForAllValues:StringEquals", json!("a"), unknown(), OPEN),
        ("Null", json!("true"), unknown(), OPEN),
        ("Null", json!(["true", "false"]), unknown(), OPEN),
    ]);
}

#[test]
fn several_values() {
    let all = "ForAllValues:StringEquals";
    let any = "ForAnyValue:StringEquals";
    check(&[
        ("StringEquals", json!("a"), json!(["a", "b"]), OPEN),
        (all, json!(["a", "b", "c"]), json!(["a", "b"]), YES),
        (all, json!(["a", "c"]), json!(["a", "b"]), NO),
        (all, json!("a"), Value::Null, YES),
        (all, json!("a"), json!([""]), YES),
        (any, json!(["b", "c"]), json!(["a", "b"]), YES),
        (any, json!("c"), json!(["a", "b"]), NO),
        (any, json!("a"), Value::Null, NO),
        (any, json!(""), json!([""]), NO),
        (
            "ForAnyValue:StringEqualsIfExists",
            json!("a"),
            Value::Null,
            YES,
        ),
        (
            "ForAllValues:StringNotEquals",
            json!(["x", "y"]),
            json!(["a", "b"]),
            YES,
        ),
        (
            "ForAllValues:StringNotEquals",
            json!(["x", "a"]),
            json!(["a", "b"]),
            NO,
        ),
        (
            "ForAnyValue:StringNotLike",
            json!("a*"),
            json!(["a1", "b"]),
            YES,
        ),
        ("ForAnyValue:StringNotLike", json!("a*"), Value::Null, NO),
        (
            "forallvalues:stringlike",
            json!("a*"),
            json!(["a1", "a2"]),
            YES,
        ),
    ]);
}

#[test]
fn numbers_and_truth_values() {
    check(&[
        ("NumericEquals", json!("10"), json!("10.0"), YES),
        (
            "NumericEquals",
            json!("9007199254740993"),
            json!("9007199254740992"),
            NO,
        ),
        ("NumericNotEquals", json!(["1", 2]), json!("2"), NO),
        ("NumericLessThan", json!("10"), json!("9.5"), YES),
        ("NumericLessThanEquals", json!(10), json!("10"), YES),
        ("NumericGreaterThan", json!(10), json!("10"), NO),
        ("NumericGreaterThanEquals", json!(-1), json!("-1"), YES),
        ("NumericEquals", json!("ten"), json!("10"), OPEN),
        ("NumericEquals", json!("inf"), json!("inf"), OPEN),
        ("NumericEquals", json!("${aws:here}"), json!("1"), OPEN),
        ("NumericBetween", json!("1"), json!("1"), OPEN),
        ("Bool", json!("true"), json!("true"), YES),
        ("Bool", json!(false), json!("true"), NO),
        ("Bool", json!(["true", "false"]), json!("False"), YES),
        ("Bool", json!("yes"), json!("true"), OPEN),
        ("BinaryEquals", json!("QmluYXI="), json!("QmluYXI="), YES),
        ("BinaryEquals", json!("QmluYXI="), json!("qmluYXI="), NO),
    ]);
}

#[test]
fn dates() {
    let noon = json!("2024-05-01T12:00:00Z");
    check(&[
        ("DateGreaterThan", json!("2024-05-01"), noon.clone(), YES),
        ("DateLessThan", json!("2024-05"), noon.clone(), NO),
        ("DateGreaterThanEquals", json!("2024"), noon.clone(), YES),
        (
            "DateEquals",
            json!("2024-05-01T14:00+02:00"),
            noon.clone(),
            YES,
        ),
        ("DateEquals", json!(1_714_564_800), noon.clone(), YES),
        (
            "DateLessThanEquals",
            json!("2024-05-01T12:00:00.5Z"),
            noon.clone(),
            YES,
        ),
        (
            "DateNotEquals",
            json!("2024-05-01T12:00:00Z"),
            noon.clone(),
            NO,
        ),
        ("DateLessThan", json!("tomorrow"), noon.clone(), OPEN),
        (
            "DateLessThan",
            json!("2024-05-01T12:00:00"),
            noon.clone(),
            OPEN,
        ),
        ("DateLessThan", json!("99999999999999999999"), noon, OPEN),
    ]);
}

#[test]
fn addresses() {
    check(&[
        (
            "IpAddress",
            json!("203.0.113.0/24"),
            json!("203.0.113.9"),
            YES,
        ),
        (
            "IpAddress",
            json!("203.0.113.0/24"),
            json!("203.0.114.9"),
            NO,
        ),
        ("IpAddress", json!("203.0.113.9"), json!("203.0.113.9"), YES),
        ("IpAddress", json!("0.0.0.0/0"), json!("8.8.8.8"), YES),
        ("IpAddress", json!("0.0.0.0/0"), json!("2001:db8::1"), NO),
        (
            "IpAddress",
            json!(["10.0.0.0/8", "2001:DB8::/32"]),
            json!("2001:db8:1::1"),
            YES,
        ),
        (
            "NotIpAddress",
            json!(["10.0.0.0/8"]),
            json!("11.0.0.1"),
            YES,
        ),
        ("NotIpAddress", json!(["10.0.0.0/8"]), json!("10.0.0.1"), NO),
        ("IpAddress", json!("10.0.0.0/33"), json!("10.0.0.0"), OPEN),
        ("IpAddress", json!("office"), json!("10.0.0.0"), OPEN),
        (
            "IpAddress",
            json!("10.0.0.0/8"),
            json!("AWS Internal"),
            OPEN,
        ),
    ]);
}

#[test]
fn arns() {
    let alarm = json!("arn:aws:cloudwatch:us-east-1:111122223333:alarm:cis-root");
    check(&[
        (
            "ArnLike",
            json!("arn:aws:cloudwatch:*:111122223333:alarm:cis-*"),
            alarm.clone(),
            YES,
        ),
        (
            "ArnEquals",
            json!("arn:aws:cloudwatch:*:111122223333:*"),
            alarm.clone(),
            YES,
        ),
        (
            "ArnLike",
            json!("arn:aws:cloudwatch:*:alarm:cis-*"),
            alarm.clone(),
            NO,
        ),
        (
            "ArnLike",
            json!("arn:aws:cloudwatch:*"),
            alarm.clone(),
            OPEN,
        ),
        ("ArnLike", json!("*"), alarm.clone(), OPEN),
        ("ArnLike", json!("arn:aws:sns:*"), alarm.clone(), NO),
        ("ArnLike", json!("arn:aws:*:*:*:*"), alarm.clone(), YES),
        (
            "ArnLike",
            json!("arn:*:cloudwatch:us-*:1111?2223333:alarm:*"),
            alarm.clone(),
            YES,
        ),
        (
            "ArnNotLike",
            json!("arn:aws:cloudwatch:*:111122223333:alarm:prod-*"),
            alarm.clone(),
            YES,
        ),
        (
            "ArnNotEquals",
            json!("arn:aws:cloudwatch:*:*:alarm:cis-root"),
            alarm.clone(),
            NO,
        ),
        (
            "ArnLike",
            json!("arn:aws:cloudwatch:us-east-1:111122223333:ALARM:*"),
            alarm,
            NO,
        ),
        (
            "ArnLike",
            json!("arn:aws:svc:*:111122223333:finance/*"),
            json!("arn:aws:svc:r:999999999999:store/abc:111122223333:finance/doc"),
            NO,
        ),
        ("ArnLike", json!("arn:aws:sns:*:*:*"), json!("no arn"), NO),
    ]);
}

#[test]
fn all_operators_and_keys_must_hold() {
    let decide = |condition: Value| {
        let statement =
            json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Condition": condition});
        let context = context(&json!({"a": "1", "b": "2"}));
        word(&policy(&statement).decide(&request(Principal::Anonymous, context)))
    };
    assert_eq!(decide(json!({})), YES);
    assert_eq!(decide(json!({"StringEquals": {"a": "1", "b": "2"}})), YES);
    assert_eq!(decide(json!({"StringEquals": {"a": "1", "b": "x"}})), NO);
    let one_open = json!({"StringEquals": {"a": "1"}, "StringLike": {"other": "*"}});
    assert_eq!(decide(one_open), OPEN);
    let one_fails = json!({"Peculiar": {"a": "1"}, "StringLike": {"other": "*", "b": "x"}});
    assert_eq!(decide(one_fails), NO);
}
