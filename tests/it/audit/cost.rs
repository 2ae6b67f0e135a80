//! What a scan costs: calls by operation, bounds on calls under way.

use std::collections::BTreeMap;

use super::scan;
use crate::seed::{Account, REGIONS};

#[test]
fn a_scan_asks_each_question_once() {
    let account = Account::compliant();
    scan(&account).run().expect_status(0);
    let regions = REGIONS.len();
    let expected: BTreeMap<String, usize> = [
        ("sts:GetCallerIdentity", 1),
        ("ec2:DescribeRegions", 1),
        ("ec2:DescribeSecurityGroups", regions),
        ("cloudtrail:DescribeTrails", regions),
        ("cloudtrail:GetTrailStatus", 1),
        ("cloudtrail:GetEventSelectors", 1),
        ("logs:DescribeLogGroups", 1),
        ("logs:DescribeMetricFilters", 1),
        ("cloudwatch:DescribeAlarms", 1),
        ("cloudwatch:ListAlarmMuteRules", 1),
        ("sns:GetTopicAttributes", 15),
        ("sns:ListSubscriptionsByTopic", 15),
        ("sns:GetSubscriptionAttributes", 15),
        ("config:DescribeConfigurationRecorders", regions),
        ("config:DescribeConfigurationRecorderStatus", regions),
        ("config:DescribeDeliveryChannels", regions),
        ("config:DescribeConfigRules", regions),
        ("config:GetComplianceDetailsByConfigRule", regions),
        ("iam:GetAccountSummary", 1),
        ("iam:GetAccountPasswordPolicy", 1),
    ]
    .into_iter()
    .map(|(call, n)| (call.to_owned(), n))
    .collect();
    let mut made = account.proxy.by_operation();
    // IAM writes the report when it likes; how often it is asked is its business.
    let generated = made.remove("iam:GenerateCredentialReport");
    assert!(generated.is_some_and(|n| n <= 3), "{generated:?}");
    assert_eq!(made.remove("iam:GetCredentialReport"), Some(1));
    assert_eq!(made, expected);
}

#[test]
fn one_rule_asks_only_what_it_needs() {
    let account = Account::empty();
    scan(&account)
        .args(["--rule", "sg-no-public-ssh"])
        .run()
        .expect_status(0);
    let made: Vec<String> = account.proxy.by_operation().into_keys().collect();
    assert_eq!(
        made,
        [
            "ec2:DescribeRegions",
            "ec2:DescribeSecurityGroups",
            "sts:GetCallerIdentity"
        ]
    );
}

#[test]
fn no_more_calls_are_under_way_than_asked_for() {
    let account = Account::empty();
    let slow = std::time::Duration::from_millis(20);
    account.proxy.on("*").delay(slow);
    scan(&account).args(["--concurrency", "3"]).run();
    assert!(account.proxy.peak() <= 3, "{}", account.proxy.peak());
    scan(&account).run();
    assert!(account.proxy.peak() > 3, "{}", account.proxy.peak());
}
