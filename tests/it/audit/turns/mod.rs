//! One thing wrong at a time with a compliant account: exactly the rules turn that are about
//! it, and no other does.
//!
//! The rules about alerts take the most of a scan's time and are left out; they have their own
//! tests in `links` and `deviations`.

mod identity;
mod logging;
mod network;
mod organization;
mod storage;
mod workload;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::scan;
use crate::cli::Auditrail;
use crate::moto::Moto;
use crate::seed::Account;

/// What is spoilt, how, and into what it turns which rules.
type Deviation = (
    &'static str,
    fn(&Account),
    &'static [(&'static str, &'static str)],
);

/// Spoils an account with a function of [`crate::seed::deviate`].
fn seed<T>(account: &Account, change: impl AsyncFnOnce(&Moto) -> T) {
    account.change(change);
}

/// The worst verdict of each rule.
fn verdicts(account: &Account) -> BTreeMap<String, &'static str> {
    let outcome = scan(account)
        .args(["--skip", "monitor-*", "--format", "json"])
        .run();
    let rules = outcome.report()["rules"].as_array().unwrap().iter();
    let rules = rules.map(|rule| rule["id"].as_str().unwrap());
    let rules = rules.filter(|rule| !rule.starts_with("monitor-"));
    rules
        .map(|rule| (rule.to_owned(), outcome.status_of(rule)))
        .collect()
}

/// Tries each on an account of its own; all that went otherwise is told at the end.
#[track_caller]
fn check(deviations: &[Deviation]) {
    static COMPLIANT: OnceLock<BTreeMap<String, &'static str>> = OnceLock::new();
    let before = COMPLIANT.get_or_init(|| verdicts(&Account::compliant()));
    let mut wrong = Vec::new();
    for (what, spoil, expected) in deviations {
        let account = Account::compliant();
        spoil(&account);
        let mut after = verdicts(&account);
        after.retain(|rule, verdict| before[rule] != *verdict);
        let expected: BTreeMap<String, &str> = (expected.iter())
            .map(|(rule, verdict)| ((*rule).to_owned(), *verdict))
            .collect();
        if after != expected {
            wrong.push(format!("{what}: {after:?} and not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A rule that nothing turns would not be noticed if it said the same of everything.
#[test]
fn every_rule_is_turned_by_something() {
    let mut turned: BTreeSet<&str> = super::JUDGED_BY_A_PERSON.into();
    let all = [
        identity::ALL,
        logging::ALL,
        network::ALL,
        organization::ALL,
        storage::ALL,
        workload::ALL,
    ];
    for (_, _, rules) in all.into_iter().flatten() {
        turned.extend(rules.iter().map(|(rule, _)| rule));
    }
    let list = Auditrail::new().args(["rules", "list", "--json"]).run();
    let list: serde_json::Value = serde_json::from_str(&list.expect_status(0).stdout).unwrap();
    let of_monitoring: BTreeSet<&str> = super::skip_monitoring().collect();
    let rules = list.as_array().unwrap().iter();
    let rules: BTreeSet<&str> = rules
        .map(|rule| rule["id"].as_str().unwrap())
        .filter(|rule| !rule.starts_with("monitor-") && !of_monitoring.contains(rule))
        .collect();
    assert_eq!(turned, rules);
}
