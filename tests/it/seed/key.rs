//! KMS keys, for topics that encrypt with one.

use aws_sdk_kms::Client;
use serde_json::{Value, json};

use super::{ACCOUNT, HOME};
use crate::moto::Moto;

/// The policy of a key that its account's administrators use, and `CloudWatch` where asked.
pub fn policy(cloudwatch: bool) -> Value {
    let mut statements = vec![json!({
        "Sid": "administrators",
        "Effect": "Allow",
        "Principal": {"AWS": format!("arn:aws:iam::{ACCOUNT}:root")},
        "Action": "kms:*",
        "Resource": "*",
    })];
    if cloudwatch {
        statements.push(json!({
            "Sid": "alarms",
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
        }));
    }
    json!({"Version": "2012-10-17", "Statement": statements})
}

/// Makes a key with this policy; its id.
pub async fn create(moto: &Moto, policy: &Value) -> String {
    let client = Client::new(&moto.config(HOME));
    let request = client.create_key().policy(policy.to_string());
    let key = request.send().await.unwrap();
    key.key_metadata.unwrap().key_id
}

/// The key cannot be used any more.
pub async fn disable(moto: &Moto, id: &str) {
    let client = Client::new(&moto.config(HOME));
    client.disable_key().key_id(id).send().await.unwrap();
}

/// The key will be gone in a week.
pub async fn schedule_deletion(moto: &Moto, id: &str) {
    let client = Client::new(&moto.config(HOME));
    let request = client.schedule_key_deletion().key_id(id);
    request.pending_window_in_days(7).send().await.unwrap();
}

/// The ARN of the key that encrypts the trail's files, made with rotation if it is not
/// there.
pub async fn of_trail(moto: &Moto) -> String {
    const ALIAS: &str = "alias/audit";
    let client = Client::new(&moto.config(HOME));
    if let Ok(known) = client.describe_key().key_id(ALIAS).send().await {
        return known.key_metadata.unwrap().arn.unwrap();
    }
    let id = rotated(moto, HOME).await;
    let request = client.create_alias().alias_name(ALIAS);
    request.target_key_id(&id).send().await.unwrap();
    format!("arn:aws:kms:{HOME}:{ACCOUNT}:key/{id}")
}

/// Makes a key that changes every year; its id.
pub async fn rotated(moto: &Moto, region: &str) -> String {
    let client = Client::new(&moto.config(region));
    let key = client.create_key().send().await.unwrap();
    let id = key.key_metadata.unwrap().key_id;
    client
        .enable_key_rotation()
        .key_id(&id)
        .send()
        .await
        .unwrap();
    id
}

/// Makes a key that never changes; its id.
pub async fn without_rotation(moto: &Moto, region: &str) -> String {
    let client = Client::new(&moto.config(region));
    let key = client.create_key().send().await.unwrap();
    key.key_metadata.unwrap().key_id
}
