//! Why an event reaches nobody, and which clause loses it.

use serde_json::Value;

use super::chain::Chain;
use super::filter::Filter;
use super::link::{Break, Stage, nearest};
use super::parts::Chains;
use super::proof::{LostBy, Missed, Question};
use super::requirement::{About, Item};
use super::ruled::recorded;
use super::ways::Ways;
use crate::coverage::{Coverage, Requirement, covers};
use crate::filter_pattern::{Clause, Event, Outcome, blame};
use crate::rule::Road;
use crate::target::Region;

/// Why `event` reaches nobody.
pub fn missed(
    event: Value,
    item: &Item,
    question: &Question<'_, '_>,
    ways: &Ways<'_, '_>,
) -> Missed {
    let chains = question.chains;
    let matching = ways
        .broken
        .iter()
        .filter(|way| !way.deployed.misses(&event));
    let mut breaks: Vec<Break> = matching.filter_map(|way| way.broken.clone()).collect();
    breaks.extend(ways.lost.iter().cloned());
    let mut clause = None;
    for chain in question.built {
        let Ok((_, group)) = chain.sees(item) else {
            continue;
        };
        let at = event.get("awsRegion").and_then(Value::as_str);
        if let Some(region) = chain.region.filter(|region| at != Some(region)) {
            breaks.push(Break::Broken(
                Stage::Trail,
                format!("trail `{}` covers a single region, {region}", chain.name()),
            ));
            continue;
        }
        breaks.extend(chain.filters.iter().filter_map(|f| f.elsewhere(&event)));
        clause = clause.or_else(|| lost_by(&event, item, chain));
        let vain: Vec<String> = (chain.filters.iter())
            .filter(|f| is_vain(f.filter, item, &event, chains))
            .map(|f| format!("`{}`", f.filter.name()))
            .collect();
        let vain = match vain.len() {
            0 => String::new(),
            _ => format!(
                "; no event at all meets the conditions of metric filter {}",
                vain.join(" and ")
            ),
        };
        let why = format!("no metric filter on log group `{group}` matches them{vain}");
        breaks.push(Break::Broken(Stage::Filter, why));
    }
    breaks.extend(no_rule(&event, item, question));
    let none = Break::Broken(Stage::Trail, "there is no trail".to_owned());
    let nearest = nearest(&breaks).unwrap_or(&none);
    // A link behind a filter or a rule that matches says more.
    let deaf = (nearest.stage() <= Stage::Filter).then(|| deaf(&event, item, question));
    let broken = deaf.flatten().unwrap_or_else(|| nearest.clone());
    let clause = clause.filter(|_| broken.stage() == Stage::Filter);
    Missed {
        stage: broken.stage(),
        why: broken.why(),
        clause,
        event,
    }
}

/// Whether a filter asks for the operation of the item, but in such a way that it matches no
/// event at all: `&&` where `||` is meant.
fn is_vain(filter: &Filter, item: &Item, event: &Value, chains: &Chains) -> bool {
    let Ok(pattern) = filter.pattern() else {
        return false;
    };
    let Some(name) = &item.name else { return false };
    let asks = filter.source().contains(name.as_str());
    let nothing = || {
        let all = [Requirement::Pattern(pattern.clone())];
        covers(&all, &[], &chains.records().any()) == Coverage::Covered
    };
    asks && item.is_meant_by(pattern, &Event::from_value(event)) && nothing()
}

/// The clause that loses the event, of the filter that is nearest to matching it.
fn lost_by(event: &Value, item: &Item, chain: &Chain<'_>) -> Option<LostBy> {
    let read = Event::from_value(event);
    let mut nearest: Option<(usize, LostBy)> = None;
    for filtered in &chain.filters {
        let Ok(pattern) = filtered.filter.pattern() else {
            continue;
        };
        if !item.may_be_matched_by(pattern) || pattern.judge(&read) != Outcome::NoMatch {
            continue;
        }
        let lost = blame(pattern, &read);
        let source = filtered.filter.source();
        let quoted: Vec<&str> = lost
            .iter()
            .filter_map(|clause| source.get(clause.span.range()))
            .collect();
        // A filter for another operation was not meant to match.
        let about_others =
            item.name.is_some() && lost.iter().any(|clause| clause.is_on(&["eventName"]));
        let is_meant = item.is_meant_by(pattern, &read);
        let (Some(first), true) = (lost.first(), is_meant && !about_others) else {
            continue;
        };
        let better = nearest
            .as_ref()
            .is_none_or(|(least, _)| lost.len() < *least);
        if better && !quoted.is_empty() {
            let by = LostBy {
                filter: filtered.filter.name().to_owned(),
                clause: quoted.join("` and `"),
                start: first.span.start,
                end: first.span.end,
                fields: lost.iter().filter_map(Clause::path).collect(),
            };
            nearest = Some((lost.len(), by));
        }
    }
    nearest.map(|(_, by)| by)
}

/// What to say of event rules where none sends on `event`. Where there are none at all, and
/// metric filters count as well, those are what the account meant to use.
fn no_rule(event: &Value, item: &Item, question: &Question<'_, '_>) -> Option<Break> {
    if !question.asked.counts(Road::EventRule) {
        return None;
    }
    let region = region_of(event, item)?;
    let place = (question.chains.account(), Region::new(region));
    let over_filters =
        question.asked.counts(Road::MetricFilter) && item.about != About::ServiceEvents;
    let rules = question.chains.rules.get(&place);
    if over_filters && rules.is_none_or(Vec::is_empty) {
        return None;
    }
    if item.about == About::Calls
        && let Err(broken) = recorded(item, &place, question.chains)
    {
        return Some(broken);
    }
    let why = if over_filters {
        format!("no metric filter and no event rule in {region} matches them")
    } else {
        format!("no event rule in {region} matches them")
    };
    Some(Break::Broken(Stage::EventRule, why))
}

/// The rule that would send on `event`, were it in the state in which rules get calls that only
/// read.
fn deaf(event: &Value, item: &Item, question: &Question<'_, '_>) -> Option<Break> {
    let region = region_of(event, item)?;
    let name = event.get("eventName").and_then(Value::as_str)?;
    let mut rules = question.rules.iter();
    let deaf = rules.find(|ruled| {
        ruled.place.1.as_str() == region
            && ruled.on.is_ok()
            && !ruled.rule.gets_calls_of(name)
            && ruled.rule.would_match(event, item, ruled.place)
    })?;
    let why = format!(
        "event rule `{}` gets no calls that only read, such as {name}: its state is ENABLED and not ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
        deaf.rule.name()
    );
    Some(Break::Broken(Stage::EventRule, why))
}

/// Where an event happens.
fn region_of<'e>(event: &'e Value, item: &Item) -> Option<&'e str> {
    let mut names = item.region_field().into_iter();
    names
        .try_fold(event, |value, name| value.get(name))?
        .as_str()
}
