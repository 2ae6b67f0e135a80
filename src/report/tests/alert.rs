//! The evidence of an alert, shown: the sample's finding has all that there can be, and
//! names that try to break out.

use serde_json::{Value, json};

use super::{empty, sample};
use crate::finding::Finding;
use crate::report::{Format, Output, Screen, explain};

fn finding() -> Finding {
    let findings = sample().findings;
    let mut of_rule = findings
        .into_iter()
        .filter(|f| f.rule == "monitor-trail-changes");
    of_rule.next().unwrap()
}

fn with(evidence: &Value) -> Finding {
    Finding {
        evidence: evidence.as_object().unwrap().clone(),
        ..finding()
    }
}

/// The page of a report with `finding` alone.
fn page(finding: Finding) -> String {
    let mut report = empty();
    report.findings.push(finding);
    Output::from(Format::Html).render(&report).unwrap()
}

/// What stands in `text` from `start` to `end`.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, after) = text.split_once(start).unwrap();
    after.split_once(end).unwrap().0
}

fn told(finding: &Finding, width: usize) -> String {
    let screen = Screen {
        color: false,
        width,
    };
    explain(finding, screen)
}

#[test]
fn the_chain_is_drawn() {
    let html = page(finding());
    insta::assert_snapshot!(between(&html, "<div class=\"scroll\"", "</div>"));
}

#[test]
fn the_page_shows_the_proof() {
    let html = page(finding());
    let body = between(&html, "</svg></div>", "<h4>Resource");
    insta::assert_snapshot!(body);
}

#[test]
fn a_terminal_shows_the_same() {
    insta::assert_snapshot!(told(&finding(), 100));
}

#[test]
fn a_narrow_terminal_leaves_the_matrix_out() {
    let text = told(&finding(), 50);
    assert!(!text.contains("a filter selects"), "{text}");
    assert!(text.contains("2 required events that ring nobody:\n    DeleteTrail, StopLogging\n"));
}

#[test]
fn no_name_breaks_out() {
    let mut evidence = Value::Object(finding().evidence);
    let long = "\u{202e}<b>\"'&".repeat(2000);
    hostile(&mut evidence, &long);
    let finding = with(&evidence);
    let html = page(finding.clone());
    assert!(!html.contains("<b>") && !html.contains('\u{202e}'));
    let text = told(&finding, 80);
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'));
    assert!(!text.contains('\u{202e}'));
}

/// Makes every text in `value` hostile but those that have a meaning.
fn hostile(value: &mut Value, text: &str) {
    match value {
        Value::String(name) => text.clone_into(name),
        Value::Array(items) => items.iter_mut().for_each(|item| hostile(item, text)),
        Value::Object(fields) => fields.values_mut().for_each(|field| hostile(field, text)),
        _ => {}
    }
}

#[test]
fn older_evidence_is_shown_as_a_chain_too() {
    let finding = with(&json!({
        "firstBrokenLink": {"link": "alarm", "why": "no alarm watches it"},
        "missed": ["CreateVpc"],
        "missedExample": {"eventName": "CreateVpc"},
        "chains": [
            {"trail": "main", "logGroup": {"name": "audit", "region": "eu-west-1"}, "filters": [
                {"name": "root", "pattern": "{ $.a = 1 }", "metric": "N/Root", "alarm": "root",
                 "topic": "arn:aws:sns:eu-west-1:1:t", "confirmedSubscriptions": 2},
                {"name": "vpc", "pattern": "{ $.b = 1 }",
                 "broken": {"link": "alarm", "state": "broken", "why": "no alarm watches it"}},
            ]},
            {"trail": "data", "broken": {"link": "trail", "state": "broken", "why": "one region"}},
        ],
    }));
    insta::assert_snapshot!(told(&finding, 100), @r#"
    fail           123456789012 global 123456789012
      2 of 4 required events ring nobody: DeleteTrail and StopLogging
      delivery chains:
        trail main ✓ -> log group audit ✓
          -> metric filter root ✓ -> metric N/Root ✓ -> alarm root ✓
            -> topic arn:aws:sns:eu-west-1:1:t ✓ -> subscription 2 confirmed ✓
              pattern { $.a = 1 }
          -> metric filter vpc ✓ -> alarm ✕
              alarm broken - no alarm watches it
              pattern { $.b = 1 }
        trail data ✕
            trail broken - one region
      first broken link: alarm: no alarm watches it
      1 required event that rings nobody:
        CreateVpc
      such a record rings nobody:
        {
          "eventName": "CreateVpc"
        }
    "#);
    let html = page(finding);
    assert_eq!(html.matches("<text class=\"caption").count(), 3);
    assert!(!html.contains("<h4>Evidence"), "nothing is left to show");
}

#[test]
fn what_is_missing_is_left_out() {
    let whole = finding().evidence;
    for key in whole.keys() {
        let mut evidence = whole.clone();
        evidence.remove(key);
        let finding = with(&Value::Object(evidence.clone()));
        told(&finding, 80);
        page(finding);
        let only = with(&json!({ key.as_str(): whole[key] }));
        told(&only, 80);
        page(only);
    }
    for empty in [
        json!({"chains": []}),
        json!({"chains": [{"trail": null, "links": []}], "missed": []}),
        json!({"chains": [], "missed": [], "witness": {}, "matrix": {"events": [], "filters": []},
               "clause": {}, "repairs": [], "firstBrokenLink": {"link": ""}}),
        json!({"chains": [{"trail": "t", "filters": [{"routes": [{}, {"links": [{"link": "x"}]}]}]}],
               "repairs": [{}], "matrix": {"events": ["e"], "filters": []}}),
    ] {
        let finding = with(&empty);
        told(&finding, 80);
        page(finding);
    }
}

#[test]
fn evidence_of_another_shape_is_shown_as_it_is() {
    for evidence in [
        json!({"missed": ["a"], "witness": {"b": "c"}, "matrix": 1}),
        json!({"chains": "tied", "missed": ["a"]}),
        json!({"chains": [{"link": "of iron"}]}),
    ] {
        let finding = with(&evidence);
        let text = told(&finding, 80);
        for key in evidence.as_object().unwrap().keys() {
            assert!(text.contains(&format!("\n  {key}: ")), "{text}");
        }
        let html = page(finding);
        assert!(html.contains("<h4>Evidence") && !html.contains("<svg"));
    }
    // Of an alert, only what fits is shown as such.
    let text = told(
        &with(&json!({"chains": [], "missed": {"a": 1}, "period": 60})),
        80,
    );
    assert!(
        text.contains("  missed: {") && text.contains("  period: 60"),
        "{text}"
    );
}

#[test]
fn many_routes_are_folded_and_very_many_are_counted() {
    let filters: Vec<Value> = (0..130)
        .map(|n| json!({"name": format!("f{n}"), "routes": []}))
        .collect();
    let finding = with(&json!({"chains": [{"trail": "t", "filters": filters}]}));
    let html = page(finding.clone());
    assert_eq!(html.matches("<text class=\"caption").count(), 100);
    assert!(html.contains("<summary>92 more routes</summary>"));
    assert!(html.contains("30 more routes in report.json"));
    assert!(told(&finding, 80).contains("and 118 more routes; `--json` has them all"));
}
