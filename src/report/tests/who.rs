//! Who changed a resource last, in every format.

use serde_json::Value;

use super::sample;
use crate::finding::Status;
use crate::last_change::{Change, LastChange, Lookups, Principal};
use crate::report::{Diff, Format, Output, Report, Screen, from_json};

/// Breaks out of everything that lets it.
const HOSTILE: &str = "</code><script>alert(7)</script>\u{1b}[31m\u{202e}\nx\" onload=\"y";

fn change() -> Change {
    Change {
        event_name: "StopLogging".to_owned(),
        event_source: "cloudtrail.amazonaws.com".to_owned(),
        event_time: "2026-01-02T03:04:05Z".parse().unwrap(),
        principal: Principal {
            kind: Some("IAMUser".to_owned()),
            name: Some("ana".to_owned()),
            arn: Some("arn:aws:iam::123456789012:user/ana".to_owned()),
        },
        source_ip_address: Some("198.51.100.7".to_owned()),
        user_agent: Some("aws-cli/2.30".to_owned()),
        event_id: Some("0b6c2f2e".to_owned()),
    }
}

/// The sample with `change` on all that fails.
fn with(change: &LastChange) -> Report {
    let mut report = sample();
    report.last_change_lookups = Some(Lookups {
        resources: 1,
        left_out: 3,
        limit: 1,
    });
    let failing = report.findings.iter_mut();
    for finding in failing.filter(|f| f.status == Status::Fail) {
        finding.last_change = Some(change.clone());
    }
    report
}

fn rendered(report: &Report, format: Format) -> String {
    Output::from(format).render(report).unwrap()
}

fn terminal(report: &Report, width: usize) -> String {
    let screen = Screen {
        color: false,
        width,
    };
    report.to_terminal(screen, &[])
}

#[test]
fn nothing_is_said_where_nothing_was_asked() {
    let report = sample();
    let json = rendered(&report, Format::Json);
    assert!(!json.contains("lastChange"));
    assert!(!rendered(&report, Format::Html).contains("Last change"));
    assert!(!rendered(&report, Format::Junit).contains("Who: "));
    assert!(!terminal(&report, 100).contains("CloudTrail who"));
}

#[test]
fn every_format_tells_it() {
    let report = with(&change().into());
    let sentence = "last changed by ana (IAMUser) with cloudtrail:StopLogging on \
                    2026-01-02 03:04:05 UTC from 198.51.100.7";
    let left_out = "asked CloudTrail who changed 1 resource last; 3 left out by `--who-limit 1`";
    let told = terminal(&report, 160);
    assert!(told.lines().any(|line| line.trim() == sentence), "{told}");
    assert!(told.lines().any(|line| line == left_out), "{told}");
    let junit = rendered(&report, Format::Junit);
    assert!(junit.contains(&format!("\nWho: {sentence}\n")), "{junit}");
    let html = rendered(&report, Format::Html);
    for part in [
        "<h4>Last change</h4>",
        "<dt>Who</dt><dd><code>ana (IAMUser)</code></dd>",
        "<dt>Call</dt><dd><code>cloudtrail:StopLogging</code></dd>",
        "<dt>When</dt><dd><code>2026-01-02 03:04:05 UTC</code></dd>",
        "<dt>From</dt><dd><code>198.51.100.7</code></dd>",
        "<dt>With</dt><dd><code>aws-cli/2.30</code></dd>",
        &format!("{left_out}."),
    ] {
        assert!(html.contains(part), "`{part}` is missing");
    }
    let text = rendered(&report, Format::Json);
    assert_eq!(from_json(text.as_bytes()).unwrap(), report);
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["schemaVersion"], "1");
    assert_eq!(json["lastChangeLookups"]["leftOut"], 3);
    let mut findings = json["findings"].as_array().unwrap().iter();
    assert!(findings.all(|f| (f["status"] == "fail") == f.get("lastChange").is_some()));
}

#[test]
fn what_is_not_known_says_why() {
    let why = "cloudtrail:LookupEvents was denied (no)";
    let report = with(&LastChange::not_known(why));
    let sentence = format!("last change not known: {why}");
    assert!(terminal(&report, 160).contains(&format!("\n    {sentence}\n")));
    assert!(rendered(&report, Format::Junit).contains(&sentence));
    let html = rendered(&report, Format::Html);
    assert!(html.contains(&format!("<span class=\"unseen\">not known: {why}</span>")));
}

#[test]
fn hostile_records_break_out_of_nothing() {
    let text = || Some(HOSTILE.to_owned());
    let hostile = Change {
        event_name: HOSTILE.to_owned(),
        event_source: HOSTILE.to_owned(),
        principal: Principal {
            kind: text(),
            name: text(),
            arn: text(),
        },
        source_ip_address: text(),
        user_agent: Some(HOSTILE.repeat(1000)),
        event_id: text(),
        ..change()
    };
    for change in [hostile.into(), LastChange::not_known(HOSTILE)] {
        let report = with(&change);
        let html = rendered(&report, Format::Html);
        assert!(!html.contains("<script>alert"));
        assert!(!html.contains("\" onload=\""));
        assert_eq!(html.matches("<script").count(), 1);
        let unsafe_in = |text: &str| {
            text.contains(|c: char| c.is_control() && c != '\n') || text.contains('\u{202e}')
        };
        assert!(!unsafe_in(&html));
        let junit = rendered(&report, Format::Junit);
        assert!(!unsafe_in(&junit) && !junit.contains("<script"));
        quick_junit::Report::deserialize_from_str(&junit).unwrap();
        let told = terminal(&report, 100);
        assert!(!unsafe_in(&told), "{told}");
        let mut of_changes = told.lines().filter(|line| line.contains("    last change"));
        assert!(of_changes.all(|line| line.chars().count() <= 100), "{told}");
        let text = rendered(&report, Format::Json);
        assert_eq!(from_json(text.as_bytes()).unwrap(), report);
    }
}

#[test]
fn it_changes_no_comparison_and_no_status() {
    let (before, after) = (sample(), with(&change().into()));
    let diff = Diff::new(&before, &after);
    assert!(diff.changed.is_empty() && diff.new_failures.is_empty());
    assert_eq!(
        serde_json::to_value(&diff).unwrap(),
        serde_json::to_value(Diff::new(&before, &before)).unwrap()
    );
    assert_eq!(
        after.exit_status(None, false),
        before.exit_status(None, false)
    );
    assert_eq!(after.summary, before.summary);
}
