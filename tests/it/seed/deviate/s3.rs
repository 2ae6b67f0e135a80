//! Buckets.

use aws_sdk_s3::types::BucketVersioningStatus;
use serde_json::json;

use crate::moto::Moto;
use crate::seed::HOME;
use crate::seed::bucket::{self, DATA, tls_only};
use crate::seed::trail::BUCKET;

/// Where the bucket with data is.
const REGION: &str = "us-east-1";

/// The bucket with data has no policy, so that it is there over plain HTTP as well.
pub async fn bucket_without_policy(moto: &Moto) {
    let client = bucket::client(moto, REGION);
    let request = client.delete_bucket_policy().bucket(DATA);
    request.send().await.unwrap();
}

/// The bucket with data refuses plain HTTP to one user only.
pub async fn bucket_that_refuses_http_to_some(moto: &Moto) {
    let mut policy = tls_only(DATA);
    policy["Statement"][0]["Condition"]["StringEquals"] = json!({"aws:username": "mallory"});
    bucket::set_policy(moto, REGION, DATA, &policy).await;
}

/// The bucket with data keeps no versions any more.
pub async fn bucket_without_versions(moto: &Moto) {
    bucket::version(moto, REGION, DATA, BucketVersioningStatus::Suspended).await;
}

/// Nothing keeps the bucket with data from being public: not its own settings, and not
/// the account's.
pub async fn bucket_that_may_be_public(moto: &Moto) {
    bucket::block(moto, REGION, DATA, false).await;
    bucket::block_account(moto, false);
}

/// The bucket with data may be public but for the account's settings.
pub async fn bucket_blocked_by_the_account(moto: &Moto) {
    bucket::block(moto, REGION, DATA, false).await;
}

/// The bucket with data does not encrypt by itself, as before 2023.
pub async fn bucket_without_encryption(moto: &Moto) {
    let client = bucket::client(moto, REGION);
    let request = client.delete_bucket_encryption().bucket(DATA);
    request.send().await.unwrap();
}

/// Nobody can tell who read the trail's files.
pub async fn trail_bucket_without_logs(moto: &Moto) {
    bucket::log_accesses(moto, BUCKET, false).await;
}

/// Everybody may read the trail's files.
pub async fn trail_bucket_for_everyone(moto: &Moto) {
    let mut policy = tls_only(BUCKET);
    policy["Statement"].as_array_mut().unwrap().push(json!({
        "Sid": "everyone",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": format!("arn:aws:s3:::{BUCKET}/*"),
    }));
    bucket::set_policy(moto, HOME, BUCKET, &policy).await;
}
