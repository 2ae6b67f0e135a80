//! An alarm at rest, an event, rest, the same event again, and rest: what its state does.

use super::reading::Reading;
use super::signal::{Period, Signal};
use super::state::{Evaluation, Rules, State};
use super::threshold::{Point, Threshold};
use crate::inventory::body::Alarm;

/// Over more seconds than that, CloudWatch evaluates an alarm once an hour only.
const HOURLY_BEYOND: u64 = 24 * 60 * 60;

/// Everything of an alarm that decides on its state.
#[derive(Debug)]
pub(super) struct Simulation {
    pub rules: Rules,
    pub threshold: Threshold,
    pub reading: Reading,
    start: State,
    wall_clock: bool,
}

/// What the state of an alarm did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// The state before the first event.
    pub rest: State,
    /// ALARM if the first event led there; else the state at the end of its period.
    pub reached: State,
    /// How many periods after the one of the first event the alarm went to ALARM.
    pub first: Option<u64>,
    /// Whether the second event made it go to ALARM again.
    pub again: bool,
}

impl Simulation {
    /// How `alarm`, which watches `signal`, works; or what of it is not decided.
    pub fn of(alarm: &Alarm, signal: &Signal) -> Result<Self, String> {
        let state = alarm.state_value.as_deref().and_then(State::parse);
        let window = alarm.evaluation_window.as_ref();
        Ok(Self {
            rules: Rules::of(alarm)?,
            threshold: Threshold::of(alarm)?,
            reading: Reading::of(alarm, signal)?,
            start: state.unwrap_or(State::InsufficientData),
            wall_clock: window.is_some_and(|window| window.wall_clock_window.is_some()),
        })
    }

    /// Everything that the datapoint of a period may be to the alarm.
    pub fn points(&self, signal: &Signal, period: Period) -> Result<Vec<Point>, String> {
        let datapoint = self.reading.datapoint(signal, period)?;
        Ok(self.threshold.points(datapoint))
    }

    /// How the alarm does when every period has the datapoint `rest`, and that of the
    /// events has `event`.
    pub fn run(&self, rest: Point, event: Point) -> Run {
        run(self.rules, self.start, rest, event)
    }

    /// The minutes from an event to the end of the evaluation that looks at it `periods`
    /// periods after its own; not more, once the datapoint is there.
    ///
    /// A sliding window holds the event at the next evaluation, a window on the wall clock
    /// only when its period is complete.
    pub fn minutes(&self, periods: u64) -> u32 {
        let seconds = u64::from(self.reading.period);
        let whole = periods.saturating_add(u64::from(self.wall_clock));
        let hourly = seconds.saturating_mul(self.rules.periods) > HOURLY_BEYOND;
        let every = if hourly { 60 } else { 1 };
        let minutes = whole.saturating_mul(seconds).div_ceil(60);
        u32::try_from(minutes.saturating_add(every)).unwrap_or(u32::MAX)
    }
}

/// What an alarm of `rules` does that is in `start` at first.
pub(super) fn run(rules: Rules, start: State, rest: Point, event: Point) -> Run {
    let mut alarm = Evaluation::new(rules, start);
    // Long enough for everything before to be out of range.
    let quiet = rules.range() + 1;
    for _ in 0..quiet {
        alarm.next(rest);
    }
    let at_rest = alarm.state();
    let mut goes_off = || {
        let mut before = alarm.state();
        let mut off = None;
        let mut own = before;
        for period in 0..=quiet {
            let state = alarm.next(if period == 0 { event } else { rest });
            if period == 0 {
                own = state;
            }
            if state == State::Alarm && before != State::Alarm {
                off = off.or(Some(period));
            }
            before = state;
        }
        (off, own)
    };
    let (first, own) = goes_off();
    let (second, _) = goes_off();
    // An alarm that an event quiets goes off when the event is over, for its absence.
    let rings = at_rest != State::Alarm;
    Run {
        rest: at_rest,
        reached: match first {
            Some(_) if rings => State::Alarm,
            _ => own,
        },
        first: first.filter(|_| rings),
        again: rings && second.is_some(),
    }
}
