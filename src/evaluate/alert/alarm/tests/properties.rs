//! Laws that hold for all alarms: above all that an answer agrees with what a plain
//! simulation does, which takes samples one by one and looks at all datapoints each time.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers of a test"
)]

use proptest::prelude::*;
use proptest::sample::select;

use super::{alarm, signal};
use crate::evaluate::alert::alarm::state::{Evaluation, Rules, State, Treat};
use crate::evaluate::alert::alarm::threshold::Point;
use crate::evaluate::alert::alarm::{
    Component, Firing, Signal, Traffic, composite, firing, response,
};
use crate::inventory::body::Alarm;

fn settings() -> impl Strategy<Value = (Alarm, Signal)> {
    let statistic = select(vec![
        "Sum",
        "Average",
        "Minimum",
        "Maximum",
        "SampleCount",
        "p90",
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
    let threshold = select(vec![-3.0, -1.0, 0.0, 0.5, 1.0, 2.0, 5.0, 12.0]);
    let value = select(vec!["-2", "-1", "0", "0.5", "1", "3"]);
    let default = select(vec![None, Some(0.0), Some(1.0), Some(-1.0), Some(7.0)]);
    let busy = any::<bool>();
    let all = (
        statistic, operator, treat, periods, threshold, value, default, busy,
    );
    all.prop_map(
        |(statistic, operator, treat, (n, m), threshold, value, default, busy)| {
            let alarm = Alarm {
                statistic: Some(statistic.to_owned()),
                comparison_operator: Some(operator.to_owned()),
                treat_missing_data: Some(treat.to_owned()),
                evaluation_periods: Some(n),
                datapoints_to_alarm: Some(m),
                threshold: Some(threshold),
                ..alarm()
            };
            let mut signal = signal(value, default);
            if !busy {
                signal.traffic = Traffic::Silent;
            }
            (alarm, signal)
        },
    )
}

pub(super) fn samples(value: &str, mut samples: Vec<f64>) -> Option<f64> {
    samples.sort_by(f64::total_cmp);
    let count = samples.len() as f64;
    let rank = |part: f64| {
        samples
            .get(((part * count).ceil() as usize).max(1) - 1)
            .copied()
    };
    match value {
        _ if samples.is_empty() => None,
        "Sum" => Some(samples.iter().sum()),
        "Average" => Some(samples.iter().sum::<f64>() / count),
        "Minimum" => samples.first().copied(),
        "Maximum" => samples.last().copied(),
        "SampleCount" => Some(count),
        "p90" => rank(0.9),
        "p50" => rank(0.5),
        other => panic!("{other}"),
    }
}

/// The state after `history`, of which the last is the newest; word for word.
pub(super) fn plainly(alarm: &Alarm, history: &[Option<bool>], before: State) -> State {
    let n = alarm.evaluation_periods.unwrap() as usize;
    let m = alarm.datapoints_to_alarm.unwrap() as usize;
    let range = &history[history.len().saturating_sub(n + 2)..];
    let real: Vec<bool> = range.iter().rev().copied().flatten().collect();
    let count = |points: &[bool]| points.iter().filter(|breaching| **breaching).count();
    let judged = |breaching: usize| {
        if breaching >= m {
            State::Alarm
        } else {
            State::Ok
        }
    };
    if real.len() >= n {
        return judged(count(&real[..n]));
    }
    let oldest = range.iter().position(Option::is_some);
    let premature =
        oldest.is_some_and(|at| range.len() - at >= m) && real.iter().all(|breaching| *breaching);
    match alarm.treat_missing_data.as_deref().unwrap() {
        "breaching" => judged(count(&real) + n - real.len()),
        "missing" if real.is_empty() => State::InsufficientData,
        "missing" if premature => State::Alarm,
        "ignore" if real.is_empty() || premature => before,
        // Also for `notBreaching`.
        _ => judged(count(&real)),
    }
}

/// Whether `events` events set the alarm off, the first and the second time; `None` if it
/// is in ALARM at rest. `others` are the other events of one period after the other.
fn tried(alarm: &Alarm, signal: &Signal, events: u64, others: &[usize]) -> Option<[bool; 2]> {
    let crate::evaluate::alert::alarm::Value::Constant(value) = signal.value else {
        panic!("a field");
    };
    let breaches = |datapoint: f64| {
        let threshold = alarm.threshold.unwrap();
        match alarm.comparison_operator.as_deref().unwrap() {
            "GreaterThanOrEqualToThreshold" => datapoint >= threshold,
            "GreaterThanThreshold" => datapoint > threshold,
            "LessThanThreshold" => datapoint < threshold,
            _ => datapoint <= threshold,
        }
    };
    let mut others = others.iter().cycle();
    let mut history = Vec::new();
    let mut state = State::InsufficientData;
    let mut period = |events: u64, state: State, history: &mut Vec<Option<bool>>| {
        let mut all = vec![value; events as usize];
        if signal.traffic == Traffic::Busy {
            let more = *others.next().unwrap();
            all.extend(signal.defaults.iter().flat_map(|d| vec![*d; more]));
        }
        let statistic = alarm.statistic.as_deref().unwrap();
        history.push(samples(statistic, all).map(breaches));
        plainly(alarm, history, state)
    };
    let mut fired = [false, false];
    for _ in 0..12 {
        state = period(0, state, &mut history);
    }
    if state == State::Alarm {
        return None;
    }
    for fired in &mut fired {
        for at in 0..12 {
            let next = period(if at == 0 { events } else { 0 }, state, &mut history);
            *fired |= next == State::Alarm && state != State::Alarm;
            state = next;
        }
    }
    Some(fired)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn the_answer_agrees_with_a_plain_simulation(
        (alarm, signal) in settings(),
        others in prop::collection::vec(1..40_usize, 7),
    ) {
        let fires = |events| tried(&alarm, &signal, events, &others);
        match firing(&alarm, &signal, None) {
            Firing::Each { .. } => prop_assert_eq!(fires(1), Some([true, true])),
            Firing::Needs { events, .. } => {
                prop_assert_eq!(fires(events), Some([true, true]));
                prop_assert_eq!(fires(events - 1), Some([false, false]));
            }
            Firing::Never(_) => {
                for events in [1, 2, 3, 7, 30] {
                    let fires = fires(events);
                    prop_assert!(matches!(fires, None | Some([false, false])), "{events}");
                }
            }
            Firing::Once(_) | Firing::NotProvable(_) => {}
        }
    }

    #[test]
    fn latching_alarms_fire_once((alarm, signal) in settings()) {
        if let Firing::Once(_) = response(&alarm, &signal, 1, None).firing {
            prop_assert_eq!(tried(&alarm, &signal, 1, &[1]), Some([true, false]));
        }
    }

    #[test]
    fn without_defaults_all_is_decided((alarm, mut signal) in settings()) {
        signal.defaults.clear();
        let firing = firing(&alarm, &signal, None);
        prop_assert!(!matches!(firing, Firing::NotProvable(_)), "{firing:?}");
    }

    #[test]
    fn fewer_datapoints_to_alarm_go_off_no_later(
        n in 1..6_u64,
        treat in select(vec![Treat::Missing, Treat::NotBreaching, Treat::Breaching]),
        points in prop::collection::vec(
            select(vec![Point::Missing, Point::Within, Point::Breaching]),
            1..20,
        ),
    ) {
        for m in 1..n {
            let of = |breaching| Rules { periods: n, breaching, treat };
            let mut easy = Evaluation::new(of(m), State::InsufficientData);
            let mut hard = Evaluation::new(of(m + 1), State::InsufficientData);
            for point in &points {
                let (easy, hard) = (easy.next(*point), hard.next(*point));
                prop_assert!(easy == State::Alarm || hard != State::Alarm);
            }
        }
    }

    #[test]
    fn no_rule_and_no_expression_panics(text in "[ A-Z_()\"+,a-z0-9\\[\\]é.-]{0,40}") {
        let component = Component { name: "a", arn: None, rest: None };
        let _ = composite(&text, component, &|_| None);
        let rule = format!("ALARM(a) AND {text}");
        let _ = composite(&rule, component, &|_| None);
        let _ = crate::evaluate::alert::alarm::math::Expression::parse(&text);
        let _ = crate::evaluate::alert::alarm::statistic::Statistic::parse(&text);
    }
}
