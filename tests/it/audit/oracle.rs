//! `scan --verify-patterns`: AWS is asked what it makes of the filter patterns. moto does
//! not know JSON patterns, so the answers are made here.

use auditrail::filter_pattern::{Event, Pattern};
use serde_json::{Value, json};

use super::scan;
use crate::cli::Auditrail;
use crate::proxy::Exchange;
use crate::seed::{Account, HOME};

const CALL: &str = "logs:TestMetricFilter";
const RULES: [&str; 2] = ["--rule", "{monitor-vpc-changes,monitor-nacl-changes}"];

/// The pattern and messages that AWS is asked about.
fn asked(exchange: &Exchange<'_>) -> (String, Vec<String>) {
    let body: Value = serde_json::from_str(&exchange.asked()).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let messages = body["logEventMessages"].as_array().unwrap().iter();
    (text(&body["filterPattern"]), messages.map(text).collect())
}

/// An answer in which these messages match, by AWS's count from 1.
fn answer(messages: &[String], matches: impl Fn(&str) -> bool) -> String {
    let numbered = messages.iter().zip(1..);
    let matching = numbered.filter(|(message, _)| matches(message));
    let matches: Vec<Value> = matching
        .map(|(message, number)| json!({"eventNumber": number, "eventMessage": message}))
        .collect();
    json!({ "matches": matches }).to_string()
}

/// Reads patterns as auditrail does, but for operations that begin with `contradicted`.
fn answer_as_we_would(account: &Account, contradicted: &'static str) {
    account.proxy.on(CALL).answer(move |exchange| {
        let (pattern, messages) = asked(exchange);
        let pattern = Pattern::parse(&pattern).unwrap();
        answer(&messages, |message| {
            let event: Value = serde_json::from_str(message).unwrap();
            let name = event["eventName"].as_str().unwrap_or_default();
            let other = !contradicted.is_empty() && name.starts_with(contradicted);
            pattern.matches(&Event::new(message)) && !other
        })
    });
}

#[test]
fn agreement_is_reported_and_changes_no_verdict() {
    let account = Account::compliant();
    answer_as_we_would(&account, "");
    let outcome = scan(&account)
        .args(RULES)
        .arg("--verify-patterns")
        .run()
        .expect_status(0);
    let verification = &outcome.report()["patternVerification"];
    // Each pattern once: the account has one for each of the 15 alerts.
    assert_eq!(verification["patterns"], 15);
    assert!(
        verification["events"].as_u64().unwrap() > 150,
        "{verification}"
    );
    assert_eq!(verification["disagreements"], json!([]));
    assert_eq!(verification["notAsked"], json!([]));
    assert_eq!(account.proxy.count(CALL), 15);
    let mut calls = account.proxy.calls().into_iter();
    assert!(calls.all(|call| call.to_string() != CALL || call.region == HOME));
    assert_eq!(outcome.report()["calls"]["byOperation"][CALL], 15);
    assert!(
        outcome.stderr.contains("AWS agrees on 15 filter patterns"),
        "{outcome}"
    );
    assert!(
        outcome
            .read("reports/report.html")
            .contains("id=\"patterns\"")
    );

    account.proxy.forget_calls();
    let outcome = scan(&account).args(RULES).run().expect_status(0);
    assert_eq!(account.proxy.count(CALL), 0, "only if it is asked for");
    assert!(outcome.report().get("patternVerification").is_none());
}

#[test]
fn what_aws_reads_otherwise_makes_its_alerts_unknown() {
    let account = Account::compliant();
    answer_as_we_would(&account, "DeleteNetworkAcl");
    let outcome = scan(&account)
        .args(RULES)
        .args(["--verify-patterns", "--quiet"])
        .run()
        .expect_status(3);
    assert_eq!(outcome.status_of("monitor-nacl-changes"), "unknown");
    let message = outcome.findings("monitor-nacl-changes")[0]["message"].to_string();
    assert!(
        message.contains("AWS does not match a made-up event"),
        "{message}"
    );
    assert_eq!(outcome.status_of("monitor-vpc-changes"), "pass");
    let disagreements = &outcome.report()["patternVerification"]["disagreements"];
    let first = &disagreements[0];
    assert_eq!(first["auditrail"], true, "{disagreements}");
    assert_eq!(first["aws"], false);
    assert_eq!(first["region"], HOME);
    assert!(
        first["event"]["eventName"]
            .as_str()
            .unwrap()
            .starts_with("DeleteNetworkAcl")
    );
    assert!(
        outcome
            .stderr
            .contains("error: AWS contradicts auditrail's reading of 1 filter pattern"),
        "{outcome}"
    );
}

#[test]
fn a_denied_call_is_told_and_changes_no_verdict() {
    let account = Account::compliant();
    account.proxy.on(CALL).deny();
    let outcome = scan(&account)
        .args(RULES)
        .arg("--verify-patterns")
        .run()
        .expect_status(0);
    let verification = &outcome.report()["patternVerification"];
    assert_eq!(verification["patterns"], 0);
    let missing = verification["notAsked"].as_array().unwrap();
    assert_eq!(missing.len(), 15);
    assert_eq!(missing[0]["operation"], CALL);
    assert_eq!(missing[0]["reason"], "denied");
    assert!(
        outcome
            .stderr
            .contains("AWS gave no answer for 15 filter patterns"),
        "{outcome}"
    );
}

#[test]
fn without_aws_it_is_a_mistake_in_usage() {
    for source in [&["--demo"][..], &["--snapshot", "no-such-file"]] {
        let outcome = Auditrail::new()
            .args(["scan", "--verify-patterns"])
            .args(source)
            .run()
            .expect_status(2);
        let option = source[0];
        let why = format!("with `{option}` there is no AWS to be asked");
        assert!(outcome.stderr.contains(&why), "{outcome}");
    }
}

#[test]
fn the_policy_allows_the_call_only_where_it_is_made() {
    for (flag, expected) in [(&["--verify-patterns"][..], true), (&[], false)] {
        let outcome = Auditrail::new()
            .args(["plan", "--iam-policy"])
            .args(flag)
            .run()
            .expect_status(0);
        assert_eq!(outcome.stdout.contains(CALL), expected, "{outcome}");
    }
}
