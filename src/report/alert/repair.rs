//! What mends a chain.

use serde::Deserialize;
use serde_json::Value;

use super::{line, shaped};

/// A step that mends a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Repair {
    /// The link, such as `alarm`; may be empty.
    pub link: String,
    /// What to do; may be empty.
    pub what: String,
    /// The command that does it, line by line.
    pub command: Vec<String>,
}

#[derive(Deserialize)]
struct RawRepair {
    link: Option<String>,
    what: Option<String>,
    cli: Option<String>,
}

/// Reads `repairs`.
pub(super) fn read(value: &Value) -> Option<Vec<Repair>> {
    let repairs: Vec<RawRepair> = shaped(value)?;
    let repairs = repairs.iter().map(|raw| Repair {
        link: line(raw.link.as_deref().unwrap_or_default()),
        what: line(raw.what.as_deref().unwrap_or_default()),
        command: raw
            .cli
            .as_deref()
            .map_or_else(Vec::new, |cli| cli.trim_end().lines().map(line).collect()),
    });
    Some(repairs.collect())
}
