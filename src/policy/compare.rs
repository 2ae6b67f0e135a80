//! One value of a request against one of a policy, for each kind of operator.

use std::cmp::Ordering;
use std::net::IpAddr;

use jiff::{Timestamp, civil, tz::TimeZone};

use super::operator::Order;
use super::pattern::{Filled, Pattern, Token, fold, is_match};
use super::request::Context;
use super::truth::Truth;

/// Equal texts: wildcards stand for themselves.
pub(super) fn text(pattern: &Pattern, value: &str, context: &Context, ignore_case: bool) -> Truth {
    let written: String = match pattern.fill(context) {
        Filled::Tokens(tokens) => tokens.into_iter().map(Token::written).collect(),
        Filled::Nothing => return Truth::No,
        Filled::Open(why) => return Truth::Open(why),
    };
    let equal = written == value || ignore_case && fold(&written) == fold(value);
    equal.into()
}

/// Each of the six parts of an ARN against its part of the pattern.
pub(super) fn arn(pattern: &Pattern, value: &str, context: &Context) -> Truth {
    let tokens = match pattern.fill(context) {
        Filled::Tokens(tokens) => tokens,
        Filled::Nothing => return Truth::No,
        Filled::Open(why) => return Truth::Open(why),
    };
    let wanted: Vec<&[Token]> = tokens.splitn(6, |t| *t == Token::Char(':')).collect();
    let parts: Vec<&str> = value.splitn(6, ':').collect();
    if wanted.len() == 6 && parts.len() == 6 {
        let matches = |(wanted, part): (&&[Token], &&str)| is_match(wanted, part);
        return wanted.iter().zip(&parts).all(matches).into();
    }
    if is_match(&tokens, value) {
        return Truth::open("an ARN is compared with what is not in the form of one");
    }
    Truth::No
}

/// Integers exactly, other numbers as doubles.
pub(super) fn numeric(order: Order, value: &str, written: &str) -> Truth {
    let integers = (value.parse::<i128>(), written.parse::<i128>());
    let ordering = match integers {
        (Ok(value), Ok(written)) => Some(value.cmp(&written)),
        _ => number(value).and_then(|value| value.partial_cmp(&number(written)?)),
    };
    match ordering {
        Some(ordering) => order.holds(ordering).into(),
        None => Truth::open(format!("`{value}` or `{written}` is not a number")),
    }
}

fn number(text: &str) -> Option<f64> {
    let plain = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    let number = text.chars().all(plain).then(|| text.parse().ok())?;
    number.filter(|number: &f64| number.is_finite())
}

/// Times in ISO 8601, or in seconds since 1970.
pub(super) fn date(order: Order, value: &str, written: &str) -> Truth {
    match (time(value), time(written)) {
        (Some(value), Some(written)) => order.holds(value.cmp(&written)).into(),
        _ => Truth::open(format!("`{value}` or `{written}` is not a date")),
    }
}

/// The forms of <https://www.w3.org/TR/NOTE-datetime>; four digits are a year.
fn time(text: &str) -> Option<Timestamp> {
    if text.len() > 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Timestamp::from_second(text.parse().ok()?).ok();
    }
    let day = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        10 => text.to_owned(),
        _ => return text.parse().ok(),
    };
    let day: civil::Date = day.parse().ok()?;
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

pub(super) fn boolean(value: &str, written: &str) -> Truth {
    let is_bool = |text: &str| {
        let words = ["true", "false"];
        words.iter().any(|word| text.eq_ignore_ascii_case(word))
    };
    if is_bool(value) && is_bool(written) {
        return value.eq_ignore_ascii_case(written).into();
    }
    Truth::open(format!(
        "`{value}` or `{written}` is neither `true` nor `false`"
    ))
}

/// Bytes, both written in base64.
pub(super) fn binary(value: &str, written: &str) -> Truth {
    (value.trim_end_matches('=') == written.trim_end_matches('=')).into()
}

/// Whether an address is in a range in CIDR notation; without a prefix it is one address.
pub(super) fn ip_address(value: &str, written: &str) -> Truth {
    let Ok(address) = value.parse::<IpAddr>() else {
        return Truth::open(format!("`{value}` is not an IP address"));
    };
    let Some((network, prefix)) = range(written) else {
        return Truth::open(format!("`{written}` is not a range of IP addresses"));
    };
    let inside = match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            let differ = u32::from(address) ^ u32::from(network);
            differ.leading_zeros() >= prefix
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            let differ = u128::from(address) ^ u128::from(network);
            differ.leading_zeros() >= prefix
        }
        _ => false,
    };
    inside.into()
}

/// A network and the length of its prefix, in bits.
pub(super) fn range(text: &str) -> Option<(IpAddr, u32)> {
    let (network, prefix) = match text.split_once('/') {
        Some((network, prefix)) => (network, Some(prefix)),
        None => (text, None),
    };
    let network: IpAddr = network.parse().ok()?;
    let longest = if network.is_ipv4() { 32 } else { 128 };
    let prefix = prefix.map_or(Some(longest), |prefix| prefix.parse().ok())?;
    (prefix <= longest).then_some((network, prefix))
}

impl Order {
    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }
}

impl Token {
    /// The character that stands for the token in a policy.
    pub(super) fn written(self) -> char {
        match self {
            Self::Char(c) => c,
            Self::One => '?',
            Self::Many => '*',
        }
    }
}
