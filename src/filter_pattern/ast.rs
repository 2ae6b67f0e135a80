//! The tree of a parsed pattern: plain data, for matching and for reasoning.

use std::cmp::Ordering;
use std::ops::Range;

use super::{Glob, Number, Regex, Text};

/// A whole pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ast {
    /// The empty pattern, which matches every event.
    All,
    /// Terms looked for in the raw message; never empty.
    Terms(Vec<Term>),
    /// One regex looked for in the raw message.
    Regex(Regex),
    /// Conditions on a message that is a JSON object.
    Json(Expr<JsonCondition>),
    /// Conditions on the words of the message.
    Space(Space),
}

/// Where a piece of the pattern stands: byte offsets into the text given to the parser.
///
/// All spans are equal to each other, so that trees compare by meaning and not by layout.
#[derive(Debug, Clone, Copy, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The span as a range of byte offsets.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self {
            start: range.start,
            end: range.end,
        }
    }
}

impl PartialEq for Span {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Span {}

/// One term of an unstructured pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What the term asks for.
    pub role: Role,
    /// The text looked for.
    pub text: Text,
    /// Where the term stands, its sign included.
    pub span: Span,
}

/// What a term asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// `term`: it must occur.
    Required,
    /// `?term`: one of these must occur; ignored when the pattern has terms of another role.
    Optional,
    /// `-term`: it must not occur.
    Excluded {
        /// Written `- term`, which only old documentation shows.
        detached: bool,
    },
}

/// Conditions joined by `&&` and `||`.
///
/// The parser keeps it flat: an `And` holds no `And`, an `Or` no `Or`, and both at least two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr<C> {
    /// A single condition.
    Cond(C),
    /// All parts hold; binds tighter than `Or`.
    And(Vec<Expr<C>>),
    /// Some part holds.
    Or(Vec<Expr<C>>),
}

impl<C> Expr<C> {
    /// All of the parts, flattened; a single part stands for itself.
    pub fn all_of(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        single_or(flat, Self::And)
    }

    /// Some of the parts, flattened; a single part stands for itself.
    pub fn any_of(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        single_or(flat, Self::Or)
    }

    /// Whether the expression holds when `holds` tells the truth of each condition.
    pub fn holds(&self, holds: &mut impl FnMut(&C) -> bool) -> bool {
        match self {
            Self::Cond(condition) => holds(condition),
            Self::And(parts) => parts.iter().all(|part| part.holds(holds)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(holds)),
        }
    }

    /// Calls `visit` with each condition, from left to right.
    pub fn each(&self, visit: &mut impl FnMut(&C)) {
        match self {
            Self::Cond(condition) => visit(condition),
            Self::And(parts) | Self::Or(parts) => {
                for part in parts {
                    part.each(visit);
                }
            }
        }
    }
}

fn single_or<C>(mut parts: Vec<Expr<C>>, join: impl Fn(Vec<Expr<C>>) -> Expr<C>) -> Expr<C> {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            join(parts)
        }
        None => join(parts),
    }
}

/// One condition of a JSON pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonCondition {
    /// The fields looked at.
    pub selector: Selector,
    /// What is asked of them.
    pub test: JsonTest,
    /// Where the condition stands.
    pub span: Span,
}

/// What a JSON condition asks of the selected fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonTest {
    /// A comparison; only strings and numbers can satisfy it.
    Compare(Comparison),
    /// `IS NULL`: the field is `null`, or an array with a `null` in it.
    IsNull,
    /// `IS TRUE`: the field is the boolean `true`.
    IsTrue,
    /// `IS FALSE`: the field is the boolean `false`.
    IsFalse,
    /// `NOT EXISTS`: nothing is there, not even `null`.
    NotExists,
}

/// A path from the root of a JSON message; never empty, with one wildcard at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// The steps after `$`.
    pub steps: Vec<Step>,
}

impl Selector {
    /// The position of the wildcard among the steps.
    pub fn wildcard(&self) -> Option<usize> {
        self.steps.iter().position(|step| *step == Step::Wildcard)
    }
}

/// One step of a selector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// `.name` or `['name']`: the member of an object. Build it with [`Step::member`] or
    /// [`Step::bracketed`].
    Member {
        /// The key, compared case-sensitively.
        name: String,
        /// Written in brackets because it has to be; false for names that need none.
        bracketed: bool,
    },
    /// `[n]`: the element of an array, counted from 0.
    Index(u32),
    /// `.*` or `[*]`: every member of an object or element of an array, one level down.
    Wildcard,
}

impl Step {
    /// A member written as `.name`.
    pub fn member(name: &str) -> Self {
        Self::Member {
            name: name.to_owned(),
            bracketed: false,
        }
    }

    /// A member written as `['name']`, which is the same as `.name` where both can be written.
    pub fn bracketed(name: &str) -> Self {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        Self::Member {
            name: name.to_owned(),
            bracketed: !name.chars().all(plain),
        }
    }

    pub(super) fn is_bracket(&self) -> bool {
        match self {
            Self::Member { bracketed, .. } => *bracketed,
            Self::Index(_) | Self::Wildcard => true,
        }
    }
}

/// A comparison with a constant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// `= value`.
    Equals(Value),
    /// `!= value`.
    Differs(Value),
    /// `<`, `<=`, `>` or `>=`, against numbers only.
    Order(OrderOp, Number),
}

/// The direction of an order comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderOp {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl OrderOp {
    /// The operator as it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// Whether the operator holds between two things of that order.
    pub fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }
}

/// A constant of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A bare number: by value against numbers, by its own text against strings.
    Number(Number),
    /// Quoted or bare text without an asterisk.
    Text(Text),
    /// Quoted or bare text with an asterisk.
    Glob(Glob),
    /// `%regex%`.
    Regex(Regex),
}

/// A space-delimited pattern; without entries it matches every event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Space {
    /// The entries between the commas.
    pub entries: Vec<Entry>,
}

/// One entry of a space-delimited pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// `...`: zero or more words; at most once.
    Ellipsis,
    /// Nothing between two commas: any one word.
    Unnamed,
    /// A named word, with or without conditions.
    Field(Field),
}

impl Entry {
    /// The named word, if it is one.
    pub fn field(&self) -> Option<&Field> {
        match self {
            Self::Field(field) => Some(field),
            Self::Ellipsis | Self::Unnamed => None,
        }
    }
}

/// A named word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name, unique in the pattern.
    pub name: String,
    /// What is asked of it.
    pub test: Expr<FieldTest>,
    /// Where the entry stands.
    pub span: Span,
}

/// One condition on a named word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldTest {
    /// The name alone: any word.
    Any,
    /// The name with a comparison.
    Compare(Comparison),
}
