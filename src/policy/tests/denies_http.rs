//! Which bucket policies deny plain HTTP, as a table.

use serde_json::{Value, json};

use super::policy;
use crate::policy::{Policy, Unanswered};

const BUCKET: &str = "arn:aws:s3:::logs";

/// The recommended statement with `change` made to it; null takes an element out.
fn deny(change: &Value) -> Value {
    let mut statement = json!({
        "Effect": "Deny", "Principal": "*", "Action": "s3:*",
        "Resource": [BUCKET, format!("{BUCKET}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    });
    for (name, value) in change.as_object().unwrap() {
        let elements = statement.as_object_mut().unwrap();
        match value {
            Value::Null => drop(elements.remove(name)),
            value => drop(elements.insert(name.clone(), value.clone())),
        }
    }
    statement
}

/// Objects, bucket, only the version of TLS, undecided: as letters.
fn answer(statements: &[Value], bucket: &str) -> String {
    let found = policy(&json!(statements)).denies_http(bucket).unwrap();
    let letters = [
        (found.objects, 'o'),
        (found.bucket, 'b'),
        (found.only_tls_version, 't'),
        (!found.undecided.is_empty(), 'u'),
    ];
    assert_eq!(
        found.by.is_empty(),
        !(found.objects || found.bucket || found.only_tls_version)
    );
    letters
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, letter)| letter)
        .collect()
}

#[test]
fn one_statement() {
    let condition = |condition: Value| json!({"Condition": condition});
    for (expected, change) in [
        ("ob", json!({})),
        ("", json!({"Effect": "Allow"})),
        // Who
        ("ob", json!({"Principal": {"AWS": "*"}})),
        ("ob", json!({"Principal": {"AWS": ["111122223333", "*"]}})),
        ("", json!({"Principal": {"AWS": "111122223333"}})),
        ("", json!({"Principal": {"Service": "*"}})),
        (
            "",
            json!({"Principal": null, "NotPrincipal": {"AWS": "111122223333"}}),
        ),
        // What
        ("ob", json!({"Action": "*"})),
        ("ob", json!({"Action": "S3:*"})),
        ("ob", json!({"Action": ["s3:*", "s3:GetObject"]})),
        ("ob", json!({"Action": "s3*"})),
        ("", json!({"Action": "s3:Get*"})),
        (
            "",
            json!({"Action": ["s3:Get*", "s3:Put*", "s3:List*", "s3:Delete*"]}),
        ),
        ("ob", json!({"Action": null, "NotAction": "ec2:*"})),
        ("", json!({"Action": null, "NotAction": "s3:GetObject"})),
        // On what
        ("o", json!({"Resource": format!("{BUCKET}/*")})),
        ("b", json!({"Resource": BUCKET})),
        ("ob", json!({"Resource": format!("{BUCKET}*")})),
        ("ob", json!({"Resource": "*"})),
        ("ob", json!({"Resource": "arn:aws:s3:::*"})),
        ("", json!({"Resource": "arn:aws-cn:s3:::*"})),
        ("", json!({"Resource": "arn:aws:s3:::Logs*"})),
        (
            "b",
            json!({"Resource": [BUCKET, format!("{BUCKET}/public/*")]}),
        ),
        ("", json!({"Resource": format!("{BUCKET}/?")})),
        ("o", json!({"Resource": format!("{BUCKET}/?*")})),
        (
            "",
            json!({"Resource": "arn:aws:s3:::${aws:PrincipalTag/b}*"}),
        ),
        (
            "ob",
            json!({"Resource": null, "NotResource": "arn:aws:s3:::other*"}),
        ),
        (
            "",
            json!({"Resource": null, "NotResource": "arn:aws:s3:::logs*"}),
        ),
        (
            "b",
            json!({"Resource": null, "NotResource": format!("{BUCKET}/public/*")}),
        ),
        (
            "",
            json!({"Resource": null, "NotResource": "arn:aws:s3:::${aws:PrincipalTag/b}*"}),
        ),
        // When
        ("ob", json!({"Condition": null})),
        (
            "ob",
            condition(json!({"Bool": {"aws:SecureTransport": false}})),
        ),
        (
            "ob",
            condition(json!({"Bool": {"AWS:securetransport": ["false"]}})),
        ),
        (
            "ob",
            condition(json!({"Bool": {"aws:SecureTransport": ["true", "false"]}})),
        ),
        (
            "ob",
            condition(json!({"BoolIfExists": {"aws:SecureTransport": "false"}})),
        ),
        (
            "ob",
            condition(json!({"StringEquals": {"aws:SecureTransport": "false"}})),
        ),
        (
            "ob",
            condition(json!({"StringEqualsIgnoreCase": {"aws:SecureTransport": "False"}})),
        ),
        (
            "",
            condition(json!({"StringEquals": {"aws:SecureTransport": "False"}})),
        ),
        (
            "ob",
            condition(json!({"StringNotEquals": {"aws:SecureTransport": "true"}})),
        ),
        (
            "",
            condition(json!({"Bool": {"aws:SecureTransport": "true"}})),
        ),
        (
            "",
            condition(json!({"Null": {"aws:SecureTransport": "true"}})),
        ),
        (
            "ob",
            condition(json!({"Null": {"aws:SecureTransport": "false"}})),
        ),
        (
            "u",
            condition(json!({"Bool": {"aws:SecureTransport": "no"}})),
        ),
        (
            "u",
            condition(json!({"Boolean": {"aws:SecureTransport": "false"}})),
        ),
        ("u", condition(json!({"Bool": {"aws:SecureTransport": []}}))),
        // Other keys narrow it, whatever they may be in a request.
        (
            "",
            condition(json!({
                "Bool": {"aws:SecureTransport": "false"},
                "IpAddress": {"aws:SourceIp": "192.0.2.0/24"},
            })),
        ),
        (
            "",
            condition(json!({
                "Bool": {"aws:SecureTransport": "no"}, "StringEquals": {"aws:PrincipalType": "User"},
            })),
        ),
        (
            "",
            condition(json!({
                "Bool": {"aws:SecureTransport": "false"},
                "StringNotEquals": {"aws:PrincipalAccount": "111122223333"},
            })),
        ),
        (
            "",
            condition(json!({
                "Bool": {"aws:SecureTransport": "false"}, "StringLike": {"aws:PrincipalArn": "*"},
            })),
        ),
        (
            "ob",
            condition(json!({
                "Bool": {"aws:SecureTransport": "false"}, "StringLikeIfExists": {"aws:PrincipalArn": "*"},
            })),
        ),
        (
            "ob",
            condition(json!({
                "Bool": {"aws:SecureTransport": "false"},
                "Null": {"aws:PrincipalArn": ["true", "false"]},
            })),
        ),
        // The version of TLS
        (
            "t",
            condition(json!({"NumericLessThan": {"s3:TlsVersion": "1.2"}})),
        ),
        (
            "t",
            condition(json!({"NumericLessThan": {"s3:TlsVersion": 1.3}})),
        ),
        (
            "t",
            condition(json!({"NumericLessThanEquals": {"S3:tlsversion": "1.1"}})),
        ),
        (
            "",
            condition(json!({"NumericLessThan": {"s3:TlsVersion": "1.1"}})),
        ),
        (
            "ob",
            condition(json!({"NumericLessThanIfExists": {"s3:TlsVersion": "1.2"}})),
        ),
        (
            "ob",
            condition(json!({"NumericLessThanEqualsIfExists": {"s3:TlsVersion": "1.1"}})),
        ),
        ("ob", condition(json!({"Null": {"s3:TlsVersion": "true"}}))),
        (
            "",
            condition(
                json!({"Null": {"s3:TlsVersion": "false"}, "Bool": {"aws:SecureTransport": "false"}}),
            ),
        ),
        // Both in one statement are never true together.
        (
            "",
            condition(json!({
                "Bool": {"aws:SecureTransport": "false"}, "NumericLessThan": {"s3:TlsVersion": "1.2"},
            })),
        ),
    ] {
        assert_eq!(answer(&[deny(&change)], BUCKET), expected, "{change}");
    }
}

#[test]
fn several_statements() {
    let tls = json!({"Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}}});
    let get = deny(&json!({"Action": "s3:Get*"}));
    let rest = deny(&json!({"Action": null, "NotAction": "s3:GetObject*"}));
    let objects = deny(&json!({"Resource": format!("{BUCKET}/*")}));
    let bucket = deny(&json!({"Resource": BUCKET}));
    for (expected, statements) in [
        ("ob", vec![get.clone(), rest.clone()]),
        ("ob", vec![objects.clone(), bucket.clone()]),
        ("bt", vec![bucket.clone(), deny(&tls)]),
        ("ob", vec![deny(&json!({})), deny(&tls)]),
        ("", vec![get.clone(), bucket].into_iter().take(1).collect()),
        (
            "ou",
            vec![
                objects,
                deny(&json!({"Condition": {"Bool": {"aws:SecureTransport": "?"}}})),
            ],
        ),
        ("", vec![]),
    ] {
        assert_eq!(answer(&statements, BUCKET), expected, "{statements:?}");
    }
    let named = policy(&json!([get, {"Effect": "Allow", "Principal": "*", "Action": "*"}, rest]));
    assert_eq!(named.denies_http(BUCKET).unwrap().by, [0, 2]);
}

#[test]
fn partitions_and_what_is_no_bucket() {
    let china = deny(&json!({"Resource": "arn:aws-cn:s3:::logs*"}));
    assert_eq!(answer(&[china], "arn:aws-cn:s3:::logs"), "ob");
    for arn in [
        "",
        "logs",
        "arn:aws:s3:::",
        "arn:aws:s3:::logs/a",
        "arn:aws:s3:::*",
        "arn:aws:sns:::logs",
    ] {
        let found = Policy::default().denies_http(arn);
        assert_eq!(found, Err(Unanswered::NotABucket(arn.to_owned())));
    }
}
