//! The report in a terminal: what needs attention, in a table that fits its width.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use super::model::{Counts, Report};
use super::verification;
use crate::evaluate::oracle::Verification;
use crate::finding::{Finding, Severity, Status};
use crate::last_change::LastChange;
use crate::text::{count, sanitise, shorten};

/// What is known of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Whether to colour.
    pub color: bool,
    /// Columns.
    pub width: usize,
}

/// The colours that are used, each a code of ANSI's "select graphic rendition".
#[derive(Debug, Clone, Copy)]
pub(super) enum Ink {
    Red,
    Yellow,
    Green,
    Cyan,
    Bold,
    Dim,
}

impl Ink {
    fn code(self) -> u8 {
        match self {
            Self::Red => 31,
            Self::Yellow => 33,
            Self::Green => 32,
            Self::Cyan => 36,
            Self::Bold => 1,
            Self::Dim => 2,
        }
    }

    pub(super) fn of(status: Status) -> Self {
        match status {
            Status::Fail => Self::Red,
            Status::Unknown => Self::Yellow,
            Status::Manual | Status::Waived => Self::Cyan,
            Status::Pass => Self::Green,
            Status::NotApplicable => Self::Dim,
        }
    }
}

impl Screen {
    /// `text` in `ink`, where there is colour.
    pub(super) fn paint(self, ink: Ink, text: &str) -> String {
        if self.color {
            format!("\u{1b}[{}m{text}\u{1b}[0m", ink.code())
        } else {
            text.to_owned()
        }
    }

    /// `text`, which other people wrote, on one line that ends within the screen when it
    /// starts at `column`.
    pub(super) fn fit(self, text: &str, column: usize) -> String {
        let room = self.width.saturating_sub(column).max(16);
        shorten(&sanitise(text), room).into_owned()
    }
}

/// What makes a rule worth a row, the worst first.
const WORTH_A_ROW: [Status; 4] = [
    Status::Fail,
    Status::Unknown,
    Status::Manual,
    Status::Waived,
];

/// A rule that needs attention.
struct Row<'a> {
    status: Status,
    severity: Severity,
    rule: &'a str,
    /// How many of its findings have that status, out of those with something to judge.
    share: String,
    message: &'a str,
    /// Who changed last what the message is about, if that was asked.
    last_change: Option<&'a LastChange>,
}

impl Report {
    /// The end of a scan: the rules that do not pass, the worst first; the counts; what
    /// could not be looked at; and where the reports are.
    pub fn to_terminal(&self, screen: Screen, written: &[PathBuf]) -> String {
        let mut out = String::new();
        let rows = rows(&self.findings);
        if !rows.is_empty() {
            table(&mut out, &rows, screen);
            out.push('\n');
        }
        line(&mut out, &counts_line(self, screen));
        line(&mut out, &coverage_line(self, screen));
        if let Some(verification) = &self.pattern_verification {
            verified(&mut out, verification, screen);
        }
        if let Some(lookups) = &self.last_change_lookups {
            let ink = match lookups.left_out {
                0 => Ink::Dim,
                _ => Ink::Yellow,
            };
            line(&mut out, &screen.paint(ink, &lookups.to_string()));
        }
        for path in written {
            let path = path.display().to_string();
            line(&mut out, &sanitise(&path));
        }
        out
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn rows(findings: &[Finding]) -> Vec<Row<'_>> {
    let mut by_rule: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_rule.entry(&finding.rule).or_default().push(finding);
    }
    let mut rows: Vec<Row<'_>> = by_rule.values().filter_map(|f| row(f)).collect();
    let badness = |status: Status| WORTH_A_ROW.iter().position(|s| *s == status);
    rows.sort_by_key(|r| (badness(r.status), Reverse(r.severity), r.rule));
    rows
}

fn row<'a>(of_rule: &[&'a Finding]) -> Option<Row<'a>> {
    let with = |status: &Status| of_rule.iter().find(|f| f.status == *status);
    let first = WORTH_A_ROW.iter().find_map(with)?;
    let counts = Counts::of(of_rule.iter().map(|f| f.status));
    let judged = counts.total() - counts.not_applicable;
    Some(Row {
        status: first.status,
        severity: first.severity,
        rule: &first.rule,
        share: format!("{} of {judged}", counts.get(first.status)),
        message: &first.message,
        last_change: first.last_change.as_ref(),
    })
}

fn table(out: &mut String, rows: &[Row<'_>], screen: Screen) {
    const RULE_LIMIT: usize = 48;
    /// A message with less room than this stands on a line of its own.
    const MESSAGE_LEAST: usize = 30;
    let names: Vec<String> = rows
        .iter()
        .map(|row| shorten(&sanitise(row.rule), RULE_LIMIT).into_owned())
        .collect();
    let longest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0);
    let name_width = longest(&mut names.iter().map(|n| n.chars().count()));
    let share_width = longest(&mut rows.iter().map(|r| r.share.len()));
    for (row, name) in rows.iter().zip(&names) {
        let status = screen.paint(Ink::of(row.status), &format!("{:7}", row.status));
        let head = format!(
            "{:8}  {name:name_width$}  {:>share_width$}",
            row.severity, row.share
        );
        let column = 7 + 2 + head.chars().count() + 2;
        if screen.width >= column + MESSAGE_LEAST {
            let message = screen.fit(row.message, column);
            line(out, &format!("{status}  {head}  {message}"));
        } else {
            let message = screen.fit(row.message, 4);
            line(out, &format!("{status}  {head}"));
            line(out, &format!("    {}", screen.paint(Ink::Dim, &message)));
        }
        if let Some(last_change) = row.last_change {
            let who = screen.fit(&last_change.to_string(), 4);
            line(out, &format!("    {}", screen.paint(Ink::Dim, &who)));
        }
    }
}

fn counts_line(report: &Report, screen: Screen) -> String {
    let summary = report.summary;
    let mut parts = Vec::new();
    for status in Status::ALL {
        let n = summary.counts.get(status);
        if n == 0 {
            continue;
        }
        let mut part = format!("{n} {}", status.name().replace('-', " "));
        if status == Status::Fail {
            let by_severity: Vec<String> = Severity::ALL
                .into_iter()
                .map(|s| (s, summary.fail_by_severity.get(s)))
                .filter(|(_, n)| *n > 0)
                .map(|(s, n)| format!("{n} {s}"))
                .collect();
            // Writing to a string cannot fail.
            let _ = write!(part, " ({})", by_severity.join(", "));
        }
        parts.push(screen.paint(Ink::of(status), &part));
    }
    if parts.is_empty() {
        return "there was nothing to judge".to_owned();
    }
    parts.join(" · ")
}

/// How our reading of filter patterns stood the test.
fn verified(out: &mut String, verification: &Verification, screen: Screen) {
    let sentence = verification::sentence(verification);
    let disagreements = verification::disagreements(verification);
    let missing = verification::missing(verification);
    let ink = match (disagreements.is_empty(), missing.is_empty()) {
        (false, _) => Ink::Red,
        (true, false) => Ink::Yellow,
        (true, true) => Ink::Dim,
    };
    line(out, &screen.paint(ink, &sentence));
    for detail in disagreements.iter().chain(&missing) {
        line(out, &format!("  {}", sanitise(detail)));
    }
}

fn coverage_line(report: &Report, screen: Screen) -> String {
    let coverage = report.summary.coverage;
    let mut text = format!("looked at {} of {}", coverage.seen, coverage.total);
    if !report.gaps.is_empty() {
        let _ = write!(
            text,
            "; {} gave no answer",
            count(report.gaps.len(), "call")
        );
    }
    let ink = if coverage.seen == coverage.total {
        Ink::Dim
    } else {
        Ink::Yellow
    };
    screen.paint(ink, &text)
}
