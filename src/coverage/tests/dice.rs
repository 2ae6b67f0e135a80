//! Random patterns and events over small alphabets, the same ones in every run.

use serde_json::{Map, Value, json};

use super::super::{Condition, Field, Kinds, Language, Shape, Universe, Values};

/// A source of numbers that look random (`SplitMix64`).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap() % many
    }

    pub(super) fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    /// True once in `many` times.
    pub(super) fn once_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }
}

/// Places that patterns look at; the second half has wildcards.
const PLAIN: [&str; 6] = ["$.a", "$.a", "$.b", "$.a.b", "$.a[0]", "$.a[1]"];
const WILD: [&str; 5] = ["$.a[*]", "$.a.*", "$.*", "$.a[*].b", "$.*.b"];

/// Values without an open question.
const SETTLED: [&str; 18] = [
    "x",
    "y",
    "xy",
    "x*",
    "*y",
    "*x*",
    "\"*\"",
    "\"\"",
    "1",
    "2",
    "1.5",
    "\"1\"",
    "1*",
    "\"1.0\"",
    "%x%",
    "%^x%",
    "%[xy]%",
    "%^[^y]{2}%",
];

/// Values with one.
const OPEN: [&str; 4] = ["x*y", "%y$%", "TRUE", "%x{,1}y%"];

/// What a random pattern may have.
#[derive(Clone, Copy)]
pub(super) struct Taste {
    pub(super) wild: bool,
    pub(super) open: bool,
}

pub(super) fn condition(dice: &mut Dice, taste: Taste) -> String {
    let place = if taste.wild && dice.once_in(3) {
        dice.of(&WILD)
    } else {
        dice.of(&PLAIN)
    };
    let value = if taste.open && dice.once_in(5) {
        dice.of(&OPEN)
    } else {
        dice.of(&SETTLED)
    };
    let number = dice.of(&["0", "1", "1.5", "2", "10"]);
    let order = dice.of(&["<", "<=", ">", ">="]);
    match dice.below(12) {
        0 => format!("{place} IS NULL"),
        1 => format!("{place} {}", dice.of(&["IS TRUE", "IS FALSE"])),
        2 => format!("{place} NOT EXISTS"),
        3 | 4 => format!("{place} {order} {number}"),
        5..=7 => format!("{place} != {value}"),
        _ => format!("{place} = {value}"),
    }
}

/// A pattern that joins some of `conditions`; AWS takes two regexes and three wildcards.
pub(super) fn pattern(dice: &mut Dice, conditions: &[String]) -> String {
    loop {
        let expression = expression(dice, conditions, 2);
        let regexes = expression.matches('%').count() / 2;
        let wildcards = expression.matches("[*]").count() + expression.matches(".*").count();
        if regexes <= 2 && wildcards <= 3 {
            return format!("{{ {expression} }}");
        }
    }
}

fn expression(dice: &mut Dice, conditions: &[String], depth: usize) -> String {
    let parts = dice.below(3) + 1;
    if depth == 0 || parts == 1 {
        return dice.of(conditions);
    }
    let joint = dice.of(&[" && ", " || "]);
    let parts: Vec<String> = (0..parts)
        .map(|_| format!("({})", expression(dice, conditions, depth - 1)))
        .collect();
    parts.join(joint)
}

/// A pattern over the text of the event, such as terms.
pub(super) fn message_pattern(dice: &mut Dice) -> String {
    if dice.once_in(5) {
        return dice
            .of(&["%x%", "%xy%", "%^.{2}a%", "%y.$%", "%[xy]\\x22%", ""])
            .to_owned();
    }
    let words = [
        "x",
        "xy",
        "y",
        "\"\\\"a\\\":\"",
        "\"\\\"a\\\":\\\"x\"",
        "true",
        "1",
        "\"{\"",
        "b",
    ];
    let signs = ["", "", "", "-", "?"];
    let terms: Vec<String> = (0..=dice.below(3))
        .map(|_| format!("{}{}", dice.of(&signs), dice.of(&words)))
        .collect();
    terms.join(" ")
}

/// Every event with one of some values at each place that patterns look at.
pub(super) fn all_events() -> Vec<Value> {
    let scalars = [
        json!(null),
        json!(true),
        json!(false),
        json!(1),
        json!(2),
        json!(1.0),
        json!(1.5),
        json!(10),
        json!(0),
        json!(-3),
        json!("x"),
        json!("y"),
        json!("xy"),
        json!("xyy"),
        json!("yx"),
        json!("xx"),
        json!("1"),
        json!("1.0"),
        json!(""),
        json!("x\ny"),
        json!("y\n"),
        json!("zz"),
        json!("TRUE"),
        json!("x*y"),
    ];
    let few = [
        json!(null),
        json!(true),
        json!(1),
        json!(1.5),
        json!("x"),
        json!("y"),
        json!("xy"),
        json!("zz"),
        json!({}),
        json!([null]),
    ];
    let mut at_a: Vec<Option<Value>> = vec![None, Some(json!({})), Some(json!([]))];
    at_a.extend(scalars.iter().cloned().map(Some));
    for value in &few {
        at_a.push(Some(json!({ "b": value })));
        at_a.push(Some(json!({ "c": value })));
        at_a.push(Some(json!([value])));
        at_a.push(Some(json!([{ "b": value }])));
        for other in &few[..6] {
            at_a.push(Some(json!([other, value])));
            at_a.push(Some(json!({ "b": other, "c": value })));
        }
    }
    at_a.push(Some(json!(["zz", "zz", "x"])));
    at_a.push(Some(json!([2, { "b": "x" }, { "b": "y" }])));
    let at_b = [
        None,
        Some(json!(null)),
        Some(json!(true)),
        Some(json!(1)),
        Some(json!("x")),
        Some(json!("xy")),
        Some(json!("1")),
        Some(json!({"b": "x"})),
    ];
    let mut events = Vec::new();
    for a in &at_a {
        for b in &at_b {
            let both = [("a", a), ("b", b)];
            let members = both.iter().filter_map(|(name, value)| {
                value
                    .as_ref()
                    .map(|value| ((*name).to_owned(), value.clone()))
            });
            events.push(Value::Object(members.collect::<Map<_, _>>()));
        }
    }
    events
}

/// An event with anything at the places that patterns look at.
pub(super) fn event(dice: &mut Dice) -> Value {
    object(dice, 3)
}

fn object(dice: &mut Dice, depth: usize) -> Value {
    let names = ["a", "b", "c"].into_iter();
    let members = names.filter_map(|name| {
        let is_there = !dice.once_in(3);
        is_there.then(|| (name.to_owned(), value(dice, depth)))
    });
    Value::Object(members.collect())
}

fn value(dice: &mut Dice, depth: usize) -> Value {
    match dice.below(if depth > 0 { 10 } else { 8 }) {
        0 => dice.of(&[Value::Null, json!(true), json!(false)]),
        1 => json!(dice.below(13)),
        2 => json!(f64::from(u8::try_from(dice.below(9)).unwrap()) / 2.0),
        3..8 => {
            let letters = ["x", "y", "1", "1.", "xy", "*", "\n", "0", "\"", "é"];
            let many = dice.below(4);
            json!((0..many).map(|_| dice.of(&letters)).collect::<String>())
        }
        8 => object(dice, depth - 1),
        _ => {
            let many = dice.below(4);
            Value::Array((0..many).map(|_| value(dice, depth - 1)).collect())
        }
    }
}

/// Conditions on fields, none of them about a pattern.
pub(super) fn fields(dice: &mut Dice, most: usize) -> Vec<(Vec<String>, Condition)> {
    let many = dice.below(most + 1);
    (0..many)
        .map(|_| (path(dice), field_condition(dice)))
        .collect()
}

fn path(dice: &mut Dice) -> Vec<String> {
    let path: &[&str] = dice.of(&[&["a"][..], &["a"], &["b"], &["a", "b"]]);
    path.iter().map(|name| (*name).to_owned()).collect()
}

fn field_condition(dice: &mut Dice) -> Condition {
    let text = |dice: &mut Dice| dice.of(&["x", "y", "xy", "1", "1.0", ""]).to_owned();
    match dice.below(9) {
        0 => Condition::Is(text(dice)),
        1 => Condition::IsNot(text(dice)),
        2 => Condition::Exists(dice.once_in(2)),
        3 => Condition::StartsWith(text(dice)),
        4 => Condition::EndsWith(text(dice)),
        5 => Condition::OneOf(vec![text(dice), text(dice)]),
        6 => Condition::EndsWithOneOf(vec![text(dice), text(dice)]),
        7 => Condition::StartsWithNoneOf(vec![text(dice), text(dice)]),
        _ => Condition::NoneOf(vec![text(dice), text(dice)]),
    }
}

/// One to three shapes over the places that patterns look at.
pub(super) fn universe(dice: &mut Dice) -> Universe {
    let many = dice.below(3) + 1;
    let shapes = (0..many).map(|_| shape(dice)).collect();
    let mut believable = Vec::new();
    if dice.once_in(4) {
        believable.push(vec![(vec!["b".to_owned()], "x".to_owned())]);
        believable.push(vec![(vec!["b".to_owned()], "xy".to_owned())]);
    }
    Universe {
        shapes,
        believable,
        free_text: vec![vec!["note".to_owned()], vec!["b".to_owned()]],
    }
}

fn shape(dice: &mut Dice) -> Shape {
    let mut fields: Vec<Field> = Vec::new();
    for _ in 0..dice.below(4) {
        let path = path(dice);
        if !fields.iter().any(|field| field.path == path) {
            fields.push(field(dice, path));
        }
    }
    let closed: [&[&[&str]]; 4] = [&[], &[&[]], &[&["a"]], &[&[], &["a"]]];
    let closed = dice
        .of(&closed)
        .iter()
        .map(|path| path.iter().map(|name| (*name).to_owned()).collect());
    Shape {
        fields,
        closed: closed.collect(),
        doubt: dice.once_in(5).then(|| "who knows".to_owned()),
    }
}

fn field(dice: &mut Dice, path: Vec<String>) -> Field {
    let kinds = [
        Kinds::TEXT,
        Kinds::TEXT,
        Kinds::OBJECT,
        Kinds::MISSING,
        Kinds::NULL,
        Kinds::TRUE,
        Kinds::NUMBER,
        Kinds::ARRAY,
    ];
    let mut sure = Values::of(dice.of(&kinds));
    for _ in 0..dice.below(3) {
        sure = sure.or(dice.of(&kinds));
    }
    let languages = [
        ("x", "x|xy"),
        ("[xy]{0,3}", "[xy]*"),
        ("(?s:.)*y", "(?s:.)*"),
        ("1|x", "1|x"),
    ];
    let (narrow, wide) = dice.of(&languages);
    if dice.once_in(2) {
        sure.texts = Some(Language::new(narrow));
    }
    let mut possible = sure.clone();
    if dice.once_in(3) {
        possible = possible.or(dice.of(&kinds));
        possible.texts = sure.texts.as_ref().map(|_| Language::new(wide));
    }
    let differ = possible.kinds != sure.kinds || possible.texts != sure.texts;
    Field {
        path,
        sure,
        possible,
        doubt: differ.then(|| "who knows".to_owned()),
        usual: if dice.once_in(2) {
            vec!["xy".to_owned()]
        } else {
            Vec::new()
        },
        prefer: dice.once_in(4).then(|| dice.of(&kinds)),
    }
}
