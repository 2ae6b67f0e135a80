//! The ways from an alarm that goes off, over composite alarms, to a subscriber.

use super::alarm::{self, Component, Firing, State};
use super::link::{Break, Link, Stage, Step};
use super::notify;
use super::parts::{Chains, Place};
use super::route::{End, Route};
use crate::inventory::body::Alarm;

/// Composite alarms over composite alarms are followed so deep.
const DEEPEST: usize = 8;

/// What is known where an alarm is followed.
#[derive(Clone, Copy)]
pub struct Onward<'f> {
    /// The account's chains.
    pub chains: &'f Chains,
    /// Where the alarm stands.
    pub place: &'f Place,
    /// How many events the alarm may need.
    pub events: u64,
    /// What to know of an alarm although it notifies.
    pub remark: fn(&Alarm) -> Option<String>,
}

impl Onward<'_> {
    /// The ways over `alarm`, which is in `rest` at first and fires so: its own actions, and
    /// those of the composite alarms over it. At least one.
    pub fn ways(
        &self,
        alarm: &Alarm,
        rest: Option<State>,
        firing: &Firing,
        metric: &str,
        steps: &[Step],
    ) -> Vec<Route> {
        let own = self.notified(alarm, firing, metric, steps);
        let mut routes = Vec::new();
        let mut steps = steps.to_vec();
        if let Firing::Each { minutes } = firing {
            let name = alarm.alarm_name.as_deref().unwrap_or_default();
            steps.push(Step::new(Stage::Alarm, name, within(*minutes)));
        }
        self.composites(alarm, rest, firing, metric, &steps, 0, &mut routes);
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

    fn alarms(&self) -> impl Iterator<Item = &Alarm> {
        let alarms = self.chains.alarms.iter();
        alarms.filter_map(|(at, alarm)| (at == self.place).then_some(alarm))
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
            let mut remarks: Vec<String> = (self.remark)(alarm).into_iter().collect();
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

fn within(minutes: u32) -> String {
    format!(
        "goes off within {}",
        crate::text::count(usize::try_from(minutes).unwrap_or(usize::MAX), "minute")
    )
}
