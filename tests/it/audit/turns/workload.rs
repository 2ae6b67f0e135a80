//! Instances, web front ends, and policies of resources.

use super::{Deviation, check, seed};
use crate::like_aws::deviate as answers;
use crate::seed::deviate;

const SILENT: &[(&str, &str)] = &[("web-frontend-access-logging", "fail")];
const OPEN: &[(&str, &str)] = &[("resource-policies-no-unrestricted-principal", "fail")];

pub const ALL: &[Deviation] = &[
    (
        "an instance without role",
        |a| seed(a, deviate::instance_without_role),
        &[("ec2-instance-roles", "fail")],
    ),
    (
        "an instance profile without role",
        |a| seed(a, deviate::instance_profile_without_role),
        &[("ec2-instance-roles", "fail")],
    ),
    (
        "an instance with the old metadata service",
        |a| seed(a, deviate::instance_with_the_old_metadata_service),
        &[("ec2-imdsv2", "fail")],
    ),
    (
        "a distribution without logs",
        |a| seed(a, deviate::distribution_without_logs),
        SILENT,
    ),
    (
        "a load balancer without logs",
        |a| seed(a, deviate::load_balancer_without_logs),
        SILENT,
    ),
    (
        "a network load balancer without logs",
        |a| seed(a, deviate::network_load_balancer_without_logs),
        SILENT,
    ),
    (
        "a REST API without logs",
        |a| seed(a, deviate::rest_api_without_logs),
        SILENT,
    ),
    (
        "an HTTP API without logs",
        |a| seed(a, deviate::http_api_without_logs),
        SILENT,
    ),
    ("a queue", |a| seed(a, deviate::queue_for_everyone), OPEN),
    ("a topic", |a| seed(a, deviate::topic_for_everyone), OPEN),
    (
        "a function",
        |a| seed(a, deviate::function_for_everyone),
        OPEN,
    ),
    ("a secret", |a| seed(a, deviate::secret_for_everyone), OPEN),
    (
        "an event bus",
        |a| seed(a, deviate::event_bus_for_everyone),
        OPEN,
    ),
    (
        "a repository",
        |a| seed(a, deviate::repository_for_everyone),
        OPEN,
    ),
    (
        "a file system",
        |a| seed(a, deviate::file_system_for_everyone),
        OPEN,
    ),
    ("vaults", |a| answers::vaults_for_everyone(&a.proxy), OPEN),
    ("a key", |a| seed(a, deviate::key_for_everyone), OPEN),
];

#[test]
fn of_workloads() {
    check(ALL);
}
