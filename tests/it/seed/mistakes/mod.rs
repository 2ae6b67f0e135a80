//! What goes wrong with monitoring and still looks as if it worked, as it was found in published
//! write-ups: each function makes one mistake in an account that is [`super::baseline`].

mod alarms;
mod alerts;
mod services;
mod trail;

pub use alarms::*;
pub use alerts::*;
pub use services::*;
pub use trail::*;

use super::Account;

/// All that go together: none of them hides another.
pub const TOGETHER: [fn(&Account); 13] = [
    trail_log_group_of_one_day,
    app_log_group_for_ever,
    app_errors_under_another_name,
    threshold_that_zero_reaches,
    more_datapoints_than_one_event_has,
    subscription_that_nobody_confirmed,
    target_on_another_rule,
    memory_that_no_agent_publishes,
    names_in_place_of_arn_suffixes,
    database_alarm_without_actions,
    databases_that_rds_may_not_tell_of,
    topic_closed_to_event_rules,
    refused_calls_over_event_bridge,
];
