//! Sets of texts that matchers certainly match.

use std::net::IpAddr;

use crate::coverage::machine::Language;
use crate::coverage::texts::TextSet;
use crate::event_pattern::{Cased, Cidr, Excluded, Matcher, Wildcard};

/// Any text.
const ANY: &str = "(?s:.)*";

/// A number of an address, without leading zeros.
const OCTET: &str = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

/// The texts of a matcher that is about texts alone; none where they are not certain.
pub(super) fn texts(matcher: &Matcher) -> Option<TextSet> {
    match matcher {
        Matcher::Text(text) | Matcher::Exactly(text) => Some(TextSet::One(text.clone())),
        Matcher::Prefix(Cased { text, ignore_case }) => {
            if *ignore_case {
                return Some(language(format!("{}{ANY}", ignoring_case(text)?)));
            }
            Some(TextSet::Glob(vec![text.clone(), String::new()]))
        }
        Matcher::Suffix(Cased { text, ignore_case }) => {
            if *ignore_case {
                return Some(language(format!("{ANY}{}", ignoring_case(text)?)));
            }
            Some(TextSet::Glob(vec![String::new(), text.clone()]))
        }
        Matcher::IgnoreCase(text) => ignoring_case(text).map(language),
        Matcher::Wildcard(wildcard) => Some(shape(wildcard)),
        Matcher::Cidr(cidr) => network(cidr).map(language),
        Matcher::Number(_)
        | Matcher::Bool(_)
        | Matcher::Null
        | Matcher::Exists(_)
        | Matcher::Numeric(_)
        | Matcher::AnythingBut(_) => None,
    }
}

/// The texts that `anything-but` leaves out; none where they are not certain.
pub(super) fn excluded(excluded: &Excluded) -> Option<Vec<TextSet>> {
    match excluded {
        Excluded::Texts(texts) => Some(texts.iter().cloned().map(TextSet::One).collect()),
        Excluded::Prefixes(texts) => {
            let glob = |text: &String| TextSet::Glob(vec![text.clone(), String::new()]);
            Some(texts.iter().map(glob).collect())
        }
        Excluded::Suffixes(texts) => {
            let glob = |text: &String| TextSet::Glob(vec![String::new(), text.clone()]);
            Some(texts.iter().map(glob).collect())
        }
        Excluded::IgnoreCase(texts) => {
            let each = texts.iter().map(|text| ignoring_case(text).map(language));
            each.collect()
        }
        Excluded::Wildcards(wildcards) => Some(wildcards.iter().map(shape).collect()),
        Excluded::Numbers(_) => None,
    }
}

fn language(regex: impl AsRef<str>) -> TextSet {
    TextSet::Language(Language::new(regex.as_ref()))
}

fn shape(wildcard: &Wildcard) -> TextSet {
    match wildcard.parts() {
        [only] => TextSet::One(only.clone()),
        parts => TextSet::Glob(parts.to_vec()),
    }
}

/// A regex for an ASCII text in upper and lower case.
fn ignoring_case(text: &str) -> Option<String> {
    let letter = |c: char| {
        if c.is_ascii_alphabetic() {
            format!("[{}{}]", c.to_ascii_uppercase(), c.to_ascii_lowercase())
        } else {
            regex_syntax::escape(&c.to_string())
        }
    };
    text.is_ascii().then(|| text.chars().map(letter).collect())
}

/// A regex for the addresses of an IPv4 network as everybody writes them.
fn network(cidr: &Cidr) -> Option<String> {
    let IpAddr::V4(address) = cidr.address() else {
        return None;
    };
    if cidr.has_host_bits() {
        return None;
    }
    let mut fixed = cidr.bits();
    let octets = address.octets().map(|octet| {
        let own = fixed.min(8);
        fixed -= own;
        match own {
            8 => octet.to_string(),
            0 => OCTET.to_owned(),
            _ => {
                let last = octet | (u8::MAX >> own);
                let numbers: Vec<String> = (octet..=last).map(|n| n.to_string()).collect();
                format!("(?:{})", numbers.join("|"))
            }
        }
    });
    Some(octets.join(r"\."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_pattern::{Content, EventPattern, Member, Outcome};

    #[test]
    fn addresses_are_in_the_language_if_they_are_in_the_network() {
        for cidr in [
            "10.0.0.0/8",
            "10.20.0.0/15",
            "10.0.0.128/25",
            "1.2.3.4/32",
            "0.0.0.0/0",
        ] {
            let source = format!(r#"{{"a": [{{"cidr": "{cidr}"}}]}}"#);
            let pattern = EventPattern::parse(&source).unwrap();
            let Some(Member::Field {
                content: Content::Leaf(matchers),
                ..
            }) = pattern.root().members.first()
            else {
                panic!("{source}");
            };
            let Some(TextSet::Language(language)) = texts(&matchers.0[0]) else {
                panic!("{cidr}");
            };
            for text in [
                "10.0.0.0",
                "10.0.0.127",
                "10.0.0.128",
                "10.0.0.255",
                "10.0.1.128",
                "10.20.255.1",
                "10.21.0.0",
                "10.22.0.0",
                "1.2.3.4",
                "1.2.3.5",
                "255.255.255.255",
                "11.0.0.0",
                "",
                "10.0.0",
                "10.0.0.0.0",
                "10.0.0.256",
                "x",
            ] {
                let judged = matchers.judge_text(text) == Outcome::Match;
                assert_eq!(language.contains(text), judged, "{text} in {cidr}");
            }
        }
    }
}
