//! Alert rules: does every required event reach somebody? Proven, refuted with an event, or
//! said to be open.
//!
//! | file | what |
//! |---|---|
//! | [`parts`] | what delivery chains are made of, out of the inventory |
//! | [`requirement`] | the required events, operation by operation |
//! | [`trail`], [`chain`] | the links before a metric filter |
//! | [`route`], [`alarm`], [`onward`], [`notify`], [`publisher`], [`topic`], [`key`] | the links after it, one route for each way to a subscriber |
//! | [`event_rule`], [`ruled`], [`target`] | the other road: event rules and what they send to |
//! | [`ways`], [`proof`] | which required events are covered by the routes that hold |
//! | [`missed`] | why one is lost, and by which clause |
//! | [`broad`] | filters that match what goes on all day |
//! | [`report`], [`evidence`], [`buses`] | the verdict in words and as data |
//! | [`repair`] | the smallest change that turns a verdict, tried before it is told |

mod alarm;
mod broad;
mod bus_event;
mod buses;
mod chain;
mod delivery;
mod event_rule;
mod evidence;
mod filter;
mod key;
mod link;
mod missed;
mod notify;
mod onward;
mod parts;
mod proof;
mod published;
mod publisher;
mod repair;
mod report;
mod requirement;
mod route;
mod ruled;
mod subject;
mod target;
mod topic;
mod trail;
mod watched;
mod ways;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use super::judge::Verdict;
use crate::rule::Alert;

pub use delivery::add_deliveries;
pub use parts::Chains;
pub use published::add_signals;
pub use requirement::{Asked, Item};
pub use subject::Subject;
pub use watched::{Watchers, judge as watched};

/// Judges `subject` by `alert` of the rule `id` under `parameters`, which have a value for
/// every parameter of the rule, in the account of `chains`.
pub fn judge(
    id: &str,
    alert: &Alert,
    parameters: &Map<String, Value>,
    subject: Subject<'_>,
    chains: &Chains,
) -> Verdict {
    let asked = Asked::new(id, alert, parameters, subject, chains);
    let proof = proof::prove(&asked, chains);
    let mut verdict = report::verdict(&asked, &proof, chains);
    let repairs = repair::repairs(&asked, &proof, chains);
    if !repairs.is_empty() {
        verdict
            .evidence
            .insert("repairs".to_owned(), repairs.into());
    }
    verdict
}
