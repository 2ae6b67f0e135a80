//! Whole answers, with their reasons.

use super::{alarm, signal};
use crate::evaluate::alert::alarm::{Firing, Signal, Traffic, Value, firing, remark};
use crate::inventory::body::{Alarm, EvaluationWindow, WallClockWindow, WarmUpConfiguration};

#[expect(
    clippy::unnecessary_wraps,
    reason = "the fields of a body are optional"
)]
pub(super) fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub(super) fn of(alarm: &Alarm, signal: &Signal) -> Firing {
    firing(alarm, signal, None)
}

fn why(firing: &Firing) -> &str {
    match firing {
        Firing::Never(why)
        | Firing::Once(why)
        | Firing::NotProvable(why)
        | Firing::Needs { why, .. } => why,
        Firing::Each { .. } => "each",
    }
}

#[test]
fn the_usual_alarm_goes_off_within_a_minute() {
    let each = Firing::Each { minutes: 1 };
    assert_eq!(of(&alarm(), &signal("1", None)), each);
    assert_eq!(of(&alarm(), &signal("1", Some(0.0))), each);
    let clock = EvaluationWindow {
        wall_clock_window: Some(WallClockWindow::default()),
        ..EvaluationWindow::default()
    };
    let clock = Alarm {
        evaluation_window: Some(clock),
        ..alarm()
    };
    assert_eq!(of(&clock, &signal("1", None)), Firing::Each { minutes: 6 });
    let two_days = Alarm {
        period: Some(86_400),
        evaluation_periods: Some(2),
        datapoints_to_alarm: Some(1),
        ..alarm()
    };
    assert_eq!(
        of(&two_days, &signal("1", None)),
        Firing::Each { minutes: 60 }
    );
}

#[test]
fn some_need_several_events() {
    let ten = Alarm {
        threshold: Some(10.0),
        ..alarm()
    };
    let needs = of(&ten, &signal("1", None));
    let Firing::Needs {
        events: 10,
        seconds: 300,
        why,
    } = &needs
    else {
        panic!("{needs:?}");
    };
    assert_eq!(why, "alarm `root` wants Sum >= 10, and an event gives 1");
    let negative = Alarm {
        threshold: Some(-4.0),
        comparison_operator: some("LessThanThreshold"),
        ..alarm()
    };
    let needs = of(&negative, &signal("-1", None));
    assert!(
        matches!(needs, Firing::Needs { events: 5, .. }),
        "{needs:?}"
    );
    let many = Alarm {
        threshold: Some(1e6),
        statistic: some("SampleCount"),
        ..alarm()
    };
    let needs = of(&many, &signal("1", None));
    assert!(
        matches!(
            needs,
            Firing::Needs {
                events: 1_000_000,
                ..
            }
        ),
        "{needs:?}"
    );
}

#[test]
fn some_never_go_off() {
    for (alarm, signal, expected) in [
        (
            alarm(),
            signal("0", None),
            "alarm `root` wants Sum >= 1, and an event gives 0",
        ),
        (
            Alarm {
                evaluation_periods: Some(2),
                ..alarm()
            },
            signal("1", None),
            "alarm `root` wants 2 breaching datapoints of 2, and an event gives one: its Sum is 1",
        ),
        (
            Alarm {
                threshold: Some(0.0),
                ..alarm()
            },
            signal("1", Some(0.0)),
            "alarm `root` is in ALARM all the time: without an event its Sum is 0, and >= 0 breaches",
        ),
        (
            Alarm {
                comparison_operator: some("LessThanThreshold"),
                ..alarm()
            },
            signal("1", Some(0.0)),
            "alarm `root` is in ALARM all the time: without an event its Sum is 0, and < 1 breaches",
        ),
        (
            Alarm {
                treat_missing_data: some("breaching"),
                ..alarm()
            },
            signal("1", None),
            "alarm `root` is in ALARM all the time: missing data does not let it go",
        ),
        (
            Alarm {
                statistic: None,
                extended_statistic: some("p90"),
                threshold: Some(2.0),
                ..alarm()
            },
            signal("1", None),
            "alarm `root` wants p90 >= 2, and an event gives 1",
        ),
    ] {
        let firing = of(&alarm, &signal);
        assert!(matches!(firing, Firing::Never(_)), "{firing:?}");
        assert_eq!(why(&firing), expected);
    }
}

#[test]
fn ignoring_latches() {
    let ignore = Alarm {
        treat_missing_data: some("ignore"),
        ..alarm()
    };
    assert!(matches!(of(&ignore, &signal("1", None)), Firing::Once(_)));
    let each = Firing::Each { minutes: 1 };
    assert_eq!(of(&ignore, &signal("1", Some(0.0))), each);
    let latched = Alarm {
        state_value: some("ALARM"),
        ..ignore
    };
    assert!(matches!(of(&latched, &signal("1", None)), Firing::Never(_)));
    assert_eq!(of(&latched, &signal("1", Some(0.0))), each);
}

#[test]
fn what_other_events_decide_is_not_provable() {
    for (statistic, threshold) in [
        ("Average", 1.0),
        ("Minimum", 1.0),
        ("p90", 1.0),
        ("tm99", 0.5),
        ("SampleCount", 5.0),
    ] {
        let alarm = Alarm {
            statistic: None,
            extended_statistic: some(statistic),
            threshold: Some(threshold),
            ..alarm()
        };
        let firing = of(&alarm, &signal("1", Some(0.0)));
        assert!(matches!(firing, Firing::NotProvable(_)), "{firing:?}");
        // In a silent log group nobody decides.
        let silent = Signal {
            traffic: Traffic::Silent,
            ..signal("1", Some(0.0))
        };
        let firing = of(&alarm, &silent);
        assert!(!matches!(firing, Firing::NotProvable(_)), "{firing:?}");
    }
    let firing = of(&alarm(), &signal("1", Some(0.001)));
    assert_eq!(
        why(&firing),
        "alarm `root`: without an event its Sum is 0.001 or more, and other events in the log group, or other metrics, decide whether that is >= 1"
    );
    // However small the average, it is more than nothing.
    let average = Alarm {
        statistic: some("Average"),
        threshold: Some(0.0),
        comparison_operator: some("GreaterThanThreshold"),
        ..alarm()
    };
    let each = Firing::Each { minutes: 1 };
    assert_eq!(of(&average, &signal("1", Some(0.0))), each);
}

#[test]
fn a_field_of_the_event_may_be_anything() {
    let field = signal("$.requestParameters.count", None);
    assert_eq!(field.value, Value::Field { default: None });
    let firing = of(&alarm(), &field);
    assert_eq!(
        why(&firing),
        "alarm `root`: with an event its Sum is any number or missing, and a field of the event decides whether that is >= 1"
    );
    // Unless it does not matter.
    let field = signal("$.requestParameters.count", Some(7.0));
    assert!(matches!(of(&alarm(), &field), Firing::Never(_)));
    let count = Alarm {
        statistic: some("SampleCount"),
        threshold: Some(0.0),
        comparison_operator: some("GreaterThanThreshold"),
        ..alarm()
    };
    let silent = Signal {
        traffic: Traffic::Silent,
        ..field
    };
    assert_eq!(of(&count, &silent), Firing::Each { minutes: 1 });
}

#[test]
fn percentiles_of_few_samples_keep_the_state() {
    let low = Alarm {
        statistic: None,
        extended_statistic: some("p90"),
        evaluate_low_sample_count_percentile: some("ignore"),
        ..alarm()
    };
    let needs = of(&low, &signal("1", None));
    assert!(
        matches!(needs, Firing::Needs { events: 100, .. }),
        "{needs:?}"
    );
    let firing = of(&low, &signal("1", Some(0.0)));
    assert!(matches!(firing, Firing::NotProvable(_)), "{firing:?}");
}

#[test]
fn an_alarm_that_may_still_warm_up_is_not_provable() {
    let now = "2026-03-01T12:30:00Z".parse().unwrap();
    let warming = |whole| Alarm {
        alarm_configuration_updated_timestamp: some("2026-03-01T12:00:00Z"),
        warm_up_configuration: Some(WarmUpConfiguration {
            warm_up_period_duration_in_minutes: Some(60),
            only_start_evaluating_after_warm_up_period_ends: whole,
        }),
        ..alarm()
    };
    let at = |alarm: &Alarm, now| firing(alarm, &signal("1", None), now);
    assert!(matches!(
        at(&warming(Some(true)), Some(now)),
        Firing::Never(_)
    ));
    assert!(matches!(
        at(&warming(None), Some(now)),
        Firing::NotProvable(_)
    ));
    let each = Firing::Each { minutes: 1 };
    assert_eq!(at(&warming(Some(true)), None), each);
    let later = "2026-03-01T13:00:00Z".parse().unwrap();
    assert_eq!(at(&warming(Some(true)), Some(later)), each);
}

#[test]
fn settings_that_cannot_be_are_not_provable() {
    let with = |change: fn(&mut Alarm)| {
        let mut alarm = alarm();
        change(&mut alarm);
        of(&alarm, &signal("1", None))
    };
    for firing in [
        with(|a| a.evaluation_periods = None),
        with(|a| a.evaluation_periods = Some(i32::MAX)),
        with(|a| a.datapoints_to_alarm = Some(2)),
        with(|a| a.period = None),
        with(|a| a.period = Some(-1)),
        with(|a| a.threshold = None),
        with(|a| a.comparison_operator = some("GreaterThanUpperThreshold")),
        with(|a| a.statistic = None),
        with(|a| a.treat_missing_data = some("guess")),
        with(|a| a.alarm_rule = some("ALARM(other)")),
    ] {
        assert!(matches!(firing, Firing::NotProvable(_)), "{firing:?}");
    }
}

#[test]
fn a_composite_is_as_weak_as_its_weakest() {
    let each = |minutes| Firing::Each { minutes };
    let never = || Firing::Never(String::new());
    let once = || Firing::Once(String::new());
    assert_eq!(each(3).then(each(0)), each(3));
    assert_eq!(once().then(each(0)), once());
    assert_eq!(once().then(never()), never());
    assert_eq!(never().then(each(0)), never());
    assert_eq!(each(1).then(never()), never());
}

#[test]
fn remarks() {
    assert_eq!(remark(&alarm()), None);
    let hasty = Alarm {
        period: Some(60),
        ..alarm()
    };
    assert_eq!(
        remark(&hasty).unwrap(),
        "alarm `root` looks at the last 3 minutes only, with periods of 60 seconds: events that CloudTrail delivers later do not set it off"
    );
    let odd = Alarm {
        comparison_operator: some("LessThanThreshold"),
        treat_missing_data: some("breaching"),
        actions_suppressor: some("maintenance"),
        ..alarm()
    };
    assert_eq!(remark(&odd).unwrap().matches("; it ").count(), 2);
}
