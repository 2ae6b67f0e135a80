//! The ways over event rules as data, region by region.

use serde_json::{Value, json};

use super::evidence::links;
use super::link::{Stage, Step};
use super::parts::{Chains, Place};
use super::proof::Proof;
use super::requirement::{About, Asked};
use super::ruled::{Delivery, Ruled, recorded};
use super::target;

/// How many regions are told of in which all holds: they look the same as a rule.
const SHOWN: usize = 3;

/// The event buses on which there are rules about what is asked for. Regions in which all
/// holds are left out beyond the first few.
pub fn all(asked: &Asked, proof: &Proof<'_>, chains: &Chains) -> Vec<Value> {
    let mut places: Vec<&Place> = proof.rules.iter().map(|ruled| ruled.place).collect();
    places.dedup();
    let mut sound = 0;
    let mut all = Vec::new();
    for place in places {
        let rules: Vec<&Ruled<'_>> = (proof.rules.iter())
            .filter(|ruled| ruled.place == place)
            .collect();
        let (bus, holds) = bus(asked, place, &rules, chains);
        sound += usize::from(holds);
        if !holds || sound <= SHOWN {
            all.push(bus);
        }
    }
    if let (Some(left_out), Some(Value::Object(last))) = (sound.checked_sub(SHOWN), all.last_mut())
        && left_out > 0
    {
        last.insert("regionsLeftOut".to_owned(), left_out.into());
    }
    all
}

fn bus(asked: &Asked, place: &Place, rules: &[&Ruled<'_>], chains: &Chains) -> (Value, bool) {
    let calls = asked
        .required
        .iter()
        .find(|item| item.about == About::Calls);
    let broken = calls.and_then(|item| recorded(item, place, chains).err());
    let mut steps = Vec::new();
    if calls.is_some() && broken.is_none() {
        steps.push(Step::new(Stage::Trail, "", "records the calls"));
    }
    let shared = links(&steps, broken.as_ref(), |_| String::new());
    let holds = broken.is_none()
        && rules.iter().all(|ruled| {
            ruled.on.is_ok() && ruled.deliveries.iter().all(|delivery| delivery.end.is_ok())
        });
    let rules: Vec<Value> = rules.iter().map(|ruled| rule(ruled)).collect();
    let value = json!({
        "region": place.1,
        "links": shared,
        "eventRules": rules,
    });
    (value, holds)
}

fn rule(ruled: &Ruled<'_>) -> Value {
    let deliveries = ruled.deliveries.iter();
    json!({
        "name": ruled.rule.name(),
        "bus": ruled.rule.bus(),
        "pattern": ruled.rule.source(),
        "routes": deliveries.map(|delivery| route(ruled, delivery)).collect::<Vec<_>>(),
    })
}

fn route(ruled: &Ruled<'_>, delivery: &Delivery) -> Value {
    let name = ruled.rule.name();
    if let Err(broken) = &ruled.on {
        return json!({"links": links(&[], Some(broken), |_| name.to_owned())});
    }
    let state = ruled.rule.body.state.as_deref().unwrap_or_default();
    let detail = format!("{}, {state}", ruled.place.1);
    let mut steps = vec![Step::new(Stage::EventRule, name, detail)];
    steps.extend(delivery.steps.iter().cloned());
    let links = links(&steps, delivery.end.as_ref().err(), |stage| match stage {
        Stage::EventRule => name.to_owned(),
        _ => delivery
            .target
            .as_deref()
            .map_or("", target::name)
            .to_owned(),
    });
    match &delivery.end {
        Ok(reached) => json!({
            "target": reached.target,
            "confirmedSubscriptions": reached.subscriptions,
            "links": links,
        }),
        Err(_) => json!({"target": delivery.target, "links": links}),
    }
}
