//! S3 buckets, and what holds for all of an account.

use aws_sdk_s3::Client;
use aws_sdk_s3::config::Builder;
use aws_sdk_s3::types::{
    BucketLocationConstraint, BucketLoggingStatus, BucketVersioningStatus,
    CreateBucketConfiguration, LoggingEnabled, PublicAccessBlockConfiguration,
    ServerSideEncryption, ServerSideEncryptionByDefault, ServerSideEncryptionConfiguration,
    ServerSideEncryptionRule, VersioningConfiguration,
};
use serde_json::{Value, json};

use super::{ACCOUNT, HOME};
use crate::http::{Message, exchange};
use crate::moto::Moto;

/// A bucket with the account's data.
pub const DATA: &str = "data-123456789012";
/// The bucket that access logs go to.
pub const LOGS: &str = "access-logs-123456789012";

/// The S3 API of a region.
pub fn client(moto: &Moto, region: &str) -> Client {
    let config = Builder::from(&moto.config(region));
    Client::from_conf(config.force_path_style(true).build())
}

/// Makes a bucket with nothing set.
pub async fn bare(moto: &Moto, region: &str, name: &str) {
    let request = client(moto, region).create_bucket().bucket(name);
    // The first region has no constraint.
    let constraint = (region != "us-east-1").then(|| {
        let constraint = BucketLocationConstraint::from(region);
        let configuration = CreateBucketConfiguration::builder();
        configuration.location_constraint(constraint).build()
    });
    let request = request.set_create_bucket_configuration(constraint);
    request.send().await.unwrap();
}

/// Makes a bucket, or sets on it what CIS asks for.
pub async fn create(moto: &Moto, region: &str, name: &str) {
    // An error says that it is there.
    let known = client(moto, region).head_bucket().bucket(name).send().await;
    if known.is_err() {
        bare(moto, region, name).await;
    }
    set_policy(moto, region, name, &tls_only(name)).await;
    version(moto, region, name, BucketVersioningStatus::Enabled).await;
    block(moto, region, name, true).await;
    let by_default = ServerSideEncryptionByDefault::builder();
    let by_default = by_default.sse_algorithm(ServerSideEncryption::Aes256);
    let rule = ServerSideEncryptionRule::builder();
    let rule = rule.apply_server_side_encryption_by_default(by_default.build().unwrap());
    let configuration = ServerSideEncryptionConfiguration::builder().rules(rule.build());
    let request = client(moto, region).put_bucket_encryption().bucket(name);
    let request = request.server_side_encryption_configuration(configuration.build().unwrap());
    request.send().await.unwrap();
}

/// A policy that refuses plain HTTP.
pub fn tls_only(name: &str) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "tls",
            "Effect": "Deny",
            // Where it is a text, moto does not take the bucket as a target of logs.
            "Principal": {"AWS": "*"},
            "Action": "s3:*",
            "Resource": [format!("arn:aws:s3:::{name}"), format!("arn:aws:s3:::{name}/*")],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }],
    })
}

/// Makes the bucket that access logs go to.
pub async fn of_access_logs(moto: &Moto) {
    create(moto, HOME, LOGS).await;
    let mut policy = tls_only(LOGS);
    policy["Statement"].as_array_mut().unwrap().push(json!({
        "Sid": "logs",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": format!("arn:aws:s3:::{LOGS}/*"),
    }));
    set_policy(moto, HOME, LOGS, &policy).await;
}

/// Sets a bucket's policy.
pub async fn set_policy(moto: &Moto, region: &str, name: &str, policy: &Value) {
    let request = client(moto, region).put_bucket_policy().bucket(name);
    request.policy(policy.to_string()).send().await.unwrap();
}

/// Switches versioning.
pub async fn version(moto: &Moto, region: &str, name: &str, status: BucketVersioningStatus) {
    let configuration = VersioningConfiguration::builder().status(status).build();
    let request = client(moto, region).put_bucket_versioning().bucket(name);
    let request = request.versioning_configuration(configuration);
    request.send().await.unwrap();
}

/// Sets all four flags of the bucket's block of public access.
pub async fn block(moto: &Moto, region: &str, name: &str, all: bool) {
    let configuration = PublicAccessBlockConfiguration::builder()
        .block_public_acls(all)
        .ignore_public_acls(all)
        .block_public_policy(all)
        .restrict_public_buckets(all);
    let request = client(moto, region).put_public_access_block().bucket(name);
    let request = request.public_access_block_configuration(configuration.build());
    request.send().await.unwrap();
}

/// Has accesses to the bucket logged, or no longer.
pub async fn log_accesses(moto: &Moto, name: &str, is_logged: bool) {
    let target = LoggingEnabled::builder().target_bucket(LOGS);
    let target = target.target_prefix(format!("{name}/")).build().unwrap();
    let status = BucketLoggingStatus::builder();
    let status = status.set_logging_enabled(is_logged.then_some(target));
    let request = client(moto, HOME).put_bucket_logging().bucket(name);
    let request = request.bucket_logging_status(status.build());
    request.send().await.unwrap();
}

/// Sets all four flags of the account's block of public access.
pub fn block_account(moto: &Moto, all: bool) {
    let flags = [
        "BlockPublicAcls",
        "IgnorePublicAcls",
        "BlockPublicPolicy",
        "RestrictPublicBuckets",
    ];
    let flags = flags.map(|flag| format!("<{flag}>{all}</{flag}>")).concat();
    let path = "/v20180820/configuration/publicAccessBlock";
    let mut request = Message::request("PUT", path);
    // The SDK would put the account into the host name, which no loopback address has.
    request.set_header("x-amz-account-id", ACCOUNT);
    let scope = "Credential=AKIAIOSFODNN7EXAMPLE/20300101/us-east-1/s3/aws4_request";
    let signature = format!("AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0");
    request.set_header("authorization", signature);
    let namespace = "http://awss3control.amazonaws.com/doc/2018-08-20/";
    let name = "PublicAccessBlockConfiguration";
    request.body = format!("<{name} xmlns=\"{namespace}\">{flags}</{name}>").into_bytes();
    let answer = exchange(moto.address(), &request).unwrap();
    assert!(matches!(answer.word(1), "200" | "201"), "{answer:?}");
}
