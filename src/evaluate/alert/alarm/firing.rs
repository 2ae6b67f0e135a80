//! What matching events do to an alarm.

use jiff::Timestamp;

use super::possible::number;
use super::signal::{Period, Signal, Traffic, Value};
use super::simulation::{Run, Simulation, run};
use super::state::{Rules, State};
use super::threshold::Point;
use super::warm_up::WarmUp;
use super::watches::{Watches, watches};
use crate::inventory::body::Alarm;

/// More events than ever fall into one period.
const MOST_EVENTS: u64 = 1 << 40;

/// What matching events do to an alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Firing {
    /// Every single event turns it to ALARM, and so does the next one when the alarm has
    /// come to rest again.
    Each {
        /// At most so many minutes pass from the event to ALARM, apart from the time that
        /// CloudTrail and CloudWatch Logs take to deliver the event.
        minutes: u32,
    },
    /// So many events within one period turn it to ALARM, fewer do not.
    Needs {
        /// How many, 2 or more.
        events: u64,
        /// The length of the period.
        seconds: u32,
        /// What fewer events fall short of, in a sentence.
        why: String,
    },
    /// The first events turn it to ALARM, later ones never again: why, in a sentence.
    Once(String),
    /// No number of events within one period does, or it is in ALARM anyway, so that
    /// nothing changes: why, in a sentence.
    Never(String),
    /// Not decided: why, in a sentence.
    NotProvable(String),
}

/// How the state of an alarm goes with a number of events within one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The state at rest; `None` if that is not decided.
    pub rest: Option<State>,
    /// ALARM if the events turn it to that, else the state at the end of their period;
    /// `None` if that is not decided.
    pub reached: Option<State>,
    /// What the events do: never [`Firing::Needs`].
    pub firing: Firing,
}

impl Firing {
    /// What is done to a composite alarm over an alarm of which this is the firing, if the
    /// composite alarm follows as `composite` says.
    #[must_use]
    pub fn then(self, composite: Self) -> Self {
        match (self, composite) {
            (Self::Each { minutes: a }, Self::Each { minutes: b }) => Self::Each {
                minutes: a.saturating_add(b),
            },
            (Self::Each { .. }, composite) => composite,
            (never @ Self::Never(_), _) | (_, never @ Self::Never(_)) => never,
            (_, undecided @ Self::NotProvable(_)) => undecided,
            (alarm, _) => alarm,
        }
    }
}

/// What events that land in `signal` do to `alarm` at `now`, the time of the audit.
///
/// Whether the alarm's actions are enabled, and whom they reach, is another question.
pub fn firing(alarm: &Alarm, signal: &Signal, now: Option<Timestamp>) -> Firing {
    let one = response(alarm, signal, 1, now);
    let never = match one.firing {
        Firing::Never(why) if one.rest != Some(State::Alarm) => why,
        decided => return decided,
    };
    if WarmUp::at(alarm, now) != WarmUp::Over || watches(alarm, signal) != Watches::Exactly {
        return Firing::Never(never);
    }
    let Some(enough) = first_with(|events| response(alarm, signal, events, now).firing) else {
        return Firing::Never(never);
    };
    let (events, firing) = enough;
    match firing {
        Firing::Each { .. } => Firing::Needs {
            events,
            seconds: Simulation::of(alarm, signal).map_or(0, |s| s.reading.period),
            why: never,
        },
        Firing::Once(why) => Firing::Once(format!("{why}; {never}")),
        other => other,
    }
}

/// The least number of events whose firing is not `Never`. Everything that is decided
/// grows or falls with the number of events, so it can be halved.
fn first_with(firing: impl Fn(u64) -> Firing) -> Option<(u64, Firing)> {
    let mut not_enough = 1;
    let mut found = None;
    while found.is_none() && not_enough < MOST_EVENTS {
        match firing(not_enough * 2) {
            Firing::Never(_) => not_enough *= 2,
            other => found = Some((not_enough * 2, other)),
        }
    }
    let (mut enough, mut result) = found?;
    while enough - not_enough > 1 {
        let middle = not_enough + (enough - not_enough) / 2;
        match firing(middle) {
            Firing::Never(_) => not_enough = middle,
            other => (enough, result) = (middle, other),
        }
    }
    Some((enough, result))
}

/// How the state of `alarm` goes with `events` events within one period that land in
/// `signal`, when they happen at `now`.
pub fn response(alarm: &Alarm, signal: &Signal, events: u64, now: Option<Timestamp>) -> Response {
    let undecided = |why: String| Response {
        rest: None,
        reached: None,
        firing: Firing::NotProvable(why),
    };
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    if alarm.alarm_rule.is_some() {
        return undecided(format!("`{name}` is a composite alarm"));
    }
    match WarmUp::at(alarm, now) {
        WarmUp::Over => {}
        WarmUp::Until(minutes) => {
            let why = format!(
                "alarm `{name}` is warming up: it is not evaluated until {minutes} minutes after its last change"
            );
            let state = Some(State::InsufficientData);
            return Response {
                rest: state,
                reached: state,
                firing: Firing::Never(why),
            };
        }
        WarmUp::Perhaps(minutes) => {
            return undecided(format!(
                "alarm `{name}` may be warming up: it has been changed less than {minutes} minutes ago"
            ));
        }
    }
    let unseen = match watches(alarm, signal) {
        Watches::Exactly => None,
        Watches::Nearly(why) => Some(why),
        Watches::Not => Some(format!("alarm `{name}` watches another metric")),
    };
    if let Some(why) = unseen {
        return unwatched(alarm, why);
    }
    let judged = Simulation::of(alarm, signal).and_then(|s| judged(&s, signal, events));
    judged
        .unwrap_or_else(|why| undecided(format!("alarm `{name}`: {why}")))
        .named(name)
}

/// An alarm that gets no datapoints.
fn unwatched(alarm: &Alarm, why: String) -> Response {
    let state = Rules::of(alarm).ok().map(|rules| {
        let start = alarm.state_value.as_deref().and_then(State::parse);
        let start = start.unwrap_or(State::InsufficientData);
        run(rules, start, Point::Missing, Point::Missing).rest
    });
    Response {
        rest: state,
        reached: state,
        firing: Firing::Never(why),
    }
}

fn judged(of: &Simulation, signal: &Signal, events: u64) -> Result<Response, String> {
    let rests = of.points(signal, Period::Rest)?;
    let during = of.points(signal, Period::Events(events))?;
    let kept = of.too_few(signal, events)?;
    let runs: Vec<Run> = rests
        .iter()
        .flat_map(|rest| during.iter().map(|event| of.run(*rest, *event)))
        .collect();
    let one = |state: fn(&Run) -> State| {
        let mut states = runs.iter().map(state);
        let first = states.next()?;
        states.all(|state| state == first).then_some(first)
    };
    let (rest, reached) = (one(|run| run.rest), one(|run| run.reached));
    let respond = |reached, firing| Response {
        rest,
        reached,
        firing,
    };
    if rest == Some(State::Alarm) {
        return Ok(respond(reached, Firing::Never(of.why_at_rest(signal)?)));
    }
    if let Some(why) = kept {
        return Ok(respond(rest, Firing::Never(why)));
    }
    let each = runs.iter().all(|run| run.first.is_some() && run.again);
    // Datapoints at rest that may be this or that are a mixture of both over time. That
    // tells nothing new where every event counts for itself, and may where it does not.
    if !each && rests.len() > 1 {
        return Err(of.why_unsure(signal, Period::Rest)?);
    }
    let firing = if each {
        let latest = runs.iter().filter_map(|run| run.first).max();
        Firing::Each {
            minutes: of.minutes(latest.unwrap_or_default()),
        }
    } else if runs.iter().all(|run| run.first.is_some() && !run.again) {
        Firing::Once(of.why_latched())
    } else if runs.iter().all(|run| run.first.is_none() && !run.again) {
        Firing::Never(of.why_silent(signal, events)?)
    } else {
        return Err(of.why_unsure(signal, Period::Events(events))?);
    };
    Ok(respond(reached, firing))
}

impl Response {
    /// With the alarm's name in front of its reasons.
    pub(super) fn named(mut self, name: &str) -> Self {
        if let Firing::Once(why) | Firing::Never(why) = &mut self.firing {
            *why = format!("alarm `{name}` {why}");
        }
        self
    }
}

/// The reasons, each a sentence that goes on after the alarm's name.
impl Simulation {
    /// Whether the alarm keeps its state because `events` events are too few samples for
    /// its percentile: why.
    fn too_few(&self, signal: &Signal, events: u64) -> Result<Option<String>, String> {
        let Some(percent) = self.reading.low_sample_percentile else {
            return Ok(None);
        };
        if signal.traffic == Traffic::Busy && !signal.defaults.is_empty() {
            return Err("it keeps its state where samples are few, and how many there are depends on the other events in the log group".to_owned());
        }
        // AWS: 10/(1-percentile) from the median on, 10/percentile below.
        let part = percent.max(100.0 - percent) / 100.0;
        let wanted = 10.0 / (1.0 - part);
        #[expect(
            clippy::cast_precision_loss,
            reason = "it is compared with a few thousand"
        )]
        let few = (events as f64) < wanted - 1e-6;
        Ok(few
            .then(|| format!("keeps its state with fewer than {wanted:.0} samples for p{percent}")))
    }

    fn why_at_rest(&self, signal: &Signal) -> Result<String, String> {
        let datapoint = self.reading.datapoint(signal, Period::Rest)?;
        let what = self.reading.text();
        Ok(match datapoint.range {
            Some((low, high)) => format!(
                "is in ALARM all the time: without an event its {what} is {}, and {} breaches",
                range(low, high),
                self.threshold.text(),
            ),
            None => "is in ALARM all the time: missing data does not let it go".to_owned(),
        })
    }

    fn why_latched(&self) -> String {
        let Rules { periods, .. } = self.rules;
        format!(
            "stays in ALARM after the first event: it ignores missing data, so nothing in its {periods} periods brings it back"
        )
    }

    fn why_silent(&self, signal: &Signal, events: u64) -> Result<String, String> {
        let datapoint = self.reading.datapoint(signal, Period::Events(events))?;
        let what = self.reading.text();
        let cause = match events {
            1 => "an event".to_owned(),
            _ => format!("{events} events"),
        };
        let Some((low, high)) = datapoint.range else {
            return Ok(format!("gets no datapoint from {cause}"));
        };
        let (range, wanted) = (range(low, high), self.threshold.text());
        let breaching = self.threshold.points(datapoint) == [Point::Breaching];
        let Rules {
            breaching: m,
            periods: n,
            ..
        } = self.rules;
        Ok(if breaching {
            format!(
                "wants {m} breaching datapoints of {n}, and {cause} gives one: its {what} is {range}"
            )
        } else {
            format!("wants {what} {wanted}, and {cause} gives {range}")
        })
    }

    fn why_unsure(&self, signal: &Signal, period: Period) -> Result<String, String> {
        let datapoint = self.reading.datapoint(signal, period)?;
        let what = self.reading.text();
        let when = match period {
            Period::Rest => "without an event",
            Period::Events(_) => "with an event",
        };
        let may = match (datapoint.range, datapoint.missing) {
            (Some((low, high)), false) => range(low, high),
            (Some((low, high)), true) => format!("{} or missing", range(low, high)),
            (None, _) => "missing".to_owned(),
        };
        let because = match (signal.value, period) {
            (Value::Field { .. }, Period::Events(_)) => "a field of the event decides",
            _ => "other events in the log group, or other metrics, decide",
        };
        let wanted = self.threshold.text();
        Ok(format!(
            "{when} its {what} is {may}, and {because} whether that is {wanted}"
        ))
    }
}

/// A range in a sentence.
pub(super) fn range(low: f64, high: f64) -> String {
    let (from, to) = (number(low), number(high));
    match (low.is_finite(), high.is_finite()) {
        (true, true) if from == to => from,
        (true, true) => format!("between {from} and {to}"),
        (true, false) => format!("{from} or more"),
        (false, true) => format!("{to} or less"),
        (false, false) => "any number".to_owned(),
    }
}
