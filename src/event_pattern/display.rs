//! Writing a pattern: compact JSON, which parses back to an equal tree.

use std::fmt;

use serde_json::Value;

use super::ast::{Cased, Content, Excluded, Matcher, Matchers, Member, OR, Object};

/// Text as JSON writes it.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A value writes its own escapes, and cannot fail to.
        Value::String(self.0.to_owned()).fmt(out)
    }
}

/// Things with commas in between.
fn list<T>(
    out: &mut fmt::Formatter<'_>,
    brackets: [&str; 2],
    things: &[T],
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    let [open, close] = brackets;
    out.write_str(open)?;
    for (at, thing) in things.iter().enumerate() {
        if at > 0 {
            out.write_str(",")?;
        }
        write(out, thing)?;
    }
    out.write_str(close)
}

/// A single thing as it is, several as a list.
fn one_or_more<T>(
    out: &mut fmt::Formatter<'_>,
    things: &[T],
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    match things {
        [single] => write(out, single),
        several => list(out, ["[", "]"], several, write),
    }
}

impl fmt::Display for Object {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(out, ["{", "}"], &self.members, |out, member| {
            member.fmt(out)
        })
    }
}

impl fmt::Display for Member {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field { name, content } => {
                write!(out, "{}:", Quoted(name))?;
                match content {
                    Content::Object(object) => object.fmt(out),
                    Content::Leaf(matchers) => matchers.fmt(out),
                }
            }
            Self::Or(alternatives) => {
                write!(out, "{}:", Quoted(OR))?;
                list(out, ["[", "]"], alternatives, |out, object| object.fmt(out))
            }
        }
    }
}

impl fmt::Display for Matchers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(out, ["[", "]"], &self.0, |out, matcher| matcher.fmt(out))
    }
}

impl fmt::Display for Matcher {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => Quoted(text).fmt(out),
            Self::Number(number) => number.fmt(out),
            Self::Bool(value) => value.fmt(out),
            Self::Null => out.write_str("null"),
            Self::Exactly(text) => write!(out, "{{\"exactly\":{}}}", Quoted(text)),
            Self::Exists(exists) => write!(out, "{{\"exists\":{exists}}}"),
            Self::Prefix(text) => write!(out, "{{\"prefix\":{text}}}"),
            Self::Suffix(text) => write!(out, "{{\"suffix\":{text}}}"),
            Self::IgnoreCase(text) => write!(out, "{{\"equals-ignore-case\":{}}}", Quoted(text)),
            Self::Wildcard(wildcard) => {
                write!(out, "{{\"wildcard\":{}}}", Quoted(&wildcard.to_string()))
            }
            Self::Cidr(cidr) => write!(out, "{{\"cidr\":\"{cidr}\"}}"),
            Self::Numeric(comparisons) => {
                out.write_str("{\"numeric\":")?;
                list(out, ["[", "]"], comparisons, |out, (comparison, number)| {
                    write!(out, "\"{}\",{number}", comparison.symbol())
                })?;
                out.write_str("}")
            }
            Self::AnythingBut(excluded) => write!(out, "{{\"anything-but\":{excluded}}}"),
        }
    }
}

impl fmt::Display for Cased {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ignore_case {
            write!(out, "{{\"equals-ignore-case\":{}}}", Quoted(&self.text))
        } else {
            Quoted(&self.text).fmt(out)
        }
    }
}

impl fmt::Display for Excluded {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = |out: &mut fmt::Formatter<'_>, texts: &[String]| {
            one_or_more(out, texts, |out, text| Quoted(text).fmt(out))
        };
        let operator = match self {
            Self::Texts(plain) => return texts(out, plain),
            Self::Numbers(numbers) => {
                return one_or_more(out, numbers, |out, number| number.fmt(out));
            }
            Self::Prefixes(_) => "prefix",
            Self::Suffixes(_) => "suffix",
            Self::IgnoreCase(_) => "equals-ignore-case",
            Self::Wildcards(_) => "wildcard",
        };
        write!(out, "{{\"{operator}\":")?;
        match self {
            Self::Wildcards(wildcards) => one_or_more(out, wildcards, |out, wildcard| {
                Quoted(&wildcard.to_string()).fmt(out)
            })?,
            Self::Prefixes(affixes) | Self::Suffixes(affixes) | Self::IgnoreCase(affixes) => {
                texts(out, affixes)?;
            }
            Self::Texts(_) | Self::Numbers(_) => {}
        }
        out.write_str("}")
    }
}
