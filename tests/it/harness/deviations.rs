//! Each deviation can be read back.

use crate::aws;
use crate::seed::network::{ANYWHERE, ANYWHERE_V6};
use crate::seed::{Account, HOME, TRAIL, deviate};

#[test]
fn of_the_trail() {
    let account = Account::compliant();
    let client = aws_sdk_cloudtrail::Client::new(&account.moto.config(HOME));
    let is_logging = || {
        let status = aws::run(client.get_trail_status().name(TRAIL).send());
        status.unwrap().is_logging().unwrap()
    };
    // Whether it covers all regions, has validation, a key, a log group.
    let trail = || {
        let trails = aws::run(client.describe_trails().send()).unwrap();
        let trail = &trails.trail_list()[0];
        [
            trail.is_multi_region_trail().unwrap(),
            trail.log_file_validation_enabled().unwrap(),
            trail.kms_key_id().is_some(),
            trail.cloud_watch_logs_log_group_arn().is_some(),
        ]
    };
    assert!(is_logging());
    assert_eq!(trail(), [true; 4]);
    account.change(deviate::stop_trail_logging);
    assert!(!is_logging());
    account.change(deviate::trail_of_one_region);
    assert_eq!(trail(), [false, true, true, true]);
    account.change(deviate::trail_without_validation);
    assert_eq!(trail(), [true, false, true, true]);
    account.change(deviate::trail_without_kms);
    assert_eq!(trail(), [true, true, false, true]);
    account.change(deviate::trail_without_log_group);
    assert_eq!(trail(), [true, true, true, false]);
    assert!(is_logging());
}

#[test]
fn of_the_monitoring() {
    let account = Account::compliant();
    let config = account.moto.config(HOME);
    let cloudwatch = aws_sdk_cloudwatch::Client::new(&config);
    let alarm = || {
        let request = cloudwatch.describe_alarms().alarm_names("vpc-changes");
        let alarms = aws::run(request.send()).unwrap();
        let [alarm] = alarms.metric_alarms() else {
            panic!("one alarm in {alarms:?}");
        };
        (
            alarm.namespace().unwrap().to_owned(),
            alarm.actions_enabled().unwrap(),
        )
    };
    assert_eq!(alarm(), ("CISBenchmark".to_owned(), true));
    account.change(deviate::alarm_actions_disabled);
    assert_eq!(alarm(), ("CISBenchmark".to_owned(), false));
    account.change(deviate::alarm_in_another_namespace);
    assert_eq!(alarm(), ("Elsewhere".to_owned(), true));

    account.change(deviate::and_instead_of_or);
    let logs = aws_sdk_cloudwatchlogs::Client::new(&config);
    let filters = logs.describe_metric_filters().log_group_name("cloudtrail");
    let filters = aws::run(filters.filter_name_prefix("vpc").send()).unwrap();
    let [filter] = filters.metric_filters() else {
        panic!("one filter in {filters:?}");
    };
    let pattern = filter.filter_pattern().unwrap();
    assert!(
        pattern.contains("CreateVpc) && ($.eventName = DeleteVpc)"),
        "{pattern}"
    );

    account.change(deviate::topic_without_subscription);
    let sns = aws_sdk_sns::Client::new(&config);
    let request = sns.list_subscriptions_by_topic();
    let request = request.topic_arn("arn:aws:sns:eu-west-1:123456789012:vpc-changes");
    assert!(aws::run(request.send()).unwrap().subscriptions().is_empty());
}

#[test]
fn of_the_recorders() {
    let account = Account::compliant();
    account.change(deviate::recorder_stopped);
    account.change(deviate::recorder_without_global_types);
    let state = |region| {
        let client = aws_sdk_config::Client::new(&account.moto.config(region));
        aws::run(async {
            let status = client.describe_configuration_recorder_status();
            let status = status.send().await.unwrap();
            let recorders = client.describe_configuration_recorders();
            let recorders = recorders.send().await.unwrap();
            let group = recorders.configuration_recorders()[0].recording_group();
            (
                status.configuration_recorders_status()[0].recording(),
                group.unwrap().include_global_resource_types(),
            )
        })
    };
    assert_eq!(state(HOME), (true, false));
    assert_eq!(state("us-east-1"), (true, false));
    assert_eq!(state("ap-southeast-2"), (false, false));
}

#[test]
fn of_security_groups() {
    let account = Account::compliant();
    let list = |config: &aws_config::SdkConfig, id: &str| {
        let client = aws_sdk_ec2::Client::new(config);
        let request = client.get_managed_prefix_list_entries().prefix_list_id(id);
        let answer = aws::run(request.send()).unwrap();
        answer.entries()[0].cidr().unwrap().to_owned()
    };
    // Protocol, ports and whom it lets in, of the only ingress rule of a group.
    let ingress = |region: &str, id: &str| {
        let config = account.moto.config(region);
        let client = aws_sdk_ec2::Client::new(&config);
        let groups = aws::run(client.describe_security_groups().group_ids(id).send());
        let groups = groups.unwrap();
        let [rule] = groups.security_groups()[0].ip_permissions() else {
            panic!("one rule in {groups:?}");
        };
        let from = rule
            .ip_ranges()
            .iter()
            .map(|range| range.cidr_ip().unwrap().to_owned())
            .chain(
                rule.ipv6_ranges()
                    .iter()
                    .map(|range| range.cidr_ipv6().unwrap().to_owned()),
            )
            .chain(
                rule.prefix_list_ids()
                    .iter()
                    .map(|id| list(&config, id.prefix_list_id().unwrap())),
            );
        let from: Vec<String> = from.collect();
        let protocol = rule.ip_protocol().unwrap();
        format!(
            "{protocol} {:?} {:?} {}",
            rule.from_port(),
            rule.to_port(),
            from.join(" ")
        )
    };
    let open = |id: String| ingress("eu-central-1", &id);
    assert_eq!(
        [
            open(account.change(deviate::group_open_on_all_ports)),
            open(account.change(deviate::group_open_to_every_protocol)),
            open(account.change(deviate::group_open_around_ssh)),
            open(account.change(deviate::group_open_over_ipv6)),
            open(account.change(deviate::group_open_through_a_prefix_list)),
        ],
        [
            format!("tcp Some(0) Some(65535) {ANYWHERE}"),
            format!("-1 None None {ANYWHERE}"),
            format!("tcp Some(20) Some(25) {ANYWHERE}"),
            format!("tcp Some(22) Some(22) {ANYWHERE_V6}"),
            format!("tcp Some(22) Some(22) {ANYWHERE}"),
        ]
    );
    let default = account.change(deviate::default_group_with_rules);
    assert_eq!(
        ingress("us-east-1", &default),
        "tcp Some(443) Some(443) 192.0.2.0/24"
    );
}

#[test]
fn of_iam() {
    let account = Account::compliant();
    let client = aws_sdk_iam::Client::new(&account.moto.config(HOME));
    let length = || {
        let answer = aws::run(client.get_account_password_policy().send()).ok()?;
        answer.password_policy?.minimum_password_length
    };
    assert_eq!(length(), Some(14));
    account.change(deviate::weak_password_policy);
    assert_eq!(length(), Some(8));
    account.change(deviate::no_password_policy);
    assert_eq!(length(), None);

    account.change(deviate::user_without_mfa);
    let devices = |name| {
        let answer = aws::run(client.list_mfa_devices().user_name(name).send());
        answer.unwrap().mfa_devices().len()
    };
    assert_eq!((devices("alice"), devices("mallory")), (1, 0));
    aws::run(client.get_login_profile().user_name("mallory").send()).unwrap();
}
