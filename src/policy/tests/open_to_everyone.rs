//! Which statements let everybody in, as a table.

use serde_json::{Value, json};

use super::{policy, versioned};
use crate::policy::{Policy, Unanswered};

#[test]
fn principals() {
    for (open, principal) in [
        (true, json!({"Principal": "*"})),
        (true, json!({"Principal": {"AWS": "*"}})),
        (true, json!({"Principal": {"AWS": ["111122223333", "*"]}})),
        (true, json!({"NotPrincipal": {"AWS": "111122223333"}})),
        (false, json!({"NotPrincipal": "*"})),
        (false, json!({"Principal": {"AWS": "111122223333"}})),
        (
            false,
            json!({"Principal": {"Service": "sns.amazonaws.com"}}),
        ),
        (
            false,
            json!({"Principal": {"Federated": "accounts.google.com"}}),
        ),
        (false, json!({})),
    ] {
        let mut statement = json!({"Effect": "Allow", "Action": "sns:*", "Resource": "*"});
        let elements = statement.as_object_mut().unwrap();
        elements.extend(principal.as_object().unwrap().clone());
        let found = policy(&statement).open_to_everyone().unwrap();
        assert_eq!(!found.is_empty(), open, "{principal}");
        statement["Effect"] = json!("Deny");
        assert_eq!(
            policy(&statement).open_to_everyone(),
            Ok(vec![]),
            "{principal}"
        );
    }
}

fn statement(condition: &Value) -> Value {
    json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": condition})
}

/// Operator, key, value.
fn is_open(operator: &str, key: &str, value: &Value) -> bool {
    let statement = statement(&json!({operator: {key: value}}));
    !policy(&statement).open_to_everyone().unwrap().is_empty()
}

#[test]
fn what_pins_the_caller() {
    let account = "111122223333";
    for (operator, key, value) in [
        ("StringEquals", "aws:SourceAccount", json!(account)),
        (
            "StringEquals",
            "AWS:sourceaccount",
            json!([account, "444455556666"]),
        ),
        ("StringLike", "aws:SourceAccount", json!(account)),
        (
            "NumericEquals",
            "aws:SourceAccount",
            json!(111_122_223_333_u64),
        ),
        ("StringEqualsIgnoreCase", "aws:SourceOwner", json!(account)),
        (
            "StringEquals",
            "aws:PrincipalAccount",
            json!("${aws:ResourceAccount}"),
        ),
        (
            "StringEquals",
            "aws:PrincipalOrgID",
            json!("${aws:ResourceOrgID}"),
        ),
        ("StringEquals", "aws:PrincipalOrgID", json!("o-a1b2c3d4e5")),
        ("StringEquals", "aws:SourceOrgID", json!("o-a1b2c3d4e5")),
        (
            "ForAnyValue:StringLike",
            "aws:PrincipalOrgPaths",
            json!("o-a1b2c3d4e5/*"),
        ),
        (
            "ForAnyValue:StringLike",
            "aws:SourceOrgPaths",
            json!("o-a1b2c3d4e5/r-ab12/ou-ab12-1/*"),
        ),
        (
            "ArnLike",
            "aws:SourceArn",
            json!("arn:aws:sns:*:111122223333:*"),
        ),
        (
            "StringLike",
            "aws:SourceArn",
            json!("arn:aws:cloudwatch:*:111122223333:alarm:*"),
        ),
        ("ArnEquals", "aws:SourceArn", json!("arn:aws:s3:::logs")),
        ("ArnLike", "aws:SourceArn", json!("arn:aws:s3:::logs/*")),
        (
            "StringEquals",
            "aws:SourceArn",
            json!("arn:aws:sns:us-east-1:111122223333:alerts"),
        ),
        (
            "ArnLike",
            "aws:SourceArn",
            json!("arn:*:*:*:111122223333:*"),
        ),
        (
            "ArnLike",
            "aws:PrincipalArn",
            json!("arn:aws:iam::111122223333:role/*"),
        ),
        ("StringLike", "aws:userid", json!("AROAEXAMPLE:*")),
        ("StringEquals", "aws:userid", json!("AIDAEXAMPLE")),
        (
            "StringEquals",
            "aws:PrincipalServiceName",
            json!("cloudtrail.amazonaws.com"),
        ),
        ("StringEquals", "aws:SourceVpc", json!("vpc-1")),
        (
            "StringEquals",
            "aws:SourceVpce",
            json!(["vpce-1", "vpce-2"]),
        ),
        ("StringEquals", "aws:VpceAccount", json!(account)),
        (
            "ArnLike",
            "aws:SourceVpcArn",
            json!("arn:aws:ec2:*:111122223333:vpc/*"),
        ),
        ("IpAddress", "aws:SourceIp", json!("192.0.2.0/24")),
        (
            "IpAddress",
            "aws:SourceIp",
            json!(["192.0.2.1", "2001:db8::/32"]),
        ),
        ("StringEquals", "kms:CallerAccount", json!(account)),
        ("StringEquals", "s3:DataAccessPointAccount", json!(account)),
        (
            "StringLike",
            "s3:DataAccessPointArn",
            json!("arn:aws:s3:*:111122223333:accesspoint/*"),
        ),
        (
            "Bool",
            "elasticfilesystem:AccessedViaMountTarget",
            json!("true"),
        ),
        (
            "Bool",
            "elasticfilesystem:AccessedViaMountTarget",
            json!(true),
        ),
        ("StringLike", "sns:Endpoint", json!("https://example.com/*")),
        (
            "ArnLike",
            "sns:Endpoint",
            json!("arn:aws:sqs:*:111122223333:*"),
        ),
        ("StringEquals", "sns:Endpoint", json!("ops@example.com")),
    ] {
        assert!(!is_open(operator, key, &value), "{operator} {key} {value}");
    }
}

#[test]
fn what_does_not() {
    let account = "111122223333";
    for (operator, key, value) in [
        ("StringNotEquals", "aws:SourceAccount", json!(account)),
        ("StringEqualsIfExists", "aws:SourceAccount", json!(account)),
        (
            "ForAllValues:StringEquals",
            "aws:SourceAccount",
            json!(account),
        ),
        ("Null", "aws:SourceAccount", json!("false")),
        ("StringLike", "aws:SourceAccount", json!("*")),
        ("StringEquals", "aws:SourceAccount", json!("*")),
        ("StringEquals", "aws:SourceAccount", json!("")),
        ("StringLike", "aws:SourceAccount", json!([account, "1*"])),
        (
            "StringEquals",
            "aws:SourceAccount",
            json!("${aws:PrincipalAccount}"),
        ),
        ("NumericGreaterThan", "aws:SourceAccount", json!(1)),
        ("StringLike", "aws:PrincipalOrgID", json!("o-*")),
        (
            "ForAnyValue:StringLike",
            "aws:PrincipalOrgPaths",
            json!("o-*/r-ab12/*"),
        ),
        (
            "ForAllValues:StringLike",
            "aws:PrincipalOrgPaths",
            json!("o-a1b2c3d4e5/*"),
        ),
        ("ArnLike", "aws:SourceArn", json!("arn:aws:*")),
        ("ArnLike", "aws:SourceArn", json!("arn:aws:sns:*:*:*")),
        (
            "ArnLike",
            "aws:SourceArn",
            json!("arn:aws:sns:*:1111222233??:*"),
        ),
        ("StringLike", "aws:SourceArn", json!("*111122223333*")),
        ("ArnLike", "aws:SourceArn", json!("arn:aws:s3:::*")),
        ("ArnLike", "aws:SourceArn", json!("arn:aws:s3:::logs*")),
        (
            "ArnLike",
            "aws:SourceArn",
            json!("arn:aws:route53:::hostedzone/*"),
        ),
        (
            "ArnNotLike",
            "aws:SourceArn",
            json!("arn:aws:sns:*:111122223333:*"),
        ),
        (
            "ArnLike",
            "aws:PrincipalArn",
            json!("arn:aws:iam::*:role/Admin"),
        ),
        ("StringLike", "aws:userid", json!("*:session")),
        ("StringLike", "aws:userid", json!("AROA*")),
        ("StringEquals", "aws:username", json!("ana")),
        ("StringLike", "aws:SourceVpc", json!("vpc-*")),
        ("IpAddress", "aws:VpcSourceIp", json!("10.0.0.0/16")),
        ("IpAddress", "aws:SourceIp", json!("0.0.0.0/0")),
        ("IpAddress", "aws:SourceIp", json!("::/0")),
        (
            "IpAddress",
            "aws:SourceIp",
            json!(["0.0.0.0/1", "128.0.0.0/1"]),
        ),
        (
            "IpAddress",
            "aws:SourceIp",
            json!(["192.0.2.0/24", "0.0.0.0/0"]),
        ),
        ("NotIpAddress", "aws:SourceIp", json!("192.0.2.0/24")),
        (
            "StringEquals",
            "kms:ViaService",
            json!("s3.us-east-1.amazonaws.com"),
        ),
        (
            "StringEquals",
            "lambda:FunctionUrlAuthType",
            json!("AWS_IAM"),
        ),
        (
            "Bool",
            "elasticfilesystem:AccessedViaMountTarget",
            json!("false"),
        ),
        ("Bool", "aws:SecureTransport", json!("true")),
        ("Bool", "aws:PrincipalIsAWSService", json!("true")),
        ("StringEquals", "aws:PrincipalTag/team", json!("ops")),
        ("StringEquals", "aws:ResourceAccount", json!(account)),
        ("StringEquals", "sns:Protocol", json!("email")),
        ("StringLike", "sns:Endpoint", json!("*")),
        ("StringLike", "sns:Endpoint", json!("https://example.com*")),
        // The end of a URL, too
        ("StringLike", "sns:Endpoint", json!("*@example.com")),
    ] {
        assert!(is_open(operator, key, &value), "{operator} {key} {value}");
    }
    assert!(is_open(
        "StringEquals",
        "aws:SourceAccount",
        &json!(["*", account])
    ));
    // Without variables the dollar is a character, and nobody has an account of that name.
    let old = statement(&json!({"StringEquals": {"aws:SourceAccount": "${a}"}}));
    assert_eq!(versioned("2008-10-17", &old).open_to_everyone(), Ok(vec![]));
}

#[test]
fn conditions_together() {
    let account = json!({"aws:SourceAccount": "111122223333"});
    let present = json!({"aws:sourceAccount": "false"});
    for (open, condition) in [
        (
            false,
            json!({"StringEquals": account, "Bool": {"aws:SecureTransport": "true"}}),
        ),
        (
            false,
            json!({"StringEqualsIfExists": account, "Null": present}),
        ),
        (
            false,
            json!({"ForAllValues:StringEquals": account, "Null": present}),
        ),
        (
            true,
            json!({"ForAllValues:StringEquals": account, "Null": {"aws:SourceAccount": "true"}}),
        ),
        (
            true,
            json!({"ForAllValues:StringEquals": account, "Null": {"aws:SourceArn": "false"}}),
        ),
        (false, json!({"Foo": account, "StringEquals": account})),
        (
            false,
            json!({
                "StringLike": {"sns:Endpoint": "*@example.com"}, "StringEquals": {"sns:Protocol": "email"},
            }),
        ),
        (
            true,
            json!({
                "StringLike": {"sns:Endpoint": "*@*"}, "StringEquals": {"sns:Protocol": "email"},
            }),
        ),
        (
            true,
            json!({
                "StringLike": {"sns:Endpoint": "*@example.com"},
                "StringEquals": {"sns:Protocol": ["email", "https"]},
            }),
        ),
    ] {
        let found = policy(&statement(&condition)).open_to_everyone().unwrap();
        assert_eq!(!found.is_empty(), open, "{condition}");
    }
}

#[test]
fn what_cannot_be_told_is_said_unless_another_statement_is_open() {
    let foo = statement(&json!({"Foo": {"aws:SourceAccount": "111122223333"}}));
    let range = statement(&json!({"IpAddress": {"aws:SourceIp": "192.0.2.0/33"}}));
    for undecided in [foo.clone(), range] {
        let error = policy(&json!([undecided])).open_to_everyone().unwrap_err();
        assert!(matches!(error, Unanswered::Undecided { .. }), "{undecided}");
    }
    let error = policy(&foo).open_to_everyone().unwrap_err();
    assert_eq!(
        error.to_string(),
        "statement `1`: the condition operator `Foo` is not known"
    );
    let open = statement(&json!({}));
    assert_eq!(policy(&json!([foo, open])).open_to_everyone(), Ok(vec![1]));
    // An operator that is none on a key that pins nobody changes nothing.
    let other = statement(&json!({"Foo": {"aws:SecureTransport": "true"}}));
    assert_eq!(policy(&other).open_to_everyone(), Ok(vec![0]));
}

#[test]
fn statements_for_everybody_are_named_whatever_their_conditions() {
    let pinned = json!({"StringEquals": {"aws:SourceAccount": "123456789012"}});
    let statement = |effect: &str, principal: Value| json!({"Effect": effect, "Principal": principal, "Action": "s3:GetObject", "Resource": "*"});
    let mut conditional = statement(
        "Allow",
        json!({"AWS": ["arn:aws:iam::123456789012:root", "*"]}),
    );
    conditional["Condition"] = pinned;
    let mut but_some = statement("Allow", json!("*"));
    let principal = but_some.as_object_mut().unwrap().remove("Principal");
    but_some["NotPrincipal"] = json!({"AWS": "123456789012"});
    assert_eq!(principal, Some(json!("*")));
    let document = json!([
        statement("Allow", json!("*")),
        statement("Deny", json!("*")),
        statement("Allow", json!({"Service": "cloudtrail.amazonaws.com"})),
        conditional,
        but_some,
    ]);
    assert_eq!(policy(&document).naming_everyone(), [0, 3, 4]);
    assert_eq!(Policy::default().naming_everyone(), [0; 0]);
}
