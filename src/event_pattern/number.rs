//! Numbers, and how event-ruler compares them: to the millionth, within five billions.

use std::cmp::Ordering;
use std::fmt;

use super::ast::Comparison;
use super::outcome::{Ambiguity, Outcome};

/// Numbers beyond this take no part in comparisons (user guide, "Comparison operators",
/// numeric matching: -5.0e9 to +5.0e9 inclusive).
const LARGEST: i64 = 5_000_000_000;

/// So many digits after the point are compared (same page).
const DIGITS: i32 = 6;

/// A number of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number(serde_json::Number);

impl Number {
    /// Whether it is an integer of 64 bits, written without point and exponent.
    pub fn is_integer(&self) -> bool {
        !self.0.is_f64()
    }
}

impl From<serde_json::Number> for Number {
    fn from(number: serde_json::Number) -> Self {
        Self(number)
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self(number.into())
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self(number.into())
    }
}

/// As JSON writes it.
impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// A number as it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// So many millionths.
    Millionths(i64),
    /// It has more digits after the point; so many millionths without them.
    TooFine(i64),
    /// It is beyond the limits.
    TooLarge,
}

impl Measure {
    pub(super) fn of(number: &Number) -> Self {
        Self::of_json(&number.0)
    }

    fn of_json(number: &serde_json::Number) -> Self {
        let power = 10_i64.pow(DIGITS.unsigned_abs());
        if let Some(integer) = number.as_i64() {
            return if (-LARGEST..=LARGEST).contains(&integer) {
                Self::Millionths(integer * power)
            } else {
                Self::TooLarge
            };
        }
        let double = number.as_f64().filter(|_| number.is_f64());
        double.map_or(Self::TooLarge, Self::of_double)
    }

    fn of_double(double: f64) -> Self {
        // The shortest digits that stand for the double, which is what the event had or equal.
        let text = format!("{:e}", double.abs());
        let parts = text.split_once('e').and_then(|(mantissa, exponent)| {
            let fraction = mantissa
                .split_once('.')
                .map_or(0, |(_, digits)| digits.len());
            let digits: i128 = mantissa.replace('.', "").parse().ok()?;
            let exponent: i32 = exponent.parse().ok()?;
            Some((digits, exponent - i32::try_from(fraction).ok()?))
        });
        let Some((digits, exponent)) = parts else {
            return Self::TooLarge;
        };
        let shift = exponent + DIGITS;
        let scale = 10_i128.checked_pow(shift.unsigned_abs());
        let (whole, rest) = match scale {
            Some(scale) if shift >= 0 => match digits.checked_mul(scale) {
                Some(millionths) => (millionths, 0),
                None => return Self::TooLarge,
            },
            None if shift >= 0 && digits != 0 => return Self::TooLarge,
            Some(scale) => (digits / scale, digits % scale),
            None => (0, digits),
        };
        let signed = if double < 0.0 { -whole } else { whole };
        let largest = i128::from(LARGEST) * 1_000_000;
        match i64::try_from(signed) {
            Ok(_) if whole > largest || (whole == largest && rest != 0) => Self::TooLarge,
            Ok(millionths) if rest == 0 => Self::Millionths(millionths),
            Ok(millionths) => Self::TooFine(millionths),
            Err(_) => Self::TooLarge,
        }
    }

    fn millionths(self) -> Option<i64> {
        match self {
            Self::Millionths(count) | Self::TooFine(count) => Some(count),
            Self::TooLarge => None,
        }
    }
}

/// Whether a number of an event stands in this relation to one of a pattern.
pub(super) fn compare(
    found: &serde_json::Number,
    comparison: Comparison,
    asked: &Number,
) -> Outcome {
    let measured = (Measure::of_json(found), Measure::of(asked));
    if let (Measure::Millionths(found), Measure::Millionths(asked)) = measured {
        return Outcome::from(comparison.holds(found.cmp(&asked)));
    }
    // Today event-ruler compares no number beyond the limits; it has cut them off, and the page
    // does not say what becomes of them.
    let by_value = order(found, &asked.0).is_some_and(|order| comparison.holds(order));
    let (found, asked) = (measured.0.millionths(), measured.1.millionths());
    let cut = found.zip(asked);
    let cut = cut.is_some_and(|(found, asked)| comparison.holds(found.cmp(&asked)));
    if by_value || cut {
        Outcome::Contested(Ambiguity::NumberLimits)
    } else {
        Outcome::NoMatch
    }
}

/// Whether a number of an event is the one of a pattern.
pub(super) fn equal(found: &serde_json::Number, asked: &Number) -> Outcome {
    if order(found, &asked.0) == Some(Ordering::Equal) {
        return if !found.is_f64() && asked.is_integer() {
            Outcome::Match
        } else {
            // event-ruler goes by the value, the user guide by how it is written, which of a
            // number with a point or an exponent is not known here.
            Outcome::Contested(Ambiguity::NumberText)
        };
    }
    let (found, asked) = (Measure::of_json(found), Measure::of(asked));
    if found.millionths().is_some() && found.millionths() == asked.millionths() {
        Outcome::Contested(Ambiguity::NumberLimits)
    } else {
        Outcome::NoMatch
    }
}

/// Whether one number of a pattern is less than another.
pub(super) fn is_below(low: &Number, high: &Number) -> bool {
    order(&low.0, &high.0) == Some(Ordering::Less)
}

fn order(a: &serde_json::Number, b: &serde_json::Number) -> Option<Ordering> {
    let integer = |n: &serde_json::Number| {
        let signed = n.as_i64().map(i128::from);
        signed.or_else(|| n.as_u64().map(i128::from))
    };
    match (integer(a), integer(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(text: &str) -> Measure {
        Measure::of_json(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn numbers_are_measured_in_millionths() {
        for (text, millionths) in [
            ("0", 0),
            ("-0", 0),
            ("5", 5_000_000),
            ("301.8", 301_800_000),
            ("3.018e2", 301_800_000),
            ("-0.000001", -1),
            ("5e9", 5_000_000_000_000_000),
            ("4999999999.999999", 4_999_999_999_999_999),
        ] {
            assert_eq!(measure(text), Measure::Millionths(millionths), "{text}");
        }
        for text in [
            "5000000001",
            "-5000000001",
            "5000000000.000001",
            "1e300",
            "18446744073709551615",
        ] {
            assert_eq!(measure(text), Measure::TooLarge, "{text}");
        }
        assert_eq!(measure("0.1234567"), Measure::TooFine(123_456));
        assert_eq!(measure("-1e-300"), Measure::TooFine(0));
    }

    #[test]
    fn equal_numbers_that_are_written_differently_are_open() {
        let equal = |found: &str, asked: &str| {
            let asked: serde_json::Number = serde_json::from_str(asked).unwrap();
            equal(&serde_json::from_str(found).unwrap(), &asked.into())
        };
        assert_eq!(equal("123456789012", "123456789012"), Outcome::Match);
        assert_eq!(
            equal("300.0", "300"),
            Outcome::Contested(Ambiguity::NumberText)
        );
        assert_eq!(equal("300", "301"), Outcome::NoMatch);
        assert_eq!(
            equal("0.1234567", "0.123456"),
            Outcome::Contested(Ambiguity::NumberLimits)
        );
    }

    #[test]
    fn beyond_the_limits_nothing_is_certain_but_what_holds_by_no_reading() {
        let compare = |found: &str, comparison| {
            compare(
                &serde_json::from_str(found).unwrap(),
                comparison,
                &Number::from(5_i64),
            )
        };
        let open = Outcome::Contested(Ambiguity::NumberLimits);
        assert_eq!(compare("5000000001", Comparison::Greater), open);
        assert_eq!(compare("5000000001", Comparison::Less), Outcome::NoMatch);
        assert_eq!(compare("5.0000001", Comparison::Equal), open);
        assert_eq!(
            compare("4.9999999", Comparison::GreaterOrEqual),
            Outcome::NoMatch
        );
        assert_eq!(compare("5.5", Comparison::Greater), Outcome::Match);
    }
}
