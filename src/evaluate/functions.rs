//! The functions of conditions as rules meet them: on bodies, with gaps, in messages.

use serde_json::{Value, json};

use super::truth::{Scope, Truth, timestamp};
use super::value::Node;
use crate::rule::{Condition, Message};

const ADMIN: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Sid": "Admin", "Effect": "Allow", "Action": "*", "Resource": "*"},
    {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]}"#;
const HTTPS: &str = r#"{"Version": "2012-10-17", "Statement": {
    "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::logs/*",
    "Condition": {"Bool": {"aws:SecureTransport": false}}}}"#;
const OPEN: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Sid": "Public", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"},
    {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*"}]}"#;
const TRUST: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
    "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "sts:AssumeRole"}]}"#;
const LOGS: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
    "Action": "logs:*", "Resource": "arn:aws:logs:*:*:log-group:audit:*"}]}"#;
const BROKEN: &str = r#"{"Statement": [{"Effect": "Allow", "Action": 1, "Resource": "*"}]}"#;

fn scope() -> Scope {
    let now = timestamp("2026-01-01T00:00:00Z".parse().unwrap()).unwrap();
    let mut scope = Scope::new(&now, &Node::from(&json!({})), &Node::from(&json!({})));
    let encoded: Vec<String> = ADMIN.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let gap = json!({"$gap": {"operation": "s3:GetBucketPolicy", "reason": "denied"}});
    let resource = json!({
        "Admin": ADMIN, "Encoded": encoded.concat(), "Https": HTTPS, "Open": OPEN, "Broken": BROKEN,
        "None": null, "Arn": "arn:aws:s3:::logs", "Gap": gap, "Number": 1,
        "Documents": [BROKEN, ADMIN], "Harmless": [BROKEN, HTTPS], "WithGap": [HTTPS, gap],
        "Trust": TRUST, "Logs": [LOGS], "NoDocument": [null], "NoPolicies": [],
        "Trail": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t",
        "Group": "arn:aws:logs:eu-west-1:111122223333:log-group:audit:*",
        "Name": "Ana Lind", "Email": "ana@example.com",
    });
    scope.set("resource", &Node::from(&resource));
    scope
}

fn decide(source: &str) -> Truth {
    scope().decide(&Condition::compile(source, &["resource"]).unwrap())
}

fn value(source: &str) -> Value {
    scope().value(&Condition::compile(source, &["resource"]).unwrap())
}

#[test]
fn lists_and_maps_are_like_others() {
    for source in [
        "full_access(resource.Admin) == ['Admin']",
        "full_access(resource.Encoded).size() == 1",
        "full_access(resource.Https) == []",
        "size(full_access(resource.None)) == 0",
        "full_access(resource.Admin).exists(s, s == 'Admin')",
        "full_access(resource.Admin).all(s, s != '2')",
        "full_access(resource.Admin).join(', ') == 'Admin'",
        "full_access(resource.Admin) + ['x'] == ['Admin', 'x']",
        "full_access(resource.Admin)[0] == 'Admin'",
        "'Admin' in full_access(resource.Admin)",
        "full_access(resource.Admin) != nearly_full_access(resource.Admin)",
        "nearly_full_access(resource.Admin) == ['2']",
        "nearly_full_access(resource.None) == []",
        "denies_http(resource.Https, resource.Arn).objects",
        "denies_http(resource.Https, resource.Arn)['objects'] == true",
        "denies_http(resource.Https, resource.Arn).bucket == false",
        "denies_http(resource.Https, resource.Arn).by == ['1']",
        "denies_http(resource.Https, resource.Arn).undecided.size() == 0",
        "!denies_http(resource.Https, resource.Arn).only_tls_version",
        "denies_http(resource.None, resource.Arn).by == []",
        "!denies_http(resource.None, resource.Arn).objects",
        "open_to_everyone(resource.Open) == ['Public']",
        "open_to_everyone(resource.None) == []",
        "named_accounts(resource.Open) == ['111122223333']",
        "named_accounts(resource.None) == []",
        "allowed_actions(resource.Open).join(', ') == 's3:*, s3:GetObject'",
        "allowed_actions(resource.None) == []",
        "trail_may_assume(resource.Trust, resource.Trail).allowed",
        "trail_may_assume(resource.Trust, resource.Trail).why == ''",
        "trail_may_assume(resource.None, resource.Trail).refused",
        "trail_may_write(resource.Logs, resource.Group, resource.Trail, false).allowed",
        "trail_may_write(resource.Logs, resource.Group, resource.Trail, resource.None == null).allowed",
        "trail_may_write(resource.Logs.map(d, d), resource.Group, resource.Trail, false).numbered",
        "trail_may_write(resource.Logs, resource.Group, resource.Trail, false).writable == ['arn:aws:logs:*:*:log-group:audit:*']",
        "trail_may_write(resource.NoPolicies, resource.Group, resource.Trail, false).refused.size() == 2",
        "masked(resource.Name) == 'A***d' && masked(resource.Email) == 'a***@example.com'",
        "masked(resource.None) == ''",
        "resource.Documents.exists(d, full_access(d) != [])",
    ] {
        assert_eq!(decide(source), Truth::True, "{source}");
    }
}

#[test]
fn what_was_not_seen_stays_so() {
    for source in [
        "full_access(resource.Gap) == []",
        "full_access(resource.Gap).size() == 0",
        "nearly_full_access(resource.Gap) == []",
        "denies_http(resource.Gap, resource.Arn).objects",
        "denies_http(resource.None, resource.Gap).objects",
        "open_to_everyone(resource.Gap) == []",
        "named_accounts(resource.Gap) == []",
        "allowed_actions(resource.Gap) == []",
        "masked(resource.Gap) == ''",
        "trail_may_assume(resource.Gap, resource.Trail).allowed",
        "trail_may_write(resource.Gap, resource.Group, resource.Trail, false).allowed",
        "trail_may_write(resource.WithGap.map(d, d), resource.Group, resource.Trail, false).allowed",
        "trail_may_write(resource.WithGap, resource.Group, resource.Trail, false).allowed",
        "resource.WithGap.exists(d, full_access(d) != [])",
        "resource.WithGap.all(d, full_access(d) == [])",
        "resource.WithGap.map(d, full_access(d)).size() == 1",
        "resource.WithGap.filter(d, masked(d) != '').size() == 1",
    ] {
        let truth = decide(source);
        assert!(
            matches!(&truth, Truth::NotSeen(gaps) if gaps.len() == 1),
            "{source}: {truth:?}"
        );
    }
    assert_eq!(
        value("masked(resource.Gap)"),
        json!("(not seen: s3:GetBucketPolicy)")
    );
}

#[test]
fn what_cannot_be_read_is_no_verdict_and_no_mistake_of_the_rule() {
    let why = "the policy document cannot be read: \
               statement 1, `Action`: a text or an array is expected, not a number or a truth value";
    for source in [
        "full_access(resource.Broken) == []",
        "nearly_full_access(resource.Broken) == []",
        "denies_http(resource.Broken, resource.Arn).objects",
        "open_to_everyone(resource.Broken) == []",
        "named_accounts(resource.Broken) == []",
        "allowed_actions(resource.Broken) == []",
        "trail_may_assume(resource.Broken, resource.Trail).allowed",
        "trail_may_write(resource.Documents, resource.Group, resource.Trail, false).allowed",
        "resource.Harmless.exists(d, full_access(d) != [])",
        "resource.Harmless.all(d, full_access(d) == [])",
    ] {
        assert_eq!(
            decide(source),
            Truth::Unreadable(why.to_owned()),
            "{source}"
        );
    }
    assert_eq!(
        value("full_access(resource.Broken)"),
        json!(format!("({why})"))
    );
    let why = "the policy document cannot be judged: `Ana Lind` is not the ARN of a bucket";
    let source = "denies_http(resource.Https, resource.Name).objects";
    assert_eq!(decide(source), Truth::Unreadable(why.to_owned()));
    let why =
        "the policy document cannot be judged: `arn:aws:s3:::logs` is not the ARN of a log group";
    let source = "trail_may_write(resource.Logs, resource.Arn, resource.Trail, false).allowed";
    assert_eq!(decide(source), Truth::Unreadable(why.to_owned()));
    let why = "a policy of the role has no document";
    let source =
        "trail_may_write(resource.NoDocument, resource.Group, resource.Trail, false).allowed";
    assert_eq!(decide(source), Truth::Unreadable(why.to_owned()));
    // A number is not what a rule gives to them.
    for source in [
        "full_access(resource.Number) == []",
        "masked(resource.Number) == ''",
    ] {
        assert!(matches!(decide(source), Truth::Broken(_)), "{source}");
    }
}

#[test]
fn evidence_and_messages_show_them() {
    assert_eq!(value("full_access(resource.Admin)"), json!(["Admin"]));
    let map = value("denies_http(resource.Https, resource.Arn)");
    let expected = json!({
        "bucket": false, "by": ["1"], "objects": true, "only_tls_version": false, "undecided": [],
    });
    // As text, so that the order counts.
    assert_eq!(map.to_string(), expected.to_string());
    let message = "{{ full_access(resource.Admin) + nearly_full_access(resource.Admin) }}";
    let message = Message::compile(message, &["resource"]).unwrap();
    assert_eq!(scope().say(&message), "Admin and 2");
}
