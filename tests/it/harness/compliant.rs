//! The compliant account, read back through the proxy.

use std::collections::BTreeMap;

use aws_config::SdkConfig;

use crate::aws;
use crate::seed::monitor::Monitor;
use crate::seed::{Account, HOME, REGIONS, TRAIL};

fn config(account: &Account, region: &str) -> SdkConfig {
    aws::config(&account.proxy.endpoint(), region)
}

#[test]
fn the_compliant_account_can_be_read_back() {
    let account = Account::compliant();
    aws::run(async {
        trail(&account).await;
        monitoring(&account).await;
        iam(&account).await;
        for region in REGIONS {
            recording(&account, region).await;
            default_groups(&account, region).await;
        }
    });
}

async fn trail(account: &Account) {
    let client = aws_sdk_cloudtrail::Client::new(&config(account, HOME));
    let trails = client.describe_trails().send().await.unwrap();
    let [trail] = trails.trail_list() else {
        panic!("one trail in {trails:?}");
    };
    assert_eq!(trail.is_multi_region_trail(), Some(true));
    assert_eq!(trail.log_file_validation_enabled(), Some(true));
    assert!(
        trail
            .kms_key_id()
            .is_some_and(|key| key.starts_with("arn:aws:kms:"))
    );
    let group = trail.cloud_watch_logs_log_group_arn();
    assert!(group.is_some_and(|arn| arn.ends_with(":log-group:cloudtrail:*")));
    assert!(trail.cloud_watch_logs_role_arn().is_some());

    let status = client.get_trail_status().name(trail.trail_arn().unwrap());
    let status = status.send().await.unwrap();
    assert_eq!(status.is_logging(), Some(true));
    assert!(status.latest_delivery_time().is_some());
    assert!(status.latest_cloud_watch_logs_delivery_time().is_some());
    assert!(status.latest_digest_delivery_time().is_some());

    let selectors = client.get_event_selectors().trail_name(TRAIL);
    let selectors = selectors.send().await.unwrap();
    let [selector] = selectors.event_selectors() else {
        panic!("one selector in {selectors:?}");
    };
    assert_eq!(selector.include_management_events(), Some(true));
    assert_eq!(selector.read_write_type().unwrap().as_str(), "All");

    // Every region sees the trail of all regions.
    let elsewhere = aws_sdk_cloudtrail::Client::new(&config(account, "us-east-1"));
    let trails = elsewhere.describe_trails().send().await.unwrap();
    assert_eq!(trails.trail_list()[0].home_region(), Some(HOME));
}

async fn monitoring(account: &Account) {
    let config = config(account, HOME);
    let logs = aws_sdk_cloudwatchlogs::Client::new(&config);
    let filters = logs.describe_metric_filters().log_group_name("cloudtrail");
    let filters = filters.send().await.unwrap();
    let cloudwatch = aws_sdk_cloudwatch::Client::new(&config);
    let alarms = cloudwatch.describe_alarms().send().await.unwrap();
    let sns = aws_sdk_sns::Client::new(&config);

    let mut names = Vec::new();
    for filter in filters.metric_filters() {
        let metric = &filter.metric_transformations()[0];
        let alarm = alarms.metric_alarms().iter().find(|alarm| {
            alarm.metric_name() == Some(metric.metric_name())
                && alarm.namespace() == Some(metric.metric_namespace())
        });
        let alarm = alarm.unwrap();
        assert_eq!(alarm.actions_enabled(), Some(true));
        assert_eq!(alarm.statistic().unwrap().as_str(), "Sum");
        assert_eq!(
            (alarm.period(), alarm.evaluation_periods()),
            (Some(300), Some(1))
        );
        assert_eq!(alarm.threshold(), Some(1.0));
        let topic = &alarm.alarm_actions()[0];
        let subscriptions = sns.list_subscriptions_by_topic().topic_arn(topic);
        let subscriptions = subscriptions.send().await.unwrap();
        let [subscription] = subscriptions.subscriptions() else {
            panic!("one subscription in {subscriptions:?}");
        };
        assert_eq!(subscription.protocol(), Some("email"));
        assert!(
            subscription
                .subscription_arn()
                .unwrap()
                .starts_with("arn:aws:sns:")
        );
        let attributes = sns.get_topic_attributes().topic_arn(topic);
        let attributes = attributes.send().await.unwrap().attributes.unwrap();
        assert_eq!(attributes["SubscriptionsConfirmed"], "1");
        names.push(filter.filter_name().unwrap().to_owned());
    }
    names.sort();
    let mut expected: Vec<&str> = Monitor::all().iter().map(|monitor| monitor.name).collect();
    expected.sort_unstable();
    assert_eq!(names, expected);
    assert_eq!(names.len(), 15);
}

async fn iam(account: &Account) {
    let client = aws_sdk_iam::Client::new(&config(account, HOME));
    let policy = client.get_account_password_policy().send().await.unwrap();
    let policy = policy.password_policy.unwrap();
    assert_eq!(policy.minimum_password_length(), Some(14));
    let summary = client.get_account_summary().send().await.unwrap();
    let summary: BTreeMap<String, i32> = summary
        .summary_map
        .unwrap()
        .into_iter()
        .map(|(key, value)| (key.as_str().to_owned(), value))
        .collect();
    assert_eq!(summary["AccountMFAEnabled"], 1);
    assert_eq!(summary["AccountAccessKeysPresent"], 0);
    assert_eq!(summary["AccountPasswordPresent"], 1);
    assert_eq!(summary["Users"], 2);
}

async fn recording(account: &Account, region: &str) {
    let client = aws_sdk_config::Client::new(&config(account, region));
    let recorders = client
        .describe_configuration_recorders()
        .send()
        .await
        .unwrap();
    let [recorder] = recorders.configuration_recorders() else {
        panic!("one recorder in {recorders:?}");
    };
    assert_eq!(recorder.name(), Some("default"));
    let group = recorder.recording_group().unwrap();
    assert!(group.all_supported());
    assert_eq!(group.include_global_resource_types(), region == HOME);
    let statuses = client.describe_configuration_recorder_status();
    let statuses = statuses.send().await.unwrap();
    let [status] = statuses.configuration_recorders_status() else {
        panic!("one status in {statuses:?}");
    };
    assert!(status.recording());
    assert_eq!(status.last_status().unwrap().as_str(), "SUCCESS");
    let channels = client.describe_delivery_channels().send().await.unwrap();
    assert_eq!(channels.delivery_channels().len(), 1);

    let rules = client.describe_config_rules().send().await.unwrap();
    let [rule] = rules.config_rules() else {
        panic!("one rule in {rules:?}");
    };
    let identifier = rule.source().unwrap().source_identifier();
    assert_eq!(identifier, Some("INCOMING_SSH_DISABLED"));
    let results = client.get_compliance_details_by_config_rule();
    let results = results.config_rule_name(rule.config_rule_name().unwrap());
    let results = results.send().await.unwrap();
    let verdict = results.evaluation_results()[0].compliance_type();
    assert_eq!(verdict.unwrap().as_str(), "COMPLIANT");
}

async fn default_groups(account: &Account, region: &str) {
    let client = aws_sdk_ec2::Client::new(&config(account, region));
    let groups = client.describe_security_groups().send().await.unwrap();
    let groups = groups.security_groups();
    let defaults: Vec<_> = groups
        .iter()
        .filter(|g| g.group_name() == Some("default"))
        .collect();
    assert!(!defaults.is_empty());
    for group in defaults {
        assert_eq!(
            (
                group.ip_permissions().len(),
                group.ip_permissions_egress().len()
            ),
            (0, 0)
        );
    }
}
