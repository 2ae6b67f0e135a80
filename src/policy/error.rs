//! Why a text is no policy document that we can judge.

use std::fmt;

use thiserror::Error;

/// A mistake in a policy document and its place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}{kind}", Place(.statement.as_ref(), .element.as_ref()))]
pub struct PolicyError {
    /// The statement, counted from 0; `None` for the document itself.
    pub statement: Option<usize>,
    /// The element, such as `Principal`, or `Condition.StringEquals`.
    pub element: Option<String>,
    /// The mistake.
    pub kind: ErrorKind,
}

/// The mistakes.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// More bytes than any policy of AWS has.
    #[error("the document has {0} bytes, and no policy has more than {max}", max = super::parse::MAX_BYTES)]
    TooLong(usize),
    /// A percent sign without two hexadecimal digits, or bytes that are no UTF-8.
    #[error("the document is neither JSON nor percent-encoded JSON")]
    Encoding,
    /// No JSON, nested too deeply, or the same name twice in one object.
    #[error("the document is not JSON: {0}")]
    Json(String),
    /// A value of another shape.
    #[error("{expected} is expected, not {found}")]
    Shape {
        /// What belongs there.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// An element that has to be there.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// Two elements that exclude each other.
    #[error("`{0}` and `{1}` exclude each other")]
    Both(&'static str, &'static str),
    /// An element, or a kind of principal, that the policy language does not have.
    #[error("`{0}` is not known")]
    Unknown(String),
    /// A word that is none of those that an element takes.
    #[error("`{found}` is neither `{first}` nor `{second}`")]
    Word {
        /// What is there.
        found: String,
        /// A word that may be there.
        first: &'static str,
        /// The other one.
        second: &'static str,
    },
}

impl PolicyError {
    pub(super) fn document(kind: ErrorKind) -> Self {
        Self {
            statement: None,
            element: None,
            kind,
        }
    }

    pub(super) fn element(element: impl Into<String>, kind: ErrorKind) -> Self {
        Self {
            statement: None,
            element: Some(element.into()),
            kind,
        }
    }

    pub(super) fn in_statement(mut self, index: usize) -> Self {
        self.statement = Some(index);
        self
    }
}

/// The place as the start of a sentence.
struct Place<'e>(Option<&'e usize>, Option<&'e String>);

impl fmt::Display for Place<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self(Some(index), Some(element)) => {
                write!(out, "statement {}, `{element}`: ", **index + 1)
            }
            Self(Some(index), None) => write!(out, "statement {}: ", **index + 1),
            Self(None, Some(element)) => write!(out, "`{element}`: "),
            Self(None, None) => Ok(()),
        }
    }
}
