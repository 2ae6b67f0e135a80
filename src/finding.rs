//! A verdict of one rule on one resource.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::kind::Kind;
use crate::target::{Account, Region};

/// What a rule says of a resource.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The rule holds.
    Pass,
    /// The rule is broken.
    Fail,
    /// What the rule needs to know could not be looked at.
    Unknown,
    /// There is nothing for the rule to judge.
    NotApplicable,
    /// A person has to judge.
    Manual,
    /// The rule is broken, and somebody accepted that.
    Waived,
}

impl Status {
    /// Every status, the worst first.
    pub const ALL: [Self; 6] = [
        Self::Fail,
        Self::Unknown,
        Self::Manual,
        Self::Waived,
        Self::Pass,
        Self::NotApplicable,
    ];

    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not-applicable",
            Self::Manual => "manual",
            Self::Waived => "waived",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How much it matters that a rule is broken.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good practice.
    Low,
    /// Weakens the account's defence.
    Medium,
    /// A way in, or blindness to one.
    High,
    /// To be mended today.
    Critical,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::High, Self::Medium, Self::Low];

    /// The name in rules and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject {
    /// The kind of resource.
    pub kind: Kind,
    /// What names it within account and region.
    pub id: String,
    /// Its ARN, where AWS gives one.
    pub arn: Option<String>,
}

/// A verdict of one rule, with bound parameters, on one resource.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// The parameters that differ from the rule's defaults.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub parameters: Map<String, Value>,
    /// The verdict.
    pub status: Status,
    /// The rule's severity.
    pub severity: Severity,
    /// The account.
    pub account: Account,
    /// The region; `global` for what has none.
    pub region: Region,
    /// The resource.
    pub resource: Subject,
    /// The verdict in one sentence.
    pub message: String,
    /// Advice that changes no verdict.
    #[serde(default)]
    pub remarks: Vec<String>,
    /// The values that the verdict rests on.
    #[serde(default)]
    pub evidence: Map<String, Value>,
    /// Stable over runs: made of rule, parameters, account, region and resource.
    pub fingerprint: String,
}
