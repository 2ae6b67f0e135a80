//! `report.json`: the model as it is, and back.

use std::io::{self, Read};

use serde::Deserialize;
use serde_json::Value;

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
        "report version {0}, but this auditrail reads version \"{SCHEMA_VERSION}\"; use the auditrail that wrote it"
    )]
    Version(Value),
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
        schema_version: Option<Value>,
    }
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let stamp = match serde_json::from_slice(&bytes) {
        // A list would do for a struct.
        Ok(_) if !bytes.trim_ascii_start().starts_with(b"{") => Stamp {
            schema_version: None,
        },
        Ok(stamp) => stamp,
        Err(e) if e.is_data() => return Err(ReadError::NotAReport),
        Err(e) => return Err(ReadError::NotJson(e)),
    };
    match stamp.schema_version {
        None => Err(ReadError::NotAReport),
        Some(version) if version == SCHEMA_VERSION => {
            serde_json::from_slice(&bytes).map_err(ReadError::Invalid)
        }
        Some(version) => Err(ReadError::Version(version)),
    }
}

/// The report as indented JSON, fields in the model's order.
pub fn to_string(report: &Report) -> serde_json::Result<String> {
    serde_json::to_string_pretty(report)
}
