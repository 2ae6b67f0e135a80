//! A statement as it was read.

use super::condition::Condition;
use super::pattern::Pattern;

/// One statement.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    pub(super) sid: Option<String>,
    pub(super) effect: Effect,
    /// `None` in identity policies.
    pub(super) principals: Option<Principals>,
    pub(super) actions: Listed,
    /// `None` where the resource is the one that the policy is attached to.
    pub(super) resources: Option<Listed>,
    pub(super) conditions: Vec<Condition>,
}

/// What a statement does where it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Allow,
    Deny,
}

/// `Action` or `Resource`, or with `Not` before it.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) negated: bool,
    pub(super) patterns: Vec<Pattern>,
}

/// `Principal` or `NotPrincipal`.
#[derive(Debug, Clone)]
pub(super) struct Principals {
    pub(super) negated: bool,
    pub(super) entries: Vec<Entry>,
}

/// One principal that a statement names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// `"*"` or `{"AWS": "*"}`
    Everyone,
    Aws(String),
    Service(String),
    Federated(String),
    CanonicalUser(String),
}
