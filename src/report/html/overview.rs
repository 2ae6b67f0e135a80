//! The parts of the page above and below the findings: the verdict in words, the
//! frameworks, what could not be looked at, and the calls.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Chip, Tally, anchor};
use crate::finding::{Severity, Status};
use crate::report::model::{Control, ControlStatus, Counts, Decided, Framework, Report};
use crate::text::{count, list, sanitise};

/// An account that was looked at.
#[derive(Debug, Serialize)]
pub(super) struct TargetView {
    account: String,
    partition: String,
    regions: Vec<String>,
    not_opted_in: Vec<String>,
}

/// The outcome in one glance.
#[derive(Debug, Serialize)]
pub(super) struct Verdict {
    chip: Chip,
    headline: String,
    severities: Vec<SeverityCount>,
    seen: usize,
    total: usize,
    unknown: usize,
    percent: usize,
}

/// How many findings fail at a severity.
#[derive(Debug, Serialize)]
pub(super) struct SeverityCount {
    name: &'static str,
    count: usize,
}

/// The share of one status.
#[derive(Debug, Serialize)]
pub(super) struct Segment {
    chip: Chip,
    count: usize,
}

/// A framework's table.
#[derive(Debug, Serialize)]
pub(super) struct FrameworkView {
    id: String,
    title: String,
    tallies: Vec<Tally>,
    controls: Vec<ControlView>,
}

/// A row of it.
#[derive(Debug, Serialize)]
struct ControlView {
    id: String,
    title: String,
    note: String,
    chip: Chip,
    detail: String,
    rules: Vec<RuleLink>,
}

#[derive(Debug, Serialize)]
struct RuleLink {
    id: String,
    /// Where its findings stand; none if it did not run.
    anchor: Option<String>,
}

/// A call that gave no answer, with all the places where it did not.
#[derive(Debug, Serialize)]
pub(super) struct GapRow {
    call: String,
    reason: &'static str,
    detail: String,
    hides: Vec<&'static str>,
    places: Vec<String>,
}

/// The calls made.
#[derive(Debug, Serialize)]
pub(super) struct CallsView {
    sentence: String,
    rows: Vec<(String, u64)>,
}

pub(super) fn title(report: &Report) -> String {
    match report.targets.as_slice() {
        [] => "AWS audit".to_owned(),
        [one] => format!("AWS audit of account {}", sanitise(one.account.as_str())),
        many => format!("AWS audit of {}", count(many.len(), "account")),
    }
}

pub(super) fn took(report: &Report) -> String {
    let seconds = report
        .finished_at
        .duration_since(report.started_at)
        .as_secs()
        .max(0);
    match (seconds / 60, seconds % 60) {
        (0, 0) => "under a second".to_owned(),
        (0, s) => format!("{s} s"),
        (m, s) => format!("{m} min {s} s"),
    }
}

pub(super) fn targets(report: &Report) -> Vec<TargetView> {
    let names =
        |regions: &[crate::target::Region]| regions.iter().map(ToString::to_string).collect();
    let view = |t: &crate::target::Target| TargetView {
        account: t.account.to_string(),
        partition: t.partition.to_string(),
        regions: names(&t.regions),
        not_opted_in: names(&t.not_opted_in),
    };
    report.targets.iter().map(view).collect()
}

impl Verdict {
    pub(super) fn of(report: &Report) -> Self {
        let summary = report.summary;
        let Counts {
            fail,
            unknown,
            manual,
            ..
        } = summary.counts;
        let (status, headline) = if fail > 0 {
            let verb = if fail == 1 { "fails" } else { "fail" };
            (Status::Fail, format!("{} {verb}", count(fail, "check")))
        } else if unknown > 0 {
            let headline = format!(
                "Nothing seen fails, but {} could not be judged",
                count(unknown, "check")
            );
            (Status::Unknown, headline)
        } else if manual > 0 {
            let verb = if manual == 1 { "needs" } else { "need" };
            (
                Status::Manual,
                format!("Nothing fails; {} {verb} a person", count(manual, "check")),
            )
        } else if summary.coverage.total > 0 {
            (Status::Pass, "Every check passes".to_owned())
        } else {
            (
                Status::NotApplicable,
                "There was nothing to judge".to_owned(),
            )
        };
        let coverage = summary.coverage;
        let at = |severity: Severity| SeverityCount {
            name: severity.name(),
            count: summary.fail_by_severity.get(severity),
        };
        Self {
            chip: status.into(),
            headline,
            severities: Severity::ALL
                .map(at)
                .into_iter()
                .filter(|s| s.count > 0)
                .collect(),
            seen: coverage.seen,
            total: coverage.total,
            unknown,
            // Rounded down, so that 100 % means all of it.
            percent: (coverage.seen * 100)
                .checked_div(coverage.total)
                .unwrap_or(100),
        }
    }
}

pub(super) fn segments(counts: &Counts) -> Vec<Segment> {
    let segment = |status: Status| Segment {
        chip: status.into(),
        count: counts.get(status),
    };
    Status::ALL.map(segment).into()
}

pub(super) fn frameworks(report: &Report) -> Vec<FrameworkView> {
    report.frameworks.iter().map(framework).collect()
}

fn framework(framework: &Framework) -> FrameworkView {
    const WORST_FIRST: [ControlStatus; 6] = [
        ControlStatus::Fail,
        ControlStatus::Unknown,
        ControlStatus::Manual,
        ControlStatus::Pass,
        ControlStatus::NotApplicable,
        ControlStatus::NotRun,
    ];
    let tally = |status: ControlStatus| Tally {
        chip: status.into(),
        count: framework
            .controls
            .iter()
            .filter(|c| c.status == status)
            .count(),
    };
    FrameworkView {
        id: sanitise(&framework.id).into_owned(),
        title: sanitise(&framework.title).into_owned(),
        tallies: WORST_FIRST
            .map(tally)
            .into_iter()
            .filter(|t| t.count > 0)
            .collect(),
        controls: framework.controls.iter().map(control).collect(),
    }
}

fn control(control: &Control) -> ControlView {
    let mut notes = Vec::new();
    notes.extend(control.level.map(|level| format!("Level {level}")));
    notes.extend(
        control
            .assessment
            .as_ref()
            .map(|a| format!("assessment {a}")),
    );
    if control.decided == Decided::Partial {
        notes.push("decided in part".to_owned());
    }
    let link = |id: &String| RuleLink {
        id: sanitise(id).into_owned(),
        anchor: (!control.not_run.contains(id)).then(|| anchor(id)),
    };
    ControlView {
        id: sanitise(&control.id).into_owned(),
        title: sanitise(&control.title).into_owned(),
        note: sanitise(&notes.join(" · ")).into_owned(),
        chip: control.status.into(),
        detail: control_detail(control),
        rules: control.rules.iter().map(link).collect(),
    }
}

/// What the verdict on a control alone does not say.
fn control_detail(control: &Control) -> String {
    let Counts {
        fail,
        unknown,
        waived,
        ..
    } = control.counts;
    let of = control.counts.total() - control.counts.not_applicable;
    let mut parts = Vec::new();
    if fail > 0 {
        parts.push(format!("{fail} of {of}"));
    }
    if unknown > 0 {
        parts.push(format!("{unknown} unknown"));
    }
    if waived > 0 {
        parts.push(format!("{waived} waived"));
    }
    if !control.not_run.is_empty() && control.status != ControlStatus::NotRun {
        parts.push(format!("{} not run", count(control.not_run.len(), "rule")));
    }
    // Of what is one for the whole account, nobody asks where.
    if control.regions.iter().any(|region| region != "global") {
        parts.push(format!("in {}", list(&control.regions)));
    }
    parts.join(", ")
}

/// The same call denied in seventeen regions is one thing to mend, so one row.
pub(super) fn gaps(report: &Report) -> Vec<GapRow> {
    let mut rows = BTreeMap::new();
    for gap in &report.gaps {
        let call = format!("{}:{}", gap.service, gap.operation);
        let (kinds, places) = rows
            .entry((call, gap.reason, gap.detail.as_str()))
            .or_insert_with(|| (Vec::new(), BTreeMap::<&str, Vec<&str>>::new()));
        kinds.extend(gap.kinds.iter().map(|kind| kind.noun()));
        let regions = places.entry(gap.account.as_str()).or_default();
        regions.push(gap.region.as_str());
    }
    rows.into_iter()
        .map(|((call, reason, detail), (kinds, places))| GapRow {
            call: sanitise(&call).into_owned(),
            reason: reason.name(),
            detail: sanitise(detail).into_owned(),
            hides: super::distinct(kinds.into_iter()),
            places: places
                .into_iter()
                .map(|(account, regions)| format!("{account}: {}", regions.join(", ")))
                .collect(),
        })
        .collect()
}

impl CallsView {
    pub(super) fn of(report: &Report) -> Self {
        let calls = &report.calls;
        let mut rows: Vec<(String, u64)> = calls
            .by_operation
            .iter()
            .map(|(operation, n)| (operation.clone(), *n))
            .collect();
        rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Self {
            sentence: format!(
                "{} calls, all of them read-only; {} retries, {} throttled attempts, {} calls without an answer.",
                calls.total, calls.retried, calls.throttled, calls.failed
            ),
            rows,
        }
    }
}
