//! S3: the buckets, from the log archive to the one that was forgotten.

mod policies;
mod trails;

use auditrail::inventory::body::{
    AccountPublicAccessBlock, Bucket, Document, Encryption, EncryptionByDefault, EncryptionRule,
    PublicAccessBlock, ResourcePolicy, Versioning,
};
use auditrail::inventory::{NotSeen, Seen};
use auditrail::kind::call;

use crate::account::{Demo, FRANKFURT, IRELAND, VIRGINIA};
use crate::gaps::denied_by_itself;
use crate::keys;
use crate::naming::some;
use crate::time::{days_ago, written};

/// The logs of trails and of other buckets.
const ACCESS_LOGS: &str = "nordlicht-access-logs";
/// Whose policy shuts the audit out.
const CUSTOMER_EXPORTS: &str = "nordlicht-customer-exports";
/// Public on purpose: the pages of campaigns.
const CAMPAIGN_PAGES: &str = "nordlicht-campaign-pages";
/// Nobody knows whose it is.
const SCRATCH: &str = "nordlicht-notebook-scratch";

/// Name, region, age in days.
const BUCKETS: [(&str, &str, i64); 13] = [
    (ACCESS_LOGS, FRANKFURT, 1693),
    ("nordlicht-analytics-lake", IRELAND, 1219),
    ("nordlicht-audit-logs", FRANKFURT, 1693),
    (CAMPAIGN_PAGES, FRANKFURT, 1840),
    ("nordlicht-cloudtrail-2019-logs", VIRGINIA, 2736),
    ("nordlicht-config-history", FRANKFURT, 1692),
    (CUSTOMER_EXPORTS, FRANKFURT, 731),
    ("nordlicht-invoices", FRANKFURT, 2105),
    (SCRATCH, IRELAND, 803),
    ("nordlicht-orders-data-events-logs", FRANKFURT, 762),
    ("nordlicht-partner-dropbox", VIRGINIA, 911),
    ("nordlicht-product-images", FRANKFURT, 2480),
    ("nordlicht-terraform-state", FRANKFURT, 1391),
];

pub fn fill(demo: &mut Demo) {
    for (name, region, age) in BUCKETS {
        bucket(demo, name, region, age);
    }
    trails::fill(demo);
    // The campaigns' pages would be gone with the other two.
    demo.found(
        None,
        &AccountPublicAccessBlock {
            block_public_acls: Some(true),
            ignore_public_acls: Some(true),
            block_public_policy: Some(false),
            restrict_public_buckets: Some(false),
        },
    );
}

fn bucket(demo: &mut Demo, name: &str, region: &str, age: i64) {
    let bucket = Bucket {
        name: some(name),
        bucket_arn: Some(arn_of(name)),
        bucket_region: Some(Seen::Value(region.to_owned())),
        creation_date: written(days_ago(age, name)),
        policy: policy(name),
        versioning: Some(Seen::Value(versioning(name))),
        public_access_block_configuration: block(name).map(Seen::Value),
        server_side_encryption_configuration: Some(Seen::Value(encryption(name))),
    };
    let of_resource = ResourcePolicy {
        service: some("s3"),
        resource_name: some(name),
        resource_arn: Some(arn_of(name)),
        policy: bucket.policy.clone(),
    };
    if name == CUSTOMER_EXPORTS {
        demo.missed_of(region, &bucket, unseen());
        demo.missed_of(region, &of_resource, unseen());
    }
    demo.found(Some(region), &bucket);
    demo.found(Some(region), &of_resource);
}

/// The ARN of the bucket `name`.
fn arn_of(name: &str) -> String {
    format!("arn:aws:s3:::{name}")
}

/// The policy of the bucket `name`, none where it has none.
fn policy(name: &str) -> Option<Seen<Document>> {
    if name == CUSTOMER_EXPORTS {
        return Some(Seen::NotSeen(unseen()));
    }
    policies::of(name).map(|text| Seen::Value(Document(text)))
}

fn unseen() -> NotSeen {
    let quoted = format!("\"{}\"", arn_of(CUSTOMER_EXPORTS));
    denied_by_itself(call::GET_BUCKET_POLICY, &quoted)
}

/// Only what nobody may ever change needs the root user's device for deletion; where versions
/// were never wanted there is no answer.
fn versioning(name: &str) -> Versioning {
    let (status, mfa_delete) = match name {
        "nordlicht-audit-logs" | "nordlicht-invoices" => (some("Enabled"), some("Enabled")),
        ACCESS_LOGS | CAMPAIGN_PAGES | SCRATCH | "nordlicht-cloudtrail-2019-logs" => (None, None),
        "nordlicht-partner-dropbox" => (some("Suspended"), some("Disabled")),
        _ => (some("Enabled"), some("Disabled")),
    };
    Versioning { status, mfa_delete }
}

fn block(name: &str) -> Option<PublicAccessBlock> {
    let is_closed = match name {
        // From before there was such a thing, and made with a script that left it out.
        "nordlicht-cloudtrail-2019-logs" | SCRATCH => return None,
        CAMPAIGN_PAGES => false,
        _ => true,
    };
    Some(PublicAccessBlock {
        block_public_acls: Some(true),
        ignore_public_acls: Some(true),
        block_public_policy: Some(is_closed),
        restrict_public_buckets: Some(is_closed),
    })
}

/// How the bucket `name` encrypts what says nothing else.
pub fn encryption(name: &str) -> Encryption {
    let key = match name {
        "nordlicht-audit-logs" | "nordlicht-orders-data-events-logs" => Some("cloudtrail"),
        "nordlicht-invoices" => Some("orders"),
        CUSTOMER_EXPORTS => Some("customer-exports"),
        _ => None,
    };
    let algorithm = key.map_or("AES256", |_| "aws:kms");
    Encryption {
        rules: vec![EncryptionRule {
            apply_server_side_encryption_by_default: Some(EncryptionByDefault {
                sse_algorithm: some(algorithm),
                kms_master_key_id: key.map(keys::arn_of),
            }),
            bucket_key_enabled: Some(key.is_some()),
        }],
    }
}
