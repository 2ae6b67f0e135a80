//! Why a question about all requests has no answer.

use thiserror::Error;

/// Why a policy that could be read is not judged all the same.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Unanswered {
    /// The wildcards of the policy combine in more ways than are looked at.
    #[error("the wildcards of the policy combine in more ways than are looked at")]
    TooIntricate,
    /// It depends on what AWS makes of a condition.
    #[error("statement `{statement}`: {why}")]
    Undecided {
        /// The statement's `Sid`, or its number.
        statement: String,
        /// What is not known, as the end of a sentence.
        why: String,
    },
    /// A text that is to be the ARN of a bucket.
    #[error("`{0}` is not the ARN of a bucket")]
    NotABucket(String),
    /// A text that is to be the ARN of something else, and of what.
    #[error("`{0}` is not the ARN of {1}")]
    NotAnArn(String, &'static str),
}

impl From<super::overlap::TooIntricate> for Unanswered {
    fn from(_: super::overlap::TooIntricate) -> Self {
        Self::TooIntricate
    }
}
