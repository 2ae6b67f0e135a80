//! The alarms beside the log groups: those of the audit, and some of the shop itself.

use auditrail::inventory::body::{Alarm, Dimension};

use super::{NAMESPACE, topics};
use crate::account::{Demo, FRANKFURT};
use crate::naming::{arn, some};
use crate::time::{days_ago, written};
use crate::web;

pub fn fill(demo: &mut Demo) {
    let mut alarms = of_audit();
    alarms.extend(of_shop());
    for alarm in alarms {
        demo.found(Some(FRANKFURT), &alarm);
    }
}

fn of_audit() -> Vec<Alarm> {
    let security = [
        ("root-usage", "RootUsage"),
        ("console-sign-in-without-mfa", "ConsoleSignInWithoutMfa"),
        ("trail-changes", "TrailChanges"),
        ("iam-policy-changes", "IamPolicyChanges"),
    ];
    let security = security.map(|(name, metric)| on_first_event(name, metric, topics::SECURITY));
    let mut alarms = security.to_vec();
    alarms.extend([
        Alarm {
            threshold: Some(20.0),
            ..on_first_event("refused-calls", "RefusedCalls", topics::SECURITY)
        },
        // The metric that it watches has its name, but not its namespace: it stays quiet
        // for ever.
        Alarm {
            namespace: some("CloudTrailMetrics"),
            ..on_first_event(
                "security-group-rule-changes",
                "SecurityGroupRuleChanges",
                topics::SECURITY,
            )
        },
        on_first_event(
            "security-groups-made-or-deleted",
            "SecurityGroupsMadeOrDeleted",
            topics::NETWORK,
        ),
        on_first_event("vpc-changes", "VpcChanges", topics::PLATFORM),
        on_first_event("invoices-deleted", "InvoicesDeleted", topics::SHOP),
    ]);
    alarms
}

/// An alarm on a metric that a filter publishes.
fn on_first_event(name: &str, metric: &str, topic: &str) -> Alarm {
    Alarm {
        metric_name: some(metric),
        namespace: some(NAMESPACE),
        statistic: some("Sum"),
        treat_missing_data: some("notBreaching"),
        ..alarm(name, 1.0, topic)
    }
}

fn of_shop() -> Vec<Alarm> {
    let balancer = web::SHOP;
    vec![
        Alarm {
            metric_name: some("HTTPCode_Target_5XX_Count"),
            namespace: some("AWS/ApplicationELB"),
            statistic: some("Sum"),
            dimensions: dimension("LoadBalancer", balancer),
            ..alarm("shop-errors", 25.0, topics::SHOP)
        },
        Alarm {
            metric_name: some("TargetResponseTime"),
            namespace: some("AWS/ApplicationELB"),
            extended_statistic: some("p99"),
            dimensions: dimension("LoadBalancer", balancer),
            evaluate_low_sample_count_percentile: some("ignore"),
            ..alarm("shop-latency", 1.5, topics::SHOP)
        },
        Alarm {
            metric_name: some("CPUUtilization"),
            namespace: some("AWS/RDS"),
            statistic: some("Average"),
            dimensions: dimension("DBClusterIdentifier", "shop-prod"),
            ..alarm("orders-database-cpu", 85.0, topics::SHOP)
        },
        composite(
            "shop-is-down",
            "ALARM(\"shop-errors\") AND ALARM(\"shop-latency\")",
        ),
    ]
}

fn alarm(name: &str, threshold: f64, topic: &str) -> Alarm {
    Alarm {
        evaluation_periods: Some(1),
        period: Some(300),
        threshold: Some(threshold),
        comparison_operator: some("GreaterThanOrEqualToThreshold"),
        ..quiet(name, topic)
    }
}

fn composite(name: &str, rule: &str) -> Alarm {
    Alarm {
        alarm_rule: some(rule),
        ..quiet(name, topics::SHOP)
    }
}

fn quiet(name: &str, topic: &str) -> Alarm {
    let since = written(days_ago(17, name));
    Alarm {
        alarm_name: some(name),
        alarm_arn: some(arn("cloudwatch", FRANKFURT, &format!("alarm:{name}"))),
        actions_enabled: Some(true),
        alarm_actions: vec![topics::arn_of(topic)],
        state_value: some("OK"),
        state_updated_timestamp: since.clone(),
        state_transitioned_timestamp: since,
        ..Alarm::default()
    }
}

fn dimension(name: &str, value: &str) -> Vec<Dimension> {
    vec![Dimension {
        name: some(name),
        value: some(value),
    }]
}
