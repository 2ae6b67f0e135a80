//! A pattern's JSON as it is written: members in their order, also one that is written twice.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::Number;

/// A JSON value.
#[derive(Debug)]
pub(super) enum Source {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Source>),
    Object(Vec<(String, Source)>),
}

impl Source {
    /// What it is, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// Whether some object in it has this key.
    pub(super) fn has_key(&self, key: &str) -> bool {
        match self {
            Self::List(elements) => elements.iter().any(|element| element.has_key(key)),
            Self::Object(members) => {
                let mut members = members.iter();
                members.any(|(name, value)| name == key || value.has_key(key))
            }
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) => false,
        }
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Source;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Source, E> {
        Ok(Source::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Source, E> {
        Ok(Source::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Source, E> {
        Ok(Source::Number(Number::from(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Source, E> {
        Ok(Source::Number(Number::from(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Source, E> {
        // JSON has none that are not finite.
        Ok(serde_json::Number::from_f64(value)
            .map_or(Source::Null, |number| Source::Number(Number::from(number))))
    }

    fn visit_str<E>(self, value: &str) -> Result<Source, E> {
        Ok(Source::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Source, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = access.next_element()? {
            elements.push(element);
        }
        Ok(Source::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Source, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = access.next_entry()? {
            members.push(member);
        }
        Ok(Source::Object(members))
    }
}
