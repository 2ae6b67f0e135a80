//! The patterns that benchmarks print, and their examples: `tests/data/alert/cis.json`.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use super::scene::{data, data_file};

/// What benchmarks print for the control of one rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    rule: String,
    patterns: Vec<PrintedPattern>,
    /// Events that must ring.
    positive: Vec<Example>,
    /// Events that need not.
    negative: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrintedPattern {
    /// `cis` or `security-hub`.
    by: String,
    /// Versions of CIS AWS Foundations.
    versions: Vec<String>,
    pattern: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    event: Value,
    /// The versions for which it is one; all, if left out.
    #[serde(default)]
    versions: Vec<String>,
}

static PRINTED: LazyLock<Vec<Printed>> = LazyLock::new(|| data(include_str!(data_file!("cis.json"))));

/// The first pattern that the newest version prints for a rule.
pub fn newest(rule: &str) -> String {
    let of = PRINTED.iter().find(|printed| printed.rule == rule).unwrap();
    let mut cis = of.patterns.iter().filter(|printed| printed.by == "cis");
    let newest = cis.find(|printed| printed.versions.iter().any(|v| v == "7.0.0"));
    newest.unwrap().pattern.clone()
}
