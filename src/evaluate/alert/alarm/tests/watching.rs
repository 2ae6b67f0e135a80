//! What alarms watch: metric math, and metrics that are nearly the right one.

use super::firing::{of, some};
use super::{alarm, signal};
use crate::evaluate::alert::alarm::{Firing, Series, Signal, Watches, watches};
use crate::inventory::body::{
    Alarm, Dimension, Metric, MetricDataQuery, MetricStat, MetricTransformation,
};

/// The alarm over metric math: `m1` is `Audit/Root`, `m2` is `Audit/Iam`.
fn math(expression: &str) -> Alarm {
    let metric = |id: &str, name: &str| MetricDataQuery {
        id: some(id),
        metric_stat: Some(MetricStat {
            metric: Some(Metric {
                namespace: some("Audit"),
                metric_name: some(name),
                dimensions: Vec::new(),
            }),
            period: Some(300),
            stat: some("Sum"),
            unit: None,
        }),
        return_data: Some(false),
        ..MetricDataQuery::default()
    };
    let result = MetricDataQuery {
        id: some("e1"),
        expression: some(expression),
        ..MetricDataQuery::default()
    };
    Alarm {
        namespace: None,
        metric_name: None,
        statistic: None,
        period: None,
        metrics: vec![metric("m1", "Root"), metric("m2", "Iam"), result],
        ..alarm()
    }
}

#[test]
fn metric_math() {
    let each = Firing::Each { minutes: 1 };
    let one = signal("1", None);
    for expression in [
        "m1",
        "FILL(m1,0)",
        "FILL(m1,0)+FILL(m2,0)",
        "SUM(METRICS())",
    ] {
        assert_eq!(of(&math(expression), &one), each, "{expression}");
    }
    // Nothing is published to the other metric, so their sum is missing,
    assert!(matches!(of(&math("m1+m2"), &one), Firing::Never(_)));
    // unless a default is.
    let iam = Series {
        namespace: "Audit".to_owned(),
        metric_name: "Iam".to_owned(),
        dimensions: Vec::new(),
    };
    let both = Signal {
        others: vec![(iam, vec![0.0])],
        ..signal("1", Some(0.0))
    };
    assert_eq!(of(&math("m1+m2"), &both), each);
    for undecided in [
        "ANOMALY_DETECTION_BAND(m1, 2)",
        "SELECT SUM(Root) FROM Audit",
        "IF(m1, 1, 0)",
        "e1",
        "e1+e1",
        "m3",
    ] {
        let firing = of(&math(undecided), &one);
        assert!(matches!(firing, Firing::NotProvable(_)), "{firing:?}");
    }
    // Who publishes into other namespaces is not known.
    let mut elsewhere = math("FILL(m1,0)+FILL(m2,0)");
    let other = elsewhere.metrics[1].metric_stat.as_mut().unwrap();
    other.metric.as_mut().unwrap().namespace = some("AWS/Lambda");
    assert!(matches!(of(&elsewhere, &one), Firing::NotProvable(_)));
    // Anomaly bands, several results, several periods.
    let mut band = math("m1");
    band.threshold_metric_id = some("ad1");
    let mut several = math("m1");
    several.metrics[0].return_data = None;
    let mut periods = math("m1+m2");
    periods.metrics[1].metric_stat.as_mut().unwrap().period = Some(60);
    for alarm in [band, several, periods] {
        assert!(matches!(of(&alarm, &one), Firing::NotProvable(_)));
    }
}

#[test]
fn near_misses_are_named() {
    let near = |alarm: &Alarm| match watches(alarm, &signal("1", None)) {
        Watches::Nearly(why) => why,
        other => panic!("{other:?}"),
    };
    let with = |change: fn(&mut Alarm)| {
        let mut alarm = alarm();
        change(&mut alarm);
        alarm
    };
    let case = with(|a| a.metric_name = some("ROOT"));
    assert_eq!(
        near(&case),
        "alarm `root` watches metric `ROOT`, but `Root` is published; case matters"
    );
    let namespace = with(|a| a.namespace = some("LogMetrics"));
    assert_eq!(
        near(&namespace),
        "alarm `root` watches metric `Root` in namespace `LogMetrics`, but it is published in `Audit`"
    );
    let unit = with(|a| a.unit = some("Count"));
    assert_eq!(
        near(&unit),
        "alarm `root` watches datapoints of metric `Root` with unit `Count`, but they are published with unit `None`"
    );
    let dimensions = with(|a| {
        a.dimensions = vec![Dimension {
            name: some("Env"),
            value: some("prod"),
        }];
    });
    assert_eq!(
        near(&dimensions),
        "alarm `root` watches `Audit/Root (Env=prod)`, but the datapoints land in `Audit/Root`: other dimensions are another metric"
    );
    let other = with(|a| a.metric_name = some("Iam"));
    assert_eq!(watches(&other, &signal("1", None)), Watches::Not);
    assert_eq!(watches(&math("m1"), &signal("1", None)), Watches::Exactly);
    let mut account = math("m1");
    account.alarm_arn = some("arn:aws:cloudwatch:eu-central-1:111122223333:alarm:root");
    account.metrics[0].account_id = some("111122223333");
    assert_eq!(watches(&account, &signal("1", None)), Watches::Exactly);
    account.metrics[0].account_id = some("444455556666");
    assert_eq!(
        near(&account),
        "alarm `root` watches metric `Root` of account 444455556666"
    );
}

#[test]
fn dimensions_in_any_order() {
    let metric = MetricTransformation {
        metric_name: some("Root"),
        metric_namespace: some("Audit"),
        metric_value: some("1"),
        ..MetricTransformation::default()
    };
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let signal = Signal::of(&metric, &[pair("A", "1"), pair("B", "2")]);
    let dimension = |name: &str, value: &str| Dimension {
        name: some(name),
        value: some(value),
    };
    let alarm = Alarm {
        dimensions: vec![dimension("B", "2"), dimension("A", "1")],
        ..alarm()
    };
    assert_eq!(of(&alarm, &signal), Firing::Each { minutes: 1 });
}
