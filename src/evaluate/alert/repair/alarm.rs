//! Changes of alarms, and alarms that are not there yet.

use super::candidate::{Candidate, listened_to};
use super::command::{put_metric_alarm, put_metric_filter};
use crate::evaluate::alert::filter::Filter;
use crate::evaluate::alert::link::Stage;
use crate::evaluate::alert::parts::{Chains, GroupName, Place};
use crate::inventory::body::{Alarm, MetricTransformation};
use crate::target::Arn;

/// An alarm that watches the metric of `filter`: one that nearly does, or a new one.
pub(super) fn watching(filter: &Filter, place: &Place, chains: &Chains) -> Vec<Candidate> {
    let mut all = Vec::new();
    for metric in &filter.body.metric_transformations {
        let here = chains.alarms.iter().filter(|(at, _)| at == place);
        for (_, alarm) in here {
            let same = |a: &Option<String>, b: &Option<String>| {
                let (a, b) = (
                    a.as_deref().unwrap_or_default(),
                    b.as_deref().unwrap_or_default(),
                );
                !a.is_empty() && a.eq_ignore_ascii_case(b)
            };
            if !same(&alarm.metric_name, &metric.metric_name) {
                continue;
            }
            let mut changed = alarm.clone();
            changed.namespace.clone_from(&metric.metric_namespace);
            changed.metric_name.clone_from(&metric.metric_name);
            changed.dimensions.clear();
            changed.unit = None;
            let name = alarm.alarm_name.clone().unwrap_or_default();
            let what = format!(
                "let alarm `{name}` watch metric `{}/{}`, which metric filter `{}` publishes",
                metric.metric_namespace.as_deref().unwrap_or_default(),
                metric.metric_name.as_deref().unwrap_or_default(),
                filter.name()
            );
            all.push(changed_alarm(changed, place, what));
        }
        if let Some(topic) = listened_to(chains, place) {
            let name = filter.name();
            let alarm = usual_alarm(name, metric, topic, place);
            let what = format!("make an alarm on the metric of metric filter `{name}`");
            let cli = put_metric_alarm(&alarm, place.1.as_str());
            let place = place.clone();
            all.push(Candidate::new(Stage::Alarm, what, cli, move |chains| {
                chains.alarms.push((place.clone(), alarm.clone()));
            }));
        }
    }
    all
}

/// A change of one setting of an alarm.
type Setting = (&'static str, fn(&mut Alarm));

/// Single settings first, then all of them.
const SETTINGS: &[Setting] = &[
    ("a threshold of one event", |alarm| {
        alarm.threshold = Some(1.0);
        alarm.comparison_operator = Some("GreaterThanOrEqualToThreshold".to_owned());
    }),
    ("one evaluation period", |alarm| {
        alarm.evaluation_periods = Some(1);
        alarm.datapoints_to_alarm = None;
    }),
    ("missing data that counts as good", |alarm| {
        alarm.treat_missing_data = Some("notBreaching".to_owned());
    }),
    ("the sum as its statistic", |alarm| {
        alarm.statistic = Some("Sum".to_owned());
        alarm.extended_statistic = None;
    }),
    (
        "Sum >= 1 within 5 minutes, missing data as good",
        on_one_event,
    ),
];

pub(super) fn settings(alarm: &Alarm, place: &Place) -> Vec<Candidate> {
    // Metric math and composite alarms have settings elsewhere.
    if alarm.metric_name.is_none() {
        return Vec::new();
    }
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    let each = SETTINGS.iter().map(|(setting, change)| {
        let mut changed = alarm.clone();
        change(&mut changed);
        changed_alarm(changed, place, format!("give alarm `{name}` {setting}"))
    });
    each.collect()
}

pub(super) fn changed_alarm(alarm: Alarm, place: &Place, what: String) -> Candidate {
    let cli = put_metric_alarm(&alarm, place.1.as_str());
    let place = place.clone();
    Candidate::new(Stage::Alarm, what, cli, move |chains| {
        for (at, other) in &mut chains.alarms {
            if *at == place && other.alarm_name == alarm.alarm_name {
                *other = alarm.clone();
            }
        }
    })
}

/// The filter without the default value that keeps an alarm ringing.
pub(super) fn no_default(filter: &Filter, group: &GroupName) -> Option<Candidate> {
    let mut body = filter.body.clone();
    let defaults = body
        .metric_transformations
        .iter()
        .any(|m| m.default_value.is_some());
    if !defaults {
        return None;
    }
    for metric in &mut body.metric_transformations {
        metric.default_value = None;
    }
    let name = filter.name().to_owned();
    let what = format!("take the default value off the metric of metric filter `{name}`");
    let cli = put_metric_filter(&body, group.0.1.as_str());
    let group = group.clone();
    Some(Candidate::new(Stage::Alarm, what, cli, move |chains| {
        let filters = chains.filters.entry(group.clone()).or_default();
        for filter in filters.iter_mut().filter(|filter| filter.name() == name) {
            *filter = Filter::new(body.clone());
        }
    }))
}

/// An alarm that goes off on a single event.
pub(super) fn usual_alarm(
    name: &str,
    metric: &MetricTransformation,
    topic: String,
    place: &Place,
) -> Alarm {
    let mut alarm = Alarm {
        alarm_name: Some(name.to_owned()),
        namespace: metric.metric_namespace.clone(),
        metric_name: metric.metric_name.clone(),
        actions_enabled: Some(true),
        alarm_actions: vec![topic],
        ..Alarm::default()
    };
    let partition = Arn::parse(alarm.alarm_actions.first().map_or("", String::as_str));
    let partition = partition.map_or("aws", |arn| arn.partition).to_owned();
    alarm.alarm_arn = Some(format!(
        "arn:{partition}:cloudwatch:{}:{}:alarm:{name}",
        place.1, place.0
    ));
    on_one_event(&mut alarm);
    alarm
}

/// Sum >= 1 within five minutes, and at rest otherwise.
fn on_one_event(alarm: &mut Alarm) {
    alarm.statistic = Some("Sum".to_owned());
    alarm.extended_statistic = None;
    alarm.period = Some(300);
    alarm.evaluation_periods = Some(1);
    alarm.datapoints_to_alarm = None;
    alarm.threshold = Some(1.0);
    alarm.comparison_operator = Some("GreaterThanOrEqualToThreshold".to_owned());
    alarm.treat_missing_data = Some("notBreaching".to_owned());
}
