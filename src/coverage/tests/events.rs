//! Event patterns, alone and beside filter patterns.

use serde_json::{Value, json};

use super::dice::{self, Dice, Taste, all_events, condition, pattern};
use crate::coverage::{
    Condition, Coverage, Deployed, Field, Kinds, Language, Requirement, Shape, Universe, Values,
    covers,
};
use crate::event_pattern::{EventPattern, Outcome};
use crate::filter_pattern::{Event, Pattern};

fn event_pattern(source: &str) -> EventPattern {
    EventPattern::parse(source).unwrap_or_else(|error| panic!("{source}: {error}"))
}

/// Some filter patterns, then some event patterns.
fn ask(required: &Requirement, universe: &Universe, filters: &[&str], events: &[&str]) -> Coverage {
    let filters: Vec<Pattern> = filters.iter().map(|p| Pattern::parse(p).unwrap()).collect();
    let events: Vec<EventPattern> = events.iter().map(|p| event_pattern(p)).collect();
    let filters = filters.iter().map(Deployed::always);
    let deployed: Vec<Deployed<'_>> = filters.chain(events.iter().map(Deployed::always)).collect();
    let found = covers(std::slice::from_ref(required), &deployed, universe);
    if let Coverage::NotCovered(event) = &found {
        assert!(required.holds(event), "{event}");
        assert!(deployed.iter().all(|d| d.misses(event)), "{event}");
    }
    found
}

fn filter(source: &str) -> Requirement {
    Requirement::Pattern(Pattern::parse(source).unwrap())
}

fn fields(conditions: &[(&str, Condition)]) -> Requirement {
    let path = |dotted: &str| dotted.split('.').map(str::to_owned).collect();
    let conditions = conditions.iter();
    Requirement::Fields(conditions.map(|(p, c)| (path(p), c.clone())).collect())
}

#[track_caller]
fn covered(required: &str, events: &[&str]) {
    let found = ask(&filter(required), &Universe::any_json(), &[], events);
    assert_eq!(found, Coverage::Covered, "{required} by {events:?}");
}

#[track_caller]
fn missed(required: &str, events: &[&str]) -> Value {
    match ask(&filter(required), &Universe::any_json(), &[], events) {
        Coverage::NotCovered(event) => *event,
        other => panic!("{required} by {events:?}: {other:?}"),
    }
}

#[track_caller]
fn not_proven(required: &str, events: &[&str]) -> String {
    match ask(&filter(required), &Universe::any_json(), &[], events) {
        Coverage::NotProven(why) => why,
        other => panic!("{required} by {events:?}: {other:?}"),
    }
}

#[test]
fn texts_and_alternatives() {
    covered(
        "{ $.a = x && $.b = y }",
        &[r#"{"b": ["y"], "a": ["x", "z"]}"#],
    );
    covered(
        "{ $.a = x || $.b = y }",
        &[r#"{"$or": [{"a": ["x"]}, {"b": ["y"]}]}"#],
    );
    covered(
        "{ $.a = x || $.b = y }",
        &[r#"{"a": ["x"]}"#, r#"{"b": ["y"]}"#],
    );
    covered("{ $.a = Create* }", &[r#"{"a": [{"prefix": "Cr"}]}"#]);
    covered(
        "{ $.a = *User }",
        &[r#"{"a": [{"suffix": {"equals-ignore-case": "USER"}}]}"#],
    );
    covered(
        "{ $.a = root || $.a = Root }",
        &[r#"{"a": [{"equals-ignore-case": "ROOT"}]}"#],
    );
    covered("{ $.a = *x* }", &[r#"{"a": [{"wildcard": "*x*"}]}"#]);
    covered("{ $.a.b = x }", &[r#"{"a": {"b": [{"exists": true}]}}"#]);
    covered(
        "{ $.a != x && $.a = * }",
        &[r#"{"a": [{"anything-but": "x"}]}"#],
    );
    covered(
        "{ $.a = a* }",
        &[r#"{"a": [{"anything-but": {"prefix": ["b", "c"]}}]}"#],
    );
    let event = missed("{ $.a = x || $.a = y }", &[r#"{"a": ["x"]}"#]);
    assert_eq!(event, json!({"a": "y"}));
    missed("{ $.a = Create* }", &[r#"{"a": [{"prefix": "CreateU"}]}"#]);
    missed("{ $.a = x }", &[r#"{"a": ["x"], "b": [{"exists": true}]}"#]);
    missed("{ $.a = x }", &[r#"{"a": [{"anything-but": ["w", "x"]}]}"#]);
    missed(
        "{ $.a = * }",
        &[r#"{"a": [{"anything-but": {"wildcard": "*x*"}}]}"#],
    );
}

#[test]
fn filters_and_event_patterns_together() {
    let required = filter("{ $.a = x || $.a = y }");
    let any = Universe::any_json();
    let both = ask(&required, &any, &["{ $.a = x }"], &[r#"{"a": ["y"]}"#]);
    assert_eq!(both, Coverage::Covered);
    let one = ask(&required, &any, &["{ $.a = x }"], &[r#"{"a": ["z"]}"#]);
    assert_eq!(one, Coverage::NotCovered(Box::new(json!({"a": "y"}))));
}

#[test]
fn a_match_counts_only_where_it_does() {
    let pattern = event_pattern(r#"{"a": ["x"]}"#);
    let deployed = [Deployed {
        matcher: (&pattern).into(),
        only: vec![(vec!["r".to_owned()], Condition::Is("here".to_owned()))],
    }];
    let ask = |required| covers(&[required], &deployed, &Universe::any_json());
    assert_eq!(ask(filter("{ $.a = x && $.r = here }")), Coverage::Covered);
    assert!(matches!(
        ask(filter("{ $.a = x }")),
        Coverage::NotCovered(_)
    ));
}

#[test]
fn what_must_not_be_there() {
    let object = |kinds| Field {
        path: vec!["u".to_owned()],
        sure: Values::of(kinds),
        possible: Values::of(kinds),
        doubt: None,
        usual: Vec::new(),
        prefer: None,
    };
    let universe = Universe {
        shapes: vec![Shape {
            fields: vec![object(Kinds::OBJECT)],
            closed: Vec::new(),
            doubt: None,
        }],
        ..Universe::any_json()
    };
    let absent = r#"{"u": {"by": [{"exists": false}]}, "t": [{"exists": false}]}"#;
    let required = fields(&[
        ("u.by", Condition::Exists(false)),
        ("t", Condition::Exists(false)),
    ]);
    assert_eq!(ask(&required, &universe, &[], &[absent]), Coverage::Covered);
    let required = fields(&[("t", Condition::Exists(false))]);
    let found = ask(&required, &universe, &[], &[absent]);
    assert!(matches!(found, Coverage::NotCovered(_)), "{found:?}");
}

#[test]
fn numbers() {
    let patterns = [r#"{"a": [{"numeric": [">", 1, "<=", 3]}]}"#];
    missed("{ $.a >= 1 && $.a <= 3 }", &patterns);
    missed("{ $.a > 3 }", &patterns);
    missed("{ $.a = 3 }", &[r#"{"a": [{"anything-but": [3, 4]}]}"#]);
    // Of numbers with more than six digits after the point nothing is certain.
    not_proven("{ $.a >= 2 && $.a <= 3 }", &patterns);
    let whole = Universe {
        shapes: vec![Shape {
            fields: Vec::new(),
            closed: Vec::new(),
            doubt: None,
        }],
        ..Universe::any_json()
    };
    let found = ask(&filter("{ $.a = 2 && $.a > 1 }"), &whole, &[], &patterns);
    assert_eq!(found, Coverage::Covered);
}

#[test]
fn networks() {
    let addresses = Language::new(r"10\.1\.[0-9]\.(?:[1-9]?[0-9])");
    let field = Field {
        path: vec!["ip".to_owned()],
        sure: Values::text(&addresses),
        possible: Values::text(&addresses),
        doubt: None,
        usual: Vec::new(),
        prefer: None,
    };
    let universe = Universe {
        shapes: vec![Shape {
            fields: vec![field],
            closed: Vec::new(),
            doubt: None,
        }],
        ..Universe::any_json()
    };
    let all = fields(&[]);
    let by = |cidr: &str| {
        let pattern = format!(r#"{{"ip": [{{"cidr": "{cidr}"}}]}}"#);
        ask(&all, &universe, &[], &[&pattern])
    };
    assert_eq!(by("10.0.0.0/8"), Coverage::Covered);
    assert_eq!(by("10.1.0.0/16"), Coverage::Covered);
    assert!(matches!(by("10.1.0.0/22"), Coverage::NotCovered(_)));
    assert!(matches!(by("10.1.7.1/16"), Coverage::NotProven(_)));
}

#[test]
fn lists() {
    covered(r#"{ $.a[0] = "x" }"#, &[r#"{"a": ["x"]}"#]);
    let required = r#"{ $.a[0] = * && $.a[*] = "x" }"#;
    covered(required, &[r#"{"a": [{"prefix": "x"}]}"#]);
    // It is matched, and there is no event that is not; but objects in lists are not proven.
    not_proven(r#"{ $.a[0].b = "x" }"#, &[r#"{"a": {"b": ["x"]}}"#]);
}

#[test]
fn what_is_open_is_not_proven() {
    let why = not_proven("{ $.a = 300 && $.a > 1 }", &[r#"{"a": [300]}"#]);
    assert!(why.contains("as they are written"), "{why}");
    let why = not_proven("{ $.a = x }", &[r#"{"a": ["x"], "a": [{"prefix": "y"}]}"#]);
    assert!(why.contains("twice"), "{why}");
    not_proven("{ $.a > 5 }", &[r#"{"a": [{"numeric": [">", 5]}]}"#]);
}

/// A random event pattern over the places and values of the random events.
fn random_pattern(dice: &mut Dice) -> String {
    let mut object = random_object(dice);
    if dice.once_in(4) {
        let or: Vec<Value> = (0..2).map(|_| random_object(dice)).collect();
        object["$or"] = or.into();
    }
    object.to_string()
}

fn random_object(dice: &mut Dice) -> Value {
    let leaf = |dice: &mut Dice| -> Value {
        let matchers: Vec<Value> = (0..=dice.below(2)).map(|_| random_matcher(dice)).collect();
        matchers.into()
    };
    match dice.below(5) {
        0 => json!({"a": leaf(dice), "b": leaf(dice)}),
        1 => json!({"a": {"b": leaf(dice)}}),
        2 => json!({"b": leaf(dice)}),
        _ => json!({"a": leaf(dice)}),
    }
}

fn random_matcher(dice: &mut Dice) -> Value {
    let affix = |dice: &mut Dice| dice.of(&["x", "y", "xy"]);
    let ignoring = |dice: &mut Dice| json!({"equals-ignore-case": dice.of(&["X", "true"])});
    match dice.below(16) {
        0..=3 => json!(dice.of(&["x", "y", "xy", "", "1"])),
        4 => dice.of(&[
            json!(1),
            json!(2),
            json!(10),
            json!(null),
            json!(true),
            json!(false),
        ]),
        5 => json!({"exists": dice.once_in(2)}),
        6 => json!({"prefix": affix(dice)}),
        7 => json!({"suffix": affix(dice)}),
        8 => json!({dice.of(&["prefix", "suffix"]): ignoring(dice)}),
        9 => json!({"wildcard": dice.of(&["*x*", "x*y", "*", "x\\*y"])}),
        10 => json!({"equals-ignore-case": dice.of(&["XY", "true"])}),
        11 => {
            json!({"numeric": dice.of(&[json!([">", 1]), json!(["=", 2]), json!([">=", 1, "<", 10]), json!(["<=", 1.5])])})
        }
        12 => {
            json!({"anything-but": dice.of(&[json!("x"), json!(["x", "xy"]), json!(1), json!([1, 2])])})
        }
        13 => json!({"anything-but": {"prefix": affix(dice)}}),
        14 => json!({"anything-but": ignoring(dice)}),
        _ => json!({"anything-but": {"wildcard": dice.of(&["*y*", "x*"])}}),
    }
}

#[test]
fn answers_agree_with_trying_many_events() {
    const ROUNDS: usize = 600;
    let taste = Taste {
        wild: false,
        open: false,
    };
    let values = all_events();
    let read: Vec<Event<'_>> = values.iter().map(Event::from_value).collect();
    let mut dice = Dice(7);
    let mut tally = [0_usize; 4];
    for round in 0..ROUNDS {
        let conditions: Vec<String> = (0..3).map(|_| condition(&mut dice, taste)).collect();
        let filter = |dice: &mut Dice| Pattern::parse(&pattern(dice, &conditions)).unwrap();
        let required = if round % 2 == 0 {
            Requirement::Pattern(filter(&mut dice))
        } else {
            Requirement::Fields(dice::fields(&mut dice, 3))
        };
        let filters: Vec<Pattern> = (0..dice.below(3)).map(|_| filter(&mut dice)).collect();
        let events: Vec<EventPattern> = (0..=dice.below(3))
            .map(|_| event_pattern(&random_pattern(&mut dice)))
            .collect();
        let deployed: Vec<Deployed<'_>> = (filters.iter().map(Deployed::always))
            .chain(events.iter().map(Deployed::always))
            .collect();
        let universe = if dice.once_in(3) {
            dice::universe(&mut dice)
        } else {
            Universe::any_json()
        };
        let universe_is_open = universe.shapes.iter().all(|shape| shape.fields.is_empty());
        let is_lost = |value: &Value, read: &Event<'_>| {
            required.holds(value)
                && !filters.iter().any(|filter| filter.matches(read))
                && !events
                    .iter()
                    .any(|event| event.judge(value) == Outcome::Match)
        };
        let words = || {
            let events: Vec<String> = events.iter().map(ToString::to_string).collect();
            format!("{required:?} by {filters:?} and {events:?}")
        };
        match covers(std::slice::from_ref(&required), &deployed, &universe) {
            Coverage::Covered => {
                tally[0] += 1;
                let possible = |value: &Value| {
                    universe.shapes.iter().any(|shape| {
                        shape.fields.iter().all(|field| {
                            let mut names = field.path.iter();
                            let found = names.try_fold(value, |value, name| value.get(name));
                            field.possible.hold(found)
                        })
                    })
                };
                let mut all = values.iter().zip(&read);
                let lost = all.find(|(value, read)| possible(value) && is_lost(value, read));
                assert!(lost.is_none(), "{} loses {lost:?}", words());
                for _ in 0..100 {
                    let value = dice::event(&mut dice);
                    let lost = possible(&value) && is_lost(&value, &Event::from_value(&value));
                    assert!(!lost, "{} loses {value}", words());
                }
            }
            Coverage::NotCovered(event) => {
                tally[1] += 1;
                assert!(required.holds(&event), "{}: {event}", words());
                assert!(
                    deployed.iter().all(|d| d.misses(&event)),
                    "{}: {event}",
                    words()
                );
            }
            Coverage::NotProven(_) => {
                tally[2] += 1;
                let shown = values
                    .iter()
                    .any(|value| required.holds(value) && deployed.iter().all(|d| d.misses(value)));
                tally[3] += usize::from(shown && universe_is_open);
            }
        }
    }
    let [covered, missed, unproven, unshown] = tally;
    println!("covered {covered}, missed {missed}, not proven {unproven}, of those shown {unshown}");
    assert!(covered > 50 && missed > 200, "{tally:?}");
    assert!(unshown * 20 <= missed, "{tally:?}");
}
