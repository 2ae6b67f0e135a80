//! How our reading of filter patterns stood the test.

use serde::Serialize;

use crate::evaluate::oracle::Verification;
use crate::report::verification;

/// The section; there only if AWS was asked.
#[derive(Debug, Serialize)]
pub(super) struct PatternsView {
    sentence: String,
    disagreements: Vec<DisagreementRow>,
    missing: Vec<String>,
}

/// An event on which the two do not agree.
#[derive(Debug, Serialize)]
struct DisagreementRow {
    filter: String,
    place: String,
    pattern: String,
    event: String,
    aws: &'static str,
    auditrail: &'static str,
}

impl PatternsView {
    pub(super) fn of(verification: &Verification) -> Self {
        let word = |matches| if matches { "matches" } else { "does not match" };
        let disagreements = verification.disagreements.iter();
        Self {
            sentence: verification::sentence(verification),
            disagreements: disagreements
                .map(|d| DisagreementRow {
                    filter: d.filter.clone(),
                    place: format!("{} {}, log group {}", d.account, d.region, d.log_group),
                    pattern: d.pattern.clone(),
                    event: d.event.to_string(),
                    aws: word(d.aws),
                    auditrail: word(d.auditrail),
                })
                .collect(),
            missing: verification::missing(verification),
        }
    }
}
