//! Which API calls the selected rules need, and no other. Pure: no network.

use std::collections::{BTreeMap, BTreeSet};

use crate::kind::Call;

/// The calls of a scan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Every call, with the ids of the rules that need it.
    pub calls: BTreeMap<Call, BTreeSet<String>>,
    /// The source identifiers of the managed Config rules whose compliance is asked for;
    /// empty means of all.
    pub config_rule_identifiers: BTreeSet<String>,
    /// Alarms are asked for in every region, not only where a trail delivers to a log
    /// group.
    pub alarms_everywhere: bool,
}

impl Plan {
    /// Whether a rule needs `call`.
    pub fn asks(&self, call: Call) -> bool {
        self.calls.contains_key(&call)
    }
}
