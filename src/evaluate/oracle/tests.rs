//! Questions about the demo's metric filters, and what answers to them come to.

use super::*;
use crate::evaluate::{run, run_verified};
use crate::filter_pattern::{Event, Outcome};
use crate::finding::{Finding, Status};
use crate::inventory::{NotSeen, Reason, load};
use crate::kind::call;
use crate::rule::{RuleSet, Selection};

fn demo() -> Inventory {
    load(&include_bytes!("../../../examples/demo.ndjson")[..]).unwrap()
}

/// Runs `look` on the questions about the demo, and on the rules that they are for.
fn with_questions(look: impl FnOnce(&[Bound<'_>], &Inventory, Vec<Question>)) {
    let rules = RuleSet::load(&[]).unwrap();
    let selection = Selection {
        rules: vec!["monitor-c*".to_owned()],
        ..Selection::default()
    };
    let selected = rules.select(&selection).unwrap();
    let inventory = demo();
    let questions = questions(&selected.bindings, &inventory);
    look(&selected.bindings, &inventory, questions);
}

fn question(pattern: &str, events: &[Value]) -> Question {
    Question {
        account: Account::new("123456789012"),
        region: Region::new("eu-west-1"),
        pattern: pattern.to_owned(),
        filters: vec![
            ("logs".to_owned(), "one".to_owned()),
            ("logs".to_owned(), "two".to_owned()),
        ],
        events: events.to_vec(),
    }
}

/// What we ourselves would answer.
fn ours(question: &Question) -> Vec<bool> {
    let pattern = Pattern::parse(&question.pattern).unwrap();
    let events = question.events.iter();
    events
        .map(|event| pattern.matches(&Event::from_value(event)))
        .collect()
}

#[test]
fn each_pattern_is_asked_once_with_events_on_both_sides() {
    with_questions(|bindings, inventory, questions| {
        assert!(questions.len() > 5, "{}", questions.len());
        for (index, question) in questions.iter().enumerate() {
            let same = |q: &Question| q.region == question.region && q.pattern == question.pattern;
            assert_eq!(questions.iter().position(same), Some(index));
            assert!(
                (8..=20).contains(&question.events.len()),
                "{}",
                question.pattern
            );
            let answers = ours(question);
            assert!(answers.contains(&true), "{}", question.pattern);
            assert!(answers.contains(&false), "{}", question.pattern);
            assert!(!question.filters.is_empty());
        }
        assert_eq!(super::questions(bindings, inventory), questions);
    });
}

#[test]
fn an_inventory_without_metric_filters_raises_no_question() {
    let mut inventory = demo();
    inventory.resources.clear();
    assert_eq!(questions(&[], &inventory), []);
}

#[test]
fn near_misses_turn_each_clause() {
    with_questions(|bindings, inventory, _| {
        let chains = Chains::new(inventory, &inventory.targets[0]);
        let required = required(bindings, &chains);
        let pattern = Pattern::parse(
            "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS \
             && $.eventType != \"AwsServiceEvent\" }",
        );
        let pattern = pattern.unwrap();
        let events = events::of(&pattern, &required, &chains);
        let lost: Vec<&Value> = events
            .iter()
            .filter(|event| pattern.judge(&Event::from_value(event)) == Outcome::NoMatch)
            .collect();
        let at = |event: &Value, path: &str| {
            let value = event.pointer(path).and_then(Value::as_str);
            value.map(str::to_owned)
        };
        let root = |event: &Value| at(event, "/userIdentity/type").as_deref() == Some("Root");
        let roots: Vec<&&Value> = lost.iter().filter(|event| root(event)).collect();
        let some = |path: &str, value: Option<&str>| {
            roots
                .iter()
                .any(|event| at(event, path).as_deref() == value)
        };
        assert!(
            some("/userIdentity/invokedBy", Some("auditrail")),
            "{roots:?}"
        );
        assert!(some("/eventType", Some("AwsServiceEvent")), "{roots:?}");
        // What is missing is not different: a comparison needs something to compare.
        assert!(some("/eventType", None), "{roots:?}");
        assert!(
            lost.iter()
                .any(|event| at(event, "/userIdentity/type").is_none())
        );
    });
}

#[test]
fn equal_answers_agree() {
    with_questions(|bindings, inventory, questions| {
        let answers: Vec<_> = questions.iter().map(|q| Ok(ours(q))).collect();
        let verification = compare(&questions, &answers);
        assert_eq!(verification.patterns, questions.len());
        let events: usize = questions.iter().map(|q| q.events.len()).sum();
        assert_eq!(verification.events, events);
        assert_eq!(verification.disagreements, []);
        assert_eq!(verification.not_asked, []);
        let findings = run_verified(bindings, inventory, Some(&verification));
        assert_eq!(findings, run(bindings, inventory));
    });
}

#[test]
fn a_disagreement_names_each_filter_with_the_pattern() {
    let event = serde_json::json!({"eventName": "A", "eventSource": "b.amazonaws.com"});
    let questions = [question(
        "{ $.eventName = A }",
        &[event.clone(), Value::Null],
    )];
    let verification = compare(&questions, &[Ok(vec![false, false])]);
    assert_eq!((verification.patterns, verification.events), (1, 2));
    assert_eq!(verification.contradicted(), 1);
    let found = verification.disagreements.iter();
    let found: Vec<_> = found
        .map(|d| (d.filter.as_str(), &d.event, d.auditrail, d.aws))
        .collect();
    assert_eq!(
        found,
        [("one", &event, true, false), ("two", &event, true, false)]
    );
    assert_eq!(verification.by_filter().len(), 2);
    assert_eq!(
        verification.disagreements[0].to_string(),
        "AWS does not match a made-up event A of b.amazonaws.com with it, and auditrail does"
    );
}

#[test]
fn what_aws_leaves_open_agrees_with_either_answer() {
    let questions = [question(
        "{ $.eventName = \"a\\xb\" }",
        &[serde_json::json!({"eventName": "axb"})],
    )];
    let pattern = Pattern::parse(&questions[0].pattern).unwrap();
    let judged = pattern.judge(&Event::from_value(&questions[0].events[0]));
    assert!(matches!(judged, Outcome::Contested(_)), "{judged:?}");
    for answer in [true, false] {
        let verification = compare(&questions, &[Ok(vec![answer])]);
        assert_eq!(
            (verification.events, verification.disagreements),
            (1, vec![])
        );
    }
}

#[test]
fn what_was_not_answered_or_not_understood_is_not_asked() {
    let denied = NotSeen::new(call::TEST_METRIC_FILTER, Reason::Denied, "no");
    let questions = [question("x", &[Value::Null]), question("{ $.a = }", &[])];
    let verification = compare(&questions, &[Err(denied), Ok(Vec::new())]);
    assert_eq!((verification.patterns, verification.events), (0, 0));
    let told = verification.not_asked.iter();
    let told: Vec<_> = told
        .map(|n| (n.pattern.as_str(), n.reason, n.detail.as_str()))
        .collect();
    assert_eq!(told[0], ("x", Reason::Denied, "no"));
    assert_eq!((told[1].0, told[1].1), ("{ $.a = }", Reason::Failed));
    assert!(
        told[1]
            .2
            .starts_with("auditrail does not understand the pattern: "),
        "{told:?}"
    );
}

fn statuses(findings: &[Finding], rule: &str) -> Vec<(Status, String)> {
    let of_rule = findings.iter().filter(|finding| finding.rule == rule);
    of_rule.map(|f| (f.status, f.message.clone())).collect()
}

#[test]
fn an_alert_that_depends_on_a_contradicted_filter_is_unknown() {
    with_questions(|bindings, inventory, questions| {
        let before = run(bindings, inventory);
        let passing = before.iter().find(|finding| finding.status == Status::Pass);
        let passing = passing.unwrap();
        let rule = passing.rule.clone();
        let filters = passing.evidence["chains"][0]["filters"].as_array().unwrap();
        let used = |name: &str| filters.iter().any(|filter| filter["name"] == name);
        let mut contradicted = Vec::new();
        let answers: Vec<_> = questions
            .iter()
            .map(|question| {
                let mut answers = ours(question);
                if question.filters.iter().any(|(_, filter)| used(filter)) {
                    contradicted.extend(question.filters.clone());
                    answers[0] = !answers[0];
                }
                Ok(answers)
            })
            .collect();
        assert!(!contradicted.is_empty(), "{rule}");
        let verification = compare(&questions, &answers);
        let after = run_verified(bindings, inventory, Some(&verification));
        for (status, message) in statuses(&after, &rule) {
            assert_eq!(status, Status::Unknown, "{message}");
            assert!(
                message.contains("AWS does not match a made-up event"),
                "{message}"
            );
        }
        // Nothing becomes better by it, and what else passes rests on other filters.
        for (before, after) in before.iter().zip(&after).filter(|(f, _)| f.rule != rule) {
            let same = before.status == after.status;
            let open = before.status == Status::Fail && after.status == Status::Unknown;
            assert!(same || open, "{}: {}", after.rule, after.message);
        }
    });
}
