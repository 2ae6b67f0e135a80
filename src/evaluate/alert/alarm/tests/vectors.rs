//! Alarms with what one or more events do to them: `tests/data/alarm/vectors.json`.

use jiff::Timestamp;
use serde::Deserialize;

use crate::evaluate::alert::alarm::{
    Component, Firing, Response, Signal, State, Traffic, Value, composite, firing, response,
};
use crate::inventory::body::{Alarm, MetricTransformation};

/// The audit takes place half an hour after the alarm was changed.
const NOW: &str = "2026-03-01T12:30:00Z";
const CHANGED: &str = "2026-03-01T12:00:00Z";

#[expect(clippy::struct_excessive_bools, reason = "the columns of a table")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    name: String,
    alarm: Alarm,
    metric: MetricTransformation,
    /// What the event has in the field that the metric's value is taken from.
    field: Option<f64>,
    events: u64,
    other_events: u64,
    rest: String,
    reached: String,
    fires: bool,
    fires_again: bool,
    #[serde(default)]
    contested: bool,
    composite: Option<Alarm>,
    has_dimension_fields: Option<bool>,
    #[serde(default)]
    in_warm_up: bool,
    periods_until_alarm: Option<u32>,
}

fn vectors() -> Vec<Vector> {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/alarm/vectors.json"
    ));
    serde_json::from_str(text).unwrap()
}

impl Vector {
    fn signal(&self) -> Signal {
        let names = self.metric.dimensions.keys();
        let mut dimensions: Vec<_> = names.map(|n| (n.clone(), "x".to_owned())).collect();
        if self.has_dimension_fields == Some(false) {
            dimensions.clear();
        }
        let traffic = match self.other_events {
            0 => Traffic::Silent,
            _ => Traffic::Busy,
        };
        let signal = Signal::of(&self.metric, &dimensions);
        Signal {
            traffic,
            value: self.field.map_or(signal.value, Value::Constant),
            ..signal
        }
    }

    fn alarm(&self) -> Alarm {
        let mut alarm = self.alarm.clone();
        let changed = if self.in_warm_up {
            CHANGED
        } else {
            "2025-01-01T00:00:00Z"
        };
        alarm.alarm_configuration_updated_timestamp = Some(changed.to_owned());
        alarm
    }

    /// Whether it tells somebody, the first and the second time.
    fn tells(&self, response: &Response) -> (bool, bool) {
        let acts =
            |alarm: &Alarm| alarm.actions_enabled == Some(true) && !alarm.alarm_actions.is_empty();
        let firing = response.firing.clone();
        let (acts, firing) = match &self.composite {
            None => (acts(&self.alarm), firing),
            Some(over) => {
                let component = Component {
                    name: self.alarm.alarm_name.as_deref().unwrap(),
                    arn: None,
                    rest: response.rest,
                };
                let rule = over.alarm_rule.as_deref().unwrap();
                let followed = composite(rule, component, &|_| None);
                (acts(over), firing.then(followed))
            }
        };
        let fires = matches!(firing, Firing::Each { .. } | Firing::Once(_));
        let again = matches!(firing, Firing::Each { .. });
        (acts && fires, acts && again)
    }
}

#[test]
fn every_vector_holds() {
    let now: Timestamp = NOW.parse().unwrap();
    let mut wrong = Vec::new();
    for vector in vectors() {
        let (alarm, signal) = (vector.alarm(), vector.signal());
        let response = response(&alarm, &signal, vector.events, Some(now));
        if vector.contested {
            if !matches!(response.firing, Firing::NotProvable(_)) {
                wrong.push(format!("{}: {response:?}", vector.name));
            }
            continue;
        }
        let state = |state: Option<State>| state.map(State::name);
        let tells = vector.tells(&response);
        let holds = state(response.rest) == Some(&vector.rest)
            && state(response.reached) == Some(&vector.reached)
            && tells == (vector.fires, vector.fires_again);
        if !holds {
            wrong.push(format!("{}: {response:?}", vector.name));
        }
        if let (Some(periods), Firing::Each { minutes }) =
            (vector.periods_until_alarm, &response.firing)
        {
            // Periods of five minutes, and one for the evaluation.
            assert_eq!(*minutes, periods * 5 + 1, "{}", vector.name);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn firing_and_response_agree() {
    let now: Timestamp = NOW.parse().unwrap();
    for vector in vectors().iter().filter(|v| !v.contested) {
        let (alarm, signal) = (vector.alarm(), vector.signal());
        let with_these = response(&alarm, &signal, vector.events, Some(now)).firing;
        match firing(&alarm, &signal, Some(now)) {
            Firing::Needs { events, .. } => {
                let enough = matches!(with_these, Firing::Each { .. });
                assert_eq!(vector.events >= events, enough, "{}", vector.name);
            }
            same => assert_eq!(same, with_these, "{}", vector.name),
        }
    }
}
