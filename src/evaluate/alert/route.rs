//! The ways from a metric filter over its metric and an alarm to a subscriber.

use super::alarm::{self, Component, Firing, Series, Signal, State, Traffic, Watches};
use super::filter::Filter;
use super::link::{Break, Link, Stage, Step};
use super::notify;
use super::parts::{Chains, Place};
use crate::coverage::Condition;
use crate::inventory::body::{Alarm, MetricTransformation};
use crate::kind::Kind;

/// Composite alarms over composite alarms are followed so deep.
const DEEPEST: usize = 8;

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
    fn broken(steps: Vec<Step>, broken: Break) -> Self {
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

    /// The ways over `alarm`: its own actions, and those of the composite alarms over it.
    fn alarm(&self, alarm: &Alarm, signal: &Signal, metric: &str, steps: &[Step]) -> Vec<Route> {
        let now = self.chains.now;
        let firing = self.firing(alarm, signal);
        let response = alarm::response(alarm, signal, self.events, now);
        let own = self.notified(alarm, &firing, metric, steps);
        let mut routes = Vec::new();
        let mut steps = steps.to_vec();
        if let Firing::Each { minutes } = &firing {
            let name = alarm.alarm_name.as_deref().unwrap_or_default();
            steps.push(Step::new(Stage::Alarm, name, within(*minutes)));
        }
        self.composites(
            alarm,
            response.rest,
            &firing,
            metric,
            &steps,
            0,
            &mut routes,
        );
        // An alarm without actions leaves them to the composite alarms over it.
        if routes.is_empty() || !alarm.alarm_actions.is_empty() {
            routes.extend(own);
        }
        // A way that goes nowhere does not matter beside one that holds.
        if routes.iter().any(|route| route.end.is_ok()) {
            routes.retain(|route| route.end.is_ok());
        }
        routes
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "it calls itself with all of them"
    )]
    fn composites(
        &self,
        alarm: &Alarm,
        rest: Option<State>,
        firing: &Firing,
        metric: &str,
        steps: &[Step],
        depth: usize,
        routes: &mut Vec<Route>,
    ) {
        let component = Component {
            name: alarm.alarm_name.as_deref().unwrap_or_default(),
            arn: alarm.alarm_arn.as_deref(),
            rest,
        };
        let others = |of: &str| {
            let found = self.alarms().find(|other| {
                other.alarm_name.as_deref() == Some(of) || other.alarm_arn.as_deref() == Some(of)
            });
            let state = found.and_then(|other| other.state_value.as_deref());
            // One that is in ALARM now is taken to come to rest.
            state
                .and_then(State::parse)
                .filter(|state| *state != State::Alarm)
        };
        for composite in self.alarms() {
            let Some(rule) = composite.alarm_rule.as_deref() else {
                continue;
            };
            let mentioned = component.arn.is_some_and(|arn| rule.contains(arn))
                || rule.contains(component.name);
            if !mentioned || depth >= DEEPEST {
                continue;
            }
            let of = composite.alarm_name.as_deref().unwrap_or_default();
            let follows = match alarm::composite(rule, component, &others) {
                Firing::Never(why) => Firing::Never(format!("composite alarm `{of}`: {why}")),
                Firing::NotProvable(why) => {
                    Firing::NotProvable(format!("composite alarm `{of}`: {why}"))
                }
                other => other,
            };
            let both = firing.clone().then(follows);
            routes.extend(self.notified(composite, &both, metric, steps));
            let rest = Some(State::Ok);
            self.composites(composite, rest, &both, metric, steps, depth + 1, routes);
        }
    }

    /// The ways over the actions of an alarm that fires so.
    fn notified(&self, alarm: &Alarm, firing: &Firing, metric: &str, steps: &[Step]) -> Vec<Route> {
        let name = alarm.alarm_name.as_deref().unwrap_or_default();
        let minutes = match self.fires(name, firing) {
            Ok(minutes) => minutes,
            Err(broken) => {
                let route = Route::broken(steps.to_vec(), broken);
                return vec![Route {
                    alarm: Some(name.to_owned()),
                    ..route
                }];
            }
        };
        let mut steps = steps.to_vec();
        steps.push(Step::new(Stage::Alarm, name, within(minutes)));
        let notified = notify::notified(self.chains, alarm, self.place);
        let mut routes = Vec::new();
        for notified in notified {
            let mut steps = steps.clone();
            steps.extend(notified.steps);
            let mut remarks: Vec<String> = alarm::remark(alarm).into_iter().collect();
            remarks.extend(notified.remarks);
            routes.push(Route {
                steps,
                only: Vec::new(),
                alarm: Some(name.to_owned()),
                topic: notified.topic,
                end: notified.end.map(|heard| End {
                    metric: metric.to_owned(),
                    alarm: name.to_owned(),
                    topic: heard.topic,
                    subscriptions: heard.subscriptions,
                    minutes,
                }),
                remarks,
            });
        }
        routes
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
            Firing::Once(why) | Firing::Never(why) => Firing::NotProvable(format!(
                "where nothing else is logged, {why}"
            )),
            open @ Firing::NotProvable(_) => open,
        }
    }

    /// Within how many minutes the alarm fires on as many events as are accepted.
    fn fires(&self, alarm: &str, firing: &Firing) -> Link<u32> {
        let broken = |why: &String| Break::Broken(Stage::Alarm, why.clone());
        match firing {
            Firing::Each { minutes } => Ok(*minutes),
            Firing::Needs {
                events, seconds, ..
            } if *events <= self.events => Ok(seconds.div_ceil(60)),
            Firing::Needs {
                events,
                seconds,
                why,
            } => Err(Break::Broken(
                Stage::Alarm,
                format!(
                    "alarm `{alarm}` goes off only on {events} events within {seconds} seconds, and {} must be enough: {why}",
                    crate::text::count(usize::try_from(self.events).unwrap_or(usize::MAX), "event")
                ),
            )),
            Firing::Once(why) | Firing::Never(why) => Err(broken(why)),
            Firing::NotProvable(why) => Err(Break::Open(Stage::Alarm, why.clone())),
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

fn within(minutes: u32) -> String {
    format!(
        "goes off within {}",
        crate::text::count(usize::try_from(minutes).unwrap_or(usize::MAX), "minute")
    )
}
