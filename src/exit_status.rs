//! How a run ends, as the shell sees it.

use std::process::{ExitCode, Termination};

/// The exit statuses of `auditrail`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// 0: every selected rule passes, is not applicable, waived, or below `--fail-on`.
    Clean,
    /// 1: at least one failing finding at or above `--fail-on`; a comparison that says no.
    Failing,
    /// 2: could not run: usage, invalid rules, no credentials, unreadable input.
    CouldNotRun,
    /// 3: nothing fails at that level, but something is unknown or not proven.
    Unknown,
}

impl ExitStatus {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Failing => 1,
            Self::CouldNotRun => 2,
            Self::Unknown => 3,
        }
    }
}

impl Termination for ExitStatus {
    fn report(self) -> ExitCode {
        ExitCode::from(self.code())
    }
}
