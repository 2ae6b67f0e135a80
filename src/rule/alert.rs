//! Events that must end in a notification, checked.

use serde_json::{Map, Value};

use super::event_set::{EventSet, Origin, Texts};
use super::road::Road;

/// What an alert rule asks for.
#[derive(Debug, Clone)]
pub struct Alert {
    /// Words of which each line of the judged log group with one must ring, in place of
    /// events.
    pub lines: Option<Texts>,
    /// Events of which each must ring.
    pub required: Vec<EventSet>,
    /// Events that need not ring.
    pub ordinary: Vec<EventSet>,
    /// How many of the required events may be needed within one period of the alarm.
    pub events: EventCount,
}

impl Alert {
    /// Whether some of its events are recorded by a trail.
    pub fn needs_trails(&self) -> bool {
        let sets = self.required.iter().chain(&self.ordinary);
        sets.into_iter().any(|set| set.origin == Origin::CloudTrail)
    }
}

/// The parameter that every alert rule has: the ways on which a notification counts.
pub const VIA: &str = "via";

/// The ways on which a notification counts under `parameters`, in their order; metric
/// filters where they do not say.
pub fn roads(parameters: &Map<String, Value>) -> Vec<Road> {
    let named = parameters.get(VIA).and_then(Value::as_array);
    let is_named = |road: &&Road| {
        let mut named = named.into_iter().flatten();
        named.any(|name| name == road.name())
    };
    let roads: Vec<Road> = Road::ALL.iter().filter(is_named).copied().collect();
    if roads.is_empty() {
        return vec![Road::MetricFilter];
    }
    roads
}

/// A number of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventCount {
    /// So many, at least one.
    Number(u64),
    /// As many as a parameter says.
    Parameter(String),
}

impl EventCount {
    /// The number under `parameters`, which have a value for every parameter of the rule;
    /// at least one, whatever they say.
    pub fn resolve(&self, parameters: &Map<String, Value>) -> u64 {
        let number = match self {
            Self::Number(number) => *number,
            Self::Parameter(name) => {
                let number = parameters.get(name).and_then(Value::as_u64);
                number.unwrap_or_default()
            }
        };
        number.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_event_is_the_least() {
        let parameter = EventCount::Parameter("events".into());
        for (value, expected) in [(json!(5), 5), (json!(1), 1), (json!(0), 1), (json!(-3), 1)] {
            let parameters = json!({ "events": value });
            assert_eq!(parameter.resolve(parameters.as_object().unwrap()), expected);
        }
        assert_eq!(EventCount::Number(3).resolve(&Map::new()), 3);
    }
}
