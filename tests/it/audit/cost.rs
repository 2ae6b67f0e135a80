//! What a scan costs: calls by operation, bounds on calls under way.

use std::collections::BTreeMap;

use super::scan;
use crate::seed::monitor::{self, Monitor};
use crate::seed::{Account, HOME, REGIONS};

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

/// The regions that every account has without asking for more.
const SEVENTEEN: [&str; 17] = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

#[test]
fn a_scan_costs_so_much_an_account_a_region_and_a_topic() {
    let account = Account::compliant_in(&SEVENTEEN);
    let cost = |regions: &[&str]| {
        account.proxy.forget_calls();
        scan(&account)
            .args(["--framework", "cis-aws-7.0.0"])
            .args(["--regions", &regions.join(",")])
            .run()
            .expect_status(0);
        let mut made = account.proxy.by_operation();
        // Asked again until the report is there.
        made.remove("iam:GenerateCredentialReport");
        made.values().sum::<usize>()
    };
    let expected = |regions: usize, topics: usize| 11 + 5 * regions + 3 * topics;
    assert_eq!(cost(&[HOME]), expected(1, 15));
    assert_eq!(cost(&SEVENTEEN), expected(17, 15));
    account.change(async |moto| {
        for monitor in Monitor::all() {
            let topic = "security-alerts";
            monitor::create(moto, &Monitor { topic, ..monitor }).await;
        }
    });
    assert_eq!(cost(&[HOME]), expected(1, 1));
    assert_eq!(cost(&SEVENTEEN), expected(17, 1));
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
