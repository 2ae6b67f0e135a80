//! `scan --who`: CloudTrail is asked who changed last what fails. moto has no event
//! history, so the answers are made here.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::scan;
use crate::cli::{Auditrail, Outcome};
use crate::proxy::{Exchange, Match};
use crate::seed::{Account, REGIONS, deviate};

const CALL: &str = "cloudtrail:LookupEvents";
/// Two rules over what every region has: a default VPC and its security group.
const RULES: [&str; 2] = ["--rule", "{vpc-flow-logs,default-sg-restricts-all}"];

/// The name that is looked up.
fn looked_up(exchange: &Exchange<'_>) -> String {
    let body: Value = serde_json::from_str(&exchange.asked()).unwrap();
    let attribute = &body["LookupAttributes"][0];
    assert_eq!(attribute["AttributeKey"], "ResourceName", "{body}");
    attribute["AttributeValue"].as_str().unwrap().to_owned()
}

/// A page with a read and, before it, a write by `who` on the resource `name`.
fn history(source: &str, name: &str, who: &str) -> String {
    let event = |call: &str, read_only: bool, time: i64| {
        let record = json!({
            "eventName": call, "readOnly": read_only,
            "userIdentity": {
                "type": "AssumedRole",
                "arn": format!("arn:aws:sts::123456789012:assumed-role/deploy/{who}"),
            },
            "sourceIPAddress": "198.51.100.7",
            "userAgent": "<script>alert(1)</script>",
        });
        json!({
            "EventId": format!("event-of-{name}"), "EventName": call,
            "ReadOnly": read_only.to_string(), "EventTime": time,
            "EventSource": format!("{source}.amazonaws.com"), "Username": who,
            "Resources": [{"ResourceName": name}],
            "CloudTrailEvent": record.to_string(),
        })
    };
    json!({"Events": [
        event("DescribeIt", true, 1_767_323_100),
        event("ModifyIt", false, 1_767_323_045),
    ]})
    .to_string()
}

fn answer_for_ec2(account: &Account) {
    let answer = |exchange: &Exchange| history("ec2", &looked_up(exchange), "alice");
    account.proxy.on(CALL).answer(answer);
}

/// The findings as they are without the answers.
fn without_answers(outcome: &Outcome) -> Value {
    let mut findings = outcome.report()["findings"].clone();
    for finding in findings.as_array_mut().unwrap() {
        finding.as_object_mut().unwrap().remove("lastChange");
    }
    findings
}

fn failing(outcome: &Outcome) -> Vec<&Value> {
    let findings = outcome.report()["findings"].as_array().unwrap().iter();
    findings.filter(|f| f["status"] == "fail").collect()
}

/// Why it is not known who changed what fails, each reason once.
fn reasons(outcome: &Outcome) -> BTreeSet<&str> {
    let findings = failing(outcome).into_iter();
    findings
        .filter_map(|finding| finding["lastChange"]["notKnown"].as_str())
        .collect()
}

#[test]
fn what_fails_says_who_changed_it() {
    let account = Account::non_compliant();
    answer_for_ec2(&account);
    let before = scan(&account).args(RULES).run().expect_status(1);
    assert_eq!(account.proxy.count(CALL), 0, "only if it is asked for");
    assert!(before.report().get("lastChangeLookups").is_none());
    let outcome = scan(&account)
        .args(RULES)
        .arg("--who")
        .run()
        .expect_status(1);
    assert_eq!(without_answers(&outcome), without_answers(&before));
    assert_eq!(outcome.report()["summary"], before.report()["summary"]);
    let findings = failing(&outcome);
    assert_eq!(findings.len(), 2 * REGIONS.len());
    for finding in &findings {
        let id = finding["resource"]["id"].as_str().unwrap();
        assert_eq!(
            finding["lastChange"],
            json!({
                "eventName": "ModifyIt",
                "eventSource": "ec2.amazonaws.com",
                "eventTime": "2026-01-02T03:04:05Z",
                "principal": {
                    "type": "AssumedRole",
                    "name": "deploy/alice",
                    "arn": "arn:aws:sts::123456789012:assumed-role/deploy/alice",
                },
                "sourceIPAddress": "198.51.100.7",
                "userAgent": "<script>alert(1)</script>",
                "eventId": format!("event-of-{id}"),
            })
        );
    }
    let made: Vec<_> = account.proxy.calls();
    let regions: BTreeSet<&str> = made
        .iter()
        .filter(|call| call.to_string() == CALL)
        .map(|call| call.region.as_str())
        .collect();
    assert_eq!(regions, REGIONS.into());
    assert_eq!(account.proxy.count(CALL), findings.len());
    assert_eq!(
        outcome.report()["calls"]["byOperation"][CALL],
        findings.len()
    );
    let told = "last changed by deploy/alice (AssumedRole) with ec2:ModifyIt on";
    assert!(outcome.stderr.contains(told), "{outcome}");
    assert!(outcome.read("reports/junit.xml").contains(told));
    let html = outcome.read("reports/report.html");
    assert!(html.contains("<code>deploy/alice (AssumedRole)</code>"));
    assert!(!html.contains("<script>alert"));
}

#[test]
fn global_resources_are_looked_up_at_home_under_both_names() {
    let account = Account::compliant();
    account.change(deviate::user_without_mfa);
    account.proxy.on(CALL).answer(|exchange| {
        let name = looked_up(exchange);
        match name.as_str() {
            "mallory" => history("iam", &name, "alice"),
            "arn:aws:iam::123456789012:user/mallory" => "{\"Events\": []}".to_owned(),
            other => panic!("{other} is not looked up"),
        }
    });
    let outcome = scan(&account)
        .args(["--rule", "iam-user-console-mfa", "--who"])
        .args(["--regions", "eu-west-1"])
        .run()
        .expect_status(1);
    let [finding] = failing(&outcome)[..] else {
        panic!("one finding fails, after {outcome}");
    };
    assert_eq!(finding["lastChange"]["eventName"], "ModifyIt");
    let calls = account.proxy.calls().into_iter();
    let made: Vec<_> = calls.filter(|call| call.to_string() == CALL).collect();
    assert_eq!(made.len(), 2);
    assert!(made.iter().all(|call| call.region == "us-east-1"));
}

#[test]
fn the_limit_is_kept_and_what_is_left_out_is_said() {
    let account = Account::non_compliant();
    answer_for_ec2(&account);
    let outcome = scan(&account)
        .args(RULES)
        .args(["--who", "--who-limit", "3"])
        .run()
        .expect_status(1);
    assert_eq!(account.proxy.count(CALL), 3);
    let left_out = 2 * REGIONS.len() - 3;
    assert_eq!(
        outcome.report()["lastChangeLookups"],
        json!({"resources": 3, "leftOut": left_out, "limit": 3})
    );
    let line = format!("who changed 3 resources last; {left_out} left out by `--who-limit 3`");
    assert_eq!(outcome.stderr.matches(&line).count(), 1, "{outcome}");
    assert!(outcome.read("reports/report.html").contains(&line));
    assert_eq!(
        reasons(&outcome),
        ["not looked up: `--who-limit` is 3, and others come first"].into()
    );
}

#[test]
fn denied_and_throttled_lookups_are_told_and_change_no_verdict() {
    let account = Account::non_compliant();
    answer_for_ec2(&account);
    let calls = |region| Match::from(CALL).in_region(region);
    account.proxy.on(calls("us-east-1")).deny();
    // Once, so that it is asked again; and until the program gives up.
    account.proxy.on(calls("eu-west-1")).times(1).throttle();
    account.proxy.on(calls("eu-central-1")).throttle();
    let outcome = scan(&account)
        .args(RULES)
        .args(["--who", "--who-limit", "8", "--timeout", "5"])
        .run()
        .expect_status(1);
    let reasons = reasons(&outcome);
    assert_eq!(reasons.len(), 2, "{reasons:?}");
    let mut words = reasons.iter();
    assert!(
        words.any(|why| why.starts_with("cloudtrail:LookupEvents was denied")),
        "{reasons:?}"
    );
    let of = |region: &str| {
        let findings = failing(&outcome).into_iter();
        let there = findings.filter(|finding| finding["region"] == region);
        let known = there.map(|finding| finding["lastChange"]["eventName"] == "ModifyIt");
        known.collect::<Vec<bool>>()
    };
    assert_eq!(of("us-east-1"), [false; 2]);
    assert_eq!(of("eu-central-1"), [false; 2]);
    assert_eq!(of("eu-west-1"), [true; 2], "a retry is enough");
    assert_eq!(of("ap-southeast-2"), [true; 2]);
    let calls = &outcome.report()["calls"];
    assert!(calls["throttled"].as_u64().unwrap() >= 2, "{calls}");
    assert_eq!(outcome.report()["gaps"], json!([]), "no gap of the scan");
}

#[test]
fn without_aws_it_is_a_mistake_in_usage() {
    for source in [&["--demo"][..], &["--snapshot", "no-such-file"]] {
        let outcome = Auditrail::new()
            .args(["scan", "--who"])
            .args(source)
            .run()
            .expect_status(2);
        let option = source[0];
        let why = format!("`--who` asks AWS, and with `{option}` there is no AWS to be asked");
        assert!(outcome.stderr.contains(&why), "{outcome}");
    }
    let outcome = Auditrail::new()
        .args(["scan", "--demo", "--who-limit", "3"])
        .run()
        .expect_status(2);
    assert!(outcome.stderr.contains("--who"), "{outcome}");
}

#[test]
fn the_policy_allows_the_call_only_where_it_is_made() {
    for (flag, expected) in [(&["--who"][..], true), (&[], false)] {
        let outcome = Auditrail::new()
            .args(["plan", "--iam-policy"])
            .args(flag)
            .run()
            .expect_status(0);
        assert_eq!(outcome.stdout.contains(CALL), expected, "{outcome}");
    }
}
