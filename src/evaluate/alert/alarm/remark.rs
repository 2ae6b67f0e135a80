//! What to know about an alarm although it goes off.

use super::state::Rules;
use crate::inventory::body::Alarm;

/// CloudTrail delivers within so many seconds of a call, as a rule. Datapoints carry the
/// time of the event, so what is later than the periods that an alarm looks at is not seen.
///
/// Source: the CloudTrail user guide, "Monitoring CloudTrail log files with CloudWatch Logs".
const DELIVERED_WITHIN: u64 = 15 * 60;

/// What may keep `alarm` from going off in ways that its evaluation does not show, or may
/// set it off without an event; `None` if there is nothing.
pub fn remark(alarm: &Alarm) -> Option<String> {
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    let remarks = [
        late(alarm),
        downward(alarm),
        silence(alarm),
        suppressed(alarm),
    ];
    let remarks: Vec<String> = remarks.into_iter().flatten().collect();
    (!remarks.is_empty()).then(|| format!("alarm `{name}` {}", remarks.join("; it ")))
}

fn late(alarm: &Alarm) -> Option<String> {
    let stats = alarm.metrics.iter().filter_map(|q| q.metric_stat.as_ref());
    let period = alarm
        .period
        .or_else(|| stats.filter_map(|s| s.period).max())?;
    let seconds = u64::from(period.unsigned_abs()).saturating_mul(Rules::of(alarm).ok()?.range());
    (seconds < DELIVERED_WITHIN).then(|| {
        let minutes = seconds / 60;
        format!(
            "looks at the last {minutes} minutes only, with periods of {period} seconds: events that CloudTrail delivers later do not set it off"
        )
    })
}

fn downward(alarm: &Alarm) -> Option<String> {
    let operator = alarm.comparison_operator.as_deref()?;
    operator.starts_with("LessThan").then(|| {
        format!("compares with `{operator}`: several events within a period may keep it quiet")
    })
}

fn silence(alarm: &Alarm) -> Option<String> {
    (alarm.treat_missing_data.as_deref() == Some("breaching")).then(|| {
        "treats missing data as breaching: it goes off without an event, and stays so, while the log group is silent".to_owned()
    })
}

/// What may keep `alarm` from notifying although it goes off; `None` if there is nothing.
pub fn muted(alarm: &Alarm) -> Option<String> {
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    suppressed(alarm).map(|remark| format!("alarm `{name}` {remark}"))
}

fn suppressed(alarm: &Alarm) -> Option<String> {
    let suppressor = alarm.actions_suppressor.as_deref()?;
    Some(format!(
        "does nothing while its suppressor `{suppressor}` is in ALARM"
    ))
}
