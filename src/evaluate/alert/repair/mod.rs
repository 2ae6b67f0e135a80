//! The smallest change that turns a verdict, tried before it is told.
//!
//! A repair is applied to a copy of the chains, and the alert is judged again. Steps are added
//! one by one, each for the first link that is still broken, until every required event
//! rings; where that cannot be reached, nothing is suggested.

mod alarm;
mod candidate;
mod command;
mod filter;
mod notify;
mod pattern;
mod trail;

use serde_json::{Value, json};

use super::parts::Chains;
use super::proof::{self, Fate, Proof};
use super::requirement::Asked;
use candidate::Candidate;

/// More steps than this are no small repair.
const MOST: usize = 4;

/// Steps that, one after the other, make everything that is asked for ring; none where the
/// alert does not fail or no such steps are known.
pub fn repairs(asked: &Asked, proof: &Proof<'_>, chains: &Chains) -> Vec<Value> {
    let is_missed = |fate: &Fate| matches!(fate, Fate::Missed(_));
    if !proof.fates.iter().any(is_missed) {
        return Vec::new();
    }
    let Some(steps) = steps(asked, proof, chains, MOST) else {
        return Vec::new();
    };
    steps
        .into_iter()
        .map(|step| json!({"link": step.link.name(), "what": step.what, "cli": step.cli}))
        .collect()
}

fn steps(asked: &Asked, proof: &Proof<'_>, chains: &Chains, most: usize) -> Option<Vec<Candidate>> {
    let before = progress(proof);
    let mut forward = None;
    for candidate in candidate::candidates(asked, proof, chains) {
        let mut changed = chains.clone();
        (candidate.apply)(&mut changed);
        let after = proof::prove(asked, &changed);
        if after
            .fates
            .iter()
            .all(|fate| matches!(fate, Fate::Rings { .. }))
        {
            return Some(vec![candidate]);
        }
        if forward.is_none() && progress(&after) > before {
            forward = Some((candidate, changed));
        }
    }
    let (candidate, changed) = forward.filter(|_| most > 1)?;
    let after = proof::prove(asked, &changed);
    let mut all = vec![candidate];
    all.extend(steps(asked, &after, &changed, most - 1)?);
    Some(all)
}

/// How far the events get: how many ring, and how late the first that is missed is lost.
fn progress(proof: &Proof<'_>) -> (usize, Option<super::link::Stage>) {
    let rings = proof.fates.iter();
    let rings = rings
        .filter(|fate| matches!(fate, Fate::Rings { .. }))
        .count();
    let stage = proof.fates.iter().find_map(|fate| match fate {
        Fate::Missed(missed) => Some(missed.stage),
        Fate::Rings { .. } | Fate::Open(_) => None,
    });
    (rings, stage)
}
