//! Rules that ask for an alarm on what a resource publishes about itself.

use std::collections::BTreeMap;

use super::condition::Condition;

/// A signal of a resource that must set off an alarm which notifies somebody.
#[derive(Debug)]
pub struct Watched {
    /// The signal is published as each of these; an alarm on one is enough.
    pub metrics: Vec<WatchedMetric>,
    /// Metrics that tell the same in terms that are not judged: namespace and name.
    pub otherwise: Vec<(String, String)>,
    /// For how many minutes the value is held.
    pub minutes: Condition,
}

/// A metric as which a signal is published.
#[derive(Debug)]
pub struct WatchedMetric {
    /// Whether the resource publishes it; always, if there is nothing.
    pub when: Option<Condition>,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The unit of its datapoints.
    pub unit: String,
    /// The values of its dimensions, by name.
    pub dimensions: BTreeMap<String, Condition>,
    /// Names of dimensions that an alarm may have besides, with any value.
    pub others: Vec<String>,
    /// In seconds, how often a sample comes: one of these.
    pub every: Vec<u32>,
    /// Whether several samples come each time.
    pub several: bool,
    /// The least and the greatest value at which the alarm must rest.
    pub rests: (Condition, Condition),
    /// The value at which it must ring.
    pub goes_to: Condition,
}

impl Watched {
    /// Everything that is evaluated.
    pub fn conditions(&self) -> Vec<&Condition> {
        let mut all = vec![&self.minutes];
        for metric in &self.metrics {
            all.extend(&metric.when);
            all.extend(metric.dimensions.values());
            all.extend([&metric.rests.0, &metric.rests.1, &metric.goes_to]);
        }
        all
    }

    /// Whether AWS does not publish some of the metrics, so that whether there is data has to
    /// be asked.
    pub fn needs_data(&self) -> bool {
        self.metrics.iter().any(WatchedMetric::needs_data)
    }
}

impl WatchedMetric {
    /// Whether somebody else than AWS has to publish it, such as an agent.
    pub fn needs_data(&self) -> bool {
        !self.namespace.starts_with("AWS/")
    }
}
