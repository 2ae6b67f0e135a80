//! `report.json`: the model as it is, and back.

use std::io::{self, Read};

use serde::Deserialize;

use super::model::{Report, SCHEMA_VERSION};

/// Why a report could not be read. Whoever named the file is to blame.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file could not be read to its end.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The file is not JSON; the message has line and column.
    #[error("not JSON: {0}")]
    NotJson(serde_json::Error),
    /// The file is JSON, but no report.
    #[error("not an auditrail report: no `schemaVersion`; give the report.json of a scan")]
    NotAReport,
    /// The report has another version.
    #[error(
        "report version {0}, but this auditrail reads version {SCHEMA_VERSION}; use the auditrail that wrote it"
    )]
    Version(String),
    /// A field is missing or has the wrong type; the message has line and column.
    #[error("not a valid report of version {SCHEMA_VERSION}: {0}")]
    Invalid(serde_json::Error),
}

/// Reads a report that [`to_string`] wrote. Fields that a later auditrail added under
/// the same version are passed over.
pub fn from_json(mut input: impl Read) -> Result<Report, ReadError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Stamp {
        schema_version: Option<serde_json::Value>,
    }
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let stamp: Stamp = serde_json::from_slice(&bytes).map_err(|e| {
        if e.is_data() {
            ReadError::NotAReport
        } else {
            ReadError::NotJson(e)
        }
    })?;
    match stamp.schema_version {
        None => Err(ReadError::NotAReport),
        Some(version) if version == SCHEMA_VERSION => {
            serde_json::from_slice(&bytes).map_err(ReadError::Invalid)
        }
        Some(serde_json::Value::String(version)) => Err(ReadError::Version(version)),
        Some(version) => Err(ReadError::Version(version.to_string())),
    }
}

/// The report as indented JSON, fields in the model's order.
pub fn to_string(report: &Report) -> serde_json::Result<String> {
    serde_json::to_string_pretty(report)
}
