//! Which statements together are about everything: every action on every resource.

use std::collections::BTreeSet;

use super::bits::Bits;
use super::overlap::{self, Set, TooIntricate};
use super::statement::Statement;
use super::universe::Universe;

/// The most pairs of a kind of action and a kind of resource that are looked at.
const MAX_PAIRS: usize = 1_000_000;

/// What one statement is about, whoever calls and on whatever condition.
#[derive(Debug)]
pub(super) struct Area {
    /// Its place in the policy.
    pub(super) statement: usize,
    pub(super) actions: Set,
    pub(super) resources: Set,
}

/// All that there is to be about.
#[derive(Debug)]
pub(super) struct Everything {
    pub(super) actions: Universe,
    pub(super) resources: Universe,
}

impl Area {
    pub(super) fn of(statement: usize, from: &Statement) -> Self {
        Self {
            statement,
            actions: Set::actions(&from.actions),
            // Without `Resource` a statement is about what it is attached to alone.
            resources: from
                .resources
                .as_ref()
                .map_or_else(Set::empty, Set::resources),
        }
    }

    fn covers(&self, everything: &Everything) -> Result<bool, TooIntricate> {
        Ok(self.resources.covers(&everything.resources)?
            && self.actions.covers(&everything.actions)?)
    }
}

/// The statements that are each about `everything`; where there is none, those that are so
/// together, none of which can be left out; nothing if something stays outside of all.
pub(super) fn covering(
    areas: &[Area],
    everything: &Everything,
) -> Result<Vec<usize>, TooIntricate> {
    let mut alone = Vec::new();
    for area in areas {
        // What is too intricate alone is so together as well, unless others decide.
        if area.covers(everything) == Ok(true) {
            alone.push(area.statement);
        }
    }
    if !alone.is_empty() || areas.is_empty() {
        return Ok(alone);
    }
    let actions: Vec<&Set> = areas.iter().map(|area| &area.actions).collect();
    let resources: Vec<&Set> = areas.iter().map(|area| &area.resources).collect();
    let (actions, resources) = (
        (&*actions, &everything.actions),
        (&*resources, &everything.resources),
    );
    // One action and one resource of which no statement knows the name usually decide.
    let first = |(sets, universe): (&[&Set], &Universe)| {
        let mut first = Bits::none(areas.len());
        overlap::each(sets, universe, |inside| {
            first.clone_from(inside);
            false
        })
        .map(|()| first)
    };
    if !first(actions)?.meets(&first(resources)?) {
        return Ok(Vec::new());
    }
    let (Some(actions), Some(resources)) = (kinds(actions)?, kinds(resources)?) else {
        return Ok(Vec::new());
    };
    if actions.len() * resources.len() > MAX_PAIRS {
        return Err(TooIntricate);
    }
    let pairs = actions
        .iter()
        .flat_map(|a| resources.iter().map(|r| a.and(r)));
    let pairs: BTreeSet<Bits> = pairs.collect();
    let mut needed = Bits::all(areas.len());
    let met = |by: &Bits| pairs.iter().all(|pair| pair.meets(by));
    if !met(&needed) {
        return Ok(Vec::new());
    }
    for place in (0..areas.len()).rev() {
        needed.remove(place);
        if !met(&needed) {
            needed.insert(place);
        }
    }
    let needed = areas
        .iter()
        .enumerate()
        .filter(|(place, _)| needed.has(*place));
    Ok(needed.map(|(_, area)| area.statement).collect())
}

/// The kinds of texts that `sets` tell apart: each by the sets that it is in. `None` if some
/// text is in no set.
fn kinds((sets, universe): (&[&Set], &Universe)) -> Result<Option<BTreeSet<Bits>>, TooIntricate> {
    let nowhere = Bits::none(sets.len());
    let mut kinds = BTreeSet::new();
    let mut complete = true;
    overlap::each(sets, universe, |inside| {
        complete = *inside != nowhere;
        if complete && !kinds.contains(inside) {
            kinds.insert(inside.clone());
        }
        complete
    })?;
    Ok(complete.then_some(kinds))
}
