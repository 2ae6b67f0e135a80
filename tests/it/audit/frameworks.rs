//! Several frameworks in one run, which ask the same rule for different things.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use super::{FRAMEWORKS, scan_with_all_rules as scan};
use crate::seed::Account;
use crate::seed::monitor::{self, Monitor};

#[test]
fn what_an_older_framework_asks_for_passes_where_a_newer_one_fails() {
    let account = Account::watched();
    let good = Monitor::security_group_changes();
    let six = Monitor {
        pattern: good
            .pattern
            .replace(" || ($.eventName = ModifySecurityGroupRules)", ""),
        ..good.clone()
    };
    assert_ne!(six.pattern, good.pattern);
    account.change(async |moto| monitor::create(moto, &six).await);
    let outcome = scan(&account)
        .args(["--framework", "cis-aws-3.0.0,cis-aws-5.0.0"])
        .args(["--rule", "monitor-security-group-changes"])
        .run()
        .expect_status(1);
    let verdicts: Vec<[&str; 3]> = list(&outcome.report()["frameworks"])
        .flat_map(|framework| list(&framework["controls"]).map(move |control| (framework, control)))
        .filter(|(_, control)| control["status"] != "not-run")
        .map(|(framework, control)| {
            [&framework["id"], &control["id"], &control["status"]].map(|v| v.as_str().unwrap())
        })
        .collect();
    assert_eq!(
        verdicts,
        [
            ["cis-aws-3.0.0", "4.10", "pass"],
            ["cis-aws-5.0.0", "4.10", "fail"]
        ]
    );
    let messages: Vec<&str> = outcome
        .findings("monitor-security-group-changes")
        .into_iter()
        .map(|finding| finding["message"].as_str().unwrap())
        .collect();
    let [old, new] = messages[..] else {
        panic!("two findings in {messages:?}");
    };
    assert!(old.starts_with("each of 6 required events"), "{old}");
    let missed = "1 of 7 required events rings nobody: ModifySecurityGroupRules";
    assert!(new.starts_with(missed), "{new}");
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap().iter()
}

/// The controls of all frameworks by their verdict, the way they are numbered.
fn controls(account: &Account) -> String {
    let all = FRAMEWORKS.into_iter().flat_map(|id| ["--framework", id]);
    let outcome = scan(account).args(all).run();
    let mut text = String::new();
    for framework in list(&outcome.report()["frameworks"]) {
        let mut by_verdict: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for control in list(&framework["controls"]) {
            let [id, verdict] = ["id", "status"].map(|key| control[key].as_str().unwrap());
            by_verdict.entry(verdict).or_default().push(id);
        }
        writeln!(text, "{}", framework["id"].as_str().unwrap()).unwrap();
        for (verdict, ids) in by_verdict {
            writeln!(text, "  {verdict}: {}", ids.join(" ")).unwrap();
        }
    }
    text
}

#[test]
fn every_control_of_a_compliant_account() {
    let account = Account::compliant();
    // Up to 1.5.0 nothing may be left out of the refused calls.
    let advised = Monitor::advised("unauthorized-api-calls");
    let pattern = "{ $.errorCode = \"*UnauthorizedOperation\" || $.errorCode = \"AccessDenied*\" }";
    let pattern = pattern.to_owned();
    account.change(async |moto| monitor::create(moto, &Monitor { pattern, ..advised }).await);
    insta::assert_snapshot!("compliant", controls(&account));
}

#[test]
fn every_control_of_an_account_with_nothing_set_up() {
    insta::assert_snapshot!("non-compliant", controls(&Account::non_compliant()));
}

#[test]
fn every_control_of_an_account_in_which_some_has_gone_wrong() {
    insta::assert_snapshot!("mixed", controls(&Account::mixed()));
}
