//! Every format over one shared sample, parsed back.

mod alert;
mod assemble;
mod diff;
mod formats;
mod properties;
mod templates;
mod verification;
mod who;
mod write;

use crate::inventory::{CallCounts, Inventory};
use crate::report::{Inputs, Report, from_json};

/// A report with every status and severity, two accounts and two frameworks, and with
/// names that try to break out of every format.
const SAMPLE: &str = include_str!("../../../tests/data/report/sample.json");

fn sample() -> Report {
    from_json(SAMPLE.as_bytes()).unwrap()
}

fn empty_inventory() -> Inventory {
    Inventory {
        started_at: "2026-01-02T03:04:05Z".parse().unwrap(),
        finished_at: "2026-01-02T03:04:05Z".parse().unwrap(),
        targets: Vec::new(),
        asked: [].into(),
        calls: CallCounts::default(),
        resources: Vec::new(),
        gaps: Vec::new(),
    }
}

/// The report of a run with nothing to say.
fn empty() -> Report {
    Report::new(Inputs {
        tool_version: "0.1.0",
        inventory: &empty_inventory(),
        findings: Vec::new(),
        rules: Vec::new(),
        frameworks: Vec::new(),
    })
}
