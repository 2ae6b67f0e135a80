//! Filters that match what goes on all day: an alarm that always rings is no alarm.

use std::sync::Arc;

use serde_json::Value;

use super::filter::Filter;
use super::link::{Break, Stage};
use super::parts::Chains;
use super::proof::Proof;
use super::requirement::{Asked, Example, Item};
use crate::cloudtrail::{Outcome, Records};
use crate::coverage::{Condition, Coverage, Deployed, Requirement, Universe, covers, example};
use crate::filter_pattern::Outcome as Match;

/// What goes on in every account all day, by anybody but the root user: operations and the
/// types of identity that make them, any but `Root` where none is given.
const ROUTINE: &[(&str, &str, Option<&str>)] = &[
    ("ec2.amazonaws.com", "DescribeInstances", None),
    ("iam.amazonaws.com", "GetUser", None),
    ("kms.amazonaws.com", "Decrypt", None),
    ("s3.amazonaws.com", "ListBuckets", None),
    ("sts.amazonaws.com", "AssumeRole", None),
    ("sts.amazonaws.com", "AssumeRole", Some("AWSService")),
];

/// Events that go on all day, with one of them each.
#[derive(Debug, Clone)]
pub struct Routine {
    requirement: Requirement,
    universe: Arc<Universe>,
    example: Example,
}

impl Routine {
    /// What goes on in an account.
    pub fn all(records: &Records) -> Vec<Self> {
        let routine = ROUTINE.iter();
        routine
            .filter_map(|(source, name, identity)| {
                let field = |path: &str| path.split('.').map(str::to_owned).collect::<Vec<_>>();
                let of = match identity {
                    Some(of) => Condition::Is((*of).to_owned()),
                    None => Condition::IsNot("Root".to_owned()),
                };
                let requirement = Requirement::Fields(vec![
                    (field("eventSource"), Condition::Is((*source).to_owned())),
                    (field("eventName"), Condition::Is((*name).to_owned())),
                    (field("userIdentity.type"), of),
                ]);
                let universe = records.of(Some(source), Some(name), Outcome::Success);
                let example = Example::new(example(&requirement, &universe)?);
                Some(Self {
                    requirement,
                    universe,
                    example,
                })
            })
            .collect()
    }

    /// One of the events.
    pub fn event(&self) -> &Value {
        &self.example.event
    }
}

/// Why the alarm of `filter` never comes to rest: it matches whatever happens.
pub fn always(filter: &Filter, chains: &Chains) -> Option<Break> {
    let pattern = filter.pattern().ok()?;
    let deployed = [Deployed::always(pattern)];
    let routine = chains.routine();
    // The example first: it is the cheaper question, and the answer is no as a rule.
    let matches = |r: &Routine| pattern.judge(&r.example.read) == Match::Match;
    let all = |r: &Routine| {
        let required = std::slice::from_ref(&r.requirement);
        !matches!(
            covers(required, &deployed, &r.universe),
            Coverage::NotCovered(_)
        )
    };
    let always = !routine.is_empty() && routine.iter().all(matches) && routine.iter().all(all);
    always.then(|| {
        let why = format!(
            "metric filter `{}` matches whatever happens, so its alarm rings all the time",
            filter.name()
        );
        Break::Broken(Stage::Filter, why)
    })
}

/// What to say about filters that ring, are about required events and match others as well.
pub fn remarks(asked: &Asked, proof: &Proof<'_>, chains: &Chains) -> Vec<String> {
    let mut remarks = Vec::new();
    for filtered in proof.chains.iter().flat_map(|chain| &chain.filters) {
        let needed = proof.needs(filtered.filter);
        let rings = needed && filtered.routes.iter().any(|route| route.end.is_ok());
        let (true, Ok(pattern)) = (rings, filtered.filter.pattern()) else {
            continue;
        };
        let about = |item: &Item| {
            let example = item.example();
            item.may_be_matched_by(pattern)
                && example.is_some_and(|example| pattern.judge(&example.read) != Match::NoMatch)
        };
        if !asked.required.iter().any(about) {
            continue;
        }
        let deployed = [Deployed::always(pattern)];
        let matches_all = |requirement: &Requirement, example: &Example, universe: &Universe| {
            // A filter for one identity is not too broad because that may do anything: all
            // events have to match, whoever makes them.
            pattern.judge(&example.read) == Match::Match
                && !matches!(
                    covers(std::slice::from_ref(requirement), &deployed, universe),
                    Coverage::NotCovered(_)
                )
        };
        let ordinary = asked.ordinary.iter().find_map(|item| {
            let example = item.example()?;
            matches_all(&item.requirement, example, &item.universe).then_some(example)
        });
        let routine = chains.routine().iter();
        let mut routine = routine.map(|r| (&r.requirement, &r.example, &r.universe));
        let found = ordinary.or_else(|| {
            routine.find_map(|(requirement, example, universe)| {
                matches_all(requirement, example, universe).then_some(example)
            })
        });
        if let Some(example) = found {
            let text = |field: &str| {
                example
                    .event
                    .get(field)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            };
            remarks.push(format!(
                "metric filter `{}` also matches {} of {}, which need not ring",
                filtered.filter.name(),
                text("eventName"),
                text("eventSource"),
            ));
        }
    }
    remarks
}
