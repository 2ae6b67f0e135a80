//! What a scan costs: calls by operation, bounds on calls under way.

use std::collections::BTreeMap;

use super::{scan, scan_with_all_rules};
use crate::seed::monitor::{self, Monitor};
use crate::seed::{Account, HOME, REGIONS, topic};

/// Asked once for the account.
const ONCE: &str = "\
    account:GetAlternateContact
    account:GetContactInformation
    cloudfront:GetDistributionConfig
    cloudfront:ListDistributions
    ec2:DescribeRegions
    iam:GetAccountAuthorizationDetails
    iam:GetAccountPasswordPolicy
    iam:GetAccountSummary
    iam:ListInstanceProfiles
    iam:ListOpenIDConnectProviders
    iam:ListOrganizationsFeatures
    iam:ListSAMLProviders
    iam:ListServerCertificates
    iam:ListVirtualMFADevices
    organizations:DescribeOrganization
    organizations:DescribeResourcePolicy
    organizations:ListAWSServiceAccessForOrganization
    organizations:ListDelegatedAdministrators
    organizations:ListRoots
    s3:ListBuckets
    s3control:GetPublicAccessBlock
    sts:GetCallerIdentity";

/// Asked once in every region.
const IN_EVERY_REGION: &str = "\
    access-analyzer:ListAnalyzers
    apigateway:GetRestApis
    apigatewayv2:GetApis
    backup:ListBackupVaults
    cloudtrail:DescribeTrails
    config:DescribeConfigRules
    config:DescribeConfigurationRecorderStatus
    config:DescribeConfigurationRecorders
    config:DescribeDeliveryChannels
    config:GetComplianceDetailsByConfigRule
    ec2:DescribeFlowLogs
    ec2:DescribeInstances
    ec2:DescribeNetworkAcls
    ec2:DescribeNetworkInterfaces
    ec2:DescribeRouteTables
    ec2:DescribeSecurityGroups
    ec2:DescribeVpcEndpoints
    ec2:DescribeVpcPeeringConnections
    ec2:DescribeVpcs
    ec2:GetEbsEncryptionByDefault
    ecr:DescribeRepositories
    elasticfilesystem:DescribeFileSystems
    elasticloadbalancing:DescribeLoadBalancers
    events:ListEventBuses
    glacier:ListVaults
    kms:ListKeys
    lambda:ListFunctions
    macie2:GetAutomatedDiscoveryConfiguration
    macie2:GetMacieSession
    macie2:ListClassificationJobs
    rds:DescribeDBClusters
    rds:DescribeDBInstances
    secretsmanager:ListSecrets
    securityhub:DescribeHub
    sns:ListTopics
    sqs:ListQueues";

/// Asked of each resource of the compliant account, or where there are such.
const OF_EACH: &str = "\
    apigateway:GetStages 1
    apigatewayv2:GetStages 1
    backup:GetBackupVaultAccessPolicy 1
    cloudtrail:GetEventSelectors 1
    cloudtrail:GetTrailStatus 1
    cloudwatch:DescribeAlarms 1
    cloudwatch:ListAlarmMuteRules 1
    ecr:GetRepositoryPolicy 1
    elasticfilesystem:DescribeFileSystemPolicy 1
    elasticloadbalancing:DescribeListeners 1
    elasticloadbalancing:DescribeLoadBalancerAttributes 2
    events:ListRules 5
    glacier:GetVaultAccessPolicy 1
    iam:ListEntitiesForPolicy 2
    kms:DescribeKey 2
    kms:GetKeyPolicy 2
    kms:GetKeyRotationStatus 2
    lambda:GetPolicy 1
    logs:DescribeDeliveries 2
    logs:DescribeDeliverySources 2
    logs:DescribeLogGroups 1
    logs:DescribeMetricFilters 1
    organizations:ListAccountsForParent 2
    organizations:ListDelegatedServicesForAccount 1
    organizations:ListOrganizationalUnitsForParent 2
    organizations:ListPolicies 1
    organizations:ListTargetsForPolicy 1
    s3:GetBucketAcl 1
    s3:GetBucketEncryption 3
    s3:GetBucketLogging 1
    s3:GetBucketPolicy 3
    s3:GetBucketPolicyStatus 1
    s3:GetBucketVersioning 3
    s3:GetPublicAccessBlock 3
    secretsmanager:GetResourcePolicy 1
    sns:GetSubscriptionAttributes 15
    sns:GetTopicAttributes 15
    sns:ListSubscriptionsByTopic 15
    sqs:GetQueueAttributes 1";

#[test]
fn a_scan_asks_each_question_once() {
    let account = Account::compliant();
    scan(&account).run().expect_status(0);
    let regions = REGIONS.len();
    let once = ONCE.split_whitespace().map(|call| (call, 1));
    let in_every = IN_EVERY_REGION.split_whitespace();
    let of_each = OF_EACH.lines().map(|line| {
        let (call, times) = line.trim().split_once(' ').unwrap();
        (call, times.parse().unwrap())
    });
    let expected: BTreeMap<String, usize> = once
        .chain(in_every.map(|call| (call, regions)))
        .chain(of_each)
        .map(|(call, times)| (call.to_owned(), times))
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
        scan_with_all_rules(&account)
            .args(["--framework", "cis-aws-7.0.0"])
            .args(["--regions", &regions.join(",")])
            .run()
            .expect_status(0);
        let mut made = account.proxy.by_operation();
        // Asked again until the report is there.
        made.remove("iam:GenerateCredentialReport");
        made.values().sum::<usize>()
    };
    // There is nothing in the others but what every region has.
    let in_use = [HOME, "us-east-1"];
    let (few, many) = (cost(&in_use), cost(&SEVENTEEN));
    assert_eq!(many - few, 34 * (SEVENTEEN.len() - in_use.len()));
    account.change(async |moto| {
        for monitor in Monitor::all() {
            topic::delete(moto, monitor.topic).await;
            let topic = "security-alerts";
            monitor::create(moto, &Monitor { topic, ..monitor }).await;
        }
    });
    assert_eq!(few - cost(&in_use), 3 * 14);
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
