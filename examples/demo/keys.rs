//! KMS: the team's keys, one that nobody rotates, one that lets nobody look, and those that
//! cannot rotate.

use auditrail::inventory::Seen;
use auditrail::inventory::body::{
    Document, Key, KeyMetadata, KeyRotation, MultiRegionConfiguration, ResourcePolicy,
};
use auditrail::kind::call;
use jiff::Timestamp;
use serde_json::json;

use crate::account::{ACCOUNT, Demo, FRANKFURT, IRELAND, VIRGINIA};
use crate::alerting::topics;
use crate::gaps::not_let_in;
use crate::naming::{arn, policy, some, uuid};
use crate::time::{days_ago, exactly_days_ago, written};

/// AWS's own key for databases.
pub const RDS: &str = "aws/rds";

/// The key of the customers' exports; its policy shuts the audit out.
const CLOSED: &str = "customer-exports";

/// The key that exists in two regions under one id.
pub const DATABASE: &str = "shop-database";

/// The key that encrypts in Frankfurt for `purpose`.
pub fn arn_of(purpose: &str) -> String {
    arn_in(FRANKFURT, purpose)
}

/// The key that encrypts in `region` for `purpose`.
pub fn arn_in(region: &str, purpose: &str) -> String {
    arn("kms", region, &format!("key/{}", id_of(purpose)))
}

/// An id; the key of the database is a multi-Region key, as its id tells.
fn id_of(purpose: &str) -> String {
    let id = uuid(&[purpose]);
    if purpose == DATABASE {
        return format!("mrk-{}", id.replace('-', ""));
    }
    id
}

pub fn fill(demo: &mut Demo) {
    for purpose in ["cloudtrail", "logs", topics::KEY, DATABASE] {
        key(demo, FRANKFURT, metadata(purpose), rotated_every(365));
    }
    // Made by hand for a first trial, and then the orders stayed in it.
    key(demo, FRANKFURT, metadata("orders"), not_rotated());
    for metadata in [signing(), imported()] {
        key(demo, FRANKFURT, metadata, None);
    }
    key(demo, IRELAND, analytics(), rotated_every(730));
    key(demo, IRELAND, replica(), None);
    key(demo, VIRGINIA, to_be_deleted(), None);
    key(demo, VIRGINIA, of_aws(), None);
    closed(demo);
}

/// What is known of the key for `purpose` in Frankfurt.
pub fn metadata(purpose: &str) -> KeyMetadata {
    let is_multi_region = purpose == DATABASE;
    let (description, made) = match purpose {
        "cloudtrail" => ("Log files of trails", "2022-03-14T09:18:40Z"),
        "logs" => ("Log groups", "2022-03-14T09:20:05Z"),
        topics::KEY => ("Messages of alarms", "2022-03-14T10:02:11Z"),
        DATABASE => ("Databases and files of the shop", "2021-08-30T12:44:19Z"),
        _ => ("orders trial", "2020-11-03T16:21:57Z"),
    };
    KeyMetadata {
        aws_account_id: some(ACCOUNT),
        key_id: Some(id_of(purpose)),
        arn: Some(arn_of(purpose)),
        creation_date: some(made),
        enabled: Some(true),
        description: some(description),
        key_usage: some("ENCRYPT_DECRYPT"),
        key_state: some("Enabled"),
        origin: some("AWS_KMS"),
        key_manager: some("CUSTOMER"),
        key_spec: some("SYMMETRIC_DEFAULT"),
        multi_region: Some(is_multi_region),
        multi_region_configuration: is_multi_region.then(|| multi_region("PRIMARY")),
        ..KeyMetadata::default()
    }
}

fn multi_region(key_type: &str) -> MultiRegionConfiguration {
    MultiRegionConfiguration {
        multi_region_key_type: some(key_type),
    }
}

/// As another key of another region, made at another time.
fn like(region: &str, purpose: &str, description: &str, made: Timestamp) -> KeyMetadata {
    KeyMetadata {
        arn: Some(arn_in(region, purpose)),
        creation_date: written(made),
        description: some(description),
        ..metadata(purpose)
    }
}

/// Signs what goes to the payment provider.
fn signing() -> KeyMetadata {
    let purpose = "payments-signing";
    KeyMetadata {
        key_usage: some("SIGN_VERIFY"),
        key_spec: some("RSA_3072"),
        ..like(
            FRANKFURT,
            purpose,
            "Signatures on payments",
            days_ago(702, purpose),
        )
    }
}

/// The freight company brought its own.
fn imported() -> KeyMetadata {
    let purpose = "fjord-freight-edi";
    KeyMetadata {
        origin: some("EXTERNAL"),
        valid_to: some("2027-01-31T00:00:00Z"),
        ..like(
            FRANKFURT,
            purpose,
            "EDI, material by Fjord Freight",
            days_ago(286, purpose),
        )
    }
}

fn of_aws() -> KeyMetadata {
    let description =
        "Default key that protects my RDS database volumes when no other key is defined";
    KeyMetadata {
        key_manager: some("AWS"),
        ..like(VIRGINIA, RDS, description, days_ago(1002, RDS))
    }
}

/// Every second year: AWS would do so every year.
fn analytics() -> KeyMetadata {
    let purpose = "analytics-lake";
    like(
        IRELAND,
        purpose,
        "Data of the analysts",
        days_ago(1220, purpose),
    )
}

fn replica() -> KeyMetadata {
    let description = "Databases of the shop, for the standby";
    KeyMetadata {
        multi_region_configuration: Some(multi_region("REPLICA")),
        ..like(IRELAND, DATABASE, description, days_ago(1301, IRELAND))
    }
}

fn to_be_deleted() -> KeyMetadata {
    let purpose = "tutorial";
    KeyMetadata {
        enabled: Some(false),
        key_state: some("PendingDeletion"),
        deletion_date: written(exactly_days_ago(-19)),
        ..like(VIRGINIA, purpose, "", days_ago(2401, purpose))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "bodies hold options")]
fn rotated_every(days: i32) -> Option<KeyRotation> {
    Some(KeyRotation {
        key_rotation_enabled: Some(true),
        rotation_period_in_days: Some(days),
        next_rotation_date: written(exactly_days_ago(-112)),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "bodies hold options")]
fn not_rotated() -> Option<KeyRotation> {
    Some(KeyRotation {
        key_rotation_enabled: Some(false),
        ..KeyRotation::default()
    })
}

fn key(demo: &mut Demo, region: &str, metadata: KeyMetadata, rotation: Option<KeyRotation>) {
    let document = if metadata.key_manager.as_deref() == Some("AWS") {
        policy_of_aws(region)
    } else if metadata.arn == Some(arn_of(topics::KEY)) {
        topics::key_policy()
    } else {
        policy(&json!([account()]))
    };
    demo.found(
        Some(region),
        &policy_of(&metadata, Seen::Value(Document(document))),
    );
    demo.found(
        Some(region),
        &Key {
            key_id: metadata.key_id.clone(),
            key_arn: metadata.arn.clone(),
            key_metadata: Some(Seen::Value(metadata)),
            key_rotation: rotation.map(Seen::Value),
        },
    );
}

/// Lets the policies of the account decide; as KMS makes it.
fn account() -> serde_json::Value {
    json!({
        "Sid": "Enable IAM User Permissions",
        "Effect": "Allow",
        "Principal": {"AWS": arn("iam", "", "root")},
        "Action": "kms:*",
        "Resource": "*",
    })
}

/// Everybody, but only from this account and through RDS; as AWS makes it.
fn policy_of_aws(region: &str) -> String {
    policy(&json!([{
        "Sid": "Allow access through RDS for all principals in the account that are authorized to use RDS",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*",
                   "kms:CreateGrant", "kms:DescribeKey"],
        "Resource": "*",
        "Condition": {"StringEquals": {
            "kms:CallerAccount": ACCOUNT,
            "kms:ViaService": format!("rds.{region}.amazonaws.com"),
        }},
    }]))
}

fn policy_of(metadata: &KeyMetadata, policy: Seen<Document>) -> ResourcePolicy {
    ResourcePolicy {
        service: some("kms"),
        resource_name: metadata.key_id.clone(),
        resource_arn: metadata.arn.clone(),
        policy: Some(policy),
    }
}

/// Only those who export may use it, and nobody else may see it.
fn closed(demo: &mut Demo) {
    let metadata = KeyMetadata {
        key_id: Some(id_of(CLOSED)),
        arn: Some(arn_of(CLOSED)),
        ..KeyMetadata::default()
    };
    let gap = not_let_in(call::DESCRIBE_KEY, &arn_of(CLOSED));
    let key = Key {
        key_id: metadata.key_id.clone(),
        key_arn: metadata.arn.clone(),
        key_metadata: Some(Seen::NotSeen(gap.clone())),
        // Without knowing what key it is, nobody knows whether to ask.
        key_rotation: Some(Seen::NotSeen(gap.clone())),
    };
    demo.missed_of(FRANKFURT, &key, gap);
    demo.found(Some(FRANKFURT), &key);
    let gap = not_let_in(call::GET_KEY_POLICY, &arn_of(CLOSED));
    let policy = policy_of(&metadata, Seen::NotSeen(gap.clone()));
    demo.missed_of(FRANKFURT, &policy, gap);
    demo.found(Some(FRANKFURT), &policy);
}
