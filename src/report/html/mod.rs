//! The view that `templates/report.html` renders. The template only lays out: what is
//! counted, ordered or put into words is so here, where it can be tested.

mod alert;
mod chain;
mod digest;
mod overview;
mod patterns;
mod rules;
mod who;

use serde::Serialize;

#[cfg(test)]
pub(super) use digest::of_script as digest_of;

use super::model::{ControlStatus, Report, Tool};
use crate::finding::Status;
use overview::{CallsView, FrameworkView, GapRow, Segment, TargetView, Verdict};
use patterns::PatternsView;
use rules::Group;

/// The whole page.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    /// The title of window and page.
    title: String,
    tool: Tool,
    started: String,
    took: String,
    targets: Vec<TargetView>,
    verdict: Verdict,
    /// The findings by status, the worst first.
    segments: Vec<Segment>,
    frameworks: Vec<FrameworkView>,
    groups: Vec<Group>,
    finding_count: usize,
    gaps: Vec<GapRow>,
    gap_count: usize,
    calls: CallsView,
    patterns: Option<PatternsView>,
    /// Of how many resources was asked who changed them last.
    lookups: Option<String>,
    filters: Filters,
    /// For the content security policy: only this script may run, whatever a resource's
    /// name manages to smuggle in.
    script_digest: String,
}

/// What the page can be filtered by.
#[derive(Debug, Serialize)]
struct Filters {
    severities: Vec<String>,
    services: Vec<String>,
    accounts: Vec<String>,
    regions: Vec<String>,
}

impl Page {
    pub(super) fn new(report: &Report) -> Self {
        let groups = rules::groups(report);
        Self {
            title: overview::title(report),
            tool: report.tool.clone(),
            started: report.started_at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
            took: overview::took(report),
            targets: overview::targets(report),
            verdict: Verdict::of(report),
            segments: overview::segments(&report.summary.counts),
            frameworks: overview::frameworks(report),
            finding_count: report.findings.len(),
            gaps: overview::gaps(report),
            gap_count: report.gaps.len(),
            calls: CallsView::of(report),
            lookups: report
                .last_change_lookups
                .map(|lookups| lookups.to_string()),
            patterns: report.pattern_verification.as_ref().map(PatternsView::of),
            filters: Filters {
                severities: distinct(report.findings.iter().map(|f| f.severity))
                    .iter()
                    .rev()
                    .map(ToString::to_string)
                    .collect(),
                services: distinct(groups.iter().map(|g| g.service.clone())),
                accounts: distinct(report.findings.iter().map(|f| f.account.to_string())),
                regions: distinct(report.findings.iter().map(|f| f.region.to_string())),
            },
            groups,
            script_digest: digest::of_script(&super::template::source("report.js")),
        }
    }
}

/// The items, sorted, each once.
fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let set: std::collections::BTreeSet<T> = items.collect();
    set.into_iter().collect()
}

/// A status as the page shows it: colour, sign and word, never colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct Chip {
    status: &'static str,
    sign: &'static str,
    label: &'static str,
}

impl From<Status> for Chip {
    fn from(status: Status) -> Self {
        let (sign, label) = match status {
            Status::Fail => ("✕", "Fail"),
            Status::Unknown => ("?", "Unknown"),
            Status::Manual => ("☰", "Manual"),
            Status::Waived => ("≈", "Waived"),
            Status::Pass => ("✓", "Pass"),
            Status::NotApplicable => ("–", "Not applicable"),
        };
        Self {
            status: status.name(),
            sign,
            label,
        }
    }
}

impl From<ControlStatus> for Chip {
    fn from(status: ControlStatus) -> Self {
        match status {
            ControlStatus::Fail => Status::Fail.into(),
            ControlStatus::Unknown => Status::Unknown.into(),
            ControlStatus::Pass => Status::Pass.into(),
            ControlStatus::Manual => Status::Manual.into(),
            ControlStatus::NotApplicable => Status::NotApplicable.into(),
            ControlStatus::NotRun => Self {
                status: "not-run",
                sign: "·",
                label: "Not run",
            },
        }
    }
}

/// A chip and how often.
#[derive(Debug, Serialize)]
struct Tally {
    chip: Chip,
    count: usize,
}

/// The target of a link to a rule; ids of elements allow no spaces.
fn anchor(rule: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let id: String = rule
        .chars()
        .map(|c| if allowed(c) { c } else { '_' })
        .collect();
    format!("rule-{id}")
}
