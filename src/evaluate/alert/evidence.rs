//! The chains as data: every link with its state, and which filter notices which event.

use serde_json::{Map, Value, json};

use super::buses;
use super::chain::{Chain, Filtered};
use super::link::{Break, Stage, Step};
use super::parts::Chains;
use super::proof::{Fate, Proof};
use super::requirement::{Asked, Item};
use super::route::Route;
use crate::coverage::{Coverage, Deployed, covers};
use crate::filter_pattern::Pattern;

/// How many filters and events a matrix may have; larger ones nobody reads.
const LARGEST: usize = 40;

/// Adds the chains, and the matrix of events and filters, to `evidence`.
pub fn add(evidence: &mut Map<String, Value>, asked: &Asked, proof: &Proof<'_>, chains: &Chains) {
    let about: Vec<&Filtered<'_>> = proof
        .chains
        .iter()
        .flat_map(|chain| &chain.filters)
        .filter(|filtered| is_about(filtered, asked))
        .collect();
    let over_filters = proof.chains.iter().map(|chain| chain_of(chain, asked));
    let over_rules = buses::all(asked, proof, chains);
    let all: Vec<Value> = over_filters.chain(over_rules).collect();
    evidence.insert("chains".to_owned(), all.into());
    if let Some(matrix) = matrix(asked, &proof.fates, &about) {
        evidence.insert("matrix".to_owned(), matrix);
    }
}

fn is_about(filtered: &Filtered<'_>, asked: &Asked) -> bool {
    match filtered.filter.pattern() {
        Ok(pattern) => asked
            .required
            .iter()
            .any(|item| item.is_noticed_by(pattern)),
        // It may be.
        Err(_) => true,
    }
}

fn chain_of(chain: &Chain<'_>, asked: &Asked) -> Value {
    // Where the trail does not record the events, what comes after it does not help.
    let unrecorded = asked
        .required
        .iter()
        .find_map(|item| chain.sees(item).err());
    let broken = chain.group.as_ref().err().or(unrecorded.as_ref());
    let held = match broken.map(Break::stage) {
        Some(Stage::Trail) => &[],
        _ => chain.steps.as_slice(),
    };
    let mut object = json!({
        "links": links(held, broken, |stage| match stage {
            Stage::Trail => chain.name().to_owned(),
            _ => chain.group_name().to_owned(),
        }),
    });
    if let (Some(_), Some(object)) = (chain.trail, object.as_object_mut()) {
        object.insert("trail".to_owned(), chain.name().into());
    }
    if let (Ok(((account, region), name)), Some(object)) = (&chain.group, object.as_object_mut()) {
        object.insert(
            "logGroup".to_owned(),
            json!({"name": name, "region": region, "account": account}),
        );
        let filters = chain.filters.iter().filter(|f| is_about(f, asked));
        object.insert("filters".to_owned(), filters.map(filter_of).collect());
    }
    object
}

fn filter_of(filtered: &Filtered<'_>) -> Value {
    json!({
        "name": filtered.filter.name(),
        "pattern": filtered.filter.source(),
        "routes": filtered.routes.iter().map(|route| route_of(filtered, route)).collect::<Vec<_>>(),
    })
}

fn route_of(filtered: &Filtered<'_>, route: &Route) -> Value {
    let links = links(&route.steps, route.end.as_ref().err(), |stage| {
        let name = match stage {
            Stage::Alarm | Stage::Action => route.alarm.as_deref(),
            Stage::Topic | Stage::Subscription => route.topic.as_deref(),
            _ => Some(filtered.filter.name()),
        };
        name.unwrap_or_default().to_owned()
    });
    match &route.end {
        Ok(end) => json!({
            "metric": end.metric,
            "alarm": end.alarm,
            "topic": end.topic,
            "confirmedSubscriptions": end.subscriptions,
            "minutes": end.minutes,
            "links": links,
        }),
        Err(_) => json!({ "links": links }),
    }
}

/// The links that hold, and after them the one that does not, by the name that `named` gives.
pub fn links(
    steps: &[Step],
    broken: Option<&Break>,
    named: impl Fn(Stage) -> String,
) -> Vec<Value> {
    let held = steps.iter().map(|step| {
        json!({
            "link": step.stage.name(),
            "name": step.name,
            "state": "holds",
            "detail": step.detail,
        })
    });
    let broken = broken.map(|broken| {
        json!({
            "link": broken.stage().name(),
            "name": named(broken.stage()),
            "state": broken.state(),
            "detail": broken.why(),
        })
    });
    held.chain(broken).collect()
}

/// Which of the required events each filter matches: all, some or none of its kind.
fn matrix(asked: &Asked, fates: &[Fate<'_>], filters: &[&Filtered<'_>]) -> Option<Value> {
    let size = filters.len().max(asked.required.len());
    if filters.is_empty() || size > LARGEST {
        return None;
    }
    let cells: Vec<Vec<&str>> = asked
        .required
        .iter()
        .zip(fates)
        .map(|(item, fate)| {
            let cells = filters.iter().map(|filtered| match fate {
                // That has been proven.
                Fate::Rings { by: Some(by), .. } if by.is_filter(filtered.filter) => "all",
                _ => cell(item, filtered),
            });
            cells.collect()
        })
        .collect();
    let events: Vec<String> = asked.required.iter().map(Item::label).collect();
    let names: Vec<&str> = filters.iter().map(|f| f.filter.name()).collect();
    Some(json!({"events": events, "filters": names, "cells": cells}))
}

fn cell(item: &Item, filtered: &Filtered<'_>) -> &'static str {
    match filtered.filter.pattern() {
        Err(_) => "unknown",
        Ok(pattern) if !item.is_noticed_by(pattern) => "none",
        Ok(pattern) => match alone(item, pattern) {
            Coverage::Covered => "all",
            Coverage::NotCovered(_) => "some",
            Coverage::NotProven(_) => "unknown",
        },
    }
}

fn alone(item: &Item, pattern: &Pattern) -> Coverage {
    let deployed = [Deployed::always(pattern)];
    covers(
        std::slice::from_ref(&item.requirement),
        &deployed,
        &item.universe,
    )
}
