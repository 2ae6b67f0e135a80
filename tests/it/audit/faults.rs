//! Calls that fail: the verdicts that needed them are unknown, and no other.

use std::collections::{BTreeMap, BTreeSet};

use super::scan;
use crate::cli::Outcome;
use crate::proxy::{Match, Proxy};
use crate::seed::monitor::Monitor;
use crate::seed::{Account, REGIONS, deviate, key, topic};

/// Rule and region of every finding with this status.
fn with_status(outcome: &Outcome, status: &str) -> BTreeSet<(String, String)> {
    let findings = outcome.report()["findings"].as_array().unwrap().iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    findings
        .filter(|finding| finding["status"] == status)
        .map(|finding| (text(&finding["rule"]), text(&finding["region"])))
        .collect()
}

fn rules(of: &BTreeSet<(String, String)>) -> BTreeSet<&str> {
    of.iter().map(|(rule, _)| rule.as_str()).collect()
}

fn reasons(outcome: &Outcome) -> Vec<(String, String)> {
    let gaps = outcome.report()["gaps"].as_array().unwrap().iter();
    gaps.map(|gap| {
        let call = format!(
            "{}:{}",
            gap["service"].as_str().unwrap(),
            gap["operation"].as_str().unwrap()
        );
        (call, gap["reason"].as_str().unwrap().to_owned())
    })
    .collect()
}

/// Each call that not only alerts need, and the rules that cannot do without it.
fn needed() -> Vec<(&'static str, Vec<&'static str>)> {
    let alerts = super::ALERTS;
    let alerts_and = |more: &[&'static str]| [&alerts[..], more].concat();
    vec![
        (
            "cloudtrail:DescribeTrails",
            alerts_and(&[
                "cloudtrail-bucket-access-logging",
                "cloudtrail-bucket-not-public",
                "cloudtrail-cloudwatch-logs",
                "cloudtrail-kms-encryption",
                "cloudtrail-log-file-validation",
                "cloudtrail-multi-region-enabled",
                "s3-object-read-events",
                "s3-object-write-events",
            ]),
        ),
        (
            "cloudtrail:GetTrailStatus",
            alerts_and(&[
                "cloudtrail-cloudwatch-logs",
                "cloudtrail-multi-region-enabled",
                "s3-object-read-events",
                "s3-object-write-events",
            ]),
        ),
        (
            "cloudtrail:GetEventSelectors",
            alerts_and(&[
                "cloudtrail-multi-region-enabled",
                "s3-object-read-events",
                "s3-object-write-events",
            ]),
        ),
        (
            "config:DescribeConfigurationRecorders",
            vec![
                "config-enabled-all-regions",
                "config-global-resources-recorded",
            ],
        ),
        (
            "config:DescribeConfigurationRecorderStatus",
            vec![
                "config-enabled-all-regions",
                "config-global-resources-recorded",
            ],
        ),
        (
            "config:DescribeConfigRules",
            vec!["config-rule-restricted-ssh"],
        ),
        ("config:GetComplianceDetailsByConfigRule", vec![]),
        (
            "iam:GetAccountSummary",
            vec![
                "root-hardware-mfa",
                "root-mfa-enabled",
                "root-no-access-keys",
            ],
        ),
        (
            "iam:GetAccountPasswordPolicy",
            vec![
                "password-policy-expiry-90",
                "password-policy-min-length-14",
                "password-policy-reuse-24",
                "password-policy-symbol",
            ],
        ),
        (
            "iam:GetCredentialReport",
            vec![
                "iam-access-keys-rotated-90-days",
                "iam-unused-credentials-disabled",
                "iam-user-console-mfa",
            ],
        ),
        (
            "ec2:DescribeSecurityGroups",
            vec![
                "default-sg-restricts-all",
                "sg-no-public-admin-ports-ipv4",
                "sg-no-public-admin-ports-ipv6",
                "sg-no-public-cifs",
                "sg-no-public-rdp",
                "sg-no-public-ssh",
            ],
        ),
    ]
}

/// The rules that each call is planned for.
fn planned() -> BTreeMap<String, Vec<String>> {
    let plan = crate::cli::Auditrail::new().args(["plan", "--json"]).run();
    let plan: serde_json::Value = serde_json::from_str(&plan.expect_status(0).stdout).unwrap();
    let calls = plan["calls"].as_array().unwrap().iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    calls
        .map(|call| {
            let name = format!("{}:{}", text(&call["service"]), text(&call["operation"]));
            let rules = call["rules"].as_array().unwrap().iter().map(text);
            (name, rules.collect())
        })
        .collect()
}

#[test]
fn each_denied_call_makes_its_own_rules_unknown_and_fails_none() {
    let account = Account::compliant();
    let planned = planned();
    for (call, expected) in needed() {
        let proxy = Proxy::start(account.proxy.local_address());
        proxy.on(call).deny();
        let mut scan = crate::cli::Auditrail::new().arg("scan").endpoint(&proxy);
        scan = scan.args(super::skip_monitoring());
        // They take the most of a scan's time.
        if !expected.iter().any(|rule| super::ALERTS.contains(rule)) {
            scan = scan.args(["--skip", "monitor-*"]);
        }
        let outcome = scan.run();
        assert!(
            with_status(&outcome, "fail").is_empty(),
            "{call}: {outcome}"
        );
        let unknown = with_status(&outcome, "unknown");
        for rule in &expected {
            assert!(
                rules(&unknown).contains(rule),
                "{call}: {rule} is not unknown: {unknown:?}"
            );
        }
        let other: Vec<_> = rules(&unknown)
            .into_iter()
            .filter(|r| !expected.contains(r))
            .collect();
        let needs_it = |rule: &&str| planned[call].iter().any(|name| name == rule);
        assert!(
            other.iter().all(needs_it),
            "{call}: also unknown: {other:?}"
        );
        let expected_status = if unknown.is_empty() { 0 } else { 3 };
        let outcome = outcome.expect_status(expected_status);
        let denied = (call.to_owned(), "denied".to_owned());
        assert!(
            reasons(&outcome).contains(&denied),
            "{call}: {:?}",
            reasons(&outcome)
        );
    }
}

/// The calls that alerts need, and no other rule.
const OF_ALERTS: [&str; 8] = [
    "logs:DescribeMetricFilters",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:ListAlarmMuteRules",
    "sns:GetTopicAttributes",
    "sns:ListSubscriptionsByTopic",
    "sns:GetSubscriptionAttributes",
    "kms:DescribeKey",
    "kms:GetKeyPolicy",
];

#[test]
fn each_denied_call_on_the_way_of_an_alert_makes_alerts_unknown() {
    let account = Account::compliant();
    account.change(async |moto| {
        let key = key::create(moto, &key::policy(true)).await;
        for monitor in Monitor::all() {
            topic::set(moto, monitor.topic, "KmsMasterKeyId", &key).await;
        }
    });
    let scan = |proxy: &Proxy| {
        crate::cli::Auditrail::new()
            .args(["scan", "--rule", "monitor-*"])
            .args(super::skip_monitoring())
            .endpoint(proxy)
            .run()
    };
    let all: BTreeSet<(String, String)> = super::ALERTS
        .map(|rule| (rule.to_owned(), "global".to_owned()))
        .into();
    let undisturbed = scan(&account.proxy).expect_status(0);
    assert_eq!(with_status(&undisturbed, "pass"), all);
    for call in OF_ALERTS {
        let proxy = Proxy::start(account.proxy.local_address());
        proxy.on(call).deny();
        let outcome = scan(&proxy).expect_status(3);
        assert_eq!(with_status(&outcome, "unknown"), all, "{call}");
        for rule in super::ALERTS {
            let [finding] = outcome.findings(rule)[..] else {
                panic!("{call}: one finding of {rule}");
            };
            let message = finding["message"].as_str().unwrap();
            let denied = format!("{call} was denied");
            assert!(message.contains(&denied), "{call}: {rule}: {message}");
        }
        let denied = (call.to_owned(), "denied".to_owned());
        assert!(reasons(&outcome).contains(&denied), "{call}");
    }
    // One topic of fifteen.
    let proxy = Proxy::start(account.proxy.local_address());
    let one = Match::from("sns:GetTopicAttributes").containing("vpc-changes");
    proxy.on(one).deny();
    let outcome = scan(&proxy).expect_status(3);
    let unknown = with_status(&outcome, "unknown");
    assert_eq!(rules(&unknown), ["monitor-vpc-changes"].into());
    assert_eq!(with_status(&outcome, "pass").len(), all.len() - 1);
}

#[test]
fn a_region_that_does_not_answer_is_unknown_there_and_nowhere_else() {
    let account = Account::compliant();
    account.change(deviate::group_open_around_ssh);
    let silent = "us-east-1";
    for service in ["ec2:DescribeSecurityGroups", "config:*", "cloudtrail:*"] {
        account
            .proxy
            .on(Match::from(service).in_region(silent))
            .hang();
    }
    let outcome = scan(&account)
        .args(["--timeout", "9"])
        .run()
        .expect_status(1);
    for rule in ["sg-no-public-ssh", "config-enabled-all-regions"] {
        let regions = |status| -> Vec<String> {
            let findings = with_status(&outcome, status).into_iter();
            findings
                .filter(|(of, _)| of == rule)
                .map(|(_, region)| region)
                .collect()
        };
        assert_eq!(regions("unknown"), [silent], "{rule}");
        let others = REGIONS.iter().filter(|region| **region != silent);
        let passing = regions("pass");
        assert!(
            others
                .clone()
                .all(|region| passing.iter().any(|p| p == region)),
            "{rule}: {passing:?}"
        );
    }
    // A trail of all regions is seen from the others, so nothing of it is unknown.
    assert_eq!(outcome.status_of("cloudtrail-multi-region-enabled"), "pass");
    assert!(
        reasons(&outcome)
            .iter()
            .all(|(_, reason)| reason == "timeout"),
        "{:?}",
        reasons(&outcome)
    );
    // The open group elsewhere is found all the same.
    assert_eq!(outcome.status_of("sg-no-public-admin-ports-ipv4"), "fail");
}

#[test]
fn answers_that_break_off_or_make_no_sense_are_gaps() {
    type Break = fn(&Proxy);
    let account = Account::compliant();
    let breaks: [(&str, Break); 3] = [
        ("truncated", |proxy| {
            proxy.on("ec2:DescribeSecurityGroups").truncate();
        }),
        ("reset", |proxy| {
            proxy.on("ec2:DescribeSecurityGroups").reset();
        }),
        ("garbage", |proxy| {
            proxy.on("ec2:DescribeSecurityGroups").garbage();
        }),
    ];
    for (name, spoil) in breaks {
        let proxy = Proxy::start(account.proxy.local_address());
        spoil(&proxy);
        let outcome = crate::cli::Auditrail::new()
            .args(["scan", "--rule", "sg-no-public-ssh", "--timeout", "6"])
            .endpoint(&proxy)
            .run()
            .expect_status(3);
        assert_eq!(outcome.status_of("sg-no-public-ssh"), "unknown", "{name}");
        assert_eq!(
            outcome.findings("sg-no-public-ssh").len(),
            REGIONS.len(),
            "{name}"
        );
        let reason = &reasons(&outcome)[0].1;
        assert!(
            ["failed", "timeout"].contains(&reason.as_str()),
            "{name}: {reason}"
        );
    }
}

#[test]
fn a_throttled_call_is_made_again() {
    let account = Account::empty();
    account
        .proxy
        .on("ec2:DescribeSecurityGroups")
        .times(2)
        .throttle();
    let outcome = scan(&account)
        .args(["--rule", "sg-no-public-ssh"])
        .run()
        .expect_status(0);
    assert_eq!(outcome.status_of("sg-no-public-ssh"), "pass");
    let calls = &outcome.report()["calls"];
    assert!(calls["throttled"].as_u64().unwrap() >= 2, "{calls}");
    assert!(calls["retried"].as_u64().unwrap() >= 2, "{calls}");
}

#[test]
fn a_region_that_is_not_enabled_is_said_to_be() {
    let account = Account::empty();
    account
        .proxy
        .on("ec2:DescribeRegions")
        .replace(|body| body.replacen("opt-in-not-required", "not-opted-in", 1));
    let outcome = scan(&account)
        .args([
            "--rule",
            "{sg-no-public-ssh,config-enabled-all-regions}",
            "--regions",
            "ap-southeast-2,eu-west-1",
        ])
        .run()
        .expect_status(1);
    assert_eq!(reasons(&outcome)[0].1, "not-opted-in");
    for rule in ["sg-no-public-ssh", "config-enabled-all-regions"] {
        let finding = outcome.findings(rule)[0];
        assert_eq!(finding["region"], "ap-southeast-2");
        assert_eq!(finding["status"], "unknown", "{rule}");
    }
}

#[test]
fn an_endpoint_without_mute_rules_is_said_to_have_none() {
    let account = Account::compliant();
    let page = "<!doctype html><title>Not Found</title>";
    account
        .proxy
        .on("cloudwatch:ListAlarmMuteRules")
        .status(404, page);
    let outcome = scan(&account).run().expect_status(0);
    let expected = (
        "cloudwatch:ListAlarmMuteRules".to_owned(),
        "unsupported".to_owned(),
    );
    assert_eq!(reasons(&outcome), [expected]);
    assert_eq!(outcome.report()["calls"]["failed"], 0);
}
