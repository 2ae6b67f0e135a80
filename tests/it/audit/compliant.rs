//! An account that does everything right.

use std::collections::BTreeSet;

use serde_json::json;

use super::{ALERTS, CONFIRMED_BY_A_PERSON, JUDGED_BY_A_PERSON, scan, skip_monitoring};
use crate::cli::Auditrail;
use crate::seed::monitor::{self, Monitor};
use crate::seed::{Account, REGIONS};

#[test]
fn every_rule_passes_and_a_snapshot_says_the_same() {
    let account = Account::compliant();
    let live = scan(&account)
        .args(["--save-snapshot", "account.ndjson"])
        .run();
    let report = live.report();
    let gaps = &report["gaps"];
    assert_eq!(gaps.as_array().unwrap().len(), 0, "{gaps:#}");
    let rules = report["rules"].as_array().unwrap().iter();
    let rules: BTreeSet<&str> = rules.map(|rule| rule["id"].as_str().unwrap()).collect();
    let by_a_person = JUDGED_BY_A_PERSON.iter().chain(&CONFIRMED_BY_A_PERSON);
    let by_a_person: BTreeSet<&str> = by_a_person.copied().collect();
    let wrong: Vec<_> = rules
        .iter()
        .map(|rule| (*rule, live.status_of(rule)))
        .filter(|(rule, verdict)| {
            let manual = by_a_person.contains(rule);
            *verdict != if manual { "manual" } else { "pass" }
        })
        .map(|(rule, verdict)| (rule, verdict, live.findings(rule)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(live.status, Some(0), "{live}");
    for rule in ALERTS {
        let [finding] = live.findings(rule)[..] else {
            panic!("one finding of {rule}");
        };
        assert_eq!(finding["remarks"], json!([]), "{rule}");
    }
    assert_eq!(report["targets"][0]["regions"], json!(REGIONS));

    let again = Auditrail::new()
        .arg("scan")
        .args(skip_monitoring())
        .arg("--snapshot")
        .arg(live.path("account.ndjson"))
        .run()
        .expect_status(0);
    assert_eq!(
        again.read("reports/report.json"),
        live.read("reports/report.json")
    );
}

/// Most monitors of the compliant account are as their rules advise; these are not.
#[test]
fn what_the_other_rules_advise_passes_as_well() {
    let account = Account::watched();
    account.change(async |moto| {
        for name in ["security-group-changes", "vpc-changes"] {
            monitor::create(moto, &Monitor::advised(name)).await;
        }
    });
    let outcome = scan(&account)
        .args(["--rule", "monitor-{security-group,vpc}-changes"])
        .run()
        .expect_status(0);
    for rule in ["monitor-security-group-changes", "monitor-vpc-changes"] {
        assert_eq!(outcome.findings(rule)[0]["remarks"], json!([]), "{rule}");
    }
}

#[test]
fn the_calls_made_are_the_calls_planned_and_no_other() {
    let account = Account::compliant();
    let planned = |arguments: &[&str]| -> BTreeSet<String> {
        let plan = Auditrail::new().args(["plan", "--json"]).args(arguments);
        let plan = plan.run().expect_status(0);
        let plan: serde_json::Value = serde_json::from_str(&plan.stdout).unwrap();
        let calls = plan["calls"].as_array().unwrap().iter();
        calls
            .map(|c| {
                format!(
                    "{}:{}",
                    c["service"].as_str().unwrap(),
                    c["operation"].as_str().unwrap()
                )
            })
            .collect()
    };
    for arguments in [
        &[] as &[&str],
        &["--rule", "sg-no-public-ssh"],
        &["--rule", "root-*"],
    ] {
        account.proxy.forget_calls();
        scan(&account)
            .args(arguments)
            .args(["--output", "out"])
            .run()
            .expect_status(0);
        let made: BTreeSet<String> = account.proxy.by_operation().into_keys().collect();
        let planned = planned(arguments);
        assert!(
            made.is_subset(&planned),
            "{arguments:?}: {made:?} / {planned:?}"
        );
    }
    // The last run was about the root user alone.
    assert_eq!(account.proxy.count("cloudtrail:DescribeTrails"), 0);
}
