//! Buckets, keys, volumes, databases and file systems.

use super::{Deviation, check, seed};
use crate::like_aws::deviate as answers;
use crate::seed::bucket::DATA;
use crate::seed::deviate;

pub const ALL: &[Deviation] = &[
    (
        "a bucket without policy",
        |a| seed(a, deviate::bucket_without_policy),
        &[("s3-deny-http", "fail")],
    ),
    (
        "a bucket that refuses plain HTTP to some",
        |a| seed(a, deviate::bucket_that_refuses_http_to_some),
        &[("s3-deny-http", "fail")],
    ),
    (
        "a bucket without versions",
        |a| seed(a, deviate::bucket_without_versions),
        &[("s3-mfa-delete", "fail")],
    ),
    (
        "versions that go without MFA",
        |a| answers::no_mfa_delete(&a.proxy, DATA),
        &[("s3-mfa-delete", "fail")],
    ),
    (
        "a bucket that may be public",
        |a| seed(a, deviate::bucket_that_may_be_public),
        &[("s3-block-public-access", "fail")],
    ),
    (
        "a bucket that only the account's settings keep from being public",
        |a| seed(a, deviate::bucket_blocked_by_the_account),
        &[],
    ),
    (
        "a bucket without encryption",
        |a| seed(a, deviate::bucket_without_encryption),
        &[("s3-default-encryption", "fail")],
    ),
    (
        "no Macie in the region of a bucket",
        |a| answers::no_macie(&a.proxy, "us-east-1"),
        &[],
    ),
    (
        "a key that never changes",
        |a| seed(a, deviate::key_without_rotation),
        &[("kms-key-rotation", "fail")],
    ),
    (
        "volumes that are not encrypted",
        |a| seed(a, deviate::no_ebs_encryption),
        &[("ebs-default-encryption", "fail")],
    ),
    (
        "a database that is not encrypted",
        |a| seed(a, deviate::unencrypted_database),
        &[("rds-storage-encrypted", "fail")],
    ),
    (
        "a database that stays at its version",
        |a| seed(a, deviate::database_without_upgrades),
        &[("rds-auto-minor-version-upgrade", "fail")],
    ),
    (
        "a database with a public address",
        |a| seed(a, deviate::public_database),
        &[("rds-not-public", "fail")],
    ),
    (
        "a database in one zone",
        |a| seed(a, deviate::database_in_one_zone),
        &[("rds-multi-az", "fail")],
    ),
    (
        "a cluster in one zone",
        |a| answers::clusters_in_one_zone(&a.proxy),
        &[("rds-multi-az", "fail")],
    ),
    (
        "a file system that is not encrypted",
        |a| seed(a, deviate::unencrypted_file_system),
        &[("efs-encrypted", "fail")],
    ),
];

#[test]
fn of_storage() {
    check(ALL);
}
