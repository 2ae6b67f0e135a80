//! Whether an alarm watches a series at all.

use super::signal::{Series, Signal};
use crate::inventory::body::{Alarm, Dimension, Metric, MetricDataQuery};
use crate::target::Arn;

/// What an alarm has to do with a signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watches {
    /// It watches exactly that series: namespace, name, dimensions and unit.
    Exactly,
    /// It was perhaps meant to, but does not: in what they differ, in a sentence.
    Nearly(String),
    /// It has nothing to do with it.
    Not,
}

/// What one alarm or one of its metrics reads.
pub struct Reads<'a> {
    /// The series.
    pub series: Series,
    /// The unit that its datapoints must have.
    pub unit: Option<&'a str>,
    /// The account, if it is another one than the alarm's.
    pub account: Option<&'a str>,
}

/// Whether `alarm` watches the series of `signal`, itself or as one of its `Metrics`. A
/// composite alarm watches none.
pub fn watches(alarm: &Alarm, signal: &Signal) -> Watches {
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    let mut best = Watches::Not;
    for read in all_reads(alarm) {
        match read.watches(name, signal) {
            Watches::Exactly => return Watches::Exactly,
            nearly @ Watches::Nearly(_) if best == Watches::Not => best = nearly,
            _ => {}
        }
    }
    best
}

/// Every series that `alarm` reads, itself or as one of its `Metrics`.
pub fn all_reads(alarm: &Alarm) -> impl Iterator<Item = Reads<'_>> {
    let own = alarm.metric_name.is_some().then(|| Reads {
        series: series(
            alarm.namespace.as_ref(),
            alarm.metric_name.as_ref(),
            &alarm.dimensions,
        ),
        unit: alarm.unit.as_deref(),
        account: None,
    });
    let queries = alarm.metrics.iter();
    own.into_iter()
        .chain(queries.filter_map(|query| reads(alarm, query)))
}

/// What `query` of `alarm` reads, if it reads a metric.
pub(super) fn reads<'a>(alarm: &'a Alarm, query: &'a MetricDataQuery) -> Option<Reads<'a>> {
    let stat = query.metric_stat.as_ref()?;
    let metric = stat.metric.as_ref()?;
    let own = alarm.alarm_arn.as_deref().and_then(Arn::parse);
    let account = query.account_id.as_deref();
    Some(Reads {
        series: Series::of(metric),
        unit: stat.unit.as_deref(),
        account: account.filter(|id| own.is_some_and(|own| own.account != *id)),
    })
}

impl Series {
    /// The series of a metric.
    pub fn of(metric: &Metric) -> Self {
        series(
            metric.namespace.as_ref(),
            metric.metric_name.as_ref(),
            &metric.dimensions,
        )
    }
}

fn series(namespace: Option<&String>, name: Option<&String>, dimensions: &[Dimension]) -> Series {
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    Series {
        namespace: text(namespace),
        metric_name: text(name),
        dimensions: dimensions
            .iter()
            .map(|d| (text(d.name.as_ref()), text(d.value.as_ref())))
            .collect(),
    }
}

impl Reads<'_> {
    /// Whether that is `signal`; `alarm` is a name to put into sentences.
    pub fn watches(&self, alarm: &str, signal: &Signal) -> Watches {
        let (ours, theirs) = (&self.series, &signal.series);
        let (name, namespace) = (&ours.metric_name, &ours.namespace);
        let nearly = |why: String| Watches::Nearly(format!("alarm `{alarm}` watches {why}"));
        if *name != theirs.metric_name {
            let but_for_case = name.eq_ignore_ascii_case(&theirs.metric_name)
                && namespace.eq_ignore_ascii_case(&theirs.namespace);
            return if but_for_case {
                let there = &theirs.metric_name;
                nearly(format!(
                    "metric `{name}`, but `{there}` is published; case matters"
                ))
            } else {
                Watches::Not
            };
        }
        if *namespace != theirs.namespace {
            let there = &theirs.namespace;
            return nearly(format!(
                "metric `{name}` in namespace `{namespace}`, but it is published in `{there}`"
            ));
        }
        if !ours.has_dimensions_of(theirs) {
            return nearly(format!(
                "`{}`, but the datapoints land in `{}`: other dimensions are another metric",
                ours.text(),
                theirs.text()
            ));
        }
        if let Some(account) = self.account {
            return nearly(format!("metric `{name}` of account {account}"));
        }
        let unit = signal.unit.as_deref().unwrap_or("None");
        match self.unit {
            Some(wanted) if wanted != unit => nearly(format!(
                "datapoints of metric `{name}` with unit `{wanted}`, but they are published with unit `{unit}`"
            )),
            _ => Watches::Exactly,
        }
    }
}
