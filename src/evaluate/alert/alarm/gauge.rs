//! A metric that is published all the time, such as the load of a machine.

use super::possible::Possible;
use super::signal::Series;
use super::statistic::Statistic;
use super::watches::{Reads, all_reads};
use crate::inventory::body::Alarm;

/// A metric that is published all the time, and what its value does: it rests, is held
/// elsewhere for a while, and rests again.
#[derive(Debug, Clone, PartialEq)]
pub struct Gauge {
    /// The series.
    pub series: Series,
    /// The names of dimensions that an alarm may have besides, with any value.
    pub others: Vec<String>,
    /// The unit of the datapoints.
    pub unit: String,
    /// A sample comes every so many seconds. Where there are several numbers, one of them is
    /// right, but not known.
    pub every: Vec<u32>,
    /// Whether several samples come each time, such as one of each instance of a group.
    pub several: bool,
    /// The least and the greatest value at rest.
    pub rests: (f64, f64),
    /// The value that is held.
    pub goes_to: f64,
    /// For how many minutes.
    pub minutes: u32,
}

/// What an alarm has to do with a gauge.
#[derive(Debug, Clone, PartialEq)]
pub enum Relation {
    /// It watches that series, which is written out.
    Watches(Series),
    /// It reads a query that may take the series in.
    Queries,
    /// It was perhaps meant to watch it, but does not: in what they differ, in a sentence,
    /// and how much they have in common.
    Nearly(usize, String),
    /// It has nothing to do with it.
    Nothing,
}

/// How many samples of a period are of the held value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    /// So many are held.
    pub held: u64,
    /// Of so many, one or more.
    pub of: u64,
}

impl Gauge {
    /// What `alarm` has to do with it.
    pub fn relation(&self, alarm: &Alarm) -> Relation {
        let mut best = Relation::Nothing;
        for read in all_reads(alarm) {
            match (self.to(alarm, &read), &best) {
                (Relation::Nearly(score, _), Relation::Nearly(than, _)) if score <= *than => {}
                (Relation::Nothing, _) => {}
                (watches @ Relation::Watches(_), _) => return watches,
                (nearer, _) => best = nearer,
            }
        }
        let name = self.series.metric_name.as_str();
        let asks = |text: &String| {
            let text_start = text.trim_start().to_ascii_uppercase();
            let is_query = text_start.starts_with("SELECT") || text_start.contains("SEARCH(");
            is_query && text.contains(name)
        };
        let mut expressions = alarm.metrics.iter().filter_map(|q| q.expression.as_ref());
        if expressions.any(asks) {
            return Relation::Queries;
        }
        best
    }

    fn to(&self, alarm: &Alarm, read: &Reads<'_>) -> Relation {
        let (ours, theirs) = (&self.series, &read.series);
        let alarm = alarm.alarm_name.as_deref().unwrap_or_default();
        let alike = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
        let is_named = ours.metric_name == theirs.metric_name && ours.namespace == theirs.namespace;
        if !is_named {
            let but_for_case = alike(&ours.metric_name, &theirs.metric_name)
                && alike(&ours.namespace, &theirs.namespace);
            if !but_for_case {
                return Relation::Nothing;
            }
            let (is, wanted) = (theirs.name(), ours.name());
            let why = format!("alarm `{alarm}` watches `{is}`, and not `{wanted}`: case matters");
            return Relation::Nearly(usize::MAX, why);
        }
        let has = |pair: &&(String, String)| theirs.dimensions.contains(pair);
        let is_other = |(name, _): &&(String, String)| self.others.contains(name);
        let extra = theirs
            .dimensions
            .iter()
            .filter(|pair| !ours.dimensions.contains(pair));
        if ours.dimensions.iter().filter(has).count() == ours.dimensions.len()
            && extra.clone().filter(is_other).count() == extra.count()
        {
            if let Some(account) = read.account {
                let why = format!(
                    "alarm `{alarm}` watches `{}` of account {account}",
                    theirs.name()
                );
                return Relation::Nearly(usize::MAX, why);
            }
            return match read.unit {
                Some(unit) if unit != self.unit => {
                    let why = format!(
                        "alarm `{alarm}` watches datapoints of unit `{unit}`, but they are published with unit `{}`",
                        self.unit
                    );
                    Relation::Nearly(usize::MAX, why)
                }
                _ => Relation::Watches(theirs.clone()),
            };
        }
        let why = match theirs.dimensions.as_slice() {
            [] => format!(
                "alarm `{alarm}` watches it without any dimension, and not {}",
                ours.dimensions_text()
            ),
            _ => format!(
                "alarm `{alarm}` watches {}, and not {}",
                theirs.dimensions_text(),
                ours.dimensions_text()
            ),
        };
        Relation::Nearly(self.likeness(theirs), why)
    }

    /// How much the dimensions of `theirs` have in common with ours.
    fn likeness(&self, theirs: &Series) -> usize {
        let ours = self.series.dimensions.iter();
        ours.map(|(name, value)| {
            let found = theirs.dimensions.iter().find(|(of, _)| of == name);
            found.map_or(0, |(_, found)| 1 + common(value, found))
        })
        .sum()
    }

    /// What `statistic` is in a period of which that share of the samples is held.
    pub(super) fn datapoint(&self, statistic: Statistic, share: Share) -> Possible {
        let (low, high) = self.rests;
        let value = self.goes_to;
        let hull = match share.held {
            0 => (low, high),
            held if held == share.of => (value, value),
            _ => (low.min(value), high.max(value)),
        };
        let (of, held) = (float(share.of), float(share.held));
        let total = |rest: f64| times(of - held, rest) + times(held, value);
        // Each time there may be one sample, or any number of them.
        let most = if self.several { f64::INFINITY } else { 1.0 };
        let mixed = share.held > 0 && share.held < share.of;
        match statistic {
            Statistic::Sum => {
                let (low, high) = (total(low), total(high));
                Possible::between(low.min(times(low, most)), high.max(times(high, most)))
            }
            Statistic::SampleCount => Possible::between(of, times(of, most)),
            Statistic::Average => Possible::between(total(low) / of, total(high) / of),
            Statistic::Maximum if mixed => Possible::between(low.max(value), high.max(value)),
            Statistic::Minimum if mixed => Possible::between(low.min(value), high.min(value)),
            Statistic::Maximum
            | Statistic::Minimum
            | Statistic::Percentile(_)
            | Statistic::PartialMean => Possible::between(hull.0, hull.1),
        }
    }
}

/// How many characters two texts have in common at their ends; all of the shorter one where
/// the longer one has it somewhere.
fn common(a: &str, b: &str) -> usize {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if long.contains(short) {
        return short.len();
    }
    let same =
        |pairs: &mut dyn Iterator<Item = (char, char)>| pairs.take_while(|(a, b)| a == b).count();
    same(&mut a.chars().zip(b.chars())) + same(&mut a.chars().rev().zip(b.chars().rev()))
}

/// A product in which nothing is nothing, however often.
fn times(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == 0.0 { 0.0 } else { a * b }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "CloudWatch computes in doubles as well"
)]
fn float(count: u64) -> f64 {
    count as f64
}
