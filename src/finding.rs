//! A verdict of one rule on one resource.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::kind::Kind;
use crate::last_change::LastChange;
use crate::target::{Account, Region};

pub use crate::verdict::{Severity, Status};

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
    /// Who changed the resource last, where that was asked (`scan --who`).
    #[serde(
        rename = "lastChange",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub last_change: Option<LastChange>,
}

impl Finding {
    /// The order in which findings stand in reports.
    pub fn sort_key(&self) -> impl Ord + '_ {
        (
            &self.rule,
            &self.account,
            &self.region,
            &self.resource,
            &self.fingerprint,
        )
    }
}
