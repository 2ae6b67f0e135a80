//! How our reading of filter patterns stood the test, in every format that tells it.

use serde_json::json;

use super::{empty, sample};
use crate::evaluate::oracle::{Disagreement, NotAsked, Verification};
use crate::inventory::Reason;
use crate::report::{Format, Output, Report, Screen, from_json};
use crate::target::{Account, Region};

fn disagreement(filter: &str, name: &str) -> Disagreement {
    Disagreement {
        account: Account::new("123456789012"),
        region: Region::new("eu-west-1"),
        log_group: "trail".to_owned(),
        filter: filter.to_owned(),
        pattern: "{ $.eventName = A }".to_owned(),
        event: json!({"eventName": name}),
        auditrail: false,
        aws: true,
    }
}

fn denied(pattern: &str) -> NotAsked {
    NotAsked {
        account: Account::new("123456789012"),
        region: Region::new("eu-west-1"),
        pattern: pattern.to_owned(),
        operation: "logs:TestMetricFilter".to_owned(),
        reason: Reason::Denied,
        detail: "no".to_owned(),
    }
}

fn with(verification: Verification) -> Report {
    Report {
        pattern_verification: Some(verification),
        ..empty()
    }
}

fn terminal(report: &Report) -> String {
    let screen = Screen {
        color: false,
        width: 80,
    };
    report.to_terminal(screen, &[])
}

fn rendered(report: &Report, format: Format) -> String {
    Output::from(format).render(report).unwrap()
}

#[test]
fn nothing_is_said_where_nothing_was_asked() {
    let report = sample();
    assert!(!rendered(&report, Format::Json).contains("patternVerification"));
    assert!(!rendered(&report, Format::Html).contains("id=\"patterns\""));
    assert!(!terminal(&report).contains("AWS "));
}

#[test]
fn agreement_is_one_sentence() {
    let report = with(Verification {
        patterns: 15,
        events: 1,
        ..Verification::default()
    });
    let sentence = "AWS agrees on 15 filter patterns and 1 event";
    assert!(terminal(&report).lines().any(|line| line == sentence));
    let html = rendered(&report, Format::Html);
    assert!(html.contains(&format!("{sentence}.")), "{html}");
    let none = with(Verification::default());
    assert!(terminal(&none).contains("there was no filter pattern to ask AWS about"));
}

#[test]
fn a_disagreement_is_told_by_filter_and_event() {
    let report = with(Verification {
        patterns: 3,
        events: 60,
        disagreements: vec![
            disagreement("<one>", "B"),
            disagreement("two", "B"),
            disagreement("two", "C"),
        ],
        not_asked: Vec::new(),
    });
    let told = terminal(&report);
    assert!(
        told.contains(
            "AWS reads 1 of 3 filter patterns otherwise than auditrail, on 2 of 60 events; please report this\n"
        ),
        "{told}"
    );
    assert!(
        told.contains(
            "  metric filter `two` on log group `trail` in 123456789012 eu-west-1: AWS matches a made-up event B with it, and auditrail does not (and 1 more)\n"
        ),
        "{told}"
    );
    let html = rendered(&report, Format::Html);
    assert!(html.contains("<code>&lt;one&gt;</code>"), "{html}");
    assert!(html.contains("AWS: <strong>matches</strong>"), "{html}");
    let json: serde_json::Value = serde_json::from_str(&rendered(&report, Format::Json)).unwrap();
    assert_eq!(
        json["patternVerification"]["disagreements"][0],
        json!({
            "account": "123456789012", "region": "eu-west-1", "logGroup": "trail",
            "filter": "<one>", "pattern": "{ $.eventName = A }",
            "event": {"eventName": "B"}, "auditrail": false, "aws": true,
        })
    );
    let text = rendered(&report, Format::Json);
    assert_eq!(from_json(text.as_bytes()).unwrap(), report);
}

#[test]
fn a_reason_for_missing_answers_is_told_once() {
    let report = with(Verification {
        patterns: 0,
        events: 0,
        disagreements: Vec::new(),
        not_asked: vec![denied("a"), denied("b")],
    });
    let told = terminal(&report);
    assert!(
        told.contains("AWS gave no answer for 2 filter patterns\n"),
        "{told}"
    );
    let reason = "123456789012 eu-west-1: logs:TestMetricFilter was denied (no)";
    assert_eq!(told.matches(reason).count(), 1, "{told}");
    assert!(rendered(&report, Format::Html).contains(reason));
}
