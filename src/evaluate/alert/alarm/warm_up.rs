//! The time after a change of an alarm in which it is not evaluated.
//!
//! Source: the CloudWatch user guide, "Alarm warm-up periods".

use jiff::{SignedDuration, Timestamp};

use crate::inventory::body::Alarm;

/// What warming up means at a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WarmUp {
    /// The alarm is evaluated.
    Over,
    /// It is not, until so many minutes after its last change.
    Until(i32),
    /// It may be: it begins as soon as it has seen enough datapoints, and has to after so
    /// many minutes.
    Perhaps(i32),
}

impl WarmUp {
    /// How it is with `alarm` at `now`. Where one of the times is not known, it is over: it
    /// lasts two days at most.
    pub fn at(alarm: &Alarm, now: Option<Timestamp>) -> Self {
        let updated = alarm.alarm_configuration_updated_timestamp.as_deref();
        let updated = updated.and_then(|time| time.parse::<Timestamp>().ok());
        let configured = alarm.warm_up_configuration.as_ref();
        let (Some(configured), Some(updated), Some(now)) = (configured, updated, now) else {
            return Self::Over;
        };
        let minutes = configured
            .warm_up_period_duration_in_minutes
            .unwrap_or_default();
        if now.duration_since(updated) >= SignedDuration::from_mins(minutes.into()) {
            Self::Over
        } else if configured.only_start_evaluating_after_warm_up_period_ends == Some(true) {
            Self::Until(minutes)
        } else {
            Self::Perhaps(minutes)
        }
    }
}
