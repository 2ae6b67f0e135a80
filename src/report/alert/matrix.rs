//! Which of the required events each metric filter selects.

use serde::Deserialize;
use serde_json::Value;

use super::{line, shaped};

/// How much of an event's records a filter selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Cell {
    /// Every record.
    All,
    /// Some, and others not.
    Some,
    /// No record.
    None,
    /// Not decided.
    Unknown,
}

impl Cell {
    fn of(word: Option<&String>) -> Self {
        match word.map(String::as_str) {
            Some("all") => Self::All,
            Some("some") => Self::Some,
            Some("none") => Self::None,
            _ => Self::Unknown,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Some => "some",
            Self::None => "none",
            Self::Unknown => "unknown",
        }
    }

    /// The sign for it, told apart without colour.
    pub fn sign(self) -> &'static str {
        match self {
            Self::All => "✓",
            Self::Some => "◐",
            Self::None => "✕",
            Self::Unknown => "?",
        }
    }
}

/// Required events by filters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Matrix {
    /// The filters' names.
    pub filters: Vec<String>,
    /// Each event with a cell for each filter.
    pub rows: Vec<(String, Vec<Cell>)>,
}

#[derive(Deserialize)]
struct RawMatrix {
    events: Vec<String>,
    filters: Vec<String>,
    #[serde(default)]
    cells: Vec<Vec<String>>,
}

impl Matrix {
    /// Reads `matrix`; a cell that is not there is not known.
    pub fn read(value: &Value) -> Option<Self> {
        let raw: RawMatrix = shaped(value)?;
        let row = |(at, event): (usize, &String)| {
            let cells = raw.cells.get(at);
            let cell = |column| Cell::of(cells.and_then(|cells| cells.get(column)));
            (line(event), (0..raw.filters.len()).map(cell).collect())
        };
        Some(Self {
            rows: raw.events.iter().enumerate().map(row).collect(),
            filters: raw.filters.iter().map(|name| line(name)).collect(),
        })
    }
}
