//! What an alert rule says: the first broken link, the events that are missed, and the
//! chain as evidence.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::link::{Break, Link, Stage};
use super::ring::Ring;
use super::{Chain, Fate, Filter, Sample};
use crate::evaluate::judge::{Verdict, unknown};
use crate::filter_pattern::Event;
use crate::finding::Status;
use crate::inventory::NotSeen;
use crate::text;

/// The verdict on `fates`, over the chains that were built.
pub fn verdict(fates: &[Fate], chains: &[Chain<'_>], ordinary: &[Sample]) -> Verdict {
    let mut verdict = decide(fates);
    verdict.remarks = remarks(chains, ordinary, verdict.status == Some(Status::Pass));
    verdict
        .evidence
        .insert("chains".to_owned(), evidence(chains));
    verdict.message = text::sanitise(&verdict.message).into_owned();
    verdict
}

fn decide(fates: &[Fate]) -> Verdict {
    let broken = |fate: &&Fate| matches!(fate.reaches, Err(Break::Broken(..)));
    let missed: Vec<&Fate> = fates.iter().filter(broken).collect();
    if !missed.is_empty() {
        return fail(&missed, fates);
    }
    let open: BTreeSet<NotSeen> = fates
        .iter()
        .filter_map(|fate| match &fate.reaches {
            Err(Break::NotSeen(_, calls)) => Some(calls.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    if !open.is_empty() {
        return unknown(&open.into_iter().collect::<Vec<_>>());
    }
    let events = names(fates.iter());
    let message = match events.as_slice() {
        // Nothing required (a parameter emptied the list): nothing can be missed.
        [] => "no event is required to ring".to_owned(),
        _ => format!(
            "each of {} reaches a confirmed subscriber: {}",
            text::count(events.len(), "required event"),
            shortlist(&events)
        ),
    };
    Verdict {
        status: Some(Status::Pass),
        message,
        ..Verdict::default()
    }
}

/// The link that is broken earliest stands in the way of everything behind it.
fn fail(missed: &[&Fate], fates: &[Fate]) -> Verdict {
    let breaks = missed.iter().filter_map(|fate| match &fate.reaches {
        Err(Break::Broken(stage, why)) => Some((*stage, why)),
        _ => None,
    });
    let Some((stage, why)) = breaks.min_by_key(|(stage, _)| *stage) else {
        return Verdict::default();
    };
    let missed_names = names(missed.iter().copied());
    let all = names(fates.iter());
    let whole = missed_names.len() == all.len();
    let message = if whole && stage != Stage::Filter {
        format!("nothing rings: {why}")
    } else {
        format!(
            "{} of {} ring nobody: {} ({why})",
            missed_names.len(),
            text::count(all.len(), "required event"),
            shortlist(&missed_names)
        )
    };
    let mut evidence = Map::new();
    evidence.insert(
        "firstBrokenLink".to_owned(),
        json!({"link": stage.name(), "why": why}),
    );
    evidence.insert("missed".to_owned(), json!(missed_names));
    if let (Some(fate), true) = (missed.first(), stage == Stage::Filter) {
        evidence.insert("missedExample".to_owned(), fate.sample.record.clone());
    }
    Verdict {
        status: Some(Status::Fail),
        message,
        evidence,
        ..Verdict::default()
    }
}

/// The operations of `fates`, each once, in their order.
fn names<'f>(fates: impl Iterator<Item = &'f Fate>) -> Vec<&'f str> {
    let mut names: Vec<&str> = Vec::new();
    for fate in fates {
        if !names.contains(&fate.sample.name.as_str()) {
            names.push(&fate.sample.name);
        }
    }
    names
}

fn shortlist(names: &[&str]) -> String {
    const SHOWN: usize = 6;
    match names.split_at_checked(SHOWN) {
        Some((shown, rest)) if !rest.is_empty() => {
            format!("{} and {} more", shown.join(", "), rest.len())
        }
        _ => text::list(names),
    }
}

fn remarks(chains: &[Chain<'_>], ordinary: &[Sample], passes: bool) -> Vec<String> {
    let mut remarks = BTreeSet::new();
    let filters = chains.iter().flat_map(|chain| &chain.filters);
    for (filter, ring) in filters {
        let Ok(ring) = ring else { continue };
        if passes {
            remarks.extend(ring.doubt.clone());
        }
        let matched = ordinary.iter().find(|sample| {
            let text = sample.record.to_string();
            filter.selects(&Event::new(&text)) == Ok(true)
        });
        if let Some(sample) = matched {
            remarks.insert(format!(
                "metric filter `{}` also matches {} of {}, which need not ring",
                filter.name(),
                sample.name,
                sample.source,
            ));
        }
    }
    let remarks = remarks
        .iter()
        .map(|remark| text::sanitise(remark).into_owned());
    remarks.collect()
}

fn evidence(chains: &[Chain<'_>]) -> Value {
    let chains = chains.iter().map(|chain| {
        let filters = chain.filters.iter();
        let filters: Vec<Value> = filters.map(|(filter, ring)| link(filter, ring)).collect();
        match &chain.group {
            Ok((region, name)) => json!({
                "trail": chain.trail,
                "logGroup": {"name": name, "region": region},
                "filters": filters,
            }),
            Err(broken) => json!({"trail": chain.trail, "broken": described(broken)}),
        }
    });
    Value::Array(chains.collect())
}

fn link(filter: &Filter, ring: &Link<Ring>) -> Value {
    let (name, pattern) = (filter.name(), &filter.body.filter_pattern);
    match ring {
        Ok(ring) => json!({
            "name": name,
            "pattern": pattern,
            "metric": ring.metric,
            "alarm": ring.alarm,
            "topic": ring.topic,
            "confirmedSubscriptions": ring.subscriptions,
        }),
        Err(broken) => json!({"name": name, "pattern": pattern, "broken": described(broken)}),
    }
}

fn described(broken: &Break) -> Value {
    match broken {
        Break::Broken(stage, why) => json!({"link": stage.name(), "why": why}),
        Break::NotSeen(stage, calls) => {
            let why: Vec<String> = calls.iter().map(ToString::to_string).collect();
            json!({"link": stage.name(), "notSeen": why})
        }
    }
}
