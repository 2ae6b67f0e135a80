//! `cargo bench --bench filter_pattern`: parsing the longest pattern that the CIS
//! benchmark prescribes, and matching it against an event.

use auditrail::filter_pattern::{Event, Pattern};
use divan::black_box;

fn main() {
    divan::main();
}

/// Changes to IAM policies: sixteen event names, the longest of the prescribed patterns.
const NAMES: [&str; 16] = [
    "DeleteGroupPolicy",
    "DeleteRolePolicy",
    "DeleteUserPolicy",
    "PutGroupPolicy",
    "PutRolePolicy",
    "PutUserPolicy",
    "CreatePolicy",
    "DeletePolicy",
    "CreatePolicyVersion",
    "DeletePolicyVersion",
    "AttachRolePolicy",
    "DetachRolePolicy",
    "AttachUserPolicy",
    "DetachUserPolicy",
    "AttachGroupPolicy",
    "DetachGroupPolicy",
];

/// An event that only the last condition matches.
const EVENT: &str = r#"{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE","arn":"arn:aws:iam::123456789012:user/alice","accountId":"123456789012","userName":"alice"},"eventTime":"2026-01-01T12:00:00Z","eventSource":"iam.amazonaws.com","eventName":"DetachGroupPolicy","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.10","userAgent":"aws-cli/2.22.0","requestParameters":{"groupName":"admins","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"},"responseElements":null,"eventID":"1f6c2b7e-5d4a-4c3b-8a29-0e9d8c7b6a5f","readOnly":false,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"123456789012","eventCategory":"Management"}"#;

fn pattern() -> String {
    let clauses = NAMES.map(|name| format!("($.eventName={name})"));
    format!("{{ {} }}", clauses.join(" || "))
}

#[divan::bench]
fn parse(bencher: divan::Bencher<'_, '_>) {
    let source = pattern();
    bencher.bench(|| Pattern::parse(black_box(&source)).is_ok());
}

#[divan::bench]
fn match_event_text(bencher: divan::Bencher<'_, '_>) {
    let Ok(pattern) = Pattern::parse(&pattern()) else {
        return;
    };
    bencher.bench(|| pattern.matches(&Event::new(black_box(EVENT))));
}

#[divan::bench]
fn match_parsed_event(bencher: divan::Bencher<'_, '_>) {
    let Ok(pattern) = Pattern::parse(&pattern()) else {
        return;
    };
    let event = Event::new(EVENT);
    bencher.bench(|| pattern.matches(black_box(&event)));
}
