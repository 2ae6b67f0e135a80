//! Mistakes of real accounts: each is found and named in a sentence, and nothing else fails with
//! it.

use super::{Found, scan, wrong};
use crate::seed::{Account, mistakes};

/// A mistake: what it is, who makes it, and what is found then.
pub type Mistake = (&'static str, fn(&Account), &'static [Found<'static>]);

/// Those of [`mistakes::TOGETHER`].
pub const TOGETHER: &[Mistake] = &[
    (
        "the log group of the trail keeps its events for one day",
        mistakes::trail_log_group_of_one_day,
        &[(
            "trail-log-group-retention",
            "cloudtrail keeps the events of audit for one day only",
        )],
    ),
    (
        "the log group of an application keeps its events for ever",
        mistakes::app_log_group_for_ever,
        &[(
            "log-group-retention",
            "/app/orders keeps its events for ever",
        )],
    ),
    (
        "the filter publishes one name and the alarm watches another",
        mistakes::app_errors_under_another_name,
        &[
            (
                "log-group-errors-alarmed",
                "no alarm in eu-west-1 watches metric `Orders/ErrorCountApp`, which metric filter \
                 `errors` publishes",
            ),
            (
                "alarm-metric-has-data",
                "app-errors watches Orders/ErrorCountSystemApp, which no metric filter publishes \
                 and nobody else has for two weeks; filter `errors` publishes `ErrorCountApp`",
            ),
        ],
    ),
    (
        "a threshold that zero reaches",
        mistakes::threshold_that_zero_reaches,
        &[
            (
                "monitor-s3-bucket-deletion",
                "alarm `s3-bucket-deletion` is in ALARM all the time: without an event its Sum is \
                 0, and >= 0 breaches",
            ),
            ("alarm-not-stuck", "s3-bucket-deletion is in ALARM since"),
        ],
    ),
    (
        "no number of datapoints to alarm, so that all are needed",
        mistakes::more_datapoints_than_one_event_has,
        &[(
            "monitor-user-and-group-changes",
            "alarm `user-and-group-changes` wants 5 breaching datapoints of 5, and an event gives \
             one",
        )],
    ),
    (
        "a subscription that nobody confirmed",
        mistakes::subscription_that_nobody_confirmed,
        &[
            (
                "monitor-iam-policy-changes",
                "iam-changes` has no confirmed subscription: 1 subscription of it never confirmed",
            ),
            ("alarm-notifies", "nobody hears iam-policy-changes: topic"),
            (
                "topic-has-confirmed-subscription",
                "iam-changes` has no confirmed subscription",
            ),
        ],
    ),
    (
        "a target that is attached to another rule than the one meant",
        mistakes::target_on_another_rule,
        &[(
            "config-compliance-change-notified",
            "event rule `config-compliance` has no target; event rule `config-changes` beside \
             it sends to `changes`",
        )],
    ),
    (
        "an alarm on memory that no agent publishes",
        mistakes::memory_that_no_agent_publishes,
        &[
            (
                "asg-memory-alarm",
                "alarm `batch-memory` watches `CWAgent/mem_used_percent \
                 (AutoScalingGroupName=batch)`, which nobody has published for two weeks: it \
                 exists only where an agent does",
            ),
            (
                "alarm-metric-has-data",
                "batch-memory watches CWAgent/mem_used_percent",
            ),
            (
                "alarm-not-stuck",
                "batch-memory is in INSUFFICIENT_DATA since",
            ),
        ],
    ),
    (
        "names in the place of the ends of ARNs",
        mistakes::names_in_place_of_arn_suffixes,
        &[
            (
                "target-group-healthy-hosts-alarm",
                "alarm `web-healthy-hosts` watches LoadBalancer=web, TargetGroup=web, and not \
                 LoadBalancer=app/web/",
            ),
            (
                "alarm-metric-has-data",
                "web-healthy-hosts watches AWS/ApplicationELB/HealthyHostCount",
            ),
        ],
    ),
    (
        "an alarm with its actions disabled",
        mistakes::database_alarm_without_actions,
        &[
            (
                "rds-cpu-alarm",
                "alarm `orders-cpu` has its actions disabled",
            ),
            ("alarm-notifies", "nobody hears orders-cpu"),
        ],
    ),
    (
        "a topic that RDS may not publish to",
        mistakes::databases_that_rds_may_not_tell_of,
        &[
            (
                "rds-instance-events-notified",
                "does not let RDS publish the notifications of event subscription `instances`",
            ),
            (
                "rds-snapshot-events-notified",
                "does not let RDS publish the notifications of event subscription `snapshots`",
            ),
        ],
    ),
    (
        "a topic that no event rule may publish to",
        mistakes::topic_closed_to_event_rules,
        &[(
            "config-compliance-change-notified",
            "the policy of topic `arn:aws:sns:us-east-1:123456789012:config` does not let \
             EventBridge publish",
        )],
    ),
    (
        "refused calls told of by an event rule, which gets none that only read",
        mistakes::refused_calls_over_event_bridge,
        &[(
            "monitor-unauthorized-api-calls",
            // The event rule got every call that writes.
            "any operation (such as ListUsers by IAMUser alice",
        )],
    ),
];

#[test]
fn all_mistakes_of_one_account_are_found_and_nothing_else_fails() {
    assert_eq!(TOGETHER.len(), mistakes::TOGETHER.len());
    let account = Account::monitored_with_mistakes();
    let outcome = scan(&account).run().expect_status(1);
    let found = TOGETHER.iter().flat_map(|(_, _, found)| *found);
    let found: Vec<Found<'_>> = found.copied().collect();
    assert_eq!(wrong(&outcome, &found), Vec::<String>::new());
}
