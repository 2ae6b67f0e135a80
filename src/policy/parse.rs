//! From a text to the statements of a policy.

use super::Policy;
use super::condition::{Condition, Test};
use super::error::{ErrorKind, PolicyError as Error};
use super::json::Json;
use super::operator::Operator;
use super::pattern::Pattern;
use super::statement::{Effect, Entry, Listed, Principals, Statement};

/// The longest document that is read, in bytes. The largest policies of AWS have some ten
/// thousand characters, up to three times as many when percent-encoded.
pub(super) const MAX_BYTES: usize = 256 * 1024;

pub(super) fn policy(text: &str) -> Result<Policy, Error> {
    let document = |kind| Error::document(kind);
    if text.len() > MAX_BYTES {
        return Err(document(ErrorKind::TooLong(text.len())));
    }
    let decoded = if text.trim_start().starts_with('%') {
        Some(percent_decoded(text).ok_or(document(ErrorKind::Encoding))?)
    } else {
        None
    };
    let text = decoded.as_deref().unwrap_or(text);
    let json = Json::parse(text).map_err(|message| document(ErrorKind::Json(message)))?;
    let Json::Object(elements) = json else {
        return Err(document(shape("an object", &json)));
    };

    let mut variables = false;
    let mut statements = None;
    for (name, value) in elements {
        match name.as_str() {
            "Version" => {
                let word = word(&name, value, "2012-10-17", "2008-10-17")?;
                variables = word == "2012-10-17";
            }
            "Id" => drop(self::text(&name, value)?),
            "Statement" => statements = Some(value),
            _ => return Err(document(ErrorKind::Unknown(name))),
        }
    }
    let statements = match statements {
        Some(Json::Array(items)) => items,
        Some(one) => vec![one],
        None => return Err(document(ErrorKind::Missing("Statement"))),
    };
    let statements = statements
        .into_iter()
        .enumerate()
        .map(|(index, json)| statement(json, variables).map_err(|error| error.in_statement(index)))
        .collect::<Result<_, _>>()?;
    Ok(Policy { statements })
}

/// `text` with `%XX` replaced; a plus sign is one, as IAM encodes by RFC 3986. None where that
/// is not what the text is.
pub fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            u8::try_from(digit()? * 16 + digit()?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

fn statement(json: Json, variables: bool) -> Result<Statement, Error> {
    let Json::Object(elements) = json else {
        return Err(Error::document(shape("an object", &json)));
    };
    let pattern: fn(&str) -> Pattern = if variables {
        Pattern::with_variables
    } else {
        Pattern::plain
    };
    let (mut sid, mut effect, mut conditions) = (None, None, Vec::new());
    let (mut principals, mut actions, mut resources) = (None, None, None);
    for (name, value) in elements {
        let negated = name.starts_with("Not");
        match name.as_str() {
            "Sid" => sid = Some(text(&name, value)?).filter(|sid| !sid.is_empty()),
            "Effect" => {
                let allow = word(&name, value, "Allow", "Deny")? == "Allow";
                effect = Some(if allow { Effect::Allow } else { Effect::Deny });
            }
            "Principal" | "NotPrincipal" => {
                let entries = entries(&name, value)?;
                let new = Principals { negated, entries };
                once(&mut principals, new, "Principal", "NotPrincipal")?;
            }
            "Action" | "NotAction" => {
                let patterns = texts(&name, value)?;
                let patterns = patterns.iter().map(|text| Pattern::plain(text)).collect();
                let new = Listed { negated, patterns };
                once(&mut actions, new, "Action", "NotAction")?;
            }
            "Resource" | "NotResource" => {
                let patterns = texts(&name, value)?;
                let patterns = patterns.iter().map(|text| pattern(text)).collect();
                let new = Listed { negated, patterns };
                once(&mut resources, new, "Resource", "NotResource")?;
            }
            "Condition" => conditions = self::conditions(value, pattern)?,
            _ => return Err(Error::document(ErrorKind::Unknown(name))),
        }
    }
    let missing = |name| Error::document(ErrorKind::Missing(name));
    Ok(Statement {
        sid,
        effect: effect.ok_or(missing("Effect"))?,
        principals,
        actions: actions.ok_or(missing("Action"))?,
        resources,
        conditions,
    })
}

fn once<T>(
    place: &mut Option<T>,
    new: T,
    name: &'static str,
    other: &'static str,
) -> Result<(), Error> {
    match place.replace(new) {
        Some(_) => Err(Error::document(ErrorKind::Both(name, other))),
        None => Ok(()),
    }
}

fn entries(name: &str, value: Json) -> Result<Vec<Entry>, Error> {
    let kinds = match value {
        Json::Text(text) if text == "*" => return Ok(vec![Entry::Everyone]),
        Json::Object(kinds) => kinds,
        other => return Err(Error::element(name, shape("`*` or an object", &other))),
    };
    let mut entries = Vec::new();
    for (kind, value) in kinds {
        let entry: fn(String) -> Entry = match kind.as_str() {
            "AWS" => |text| match text.as_str() {
                "*" => Entry::Everyone,
                _ => Entry::Aws(text),
            },
            "Service" => Entry::Service,
            "Federated" => Entry::Federated,
            "CanonicalUser" => Entry::CanonicalUser,
            _ => return Err(Error::element(name, ErrorKind::Unknown(kind))),
        };
        let texts = texts(&format!("{name}.{kind}"), value)?;
        entries.extend(texts.into_iter().map(entry));
    }
    Ok(entries)
}

fn conditions(value: Json, pattern: fn(&str) -> Pattern) -> Result<Vec<Condition>, Error> {
    let Json::Object(operators) = value else {
        return Err(Error::element("Condition", shape("an object", &value)));
    };
    let mut conditions = Vec::with_capacity(operators.len());
    for (name, keys) in operators {
        let place = format!("Condition.{name}");
        let Json::Object(keys) = keys else {
            return Err(Error::element(place, shape("an object", &keys)));
        };
        let tests = keys.into_iter().map(|(key, value)| {
            let values = scalars(&place, value)?;
            let values = values.into_iter().map(|text| (pattern(&text), text));
            Ok(Test {
                key,
                values: values.collect(),
            })
        });
        conditions.push(Condition {
            operator: Operator::parse(&name).ok_or(name),
            tests: tests.collect::<Result<_, Error>>()?,
        });
    }
    Ok(conditions)
}

fn shape(expected: &'static str, found: &Json) -> ErrorKind {
    let found = found.name();
    ErrorKind::Shape { expected, found }
}

fn text(name: &str, value: Json) -> Result<String, Error> {
    match value {
        Json::Text(text) => Ok(text),
        other => Err(Error::element(name, shape("a text", &other))),
    }
}

fn word(
    name: &str,
    value: Json,
    first: &'static str,
    second: &'static str,
) -> Result<String, Error> {
    let found = text(name, value)?;
    if found == first || found == second {
        return Ok(found);
    }
    let kind = ErrorKind::Word {
        found,
        first,
        second,
    };
    Err(Error::element(name, kind))
}

/// A text or an array of texts.
fn texts(name: &str, value: Json) -> Result<Vec<String>, Error> {
    match value {
        Json::Array(items) => items.into_iter().map(|item| text(name, item)).collect(),
        Json::Text(text) => Ok(vec![text]),
        other => Err(Error::element(name, shape("a text or an array", &other))),
    }
}

/// A text, number or truth value, or an array of them.
fn scalars(name: &str, value: Json) -> Result<Vec<String>, Error> {
    let scalar = |item| match item {
        Json::Text(text) | Json::Bare(text) => Ok(text),
        other => Err(Error::element(
            name,
            shape("a text, number or truth value", &other),
        )),
    };
    match value {
        Json::Array(items) => items.into_iter().map(scalar).collect(),
        one => Ok(vec![scalar(one)?]),
    }
}
