//! How a run ends: from a report to the exit status.

use super::model::Report;
use crate::exit_status::ExitStatus;
use crate::finding::{Severity, Status};

impl Report {
    /// How the run ends, given `--fail-on` (`None` is `never`) and `--allow-unknown`.
    ///
    /// Only findings at or above `fail_on` count, the unknown ones too: whoever does not
    /// mind a failure of low severity does not mind a low one that may be a failure.
    /// So with `never` a run that came to its end is always clean.
    pub fn exit_status(&self, fail_on: Option<Severity>, allow_unknown: bool) -> ExitStatus {
        let any = |status| {
            let counts = |severity| fail_on.is_some_and(|least| severity >= least);
            self.findings
                .iter()
                .any(|f| f.status == status && counts(f.severity))
        };
        if any(Status::Fail) {
            ExitStatus::Failing
        } else if !allow_unknown && any(Status::Unknown) {
            ExitStatus::Unknown
        } else {
            ExitStatus::Clean
        }
    }
}
