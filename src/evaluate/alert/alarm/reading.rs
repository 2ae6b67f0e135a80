//! What an alarm reads: the statistic of a metric, or metric math.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::math::{Expression, Names};
use super::possible::Possible;
use super::signal::{Period, Series, Signal};
use super::statistic::Statistic;
use super::watches::{Watches, reads};
use crate::inventory::body::{Alarm, MetricDataQuery};

/// How often, and how deep, expressions may refer to each other in one datapoint.
/// CloudWatch takes ten queries in an alarm.
const MOST_LOOKUPS: usize = 1000;
const DEEPEST: usize = 10;

/// How the datapoints of an alarm come about.
#[derive(Debug)]
pub(super) struct Reading {
    /// The length of a period, in seconds.
    pub period: u32,
    /// The percentile that needs many samples, if the alarm keeps its state where there
    /// are few.
    pub low_sample_percentile: Option<f64>,
    /// The id of the query whose result the alarm judges.
    returned: String,
    queries: BTreeMap<String, Query>,
}

/// One of the `Metrics` of an alarm; an alarm on a single metric has one of them as well.
#[derive(Debug)]
enum Query {
    /// A metric, and its series if it is not the one of the signal.
    Metric(Statistic, Source),
    Math(Expression),
}

#[derive(Debug)]
enum Source {
    Signal,
    Other(Series),
    /// The series of the signal, but no datapoints of it: they have another unit.
    Nothing,
    /// A metric of another account.
    Unknown,
}

impl Reading {
    /// What `alarm`, which watches `signal`, reads; or what of it is not decided.
    pub fn of(alarm: &Alarm, signal: &Signal) -> Result<Self, String> {
        if !alarm.metrics.is_empty() {
            return Self::of_queries(alarm, signal);
        }
        let name = alarm
            .statistic
            .as_ref()
            .or(alarm.extended_statistic.as_ref());
        let statistic = Statistic::parse(name.ok_or("it has no statistic")?)?;
        let query = Query::Metric(statistic, Source::Signal);
        let low = alarm.evaluate_low_sample_count_percentile.as_deref() == Some("ignore");
        Ok(Self {
            period: seconds(alarm.period)?,
            low_sample_percentile: match statistic {
                Statistic::Percentile(percent) if low => Some(percent),
                _ => None,
            },
            returned: String::new(),
            queries: BTreeMap::from([(String::new(), query)]),
        })
    }

    fn of_queries(alarm: &Alarm, signal: &Signal) -> Result<Self, String> {
        let mut queries = BTreeMap::new();
        let mut returned = alarm
            .metrics
            .iter()
            .filter(|q| q.return_data != Some(false));
        let (Some(result), None) = (returned.next(), returned.next()) else {
            return Err("not exactly one of its metrics is returned".to_owned());
        };
        let stats = alarm.metrics.iter().filter_map(|q| q.metric_stat.as_ref());
        let mut periods: Vec<_> = stats.map(|stat| stat.period).collect();
        periods.extend(alarm.metrics.iter().filter_map(|q| q.period).map(Some));
        periods.sort_unstable();
        periods.dedup();
        let [period] = periods.as_slice() else {
            return Err("its metrics have several periods".to_owned());
        };
        for query in &alarm.metrics {
            let id = query.id.clone().unwrap_or_default();
            queries.insert(id, Query::of(alarm, query, signal)?);
        }
        Ok(Self {
            period: seconds(*period)?,
            low_sample_percentile: None,
            returned: result.id.clone().unwrap_or_default(),
            queries,
        })
    }

    /// The datapoint of a period.
    pub fn datapoint(&self, signal: &Signal, period: Period) -> Result<Possible, String> {
        let within = Within {
            reading: self,
            signal,
            period,
            lookups: Cell::new(0),
            depth: Cell::new(0),
        };
        within.id(&self.returned)
    }

    /// How the datapoint is called in a sentence.
    pub fn text(&self) -> String {
        match self.queries.get(&self.returned) {
            Some(Query::Metric(statistic, _)) => statistic.text(),
            Some(Query::Math(_)) | None => format!("`{}`", self.returned),
        }
    }
}

fn seconds(period: Option<i32>) -> Result<u32, String> {
    let seconds = period.and_then(|period| u32::try_from(period).ok());
    let seconds = seconds.filter(|seconds| *seconds > 0);
    seconds.ok_or_else(|| "it has no period".to_owned())
}

impl Query {
    fn of(alarm: &Alarm, query: &MetricDataQuery, signal: &Signal) -> Result<Self, String> {
        if let Some(source) = &query.expression {
            return Ok(Self::Math(Expression::parse(source)?));
        }
        let read = reads(alarm, query).ok_or("one of its metrics has no name")?;
        let stat = query.metric_stat.as_ref().and_then(|s| s.stat.as_deref());
        let statistic = Statistic::parse(stat.ok_or("one of its metrics has no statistic")?)?;
        let source = match read.watches("", signal) {
            Watches::Exactly => Source::Signal,
            _ if read.account.is_some() => Source::Unknown,
            _ if read.series.is(&signal.series) => Source::Nothing,
            _ => Source::Other(read.series),
        };
        Ok(Self::Metric(statistic, source))
    }
}

/// The names of a reading within one period.
struct Within<'r> {
    reading: &'r Reading,
    signal: &'r Signal,
    period: Period,
    lookups: Cell<usize>,
    depth: Cell<usize>,
}

impl Within<'_> {
    fn metric(&self, statistic: Statistic, source: &Source) -> Possible {
        match source {
            Source::Signal => self.signal.datapoint(statistic, self.period),
            Source::Other(series) => self.signal.resting(series, statistic),
            Source::Nothing => Possible::MISSING,
            Source::Unknown => Possible::ANYTHING,
        }
    }
}

impl Names for Within<'_> {
    fn id(&self, id: &str) -> Result<Possible, String> {
        self.lookups.set(self.lookups.get() + 1);
        self.depth.set(self.depth.get() + 1);
        if self.lookups.get() > MOST_LOOKUPS || self.depth.get() > DEEPEST {
            return Err("its metric math refers to itself".to_owned());
        }
        let datapoint = match self.reading.queries.get(id) {
            Some(Query::Metric(statistic, source)) => Ok(self.metric(*statistic, source)),
            Some(Query::Math(expression)) => expression.datapoint(self),
            None => Err(format!("its metric math has no `{id}`")),
        };
        self.depth.set(self.depth.get() - 1);
        datapoint
    }

    fn metrics(&self) -> Result<Vec<Possible>, String> {
        let queries = self.reading.queries.values();
        let metrics = queries.filter_map(|query| match query {
            Query::Metric(statistic, source) => Some(self.metric(*statistic, source)),
            Query::Math(_) => None,
        });
        Ok(metrics.collect())
    }
}
