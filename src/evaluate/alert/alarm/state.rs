//! The evaluation of M out of N datapoints, period by period.
//!
//! Sources: the CloudWatch user guide, "Alarm evaluation" and "Configuring how CloudWatch
//! alarms treat missing data".

use std::collections::VecDeque;

use super::threshold::Point;
use crate::inventory::body::Alarm;

/// More datapoints than CloudWatch evaluates: 10-second periods over a day.
const MOST_PERIODS: i32 = 8640;

/// How many periods more than `EvaluationPeriods` CloudWatch retrieves, so that it has
/// something to look at when datapoints are missing. AWS publishes only the example of 5
/// periods for 3.
const EXTRA_PERIODS: u64 = 2;

/// The state of an alarm, AWS's `StateValue`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Within the threshold.
    Ok,
    /// Breaching it.
    Alarm,
    /// Not enough is known to tell.
    InsufficientData,
}

impl State {
    /// AWS's word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Alarm => "ALARM",
            Self::InsufficientData => "INSUFFICIENT_DATA",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Ok, Self::Alarm, Self::InsufficientData]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

/// `TreatMissingData`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Treat {
    Missing,
    NotBreaching,
    Breaching,
    Ignore,
}

/// How many datapoints of how many have to breach, and what stands for missing ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rules {
    /// `EvaluationPeriods`.
    pub periods: u64,
    /// `DatapointsToAlarm`.
    pub breaching: u64,
    pub treat: Treat,
}

impl Rules {
    /// The rules of `alarm`, or why they cannot be followed.
    pub fn of(alarm: &Alarm) -> Result<Self, String> {
        let periods = alarm.evaluation_periods.unwrap_or_default();
        let breaching = alarm.datapoints_to_alarm.unwrap_or(periods);
        if !(1..=MOST_PERIODS).contains(&periods) || !(1..=periods).contains(&breaching) {
            return Err(format!(
                "it wants {breaching} of {periods} datapoints, which CloudWatch does not take"
            ));
        }
        let treat = match alarm.treat_missing_data.as_deref() {
            None | Some("missing") => Treat::Missing,
            Some("notBreaching") => Treat::NotBreaching,
            Some("breaching") => Treat::Breaching,
            Some("ignore") => Treat::Ignore,
            Some(other) => return Err(format!("it treats missing data as `{other}`")),
        };
        Ok(Self {
            periods: u64::from(periods.unsigned_abs()),
            breaching: u64::from(breaching.unsigned_abs()),
            treat,
        })
    }

    /// How many periods CloudWatch looks at.
    pub fn range(self) -> u64 {
        self.periods + EXTRA_PERIODS
    }
}

/// An alarm that is evaluated at the end of one period after the other.
#[derive(Debug, Clone)]
pub(super) struct Evaluation {
    rules: Rules,
    state: State,
    /// The number of periods so far.
    now: u64,
    /// The datapoints in range, oldest first: their period, and whether they breach.
    real: VecDeque<(u64, bool)>,
    /// How many of them breach.
    breaching: u64,
}

impl Evaluation {
    /// An alarm in `state` before its first period.
    pub fn new(rules: Rules, state: State) -> Self {
        Self {
            rules,
            state,
            now: 0,
            real: VecDeque::new(),
            breaching: 0,
        }
    }

    /// The state of the alarm.
    pub fn state(&self) -> State {
        self.state
    }

    /// A period passes with `point`: the state after it.
    pub fn next(&mut self, point: Point) -> State {
        self.now += 1;
        while let Some(&(period, breaching)) = self.real.front() {
            if self.now - period < self.rules.range() {
                break;
            }
            self.real.pop_front();
            self.breaching -= u64::from(breaching);
        }
        if point != Point::Missing {
            let breaching = point == Point::Breaching;
            self.real.push_back((self.now, breaching));
            self.breaching += u64::from(breaching);
        }
        self.state = self.judged().unwrap_or(self.state);
        self.state
    }

    /// The state that the datapoints in range give; `None` if they leave it as it is.
    fn judged(&self) -> Option<State> {
        let Rules {
            periods,
            breaching: wanted,
            treat,
        } = self.rules;
        let counted = |breaching: u64| {
            Some(if breaching >= wanted {
                State::Alarm
            } else {
                State::Ok
            })
        };
        let real = self.real.len() as u64;
        let Some(lacking) = periods.checked_sub(real).filter(|lacking| *lacking > 0) else {
            // Enough datapoints: the newest count, and nothing stands for missing ones.
            let older = self.real.iter().rev().skip(usize::try_from(periods).ok()?);
            let older = older.filter(|(_, breaching)| *breaching).count() as u64;
            return counted(self.breaching - older);
        };
        let age = |(period, _): &(u64, bool)| self.now - period + 1;
        // AWS: an alarm goes off when all there is breaches and the oldest of it is as old
        // as the datapoints that have to breach.
        let premature =
            self.breaching == real && self.real.front().is_some_and(|p| age(p) >= wanted);
        match treat {
            Treat::Breaching => counted(self.breaching + lacking),
            Treat::Missing if real == 0 => Some(State::InsufficientData),
            Treat::Missing if premature => Some(State::Alarm),
            Treat::Ignore if real == 0 || premature => None,
            Treat::NotBreaching | Treat::Missing | Treat::Ignore => counted(self.breaching),
        }
    }
}
