//! The series of datapoints that matching events land in.

use super::possible::Possible;
use super::statistic::{Samples, Statistic};
use crate::inventory::body::MetricTransformation;

/// What a matching event publishes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// This number.
    Constant(f64),
    /// A field of the event: any number; where the field is missing or null the default
    /// value, or nothing where there is none.
    Field {
        /// The default value of the transformation.
        default: Option<f64>,
    },
}

/// How much else is going on in the log group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Traffic {
    /// Some event that no filter matches falls in every period, so that default values are
    /// published all the time. CloudTrail's log groups are like that.
    #[default]
    Busy,
    /// There are no other events: default values are never published.
    Silent,
}

/// A series of datapoints, one of those that a metric may have.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Series {
    /// Its namespace.
    pub namespace: String,
    /// The metric's name.
    pub metric_name: String,
    /// Names and values of its dimensions; their order does not matter.
    pub dimensions: Vec<(String, String)>,
}

/// The series that matching events land in, and what they and others publish there.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// The series.
    pub series: Series,
    /// The unit of its datapoints; `None` is CloudWatch's unit `None`.
    pub unit: Option<String>,
    /// What a matching event publishes.
    pub value: Value,
    /// The default values that filters publish into this series for events that they do
    /// not match: one for each such transformation.
    pub defaults: Vec<f64>,
    /// Other series that filters publish, with the default values that they get; for
    /// alarms on metric math. One that is not here and is of the same namespace is taken
    /// to rest without datapoints.
    pub others: Vec<(Series, Vec<f64>)>,
    /// How much else is going on.
    pub traffic: Traffic,
}

/// A number of matching events within one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    /// None.
    Rest,
    /// That many, one or more.
    Events(u64),
}

impl Signal {
    /// What events that `metric` is published for land in, if they give its dimensions the
    /// values of `dimensions`: those that a transformation has, or none at all, for where a
    /// field is missing CloudWatch publishes without any.
    pub fn of(metric: &MetricTransformation, dimensions: &[(String, String)]) -> Self {
        let value = metric.metric_value.as_deref().unwrap_or_default();
        let number = value.trim().parse().ok().filter(|v: &f64| v.is_finite());
        Self {
            series: Series {
                namespace: metric.metric_namespace.clone().unwrap_or_default(),
                metric_name: metric.metric_name.clone().unwrap_or_default(),
                dimensions: dimensions.to_vec(),
            },
            unit: metric.unit.clone(),
            value: number.map_or(
                Value::Field {
                    default: metric.default_value,
                },
                Value::Constant,
            ),
            // Default values are published without dimensions.
            defaults: match dimensions {
                [] => metric.default_value.into_iter().collect(),
                _ => Vec::new(),
            },
            others: Vec::new(),
            traffic: Traffic::Busy,
        }
    }

    /// The datapoint of the series.
    pub(super) fn datapoint(&self, statistic: Statistic, period: Period) -> Possible {
        let (value, lacking) = match self.value {
            Value::Constant(value) => ((value, value), false),
            Value::Field { default } => ((f64::NEG_INFINITY, f64::INFINITY), default.is_none()),
        };
        statistic.of(&Samples {
            events: match period {
                Period::Rest => 0,
                Period::Events(events) => events.max(1),
            },
            value,
            lacking,
            defaults: match self.traffic {
                Traffic::Busy => &self.defaults,
                Traffic::Silent => &[],
            },
        })
    }

    /// The datapoint of another series, in which no event lands.
    pub(super) fn resting(&self, series: &Series, statistic: Statistic) -> Possible {
        let known = self.others.iter().find(|(other, _)| other.is(series));
        let Some((_, defaults)) = known else {
            // Whoever publishes into other namespaces is not looked at.
            return if series.namespace == self.series.namespace {
                Possible::MISSING
            } else {
                Possible::ANYTHING
            };
        };
        let datapoint = statistic.of(&Samples {
            events: 0,
            value: (0.0, 0.0),
            lacking: false,
            defaults,
        });
        match self.traffic {
            Traffic::Busy => datapoint,
            Traffic::Silent => datapoint.or(Possible::MISSING),
        }
    }
}

impl Series {
    /// Whether it is the same series.
    pub fn is(&self, other: &Self) -> bool {
        self.namespace == other.namespace
            && self.metric_name == other.metric_name
            && self.has_dimensions_of(other)
    }

    /// Whether it has the dimensions of `other`, in whatever order.
    pub(super) fn has_dimensions_of(&self, other: &Self) -> bool {
        let sorted = |series: &Self| {
            let mut dimensions = series.dimensions.clone();
            dimensions.sort();
            dimensions
        };
        sorted(self) == sorted(other)
    }

    /// The same with its dimensions in order.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.dimensions.sort();
        self
    }

    /// `namespace/name`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.namespace, self.metric_name)
    }

    /// Its dimensions, as `name=value`.
    pub fn dimensions_text(&self) -> String {
        let each = self.dimensions.iter();
        let each: Vec<_> = each
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        each.join(", ")
    }

    /// `namespace/name`, and its dimensions.
    pub fn text(&self) -> String {
        let name = self.name();
        match self.dimensions.as_slice() {
            [] => name,
            _ => format!("{name} ({})", self.dimensions_text()),
        }
    }
}
