//! Alarms on metrics that are published all the time.

#![expect(clippy::cast_sign_loss, reason = "small numbers of a test")]

use proptest::prelude::*;
use proptest::sample::select;

use super::properties::{plainly, samples};
use crate::evaluate::alert::alarm::state::State;
use crate::evaluate::alert::alarm::{Firing, Gauge, Relation, Series, held};
use crate::inventory::body::{Alarm, Dimension};

/// A machine's load: 10 at rest, 90 for 15 minutes.
fn gauge(every: &[u32]) -> Gauge {
    Gauge {
        series: Series {
            namespace: "AWS/EC2".to_owned(),
            metric_name: "CPUUtilization".to_owned(),
            dimensions: vec![("InstanceId".to_owned(), "i-1".to_owned())],
        },
        others: Vec::new(),
        unit: "Percent".to_owned(),
        every: every.to_vec(),
        several: false,
        rests: (10.0, 10.0),
        goes_to: 90.0,
        minutes: 15,
    }
}

/// The load above 80 in `m` of `n` periods.
fn alarm(period: i32, m: i32, n: i32) -> Alarm {
    Alarm {
        alarm_name: Some("cpu".to_owned()),
        namespace: Some("AWS/EC2".to_owned()),
        metric_name: Some("CPUUtilization".to_owned()),
        dimensions: vec![Dimension {
            name: Some("InstanceId".to_owned()),
            value: Some("i-1".to_owned()),
        }],
        statistic: Some("Average".to_owned()),
        period: Some(period),
        evaluation_periods: Some(n),
        datapoints_to_alarm: Some(m),
        threshold: Some(80.0),
        comparison_operator: Some("GreaterThanThreshold".to_owned()),
        ..Alarm::default()
    }
}

fn never(alarm: &Alarm, gauge: &Gauge) -> String {
    match held(alarm, gauge, None).firing {
        Firing::Never(why) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn as_many_periods_as_are_sure_to_lie_in_the_time() {
    for (period, m, n, every, rings) in [
        (300, 2, 2, 60, true),
        (300, 3, 3, 60, false),
        (300, 3, 3, 300, true),
        (300, 4, 4, 300, false),
        (300, 2, 20, 60, true),
        (60, 15, 15, 60, true),
        (60, 16, 16, 60, false),
        (900, 1, 1, 300, false),
        (900, 1, 1, 900, true),
        (60, 1, 1, 300, true),
        (10, 1, 1, 60, true),
    ] {
        let firing = held(&alarm(period, m, n), &gauge(&[every]), None).firing;
        let each = matches!(firing, Firing::Each { .. });
        assert_eq!(each, rings, "{m} of {n}, {period}, {every}: {firing:?}");
    }
}

#[test]
fn reasons_name_what_is_wrong() {
    let gauge = gauge(&[60]);
    assert_eq!(
        never(&alarm(300, 5, 5), &gauge),
        "alarm `cpu` wants 5 breaching datapoints of 5, each of 5 minutes, and 15 minutes are sure to hold 2"
    );
    let deaf = Alarm {
        threshold: Some(95.0),
        ..alarm(300, 1, 1)
    };
    assert_eq!(
        never(&deaf, &gauge),
        "alarm `cpu` wants Average > 95, and the value that is held gives 90"
    );
    let loud = Alarm {
        threshold: Some(0.0),
        comparison_operator: Some("GreaterThanOrEqualToThreshold".to_owned()),
        ..alarm(300, 1, 1)
    };
    assert_eq!(
        never(&loud, &gauge),
        "alarm `cpu` is in ALARM all the time: at rest its Average is 10, and >= 0 breaches"
    );
}

#[test]
fn how_often_it_is_published_may_decide() {
    let both = gauge(&[60, 300]);
    assert!(matches!(
        held(&alarm(300, 2, 2), &both, None).firing,
        Firing::Each { .. }
    ));
    let quiet = Alarm {
        treat_missing_data: Some("notBreaching".to_owned()),
        ..alarm(60, 2, 2)
    };
    let Firing::NotProvable(why) = held(&quiet, &both, None).firing else {
        panic!("decided");
    };
    assert!(why.contains("1 minute or 5 minutes"), "{why}");
}

#[test]
fn sums_depend_on_how_many_samples_there_are() {
    let sum = |threshold: f64| Alarm {
        statistic: Some("Sum".to_owned()),
        threshold: Some(threshold),
        ..alarm(300, 2, 2)
    };
    let mut gauge = gauge(&[60]);
    assert!(matches!(
        held(&sum(400.0), &gauge, None).firing,
        Firing::Each { .. }
    ));
    assert!(never(&sum(500.0), &gauge).contains("gives 450"));
    gauge.several = true;
    assert!(matches!(
        held(&sum(400.0), &gauge, None).firing,
        Firing::NotProvable(_)
    ));
    gauge.rests = (0.0, 0.0);
    assert!(matches!(
        held(&sum(400.0), &gauge, None).firing,
        Firing::Each { .. }
    ));
}

#[test]
fn what_is_not_judged_is_said() {
    let gauge = gauge(&[60]);
    for alarm in [
        Alarm {
            threshold_metric_id: Some("ad1".to_owned()),
            ..alarm(300, 1, 1)
        },
        Alarm {
            statistic: None,
            ..alarm(300, 1, 1)
        },
        Alarm {
            statistic: None,
            extended_statistic: Some("p90".to_owned()),
            evaluate_low_sample_count_percentile: Some("ignore".to_owned()),
            ..alarm(300, 1, 1)
        },
        alarm(0, 1, 1),
        alarm(90, 1, 1),
        alarm(300, 2, 1),
    ] {
        let firing = held(&alarm, &gauge, None).firing;
        assert!(matches!(firing, Firing::NotProvable(_)), "{firing:?}");
    }
}

#[test]
fn an_alarm_watches_a_series_or_nearly() {
    let mut gauge = gauge(&[60]);
    let cpu = alarm(300, 1, 1);
    let relation = |alarm: &Alarm, gauge: &Gauge| match gauge.relation(alarm) {
        Relation::Nearly(_, why) => why,
        other => format!("{other:?}").split('(').next().unwrap().to_owned(),
    };
    assert_eq!(relation(&cpu, &gauge), "Watches");
    let mut more = cpu.clone();
    more.dimensions.push(Dimension {
        name: Some("path".to_owned()),
        value: Some("/".to_owned()),
    });
    assert_eq!(
        relation(&more, &gauge),
        "alarm `cpu` watches InstanceId=i-1, path=/, and not InstanceId=i-1"
    );
    gauge.others = vec!["path".to_owned()];
    assert_eq!(relation(&more, &gauge), "Watches");
    let elsewhere = Alarm {
        namespace: Some("AWS/RDS".to_owned()),
        ..cpu.clone()
    };
    assert_eq!(relation(&elsewhere, &gauge), "Nothing");
    let spelt = Alarm {
        metric_name: Some("CpuUtilization".to_owned()),
        ..cpu
    };
    assert!(relation(&spelt, &gauge).ends_with("case matters"));
}

fn settings() -> impl Strategy<Value = (Alarm, Gauge)> {
    let statistic = select(vec![
        "Average",
        "Maximum",
        "Minimum",
        "Sum",
        "SampleCount",
        "p50",
    ]);
    let operator = select(vec![
        "GreaterThanOrEqualToThreshold",
        "GreaterThanThreshold",
        "LessThanThreshold",
        "LessThanOrEqualToThreshold",
    ]);
    let treat = select(vec!["missing", "notBreaching", "breaching", "ignore"]);
    let periods = (1..5_i32).prop_flat_map(|n| (Just(n), 1..=n));
    let period = select(vec![60, 120, 300, 600]);
    let every = select(vec![60_u32, 300]);
    let threshold = select(vec![0.0, 5.0, 10.0, 50.0, 90.0, 95.0, 300.0]);
    let values = select(vec![(10.0, 90.0), (90.0, 10.0), (0.0, 90.0), (10.0, 10.0)]);
    let all = (
        statistic,
        operator,
        treat,
        periods,
        period,
        every,
        threshold,
        values,
        0..40_u32,
    );
    all.prop_map(
        |(
            statistic,
            operator,
            treat,
            (n, m),
            period,
            every,
            threshold,
            (rests, goes_to),
            minutes,
        )| {
            let alarm = Alarm {
                statistic: Some(statistic.to_owned()),
                comparison_operator: Some(operator.to_owned()),
                treat_missing_data: Some(treat.to_owned()),
                threshold: Some(threshold),
                ..alarm(period, m, n)
            };
            let gauge = Gauge {
                rests: (rests, rests),
                goes_to,
                minutes,
                ..gauge(&[every])
            };
            (alarm, gauge)
        },
    )
}

/// Whether the alarm rings within the time, minute by minute; the time begins `offset` minutes
/// after a period does, and the first sample of it comes at once. `None` if it is in ALARM at
/// rest.
fn tried(alarm: &Alarm, gauge: &Gauge, offset: u32) -> Option<bool> {
    let period = alarm.period.unwrap() as u32 / 60;
    let every = gauge.every[0] / 60;
    let long = 12 * period.max(every);
    let start = long + offset;
    let held = gauge.minutes / every * every;
    let breaches = |datapoint: f64| {
        let threshold = alarm.threshold.unwrap();
        match alarm.comparison_operator.as_deref().unwrap() {
            "GreaterThanOrEqualToThreshold" => datapoint >= threshold,
            "GreaterThanThreshold" => datapoint > threshold,
            "LessThanThreshold" => datapoint < threshold,
            _ => datapoint <= threshold,
        }
    };
    let mut history = Vec::new();
    let mut state = State::InsufficientData;
    let mut rang = false;
    let mut at_rest = Vec::new();
    for index in 0..(start + held).div_ceil(period) {
        let minutes = index * period..(index + 1) * period;
        let values = minutes
            .clone()
            .filter(|minute| minute % every == start % every)
            .map(|minute| {
                let is_held = (start..start + held).contains(&minute);
                if is_held {
                    gauge.goes_to
                } else {
                    gauge.rests.0
                }
            });
        let statistic = alarm.statistic.as_deref().unwrap();
        history.push(samples(statistic, values.collect()).map(breaches));
        let next = plainly(alarm, &history, state);
        if minutes.end <= start {
            at_rest.push(next);
        } else {
            rang |= next == State::Alarm && state != State::Alarm;
        }
        state = next;
    }
    let last = &at_rest[at_rest.len() - (every.div_ceil(period) as usize)..];
    (!last.contains(&State::Alarm)).then_some(rang)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_answer_agrees_with_a_plain_simulation((alarm, gauge) in settings()) {
        let period = alarm.period.unwrap() as u32 / 60;
        let every = gauge.every[0] / 60;
        // Where a period is shorter than the interval, samples still come in one period each.
        let step = if period < every { period } else { every };
        let mut tries = (0..period.max(step)).step_by(step as usize).map(|at| tried(&alarm, &gauge, at));
        match held(&alarm, &gauge, None).firing {
            Firing::Each { .. } => {
                prop_assert!(tries.all(|rang| rang == Some(true)));
            }
            Firing::Never(why) => {
                prop_assert!(tries.any(|rang| rang != Some(true)), "{why}");
            }
            _ => {}
        }
    }

    #[test]
    fn an_alarm_between_both_values_rings_if_the_periods_fit(
        threshold in 10..90_i32,
        (n, m) in (1..8_i32).prop_flat_map(|n| (Just(n), 1..=n)),
        period in select(vec![60, 300, 900]),
    ) {
        let mut gauge = gauge(&[60]);
        gauge.minutes = (m as u32 + 1) * period as u32 / 60;
        let alarm = Alarm { threshold: Some(f64::from(threshold)), ..alarm(period, m, n) };
        let firing = held(&alarm, &gauge, None).firing;
        prop_assert!(matches!(firing, Firing::Each { .. }), "{firing:?}");
    }

    #[test]
    fn what_rings_rings_in_a_longer_time((alarm, gauge) in settings(), more in 1..60_u32) {
        if let Firing::Each { .. } = held(&alarm, &gauge, None).firing {
            let longer = Gauge { minutes: gauge.minutes + more, ..gauge };
            let firing = held(&alarm, &longer, None).firing;
            prop_assert!(matches!(firing, Firing::Each { .. }), "{firing:?}");
        }
    }
}
