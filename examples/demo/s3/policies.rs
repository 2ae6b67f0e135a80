//! The policies of buckets.

use serde_json::{Value, json};

use super::{ACCESS_LOGS, CAMPAIGN_PAGES, arn_of};
use crate::account::{ACCOUNT, FRANKFURT, VIRGINIA};
use crate::naming::{arn, policy};

/// The policy of the bucket `name`, none where it has none.
pub fn of(name: &str) -> Option<String> {
    let statements = match name {
        ACCESS_LOGS => vec![
            server_access_logs(name),
            balancer_logs(name),
            https_only(name),
        ],
        "nordlicht-audit-logs" => trail(FRANKFURT, "nordlicht-audit", name, true),
        "nordlicht-orders-data-events-logs" => trail(FRANKFURT, "orders-data-events", name, true),
        "nordlicht-cloudtrail-2019-logs" => trail(VIRGINIA, "cloudtrail-2019", name, false),
        CAMPAIGN_PAGES => vec![pages(name)],
        "nordlicht-config-history" => vec![service("config", "s3:PutObject", name), old_tls(name)],
        "nordlicht-invoices" => vec![https_only(name), old_tls(name)],
        "nordlicht-partner-dropbox" => vec![partner(name), https_for_objects(name)],
        "nordlicht-product-images" => vec![delivery(name), https_only(name)],
        "nordlicht-analytics-lake" => vec![https_only(name)],
        "nordlicht-terraform-state" => vec![https_for_one(name)],
        _ => return None,
    };
    Some(policy(&Value::Array(statements)))
}

/// Denies everybody everything over HTTP.
fn https_only(bucket: &str) -> Value {
    json!({
        "Sid": "HttpsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn_of(bucket), objects(bucket)],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    })
}

/// As many write it: the bucket itself, with its list, is left out.
fn https_for_objects(bucket: &str) -> Value {
    json!({
        "Sid": "DenyHttp",
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": "s3:*",
        "Resource": objects(bucket),
        "Condition": {"Bool": {"aws:SecureTransport": false}},
    })
}

/// Whoever wrote it thought of the one user that there was.
fn https_for_one(bucket: &str) -> Value {
    json!({
        "Sid": "HttpsOnly",
        "Effect": "Deny",
        "Principal": {"AWS": arn("iam", "", "user/terraform-state")},
        "Action": "s3:*",
        "Resource": [arn_of(bucket), objects(bucket)],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    })
}

/// Over HTTP there is no version of TLS to compare.
fn old_tls(bucket: &str) -> Value {
    json!({
        "Sid": "NoOldTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn_of(bucket), objects(bucket)],
        "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
    })
}

fn trail(region: &str, name: &str, bucket: &str, https: bool) -> Vec<Value> {
    let trail = arn("cloudtrail", region, &format!("trail/{name}"));
    let mut write = service("cloudtrail", "s3:PutObject", bucket);
    let mut look = service("cloudtrail", "s3:GetBucketAcl", bucket);
    if let Some(statement) = look.as_object_mut() {
        statement.insert("Resource".to_owned(), json!(arn_of(bucket)));
    }
    if !https {
        return vec![look, write];
    }
    for statement in [&mut look, &mut write] {
        if let Some(statement) = statement.as_object_mut() {
            let only = json!({"StringEquals": {"aws:SourceArn": trail}});
            statement.insert("Condition".to_owned(), only);
        }
    }
    vec![look, write, https_only(bucket)]
}

/// Lets a service of AWS do `action` to the objects.
fn service(service: &str, action: &str, bucket: &str) -> Value {
    json!({
        "Effect": "Allow",
        "Principal": {"Service": format!("{service}.amazonaws.com")},
        "Action": action,
        "Resource": objects(bucket),
    })
}

fn server_access_logs(bucket: &str) -> Value {
    json!({
        "Sid": "ServerAccessLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": objects(bucket),
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    })
}

fn balancer_logs(bucket: &str) -> Value {
    service("logdelivery.elasticloadbalancing", "s3:PutObject", bucket)
}

/// Anybody may read.
fn pages(bucket: &str) -> Value {
    json!({
        "Sid": "PublicPages",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": objects(bucket),
    })
}

/// The content delivery may read.
fn delivery(bucket: &str) -> Value {
    json!({
        "Sid": "ContentDelivery",
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": objects(bucket),
        "Condition": {"StringLike": {
            "aws:SourceArn": arn("cloudfront", "", "distribution/*"),
        }},
    })
}

/// Fjord Freight may bring and take.
fn partner(bucket: &str) -> Value {
    json!({
        "Sid": "FjordFreight",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::905417263388:root"},
        "Action": ["s3:GetObject", "s3:ListBucket", "s3:PutObject"],
        "Resource": [arn_of(bucket), objects(bucket)],
    })
}

fn objects(bucket: &str) -> String {
    format!("{}/*", arn_of(bucket))
}
