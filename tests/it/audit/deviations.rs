//! A compliant account in which things have gone wrong since.

use serde_json::Value;

use super::scan;
use crate::cli::Outcome;
use crate::like_aws::LikeAws;
use crate::moto::Moto;
use crate::seed::network::{self, Opening};
use crate::seed::{Account, deviate};

/// The scan that finds what is wrong with the account after `change`.
fn after(account: &Account, change: impl AsyncFnOnce(&Moto)) -> Outcome {
    account.change(change);
    scan(account).run()
}

/// The same without the rules about alerts, for a change that is of no concern to them:
/// they take the most of a scan's time, and have their own tests in `links`.
fn after_but_for_alerts(account: &Account, change: impl AsyncFnOnce(&Moto)) -> Outcome {
    account.change(change);
    but_for_alerts(account)
}

fn but_for_alerts(account: &Account) -> Outcome {
    scan(account).args(["--skip", "monitor-*"]).run()
}

/// The rules with a fail.
fn failing(outcome: &Outcome) -> Vec<String> {
    let findings = outcome.report()["findings"].as_array().unwrap().iter();
    let failing = findings.filter(|finding| finding["status"] == "fail");
    let mut rules: Vec<String> = failing
        .map(|finding| finding["rule"].as_str().unwrap().to_owned())
        .collect();
    rules.dedup();
    rules
}

fn only<'o>(outcome: &'o Outcome, rule: &str) -> &'o Value {
    match outcome.findings(rule)[..] {
        [finding] => finding,
        ref many => panic!("{} findings of {rule}", many.len()),
    }
}

fn broken_link(finding: &Value) -> (&str, &str) {
    let link = &finding["evidence"]["firstBrokenLink"];
    (
        link["link"].as_str().unwrap(),
        link["why"].as_str().unwrap(),
    )
}

#[test]
fn a_trail_that_is_not_logging() {
    let account = Account::compliant();
    let outcome = after(&account, deviate::stop_trail_logging).expect_status(1);
    assert_eq!(outcome.status_of("cloudtrail-multi-region-enabled"), "fail");
    for rule in super::ALERTS {
        let (link, why) = broken_link(only(&outcome, rule));
        assert_eq!(link, "trail");
        assert!(why.contains("is not logging"), "{why}");
    }
    assert_eq!(outcome.status_of("cloudtrail-log-file-validation"), "pass");
}

#[test]
fn a_trail_without_log_group_and_other_regions() {
    let account = Account::compliant();
    let outcome = after(&account, deviate::trail_without_log_group);
    assert_eq!(outcome.status_of("cloudtrail-cloudwatch-logs"), "fail");
    for rule in super::ALERTS {
        assert_eq!(broken_link(only(&outcome, rule)).0, "log group", "{rule}");
    }
    let outcome = after(&account, deviate::trail_of_one_region);
    assert_eq!(outcome.status_of("cloudtrail-multi-region-enabled"), "fail");
    let (_, why) = broken_link(only(&outcome, "monitor-vpc-changes"));
    assert!(why.contains("single region"), "{why}");
}

#[test]
fn a_recorder_stopped_in_one_region_of_four_with_the_same_name() {
    let account = Account::compliant();
    let outcome = after_but_for_alerts(&account, deviate::recorder_stopped);
    assert_eq!(failing(&outcome), ["config-enabled-all-regions"]);
    for finding in outcome.findings("config-enabled-all-regions") {
        let stopped = finding["region"] == "ap-southeast-2";
        let expected = if stopped { "fail" } else { "pass" };
        assert_eq!(finding["status"], expected, "{finding}");
    }
}

#[test]
fn security_groups_open_in_every_way() {
    let account = Account::compliant();
    let (v4, v6) = account.change(async |moto| {
        let v4 = [
            deviate::group_open_on_all_ports(moto).await,
            deviate::group_open_to_every_protocol(moto).await,
            deviate::group_open_around_ssh(moto).await,
            deviate::group_open_through_a_prefix_list(moto).await,
        ];
        (v4, deviate::group_open_over_ipv6(moto).await)
    });
    let outcome = but_for_alerts(&account).expect_status(1);
    let open = |rule: &str| -> Vec<String> {
        let findings = outcome.findings(rule).into_iter();
        let failing = findings.filter(|finding| finding["status"] == "fail");
        let mut ids: Vec<String> = failing
            .map(|finding| finding["resource"]["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        ids
    };
    let mut four = v4.to_vec();
    four.sort();
    assert_eq!(open("sg-no-public-admin-ports-ipv4"), four);
    assert_eq!(
        open("sg-no-public-admin-ports-ipv6"),
        std::slice::from_ref(&v6)
    );
    let mut all = four.clone();
    all.push(v6);
    all.sort();
    assert_eq!(open("sg-no-public-ssh"), all);
    let passes = |finding: &&Value| finding["status"] == "pass";
    assert!(
        outcome.findings("sg-no-public-ssh").iter().any(passes),
        "the others pass"
    );
}

#[test]
fn a_contradiction_between_config_and_us_is_reported() {
    let account = Account::compliant();
    let region = "eu-central-1";
    let web = Opening::tcp(443, 443);
    let id = account.change(async |moto| network::group(moto, region, "web", &web).await);
    let like = LikeAws {
        non_compliant: [(region, vec![id.clone()])].into(),
        ..LikeAws::default()
    };
    like.apply(&account.proxy);
    let outcome = but_for_alerts(&account).expect_status(0);
    let finding = outcome
        .findings("config-rule-restricted-ssh")
        .into_iter()
        .find(|finding| finding["region"] == region)
        .unwrap();
    assert_eq!(finding["status"], "pass");
    let remarks = finding["remarks"].to_string();
    assert!(remarks.contains(&id), "{remarks}");
}

#[test]
fn identities_and_passwords() {
    let account = Account::compliant();
    account.change(async |moto| {
        deviate::user_without_mfa(moto).await;
        deviate::weak_password_policy(moto).await;
        deviate::default_group_with_rules(moto).await;
    });
    let outcome = but_for_alerts(&account).expect_status(1);
    assert_eq!(
        failing(&outcome),
        [
            "default-sg-restricts-all",
            "iam-user-console-mfa",
            "password-policy-min-length-14"
        ]
    );
    let users: Vec<_> = outcome
        .findings("iam-user-console-mfa")
        .iter()
        .map(|f| {
            (
                f["resource"]["id"].as_str().unwrap(),
                f["status"].as_str().unwrap(),
            )
        })
        .collect();
    assert!(
        users.contains(&("mallory", "fail")) && users.contains(&("alice", "pass")),
        "{users:?}"
    );
    assert!(users.contains(&("deployer", "not-applicable")), "{users:?}");

    let outcome = after_but_for_alerts(&account, deviate::no_password_policy);
    assert_eq!(outcome.status_of("password-policy-min-length-14"), "fail");
}
