//! The texts that exist: the names of actions, of resources, of the objects of one bucket.
//!
//! Sources: IAM user guide, "IAM JSON policy elements: Action" and "Identify AWS resources with
//! Amazon Resource Names (ARNs)"; service authorization reference, whose actions have letters
//! and digits, and whose service prefixes have hyphens besides; S3 user guide, "Naming Amazon S3
//! objects".

use super::pattern::Token;

/// A regular set of texts: those that one of the alternatives stands for.
#[derive(Debug, Clone)]
pub(super) struct Universe {
    pub(super) alternatives: Vec<Vec<Item>>,
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) class: Class,
    /// Any number of such characters, none as well; otherwise exactly one.
    pub(super) many: bool,
}

/// Which characters may stand at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    One(char),
    /// A small letter or a digit: texts whose case does not count are in small letters.
    Word,
    /// As `Word`, or a hyphen.
    Prefix,
    NoColon,
    Any,
}

impl Class {
    pub(super) fn has(self, c: char) -> bool {
        let word = c.is_ascii_lowercase() || c.is_ascii_digit();
        match self {
            Self::One(only) => c == only,
            Self::Word => word,
            Self::Prefix => word || c == '-',
            Self::NoColon => c != ':',
            Self::Any => true,
        }
    }
}

impl Item {
    /// The place that a token of a pattern stands for.
    pub(super) fn of(token: Token) -> Self {
        let (class, many) = match token {
            Token::Char(c) => (Class::One(c), false),
            Token::One => (Class::Any, false),
            Token::Many => (Class::Any, true),
        };
        Self { class, many }
    }
}

impl Universe {
    /// Every action, in small letters: `service:name`.
    pub(super) fn actions() -> Self {
        let text = Text::new().some(Class::Prefix).literal(":");
        Self::of([text.some(Class::Word)])
    }

    /// Every action of S3, in small letters.
    pub(super) fn s3_actions() -> Self {
        Self::of([Text::new().literal("s3:").some(Class::Word)])
    }

    /// Every resource: the ARNs, and the `*` that stands for actions without a resource.
    pub(super) fn resources() -> Self {
        let arn = Text::new()
            .literal("arn:")
            .some(Class::NoColon)
            .literal(":")
            .some(Class::NoColon)
            .literal(":")
            .any(Class::NoColon)
            .literal(":")
            .any(Class::NoColon)
            .literal(":")
            .some(Class::Any);
        Self::of([Text::new().literal("*"), arn])
    }

    /// This text alone.
    pub(super) fn only(text: &str) -> Self {
        Self::of([Text::new().literal(text)])
    }

    /// Every object of the bucket with this ARN.
    pub(super) fn objects(bucket_arn: &str) -> Self {
        let text = Text::new().literal(bucket_arn).literal("/");
        Self::of([text.some(Class::Any)])
    }

    fn of(texts: impl IntoIterator<Item = Text>) -> Self {
        let alternatives = texts.into_iter().map(|text| text.0).collect();
        Self { alternatives }
    }
}

/// A text under construction.
struct Text(Vec<Item>);

impl Text {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn literal(mut self, text: &str) -> Self {
        let item = |c| Item {
            class: Class::One(c),
            many: false,
        };
        self.0.extend(text.chars().map(item));
        self
    }

    fn any(mut self, class: Class) -> Self {
        self.0.push(Item { class, many: true });
        self
    }

    /// One or more.
    fn some(mut self, class: Class) -> Self {
        self.0.push(Item { class, many: false });
        self.any(class)
    }
}
