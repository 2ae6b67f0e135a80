//! The trail, its bucket, AWS Config and what else watches the account.

use super::{Deviation, check, seed};
use crate::seed::deviate;

pub const ALL: &[Deviation] = &[
    (
        "a trail that does not record",
        |a| seed(a, deviate::stop_trail_logging),
        &[
            ("cloudtrail-multi-region-enabled", "fail"),
            ("s3-object-read-events", "fail"),
            ("s3-object-write-events", "fail"),
        ],
    ),
    (
        "a trail of one region",
        |a| seed(a, deviate::trail_of_one_region),
        &[
            ("cloudtrail-multi-region-enabled", "fail"),
            ("s3-object-read-events", "fail"),
            ("s3-object-write-events", "fail"),
        ],
    ),
    (
        "a trail of writes",
        |a| seed(a, deviate::trail_of_writes),
        &[
            ("cloudtrail-multi-region-enabled", "fail"),
            ("s3-object-read-events", "fail"),
        ],
    ),
    (
        "a trail without objects",
        |a| seed(a, deviate::trail_without_objects),
        &[
            ("s3-object-read-events", "fail"),
            ("s3-object-write-events", "fail"),
        ],
    ),
    (
        "a trail without key",
        |a| seed(a, deviate::trail_without_kms),
        &[("cloudtrail-kms-encryption", "fail")],
    ),
    (
        "a trail without validation",
        |a| seed(a, deviate::trail_without_validation),
        &[("cloudtrail-log-file-validation", "fail")],
    ),
    (
        "a trail without log group",
        |a| seed(a, deviate::trail_without_log_group),
        &[("cloudtrail-cloudwatch-logs", "fail")],
    ),
    (
        "a trail's bucket without access logs",
        |a| seed(a, deviate::trail_bucket_without_logs),
        &[("cloudtrail-bucket-access-logging", "fail")],
    ),
    (
        "a trail's bucket for everyone",
        |a| seed(a, deviate::trail_bucket_for_everyone),
        &[
            ("cloudtrail-bucket-not-public", "fail"),
            ("resource-policies-no-unrestricted-principal", "fail"),
        ],
    ),
    (
        "a recorder that was stopped",
        |a| seed(a, deviate::recorder_stopped),
        &[("config-enabled-all-regions", "fail")],
    ),
    (
        "a recorder without global types",
        |a| seed(a, deviate::recorder_without_global_types),
        &[("config-global-resources-recorded", "fail")],
    ),
    (
        "a region without the rule for SSH",
        |a| seed(a, deviate::no_ssh_rule),
        &[("config-rule-restricted-ssh", "fail")],
    ),
    (
        "a region without Security Hub",
        |a| seed(a, deviate::no_security_hub),
        &[("securityhub-enabled", "fail")],
    ),
    (
        "a VPC without flow logs",
        |a| seed(a, deviate::vpc_without_flow_logs),
        &[("vpc-flow-logs", "fail")],
    ),
    (
        "a VPC that logs what it accepts",
        |a| seed(a, deviate::vpc_that_logs_what_it_accepts),
        &[("vpc-flow-logs", "fail")],
    ),
];

#[test]
fn of_logging() {
    check(ALL);
}
