//! An oracle for our own reading of filter patterns: every proof about an alert rests on
//! it, and CloudWatch Logs can be asked what it makes of the same patterns.
//!
//! [`questions`] says what to ask, [`compare`] what the answers come to, and
//! [`super::run_verified`] judges without the filters whose reading AWS contradicts.
//! Nothing is asked here: whoever has a connection makes the calls.

mod events;
#[cfg(test)]
mod tests;
mod verification;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::Value;

use super::alert::{Asked, Chains, Item, Subject};
use crate::filter_pattern::Pattern;
use crate::inventory::Inventory;
use crate::rule::{Bound, Check};
use crate::target::{Account, Region};

pub use verification::{Disagreement, NotAsked, Verification, compare};

/// A filter pattern of the inventory, and the events to try it on.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The account of the metric filters that have it.
    pub account: Account,
    /// Their region, which is to be asked.
    pub region: Region,
    /// The pattern as it is written.
    pub pattern: String,
    /// The filters: log group and name, sorted.
    pub filters: Vec<(String, String)>,
    /// Made-up records of `CloudTrail`; none where we do not understand the pattern.
    pub events: Vec<Value>,
}

impl Question {
    /// The events as the messages of log events, in their order.
    pub fn messages(&self) -> Vec<String> {
        self.events.iter().map(Value::to_string).collect()
    }
}

/// What to ask about the metric filters of `inventory`: each pattern once in each region.
/// The events are made up, out of what can exist, the alert rules in `bindings` and the
/// pattern; of the account they hold its number alone.
pub fn questions(bindings: &[Bound<'_>], inventory: &Inventory) -> Vec<Question> {
    let of_target = inventory.targets.iter().map(|target| {
        let chains = Chains::new(inventory, target);
        let patterns = patterns(&chains, &target.account);
        if patterns.is_empty() {
            return Vec::new();
        }
        let required = required(bindings, &chains);
        let patterns: Vec<_> = patterns.into_iter().collect();
        let questions = patterns.into_par_iter();
        let questions = questions.map(|((region, pattern), filters)| Question {
            account: target.account.clone(),
            region,
            events: Pattern::parse(&pattern).map_or_else(
                |_| Vec::new(),
                |pattern| events::of(&pattern, &required, &chains),
            ),
            pattern,
            filters,
        });
        questions.collect()
    });
    of_target.flatten().collect()
}

type Patterns = BTreeMap<(Region, String), Vec<(String, String)>>;

/// The patterns of the metric filters of `account`, and the filters that have them.
fn patterns(chains: &Chains, account: &Account) -> Patterns {
    let mut patterns = Patterns::new();
    for (((of, region), group), filters) in &chains.filters {
        for filter in filters.iter().filter(|_| of == account) {
            let key = (region.clone(), filter.source().to_owned());
            let name = (group.clone(), filter.name().to_owned());
            patterns.entry(key).or_default().push(name);
        }
    }
    for filters in patterns.values_mut() {
        filters.sort();
    }
    patterns
}

/// What the alert rules in `bindings` require to ring.
fn required(bindings: &[Bound<'_>], chains: &Chains) -> Vec<Item> {
    let asked = bindings.iter().filter_map(|bound| match &bound.rule.check {
        Check::Alert(alert) => {
            let parameters = bound.rule.with_defaults(&bound.parameters);
            Some(Asked::new(&bound.rule.id, alert, &parameters, Subject::ACCOUNT, chains).required)
        }
        Check::Pass(_) | Check::Watched(_) | Check::Manual => None,
    });
    asked.flatten().collect()
}
