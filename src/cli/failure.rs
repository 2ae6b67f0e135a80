//! Why a command could not run.

use std::io;

use super::terminal::Terminal;
use crate::collect::IdentifyError;
use crate::inventory::SnapshotError;
use crate::report::{ReadError, RenderError, WriteError};
use crate::rule::{Diagnostics, LoadError, SelectError};

/// Why a command could not run; each ends in exit status 2, but for the first.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Whoever read our output has seen enough.
    #[error("the reader of the output is gone")]
    Pipe,
    /// What is wrong has been said already.
    #[error("")]
    Said,
    /// A mistake in what the user asked for.
    #[error("{0}")]
    Usage(String),
    /// A file that the user named cannot be read or written.
    #[error("cannot {action} `{path}`: {error}{}", advice(error))]
    File {
        /// `read` or `write`.
        action: &'static str,
        /// The file.
        path: String,
        /// Why not.
        error: io::Error,
    },
    /// A snapshot is broken.
    #[error("snapshot `{path}`: {error}")]
    Snapshot {
        /// The file.
        path: String,
        /// What is wrong with it.
        error: SnapshotError,
    },
    /// Rules are broken or missing.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The configuration file is wrong.
    #[error("{0}")]
    Config(Diagnostics),
    /// The selection matches nothing.
    #[error(transparent)]
    Select(#[from] SelectError),
    /// Account and regions could not be found out.
    #[error(transparent)]
    Identify(#[from] IdentifyError),
    /// A report could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A template is broken.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// A report could not be read.
    #[error("`{path}`: {error}")]
    Report {
        /// The file.
        path: String,
        /// What is wrong with it.
        error: ReadError,
    },
    /// Standard output cannot be written to.
    #[error("cannot write to standard output: {0}")]
    Output(io::Error),
}

fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "; check the path",
        io::ErrorKind::PermissionDenied => "; check the permissions",
        _ => "",
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Pipe,
            _ => Self::Output(error),
        }
    }
}

impl Failure {
    /// The failure as the terminal shows it.
    pub fn render(&self, terminal: &Terminal) -> String {
        match self {
            // Each problem has its own `error:` line.
            Self::Load(LoadError::Problems(problems)) | Self::Config(problems) => {
                problems.render(terminal.color_on_err())
            }
            other => format!("{} {other}", terminal.error_label()),
        }
    }
}
