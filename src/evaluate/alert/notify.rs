//! What an alarm does when it goes off.

use super::link::{Break, Link, Stage, Step};
use super::parts::{Chains, Place};
use super::publisher::Publisher;
use super::topic;
use crate::inventory::body::{Alarm, AlarmMuteRule};
use crate::target::Arn;
use crate::text;

/// One action of an alarm, as far as it gets.
#[derive(Debug)]
pub struct Notified {
    /// The links that hold.
    pub steps: Vec<Step>,
    /// The topic that is notified.
    pub topic: Option<String>,
    /// Who hears it.
    pub end: Link<Heard>,
    /// What to know although it holds.
    pub remarks: Vec<String>,
}

/// Who hears an alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The topic's ARN.
    pub topic: String,
    /// How many confirmed subscriptions it has that no filter policy silences.
    pub subscriptions: usize,
}

/// What becomes of each action that `alarm`, which stands in `place`, takes; at least one.
pub fn notified(chains: &Chains, alarm: &Alarm, place: &Place) -> Vec<Notified> {
    let alone = |end| {
        vec![Notified {
            steps: Vec::new(),
            topic: None,
            end,
            remarks: Vec::new(),
        }]
    };
    let remarks = match acts(chains, alarm, place) {
        Ok(remarks) => remarks,
        Err(broken) => return alone(Err(broken)),
    };
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    let step = Step::new(Stage::Action, name, "actions enabled");
    let topics: Vec<&String> = alarm.alarm_actions.iter().filter(|a| is_topic(a)).collect();
    if topics.is_empty() {
        return alone(Err(without_topic(alarm)));
    }
    let publisher = Publisher::alarm(chains, alarm, place);
    let notified = topics.into_iter().map(|arn| {
        let mut steps = vec![step.clone()];
        let end = topic::hears(chains, arn, &publisher, &mut steps);
        Notified {
            steps,
            topic: Some(arn.clone()),
            end: end.map(|subscriptions| Heard {
                topic: arn.clone(),
                subscriptions,
            }),
            remarks: remarks.clone(),
        }
    });
    notified.collect()
}

/// Whether the alarm takes its actions; and what may keep it from that at times.
fn acts(chains: &Chains, alarm: &Alarm, place: &Place) -> Link<Vec<String>> {
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    let broken = |why: &str| {
        Err(Break::Broken(
            Stage::Action,
            format!("alarm `{name}` {why}"),
        ))
    };
    if alarm.actions_enabled == Some(false) {
        return broken("has its actions disabled");
    }
    if alarm.alarm_actions.is_empty() {
        return broken("does nothing when it goes off: it has no alarm action");
    }
    let mut remarks = Vec::new();
    for mute in mutes(chains, name, place) {
        let rule = mute.name.as_deref().unwrap_or_default();
        match mute.status.as_deref() {
            Some("ACTIVE") => {
                return broken(&format!("is muted by mute rule `{rule}`"));
            }
            Some("EXPIRED") => {}
            _ => {
                let schedule = mute.rule.as_ref().and_then(|rule| rule.schedule.as_ref());
                let when = schedule.and_then(|s| s.expression.as_deref());
                let when = when.map_or(String::new(), |when| format!(" ({when})"));
                remarks.push(format!(
                    "alarm `{name}` is muted at times by mute rule `{rule}`{when}"
                ));
            }
        }
    }
    if let Some(hidden) = chains.hidden_mutes(place) {
        return Err(hidden);
    }
    if let Some(suppressor) = alarm.actions_suppressor.as_deref() {
        let mut here = chains.alarms.iter().filter(|(at, _)| at == place);
        let found = here.find(|(_, other)| {
            other.alarm_name.as_deref() == Some(suppressor)
                || other.alarm_arn.as_deref() == Some(suppressor)
        });
        match found.map(|(_, other)| other.state_value.as_deref()) {
            Some(Some("ALARM")) => {
                return broken(&format!(
                    "is suppressed: its suppressor `{suppressor}` is in ALARM"
                ));
            }
            Some(_) => {}
            None => {
                let why = format!(
                    "alarm `{name}` is suppressed while `{suppressor}` is in ALARM, and that was not found"
                );
                return Err(Break::Open(Stage::Action, why));
            }
        }
    }
    Ok(remarks)
}

fn mutes<'c>(
    chains: &'c Chains,
    alarm: &'c str,
    place: &'c Place,
) -> impl Iterator<Item = &'c AlarmMuteRule> {
    let here = chains.mutes.iter().filter(move |(at, _)| at == place);
    here.map(|(_, mute)| mute).filter(move |mute| {
        let targets = mute.mute_targets.iter();
        let mut names = targets.flat_map(|targets| &targets.alarm_names);
        names.any(|name| name == alarm || name.ends_with(&format!(":alarm:{alarm}")))
    })
}

fn is_topic(action: &str) -> bool {
    Arn::parse(action).is_some_and(|arn| arn.service == "sns")
}

/// An alarm that notifies no topic: what it does instead.
fn without_topic(alarm: &Alarm) -> Break {
    let name = alarm.alarm_name.as_deref().unwrap_or_default();
    let kinds: Vec<(&str, bool)> = alarm.alarm_actions.iter().map(|a| kind_of(a)).collect();
    let names: Vec<&str> = kinds.iter().map(|(kind, _)| *kind).collect();
    let does = text::list(&names);
    if kinds.iter().all(|(_, is_told)| !is_told) {
        let why =
            format!("alarm `{name}` tells nobody when it goes off: its only action is {does}");
        return Break::Broken(Stage::Action, why);
    }
    let why = format!(
        "alarm `{name}` notifies no SNS topic but {does}; whether that reaches somebody is not judged"
    );
    Break::Open(Stage::Action, why)
}

/// What an action is, and whether it may tell somebody.
///
/// Source: CloudWatch user guide, "Alarm actions".
fn kind_of(action: &str) -> (&'static str, bool) {
    let arn = Arn::parse(action);
    match arn.map(|arn| (arn.service, arn.resource)) {
        Some(("lambda", _)) => ("a Lambda function", true),
        Some(("ssm-incidents", _)) => ("a response plan of Incident Manager", true),
        Some(("ssm", _)) => ("an OpsItem of Systems Manager", true),
        Some(("aiops", _)) => ("an investigation of CloudWatch", true),
        Some(("autoscaling", _)) => ("a scaling policy", false),
        Some(("automate" | "swf", _)) => ("an action on an EC2 instance", false),
        _ => ("an action of a kind that auditrail does not know", true),
    }
}
