//! What can be wrong with an event pattern, and what to write instead.

use thiserror::Error;

/// A mistake in an event pattern and its place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{kind}{}", Place(pointer))]
pub struct ParseError {
    /// Where, as a JSON pointer; empty for the pattern as a whole.
    pub pointer: String,
    /// The mistake.
    pub kind: ErrorKind,
}

struct Place<'a>(&'a str);

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            "" => Ok(()),
            pointer => write!(out, ", at `{pointer}`"),
        }
    }
}

/// The mistakes. All of them are the author's of the pattern: `EventBridge` refuses it too.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// More characters than `PutRule` takes.
    #[error("the event pattern has {0} characters and EventBridge takes 4096 at most")]
    TooLong(usize),
    /// No JSON.
    #[error("the event pattern is no JSON: {0}")]
    Json(String),
    /// Some other JSON than an object.
    #[error("an event pattern is a JSON object, and this is {0}")]
    NotAnObject(&'static str),
    /// `{}`
    #[error("the object is empty: name a field, or leave the object out")]
    EmptyObject,
    /// A field without a list.
    #[error("the values of a field stand in a list, as in `[\"value\"]`, and this is {0}")]
    NotAList(&'static str),
    /// `[]`
    #[error("the list is empty and would match nothing: name a value")]
    EmptyList,
    /// `[["a"]]`
    #[error("a list of values has no list in it: put its values beside the others")]
    NestedList,
    /// `[{}]`
    #[error("the object is empty: write an operator, as in `{{\"prefix\": \"value\"}}`")]
    NoOperator,
    /// `[{"prefix": "a", "suffix": "b"}]`
    #[error("an object in a list has one operator: write each in an object of its own")]
    SeveralOperators,
    /// `[{"regex": "a"}]`
    #[error("there is no operator `{0}`{advice}", advice = similar(.0))]
    UnknownOperator(String),
    /// An operator of something that it does not take.
    #[error("`{operator}` takes {takes}, and this is {given}")]
    Operand {
        /// The operator.
        operator: &'static str,
        /// What it takes.
        takes: &'static str,
        /// What is there.
        given: &'static str,
    },
    /// `{"anything-but": {"prefix": ""}}`
    #[error("every text begins and ends with the empty text, so nothing is left to match")]
    EmptyExclusion,
    /// `{"anything-but": ["a", 1]}`
    #[error("the values of `anything-but` are all texts or all numbers: write one list for each")]
    MixedExclusion,
    /// `{"wildcard": "a**b"}`
    #[error("a `wildcard` has no two asterisks in a row: write one")]
    DoubleAsterisk,
    /// `{"wildcard": "a\\b"}`
    #[error("in a `wildcard` a backslash stands only before `*` or another backslash")]
    WildcardEscape,
    /// `{"numeric": [">"]}` and the like.
    #[error(
        "`numeric` takes an operator and a number, or `>` or `>=` and a number followed by `<` or \
         `<=` and a number, as in `[\">\", 0, \"<=\", 5]`"
    )]
    NumericShape,
    /// `{"numeric": [">", 5, "<", 1]}`
    #[error("no number lies between {low} and {high}: write the smaller one first")]
    EmptyRange {
        /// The first number.
        low: String,
        /// The second number.
        high: String,
    },
    /// A number that `EventBridge` does not compare.
    #[error(
        "EventBridge compares numbers from -5e9 to 5e9 with six digits after the point at most, \
         and this is {0}"
    )]
    NumberLimits(String),
    /// `{"cidr": "10.0.0.0"}`
    #[error("`{0}` is no network: write an address and the bits of its mask, as in `10.0.0.0/24`")]
    Network(String),
    /// `{"$or": …}` with something else than a list of objects.
    #[error("`$or` takes a list of two or more objects, and this is {0}")]
    Alternatives(&'static str),
    /// `{"$or": [{…}]}`
    #[error("`$or` takes two or more objects: write this one without it")]
    OneAlternative,
    /// A field in `$or` that has the name of an operator.
    #[error("a field in `$or` cannot have the name of an operator, `{0}`")]
    ReservedName(String),
    /// Too many ways through `$or`.
    #[error(
        "the `$or`s have {0} combinations and EventBridge takes 1000 at most: split the pattern \
         into several rules"
    )]
    Combinations(usize),
}

fn similar(operator: &str) -> String {
    let (distance, nearest) = super::parser::OPERATORS
        .iter()
        .map(|known| (strsim::damerau_levenshtein(operator, known), *known))
        .min()
        .unwrap_or((usize::MAX, ""));
    if distance <= 3 {
        format!(": did you mean `{nearest}`?")
    } else {
        format!(": there are {}", super::parser::OPERATORS.join(", "))
    }
}
