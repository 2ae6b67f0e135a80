//! Numbers: their grammar, their exact comparison, and the text that Java gives them.

use std::cmp::Ordering;
use std::fmt;

/// Integers with more zeros at their end than this are written with an exponent.
const LONGEST_ZEROS: usize = 18;

/// A number as it is written in a pattern, such as `400`, `+7`, `.5` or `1e-3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    source: String,
    decimal: Decimal,
}

impl Number {
    /// Reads a number; `None` if the text is none or its exponent is not a 32-bit integer.
    pub fn new(source: &str) -> Option<Self> {
        let parts = Parts::of(source)?;
        parts.exponent.unwrap_or("0").parse::<i32>().ok()?;
        Some(Self {
            source: source.to_owned(),
            decimal: parts.decimal()?,
        })
    }

    /// The number as it is written, which is what strings are compared with.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The value, which is what numbers are compared with.
    pub fn decimal(&self) -> &Decimal {
        &self.decimal
    }
}

/// Whether the text has the shape of a number.
pub(super) fn is_number(text: &str) -> bool {
    Parts::of(text).is_some()
}

/// Whether a number is written without point and exponent.
pub(super) fn is_integer(text: &str) -> bool {
    !text.contains(['.', 'e', 'E'])
}

/// The value of a number in an event: integers exactly, others as the shortest decimal of their
/// double; `None` for text that is no number and for what no double can hold.
pub(super) fn measure(text: &str) -> Option<Decimal> {
    if is_integer(text) {
        Parts::of(text)?.decimal()
    } else {
        Parts::of(text)?;
        measure_double(text.parse().ok()?)
    }
}

/// The value of a double, by the shortest decimal that stands for it.
pub(super) fn measure_double(value: f64) -> Option<Decimal> {
    if value.is_finite() {
        Parts::of(&format!("{value:e}"))?.decimal()
    } else {
        None
    }
}

/// The text of a double as Java's `Double.toString` writes it: `7.0`, `2000.0`, `1.0E10`.
pub(super) fn java_text(value: f64) -> String {
    if !value.is_finite() {
        let sign = if value < 0.0 { "-" } else { "" };
        return format!("{sign}Infinity");
    }
    if value == 0.0 || (1e-3..1e7).contains(&value.abs()) {
        return with_point(&value.to_string());
    }
    let scientific = format!("{value:e}");
    match scientific.split_once('e') {
        Some((mantissa, exponent)) => format!("{}E{exponent}", with_point(mantissa)),
        None => scientific,
    }
}

fn with_point(digits: &str) -> String {
    if digits.contains('.') {
        digits.to_owned()
    } else {
        format!("{digits}.0")
    }
}

/// The parts of a number's text.
struct Parts<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let (negative, unsigned) = split_sign(text);
        let (whole, rest) = split_digits(unsigned);
        let (fraction, rest) = rest.strip_prefix('.').map_or(("", rest), split_digits);
        let exponent = match rest.strip_prefix(['e', 'E']) {
            Some(exponent) => Some(exponent),
            None if rest.is_empty() => None,
            None => return None,
        };
        let mantissa = !whole.is_empty() || !fraction.is_empty();
        (mantissa && exponent.is_none_or(is_exponent)).then_some(Self {
            negative,
            whole,
            fraction,
            exponent,
        })
    }

    fn decimal(&self) -> Option<Decimal> {
        let exponent: i64 = self.exponent.unwrap_or("0").parse().ok()?;
        let whole = i64::try_from(self.whole.len()).ok()?;
        let digits = [self.whole, self.fraction].concat();
        let significant = digits.trim_start_matches('0');
        let leading = i64::try_from(digits.len() - significant.len()).ok()?;
        Some(Decimal::new(
            self.negative,
            significant.trim_end_matches('0'),
            exponent.checked_add(whole)?.checked_sub(leading)?,
        ))
    }
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text.split_at(end.unwrap_or(text.len()))
}

fn is_exponent(text: &str) -> bool {
    let (_, digits) = split_sign(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// An exact decimal number of any size, with the order of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Decimal {
    negative: bool,
    /// Significant digits without zeros at either end; none for zero.
    digits: String,
    /// The value is `0.digits` times ten to this power.
    exponent: i64,
}

impl Decimal {
    fn new(negative: bool, digits: &str, exponent: i64) -> Self {
        let zero = digits.is_empty();
        Self {
            negative: negative && !zero,
            digits: digits.to_owned(),
            exponent: if zero { 0 } else { exponent },
        }
    }

    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }
}

/// A JSON number of this value: integers of ordinary size in full, others with an exponent.
impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, rest)) = self.digits.split_at_checked(1) else {
            return out.write_str("0");
        };
        out.write_str(if self.negative { "-" } else { "" })?;
        let missing = usize::try_from(self.exponent).ok();
        let zeros = missing.and_then(|exponent| exponent.checked_sub(self.digits.len()));
        match zeros {
            Some(zeros) if zeros <= LONGEST_ZEROS => {
                write!(out, "{}{}", self.digits, "0".repeat(zeros))
            }
            _ if rest.is_empty() => write!(out, "{first}e{}", self.exponent - 1),
            _ => write!(out, "{first}.{rest}e{}", self.exponent - 1),
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let magnitude = || (self.exponent, &self.digits).cmp(&(other.exponent, &other.digits));
        self.sign().cmp(&other.sign()).then_with(|| {
            if self.negative {
                magnitude().reverse()
            } else {
                magnitude()
            }
        })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, is_number, java_text, measure};

    #[test]
    fn the_grammar_of_numbers() {
        for text in [
            "0", "7", "+7", "-7", "7.", ".5", "1e3", "1E+3", "10e-3", "-.5e0",
        ] {
            assert!(is_number(text), "{text}");
        }
        for text in [
            "", "+", ".", "e3", "1e", "1e+", "1.2.3", "1x", "--1", "0x1", "1 ",
        ] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn exponents_fit_32_bits() {
        assert!(Number::new("1e2147483647").is_some());
        assert!(Number::new("1e2147483648").is_none());
        assert!(Number::new("1e-2147483648").is_some());
        assert!(Number::new("1e-2147483649").is_none());
    }

    #[test]
    fn values_compare_exactly() {
        assert_eq!(measure("1e3"), measure("1000"));
        assert_eq!(measure("7.0"), measure("7"));
        assert_eq!(measure("-0"), measure("0.0"));
        assert!(measure("9007199254740993") > measure("9007199254740992"));
        assert_eq!(
            measure("0.1"),
            Some(Number::new("0.1").unwrap().decimal().clone())
        );
        assert_eq!(measure("1e309"), None);
    }

    #[test]
    fn the_order_of_numbers() {
        let rising = [
            "-1e5", "-10", "-9.5", "-0.1", "0", "1e-9", "0.1", "0.11", "9", "10", "1e5",
        ];
        for (low, high) in rising.iter().zip(rising.iter().skip(1)) {
            assert!(measure(low) < measure(high), "{low} < {high}");
        }
    }

    #[test]
    fn decimals_are_written_as_json_numbers() {
        let cases = [
            ("0", "0"),
            ("-7.0", "-7"),
            ("400", "400"),
            ("1e3", "1000"),
            ("1.25", "1.25e0"),
            ("-0.05", "-5e-2"),
            ("1e20", "1e20"),
        ];
        for (source, text) in cases {
            let decimal = Number::new(source).unwrap().decimal().clone();
            assert_eq!(decimal.to_string(), text);
            assert_eq!(measure(text), Some(decimal));
        }
    }

    #[test]
    fn the_text_of_doubles() {
        let cases = [
            (7.0, "7.0"),
            (2e3, "2000.0"),
            (0.001, "0.001"),
            (0.0001, "1.0E-4"),
            (9_999_999.0, "9999999.0"),
            (1e7, "1.0E7"),
            (1.25e10, "1.25E10"),
            (-0.0, "-0.0"),
            (f64::NEG_INFINITY, "-Infinity"),
        ];
        for (value, text) in cases {
            assert_eq!(java_text(value), text);
        }
    }
}
