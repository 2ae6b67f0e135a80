//! What an alert rule says: the first broken link, the events that are missed, and the
//! chain as evidence.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::broad;
use super::evidence;
use super::link::Stage;
use super::parts::Chains;
use super::proof::{Fate, LostBy, Missed, Proof, prove};
use super::requirement::{Asked, Item};
use crate::evaluate::judge::Verdict;
use crate::finding::Status;
use crate::rule::Road;
use crate::text;

/// The verdict on what is asked for.
pub fn verdict(asked: &Asked, proof: &Proof<'_>, chains: &Chains) -> Verdict {
    let mut verdict = decide(asked, proof);
    verdict.remarks = remarks(asked, proof, chains);
    evidence::add(&mut verdict.evidence, asked, proof, chains);
    verdict.message = text::sanitise(&verdict.message).into_owned();
    verdict
}

fn decide(asked: &Asked, proof: &Proof<'_>) -> Verdict {
    let fates: Vec<(&Item, &Fate<'_>)> = asked.required.iter().zip(&proof.fates).collect();
    let missed: Vec<(&Item, &Missed)> = fates
        .iter()
        .filter_map(|(item, fate)| match fate {
            Fate::Missed(missed) => Some((*item, missed.as_ref())),
            Fate::Rings { .. } | Fate::Open(_) => None,
        })
        .collect();
    if !missed.is_empty() {
        return fail(&missed, &asked.required);
    }
    let open: BTreeSet<&String> = fates
        .iter()
        .filter_map(|(_, fate)| match fate {
            Fate::Open(reasons) => Some(reasons),
            Fate::Rings { .. } | Fate::Missed(_) => None,
        })
        .flatten()
        .collect();
    let (status, message) = if !open.is_empty() {
        let reasons: Vec<&str> = open.into_iter().map(String::as_str).collect();
        let message = format!("cannot tell: {}", shortened(&reasons, "; "));
        (Status::Unknown, message)
    } else if asked.required.is_empty() {
        let why = "cannot tell: the parameters leave no event that is required to ring";
        (Status::Unknown, why.to_owned())
    } else {
        (Status::Pass, passes(asked, proof))
    };
    Verdict {
        status: Some(status),
        message,
        ..Verdict::default()
    }
}

fn passes(asked: &Asked, proof: &Proof<'_>) -> String {
    let events = labels(asked.required.iter());
    let whom = if proof.rings_programs() {
        "a confirmed subscriber or a program"
    } else {
        "a confirmed subscriber"
    };
    let many = match events.len() {
        1 => format!("every required event reaches {whom}"),
        n => format!("each of {n} required events reaches {whom}"),
    };
    let routes = proof.chains.iter().flat_map(|chain| &chain.filters);
    let routes = routes.flat_map(|filtered| &filtered.routes);
    let minutes = routes.filter_map(|route| route.end.as_ref().ok()?.minutes.into());
    let within: Option<u32> = minutes.max();
    let within = within.map_or(String::new(), |minutes| {
        format!(
            ", within {} of its delivery",
            text::count(usize::try_from(minutes).unwrap_or(usize::MAX), "minute")
        )
    });
    let threshold = match asked.events {
        0 | 1 => String::new(),
        n => format!(" once there are {n} of them within a period, as the parameters accept"),
    };
    format!("{many}{threshold}: {}{within}", shortlist(&events))
}

/// Events that are lost at the same place.
struct Loss<'m> {
    stage: Stage,
    why: &'m str,
    clause: Option<&'m LostBy>,
    missed: Vec<(&'m Item, &'m Missed)>,
}

impl Loss<'_> {
    fn tell(&self) -> String {
        let events = shortlist(&labels(self.missed.iter().map(|(item, _)| *item)));
        match (self.clause, self.missed.first()) {
            (Some(by), Some((_, missed))) => format!(
                "{events} (`{}` in metric filter `{}`: {} is not detected)",
                by.clause,
                by.filter,
                told(&missed.event, &by.fields)
            ),
            (None, Some((item, missed))) if item.name.is_none() => {
                format!(
                    "{} (such as {}: {})",
                    events,
                    told(&missed.event, &[]),
                    self.why
                )
            }
            _ => format!("{events} ({})", self.why),
        }
    }
}

/// An event in a few words, with the fields that lose it.
fn told(event: &Value, fields: &[Vec<String>]) -> String {
    let text = |path: &str| event.pointer(path).and_then(Value::as_str);
    let name = text("/eventName").unwrap_or_default();
    let from = text("/sourceIPAddress").unwrap_or_default();
    let of = text("/userIdentity/type").unwrap_or_default();
    let who = text("/userIdentity/userName")
        .filter(|name| !name.is_empty())
        .or_else(|| text("/userIdentity/sessionContext/sessionIssuer/userName"));
    let who = who.map_or(String::new(), |who| format!(" {who}"));
    let mut details = Vec::new();
    for path in fields {
        let dotted = path.join(".");
        let value = path.iter().try_fold(event, |value, name| value.get(name));
        match value {
            None => details.push(format!("{dotted} is missing")),
            // These have been told.
            Some(_)
                if ["eventName", "sourceIPAddress", "userIdentity.type"].contains(&&*dotted) => {}
            Some(Value::String(text)) => details.push(format!("{dotted} is `{text}`")),
            Some(Value::Object(_) | Value::Array(_)) => {}
            Some(other) => details.push(format!("{dotted} is {other}")),
        }
    }
    let details = if details.is_empty() {
        String::new()
    } else {
        format!(" where {}", details.join(" and "))
    };
    format!("{name} by {of}{who} from {from}{details}")
}

/// The losses, the one that is earliest in the chain first: it stands in the way of
/// everything behind it.
fn losses<'m>(missed: &[(&'m Item, &'m Missed)]) -> Vec<Loss<'m>> {
    let mut losses: Vec<Loss<'m>> = Vec::new();
    for (item, lost) in missed {
        let same = losses.iter_mut().find(|loss| {
            let clause = |by: Option<&LostBy>| by.map(|by| (by.filter.clone(), by.clause.clone()));
            loss.why == lost.why && clause(loss.clause) == clause(lost.clause.as_ref())
        });
        match same {
            Some(loss) => loss.missed.push((item, lost)),
            None => losses.push(Loss {
                stage: lost.stage,
                why: &lost.why,
                clause: lost.clause.as_ref(),
                missed: vec![(item, lost)],
            }),
        }
    }
    losses.sort_by_key(|loss| loss.stage);
    losses
}

fn fail(missed: &[(&Item, &Missed)], required: &[Item]) -> Verdict {
    let losses = losses(missed);
    let Some(first) = losses.first() else {
        return Verdict::default();
    };
    let missed_labels = labels(missed.iter().map(|(item, _)| *item));
    let all = labels(required.iter());
    let whole = missed_labels.len() == all.len() && losses.len() == 1;
    let before = first.stage < Stage::Filter && first.stage != Stage::EventRule;
    let message = if whole && before {
        format!("nothing rings: {}", first.why)
    } else if whole && first.clause.is_none() && all.len() > 1 {
        let n = all.len();
        format!("{n} of {n} required events ring nobody: {}", first.why)
    } else {
        let told: Vec<String> = losses.iter().map(Loss::tell).collect();
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        let told = shortened(&told, "; ");
        match (missed_labels.len(), all.len()) {
            (1, 1) => format!("required events ring nobody: {told}"),
            (1, n) => format!("1 of {n} required events rings nobody: {told}"),
            (m, n) => format!("{m} of {n} required events ring nobody: {told}"),
        }
    };
    let mut evidence = Map::new();
    let state = "broken";
    evidence.insert(
        "firstBrokenLink".to_owned(),
        json!({"link": first.stage.name(), "state": state, "why": first.why}),
    );
    evidence.insert("missed".to_owned(), json!(missed_labels));
    if let Some((_, lost)) = first.missed.first() {
        evidence.insert("witness".to_owned(), lost.event.clone());
        if let Some(by) = &lost.clause {
            evidence.insert(
                "clause".to_owned(),
                json!({"filter": by.filter, "clause": by.clause, "start": by.start, "end": by.end}),
            );
        }
    }
    Verdict {
        status: Some(Status::Fail),
        message,
        evidence,
        ..Verdict::default()
    }
}

/// What to say of events that are missed here and notified over EventBridge, where that does
/// not count.
fn other_road(asked: &Asked, proof: &Proof<'_>, chains: &Chains) -> Option<String> {
    let missed = proof
        .fates
        .iter()
        .any(|fate| matches!(fate, Fate::Missed(_)));
    if !missed || asked.counts(Road::EventRule) || chains.rules.is_empty() {
        return None;
    }
    let over_rules = Asked {
        roads: vec![Road::EventRule],
        ..asked.clone()
    };
    let other = prove(&over_rules, chains);
    let rings = asked.required.iter().zip(&other.fates);
    let rings = rings.filter(|(_, fate)| matches!(fate, Fate::Rings { .. }));
    let rings = labels(rings.map(|(item, _)| item));
    (!rings.is_empty()).then(|| {
        format!(
            "rules of EventBridge notify somebody of {}; this asks for a metric filter with an alarm",
            shortlist(&rings)
        )
    })
}

/// What `items` are called, each once, in their order.
pub fn labels<'i>(items: impl Iterator<Item = &'i Item>) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for item in items {
        let label = item.label();
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

fn shortlist(labels: &[String]) -> String {
    const SHOWN: usize = 6;
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    match labels.split_at_checked(SHOWN) {
        Some((shown, rest)) if !rest.is_empty() => {
            format!("{} and {} more", shown.join(", "), rest.len())
        }
        _ => text::list(&labels),
    }
}

/// The first of many reasons.
fn shortened(reasons: &[&str], between: &str) -> String {
    const SHOWN: usize = 3;
    match reasons.split_at_checked(SHOWN) {
        Some((shown, rest)) if !rest.is_empty() => {
            format!("{}{between}and {} more", shown.join(between), rest.len())
        }
        _ => reasons.join(between),
    }
}

fn remarks(asked: &Asked, proof: &Proof<'_>, chains: &Chains) -> Vec<String> {
    let mut remarks = BTreeSet::new();
    let filters = proof.chains.iter().flat_map(|chain| &chain.filters);
    for filtered in filters {
        let about = asked.required.iter().any(|item| {
            let pattern = filtered.filter.pattern();
            pattern.is_ok_and(|pattern| item.is_noticed_by(pattern))
        });
        let holding = filtered.routes.iter().filter(|route| route.end.is_ok());
        for route in holding.filter(|_| about) {
            remarks.extend(route.remarks.iter().cloned());
        }
    }
    for ruled in proof
        .rules
        .iter()
        .filter(|ruled| proof.needs_rule(ruled.rule))
    {
        let holding = ruled
            .deliveries
            .iter()
            .filter(|delivery| delivery.end.is_ok());
        remarks.extend(holding.flat_map(|delivery| delivery.remarks.iter().cloned()));
    }
    remarks.extend(broad::remarks(asked, proof, chains));
    remarks.extend(other_road(asked, proof, chains));
    let failing = asked.required.iter().zip(&proof.fates);
    let failing = failing.filter(|(_, fate)| {
        matches!(
            fate,
            Fate::Rings {
                failure: Some(_),
                ..
            }
        )
    });
    let failing = labels(failing.map(|(item, _)| item));
    if !failing.is_empty() {
        remarks.insert(format!(
            "calls that are refused or fail do not ring: {}",
            shortlist(&failing)
        ));
    }
    let remarks = remarks.iter();
    remarks
        .map(|remark| text::sanitise(remark).into_owned())
        .collect()
}
