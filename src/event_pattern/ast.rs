//! The tree of a parsed pattern: plain data, for matching and for reasoning.

use super::{Cidr, Number, Wildcard};

/// An object of a pattern: all of its members have to match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Object {
    /// The members as they are written, one that is written twice included.
    pub members: Vec<Member>,
}

/// A member of an object of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Member {
    /// A field of the event and what is asked of it.
    Field {
        /// Its name.
        name: String,
        /// What is asked of it.
        content: Content,
    },
    /// `$or`: one of these has to match; two or more.
    Or(Vec<Object>),
}

impl Member {
    /// The key as it is written.
    pub fn key(&self) -> &str {
        match self {
            Self::Field { name, .. } => name,
            Self::Or(_) => OR,
        }
    }
}

/// The key of an alternative between objects.
pub(super) const OR: &str = "$or";

/// What is asked of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Something of the fields within.
    Object(Object),
    /// Something of its value.
    Leaf(Matchers),
}

/// What is asked of a value: one of these has to match; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matchers(pub Vec<Matcher>);

/// One thing that is asked of a value. Of an array each element is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matcher {
    /// `"text"`: this text. One that is an IP address may mean the address.
    Text(String),
    /// `{"exactly": "text"}`: this text. Not in the user guide; event-ruler takes it.
    Exactly(String),
    /// `5`
    Number(Number),
    /// `true` or `false`
    Bool(bool),
    /// `null`
    Null,
    /// `{"exists": true}`, and with `false` that there is no such value.
    Exists(bool),
    /// `{"prefix": "text"}`, or with `{"equals-ignore-case": "text"}` in place of the text.
    Prefix(Cased),
    /// `{"suffix": "text"}`, or with `{"equals-ignore-case": "text"}` in place of the text.
    Suffix(Cased),
    /// `{"equals-ignore-case": "text"}`
    IgnoreCase(String),
    /// `{"wildcard": "a*b"}`
    Wildcard(Wildcard),
    /// `{"cidr": "10.0.0.0/24"}`
    Cidr(Cidr),
    /// `{"numeric": [">", 0, "<=", 5]}`: one comparison or two that both hold.
    Numeric(Vec<(Comparison, Number)>),
    /// `{"anything-but": …}`: any value but these.
    AnythingBut(Excluded),
}

/// A text, and whether upper and lower case are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cased {
    /// The text as it is written.
    pub text: String,
    /// Whether `equals-ignore-case` stands before it.
    pub ignore_case: bool,
}

/// What `anything-but` leaves out; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excluded {
    /// These texts.
    Texts(Vec<String>),
    /// These numbers.
    Numbers(Vec<Number>),
    /// Texts that begin so.
    Prefixes(Vec<String>),
    /// Texts that end so.
    Suffixes(Vec<String>),
    /// These texts in upper and lower case.
    IgnoreCase(Vec<String>),
    /// Texts of these shapes.
    Wildcards(Vec<Wildcard>),
}

/// How a number of an event is compared with one of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// The operator of this name.
    pub(super) fn new(symbol: &str) -> Option<Self> {
        Some(match symbol {
            "=" => Self::Equal,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            _ => return None,
        })
    }

    /// The operator as it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// Whether it holds between two things of that order.
    pub(super) fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }
}
