//! Changes that may mend the first broken link.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::command::{put_metric_alarm, put_metric_filter, word};
use super::pattern;
use crate::evaluate::alert::chain::{Chain, Filtered};
use crate::evaluate::alert::filter::Filter;
use crate::evaluate::alert::link::{Break, Stage};
use crate::evaluate::alert::parts::{Chains, GroupName, Place};
use crate::evaluate::alert::proof::{Fate, Missed, Proof};
use crate::evaluate::alert::report;
use crate::evaluate::alert::requirement::{Asked, Item};
use crate::evaluate::alert::route::Route;
use crate::evaluate::alert::topic;
use crate::filter_pattern::{Coverage, Deployed, Event, blame, covers};
use crate::inventory::Seen;
use crate::inventory::body::{
    Alarm, EventSelector, MetricFilter, MetricTransformation, Subscription, Topic, TrailStatus,
};
use crate::target::Arn;

/// In how many filters a place for more events is looked for.
const MOST_FILTERS: usize = 3;

/// A change to try.
pub struct Candidate {
    /// The link that it mends.
    pub link: Stage,
    /// What to do, in a sentence.
    pub what: String,
    /// The commands that do it.
    pub cli: String,
    /// Does it to the chains.
    pub apply: Box<dyn Fn(&mut Chains)>,
}

impl Candidate {
    fn new(link: Stage, what: String, cli: String, apply: impl Fn(&mut Chains) + 'static) -> Self {
        Self {
            link,
            what,
            cli,
            apply: Box::new(apply),
        }
    }
}

/// What may mend the link at which the first required event is lost, small changes first.
pub fn candidates(asked: &Asked, proof: &Proof<'_>, chains: &Chains) -> Vec<Candidate> {
    let lost = asked.required.iter().zip(&proof.fates);
    let lost: Vec<(&Item, &Missed)> = lost
        .filter_map(|(item, fate)| match fate {
            Fate::Missed(missed) => Some((item, missed.as_ref())),
            Fate::Rings { .. } | Fate::Open(_) => None,
        })
        .collect();
    let Some((item, first)) = lost.first() else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for chain in &proof.chains {
        all.extend(trail(chain, item));
        let Ok(group) = chain.sees(item) else {
            continue;
        };
        for filtered in &chain.filters {
            let Ok(pattern) = filtered.filter.pattern() else {
                continue;
            };
            if pattern.matches(&Event::from_value(&first.event)) {
                for route in &filtered.routes {
                    all.extend(behind(filtered.filter, route, group, chains));
                }
            }
        }
        if first.stage == Stage::Filter {
            all.extend(filters(chain, group, &lost, asked, chains));
        }
    }
    all
}

fn trail(chain: &Chain<'_>, item: &Item) -> Vec<Candidate> {
    let mut all = Vec::new();
    let name = chain.name().to_owned();
    let region = chain.trail.home_region.clone().unwrap_or_default();
    let arn = chain
        .trail
        .trail_arn
        .clone()
        .unwrap_or_else(|| name.clone());
    let command = |operation: &str, rest: &str| {
        format!(
            "aws cloudtrail {operation} --region {} --name {}{rest}",
            word(&region),
            word(&arn)
        )
    };
    let change = |change: fn(&mut crate::inventory::body::Trail)| {
        let arn = chain.trail.trail_arn.clone();
        move |chains: &mut Chains| {
            for trail in chains
                .trails
                .iter_mut()
                .filter(|trail| trail.trail_arn == arn)
            {
                change(trail);
            }
        }
    };
    let status = chain.trail.status.as_ref().map(Seen::as_result);
    let is_stopped =
        matches!(status, Some(Ok(TrailStatus { is_logging, .. })) if *is_logging != Some(true));
    if is_stopped {
        let start = |trail: &mut crate::inventory::body::Trail| {
            if let Some(Seen::Value(status)) = &mut trail.status {
                status.is_logging = Some(true);
            }
        };
        let what = format!("start the logging of trail `{name}`");
        all.push(Candidate::new(
            Stage::Trail,
            what,
            command("start-logging", ""),
            change(start),
        ));
    }
    if chain.region.is_some() {
        let what = format!("make trail `{name}` log in all regions");
        let cli = command("update-trail", " --is-multi-region-trail");
        let multi =
            |trail: &mut crate::inventory::body::Trail| trail.is_multi_region_trail = Some(true);
        all.push(Candidate::new(Stage::Trail, what, cli, change(multi)));
    }
    let records = matches!(chain.sees(item), Err(Break::Broken(Stage::Trail, _)));
    if records && chain.group.is_ok() {
        let what = format!("let trail `{name}` record all management events");
        let cli = format!(
            "aws cloudtrail put-event-selectors --region {} --trail-name {} --event-selectors ReadWriteType=All,IncludeManagementEvents=true",
            word(&region),
            word(&arn)
        );
        let select = |trail: &mut crate::inventory::body::Trail| {
            let all = EventSelector {
                read_write_type: Some("All".to_owned()),
                include_management_events: Some(true),
                ..EventSelector::default()
            };
            trail.event_selectors = Some(Seen::Value(vec![all]));
            trail.advanced_event_selectors = Some(Seen::Value(Vec::new()));
        };
        all.push(Candidate::new(Stage::Trail, what, cli, change(select)));
    }
    all
}

/// Changes of patterns, and filters that are not there yet.
fn filters(
    chain: &Chain<'_>,
    group: &GroupName,
    lost: &[(&Item, &Missed)],
    asked: &Asked,
    chains: &Chains,
) -> Vec<Candidate> {
    let mut all = Vec::new();
    let here: Vec<(&Item, &Missed)> = lost
        .iter()
        .filter(|(_, missed)| missed.stage == Stage::Filter)
        .copied()
        .collect();
    let items: Vec<&Item> = here.iter().map(|(item, _)| *item).collect();
    for (_, missed) in here.iter().take(1) {
        let Some(by) = &missed.clause else { continue };
        let found = chain.filters.iter().find(|f| f.filter.name() == by.filter);
        let Some(Ok((filter, pattern))) = found.map(|f| f.filter.pattern().map(|p| (f.filter, p)))
        else {
            continue;
        };
        let lost = blame(pattern, &Event::from_value(&missed.event));
        if let Some(text) = pattern::without(pattern, &lost) {
            let what = format!(
                "leave `{}` out of the pattern of metric filter `{}`",
                by.clause, by.filter
            );
            all.push(changed_filter(filter, group, what, text));
        }
    }
    // A filter that covers most of what is required was meant for all of it.
    let mut most = Vec::new();
    let mut some = Vec::new();
    for filtered in &chain.filters {
        let covered = covered_by(filtered.filter, asked);
        if covered > 0 {
            let list = if covered * 2 >= asked.required.len() {
                &mut most
            } else {
                &mut some
            };
            list.push(filtered);
        }
    }
    let extended = |filters: Vec<&Filtered<'_>>| {
        let filters = filters.into_iter().take(MOST_FILTERS);
        let labels = report::labels(items.iter().copied());
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        filters
            .filter_map(|filtered| {
                let text = pattern::with(filtered.filter.source(), &items)?;
                let what = format!(
                    "let metric filter `{}` match {} as well",
                    filtered.filter.name(),
                    crate::text::list(&labels)
                );
                Some(changed_filter(filtered.filter, group, what, text))
            })
            .collect::<Vec<_>>()
    };
    all.extend(extended(most));
    let everything: Vec<&Item> = asked.required.iter().collect();
    for items in [&everything, &items] {
        if let Some(text) = pattern::of(items) {
            all.extend(new_filter(group, asked, chains, text));
        }
    }
    all.extend(extended(some));
    all
}

/// How many of the required items a filter covers, each as a whole.
fn covered_by(filter: &Filter, asked: &Asked) -> usize {
    let Ok(pattern) = filter.pattern() else {
        return 0;
    };
    let deployed = [Deployed {
        pattern,
        only: Vec::new(),
    }];
    let covered = asked.required.iter().filter(|item| {
        let required = std::slice::from_ref(&item.requirement);
        item.is_noticed_by(pattern)
            && covers(required, &deployed, &item.universe) == Coverage::Covered
    });
    covered.count()
}

fn changed_filter(filter: &Filter, group: &GroupName, what: String, text: String) -> Candidate {
    let body = MetricFilter {
        filter_pattern: Some(text),
        ..filter.body.clone()
    };
    let cli = put_metric_filter(&body, group.0.1.as_str());
    let (group, name) = (group.clone(), filter.name().to_owned());
    Candidate::new(Stage::Filter, what, cli, move |chains| {
        let filters = chains.filters.entry(group.clone()).or_default();
        for filter in filters.iter_mut().filter(|filter| filter.name() == name) {
            *filter = Filter::new(body.clone());
        }
    })
}

/// A filter, its metric and an alarm on that, with a topic that somebody listens to.
fn new_filter(
    group: &GroupName,
    asked: &Asked,
    chains: &Chains,
    text: String,
) -> Option<Candidate> {
    let (place, group_name) = group;
    let name = asked.rule.clone();
    let metric = MetricTransformation {
        metric_name: Some(name.clone()),
        metric_namespace: Some("Auditrail".to_owned()),
        metric_value: Some("1".to_owned()),
        ..MetricTransformation::default()
    };
    let filter = MetricFilter {
        filter_name: Some(name.clone()),
        filter_pattern: Some(text),
        log_group_name: Some(group_name.clone()),
        metric_transformations: vec![metric.clone()],
        ..MetricFilter::default()
    };
    let topic = listened_to(chains, place)?;
    let alarm = usual_alarm(&name, &metric, topic, place);
    let region = place.1.as_str();
    let cli = format!(
        "{} && {}",
        put_metric_filter(&filter, region),
        put_metric_alarm(&alarm, region)
    );
    let what = format!(
        "make a metric filter `{name}` on log group `{group_name}`, and an alarm on its metric"
    );
    let (group, place) = (group.clone(), place.clone());
    let candidate = Candidate::new(Stage::Filter, what, cli, move |chains| {
        let filters = chains.filters.entry(group.clone()).or_default();
        filters.push(Filter::new(filter.clone()));
        chains.alarms.push((place.clone(), alarm.clone()));
    });
    Some(candidate)
}

/// An alarm that goes off on a single event.
fn usual_alarm(name: &str, metric: &MetricTransformation, topic: String, place: &Place) -> Alarm {
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

/// A topic in `place` that lets alarms publish and that somebody listens to.
fn listened_to(chains: &Chains, place: &Place) -> Option<String> {
    let probe = Alarm {
        alarm_name: Some("auditrail".to_owned()),
        ..Alarm::default()
    };
    let mut arns = chains.topics.keys();
    let found = arns.find(|arn| {
        let arn = arn.as_str();
        topic::hears(chains, arn, &probe, place, &mut Vec::new()).is_ok()
    });
    found.cloned()
}

/// Changes behind a filter that matches.
fn behind(filter: &Filter, route: &Route, group: &GroupName, chains: &Chains) -> Vec<Candidate> {
    let Err(Break::Broken(stage, _)) = &route.end else {
        return Vec::new();
    };
    let place = &group.0;
    let alarm = route.alarm.as_ref().and_then(|name| {
        let mut here = chains.alarms.iter().filter(|(at, _)| at == place);
        here.find(|(_, alarm)| alarm.alarm_name.as_ref() == Some(name))
    });
    match (stage, alarm) {
        (Stage::Alarm, Some((_, alarm))) => settings(alarm, place)
            .into_iter()
            .chain(no_default(filter, group))
            .collect(),
        (Stage::Alarm, None) => watching(filter, place, chains),
        (Stage::Action, Some((_, alarm))) => actions(alarm, place, chains),
        (Stage::Topic | Stage::Subscription, Some((_, alarm))) => route
            .topic
            .iter()
            .flat_map(|arn| topics(arn, alarm, place, chains))
            .collect(),
        _ => Vec::new(),
    }
}

/// An alarm that watches the metric of `filter`: one that nearly does, or a new one.
fn watching(filter: &Filter, place: &Place, chains: &Chains) -> Vec<Candidate> {
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

fn settings(alarm: &Alarm, place: &Place) -> Vec<Candidate> {
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

fn changed_alarm(alarm: Alarm, place: &Place, what: String) -> Candidate {
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
fn no_default(filter: &Filter, group: &GroupName) -> Option<Candidate> {
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

fn actions(alarm: &Alarm, place: &Place, chains: &Chains) -> Vec<Candidate> {
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
fn topics(arn: &str, alarm: &Alarm, place: &Place, chains: &Chains) -> Vec<Candidate> {
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
    let attributes = match topic?.attributes.as_ref().map(Seen::as_result) {
        Some(Ok(attributes)) => attributes,
        _ => return None,
    };
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
