//! The tables of the user guide's "Configuring how CloudWatch alarms treat missing data":
//! `0` is within the threshold, `X` breaches, `-` is missing, the newest comes last.

use crate::evaluate::alert::alarm::state::{Evaluation, Rules, State, Treat};
use crate::evaluate::alert::alarm::threshold::Point;

/// For `missing`, `ignore`, `breaching` and `notBreaching`; `None` leaves the state as it is.
type Row = (&'static str, [Option<State>; 4]);

const OK: Option<State> = Some(State::Ok);
const ALARM: Option<State> = Some(State::Alarm);
const LACKING: Option<State> = Some(State::InsufficientData);
const KEPT: Option<State> = None;

fn points(text: &str) -> Vec<Point> {
    text.chars()
        .map(|c| match c {
            '0' => Point::Within,
            'X' => Point::Breaching,
            _ => Point::Missing,
        })
        .collect()
}

fn holds(breaching: u64, rows: &[Row]) {
    let treats = [
        Treat::Missing,
        Treat::Ignore,
        Treat::Breaching,
        Treat::NotBreaching,
    ];
    for (text, expected) in rows {
        for (treat, expected) in treats.into_iter().zip(expected) {
            let rules = Rules {
                periods: 3,
                breaching,
                treat,
            };
            for before in [State::Ok, State::Alarm, State::InsufficientData] {
                let points = points(text);
                let (last, earlier) = points.split_last().unwrap();
                let mut alarm = Evaluation::new(rules, before);
                for point in earlier {
                    alarm.next(*point);
                }
                let kept = alarm.state();
                let state = alarm.next(*last);
                assert_eq!(
                    state,
                    expected.unwrap_or(kept),
                    "{text} {treat:?} {before:?}"
                );
            }
        }
    }
}

#[test]
fn three_of_three() {
    holds(
        3,
        &[
            ("0-X-X", [OK, OK, OK, OK]),
            ("----0", [OK, OK, OK, OK]),
            ("-----", [LACKING, KEPT, ALARM, OK]),
            ("0XX-X", [ALARM, ALARM, ALARM, ALARM]),
            ("--X--", [ALARM, KEPT, ALARM, OK]),
        ],
    );
}

#[test]
fn two_of_three() {
    holds(
        2,
        &[
            ("0-X-X", [ALARM, ALARM, ALARM, ALARM]),
            ("00X0X", [ALARM, ALARM, ALARM, ALARM]),
            ("0-X--", [OK, OK, ALARM, OK]),
            ("----0", [OK, OK, ALARM, OK]),
            ("---X-", [ALARM, KEPT, ALARM, OK]),
        ],
    );
}

#[test]
fn what_is_out_of_range_is_forgotten() {
    holds(
        1,
        &[
            ("X-----", [LACKING, KEPT, ALARM, OK]),
            ("X0000", [OK, OK, OK, OK]),
            ("X000", [OK, OK, OK, OK]),
            ("0X00", [ALARM, ALARM, ALARM, ALARM]),
        ],
    );
}
