//! The ways from a metric filter over its metric and an alarm to a subscriber.

use super::alarm::{self, Firing, Series, Signal, Traffic, Watches};
use super::filter::Filter;
use super::link::{Break, Link, Stage, Step};
use super::onward::Onward;
use super::parts::{Chains, Place};
use crate::coverage::Condition;
use crate::inventory::body::{Alarm, MetricTransformation};
use crate::kind::Kind;

/// One way from a filter to a subscriber, as far as it goes.
#[derive(Debug, Clone)]
pub struct Route {
    /// The links that hold, in their order.
    pub steps: Vec<Step>,
    /// Matching events take this way only if they meet these conditions.
    pub only: Vec<(Vec<String>, Condition)>,
    /// The alarm that it gets to, even if not beyond.
    pub alarm: Option<String>,
    /// The topic that the alarm notifies on it.
    pub topic: Option<String>,
    /// How it ends.
    pub end: Link<End>,
    /// What to know although it holds.
    pub remarks: Vec<String>,
}

/// Where a way that holds ends.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    /// `namespace/name` of the metric.
    pub metric: String,
    /// The alarm that notifies.
    pub alarm: String,
    /// The topic's ARN.
    pub topic: String,
    /// How many confirmed subscriptions hear it.
    pub subscriptions: usize,
    /// How many minutes pass at most between the event and the notification, delivery to
    /// CloudWatch Logs not counted.
    pub minutes: u32,
}

/// What a log group holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// Records of CloudTrail, some at any time.
    Records,
    /// Lines of an application, which may be silent for long.
    Any,
}

/// All ways from `filter`, which stands in `place`, on a group with such `lines`; alarms may
/// need `events` events. At least one.
pub fn routes(
    chains: &Chains,
    filter: &Filter,
    place: &Place,
    events: u64,
    lines: Lines,
) -> Vec<Route> {
    let applies = filter
        .applies(place)
        .and_then(|()| filter.pattern().map(|_| ()));
    if let Err(broken) = applies {
        return vec![Route::broken(Vec::new(), broken)];
    }
    let step = Step::new(Stage::Filter, filter.name(), "");
    let metrics = &filter.body.metric_transformations;
    if metrics.is_empty() {
        let why = format!("metric filter `{}` publishes no metric", filter.name());
        return vec![Route::broken(vec![step], Break::Broken(Stage::Metric, why))];
    }
    let follow = Follow {
        chains,
        filter,
        place,
        events,
        lines,
    };
    let mut routes = Vec::new();
    for metric in metrics {
        routes.extend(follow.metric(metric, &step));
    }
    routes
}

impl Route {
    /// A way that ends before it reaches an alarm.
    pub(super) fn broken(steps: Vec<Step>, broken: Break) -> Self {
        Self {
            steps,
            only: Vec::new(),
            alarm: None,
            topic: None,
            end: Err(broken),
            remarks: Vec::new(),
        }
    }
}

/// A series that events which a filter matches land in, and which of them do.
struct Landing {
    dimensions: Vec<(String, String)>,
    only: Vec<(Vec<String>, Condition)>,
}

struct Follow<'f> {
    chains: &'f Chains,
    filter: &'f Filter,
    place: &'f Place,
    events: u64,
    lines: Lines,
}

impl Follow<'_> {
    fn metric(&self, metric: &MetricTransformation, step: &Step) -> Vec<Route> {
        let namespace = metric.metric_namespace.as_deref().unwrap_or_default();
        let name = metric.metric_name.as_deref().unwrap_or_default();
        let text = format!("{namespace}/{name}");
        let steps = vec![step.clone(), Step::new(Stage::Metric, &text, value(metric))];
        let mut routes = Vec::new();
        let mut near = None;
        let landings = match self.landings(metric) {
            Ok(landings) => landings,
            Err(broken) => return vec![Route::broken(steps, broken)],
        };
        for landing in landings {
            let signal = self.signal(metric, &landing);
            for alarm in self.alarms() {
                match alarm::watches(alarm, &signal) {
                    Watches::Exactly => {
                        let from = self.alarm(alarm, &signal, &text, &steps);
                        routes.extend(from.into_iter().map(|route| Route {
                            only: landing.only.clone(),
                            ..route
                        }));
                    }
                    Watches::Nearly(why) => near = near.or(Some(why)),
                    Watches::Not => {}
                }
            }
        }
        let hidden = self.chains.hidden(Stage::Alarm, Kind::Alarm, self.place);
        if let Some(hidden) = hidden {
            routes.push(Route::broken(steps, hidden));
        } else if routes.is_empty() {
            let why = self.unwatched(&text, near);
            routes.push(Route::broken(steps, Break::Broken(Stage::Alarm, why)));
        }
        routes
    }

    fn unwatched(&self, metric: &str, near: Option<String>) -> String {
        let filter = self.filter.name();
        let none = format!(
            "no alarm in {} watches metric `{metric}`, which metric filter `{filter}` publishes",
            self.place.1
        );
        near.map_or(none.clone(), |near| format!("{none}: {near}"))
    }

    fn alarms(&self) -> impl Iterator<Item = &Alarm> {
        let alarms = self.chains.alarms.iter();
        alarms.filter_map(|(at, alarm)| (at == self.place).then_some(alarm))
    }

    /// The series that matching events land in. One whose dimensions are fields of the event
    /// is taken for each alarm that asks for some values of them.
    ///
    /// Source: CloudWatch Logs user guide, "Publishing dimensions with metrics from values in
    /// log events"; that events without one of the fields land in the series without any
    /// dimension has been observed.
    fn landings(&self, metric: &MetricTransformation) -> Link<Vec<Landing>> {
        let system = self.system_dimensions()?;
        if metric.dimensions.is_empty() {
            return Ok(vec![Landing {
                dimensions: system,
                only: Vec::new(),
            }]);
        }
        let mut fields = Vec::new();
        for (name, selector) in &metric.dimensions {
            let path = selector.strip_prefix("$.").filter(|path| {
                let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
                path.chars().all(plain)
            });
            let Some(path) = path else {
                let why = format!(
                    "metric filter `{}` publishes dimension `{name}` from `{selector}`, which auditrail does not judge",
                    self.filter.name()
                );
                return Err(Break::Open(Stage::Metric, why));
            };
            let path: Vec<String> = path.split('.').map(str::to_owned).collect();
            fields.push((name, path));
        }
        let mut landings = Vec::new();
        for alarm in self.alarms() {
            for asked in asked_dimensions(alarm, metric) {
                let value = |name: &String| {
                    let found = asked.iter().find(|(of, _)| of == name);
                    found.map(|(_, value)| value.clone())
                };
                let values = fields.iter();
                let values = values.map(|(name, path)| Some((path.clone(), value(name)?)));
                let Some(values) = values.collect::<Option<Vec<_>>>() else {
                    continue;
                };
                landings.push(Landing {
                    dimensions: asked,
                    only: values
                        .into_iter()
                        .map(|(path, value)| (path, Condition::Is(value)))
                        .collect(),
                });
            }
        }
        landings.sort_by(|a, b| a.dimensions.cmp(&b.dimensions));
        landings.dedup_by(|a, b| a.dimensions == b.dimensions);
        landings.extend(fields.into_iter().map(|(_, path)| Landing {
            dimensions: system.clone(),
            only: vec![(path, Condition::Exists(false))],
        }));
        Ok(landings)
    }

    /// The dimensions that the filter adds of its own.
    ///
    /// Source: `emitSystemFieldDimensions` of `PutMetricFilter`.
    fn system_dimensions(&self) -> Link<Vec<(String, String)>> {
        let names = self.filter.body.emit_system_field_dimensions.iter();
        names
            .map(|name| match name.as_str() {
                "@aws.account" => Ok((name.clone(), self.place.0.to_string())),
                "@aws.region" => Ok((name.clone(), self.place.1.to_string())),
                _ => Err(Break::Open(
                    Stage::Metric,
                    format!(
                        "metric filter `{}` publishes dimension `{name}`, which auditrail does not know",
                        self.filter.name()
                    ),
                )),
            })
            .collect()
    }

    fn signal(&self, metric: &MetricTransformation, landing: &Landing) -> Signal {
        let mut signal = Signal::of(metric, &landing.dimensions);
        // Other filters may publish default values into the same series, or into others that
        // metric math puts together.
        let here = self.chains.filters.iter();
        let here = here.filter(|((place, _), _)| place == self.place);
        for other in here.flat_map(|(_, filters)| filters) {
            if std::ptr::eq(other, self.filter) {
                continue;
            }
            for metric in &other.body.metric_transformations {
                let other = Signal::of(metric, &[]);
                if other.series.is(&signal.series) {
                    signal.defaults.extend(other.defaults);
                } else {
                    add(&mut signal.others, other);
                }
            }
        }
        signal
    }

    /// The ways over `alarm`.
    fn alarm(&self, alarm: &Alarm, signal: &Signal, metric: &str, steps: &[Step]) -> Vec<Route> {
        let firing = self.firing(alarm, signal);
        let rest = alarm::response(alarm, signal, self.events, self.chains.now).rest;
        let onward = Onward {
            chains: self.chains,
            place: self.place,
            events: self.events,
            remark: alarm::remark,
        };
        onward.ways(alarm, rest, &firing, metric, steps)
    }

    /// What events do to the alarm, however much else is going on in the log group.
    fn firing(&self, alarm: &Alarm, signal: &Signal) -> Firing {
        let now = self.chains.now;
        let busy = alarm::firing(alarm, signal, now);
        let rings = |firing: &Firing| matches!(firing, Firing::Each { .. } | Firing::Needs { .. });
        if self.lines == Lines::Records || !rings(&busy) {
            return busy;
        }
        let silent = Signal {
            traffic: Traffic::Silent,
            ..signal.clone()
        };
        match alarm::firing(alarm, &silent, now) {
            Firing::Each { .. } | Firing::Needs { .. } => busy,
            Firing::Once(why) | Firing::Never(why) => {
                Firing::NotProvable(format!("where nothing else is logged, {why}"))
            }
            open @ Firing::NotProvable(_) => open,
        }
    }
}

fn add(others: &mut Vec<(Series, Vec<f64>)>, signal: Signal) {
    match others
        .iter_mut()
        .find(|(series, _)| series.is(&signal.series))
    {
        Some((_, defaults)) => defaults.extend(signal.defaults),
        None => others.push((signal.series, signal.defaults)),
    }
}

/// The dimensions that `alarm` asks of the metric, itself and in its metric math.
fn asked_dimensions(alarm: &Alarm, metric: &MetricTransformation) -> Vec<Vec<(String, String)>> {
    let text = |dimension: &crate::inventory::body::Dimension| {
        let name = dimension.name.clone().unwrap_or_default();
        (name, dimension.value.clone().unwrap_or_default())
    };
    let same = |namespace: &Option<String>, name: &Option<String>| {
        *namespace == metric.metric_namespace && *name == metric.metric_name
    };
    let mut asked = Vec::new();
    if same(&alarm.namespace, &alarm.metric_name) {
        asked.push(alarm.dimensions.iter().map(text).collect());
    }
    let stats = alarm.metrics.iter().filter_map(|q| q.metric_stat.as_ref());
    for of in stats.filter_map(|stat| stat.metric.as_ref()) {
        if same(&of.namespace, &of.metric_name) {
            asked.push(of.dimensions.iter().map(text).collect());
        }
    }
    asked
}

fn value(metric: &MetricTransformation) -> String {
    let value = metric.metric_value.as_deref().unwrap_or_default();
    match metric.default_value {
        Some(default) => format!("value {value}, default {default}"),
        None => format!("value {value}"),
    }
}
