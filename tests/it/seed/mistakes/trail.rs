//! The trail, and the log groups.

use aws_sdk_cloudtrail::types::InsightType;
use serde_json::json;

use crate::like_aws::observed;
use crate::moto::Moto;
use crate::seed::baseline::APP;
use crate::seed::trail::{self, LOG_GROUP, ROLE, Trail};
use crate::seed::{ACCOUNT, Account, HOME, TRAIL, iam, log_group};

/// The trail was made and never started.
pub fn trail_never_started(account: &Account) {
    let trail = Trail {
        logging: false,
        ..Trail::default()
    };
    account.change(async |moto| {
        trail::replace(moto, &trail).await;
        let both = [
            InsightType::ApiCallRateInsight,
            InsightType::ApiErrorRateInsight,
        ];
        trail::insights(moto, &both).await;
    });
}

/// The trail has the ARN of the role in the place of the log group's, and the other way round.
pub fn swapped_arns(account: &Account) {
    account.change(async |moto| {
        let group = format!("arn:aws:logs:{HOME}:{ACCOUNT}:log-group:{LOG_GROUP}:*");
        let role = format!("arn:aws:iam::{ACCOUNT}:role/{ROLE}");
        update(moto, &role, &group).await;
    });
    observed::log_delivery_refused(&account.proxy);
}

async fn update(moto: &Moto, group: &str, role: &str) {
    let client = aws_sdk_cloudtrail::Client::new(&moto.config(HOME));
    let request = client.update_trail().name(TRAIL);
    let request = request.cloud_watch_logs_log_group_arn(group);
    let request = request.cloud_watch_logs_role_arn(role);
    request.send().await.unwrap();
}

/// The role may write the streams of another group.
pub fn role_for_another_group(account: &Account) {
    account.change(async |moto| trail::role_writes_to(moto, "cloudtrail-old").await);
    observed::log_delivery_refused(&account.proxy);
}

/// The role trusts another service.
pub fn role_for_another_service(account: &Account) {
    account.change(async |moto| {
        let trust = json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow",
                "Principal": {"Service": "config.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }],
        });
        let request = iam::client(moto).update_assume_role_policy();
        let request = request.role_name(ROLE).policy_document(trust.to_string());
        request.send().await.unwrap();
    });
    observed::log_delivery_refused(&account.proxy);
}

/// The trail does not notice unusual numbers of errors.
pub fn insights_into_calls_only(account: &Account) {
    account.change(async |moto| {
        // moto, unlike AWS, would keep those of before.
        trail::replace(moto, &Trail::default()).await;
        trail::insights(moto, &[InsightType::ApiCallRateInsight]).await;
    });
}

/// The log group of the trail keeps its events for one day.
pub fn trail_log_group_of_one_day(account: &Account) {
    account.change(async |moto| log_group::keep(moto, LOG_GROUP, 1).await);
}

/// The log group of the application keeps its events for ever.
pub fn app_log_group_for_ever(account: &Account) {
    account.change(async |moto| log_group::keep_for_ever(moto, APP).await);
}

/// A log group has no key.
pub fn log_group_without_key(account: &Account) {
    account.change(async |moto| {
        log_group::create(moto, "/lambda/resize", Some(14), None).await;
    });
}
