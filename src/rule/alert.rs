//! Events that must end in a notification, checked.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::file::{FieldCondition, Outcome};
use crate::kind::Kind;

/// What an alert rule asks for.
#[derive(Debug, Clone)]
pub struct Alert {
    /// Events of which each must ring.
    pub required: Vec<EventSet>,
    /// Events that need not ring.
    pub ordinary: Vec<EventSet>,
}

impl Alert {
    /// The kinds that a delivery chain is made of.
    pub const KINDS: [Kind; 6] = [
        Kind::Trail,
        Kind::LogGroup,
        Kind::MetricFilter,
        Kind::Alarm,
        Kind::AlarmMuteRule,
        Kind::Topic,
    ];

    /// The fields of these kinds that calls of their own fill and that a chain looks at.
    pub const FIELDS: [&'static str; 7] = [
        "Status",
        "EventSelectors",
        "AdvancedEventSelectors",
        "Attributes",
        "Subscriptions",
        "FilterPolicy",
        "Key",
    ];
}

/// A set of `CloudTrail` events; what is not said may be anything that `CloudTrail`
/// writes.
#[derive(Debug, Clone, PartialEq)]
pub struct EventSet {
    /// The service's endpoint, such as `iam.amazonaws.com`.
    pub source: Option<String>,
    /// The operations.
    pub names: Names,
    /// Conditions on other fields, by path.
    pub conditions: BTreeMap<String, FieldCondition>,
    /// Which outcomes of the call count.
    pub outcome: Outcome,
}

/// The operations of an event set.
#[derive(Debug, Clone, PartialEq)]
pub enum Names {
    /// All.
    Any,
    /// These.
    List(Vec<String>),
    /// Those in a parameter.
    Parameter(String),
}

impl Names {
    /// The operations under `parameters`; none where any operation is meant.
    pub fn resolve(&self, parameters: &Map<String, Value>) -> Option<Vec<String>> {
        match self {
            Self::Any => None,
            Self::List(names) => Some(names.clone()),
            Self::Parameter(name) => {
                let names = parameters.get(name).and_then(Value::as_array);
                let names = names.into_iter().flatten().filter_map(Value::as_str);
                Some(names.map(str::to_owned).collect())
            }
        }
    }
}
