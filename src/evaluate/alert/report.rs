//! What an alert rule says: the first broken link, the events that are missed, and the
//! chain as evidence.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::link::{Break, Link, Stage};
use super::ring::Ring;
use super::{Chain, Event, Fate, Filter, Sample};
use crate::evaluate::judge::Verdict;
use crate::finding::Status;
use crate::text;

/// The verdict on `fates`, the fates of all `required` events over `chains`.
pub fn verdict(
    fates: &[Fate<'_>],
    chains: &[Chain<'_>],
    required: &[Sample],
    ordinary: &[Sample],
) -> Verdict {
    let mut verdict = decide(fates);
    verdict.remarks = remarks(fates, chains, required, ordinary);
    let chains = evidence(chains, required);
    verdict.evidence.insert("chains".to_owned(), chains);
    verdict.message = text::sanitise(&verdict.message).into_owned();
    verdict
}

fn decide(fates: &[Fate<'_>]) -> Verdict {
    let broken = |fate: &&Fate<'_>| matches!(fate.reaches, Err(Break::Broken(..)));
    let missed: Vec<&Fate<'_>> = fates.iter().filter(broken).collect();
    // An event that is missed as such need not be told in its variations too.
    let usual = |fate: &&Fate<'_>| fate.sample.varied.is_none();
    let plainly: Vec<&Fate<'_>> = missed.iter().copied().filter(usual).collect();
    if !plainly.is_empty() {
        return fail(&plainly, fates);
    }
    if !missed.is_empty() {
        return fail(&missed, fates);
    }
    let open: BTreeSet<String> = fates
        .iter()
        .filter_map(|fate| fate.reaches.as_ref().err().map(reason))
        .collect();
    let events = names(fates.iter());
    let (status, message) = if !open.is_empty() {
        let reasons: Vec<String> = open.into_iter().collect();
        (
            Status::Unknown,
            format!("cannot tell: {}", reasons.join("; ")),
        )
    } else if events.is_empty() {
        // A parameter emptied the list: nothing can be missed.
        (Status::Pass, "no event is required to ring".to_owned())
    } else {
        let tried = text::count(events.len(), "required event");
        let events = shortlist(&events);
        let message =
            format!("each of {tried} that were tried reaches a confirmed subscriber: {events}");
        (Status::Pass, message)
    };
    Verdict {
        status: Some(status),
        message,
        ..Verdict::default()
    }
}

/// Why a chain does not hold, or may not.
fn reason(broken: &Break) -> String {
    match broken {
        Break::Broken(_, why) | Break::Open(_, why) => why.clone(),
        Break::NotSeen(_, calls) => {
            let calls: Vec<String> = calls.iter().map(ToString::to_string).collect();
            calls.join("; ")
        }
    }
}

/// Events that are lost at the same place.
struct Loss<'f> {
    stage: Stage,
    why: &'f str,
    fates: Vec<&'f Fate<'f>>,
}

impl Loss<'_> {
    fn tell(&self) -> String {
        let events = shortlist(&names(self.fates.iter().copied()));
        let varied: BTreeSet<&str> = (self.fates.iter())
            .filter_map(|fate| fate.sample.varied.as_deref())
            .collect();
        let varied: Vec<&str> = varied.into_iter().collect();
        let usual = self.fates.iter().any(|fate| fate.sample.varied.is_none());
        if usual || varied.is_empty() {
            format!("{events} ({})", self.why)
        } else {
            format!("{events} where {} ({})", varied.join(" or "), self.why)
        }
    }
}

/// The losses, the one that is earliest in the chain first: it stands in the way of
/// everything behind it.
fn losses<'f>(missed: &[&'f Fate<'f>]) -> Vec<Loss<'f>> {
    let mut losses: Vec<Loss<'f>> = Vec::new();
    for fate in missed {
        let Err(Break::Broken(stage, why)) = &fate.reaches else {
            continue;
        };
        match losses.iter_mut().find(|loss| loss.why == why.as_str()) {
            Some(loss) => loss.fates.push(fate),
            None => losses.push(Loss {
                stage: *stage,
                why,
                fates: vec![fate],
            }),
        }
    }
    losses.sort_by_key(|loss| loss.stage);
    losses
}

fn fail<'f>(missed: &[&'f Fate<'f>], fates: &[Fate<'_>]) -> Verdict {
    let losses = losses(missed);
    let Some(first) = losses.first() else {
        return Verdict::default();
    };
    let missed_names = names(missed.iter().copied());
    let all = names(fates.iter());
    let whole = missed_names.len() == all.len() && losses.len() == 1;
    let message = if whole && first.stage != Stage::Filter {
        format!("nothing rings: {}", first.why)
    } else {
        let lost: Vec<String> = losses.iter().map(Loss::tell).collect();
        format!(
            "{} of {} ring nobody: {}",
            missed_names.len(),
            text::count(all.len(), "required event"),
            lost.join("; ")
        )
    };
    let mut evidence = Map::new();
    evidence.insert(
        "firstBrokenLink".to_owned(),
        json!({"link": first.stage.name(), "why": first.why}),
    );
    evidence.insert("missed".to_owned(), json!(missed_names));
    if let (Some(fate), Stage::Filter) = (first.fates.first(), first.stage) {
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
fn names<'f>(fates: impl Iterator<Item = &'f Fate<'f>>) -> Vec<&'f str> {
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

fn remarks(
    fates: &[Fate<'_>],
    chains: &[Chain<'_>],
    required: &[Sample],
    ordinary: &[Sample],
) -> Vec<String> {
    let rings = fates.iter().filter_map(|fate| fate.reaches.as_ref().ok());
    let mut remarks: BTreeSet<String> = rings.filter_map(|ring| ring.doubt.clone()).collect();
    let filters = chains.iter().flat_map(|chain| &chain.filters);
    let ringing = filters.filter(|(_, ring)| ring.is_ok());
    for (filter, _) in ringing.filter(|(filter, _)| Chain::concerns(filter, required)) {
        if let Some(sample) = too_broad(filter, ordinary) {
            remarks.insert(format!(
                "metric filter `{}` also matches {} of {}, which need not ring",
                filter.name(),
                sample.name,
                sample.source,
            ));
        }
    }
    let remarks = remarks.iter();
    remarks
        .map(|remark| text::sanitise(remark).into_owned())
        .collect()
}

/// An ordinary event that `filter` matches whoever makes it: a filter for one identity is
/// not too broad because that identity may do anything.
fn too_broad<'s>(filter: &Filter, ordinary: &'s [Sample]) -> Option<&'s Sample> {
    ordinary
        .chunk_by(|a, b| a.name == b.name && a.source == b.source)
        .find(|samples| {
            let mut events = samples.iter().map(|sample| Event::new(&sample.text));
            events.all(|event| filter.selects(&event) == Ok(true))
        })
        .and_then(<[Sample]>::first)
}

/// The chains with those filters that have to do with the required events.
fn evidence(chains: &[Chain<'_>], required: &[Sample]) -> Value {
    let chains = chains.iter().map(|chain| {
        let filters = chain.filters.iter();
        let filters: Vec<Value> = filters
            .filter(|(filter, _)| Chain::concerns(filter, required))
            .map(|(filter, ring)| link(filter, ring))
            .collect();
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
    let state = match broken {
        Break::Broken(..) => "broken",
        Break::NotSeen(..) => "not seen",
        Break::Open(..) => "not judged",
    };
    json!({"link": broken.stage().name(), "state": state, "why": reason(broken)})
}
