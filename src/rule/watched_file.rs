//! What a rule's `watched` looks like as people write it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// A signal of a resource that must set off an alarm which notifies somebody: a value that is
/// held for some minutes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WatchedFile {
    /// The metrics as which it is published; an alarm on one of them is enough.
    #[schemars(length(min = 1))]
    pub metrics: Vec<WatchedMetricFile>,
    /// Metrics that tell the same in other terms, which are not judged: an alarm on one of
    /// them leaves the verdict unknown.
    #[serde(default)]
    pub otherwise: Vec<MetricNameFile>,
    /// For how many minutes the value is held. An alarm must go off however that falls into
    /// its periods: two periods of five minutes are sure to lie in fifteen minutes.
    pub minutes: NumberFile,
}

/// A metric as which a signal is published.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WatchedMetricFile {
    /// CEL: whether the resource publishes it. Always, if left out.
    pub when: Option<String>,
    /// Its namespace, such as `AWS/EC2`. Where it does not begin with `AWS/`, an alarm counts
    /// only if there has been data in the last two weeks.
    #[schemars(length(min = 1))]
    pub namespace: String,
    /// Its name.
    #[schemars(length(min = 1))]
    pub name: String,
    /// The unit of its datapoints, in CloudWatch's words.
    #[schemars(length(min = 1))]
    pub unit: String,
    /// The values of its dimensions, by name: CEL.
    #[schemars(length(min = 1))]
    pub dimensions: BTreeMap<String, String>,
    /// Names of dimensions that an alarm may have besides, with any value.
    #[serde(default)]
    pub others: Vec<String>,
    /// Every how many seconds a sample comes; several numbers where one of them is right and
    /// it is not known which.
    #[schemars(length(min = 1))]
    pub every: Vec<u32>,
    /// Whether several samples come each time, such as one of each instance of a group.
    #[serde(default)]
    pub several: bool,
    /// The value at which the alarm must rest, or the least and the greatest one.
    pub rests: RestsFile,
    /// The value at which it must ring.
    pub goes_to: NumberFile,
}

/// A metric by its name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetricNameFile {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

/// A number, or the CEL of one.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum NumberFile {
    /// A number.
    Number(f64),
    /// CEL.
    Cel(String),
}

/// Values at rest.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RestsFile {
    /// From one to the other.
    Between([NumberFile; 2]),
    /// One value.
    At(NumberFile),
}
