//! A trail whose events come to no log group: nothing behind it can ring.

use super::mistakes::Mistake;
use super::{Found, rules, scan, wrong};
use crate::seed::{Account, mistakes};

/// What is wrong with it, and what the rules say that are not about calls.
pub const ALL: &[Mistake] = &[
    (
        "a trail that was never started",
        mistakes::trail_never_started,
        &[
            ("cloudtrail-multi-region-enabled", "audit is not logging"),
            ("cloudtrail-cloudwatch-logs", "audit has never delivered"),
            ("cloudtrail-delivers-to-log-group", "it is not logging"),
            ("cloudtrail-insights-enabled", "ApiErrorRateInsight"),
            ("s3-object-read-events", "audit is not logging"),
            ("s3-object-write-events", "audit is not logging"),
        ],
    ),
    (
        "a trail with the ARNs of log group and role swapped",
        mistakes::swapped_arns,
        &[
            ("cloudtrail-cloudwatch-logs", "Access denied"),
            (
                "cloudtrail-delivers-to-log-group",
                "log group and role are swapped in audit: each has the ARN of the other",
            ),
        ],
    ),
    (
        "a role that may write to another log group",
        mistakes::role_for_another_group,
        &[
            ("cloudtrail-cloudwatch-logs", "Access denied"),
            (
                "cloudtrail-delivers-to-log-group",
                "may not logs:CreateLogStream and logs:PutLogEvents in cloudtrail; it names other \
                 streams: arn:aws:logs:eu-west-1:123456789012:log-group:cloudtrail-old:",
            ),
        ],
    ),
    (
        "a role that trusts another service",
        mistakes::role_for_another_service,
        &[
            ("cloudtrail-cloudwatch-logs", "Access denied"),
            (
                "cloudtrail-delivers-to-log-group",
                "does not trust cloudtrail.amazonaws.com",
            ),
        ],
    ),
];

#[test]
fn nothing_rings_behind_a_trail_that_does_not_deliver() {
    let rules = rules();
    let alerts = rules.iter().filter(|rule| rule.starts_with("monitor-"));
    let alerts: Vec<&String> = alerts.collect();
    let mut all = Vec::new();
    for (what, make, found) in ALL {
        let account = Account::monitored();
        make(&account);
        let outcome = scan(&account).args(["--format", "json"]).run();
        let of_alerts = alerts.iter().map(|rule| (rule.as_str(), "nothing rings"));
        let expected: Vec<Found<'_>> = found.iter().copied().chain(of_alerts).collect();
        let wrong = wrong(&outcome, &expected).into_iter();
        all.extend(wrong.map(|wrong| format!("{what}: {wrong}")));
    }
    assert!(all.is_empty(), "{all:#?}");
}
