//! Two reports compared: what was mended, what broke, and what can no longer be seen.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::model::{Report, SCHEMA_VERSION};
use super::terminal::{Ink, Screen};
use crate::exit_status::ExitStatus;
use crate::finding::{Finding, Severity, Status};
use crate::target::{Account, Region};

/// The findings of two reports, matched by fingerprint. Each that changed is in exactly
/// one list; lists are sorted by severity, the worst first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Diff {
    /// The version of this format, that of the reports.
    pub schema_version: String,
    /// When the old report's scan began.
    pub old_started_at: Timestamp,
    /// When the new report's scan began.
    pub new_started_at: Timestamp,
    /// Fails now and did not before, or was not there.
    pub new_failures: Vec<Change>,
    /// Failed before and fails now.
    pub still_failing: Vec<Change>,
    /// Failed before, and now passes or has nothing to judge.
    pub fixed: Vec<Change>,
    /// Was seen before and cannot be judged now.
    pub changed_to_unknown: Vec<Change>,
    /// Any other change of status, such as a failure that was waived.
    pub changed: Vec<Change>,
    /// New, and not failing.
    pub appeared: Vec<Change>,
    /// Gone: the resource, or the rule. A failure that is gone was not seen mended.
    pub disappeared: Vec<Change>,
    /// How many others are as they were.
    pub unchanged: usize,
}

/// A finding in two reports.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Change {
    /// What identifies it in both.
    pub fingerprint: String,
    /// The rule.
    pub rule: String,
    /// The rule's severity, in the newer report that has it.
    pub severity: Severity,
    /// The account.
    pub account: Account,
    /// The region.
    pub region: Region,
    /// The resource's id.
    pub resource: String,
    /// The old status; none if it was not there.
    pub from: Option<Status>,
    /// The new status; none if it is gone.
    pub to: Option<Status>,
    /// The message, of the newer report that has it.
    pub message: String,
}

impl Diff {
    /// Compares two reports.
    pub fn new(old: &Report, new: &Report) -> Self {
        let mut diff = Self {
            schema_version: SCHEMA_VERSION.to_owned(),
            old_started_at: old.started_at,
            new_started_at: new.started_at,
            new_failures: Vec::new(),
            still_failing: Vec::new(),
            fixed: Vec::new(),
            changed_to_unknown: Vec::new(),
            changed: Vec::new(),
            appeared: Vec::new(),
            disappeared: Vec::new(),
            unchanged: 0,
        };
        let (old, new) = (by_fingerprint(old), by_fingerprint(new));
        let all: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
        for fingerprint in all {
            let (before, now) = (old.get(fingerprint), new.get(fingerprint));
            let Some(newest) = now.or(before) else {
                continue;
            };
            let change = Change::new(newest, before.map(|f| f.status), now.map(|f| f.status));
            match diff.list(change.from, change.to) {
                Some(list) => list.push(change),
                None => diff.unchanged += 1,
            }
        }
        for list in diff.lists_mut() {
            list.sort_by(|a, b| {
                b.severity
                    .cmp(&a.severity)
                    .then_with(|| a.place().cmp(&b.place()))
            });
        }
        diff
    }

    fn list(&mut self, from: Option<Status>, to: Option<Status>) -> Option<&mut Vec<Change>> {
        use Status::{Fail, NotApplicable, Pass, Unknown};
        Some(match (from, to) {
            (Some(Fail), Some(Fail)) => &mut self.still_failing,
            (a, b) if a == b => return None,
            (_, Some(Fail)) => &mut self.new_failures,
            (_, None) => &mut self.disappeared,
            (None, Some(_)) => &mut self.appeared,
            (Some(Fail), Some(Pass | NotApplicable)) => &mut self.fixed,
            (Some(_), Some(Unknown)) => &mut self.changed_to_unknown,
            (Some(_), Some(_)) => &mut self.changed,
        })
    }

    fn lists_mut(&mut self) -> [&mut Vec<Change>; 7] {
        [
            &mut self.new_failures,
            &mut self.still_failing,
            &mut self.fixed,
            &mut self.changed_to_unknown,
            &mut self.changed,
            &mut self.appeared,
            &mut self.disappeared,
        ]
    }

    /// How the comparison ends: failing if something fails that did not before, unknown
    /// if something can no longer be judged, else clean.
    pub fn exit_status(&self) -> ExitStatus {
        if !self.new_failures.is_empty() {
            ExitStatus::Failing
        } else if !self.changed_to_unknown.is_empty() {
            ExitStatus::Unknown
        } else {
            ExitStatus::Clean
        }
    }

    /// The comparison in a terminal.
    pub fn to_terminal(&self, screen: Screen) -> String {
        let sections = [
            ("new failures", Ink::Red, &self.new_failures),
            ("changed to unknown", Ink::Yellow, &self.changed_to_unknown),
            ("still failing", Ink::Red, &self.still_failing),
            ("fixed", Ink::Green, &self.fixed),
            ("changed otherwise", Ink::Cyan, &self.changed),
            ("appeared", Ink::Dim, &self.appeared),
            ("disappeared", Ink::Dim, &self.disappeared),
        ];
        let mut lines = Vec::new();
        for (title, ink, list) in sections {
            if list.is_empty() {
                continue;
            }
            let title = screen.paint(Ink::Bold, &screen.paint(ink, title));
            lines.push(format!("{title} ({})", list.len()));
            for change in list {
                lines.extend(change.to_terminal(screen));
            }
            lines.push(String::new());
        }
        lines.push(format!("{} unchanged\n", self.unchanged));
        lines.join("\n")
    }
}

fn by_fingerprint(report: &Report) -> BTreeMap<&str, &Finding> {
    let findings = report.findings.iter();
    findings.map(|f| (f.fingerprint.as_str(), f)).collect()
}

impl Change {
    fn new(finding: &Finding, from: Option<Status>, to: Option<Status>) -> Self {
        Self {
            fingerprint: finding.fingerprint.clone(),
            rule: finding.rule.clone(),
            severity: finding.severity,
            account: finding.account.clone(),
            region: finding.region.clone(),
            resource: finding.resource.id.clone(),
            from,
            to,
            message: finding.message.clone(),
        }
    }

    fn place(&self) -> impl Ord + '_ {
        (
            &self.rule,
            &self.account,
            &self.region,
            &self.resource,
            &self.fingerprint,
        )
    }

    fn to_terminal(&self, screen: Screen) -> [String; 2] {
        let name = |status: Option<Status>| status.map_or("-", Status::name);
        let head = format!(
            "{:8}  {}  {} {}  {}",
            self.severity, self.rule, self.account, self.region, self.resource
        );
        let arrow = format!("{} → {}: {}", name(self.from), name(self.to), self.message);
        let arrow = screen.paint(Ink::Dim, &screen.fit(&arrow, 6));
        [
            format!("  {}", screen.fit(&head, 2)),
            format!("      {arrow}"),
        ]
    }
}
