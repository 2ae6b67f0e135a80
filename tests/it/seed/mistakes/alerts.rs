//! Who is told of API calls, of events and of errors.

use aws_sdk_cloudwatch::types::StateValue;
use aws_sdk_eventbridge::types::RuleState;
use serde_json::json;

use crate::like_aws::{leave_unconfirmed, observed};
use crate::moto::Moto;
use crate::seed::alarm::{self, Alarm};
use crate::seed::baseline::events::CONFIG_COMPLIANCE;
use crate::seed::baseline::{self, ALERTS, CHANGES, alarms};
use crate::seed::monitor::{self, Monitor};
use crate::seed::{Account, HOME, event_rule, topic};

/// Weeks in which nobody looked.
const MONTH: i64 = 30;

/// The filter counts errors of the application under one name, and the alarm watches another.
pub fn app_errors_under_another_name(account: &Account) {
    let alarm = Alarm {
        metric: "ErrorCountSystemApp",
        has_data: false,
        missing: "missing",
        ..alarms::app_errors()
    };
    account.change(async |moto| alarm::create(moto, &alarm).await);
}

/// The alarm on deleted buckets rings at zero, which its filter publishes by default: it has been
/// ringing for a month, and does not begin once more.
pub fn threshold_that_zero_reaches(account: &Account) {
    let monitor = baseline::monitor("s3-bucket-deletion");
    let name = monitor.name;
    account.change(async |moto| {
        monitor::filter(moto, &monitor, |metric| metric.default_value(0.0)).await;
        let topic = topic::arn(ALERTS);
        monitor::alarm(moto, &monitor, |alarm| {
            alarm.threshold(0.0).alarm_actions(topic)
        })
        .await;
        alarm::set_state(moto, name, StateValue::Alarm).await;
    });
    observed::stuck(&account.proxy, name, "ALARM", MONTH);
}

/// The alarm on users and groups wants five periods with an event, because nobody said how many
/// datapoints are enough.
pub fn more_datapoints_than_one_event_has(account: &Account) {
    let monitor = baseline::monitor("user-and-group-changes");
    account.change(async |moto| {
        let topic = topic::arn(ALERTS);
        monitor::alarm(moto, &monitor, |alarm| {
            alarm.evaluation_periods(5).alarm_actions(topic)
        })
        .await;
    });
}

/// The alarm on changes of policies notifies a topic of its own, whose subscription nobody
/// confirmed.
pub fn subscription_that_nobody_confirmed(account: &Account) {
    const TOPIC: &str = "iam-changes";
    let monitor = Monitor {
        topic: TOPIC,
        subscribed: true,
        ..baseline::monitor("iam-policy-changes")
    };
    account.change(async |moto| {
        monitor::create(moto, &monitor).await;
    });
    leave_unconfirmed(&account.proxy, TOPIC);
}

/// The target that was meant for the rule about AWS Config's verdicts is attached to the one
/// about changes that AWS Config sees.
pub fn target_on_another_rule(account: &Account) {
    account.change(async |moto| {
        event_rule::no_target(moto, HOME, CONFIG_COMPLIANCE).await;
        let pattern = json!({
            "source": ["aws.config"],
            "detail-type": ["Config Configuration Item Change"],
        });
        let (name, state) = ("config-changes", RuleState::Enabled);
        event_rule::put(moto, HOME, name, &pattern, state).await;
        event_rule::target(moto, HOME, name, &topic::arn(CHANGES)).await;
    });
}

/// The rule about Auto Scaling is disabled.
pub fn disabled_rule(account: &Account) {
    account.change(async |moto| {
        event_rule::disable(moto, HOME, baseline::events::SCALING_FAILURES).await;
    });
}

/// The rule about AWS Config in us-east-1 has a topic of its own, whose policy lets alarms
/// publish, and no event rule.
pub fn topic_closed_to_event_rules(account: &Account) {
    account.change(async |moto| {
        let services = ["cloudwatch.amazonaws.com"];
        let topic = topic::create(moto, "us-east-1", "config", &services).await;
        event_rule::target(moto, "us-east-1", CONFIG_COMPLIANCE, &topic).await;
    });
}

/// Refused calls are told of by an event rule in place of a metric filter, and no rule gets those
/// that only read.
pub fn refused_calls_over_event_bridge(account: &Account) {
    let monitor = baseline::monitor("unauthorized-api-calls");
    account.change(async |moto| {
        monitor::delete_filter(moto, &monitor).await;
        alarm::delete(moto, monitor.name).await;
        for region in baseline::REGIONS {
            refused(moto, region).await;
        }
    });
}

async fn refused(moto: &Moto, region: &str) {
    let pattern = baseline::refused();
    let state = RuleState::Enabled;
    event_rule::put(moto, region, "refused", &pattern, state).await;
    event_rule::target(moto, region, "refused", &topic::arn_in(region, CHANGES)).await;
}
