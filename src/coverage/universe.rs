//! Which events can exist.

use std::ops::{BitAnd, BitOr, Not};

use serde_json::Value;

use super::machine::Language;

/// What can stand at a place of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kinds(u8);

impl Kinds {
    /// Nothing at all is there.
    pub const MISSING: Self = Self(1);
    /// `null`
    pub const NULL: Self = Self(2);
    /// `true`
    pub const TRUE: Self = Self(4);
    /// `false`
    pub const FALSE: Self = Self(8);
    /// A number.
    pub const NUMBER: Self = Self(16);
    /// A text.
    pub const TEXT: Self = Self(32);
    /// An object.
    pub const OBJECT: Self = Self(64);
    /// An array.
    pub const ARRAY: Self = Self(128);
    /// Anything or nothing.
    pub const ANY: Self = Self(255);

    /// Whether one of `others` is among them.
    pub fn may_be(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// Whether there is nothing but `others`.
    pub fn are_only(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }

    pub(super) const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(super) const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Whether nothing is left.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for Kinds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.with(other)
    }
}

impl BitAnd for Kinds {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Not for Kinds {
    type Output = Self;

    fn not(self) -> Self {
        Self(!self.0)
    }
}

/// What can stand at a place: its kinds, and the language of its texts.
#[derive(Debug, Clone)]
pub struct Values {
    /// The kinds.
    pub kinds: Kinds,
    /// The texts, if it can be one; any text if left out.
    pub texts: Option<Language>,
}

impl Values {
    /// Values of these kinds; texts are any texts.
    pub fn of(kinds: Kinds) -> Self {
        Self { kinds, texts: None }
    }

    /// A text of a language.
    pub fn text(texts: &Language) -> Self {
        Self {
            kinds: Kinds::TEXT,
            texts: Some(texts.clone()),
        }
    }

    /// Whether a value is one of these; `None` stands for nothing there.
    pub(super) fn hold(&self, value: Option<&Value>) -> bool {
        let kind = match value {
            None => Kinds::MISSING,
            Some(Value::Null) => Kinds::NULL,
            Some(Value::Bool(true)) => Kinds::TRUE,
            Some(Value::Bool(false)) => Kinds::FALSE,
            Some(Value::Number(_)) => Kinds::NUMBER,
            Some(Value::String(_)) => Kinds::TEXT,
            Some(Value::Object(_)) => Kinds::OBJECT,
            Some(Value::Array(_)) => Kinds::ARRAY,
        };
        let text = value.and_then(Value::as_str);
        let spoken = |language: &Language| text.is_none_or(|text| language.contains(text));
        self.kinds.may_be(kind) && self.texts.as_ref().is_none_or(spoken)
    }

    /// The same, or one of `kinds`.
    #[must_use]
    pub fn or(mut self, kinds: Kinds) -> Self {
        self.kinds = self.kinds | kinds;
        self
    }
}

/// A place of an event and what is known of it.
#[derive(Debug, Clone)]
pub struct Field {
    /// The names that lead there.
    pub path: Vec<String>,
    /// What certainly occurs there: examples are made of these.
    pub sure: Values,
    /// What may occur there as far as is known: proofs have to hold for all of these.
    pub possible: Values,
    /// Why the two differ, in half a sentence.
    pub doubt: Option<String>,
    /// Believable texts, the most usual first. `{a.b}` in a text stands for the text at
    /// that path.
    pub usual: Vec<String>,
    /// What an example has there, where it may.
    pub prefer: Option<Kinds>,
}

/// One shape that events have: places that are not mentioned are free.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The places, in the order in which they are written.
    pub fields: Vec<Field>,
    /// Objects of which all members are among the fields as far as is known.
    pub closed: Vec<Vec<String>>,
    /// Why it is not certain that such events occur at all, if it is not.
    pub doubt: Option<String>,
}

impl Shape {
    /// Why it is not certain that `event` occurs in this shape; `None` where it is.
    pub(super) fn doubt_about(&self, event: &Value) -> Option<String> {
        if self.doubt.is_some() {
            return self.doubt.clone();
        }
        let at = |path: &[String]| path.iter().try_fold(event, |value, name| value.get(name));
        for field in &self.fields {
            if !field.sure.hold(at(&field.path)) {
                let unknown = || {
                    let path = field.path.join(".");
                    format!("whether a record can have such a field `{path}` is not known")
                };
                return Some(field.doubt.clone().unwrap_or_else(unknown));
            }
        }
        for path in &self.closed {
            let members = at(path).and_then(Value::as_object);
            for name in members.into_iter().flat_map(|object| object.keys()) {
                let whole: Vec<String> = path.iter().chain([name]).cloned().collect();
                if !self.fields.iter().any(|field| field.path == whole) {
                    let whole = whole.join(".");
                    return Some(format!(
                        "whether a record can have a field `{whole}` is not known"
                    ));
                }
            }
        }
        None
    }
}

/// All events that can exist.
#[derive(Debug, Clone)]
pub struct Universe {
    /// Their shapes, the most usual first.
    pub shapes: Vec<Shape>,
    /// Texts that go together, by path; where there are any, an example takes one of these
    /// combinations.
    pub believable: Vec<Vec<(Vec<String>, String)>>,
    /// Places that may hold any text, for what has to occur somewhere in an event.
    pub free_text: Vec<Vec<String>>,
}

impl Universe {
    /// Any JSON object, written compactly and with distinct keys. Left aside are numbers that
    /// neither 64 bits nor a double can hold, and more than 128 objects and arrays within each
    /// other.
    pub fn any_json() -> Self {
        let shape = Shape {
            fields: Vec::new(),
            closed: Vec::new(),
            doubt: None,
        };
        Self {
            shapes: vec![shape],
            believable: Vec::new(),
            free_text: ["message", "text", "note", "detail"]
                .map(|name| vec![name.to_owned()])
                .to_vec(),
        }
    }
}

/// Which events count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Those that certainly occur.
    Sure,
    /// Those that may occur as far as is known.
    Possible,
}
