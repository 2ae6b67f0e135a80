//! What an alarm does while a gauge is held at a value: it has to rest before, go to ALARM
//! within the time, and do so again the next time.
//!
//! When the value comes is not known: the first and the last period may hold some samples of
//! it only. An alarm that does not go off for one of these ways to begin may miss it.

use jiff::Timestamp;

use super::firing::{Firing, Response, range};
use super::gauge::{Gauge, Share};
use super::possible::{Possible, number};
use super::state::{Evaluation, Rules, State};
use super::statistic::Statistic;
use super::threshold::{Point, Threshold};
use super::warm_up::WarmUp;
use crate::inventory::body::Alarm;
use crate::text;

/// What `alarm`, which watches `gauge`, does while the gauge is held, if that begins at `now`.
pub fn held(alarm: &Alarm, gauge: &Gauge, now: Option<Timestamp>) -> Response {
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    let judged = match WarmUp::at(alarm, now) {
        WarmUp::Over => Watch::of(alarm, gauge).and_then(|watch| watch.judged()),
        WarmUp::Until(minutes) | WarmUp::Perhaps(minutes) => Err(format!(
            "it may be warming up: it has been changed less than {minutes} minutes ago"
        )),
    };
    let undecided = |why| Response {
        rest: None,
        reached: None,
        firing: Firing::NotProvable(format!("alarm `{name}`: {why}")),
    };
    judged.unwrap_or_else(undecided).named(name)
}

/// Everything that decides on an alarm's state.
struct Watch<'g> {
    gauge: &'g Gauge,
    rules: Rules,
    threshold: Threshold,
    statistic: Statistic,
    /// In seconds.
    period: u32,
    start: State,
}

/// What happens if samples come in a certain interval.
enum Outcome {
    /// It goes off within so many periods.
    Rings(u64),
    Once(String),
    Never(String),
    /// It is in ALARM, or goes there, though nothing is held.
    AtRest(String),
    Unsure(String),
}

/// The periods of a time in which the value is held: a first one with some samples of it, some
/// whole ones, and a last one.
#[derive(Debug, PartialEq, Eq)]
struct Times {
    first: Vec<Point>,
    whole: u64,
    last: Vec<Point>,
}

/// How the alarm does once.
struct Run {
    rests: bool,
    first: Option<u64>,
    again: bool,
}

impl<'g> Watch<'g> {
    fn of(alarm: &Alarm, gauge: &'g Gauge) -> Result<Self, String> {
        let rules = Rules::of(alarm)?;
        let threshold = Threshold::of(alarm)?;
        let (statistic, period) = match alarm.metrics.as_slice() {
            [] => (
                (alarm.statistic.as_ref()).or(alarm.extended_statistic.as_ref()),
                alarm.period,
            ),
            [one] if one.expression.is_none() => {
                let stat = one.metric_stat.as_ref();
                (
                    stat.and_then(|s| s.stat.as_ref()),
                    stat.and_then(|s| s.period),
                )
            }
            _ => return Err("it reads metric math, which is not judged here".to_owned()),
        };
        let statistic = Statistic::parse(statistic.ok_or("it has no statistic")?)?;
        if let Statistic::Percentile(_) = statistic
            && alarm.evaluate_low_sample_count_percentile.as_deref() == Some("ignore")
        {
            return Err("it keeps its state where samples are few".to_owned());
        }
        let period = period.and_then(|period| u32::try_from(period).ok());
        let state = alarm.state_value.as_deref().and_then(State::parse);
        Ok(Self {
            gauge,
            rules,
            threshold,
            statistic,
            period: period.filter(|p| *p > 0).ok_or("it has no period")?,
            start: state.unwrap_or(State::InsufficientData),
        })
    }

    fn judged(&self) -> Result<Response, String> {
        let mut all = Vec::new();
        for every in &self.gauge.every {
            all.push((*every, self.over(*every)?));
        }
        let mut rest = Some(State::Ok);
        let respond = |rest, reached, firing| Response {
            rest,
            reached,
            firing,
        };
        let mut latest = 0;
        let mut other: Option<(Firing, u32)> = None;
        let mut rings = 0;
        let count = all.len();
        for (every, outcome) in all {
            let firing = match outcome {
                Outcome::Rings(periods) => {
                    rings += 1;
                    latest = latest.max(periods);
                    continue;
                }
                Outcome::Once(why) => Firing::Once(why),
                Outcome::Never(why) => Firing::Never(why),
                Outcome::AtRest(why) => {
                    rest = Some(State::Alarm);
                    Firing::Never(why)
                }
                Outcome::Unsure(why) => return Err(why),
            };
            match &other {
                // Both are against it, though not for the same reason.
                Some((Firing::Never(_), _)) if matches!(firing, Firing::Never(_)) => {}
                Some(_) => return Err(self.differs(every)),
                None => other = Some((firing, every)),
            }
        }
        Ok(match other {
            None => {
                let minutes = latest.saturating_mul(u64::from(self.period)).div_ceil(60);
                let minutes = u32::try_from(minutes.saturating_add(1)).unwrap_or(u32::MAX);
                respond(rest, Some(State::Alarm), Firing::Each { minutes })
            }
            Some((_, every)) if rings > 0 && rings < count => return Err(self.differs(every)),
            Some((firing, _)) => respond(rest, rest, firing),
        })
    }

    fn differs(&self, every: u32) -> String {
        let each: Vec<String> = self.gauge.every.iter().map(|s| span(*s)).collect();
        format!(
            "whether it goes off depends on how often the metric is published ({}): not if that is every {}",
            each.join(" or "),
            span(every)
        )
    }

    /// What happens if samples come every so many seconds.
    fn over(&self, every: u32) -> Result<Outcome, String> {
        let (of, cycle) = match (self.period, every) {
            (period, every) if every > 0 && period % every == 0 => (period / every, 1),
            (period, every) if every > 0 && every % period == 0 => (1, every / period),
            _ => {
                return Err(format!(
                    "its periods are {}, and the metric is published every {}",
                    span(self.period),
                    span(every)
                ));
            }
        };
        let (of, cycle) = (u64::from(of), u64::from(cycle));
        let samples = u64::from(self.gauge.minutes) * 60 / u64::from(every).max(1);
        let points = |held| self.threshold.points(self.datapoint(held, of));
        let (rests, helds) = (points(0), points(of));
        let mut unsure = None;
        let mut once = false;
        let mut latest = 0;
        let mut least = u64::MAX;
        let mut never = false;
        for times in self.times(samples, of) {
            let runs = self.runs(&times, &rests, &helds, cycle);
            let none = runs.iter().all(|run| run.first.is_none());
            if runs.iter().all(|run| !run.rests) {
                return Ok(Outcome::AtRest(self.why_at_rest(of, cycle)));
            }
            if runs.iter().all(|run| run.first.is_some() && run.again) {
                latest = latest.max(runs.iter().filter_map(|run| run.first).max().unwrap_or(0));
            } else if none {
                never = true;
                least = least.min(times.whole);
            } else if rests.len() == 1 && runs.iter().all(|run| run.first.is_some() && !run.again) {
                once = true;
            } else {
                unsure = Some(self.why_unsure(&rests, &helds, of));
            }
        }
        Ok(if rests.len() > 1 && (never || once) {
            Outcome::Unsure(self.why_unsure(&rests, &helds, of))
        } else if never {
            Outcome::Never(self.why_silent(every, of, least, &helds))
        } else if let Some(why) = unsure {
            Outcome::Unsure(why)
        } else if once {
            let why = "stays in ALARM after the first time: nothing brings it back".to_owned();
            Outcome::Once(why)
        } else {
            Outcome::Rings(latest + 1)
        })
    }

    fn datapoint(&self, held: u64, of: u64) -> Possible {
        self.gauge.datapoint(self.statistic, Share { held, of })
    }

    /// All ways in which `samples` held samples may fall into periods of `of` samples, those
    /// once that are the same to the alarm.
    fn times(&self, samples: u64, of: u64) -> Vec<Times> {
        // More of them change nothing.
        let most = self.rules.range() + 2;
        let mut all: Vec<Times> = Vec::new();
        for before in 0..of {
            let first = before.min(samples);
            let left = samples - first;
            let part = |held: u64| match held {
                0 => Vec::new(),
                held => self.threshold.points(self.datapoint(held, of)),
            };
            let times = Times {
                first: part(first),
                whole: (left / of).min(most),
                last: part(left % of),
            };
            if !all.contains(&times) {
                all.push(times);
            }
        }
        all
    }

    /// The runs for everything that the datapoints may be to the alarm; at least one.
    fn runs(&self, times: &Times, rests: &[Point], helds: &[Point], cycle: u64) -> Vec<Run> {
        let some = |points: &[Point]| -> Vec<Option<Point>> {
            match points {
                [] => vec![None],
                points => points.iter().copied().map(Some).collect(),
            }
        };
        let mut runs = Vec::new();
        for rest in rests {
            for held in helds {
                for first in some(&times.first) {
                    for last in some(&times.last) {
                        let whole = (0..times.whole).map(|_| *held);
                        let hold = first.into_iter().chain(whole).chain(last);
                        let hold: Vec<Point> = hold.collect();
                        runs.push(self.run(*rest, &hold, cycle));
                    }
                }
            }
        }
        runs
    }

    /// One of `cycle` periods has a datapoint.
    fn run(&self, rest: Point, hold: &[Point], cycle: u64) -> Run {
        let mut alarm = Evaluation::new(self.rules, self.start);
        let quiet = self.rules.range().div_ceil(cycle) + 1;
        let one = |alarm: &mut Evaluation, point: Point| {
            let mut states = vec![alarm.next(point)];
            states.extend((1..cycle).map(|_| alarm.next(Point::Missing)));
            states
        };
        let mut resting = Vec::new();
        for _ in 0..quiet {
            resting = one(&mut alarm, rest);
        }
        let rests = !resting.contains(&State::Alarm);
        let mut goes_off = || {
            let mut before = alarm.state();
            let mut off = None;
            let mut at = 0;
            for point in hold {
                for state in one(&mut alarm, *point) {
                    if state == State::Alarm && before != State::Alarm {
                        off = off.or(Some(at));
                    }
                    before = state;
                    at += 1;
                }
            }
            for _ in 0..quiet {
                one(&mut alarm, rest);
            }
            off
        };
        let (first, second) = (goes_off(), goes_off());
        Run {
            rests,
            first: first.filter(|_| rests),
            again: rests && second.is_some(),
        }
    }

    fn why_at_rest(&self, of: u64, cycle: u64) -> String {
        let datapoint = self.datapoint(0, of);
        let breaches = self.threshold.points(datapoint) == [Point::Breaching];
        match datapoint.range {
            Some((low, high)) if breaches => format!(
                "is in ALARM all the time: at rest its {} is {}, and {} breaches",
                self.statistic.text(),
                range(low, high),
                self.threshold.text()
            ),
            _ => format!(
                "is in ALARM at rest: one of {cycle} periods of {} has a datapoint, and missing data breaches",
                span(self.period)
            ),
        }
    }

    fn why_silent(&self, every: u32, of: u64, whole: u64, helds: &[Point]) -> String {
        let minutes = count(u64::from(self.gauge.minutes), "minute");
        if helds != [Point::Breaching] {
            let (what, wanted) = (self.statistic.text(), self.threshold.text());
            let datapoint = self.datapoint(of, of).range;
            let is = datapoint.map_or(String::new(), |(low, high)| range(low, high));
            return format!("wants {what} {wanted}, and the value that is held gives {is}");
        }
        if self.gauge.minutes.saturating_mul(60) < every {
            return format!(
                "may get no datapoint within {minutes}, for the metric is published every {} only",
                span(every)
            );
        }
        let Rules {
            breaching: wanted,
            periods,
            ..
        } = self.rules;
        format!(
            "wants {wanted} breaching datapoints of {periods}, each of {}, and {minutes} are sure to hold {whole}",
            span(self.period)
        )
    }

    fn why_unsure(&self, rests: &[Point], helds: &[Point], of: u64) -> String {
        let (when, datapoint) = if rests.len() > 1 {
            ("at rest", self.datapoint(0, of))
        } else if helds.len() > 1 {
            ("while the value is held", self.datapoint(of, of))
        } else {
            (
                "in a period with some of both",
                self.datapoint(1, of.max(2)),
            )
        };
        let is = datapoint
            .range
            .map_or(String::new(), |(low, high)| range(low, high));
        format!(
            "{when} its {} is {is}, and how much it is decides whether that is {}",
            self.statistic.text(),
            self.threshold.text()
        )
    }
}

fn count(count: u64, noun: &str) -> String {
    text::count(usize::try_from(count).unwrap_or(usize::MAX), noun)
}

/// A number of seconds in a sentence.
fn span(seconds: u32) -> String {
    match seconds {
        seconds if seconds % 60 == 0 => count(u64::from(seconds / 60), "minute"),
        seconds => count(u64::from(seconds), "second"),
    }
}

impl Gauge {
    /// What it does, in a sentence that goes on after the series' name.
    pub fn text(&self) -> String {
        let minutes = count(u64::from(self.minutes), "minute");
        format!("goes to {} for {minutes}", number(self.goes_to))
    }
}
