//! Watched rules: does an alarm go off on what a resource's metric does, and is somebody told?

use std::collections::HashMap;

use serde_json::{Value, json};

use super::alarm::{self, Gauge, Relation, Series};
use super::link::{Break, Link, Stage, nearest};
use super::onward::Onward;
use super::parts::{Chains, Place};
use super::route::Route;
use crate::evaluate::judge::Verdict;
use crate::evaluate::truth::{Scope, Truth};
use crate::finding::Status;
use crate::inventory::body::Alarm;
use crate::kind::Kind;
use crate::rule::{Condition, Watched, WatchedMetric};
use crate::text;

/// The alarms of an account by what they may watch, so that not every resource has to look at
/// all of them.
#[derive(Debug, Default)]
pub struct Watchers<'c> {
    by_metric: HashMap<(&'c Place, String), Vec<&'c Alarm>>,
    /// Those that read a query, which names no metric.
    queries: HashMap<&'c Place, Vec<&'c Alarm>>,
}

impl<'c> Watchers<'c> {
    /// Those of the account of `chains`.
    pub fn new(chains: &'c Chains) -> Self {
        let mut watchers = Self::default();
        for (place, alarm) in &chains.alarms {
            let reads = alarm::all_reads(alarm);
            let mut names: Vec<String> = reads
                .map(|read| read.series.metric_name.to_ascii_lowercase())
                .collect();
            names.sort();
            names.dedup();
            for name in names {
                let here = watchers.by_metric.entry((place, name)).or_default();
                here.push(alarm);
            }
            if alarm.metrics.iter().any(|query| query.expression.is_some()) {
                watchers.queries.entry(place).or_default().push(alarm);
            }
        }
        watchers
    }

    /// Those that may have to do with the metric `name`, once each.
    fn of(&self, place: &Place, name: &str) -> Vec<&'c Alarm> {
        let key = (place, name.to_ascii_lowercase());
        let mut found: Vec<&Alarm> = self.by_metric.get(&key).cloned().unwrap_or_default();
        for query in self.queries.get(place).into_iter().flatten() {
            if !found.iter().any(|other| std::ptr::eq(*other, *query)) {
                found.push(query);
            }
        }
        found
    }
}

/// A metric that is judged, and what alarms have to do with it.
struct Metric<'w> {
    of: &'w WatchedMetric,
    gauge: Gauge,
}

/// What all alarms come to.
#[derive(Default)]
struct Found {
    routes: Vec<Route>,
    near: Option<(usize, String)>,
}

/// Judges the resource of `scope`, which stands in `place`.
///
/// # Errors
/// What an expression of the rule cannot be evaluated for.
pub fn judge(
    watched: &Watched,
    scope: &Scope,
    place: &Place,
    chains: &Chains,
    watchers: &Watchers<'_>,
) -> Result<Verdict, Truth> {
    let minutes = whole(number(scope, &watched.minutes)?);
    let mut metrics = Vec::new();
    for of in &watched.metrics {
        match of.when.as_ref().map(|when| scope.decide(when)) {
            None | Some(Truth::True) => {
                let gauge = gauge(scope, of, minutes)?;
                metrics.push(Metric { of, gauge });
            }
            Some(Truth::False) => {}
            Some(open) => return Err(open),
        }
    }
    let Some(first) = metrics.first() else {
        let why = "it publishes no metric that the rule knows";
        return Err(Truth::Unreadable(why.to_owned()));
    };
    let mut found = Found::default();
    for metric in &metrics {
        found.look(metric, place, chains, watchers);
    }
    for (namespace, name) in &watched.otherwise {
        found.otherwise((namespace, name), &first.gauge, place, watchers);
    }
    if let Some(hidden) = chains.hidden(Stage::Alarm, Kind::Alarm, place) {
        found.routes.push(Route::broken(Vec::new(), hidden));
    }
    Ok(found.verdict(&metrics, place))
}

impl Found {
    fn look(
        &mut self,
        metric: &Metric<'_>,
        place: &Place,
        chains: &Chains,
        watchers: &Watchers<'_>,
    ) {
        let gauge = &metric.gauge;
        for alarm in watchers.of(place, &gauge.series.metric_name) {
            match gauge.relation(alarm) {
                Relation::Watches(series) => {
                    let routes = match has_data(metric.of, alarm, series, place, chains) {
                        Ok(()) => follow(alarm, gauge, place, chains),
                        Err(broken) => vec![ended(alarm, broken)],
                    };
                    self.routes.extend(routes);
                }
                Relation::Queries => {
                    let why = format!(
                        "alarm `{}` reads a query that may take in `{}`, which is not judged",
                        name(alarm),
                        gauge.series.name()
                    );
                    self.routes
                        .push(ended(alarm, Break::Open(Stage::Alarm, why)));
                }
                Relation::Nearly(score, why) => {
                    if self.near.as_ref().is_none_or(|(than, _)| score > *than) {
                        self.near = Some((score, why));
                    }
                }
                Relation::Nothing => {}
            }
        }
    }

    /// Alarms on a metric that tells the same in other terms.
    fn otherwise(
        &mut self,
        (namespace, metric): (&str, &str),
        gauge: &Gauge,
        place: &Place,
        watchers: &Watchers<'_>,
    ) {
        for alarm in watchers.of(place, metric) {
            let ours = &gauge.series.dimensions;
            let reads = alarm::all_reads(alarm).any(|read| {
                let is_named =
                    read.series.namespace == namespace && read.series.metric_name == metric;
                is_named
                    && ours
                        .iter()
                        .all(|pair| read.series.dimensions.contains(pair))
            });
            if reads {
                let why = format!(
                    "alarm `{}` watches `{namespace}/{metric}`, which may tell the same and is not judged",
                    name(alarm)
                );
                self.routes
                    .push(ended(alarm, Break::Open(Stage::Alarm, why)));
            }
        }
    }

    fn verdict(mut self, metrics: &[Metric<'_>], place: &Place) -> Verdict {
        let signals: Vec<String> = metrics.iter().map(Metric::text).collect();
        let mut verdict = Verdict::default();
        let alarms: Vec<Value> = self.routes.iter().filter_map(evidence).collect();
        verdict
            .evidence
            .insert("signals".to_owned(), signals.clone().into());
        verdict.evidence.insert("alarms".to_owned(), alarms.into());
        let best = self.routes.iter_mut().find(|route| route.end.is_ok());
        if let Some(route) = best
            && let Ok(end) = &route.end
        {
            verdict.status = Some(Status::Pass);
            verdict.message = format!(
                "alarm `{}` goes off within {} and notifies topic `{}`: {}",
                end.alarm,
                count(end.minutes, "minute"),
                end.topic,
                text::count(end.subscriptions, "confirmed subscription")
            );
            verdict.remarks = std::mem::take(&mut route.remarks);
        } else {
            let breaks = self
                .routes
                .iter()
                .filter_map(|route| route.end.as_ref().err());
            let (status, message) = match nearest(breaks) {
                Some(open) if !open.is_sure() => {
                    (Status::Unknown, format!("cannot tell: {}", open.why()))
                }
                Some(broken) => (Status::Fail, nobody(&signals, &broken.why())),
                None => (
                    Status::Fail,
                    nobody(&signals, &self.unwatched(metrics, place)),
                ),
            };
            verdict.status = Some(status);
            verdict.message = message;
        }
        verdict.message = text::sanitise(&verdict.message).into_owned();
        verdict
    }

    fn unwatched(&self, metrics: &[Metric<'_>], place: &Place) -> String {
        let names: Vec<String> = metrics.iter().map(|m| m.gauge.series.name()).collect();
        let what = match names.as_slice() {
            [one] => format!("no alarm in {} watches `{one}` of it", place.1),
            _ => format!("no alarm in {} watches one of these", place.1),
        };
        match &self.near {
            Some((_, near)) => format!("{what}; {near}"),
            None => what,
        }
    }
}

fn nobody(signals: &[String], why: &str) -> String {
    format!("nobody is told when {}: {why}", signals.join(", or "))
}

impl Metric<'_> {
    fn text(&self) -> String {
        format!("{} {}", self.gauge.series.text(), self.gauge.text())
    }
}

/// The ways from `alarm` while the value is held.
fn follow(alarm: &Alarm, gauge: &Gauge, place: &Place, chains: &Chains) -> Vec<Route> {
    let response = alarm::held(alarm, gauge, chains.now);
    let onward = Onward {
        chains,
        place,
        events: 1,
        remark: alarm::muted,
    };
    let metric = gauge.series.name();
    let mut routes = onward.ways(alarm, response.rest, &response.firing, &metric, &[]);
    for route in &mut routes {
        let of = || Some(name(alarm).to_owned());
        route.alarm = route.alarm.take().or_else(of);
    }
    routes
}

/// Whether there is something for the alarm to look at, where AWS itself does not see to it.
fn has_data(
    of: &WatchedMetric,
    alarm: &Alarm,
    series: Series,
    place: &Place,
    chains: &Chains,
) -> Link<()> {
    let text = series.text();
    let key = (place.clone(), series.sorted());
    if !of.needs_data() || chains.series.contains(&key) {
        return Ok(());
    }
    if let Some(hidden) = chains.hidden(Stage::Metric, Kind::Metric, place) {
        return Err(hidden);
    }
    let why = format!(
        "alarm `{}` watches `{text}`, which nobody has published for two weeks: it exists only where an agent does",
        name(alarm)
    );
    Err(Break::Broken(Stage::Metric, why))
}

fn ended(alarm: &Alarm, broken: Break) -> Route {
    Route {
        alarm: Some(name(alarm).to_owned()),
        ..Route::broken(Vec::new(), broken)
    }
}

fn evidence(route: &Route) -> Option<Value> {
    let alarm = route.alarm.as_ref()?;
    Some(match &route.end {
        Ok(end) => json!({"alarm": alarm, "state": "notifies", "topic": end.topic}),
        Err(broken) => {
            let why = text::sanitise(&broken.why()).into_owned();
            json!({"alarm": alarm, "state": broken.state(), "why": why})
        }
    })
}

fn name(alarm: &Alarm) -> &str {
    alarm.alarm_name.as_deref().unwrap_or_default()
}

fn count(count: u32, noun: &str) -> String {
    text::count(usize::try_from(count).unwrap_or(usize::MAX), noun)
}

fn gauge(scope: &Scope, of: &WatchedMetric, minutes: u32) -> Result<Gauge, Truth> {
    let mut dimensions = Vec::new();
    for (name, value) in &of.dimensions {
        let Value::String(value) = scope.tell(value)? else {
            let why = format!("AWS does not say what the dimension `{name}` of its metrics is");
            return Err(Truth::Unreadable(why));
        };
        dimensions.push((name.clone(), value));
    }
    Ok(Gauge {
        series: Series {
            namespace: of.namespace.clone(),
            metric_name: of.name.clone(),
            dimensions,
        },
        others: of.others.clone(),
        unit: of.unit.clone(),
        every: of.every.clone(),
        several: of.several,
        rests: (number(scope, &of.rests.0)?, number(scope, &of.rests.1)?),
        goes_to: number(scope, &of.goes_to)?,
        minutes,
    })
}

fn number(scope: &Scope, condition: &Condition) -> Result<f64, Truth> {
    let value = scope.tell(condition)?;
    value
        .as_f64()
        .ok_or_else(|| Truth::Unreadable(format!("`{}` is no number here", condition.source)))
}

/// A whole number of minutes; parts of one do not count.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "such a cast stops at the ends of the type"
)]
fn whole(number: f64) -> u32 {
    number as u32
}
