//! Log events.

use std::borrow::Cow;

use super::json::{self, Document, Json};

/// One log event: its raw text, and the JSON object in it if it is one.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    text: Cow<'a, str>,
    document: Option<Document>,
}

impl<'a> Event<'a> {
    /// Takes the message of a log event as it was ingested.
    ///
    /// A message that is not one JSON object, or nests deeper than 128 levels, matches no JSON
    /// pattern; terms, regexes and space patterns see its text all the same.
    pub fn new(text: &'a str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            document: json::read(text),
        }
    }

    /// Takes a JSON value and writes it compactly, as `CloudTrail` does.
    pub fn from_value(value: &serde_json::Value) -> Event<'static> {
        let text = value.to_string();
        Event {
            document: json::read(&text),
            text: Cow::Owned(text),
        }
    }

    /// The raw message.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn root(&self) -> Option<&Json> {
        self.document.as_ref().map(|document| &document.root)
    }

    pub(super) fn has_repeated_keys(&self) -> bool {
        self.document.as_ref().is_some_and(|d| d.repeated_keys)
    }

    pub(super) fn has_huge_numbers(&self) -> bool {
        self.document.as_ref().is_some_and(|d| d.huge_numbers)
    }
}
