//! The events that a pattern is tried on: some that it matches, some that it just misses,
//! and some that it has nothing to do with.

use serde_json::{Map, Value, json};

use crate::coverage::{Coverage, Deployed, Requirement, Universe, covers, example};
use crate::evaluate::alert::{Chains, Item};
use crate::filter_pattern::{
    Ast, Comparison, Event, JsonCondition, JsonTest, Pattern, Value as Literal,
};

/// The most events for one pattern. AWS takes 50 at once; these are enough for every
/// clause of a usual pattern, and a report with all of them can still be read.
const MOST: usize = 20;

/// The most of each sort, so that none crowds the others out.
const MATCHED: usize = 4;
const MISSED: usize = 3;
const NEAR: usize = 8;
const OTHERS: usize = 3;

/// The events to try `pattern` on, where `required` have to ring.
pub(super) fn of(pattern: &Pattern, required: &[Item], chains: &Chains) -> Vec<Value> {
    let (about, others): (Vec<&Item>, Vec<&Item>) = required
        .iter()
        .partition(|item| item.is_noticed_by(pattern));
    let own = own(pattern, chains);
    let examples = |items: &[&Item], most| -> Vec<Value> {
        let examples = spread(items, most).filter_map(|item| item.example());
        examples.map(|example| example.event.clone()).collect()
    };
    let matched = examples(&about, MATCHED);
    let missed = spread(&about, MISSED).filter_map(|item| missed(item, pattern));
    let missed: Vec<Value> = missed.collect();
    let near = own.iter().chain(&matched).next();
    let near = near.map_or_else(Vec::new, |event| near_misses(pattern, event));
    let routine = chains
        .routine()
        .iter()
        .map(|routine| routine.event().clone());

    let mut events: Vec<Value> = Vec::new();
    let sorts = own.into_iter().chain(matched).chain(missed).chain(near);
    for event in sorts.chain(examples(&others, OTHERS)).chain(routine) {
        if !events.contains(&event) && events.len() < MOST {
            events.push(event);
        }
    }
    events
}

/// An event that `pattern` matches; if `CloudTrail` does not write such events, as far as
/// we know, one that has nothing but what the pattern asks for.
fn own(pattern: &Pattern, chains: &Chains) -> Option<Value> {
    let required = Requirement::Pattern(pattern.clone());
    let known = example(&required, &chains.records().any());
    known.or_else(|| example(&required, &Universe::any_json()))
}

/// At most `most` of the items, from all over the list: neighbours are of one service.
fn spread<'i>(items: &[&'i Item], most: usize) -> impl Iterator<Item = &'i Item> {
    let step = items.len().div_ceil(most).max(1);
    items.iter().step_by(step).copied()
}

/// An event of `item` that `pattern` does not match.
fn missed(item: &Item, pattern: &Pattern) -> Option<Value> {
    let deployed = [Deployed::always(pattern)];
    let required = std::slice::from_ref(&item.requirement);
    match covers(required, &deployed, &item.universe) {
        Coverage::NotCovered(event) => Some(*event),
        Coverage::Covered | Coverage::NotProven(_) => None,
    }
}

/// `event` with one field changed so that a condition of `pattern` turns: such events show
/// how a condition is read on its own. First those for which the whole pattern turns.
fn near_misses(pattern: &Pattern, event: &Value) -> Vec<Value> {
    let Ast::Json(conditions) = pattern.ast() else {
        return Vec::new();
    };
    let mut changed = Vec::new();
    conditions.each(&mut |condition| {
        if let Some(names) = condition.selector.names() {
            let values = [None, turned(condition)];
            let variants = values
                .iter()
                .filter_map(|value| with(event, &names, value.as_ref()));
            changed.extend(variants.filter(|variant| variant != event));
        }
    });
    let judged = |event: &Value| pattern.judge(&Event::from_value(event));
    let before = judged(event);
    let (turning, staying): (Vec<Value>, Vec<Value>) = changed
        .into_iter()
        .partition(|variant| judged(variant) != before);
    let few = staying.into_iter().take(NEAR / 2);
    turning.into_iter().chain(few).take(NEAR).collect()
}

/// A value about which `condition` says something else than about most.
fn turned(condition: &JsonCondition) -> Option<Value> {
    match &condition.test {
        JsonTest::Compare(Comparison::Equals(value) | Comparison::Differs(value)) => match value {
            Literal::Text(text) => Some(json!(text.value())),
            Literal::Number(_) | Literal::Glob(_) | Literal::Regex(_) => None,
        },
        JsonTest::Compare(Comparison::Order(..)) => None,
        JsonTest::IsNull => Some(Value::Null),
        JsonTest::IsTrue => Some(json!(true)),
        JsonTest::IsFalse => Some(json!(false)),
        JsonTest::NotExists => Some(json!("auditrail")),
    }
}

/// `event` with `value`, or nothing, at the path `names`; none where something else than an
/// object is on the way.
fn with(event: &Value, names: &[String], value: Option<&Value>) -> Option<Value> {
    let (last, way) = names.split_last()?;
    let mut event = event.clone();
    let mut place = event.as_object_mut()?;
    for name in way {
        let next = place.entry(name.clone());
        place = next.or_insert_with(|| Map::new().into()).as_object_mut()?;
    }
    match value {
        Some(value) => place.insert(last.clone(), value.clone()),
        None => place.remove(last),
    };
    Some(event)
}
