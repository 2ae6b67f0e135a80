//! Policy documents of IAM, read by meaning: whether a resource's policy, or an identity's,
//! lets a request through.
//!
//! [`Policy::parse`] takes what AWS returns; [`Policy::decide`] answers for one [`Request`],
//! [`Policy::full_access`], [`Policy::denies_http`] and [`Policy::open_to_everyone`] for all
//! that there can be.
//! Every test inside has three values. What is not known about the request, and what AWS
//! leaves open, makes the answer [`Decision::Undecided`], unless the rest decides.
//!
//! One policy is judged alone. Whether a request succeeds in AWS may also depend on the
//! caller's identity policies, on service control policies and on permissions boundaries.
//!
//! The sources are the IAM user guide, pages "Grammar of the IAM JSON policy language", "IAM JSON
//! policy elements" (`Principal`, `NotPrincipal`, `Action`, `Resource`, `Condition`, "Condition
//! operators", "Variables and tags"), "Set operators for multivalued context keys", "AWS global
//! condition context keys" and "Policy evaluation logic".
//!
//! # Where the documentation is silent
//!
//! | question | answer here |
//! |---|---|
//! | an operator or a condition value that is none | undecided |
//! | an ARN operator whose pattern has fewer than six parts | undecided if it would match as text |
//! | several values in the request without a set operator | undecided |
//! | a variable of an absent key | matches nothing; undecided where that is negated |
//! | a statement without a principal for a named caller | undecided |
//! | `NotPrincipal` that names the caller's account or role | undecided; AWS wants each form listed |
//! | `"Principal": {"Service": "*"}` | every service |
//! | the case of operator names | ignored: a stored policy has passed AWS's own check |

mod bits;
mod compare;
mod condition;
mod decide;
mod denies_http;
mod error;
mod full_access;
mod json;
mod named;
mod open_to_everyone;
mod operator;
mod overlap;
mod parse;
mod pattern;
mod pin_value;
mod pins;
mod principal;
mod request;
mod statement;
mod together;
mod truth;
mod unanswered;
mod universe;

pub mod cloudtrail;
pub mod publish;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::str::FromStr;

pub use decide::Decision;
pub use denies_http::DeniedHttp;
pub use error::{ErrorKind, PolicyError};
pub use parse::percent_decoded;
pub use request::{Context, Known, Principal, Request};
pub use unanswered::Unanswered;

use statement::Statement;

/// A policy document that can be read without loss. The default has no statements.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    statements: Vec<Statement>,
}

impl Policy {
    /// Reads a policy document: JSON, also percent-encoded as IAM returns it.
    ///
    /// # Errors
    /// The first thing in it that cannot be taken at its word, with its place: a policy with
    /// an element that is not known is not judged at all.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        parse::policy(text)
    }

    /// What the policy says to `request`.
    ///
    /// A matching `Deny` wins over everything. The statement that is named is the first in the
    /// document's order that decides, or that keeps the question open.
    pub fn decide(&self, request: &Request<'_>) -> Decision {
        decide::decide(&self.statements, request)
    }

    /// The `Allow` statements that together let the holder do every action on every resource;
    /// where some do so alone, those. Statements are counted from 0.
    ///
    /// An action is `service:name`, a resource an ARN or the bare `*`: what matches nothing
    /// of that form allows and excludes nothing. A pattern with a variable allows nothing for
    /// certain. Conditions and `Deny` statements do not count.
    ///
    /// # Errors
    /// [`Unanswered::TooIntricate`]
    pub fn full_access(&self) -> Result<Vec<usize>, Unanswered> {
        Ok(full_access::full(&self.statements)?)
    }

    /// The `Allow` statements with `NotAction` or `NotResource` that allow everything but what
    /// they exclude, and do not give [`Policy::full_access`].
    ///
    /// # Errors
    /// [`Unanswered::TooIntricate`]
    pub fn nearly_full_access(&self) -> Result<Vec<usize>, Unanswered> {
        Ok(full_access::nearly_full(&self.statements)?)
    }

    /// Whether the policy of the bucket with the ARN `bucket_arn` denies everybody every
    /// request over plain HTTP.
    ///
    /// # Errors
    /// [`Unanswered::NotABucket`] and [`Unanswered::TooIntricate`]
    pub fn denies_http(&self, bucket_arn: &str) -> Result<DeniedHttp, Unanswered> {
        denies_http::denied(&self.statements, bucket_arn)
    }

    /// The `Allow` statements for everybody whose conditions do not pin the caller to
    /// accounts, organizations, resources or networks that are trusted.
    ///
    /// What a `Deny` takes back is not considered.
    ///
    /// # Errors
    /// [`Unanswered::Undecided`] where none is surely open, and of one it cannot be told.
    pub fn open_to_everyone(&self) -> Result<Vec<usize>, Unanswered> {
        open_to_everyone::open(&self.statements, |index| self.statement_name(index))
    }

    /// The `Allow` statements whose principal is everybody, or everybody but some, whatever
    /// their conditions.
    pub fn naming_everyone(&self) -> Vec<usize> {
        open_to_everyone::naming_everyone(&self.statements)
    }

    /// The accounts, by their twelve digits, that `Allow` statements name as AWS principals,
    /// sorted.
    pub fn named_accounts(&self) -> BTreeSet<String> {
        named::accounts(&self.statements)
    }

    /// The actions of the `Allow` statements as they are written, sorted.
    pub fn allowed_actions(&self) -> BTreeSet<String> {
        named::actions(&self.statements)
    }

    /// What to call a statement in a message: its `Sid`, or its number counted from 1.
    pub fn statement_name(&self, statement: usize) -> String {
        let sid = self.statements.get(statement).and_then(|s| s.sid.as_ref());
        sid.map_or_else(|| (statement + 1).to_string(), Clone::clone)
    }

    /// How many statements there are.
    pub fn statements(&self) -> usize {
        self.statements.len()
    }
}

impl FromStr for Policy {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        Self::parse(text)
    }
}
