//! Laws that hold for all patterns and all texts.

use proptest::prelude::*;
use proptest::sample::select;

use crate::filter_pattern::{
    Ast, Comparison, Entry, Event, Expr, Field, FieldTest, Glob, JsonCondition, JsonTest, Number,
    OrderOp, Outcome, Pattern, Regex, Role, Selector, Space, Span, Step, Term, Text, Value,
};

fn quoted() -> impl Strategy<Value = Text> {
    let chars = select(vec![
        "a", "B", "7", " ", "\t", "*", "%", "}", "]", ")", "&&", "é", "\\\"", "\\\\", "\\n", "'",
    ]);
    prop::collection::vec(chars, 1..6).prop_map(|parts| Text::quoted(&parts.concat()))
}

fn term() -> impl Strategy<Value = Term> {
    let role = select(vec![
        Role::Required,
        Role::Optional,
        Role::Excluded { detached: false },
        Role::Excluded { detached: true },
    ]);
    let text = prop_oneof!["[a-zA-Z0-9_.é]{1,6}".prop_map(|s| Text::bare(&s)), quoted()];
    (role, text).prop_map(|(role, text)| Term {
        role,
        text,
        span: Span::default(),
    })
}

fn regex() -> impl Strategy<Value = Regex> {
    let part = select(vec![
        "a",
        "[a-z]",
        "[^]x]",
        "\\d",
        "\\.",
        "\\x28",
        ".",
        "^",
        "$",
        "x+",
        "y*?",
        "z{1,2}",
        "{,2}",
        "a{1, 2}",
        "|",
        ":",
        "/",
        "[[:alpha:]]",
    ]);
    prop::collection::vec(part, 1..5)
        .prop_filter_map("no regex", |parts| Regex::new(&parts.concat()).ok())
}

fn number() -> impl Strategy<Value = Number> {
    r"[+-]?([0-9]{1,4}(\.[0-9]{0,3})?|\.[0-9]{1,3})([eE][+-]?[0-9]{1,2})?"
        .prop_filter_map("no number", |source| Number::new(&source))
}

fn value() -> impl Strategy<Value = Value> {
    let bare = "[a-zA-Z_][a-zA-Z0-9_.*-]{0,6}|[*]".prop_map(|s| Text::bare(&s));
    let text = prop_oneof![bare, quoted(), Just(Text::quoted(""))];
    let text = text.prop_filter_map("null is no value", |text| {
        (text != Text::bare("null")).then(|| {
            if text.source.contains('*') {
                Value::Glob(Glob { text })
            } else {
                Value::Text(text)
            }
        })
    });
    prop_oneof![
        2 => number().prop_map(Value::Number),
        5 => text,
        1 => regex().prop_map(Value::Regex),
    ]
}

fn comparison() -> impl Strategy<Value = Comparison> {
    let order = select(vec![
        OrderOp::Less,
        OrderOp::LessOrEqual,
        OrderOp::Greater,
        OrderOp::GreaterOrEqual,
    ]);
    prop_oneof![
        value().prop_map(Comparison::Equals),
        value().prop_map(Comparison::Differs),
        (order, number()).prop_map(|(order, number)| Comparison::Order(order, number)),
    ]
}

fn selector() -> impl Strategy<Value = Selector> {
    let step = prop_oneof![
        6 => "[a-z0-9_-]{1,3}".prop_map(|name| Step::member(&name)),
        1 => "[a-zé]{1,3}".prop_map(|name| Step::member(&name)),
        1 => "[a-z. é\"}]{1,4}".prop_map(|name| Step::bracketed(&name)),
        2 => (0..3_u32).prop_map(Step::Index),
        1 => Just(Step::Wildcard),
    ];
    prop::collection::vec(step, 1..4)
        .prop_map(|steps| Selector { steps })
        .prop_filter("one wildcard", |selector| {
            selector
                .steps
                .iter()
                .filter(|step| **step == Step::Wildcard)
                .count()
                < 2
        })
}

fn json_condition() -> impl Strategy<Value = JsonCondition> {
    let test = prop_oneof![
        6 => comparison().prop_map(JsonTest::Compare),
        1 => Just(JsonTest::IsNull),
        1 => Just(JsonTest::IsTrue),
        1 => Just(JsonTest::IsFalse),
        1 => Just(JsonTest::NotExists),
    ];
    (selector(), test).prop_map(|(selector, test)| JsonCondition {
        selector,
        test,
        span: Span::default(),
    })
}

fn expr<C: std::fmt::Debug + Clone + 'static>(
    condition: impl Strategy<Value = C> + 'static,
) -> impl Strategy<Value = Expr<C>> {
    condition
        .prop_map(Expr::Cond)
        .prop_recursive(3, 12, 3, |inner| {
            let parts = prop::collection::vec(inner, 1..4);
            prop_oneof![
                parts.clone().prop_map(Expr::all_of),
                parts.prop_map(Expr::any_of),
            ]
        })
}

fn space() -> impl Strategy<Value = Space> {
    let test = prop_oneof![
        Just(FieldTest::Any),
        comparison().prop_map(FieldTest::Compare),
    ];
    let entry = prop_oneof![
        1 => Just(None),
        4 => ("[a-zé_][a-z0-9_]{0,2}", expr(test)).prop_map(Some),
    ];
    let ellipsis = prop::option::of(0..4_usize);
    (prop::collection::vec(entry, 0..4), ellipsis).prop_map(|(fields, ellipsis)| {
        let mut entries = vec![];
        for (at, field) in fields.into_iter().enumerate() {
            entries.push(field.map_or(Entry::Unnamed, |(name, test)| {
                Entry::Field(Field {
                    name: format!("{name}{at}"),
                    test,
                    span: Span::default(),
                })
            }));
        }
        if let Some(at) = ellipsis.filter(|at| *at <= entries.len()) {
            entries.insert(at, Entry::Ellipsis);
        }
        if entries == [Entry::Unnamed] {
            // Written alone it is `[]`, which has no entry.
            entries.clear();
        }
        Space { entries }
    })
}

/// Trees of the parser's shape within its limits.
pub(crate) fn ast() -> impl Strategy<Value = Ast> {
    let ast = prop_oneof![
        1 => Just(Ast::All),
        3 => prop::collection::vec(term(), 1..5).prop_map(Ast::Terms),
        1 => regex().prop_map(Ast::Regex),
        6 => expr(json_condition()).prop_map(Ast::Json),
        4 => space().prop_map(Ast::Space),
    ];
    ast.prop_filter("limits of a pattern", within_limits)
}

fn within_limits(ast: &Ast) -> bool {
    let (mut regexes, mut wildcards) = (0, 0);
    let mut count = |comparison: &Comparison| match comparison {
        Comparison::Equals(Value::Regex(_)) | Comparison::Differs(Value::Regex(_)) => regexes += 1,
        _ => {}
    };
    match ast {
        Ast::Json(expr) => expr.each(&mut |condition| {
            wildcards += usize::from(condition.selector.wildcard().is_some());
            if let JsonTest::Compare(comparison) = &condition.test {
                count(comparison);
            }
        }),
        Ast::Space(space) => {
            for field in space.entries.iter().filter_map(Entry::field) {
                field.test.each(&mut |test| {
                    if let FieldTest::Compare(comparison) = test {
                        count(comparison);
                    }
                });
            }
        }
        Ast::All | Ast::Terms(_) | Ast::Regex(_) => {}
    }
    regexes <= 2 && wildcards <= 3 && ast.to_string().chars().count() <= 1024
}

/// Texts made of what patterns are made of.
fn pattern_like() -> impl Strategy<Value = String> {
    let part = select(vec![
        "{", "}", "[", "]", "(", ")", "%", "\"", "'", "\\", "$", ".", "$.a", "$.a[0]", "[*]", "=",
        "!=", "<", ">", "==", "&&", "||", "&", "AND", "IS", "NULL", "NOT", "EXISTS", "null", "7",
        "1e3", "a", "b*", "...", ",", "-", "?", " ", "\n", "é", "+", "{1,2}", "^", "|",
    ]);
    let body = prop::collection::vec(part, 0..20).prop_map(|parts| parts.concat());
    prop_oneof![
        body.clone().prop_map(|body| format!("{{{body}}}")),
        body.clone().prop_map(|body| format!("[{body}]")),
        body.clone().prop_map(|body| format!("%{body}%")),
        body.clone().prop_map(|body| format!("{{ $.a = {body} }}")),
        body,
        any::<String>(),
    ]
}

fn message() -> impl Strategy<Value = String> {
    let part = select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"a\"",
        "\"b\"",
        ":",
        ",",
        "1",
        "7.0",
        "1e309",
        "null",
        "true",
        "\"",
        " ",
        "\t",
        "\n",
        "a",
        "é",
        "{\"a\":7}",
        "{\"a\":[1,\"b\"]}",
        "\\u0041",
        "\\ud800",
    ]);
    prop_oneof![
        prop::collection::vec(part, 0..20).prop_map(|parts| parts.concat()),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn display_is_the_inverse_of_parse(ast in ast()) {
        let text = ast.to_string();
        let pattern = Pattern::parse(&text);
        prop_assert!(pattern.is_ok(), "{text}: {pattern:?}");
        let pattern = pattern.unwrap();
        prop_assert_eq!(pattern.ast(), &ast, "{}", text);
    }

    #[test]
    fn errors_point_into_the_pattern(source in pattern_like()) {
        match Pattern::parse(&source) {
            Ok(pattern) => {
                let again = Pattern::parse(&pattern.to_string());
                prop_assert!(again.is_ok_and(|again| again.ast() == pattern.ast()));
            }
            Err(error) => {
                prop_assert!(source.get(error.span.clone()).is_some(), "{error:?}");
                prop_assert!(!error.to_string().is_empty());
                error.advice();
            }
        }
    }

    #[test]
    fn judging_agrees_with_matching(ast in ast(), message in message()) {
        let pattern = Pattern::parse(&ast.to_string()).unwrap();
        let event = Event::new(&message);
        let matches = pattern.matches(&event);
        match pattern.judge(&event) {
            Outcome::Match => prop_assert!(matches),
            Outcome::NoMatch => prop_assert!(!matches),
            Outcome::Contested(question) => prop_assert!(!question.to_string().is_empty()),
        }
    }

    #[test]
    fn a_json_message_reads_the_same_as_its_value(message in message()) {
        if let Ok(value @ serde_json::Value::Object(_)) = serde_json::from_str(&message) {
            let pattern = Pattern::parse("{ $.a = * || $.a NOT EXISTS }").unwrap();
            let event = Event::from_value(&value);
            prop_assert_eq!(pattern.matches(&Event::new(&message)), pattern.matches(&event));
        }
    }
}
