//! Whether there is a JSON number that meets some comparisons and not others.
//!
//! A comparison with a bare number is about the value; any other is about the text that the
//! number has in Java, `7.0` or `2000`.

use super::TooHard;
use super::machine::Language;
use super::texts::{Demand, Machines, TextSet};
use crate::filter_pattern::Decimal;
use crate::filter_pattern::OrderOp;
use crate::filter_pattern::json::JsonNumber;

/// How many numbers are tried by their text before the question is given up.
const TRIED: usize = 300;

/// How many of them may go through one state of the automata.
const MANY: u8 = 8;

/// A comparison of a number.
#[derive(Debug, Clone, Copy)]
pub(super) enum NumberTest<'a> {
    /// Its value is this.
    Value(&'a Decimal),
    /// Its value stands in this order to that.
    Order(OrderOp, &'a Decimal),
    /// Its text lies in this set.
    Text(&'a TextSet),
}

/// The texts of numbers, and some more.
fn texts_of_numbers() -> TextSet {
    TextSet::Language(Language::new(r"-?[0-9]+(?:\.[0-9]+(?:E-?[0-9]+)?)?"))
}

/// A JSON number that meets each test exactly if it is paired with true; `None` if there is
/// none, numbers beyond 64 bits and beyond doubles left aside.
pub(super) fn find(
    tests: &[(NumberTest<'_>, bool)],
    machines: &mut Machines,
) -> Result<Option<String>, TooHard> {
    for (test, wanted) in tests {
        if let (NumberTest::Text(TextSet::One(text)), true) = (test, wanted) {
            // All numbers with that text have one value.
            return Ok(meets(text, tests, machines)?.then(|| text.clone()));
        }
    }
    for (test, wanted) in tests {
        if let (NumberTest::Value(value), true) = (test, wanted) {
            // A value has two texts: as an integer, and as a double. Zero also has a sign.
            let whole = spelled(value);
            let double = format!("{whole}.0");
            for text in [whole, double, value.to_string(), "-0.0".to_owned()] {
                if meets(&text, tests, machines)? {
                    return Ok(Some(text));
                }
            }
            return Ok(None);
        }
    }
    let by_value = candidates(tests);
    for text in &by_value.numbers {
        for text in [text.clone(), format!("{text}.0")] {
            if meets(&text, tests, machines)? {
                return Ok(Some(text));
            }
        }
    }
    let mut demand = Demand::default();
    let numbers = texts_of_numbers();
    demand.inside.push(&numbers);
    for (test, wanted) in tests {
        if let NumberTest::Text(set) = test {
            let side = if *wanted {
                &mut demand.inside
            } else {
                &mut demand.outside
            };
            side.push(set);
        }
    }
    if demand.inside.len() == 1 && demand.outside.is_empty() {
        return by_value.complete.then_some(None).ok_or(TooHard::Numbers);
    }
    by_text(tests, &demand, machines)
}

/// Tries numbers by their text. Where no text at all is left there is no number either;
/// other than that, having tried some proves nothing.
fn by_text(
    tests: &[(NumberTest<'_>, bool)],
    demand: &Demand<'_>,
    machines: &mut Machines,
) -> Result<Option<String>, TooHard> {
    let mut tried = 0;
    let mut found = Ok(None);
    machines.product(demand)?.walk(MANY, &mut |text| {
        tried += 1;
        found = meets(text, tests, machines).map(|meets| meets.then(|| text.to_owned()));
        tried >= TRIED || !matches!(found, Ok(None))
    })?;
    match found {
        Ok(None) if tried > 0 => Err(TooHard::Numbers),
        found => found,
    }
}

fn meets(
    text: &str,
    tests: &[(NumberTest<'_>, bool)],
    machines: &mut Machines,
) -> Result<bool, TooHard> {
    let Some(number) = JsonNumber::new(text).filter(|number| !number.is_huge()) else {
        return Ok(false);
    };
    let Some(value) = number.decimal(false) else {
        return Ok(false);
    };
    for (test, wanted) in tests {
        let holds = match test {
            NumberTest::Value(other) => value == **other,
            NumberTest::Order(order, other) => order.holds(value.cmp(other)),
            NumberTest::Text(set) => match number.text(false) {
                Some(text) => machines.holds(set, &text)?,
                None => return Ok(false),
            },
        };
        if holds != *wanted {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Numbers that stand for all others as far as values are compared.
struct Candidates {
    numbers: Vec<String>,
    /// Whether they do so for each gap between the compared values.
    complete: bool,
}

fn candidates(tests: &[(NumberTest<'_>, bool)]) -> Candidates {
    let mut values: Vec<&Decimal> = tests
        .iter()
        .filter_map(|(test, _)| match test {
            NumberTest::Value(value) | NumberTest::Order(_, value) => Some(*value),
            NumberTest::Text(_) => None,
        })
        .collect();
    values.sort();
    values.dedup();
    let doubles: Vec<f64> = values
        .iter()
        .filter_map(|v| v.to_string().parse().ok())
        .collect();
    let mut numbers: Vec<String> = vec!["1".to_owned(), "0".to_owned(), "7".to_owned()];
    let mut complete = doubles.len() == values.len();
    numbers.extend(values.iter().map(|value| spelled(value)));
    let outside = doubles.first().map(|d| d - 1.0).into_iter();
    let outside = outside.chain(doubles.last().map(|d| d + 1.0));
    let (low, high) = (values.first(), values.last());
    for double in outside {
        let text = double.to_string();
        let beyond = JsonNumber::new(&text)
            .filter(|n| !n.is_huge())
            .and_then(|n| n.decimal(false))
            .is_some_and(|d| low.is_some_and(|low| d < **low) || high.is_some_and(|h| d > **h));
        complete &= beyond;
        numbers.push(text);
    }
    for (pair, at) in doubles.windows(2).zip(values.windows(2)) {
        let (Some(a), Some(b)) = (pair.first(), pair.last()) else {
            continue;
        };
        let text = (a + (b - a) / 2.0).to_string();
        let between = JsonNumber::new(&text)
            .and_then(|n| n.decimal(false))
            .is_some_and(|d| {
                at.first().is_some_and(|a| d > **a) && at.last().is_some_and(|b| d < **b)
            });
        complete &= between;
        numbers.push(text);
    }
    Candidates { numbers, complete }
}

/// The value as people write it where a double holds it.
fn spelled(value: &Decimal) -> String {
    let exact = value.to_string();
    let plain = exact.parse::<f64>().ok().map(|double| double.to_string());
    let same = |text: &String| {
        let number = JsonNumber::new(text).filter(|n| !n.is_huge());
        number.and_then(|n| n.decimal(false)).as_ref() == Some(value)
    };
    plain
        .filter(|text| text.len() < 25 && same(text))
        .unwrap_or(exact)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::effort::Effort;
    use crate::filter_pattern::Number;

    fn decimal(text: &str) -> Decimal {
        Number::new(text).unwrap().decimal().clone()
    }

    fn order(op: OrderOp, text: &str) -> (OrderOp, Decimal) {
        (op, decimal(text))
    }

    fn between(low: &(OrderOp, Decimal), high: &(OrderOp, Decimal)) -> Option<String> {
        let tests = [
            (NumberTest::Order(low.0, &low.1), true),
            (NumberTest::Order(high.0, &high.1), true),
        ];
        find(&tests, &mut Machines::new(&Effort::new(1 << 20))).unwrap()
    }

    #[test]
    fn intervals() {
        let above = order(OrderOp::Greater, "4");
        let from = order(OrderOp::GreaterOrEqual, "5");
        assert!(between(&above, &order(OrderOp::Less, "5")).is_some());
        assert_eq!(between(&from, &order(OrderOp::Less, "5")), None);
        assert_eq!(
            between(&from, &order(OrderOp::LessOrEqual, "5")).as_deref(),
            Some("5")
        );
    }

    #[test]
    fn text_and_value_of_a_number() {
        let seven = TextSet::One("7".to_owned());
        let prefix = TextSet::Glob(vec!["4".to_owned(), String::new()]);
        let value = decimal("7");
        let find = |tests: &[(NumberTest<'_>, bool)]| {
            find(tests, &mut Machines::new(&Effort::new(1 << 20))).unwrap()
        };
        assert_eq!(
            find(&[
                (NumberTest::Text(&seven), true),
                (NumberTest::Value(&value), false)
            ]),
            None
        );
        let other = find(&[
            (NumberTest::Text(&seven), false),
            (NumberTest::Value(&value), true),
        ]);
        assert_eq!(
            other.as_deref(),
            Some("7.0"),
            "the same value under another text"
        );
        let high = decimal("399");
        let hundreds = [
            (NumberTest::Text(&prefix), true),
            (NumberTest::Order(OrderOp::Greater, &high), true),
        ];
        assert!(find(&hundreds).unwrap().starts_with('4'));
    }

    #[test]
    fn no_number_is_a_word() {
        let word = TextSet::Glob(vec!["Create".to_owned(), String::new()]);
        assert_eq!(
            find(
                &[(NumberTest::Text(&word), true)],
                &mut Machines::new(&Effort::new(1 << 20))
            )
            .unwrap(),
            None
        );
    }
}
