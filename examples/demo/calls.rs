//! How many calls it took.

use std::collections::BTreeMap;

use auditrail::inventory::CallCounts;
use auditrail::kind::{Call, Kind, Place, call};

use crate::account::{Demo, REGIONS};
use crate::{alerting, config, ec2};

/// The ledger of a run that found `demo`.
pub fn counts(demo: &Demo) -> CallCounts {
    let by_operation: BTreeMap<String, u64> = call::ALL
        .iter()
        .map(|call| (call.to_string(), whole(times(*call, demo))))
        .filter(|(_, times)| *times > 0)
        .collect();
    CallCounts {
        total: by_operation.values().sum(),
        retried: 13,
        throttled: 9,
        failed: whole(demo.failed_calls()),
        by_operation,
    }
}

fn times(call: Call, demo: &Demo) -> usize {
    match (call, call.place) {
        // Asked until the report is there.
        (call::GENERATE_CREDENTIAL_REPORT, _) => 4,
        (_, Place::Global) => 1,
        (_, Place::EveryRegion) => REGIONS.len(),
        (call::GET_TRAIL_STATUS | call::GET_EVENT_SELECTORS, _) => demo.count(Kind::Trail),
        (call::DESCRIBE_LOG_GROUPS | call::DESCRIBE_METRIC_FILTERS, _) => {
            demo.count(Kind::LogGroup)
        }
        (call::DESCRIBE_ALARMS | call::LIST_ALARM_MUTE_RULES, _) => alerting::REGIONS.len(),
        (call::GET_ALARM_MUTE_RULE, _) => demo.count(Kind::AlarmMuteRule),
        (call::GET_SUBSCRIPTION_ATTRIBUTES, _) => alerting::topics::CONFIRMED,
        // All topics that have a key have the same.
        (call::DESCRIBE_KEY | call::GET_KEY_POLICY, _) => 1,
        (call::GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE, _) => config::EVALUATED_IN.len(),
        (call::GET_MANAGED_PREFIX_LIST_ENTRIES, _) => ec2::PREFIX_LISTS.len(),
        _ => demo.count(Kind::Topic),
    }
}

fn whole(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
