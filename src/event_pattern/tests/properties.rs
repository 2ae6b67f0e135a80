//! Laws that hold for all patterns and all events.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::naive;
use crate::event_pattern::{Ambiguity, EventPattern, Outcome};

fn text() -> impl Strategy<Value = Value> {
    select(vec!["", "a", "b", "ab", "aB", "ba", "aab", "a*"]).prop_map(Value::from)
}

fn number() -> impl Strategy<Value = Value> {
    select(vec![json!(0), json!(1), json!(2), json!(7), json!(-1)])
}

fn one_or_more(values: impl Strategy<Value = Value> + Clone) -> impl Strategy<Value = Value> {
    prop_oneof![
        values.clone(),
        prop::collection::vec(values, 1..3).prop_map(Value::from)
    ]
}

fn affix() -> impl Strategy<Value = Value> + Clone {
    select(vec!["a", "b", "ab"]).prop_map(Value::from)
}

fn wildcard() -> impl Strategy<Value = Value> + Clone {
    select(vec!["*", "a*", "*b", "a*b", "*a*", r"a\*", "ab"]).prop_map(Value::from)
}

fn cased() -> impl Strategy<Value = Value> {
    let ignoring = select(vec!["A", "ab"]).prop_map(|text| json!({"equals-ignore-case": text}));
    prop_oneof![affix(), Just(json!("")), ignoring]
}

fn texts() -> impl Strategy<Value = Value> + Clone {
    select(vec!["", "A", "ab", "AB"]).prop_map(Value::from)
}

pub(crate) fn matcher() -> impl Strategy<Value = Value> {
    let range = (select(vec![">", ">="]), 0..3, select(vec!["<", "<="]), 4..8)
        .prop_map(|(above, low, below, high)| json!([above, low, below, high]));
    let order = (select(vec!["=", "<", "<=", ">", ">="]), 0..4).prop_map(|(c, n)| json!([c, n]));
    let but = prop_oneof![
        one_or_more(texts()),
        one_or_more((0..3).prop_map(Value::from)),
        one_or_more(affix()).prop_map(|v| json!({"prefix": v})),
        one_or_more(affix()).prop_map(|v| json!({"suffix": v})),
        one_or_more(texts()).prop_map(|v| json!({"equals-ignore-case": v})),
        one_or_more(wildcard()).prop_map(|v| json!({"wildcard": v})),
    ];
    prop_oneof![
        4 => text(),
        2 => number(),
        1 => select(vec![json!(null), json!(true), json!(false)]),
        2 => any::<bool>().prop_map(|exists| json!({"exists": exists})),
        1 => cased().prop_map(|v| json!({"prefix": v})),
        1 => cased().prop_map(|v| json!({"suffix": v})),
        1 => texts().prop_map(|v| json!({"equals-ignore-case": v})),
        1 => wildcard().prop_map(|v| json!({"wildcard": v})),
        1 => prop_oneof![range, order].prop_map(|v| json!({"numeric": v})),
        3 => but.prop_map(|v| json!({"anything-but": v})),
    ]
}

fn object(content: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let names = select(vec!["p", "q", "r"]);
    prop::collection::vec((names, content), 1..4).prop_map(|members| {
        members
            .into_iter()
            .map(|(k, v)| (k.to_owned(), v))
            .collect::<Map<_, _>>()
            .into()
    })
}

pub(crate) fn pattern() -> impl Strategy<Value = Value> {
    let leaf = prop::collection::vec(matcher(), 1..3)
        .prop_map(Value::from)
        .boxed();
    let flat = object(leaf.clone()).boxed();
    let deep = object(leaf.prop_recursive(2, 12, 3, object));
    let or = prop::collection::vec(flat.clone(), 2..4);
    (deep, prop::option::weighted(0.4, or), any::<bool>()).prop_map(|(mut pattern, or, below)| {
        if let Some(or) = or {
            let members = pattern.as_object_mut().unwrap();
            let key = if below { "s" } else { "$or" };
            let value = if below { json!({"$or": or}) } else { json!(or) };
            members.insert(key.to_owned(), value);
        }
        pattern
    })
}

pub(crate) fn event() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        4 => text(),
        2 => number(),
        1 => select(vec![json!(null), json!(true), json!(false)]),
    ];
    let value = scalar.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            object(inner.clone()),
            prop::collection::vec(inner, 0..4).prop_map(Value::from)
        ]
    });
    let names = select(vec!["p", "q", "r", "s"]);
    prop::collection::vec((names, value), 0..5).prop_map(|members| {
        members
            .into_iter()
            .map(|(k, v)| (k.to_owned(), v))
            .collect::<Map<_, _>>()
            .into()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_is_written_parses_back(pattern in pattern()) {
        let parsed = EventPattern::parse(&pattern.to_string()).unwrap();
        prop_assert_eq!(EventPattern::parse(&parsed.to_string()), Ok(parsed));
    }

    #[test]
    fn event_ruler_agrees(pattern in pattern(), event in event()) {
        let parsed = EventPattern::parse(&pattern.to_string()).unwrap();
        let expected = naive::selects(&pattern, &event);
        match parsed.judge(&event) {
            Outcome::Match => prop_assert!(expected, "{} on {}", pattern, event),
            Outcome::NoMatch => prop_assert!(!expected, "{} on {}", pattern, event),
            Outcome::Contested(question) => {
                let known = [Ambiguity::EmptyContainer, Ambiguity::AbsenceInList, Ambiguity::RepeatedName];
                prop_assert!(known.contains(&question), "{} on {}: {:?}", pattern, event, question);
            }
        }
    }

    #[test]
    fn parts_say_what_the_whole_says(pattern in pattern(), event in event()) {
        let text = pattern.to_string().replace("\"p\"", "\"detail\"");
        let event: Value = serde_json::from_str(&event.to_string().replace("\"p\"", "\"detail\"")).unwrap();
        let whole = EventPattern::parse(&text).unwrap();
        let Some(detail) = event.get("detail").filter(|detail| detail.is_object()) else {
            return Ok(());
        };
        let Ok(parts) = whole.parts() else {
            return Ok(());
        };
        let selects = |part: &crate::event_pattern::Part<'_>| {
            let of_envelope = part.envelope.iter().filter(|(path, _)| path.len() == 1);
            let mut outcomes: Vec<Outcome> =
                of_envelope.map(|(path, matchers)| matchers.judge(event.get(path[0]))).collect();
            outcomes.push(part.detail.judge(detail));
            outcomes
        };
        // With all of the envelope one step deep.
        if parts.iter().all(|part| part.envelope.iter().all(|(path, _)| path.len() == 1)) {
            let all = parts.iter().any(|part| selects(part).iter().all(|o| *o == Outcome::Match));
            let none = parts.iter().all(|part| selects(part).contains(&Outcome::NoMatch));
            match whole.judge(&event) {
                Outcome::Match => prop_assert!(all),
                Outcome::NoMatch => prop_assert!(none),
                Outcome::Contested(_) => prop_assert!(!all && !none),
            }
        }
    }

    #[test]
    fn nothing_panics(source in r#"[{}\[\]":,a$or0-9*\\. ]{0,40}"#) {
        if let Err(error) = EventPattern::parse(&source) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
