//! Changes of what an alarm does, and of the topic that it notifies.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::alarm::changed_alarm;
use super::candidate::{Candidate, listened_to};
use super::command::word;
use crate::evaluate::alert::link::Stage;
use crate::evaluate::alert::parts::{Chains, Place};
use crate::inventory::Seen;
use crate::inventory::body::{Alarm, Subscription, Topic};

/// What may make an alarm take an action that notifies.
pub(super) fn actions(alarm: &Alarm, place: &Place, chains: &Chains) -> Vec<Candidate> {
    let mut all = Vec::new();
    let name = alarm.alarm_name.clone().unwrap_or_default();
    let region = word(place.1.as_str());
    if alarm.actions_enabled == Some(false) {
        let cli = format!(
            "aws cloudwatch enable-alarm-actions --region {region} --alarm-names {}",
            word(&name)
        );
        let what = format!("enable the actions of alarm `{name}`");
        let enabled = Alarm {
            actions_enabled: Some(true),
            ..alarm.clone()
        };
        all.push(Candidate {
            link: Stage::Action,
            cli,
            ..changed_alarm(enabled, place, what)
        });
    }
    for (at, mute) in &chains.mutes {
        let targets = mute
            .mute_targets
            .iter()
            .flat_map(|targets| &targets.alarm_names);
        if at == place && targets.into_iter().any(|target| *target == name) {
            let rule = mute.name.clone().unwrap_or_default();
            let cli = format!(
                "aws cloudwatch delete-alarm-mute-rule --region {region} --alarm-mute-rule-name {}",
                word(&rule)
            );
            let what = format!("delete mute rule `{rule}`, which mutes alarm `{name}`");
            all.push(Candidate::new(Stage::Action, what, cli, move |chains| {
                chains
                    .mutes
                    .retain(|(_, mute)| mute.name.as_ref() != Some(&rule));
            }));
        }
    }
    if let Some(topic) = listened_to(chains, place) {
        let mut changed = alarm.clone();
        changed.alarm_actions.push(topic.clone());
        let what = format!("let alarm `{name}` notify topic `{topic}`");
        all.push(Candidate {
            link: Stage::Action,
            ..changed_alarm(changed, place, what)
        });
    }
    all
}

/// Changes of the topic that an alarm notifies.
pub(super) fn topics(arn: &str, alarm: &Alarm, place: &Place, chains: &Chains) -> Vec<Candidate> {
    let mut all = Vec::new();
    let region = word(place.1.as_str());
    let change = |link, what: String, cli: String, change: Box<dyn Fn(&mut Topic)>| {
        let arn = arn.to_owned();
        Candidate::new(link, what, cli, move |chains: &mut Chains| {
            if let Some(topic) = chains.topics.get_mut(&arn) {
                change(topic);
            }
        })
    };
    if chains.topics.contains_key(arn) {
        let subscribe = format!(
            "aws sns subscribe --region {region} --topic-arn {} --protocol email --notification-endpoint SOMEBODY@EXAMPLE.COM",
            word(arn)
        );
        let own = arn.to_owned();
        all.push(change(
            Stage::Subscription,
            format!("subscribe somebody to topic `{arn}`, who confirms it by the link in the mail"),
            subscribe,
            Box::new(move |topic| {
                let confirmed = Subscription {
                    subscription_arn: Some(format!("{own}:00000000-0000-0000-0000-000000000000")),
                    attributes: Some(Seen::Value(BTreeMap::new())),
                    ..Subscription::default()
                };
                topic
                    .subscriptions
                    .get_or_insert_default()
                    .push(Seen::Value(confirmed));
            }),
        ));
        let policy = admitting(chains.topics.get(arn), arn, place);
        if let Some(policy) = policy {
            let text = policy.to_string();
            all.push(change(
                Stage::Topic,
                format!("let CloudWatch publish to topic `{arn}`"),
                format!(
                    "aws sns set-topic-attributes --region {region} --topic-arn {} --attribute-name Policy --attribute-value {}",
                    word(arn),
                    word(&text)
                ),
                Box::new(move |topic| {
                    if let Some(Seen::Value(attributes)) = &mut topic.attributes {
                        attributes.insert("Policy".to_owned(), text.clone());
                    }
                }),
            ));
        }
    }
    // Another topic that works already.
    if let Some(other) = listened_to(chains, place).filter(|other| other != arn) {
        let mut changed = alarm.clone();
        changed.alarm_actions.push(other.clone());
        let name = alarm.alarm_name.as_deref().unwrap_or_default();
        let what = format!("let alarm `{name}` notify topic `{other}` as well");
        all.push(Candidate {
            link: Stage::Action,
            ..changed_alarm(changed, place, what)
        });
    }
    all
}

/// The policy of a topic with a statement that lets CloudWatch publish for alarms of the
/// account.
fn admitting(topic: Option<&Topic>, arn: &str, place: &Place) -> Option<Value> {
    let attributes = topic?.attributes.as_ref()?.as_result().ok()?;
    let policy = attributes.get("Policy")?;
    let mut policy: Value = serde_json::from_str(policy).ok()?;
    let statement = json!({
        "Sid": "AlarmsOfThisAccount",
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": arn,
        "Condition": {"StringEquals": {"aws:SourceAccount": place.0.as_str()}},
    });
    match policy.get_mut("Statement")? {
        Value::Array(statements) => statements.push(statement),
        one => *one = json!([one.clone(), statement]),
    }
    Some(policy)
}
