//! The night of the audit.

use jiff::{SignedDuration, Timestamp};

use crate::naming::number;

/// 2026-11-02T06:00:00Z
pub const STARTED: Timestamp = Timestamp::constant(1_793_599_200, 0);
/// 2026-11-02T06:01:02Z: two calls were waited for at once, until
/// their minute was over.
pub const FINISHED: Timestamp = Timestamp::constant(1_793_599_262, 0);

const DAY: i64 = 24 * 60 * 60;

/// So many days before the audit, to the second.
pub fn exactly_days_ago(days: i64) -> Timestamp {
    FINISHED - SignedDuration::from_secs(days * DAY)
}

/// So many days before the audit and some hours more, by what it is the time of.
pub fn days_ago(days: i64, of: &str) -> Timestamp {
    let more = number("hours", &[of]) % (DAY.unsigned_abs() - 3600);
    exactly_days_ago(days) - SignedDuration::from_secs(more.cast_signed())
}

/// So many minutes before the audit and some seconds more.
pub fn minutes_ago(minutes: i64, of: &str) -> Timestamp {
    let more = number("seconds", &[of]) % 60;
    exactly_days_ago(0) - SignedDuration::from_secs(minutes * 60 + more.cast_signed())
}

/// A time as a body holds it.
#[expect(clippy::unnecessary_wraps, reason = "bodies hold options")]
pub fn written(at: Timestamp) -> Option<String> {
    Some(at.to_string())
}
