//! The ways to a subscriber, and what has to be asked to follow them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kind::{Call, Kind, call};

/// A way on which an event comes to a notification.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Road {
    /// A trail's log group, a metric filter on it, and an alarm on its metric.
    MetricFilter,
    /// A rule of `EventBridge`.
    EventRule,
}

/// The resources of one kind along a way.
#[derive(Debug, PartialEq, Eq)]
pub struct Link {
    /// The kind.
    pub kind: Kind,
    /// The calls that lead to those that matter.
    pub calls: &'static [Call],
    /// The fields filled by calls of their own that are looked at.
    pub fields: &'static [&'static str],
}

impl Road {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::MetricFilter, Self::EventRule];

    /// The name that rules and frameworks use.
    pub fn name(self) -> &'static str {
        match self {
            Self::MetricFilter => "metric-filter",
            Self::EventRule => "event-rule",
        }
    }

    /// What the way is made of.
    pub fn links(self) -> &'static [Link] {
        match self {
            Self::MetricFilter => METRIC_FILTER,
            Self::EventRule => EVENT_RULE,
        }
    }
}

const TOPIC_FIELDS: &[&str] = &["Attributes", "Subscriptions", "FilterPolicy", "Key"];

/// What records calls.
pub const TRAIL: Link = Link {
    kind: Kind::Trail,
    calls: &[call::DESCRIBE_TRAILS],
    fields: &["Status", "EventSelectors", "AdvancedEventSelectors"],
};

const METRIC_FILTER: &[Link] = &[
    Link {
        kind: Kind::LogGroup,
        calls: &[call::DESCRIBE_TRAILS, call::DESCRIBE_LOG_GROUPS],
        fields: &[],
    },
    Link {
        kind: Kind::MetricFilter,
        calls: &[call::DESCRIBE_TRAILS, call::DESCRIBE_METRIC_FILTERS],
        fields: &[],
    },
    Link {
        kind: Kind::Alarm,
        calls: &[call::DESCRIBE_TRAILS, call::DESCRIBE_ALARMS],
        fields: &[],
    },
    Link {
        kind: Kind::AlarmMuteRule,
        calls: &[
            call::DESCRIBE_TRAILS,
            call::LIST_ALARM_MUTE_RULES,
            call::GET_ALARM_MUTE_RULE,
        ],
        fields: &[],
    },
    Link {
        kind: Kind::Topic,
        calls: &[
            call::DESCRIBE_TRAILS,
            call::DESCRIBE_METRIC_FILTERS,
            call::DESCRIBE_ALARMS,
        ],
        fields: TOPIC_FIELDS,
    },
];

const TO_TARGETS: &[Call] = &[
    call::LIST_EVENT_BUSES,
    call::LIST_RULES,
    call::LIST_TARGETS_BY_RULE,
];

const EVENT_RULE: &[Link] = &[
    Link {
        kind: Kind::EventBus,
        calls: &[call::LIST_EVENT_BUSES],
        fields: &[],
    },
    Link {
        kind: Kind::EventRule,
        calls: &[call::LIST_EVENT_BUSES, call::LIST_RULES],
        fields: &["Targets"],
    },
    Link {
        kind: Kind::EventTarget,
        calls: TO_TARGETS,
        fields: &["Policy", "Key"],
    },
    Link {
        kind: Kind::Topic,
        calls: TO_TARGETS,
        fields: TOPIC_FIELDS,
    },
];

/// From any alarm to a subscriber.
pub const ALARM: &[Link] = &[
    Link {
        kind: Kind::Alarm,
        calls: &[call::DESCRIBE_ALL_ALARMS],
        fields: &[],
    },
    Link {
        kind: Kind::AlarmMuteRule,
        calls: &[call::LIST_ALL_ALARM_MUTE_RULES, call::GET_ALARM_MUTE_RULE],
        fields: &[],
    },
    Link {
        kind: Kind::Topic,
        calls: &[call::DESCRIBE_ALL_ALARMS],
        fields: TOPIC_FIELDS,
    },
];

/// Whether there are datapoints of what alarms watch.
pub const DATA: Link = Link {
    kind: Kind::Metric,
    calls: &[call::DESCRIBE_ALL_ALARMS, call::LIST_METRICS],
    fields: &[],
};

/// From any metric filter over an alarm, which stands beside it, to a subscriber.
pub const LOG_LINE: &[Link] = &[Link {
    kind: Kind::MetricFilter,
    calls: &[call::DESCRIBE_ALL_METRIC_FILTERS],
    fields: &[],
}];

/// From a resource of `kind` that notifies to a subscriber; empty for kinds that do not.
pub fn of_delivery(kind: Kind) -> &'static [Link] {
    match kind {
        Kind::Alarm => ALARM,
        Kind::Topic => TOPIC,
        Kind::EventSubscription => EVENT_SUBSCRIPTION,
        _ => &[],
    }
}

/// From an event subscription of RDS to a subscriber of its topic.
pub const EVENT_SUBSCRIPTION: &[Link] = &[Link {
    kind: Kind::Topic,
    calls: &[call::DESCRIBE_EVENT_SUBSCRIPTIONS],
    fields: TOPIC_FIELDS,
}];

/// From a topic to its subscribers.
pub const TOPIC: &[Link] = &[Link {
    kind: Kind::Topic,
    calls: &[],
    fields: TOPIC_FIELDS,
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::everything;

    #[test]
    fn a_whole_snapshot_holds_all_that_is_followed() {
        let all = everything();
        let roads = Road::ALL.into_iter().flat_map(Road::links);
        let more = [
            &[TRAIL, DATA][..],
            ALARM,
            LOG_LINE,
            EVENT_SUBSCRIPTION,
            TOPIC,
        ];
        for link in roads.chain(more.into_iter().flatten()) {
            for call in link.calls {
                let asked = call.asked_as();
                assert!(all[&link.kind].contains(&asked), "{}: {asked}", link.kind);
            }
        }
    }
}
