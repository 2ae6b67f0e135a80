//! Answers in which moto is made to look like AWS.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use aws_sdk_iam::types::SummaryKeyType;

use crate::aws;
use crate::like_aws::{LikeAws, leave_unconfirmed};
use crate::seed::iam::{self, User};
use crate::seed::monitor::{self, Monitor};
use crate::seed::trail::{self, Trail};
use crate::seed::{Account, HOME, REGIONS, TRAIL, config};

fn home(account: &Account) -> SdkConfig {
    aws::config(&account.proxy.endpoint(), HOME)
}

fn regions(account: &Account) -> Vec<String> {
    let ec2 = aws_sdk_ec2::Client::new(&home(account));
    let answer = aws::run(ec2.describe_regions().send()).unwrap();
    let names = answer
        .regions()
        .iter()
        .filter_map(|region| region.region_name());
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort();
    names
}

/// The rows of the credential report by user.
fn credentials(account: &Account) -> BTreeMap<String, Vec<String>> {
    let client = aws_sdk_iam::Client::new(&home(account));
    let report = aws::run(async {
        while client
            .generate_credential_report()
            .send()
            .await
            .unwrap()
            .state()
            != Some(&aws_sdk_iam::types::ReportStateType::Complete)
        {}
        client.get_credential_report().send().await.unwrap()
    });
    let csv = String::from_utf8(report.content.unwrap().into_inner()).unwrap();
    let rows = csv
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect());
    let rows = rows.map(|row: Vec<String>| (row[0].clone(), row));
    let by_user: BTreeMap<_, _> = rows.collect();
    assert_eq!(by_user.len(), csv.lines().count(), "every user once");
    by_user
}

fn root_has_mfa(account: &Account) -> (i32, i32, String) {
    let client = aws_sdk_iam::Client::new(&home(account));
    let answer = aws::run(client.get_account_summary().send()).unwrap();
    let map = answer.summary_map.unwrap();
    let mfa = map[&SummaryKeyType::AccountMfaEnabled];
    let keys = map[&SummaryKeyType::AccountAccessKeysPresent];
    (mfa, keys, credentials(account)["<root_account>"][7].clone())
}

#[test]
fn the_enabled_regions_are_a_choice() {
    assert_eq!(regions(&Account::empty()), REGIONS);
    let account = Account::like(&LikeAws {
        regions: vec!["us-east-1"],
        ..LikeAws::default()
    });
    assert_eq!(regions(&account), ["us-east-1"]);
}

#[test]
fn there_is_a_root_user() {
    let account = Account::empty();
    assert_eq!(root_has_mfa(&account), (1, 0, "true".to_owned()));
    let careless = LikeAws {
        root_mfa: false,
        root_access_key: true,
        ..LikeAws::default()
    };
    careless.apply(&account.proxy);
    assert_eq!(root_has_mfa(&account), (0, 1, "false".to_owned()));
    let rows = credentials(&account);
    assert_eq!(
        rows.len(),
        2,
        "the header and the root user, once: {rows:?}"
    );
}

#[test]
fn users_have_what_applies_to_them() {
    let account = Account::empty();
    account.change(async |moto| {
        let human = User {
            name: "human",
            console_password: true,
            mfa: true,
            access_key: false,
        };
        let machine = User {
            name: "machine",
            access_key: true,
            ..User::default()
        };
        iam::user(moto, human).await;
        iam::user(moto, machine).await;
    });
    let rows = credentials(&account);
    let column = |user: &str, name: &str| {
        let index = rows["user"].iter().position(|column| column == name);
        rows[user][index.unwrap()].clone()
    };
    assert!(rows.values().all(|row| row.len() == rows["user"].len()));
    assert_eq!(column("human", "password_enabled"), "true");
    assert_eq!(column("human", "mfa_active"), "true");
    assert_eq!(column("human", "access_key_1_active"), "false");
    assert_eq!(column("machine", "password_enabled"), "false");
    assert_eq!(column("machine", "password_last_changed"), "N/A");
    assert_eq!(column("machine", "mfa_active"), "false");
    assert_eq!(column("machine", "access_key_1_active"), "true");
    assert_eq!(column("machine", "access_key_1_last_used_region"), "N/A");
    assert_eq!(
        column("<root_account>", "password_enabled"),
        "not_supported"
    );
}

#[test]
fn subscriptions_can_be_unconfirmed() {
    let account = Account::empty();
    account.change(async |moto| {
        trail::log_group(moto).await;
        monitor::create(moto, &Monitor::vpc_changes()).await;
        monitor::create(moto, &Monitor::advised("root-usage")).await;
    });
    leave_unconfirmed(&account.proxy, "vpc-changes");
    let sns = aws_sdk_sns::Client::new(&home(&account));
    let states = ["vpc-changes", "root-usage"].map(|name| {
        let topic = format!("arn:aws:sns:{HOME}:123456789012:{name}");
        aws::run(async {
            let list = sns.list_subscriptions_by_topic().topic_arn(&topic);
            let list = list.send().await.unwrap();
            let arn = list.subscriptions()[0].subscription_arn().unwrap();
            let arn = arn.split(':').next().unwrap().to_owned();
            let attributes = sns.get_topic_attributes().topic_arn(&topic);
            let attributes = attributes.send().await.unwrap().attributes.unwrap();
            let confirmed = attributes["SubscriptionsConfirmed"].clone();
            (arn, attributes["SubscriptionsPending"].clone(), confirmed)
        })
    });
    let state = |arn: &str, pending: &str, confirmed: &str| {
        (arn.to_owned(), pending.to_owned(), confirmed.to_owned())
    };
    assert_eq!(states[0], state("PendingConfirmation", "1", "0"));
    assert_eq!(states[1], state("arn", "0", "1"));
}

#[test]
fn config_rules_find_what_the_test_says() {
    let group = "sg-1".to_owned();
    let account = Account::like(&LikeAws {
        non_compliant: BTreeMap::from([("us-east-1", vec![group])]),
        ..LikeAws::default()
    });
    let verdicts = ["us-east-1", HOME].map(|region| {
        let config = aws::config(&account.proxy.endpoint(), region);
        let client = aws_sdk_config::Client::new(&config);
        let request = client.get_compliance_details_by_config_rule();
        let request = request.config_rule_name(config::SSH_RULE);
        let request = request.compliance_types("NON_COMPLIANT".into());
        let answer = aws::run(request.send()).unwrap();
        answer.evaluation_results().len()
    });
    assert_eq!(verdicts, [1, 0]);
}

#[test]
fn a_trail_delivers_what_it_is_set_up_for() {
    let account = Account::empty();
    account.change(async |moto| {
        trail::bucket(moto).await;
        let bare = Trail {
            log_group: false,
            validation: false,
            events: None,
            ..Trail::default()
        };
        trail::create(moto, &bare).await;
    });
    let client = aws_sdk_cloudtrail::Client::new(&home(&account));
    let status = aws::run(client.get_trail_status().name(TRAIL).send()).unwrap();
    assert!(status.latest_delivery_time().is_some());
    assert!(status.latest_cloud_watch_logs_delivery_time().is_none());
    assert!(status.latest_digest_delivery_time().is_none());
    let selectors = client.get_event_selectors().trail_name(TRAIL);
    let selectors = aws::run(selectors.send()).unwrap();
    assert_eq!(
        selectors.event_selectors()[0].include_management_events(),
        Some(true)
    );
}
