//! One mistake at a time: exactly the rules fail that are about it.

use std::collections::BTreeSet;

use super::mistakes::{Mistake, TOGETHER};
use super::trail;
use super::{rules, scan, wrong};
use crate::audit::skip_monitoring;
use crate::seed::baseline::alarms;
use crate::seed::{Account, mistakes};

/// Mistakes that the rules about alerts have no part in.
const APART: &[Mistake] = &[
    (
        "Insights into calls, and not into errors",
        mistakes::insights_into_calls_only,
        &[("cloudtrail-insights-enabled", "ApiErrorRateInsight")],
    ),
    (
        "a log group without key",
        mistakes::log_group_without_key,
        &[("log-group-kms-encrypted", "/lambda/resize has no KMS key")],
    ),
    (
        "a rule that is disabled",
        mistakes::disabled_rule,
        &[("autoscaling-failures-notified", "is disabled")],
    ),
    (
        "a bucket that does not encrypt",
        mistakes::bucket_without_encryption,
        &[
            ("config-delivery-channel", "eu-west-1, does not encrypt"),
            ("config-delivery-channel", "us-east-1, does not encrypt"),
        ],
    ),
    (
        "a managed rule that is missing",
        mistakes::managed_rule_missing,
        &[(
            "config-managed-rules-present",
            "in us-east-1 no managed rule is active for CLOUD_TRAIL_ENABLED",
        )],
    ),
    (
        "instances that Systems Manager does not know",
        mistakes::instances_without_agent,
        &[
            ("ec2-instances-managed", "is no managed node"),
            ("ec2-instances-managed", "is no managed node"),
            ("ec2-instances-managed", "is no managed node"),
        ],
    ),
    (
        "sessions that are logged nowhere",
        mistakes::sessions_not_logged,
        &[("session-logging-enabled", "sessions in eu-west-1")],
    ),
    (
        "a function that does not trace",
        mistakes::function_that_passes_through,
        &[("lambda-tracing-active", "mail")],
    ),
    (
        "stages that do not trace",
        mistakes::stages_without_tracing,
        &[("rest-api-tracing-enabled", "orders/live traces no requests")],
    ),
    (
        "traces without key",
        mistakes::traces_without_key,
        &[
            ("xray-kms-encryption", "in eu-west-1"),
            ("xray-kms-encryption", "in us-east-1"),
        ],
    ),
    (
        "sampling by AWS's rule alone",
        mistakes::default_sampling,
        &[
            ("xray-sampling-rules-defined", "in eu-west-1"),
            ("xray-sampling-rules-defined", "in us-east-1"),
        ],
    ),
    (
        "only failures of databases",
        mistakes::failures_of_databases_only,
        &[("rds-instance-events-notified", "orders")],
    ),
    (
        "nobody watches the processors of a group",
        |a| mistakes::without(a, &alarms::group_cpu()),
        &[("asg-cpu-alarm", "web")],
    ),
    (
        "nobody watches its disks",
        |a| mistakes::without(a, &alarms::group_disk()),
        &[("asg-disk-alarm", "web")],
    ),
    (
        "nobody watches what it receives",
        |a| mistakes::without(a, &alarms::group_network()),
        &[("asg-network-in-alarm", "web")],
    ),
    (
        "nobody watches the processors of an instance",
        mistakes::unwatched_instance,
        &[("instance-cpu-alarm", "InstanceId")],
    ),
    (
        "nobody watches the storage of a database",
        |a| mistakes::without(a, &alarms::database_storage()),
        &[("rds-free-storage-alarm", "orders")],
    ),
    (
        "nobody watches what it receives",
        |a| mistakes::without(a, &alarms::database_network()),
        &[("rds-network-receive-alarm", "orders")],
    ),
];

/// Makes each in an account of its own; all that went otherwise is told at the end.
#[track_caller]
fn check(mistakes: &[Mistake], skip: &[&str]) {
    let mut all = Vec::new();
    for (what, make, found) in mistakes {
        let account = Account::monitored();
        make(&account);
        let outcome = scan(&account).args(["--format", "json"]).args(skip).run();
        let wrong = wrong(&outcome, found).into_iter();
        all.extend(wrong.map(|wrong| format!("{what}: {wrong}")));
    }
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn of_services_and_alarms() {
    check(APART, &["--skip", "monitor-*"]);
}

#[test]
fn of_those_that_go_together() {
    check(TOGETHER, &[]);
}

/// A rule that nothing turns would not be noticed if it said the same of everything.
#[test]
fn every_rule_of_the_baseline_alone_is_turned_by_something() {
    let turned = [trail::ALL, APART, TOGETHER].into_iter().flatten();
    let turned = turned.flat_map(|(_, _, found)| found.iter().map(|(rule, _)| *rule));
    let turned: BTreeSet<&str> = turned.collect();
    let mut rules = rules();
    let alone: Vec<&str> = skip_monitoring().collect();
    // All rules about calls are turned by the mistakes of `trail`.
    rules.retain(|rule| !rule.starts_with("monitor-"));
    rules.retain(|rule| alone.contains(&rule.as_str()) && !turned.contains(rule.as_str()));
    assert!(rules.is_empty(), "{rules:?}");
}
