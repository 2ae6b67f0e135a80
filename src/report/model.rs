//! The report as data: what `report.json` holds, field by field, in its order.
//!
//! This is a format of its own with a version, not a dump of internals: fields may be
//! added under version 1, never renamed, moved or removed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::evaluate::oracle::Verification;
use crate::finding::{Finding, Severity, Status};
use crate::inventory::{CallCounts, Reason};
use crate::kind::Kind;
use crate::last_change::Lookups;
pub use crate::rule::{Decided, Fix};
use crate::target::{Account, Target};

/// The version of the format that this auditrail writes and reads.
pub const SCHEMA_VERSION: &str = "1";

/// A whole report: the result of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// [`SCHEMA_VERSION`].
    pub schema_version: String,
    /// What wrote the report.
    pub tool: Tool,
    /// When the first call was made.
    pub started_at: Timestamp,
    /// When the last answer came.
    pub finished_at: Timestamp,
    /// The accounts and regions that were looked at.
    pub targets: Vec<Target>,
    /// The findings, counted.
    pub summary: Summary,
    /// The verdicts by control, one entry for each framework.
    pub frameworks: Vec<Framework>,
    /// Every rule that ran, sorted by id.
    pub rules: Vec<RuleView>,
    /// Every verdict, sorted by rule, account, region and resource.
    pub findings: Vec<Finding>,
    /// What could not be looked at.
    pub gaps: Vec<GapView>,
    /// The calls made.
    pub calls: CallCounts,
    /// How our reading of filter patterns stood the test, where AWS was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern_verification: Option<Verification>,
    /// Of how many resources was asked who changed them last, where that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_change_lookups: Option<Lookups>,
}

/// The program that wrote a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Always `auditrail`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// How many findings have each status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// The rule holds.
    pub pass: usize,
    /// The rule is broken.
    pub fail: usize,
    /// What the rule needs could not be looked at.
    pub unknown: usize,
    /// Nothing to judge.
    pub not_applicable: usize,
    /// A person has to judge.
    pub manual: usize,
    /// Broken, and accepted by somebody.
    pub waived: usize,
}

impl Counts {
    /// Counts `statuses`.
    pub fn of(statuses: impl IntoIterator<Item = Status>) -> Self {
        let mut counts = Self::default();
        for status in statuses {
            *counts.slot(status) += 1;
        }
        counts
    }

    /// How many have `status`.
    pub fn get(mut self, status: Status) -> usize {
        *self.slot(status)
    }

    /// How many there are.
    pub fn total(self) -> usize {
        Status::ALL.iter().map(|s| self.get(*s)).sum()
    }

    fn slot(&mut self, status: Status) -> &mut usize {
        match status {
            Status::Pass => &mut self.pass,
            Status::Fail => &mut self.fail,
            Status::Unknown => &mut self.unknown,
            Status::NotApplicable => &mut self.not_applicable,
            Status::Manual => &mut self.manual,
            Status::Waived => &mut self.waived,
        }
    }
}

/// The findings of a report, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// By status.
    #[serde(flatten)]
    pub counts: Counts,
    /// The failing ones by severity.
    pub fail_by_severity: FailBySeverity,
    /// How much of what there was to judge could be looked at.
    #[serde(default)]
    pub coverage: Coverage,
}

impl Summary {
    /// Counts `findings`.
    pub fn of(findings: &[Finding]) -> Self {
        let counts = Counts::of(findings.iter().map(|f| f.status));
        let failing = |severity| {
            let broken = |f: &&Finding| f.status == Status::Fail && f.severity == severity;
            findings.iter().filter(broken).count()
        };
        Self {
            counts,
            fail_by_severity: FailBySeverity {
                critical: failing(Severity::Critical),
                high: failing(Severity::High),
                medium: failing(Severity::Medium),
                low: failing(Severity::Low),
            },
            coverage: Coverage::of(counts),
        }
    }
}

/// How many findings fail at each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailBySeverity {
    /// To be mended today.
    pub critical: usize,
    /// A way in, or blindness to one.
    pub high: usize,
    /// Weakens the account's defence.
    pub medium: usize,
    /// Good practice.
    pub low: usize,
}

impl FailBySeverity {
    /// How many fail at `severity`.
    pub fn get(self, severity: Severity) -> usize {
        match severity {
            Severity::Critical => self.critical,
            Severity::High => self.high,
            Severity::Medium => self.medium,
            Severity::Low => self.low,
        }
    }
}

/// How much could be looked at. Counted are the findings for which there was something
/// to judge: those that are not applicable are on neither side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Findings that rest on what was seen: pass, fail, manual and waived.
    pub seen: usize,
    /// These and the unknown ones.
    pub total: usize,
}

impl Coverage {
    /// The coverage of findings with these `counts`.
    pub fn of(counts: Counts) -> Self {
        let seen = counts.pass + counts.fail + counts.manual + counts.waived;
        Self {
            seen,
            total: seen + counts.unknown,
        }
    }
}

/// The verdicts of one framework.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Framework {
    /// Its id, such as `cis-aws-7.0.0`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its controls, in its own order.
    pub controls: Vec<Control>,
}

/// The verdict of one control, over all accounts and regions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Control {
    /// Its number within the framework, such as `3.2`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The profile level, where the framework has levels.
    #[serde(default)]
    pub level: Option<u8>,
    /// How the framework itself wants it assessed, such as `automated`.
    #[serde(default)]
    pub assessment: Option<String>,
    /// How far rules decide it.
    #[serde(default)]
    pub decided: Decided,
    /// The verdict.
    pub status: ControlStatus,
    /// The rules that it is bound to.
    pub rules: Vec<String>,
    /// Those of them that the selection left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_run: Vec<String>,
    /// The findings behind the verdict.
    #[serde(default)]
    pub counts: Counts,
    /// Where it fails, or where it is unknown if it fails nowhere: regions, sorted, and
    /// `global`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
}

/// What a report says of a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ControlStatus {
    /// A rule of it fails somewhere.
    Fail,
    /// None fails, but one is unknown somewhere.
    Unknown,
    /// Its rules hold.
    Pass,
    /// No rule can decide it.
    Manual,
    /// There is nothing for it to judge.
    NotApplicable,
    /// The selection left its rules out.
    NotRun,
}

/// What a report says of a rule, once for all its findings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleView {
    /// Its id.
    pub id: String,
    /// What holds where it passes.
    pub title: String,
    /// How much it matters.
    pub severity: Severity,
    /// The service that it is about, such as `cloudtrail`.
    #[serde(default)]
    pub service: String,
    /// Why it matters.
    pub why: String,
    /// How to mend what it finds.
    pub fix: Fix,
    /// Where to read on.
    pub references: Vec<String>,
    /// The controls that it serves, by framework.
    pub frameworks: BTreeMap<String, Vec<String>>,
}

/// A call that gave no answer; each appears once, whatever it hides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapView {
    /// The account that was asked.
    pub account: Account,
    /// The region that was asked; `global` for global services.
    pub region: String,
    /// The service's IAM prefix.
    pub service: String,
    /// The operation.
    pub operation: String,
    /// Why there was no answer.
    pub reason: Reason,
    /// What AWS or the network said.
    pub detail: String,
    /// The kinds of resources that are not complete because of it.
    #[serde(default)]
    pub kinds: Vec<Kind>,
}
