//! Roles with which trails write to log groups, and those with which they cannot.

use serde_json::{Value, json};

use super::{policy, word};
use crate::policy::cloudtrail::{Writes, may_assume, may_write};
use crate::policy::{Policy, Unanswered};

const TRAIL: &str = "arn:aws:cloudtrail:us-east-2:111122223333:trail/main";
const GROUP: &str = "arn:aws:logs:us-east-2:111122223333:log-group:CloudTrail/logs:*";
const STREAM: &str = "arn:aws:logs:us-east-2:111122223333:log-group:CloudTrail/logs:log-stream:111122223333_CloudTrail_us-east-2";
const CREATE: &str = "logs:CreateLogStream";
const PUT: &str = "logs:PutLogEvents";

fn assume(effect: &str, principal: &Value, condition: &Value) -> &'static str {
    let statement = json!({"Effect": effect, "Principal": principal, "Action": "sts:AssumeRole",
        "Condition": condition});
    word(&may_assume(&policy(&json!([statement])), TRAIL))
}

#[test]
fn a_role_trusts_the_service_and_its_conditions_know_the_trail() {
    let service = json!({"Service": "cloudtrail.amazonaws.com"});
    assert_eq!(word(&may_assume(&Policy::default(), TRAIL)), "not allowed");
    for (principal, condition, expected) in [
        (&service, json!({}), "allowed"),
        (
            &json!({"Service": ["config.amazonaws.com", "cloudtrail.amazonaws.com"]}),
            json!({}),
            "allowed",
        ),
        (
            &json!({"Service": "config.amazonaws.com"}),
            json!({}),
            "not allowed",
        ),
        (&json!({"AWS": "111122223333"}), json!({}), "not allowed"),
        (
            &service,
            json!({"StringEquals": {"aws:SourceArn": TRAIL}}),
            "allowed",
        ),
        (
            &service,
            json!({"ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:*:111122223333:trail/*"}}),
            "allowed",
        ),
        (
            &service,
            json!({"StringEquals": {"aws:SourceArn": TRAIL.replace("main", "other")}}),
            "not allowed",
        ),
        (
            &service,
            json!({"StringEquals": {"aws:SourceAccount": "111122223333"}}),
            "allowed",
        ),
        (
            &service,
            json!({"StringEquals": {"aws:SourceAccount": "999999999999"}}),
            "not allowed",
        ),
        (
            &service,
            json!({"StringEquals": {"aws:SourceOrgID": "o-1"}}),
            "undecided",
        ),
        (
            &service,
            json!({"StringEquals": {"sts:ExternalId": "x"}}),
            "undecided",
        ),
        (
            &service,
            json!({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}),
            "not allowed",
        ),
    ] {
        assert_eq!(
            assume("Allow", principal, &condition),
            expected,
            "{principal} {condition}"
        );
    }
    let denied = policy(&json!([
        {"Effect": "Allow", "Principal": service, "Action": "sts:*"},
        {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole",
         "Condition": {"StringNotEquals": {"aws:SourceAccount": "999999999999"}}},
    ]));
    assert_eq!(word(&may_assume(&denied, TRAIL)), "denied");
}

fn allow(action: &Value, resource: &Value) -> Value {
    json!({"Effect": "Allow", "Action": action, "Resource": resource})
}

fn ask(statements: &Value, of_organization: bool) -> Writes {
    may_write([policy(statements)], GROUP, TRAIL, of_organization).unwrap()
}

/// `yes`, `open`, or what is refused.
fn answer(writes: &Writes) -> String {
    match (&writes.undecided, writes.refused.as_slice()) {
        (None, []) => "yes".to_owned(),
        (Some(_), []) => "open".to_owned(),
        (_, refused) => refused.join(" "),
    }
}

fn both(resource: &str) -> Value {
    json!([allow(&json!([CREATE, PUT]), &json!(resource))])
}

#[test]
fn the_streams_of_exactly_that_group_have_to_be_named() {
    let neither = format!("{CREATE} {PUT}");
    let in_group = |rest: &str| format!("{}{rest}", GROUP.trim_end_matches(":*"));
    for (resource, expected, numbered) in [
        // As CloudTrail's console makes it.
        (format!("{STREAM}*"), "yes", true),
        (in_group(":*"), "yes", true),
        (in_group(":log-stream:*"), "yes", true),
        ("*".to_owned(), "yes", true),
        (
            "arn:aws:logs:*:*:log-group:CloudTrail/*:*".to_owned(),
            "yes",
            true,
        ),
        // The first stream only.
        (STREAM.to_owned(), "yes", false),
        // Streams of another group, region, account, trail.
        (
            STREAM.replace("CloudTrail/logs", "CloudTrail/old"),
            &neither,
            true,
        ),
        (
            format!("{}*", STREAM.replace("us-east-2", "us-east-1")),
            &neither,
            true,
        ),
        (
            format!("{}*", STREAM.replace("111122223333", "444455556666")),
            &neither,
            true,
        ),
        (
            in_group(":log-stream:111122223333_CloudTrail_us-east-1*"),
            &neither,
            true,
        ),
        (in_group("-2:*"), &neither, true),
        // The group itself.
        (in_group(""), PUT, true),
    ] {
        let writes = ask(&both(&resource), false);
        assert_eq!(answer(&writes), expected, "{resource}");
        assert_eq!(writes.numbered, numbered, "{resource}");
        assert_eq!(writes.writable, [resource].into());
    }
}

#[test]
fn each_action_counts_and_all_policies_together() {
    let stream = json!(format!("{STREAM}*"));
    let create = json!([allow(&json!(CREATE), &stream)]);
    let put = json!([allow(&json!("logs:put*"), &stream)]);
    assert_eq!(answer(&ask(&create, false)), PUT);
    assert_eq!(answer(&ask(&put, false)), CREATE);
    assert_eq!(answer(&ask(&json!([]), false)), format!("{CREATE} {PUT}"));
    let together = [policy(&create), policy(&put)];
    assert_eq!(
        answer(&may_write(together, GROUP, TRAIL, false).unwrap()),
        "yes"
    );
    let deny = json!([{"Effect": "Deny", "Action": "logs:Create*", "Resource": "*"}]);
    let denied = [policy(&both("*")), policy(&deny)];
    assert_eq!(
        answer(&may_write(denied, GROUP, TRAIL, false).unwrap()),
        CREATE
    );
    assert_eq!(
        answer(&may_write([], GROUP, TRAIL, false).unwrap()),
        format!("{CREATE} {PUT}")
    );
}

#[test]
fn conditions_know_where_the_group_is_and_not_who_calls_from_where() {
    let with = |condition: Value| {
        let mut statement = allow(&json!("logs:*"), &json!("*"));
        statement["Condition"] = condition;
        answer(&ask(&json!([statement]), false))
    };
    assert_eq!(
        with(json!({"StringEquals": {"aws:RequestedRegion": "us-east-2"}})),
        "yes"
    );
    assert_eq!(
        with(json!({"StringEquals": {"aws:ResourceAccount": "111122223333"}})),
        "yes"
    );
    let neither = format!("{CREATE} {PUT}");
    assert_eq!(
        with(json!({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}})),
        neither
    );
    assert_eq!(
        with(json!({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}})),
        "open"
    );
    // Streams are made on a group, or on a stream.
    let group = GROUP.trim_end_matches(":*");
    let split = json!([
        allow(&json!(CREATE), &json!(group)),
        allow(&json!(PUT), &json!(STREAM))
    ]);
    assert_eq!(answer(&ask(&split, false)), "open");
}

#[test]
fn the_streams_of_an_organization_begin_with_its_id() {
    let group = GROUP.trim_end_matches(":*");
    let of = |id: &str| format!("{group}:log-stream:{id}_*");
    let neither = format!("{CREATE} {PUT}");
    for (resources, expected) in [
        (json!([format!("{group}:*")]), "yes"),
        // As CloudTrail's page has it: whether it is the right one is not known.
        (json!([format!("{STREAM}*"), of("o-exampleorgid")]), "open"),
        (json!([of("o-exampleorgid")]), "open"),
        (json!([format!("{STREAM}*")]), "open"),
        (
            json!(["arn:aws:logs:us-east-2:111122223333:log-group:other:*"]),
            &neither,
        ),
        (
            json!([of("o-exampleorgid").replace("CloudTrail/logs", "other")]),
            &neither,
        ),
    ] {
        let statements = json!([allow(&json!([CREATE, PUT]), &resources)]);
        assert_eq!(answer(&ask(&statements, true)), expected, "{resources}");
    }
}

#[test]
fn what_is_no_log_group_is_an_error() {
    for group in [
        "",
        "logs",
        "arn:aws:iam::111122223333:role/trail",
        "arn:aws:logs:us-east-2:111122223333:log-group:",
        "arn:aws:logs:us-east-2:111122223333:log-group::*",
        "arn:aws:logs:us-east-2:111122223333:log-group:a:log-stream:b",
        "arn:aws:logs:us-east-2:111122223333:destination:a",
    ] {
        let error = may_write([], group, TRAIL, false).unwrap_err();
        assert_eq!(error, Unanswered::NotAnArn(group.to_owned(), "a log group"));
    }
    for trail in ["", "main", "arn:aws:cloudtrail:::trail/main"] {
        let error = may_write([], GROUP, trail, false).unwrap_err();
        assert_eq!(error, Unanswered::NotAnArn(trail.to_owned(), "a trail"));
    }
}
