//! The policies of topics and keys that let alarms through, and those that do not.

use serde_json::{Value, json};

use super::{TOPIC, policy, word};
use crate::policy::publish::{Service, Source, may_publish, may_use_key};
use crate::policy::{Decision, Policy};

const ALARM: &str = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:cis-root-usage";
const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1";

const fn alarm(arn: &str) -> Source<'_> {
    Source {
        service: Service::CloudWatch,
        arn,
        subjects: &[],
        by_example: false,
    }
}

fn publish(statements: &Value) -> Decision {
    may_publish(&policy(statements), TOPIC, &alarm(ALARM))
}

fn allow(principal: &Value, condition: &Value) -> Value {
    json!({"Effect": "Allow", "Principal": principal, "Action": "sns:Publish",
        "Resource": TOPIC, "Condition": condition})
}

fn deny(condition: &Value) -> Value {
    json!({"Effect": "Deny", "Principal": "*", "Action": "SNS:Publish", "Resource": TOPIC,
        "Condition": condition})
}

/// What the console gives a new topic.
fn console() -> Value {
    json!({
        "Sid": "__default_statement_ID", "Effect": "Allow", "Principal": {"AWS": "*"},
        "Action": ["SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission",
            "SNS:RemovePermission", "SNS:DeleteTopic", "SNS:Subscribe",
            "SNS:ListSubscriptionsByTopic", "SNS:Publish"],
        "Resource": TOPIC,
        "Condition": {"StringEquals": {"AWS:SourceOwner": "111122223333"}},
    })
}

#[test]
fn the_console_s_policy_lets_alarms_of_the_account_through() {
    let document = json!({"Version": "2008-10-17", "Id": "__default_policy_ID",
        "Statement": [console()]});
    let policy = Policy::parse(&document.to_string()).unwrap();
    let decision = may_publish(&policy, TOPIC, &alarm(ALARM));
    assert_eq!(decision, Decision::Allowed { statement: 0 });
    assert_eq!(policy.statement_name(0), "__default_statement_ID");
    assert_eq!(policy.statement_name(1), "2");

    let foreign = ALARM.replace("111122223333", "444455556666");
    let decision = may_publish(&policy, TOPIC, &alarm(&foreign));
    assert_eq!(decision, Decision::NotAllowed);
}

#[test]
fn the_service_and_its_alarms() {
    let service = json!({"Service": "cloudwatch.amazonaws.com"});
    let arn_like = |arn: &str| json!({"ArnLike": {"aws:SourceArn": arn}});
    let of_account = |account: &str| json!({"StringEquals": {"aws:SourceAccount": account}});
    for (statement, expected) in [
        (allow(&service, &json!({})), "allowed"),
        (allow(&json!({"AWS": "*"}), &json!({})), "allowed"),
        (
            allow(
                &json!({"AWS": "arn:aws:iam::111122223333:role/Deployer"}),
                &json!({}),
            ),
            "not allowed",
        ),
        (
            allow(&json!({"Service": "events.amazonaws.com"}), &json!({})),
            "not allowed",
        ),
        (
            allow(
                &service,
                &arn_like("arn:aws:cloudwatch:us-east-1:111122223333:alarm:prod-*"),
            ),
            "not allowed",
        ),
        (
            allow(
                &service,
                &arn_like("arn:aws:cloudwatch:us-east-1:111122223333:alarm:*"),
            ),
            "allowed",
        ),
        (allow(&service, &of_account("111122223333")), "allowed"),
        (allow(&service, &of_account("444455556666")), "not allowed"),
        (
            allow(
                &json!("*"),
                &json!({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}),
            ),
            "not allowed",
        ),
        (
            allow(
                &service,
                &json!({"StringEquals": {"aws:SourceOrgID": "o-1"}}),
            ),
            "undecided",
        ),
        (
            allow(
                &service,
                &json!({"DateLessThan": {"aws:CurrentTime": "2030-01-01"}}),
            ),
            "undecided",
        ),
        (
            allow(
                &json!("*"),
                &json!({"StringEquals": {"aws:PrincipalTag/team": "sec"}}),
            ),
            "not allowed",
        ),
    ] {
        assert_eq!(word(&publish(&statement)), expected, "{statement}");
    }
}

#[test]
fn denials() {
    for (condition, expected) in [
        (
            json!({"StringNotEquals": {"aws:sourceVpce": "vpce-1"}}),
            "denied",
        ),
        (json!({"Bool": {"aws:SecureTransport": "false"}}), "allowed"),
        (
            json!({"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}),
            "allowed",
        ),
        (
            json!({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}),
            "denied",
        ),
        (
            json!({"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}),
            "undecided",
        ),
        (
            json!({"StringEquals": {"aws:SourceAccount": "444455556666"}}),
            "allowed",
        ),
        (json!({"Null": {"aws:SourceArn": "true"}}), "allowed"),
    ] {
        let decision = publish(&json!([console(), deny(&condition)]));
        assert_eq!(word(&decision), expected, "{condition}");
    }
}

fn key(statements: &Value) -> (&'static str, &'static str) {
    let found = may_use_key(&policy(statements), KEY, TOPIC, &alarm(ALARM));
    (found.action, word(&found.decision))
}

#[test]
fn keys() {
    let to = |action: Value, condition: Value| {
        json!({"Effect": "Allow", "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": action, "Resource": "*", "Condition": condition})
    };
    let both = || json!(["kms:Decrypt", "kms:GenerateDataKey*"]);
    let account = json!({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Action": "kms:*", "Resource": "*"});
    let generate = "kms:GenerateDataKey";
    let topic =
        |arn: &str| json!({"StringEquals": {"kms:EncryptionContext:aws:sns:topicArn": arn}});
    for (statements, expected) in [
        (
            json!([&account, to(both(), json!({}))]),
            (generate, "allowed"),
        ),
        (json!([&account]), (generate, "not allowed")),
        (
            json!([to(json!("kms:Decrypt"), json!({}))]),
            (generate, "not allowed"),
        ),
        (
            json!([to(json!("kms:Generate*"), json!({}))]),
            ("kms:Decrypt", "not allowed"),
        ),
        (
            json!([to(
                both(),
                json!({"StringEquals": {"aws:SourceAccount": "111122223333"}})
            )]),
            (generate, "allowed"),
        ),
        (json!([to(both(), topic(TOPIC))]), (generate, "allowed")),
        (json!([to(both(), topic(KEY))]), (generate, "not allowed")),
        (
            json!([to(
                both(),
                json!({"StringEquals":
                {"kms:ViaService": "sns.us-east-1.amazonaws.com"}})
            )]),
            (generate, "undecided"),
        ),
    ] {
        assert_eq!(key(&statements), expected, "{statements}");
    }
}

/// What a topic's policy says to a rule of `EventBridge`, and a key's.
fn rule(statements: &Value) -> (&'static str, &'static str) {
    let source = Source {
        service: Service::EventBridge,
        arn: "arn:aws:events:us-east-1:111122223333:rule/config",
        subjects: &[],
        by_example: false,
    };
    let policy = policy(statements);
    let key = may_use_key(&policy, KEY, TOPIC, &source);
    (
        word(&may_publish(&policy, TOPIC, &source)),
        word(&key.decision),
    )
}

#[test]
fn event_rules() {
    let service = json!({"Service": "events.amazonaws.com"});
    let all = |condition: Value| {
        json!({"Effect": "Allow", "Principal": service, "Action": ["sns:Publish", "kms:*"],
            "Resource": "*", "Condition": condition})
    };
    let source = json!({"ArnEquals": {"aws:SourceArn":
        "arn:aws:events:us-east-1:111122223333:rule/config"}});
    for (statements, expected) in [
        (console(), ("not allowed", "not allowed")),
        (all(json!({})), ("allowed", "allowed")),
        // The guide says that conditions do not work, and people report that they do.
        (all(source), ("undecided", "not allowed")),
        (
            all(json!({"StringEquals": {"aws:SourceAccount": "111122223333"}})),
            ("undecided", "not allowed"),
        ),
        (json!([console(), all(json!({}))]), ("allowed", "allowed")),
        (
            allow(&json!({"Service": "cloudwatch.amazonaws.com"}), &json!({})),
            ("not allowed", "not allowed"),
        ),
    ] {
        assert_eq!(rule(&statements), expected, "{statements}");
    }
}

#[test]
fn event_subscriptions_speak_for_their_sources() {
    let db = |name: &str| format!("arn:aws:rds:us-east-1:111122223333:db:{name}");
    let decide = |condition: Value, subjects: &[String]| {
        let source = Source {
            service: Service::Rds,
            arn: "arn:aws:rds:us-east-1:111122223333:es:ops",
            subjects,
            by_example: subjects == [db("any")],
        };
        let service = json!({"Service": "events.rds.amazonaws.com"});
        let policy = policy(&allow(&service, &condition));
        word(&may_publish(&policy, TOPIC, &source))
    };
    let like = |arn: &str| json!({"ArnLike": {"aws:SourceArn": arn}});
    let (one, two, any) = ([db("one")], [db("one"), db("two")], [db("any")]);
    for (condition, subjects, expected) in [
        (json!({}), &one[..], "allowed"),
        (like(&db("*")), &one, "allowed"),
        (like(&db("one")), &one, "allowed"),
        (like(&db("two")), &one, "not allowed"),
        (like(&db("one")), &two, "undecided"),
        (like(&db("one")), &[], "undecided"),
        (like(&db("*")), &any, "allowed"),
        (like(&db("one")), &any, "undecided"),
        (
            json!({"StringEquals": {"aws:SourceAccount": "111122223333"}}),
            &[],
            "allowed",
        ),
        (
            json!({"StringEquals": {"aws:SourceAccount": "444455556666"}}),
            &one,
            "not allowed",
        ),
    ] {
        assert_eq!(decide(condition.clone(), subjects), expected, "{condition}");
    }
}
