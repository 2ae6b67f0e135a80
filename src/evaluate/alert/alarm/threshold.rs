//! A threshold and how a datapoint is compared with it.

use super::possible::{Possible, number};
use crate::inventory::body::Alarm;

/// `ComparisonOperator`, those that compare with a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    GreaterOrEqual,
    Greater,
    Less,
    LessOrEqual,
}

/// When a datapoint breaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Threshold {
    operator: Operator,
    value: f64,
}

/// What a datapoint is to an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    /// There is none.
    Missing,
    /// It is within the threshold.
    Within,
    /// It breaches the threshold.
    Breaching,
}

impl Threshold {
    /// The threshold of `alarm`, or why it has none that can be compared with.
    pub fn of(alarm: &Alarm) -> Result<Self, String> {
        if let Some(band) = &alarm.threshold_metric_id {
            return Err(format!("its threshold is `{band}`, an anomaly band"));
        }
        let operator = match alarm.comparison_operator.as_deref() {
            Some("GreaterThanOrEqualToThreshold") => Operator::GreaterOrEqual,
            Some("GreaterThanThreshold") => Operator::Greater,
            Some("LessThanThreshold") => Operator::Less,
            Some("LessThanOrEqualToThreshold") => Operator::LessOrEqual,
            Some(other) => return Err(format!("auditrail does not judge `{other}`")),
            None => return Err("it has no comparison operator".to_owned()),
        };
        match alarm.threshold {
            Some(value) => Ok(Self { operator, value }),
            None => Err("it has no threshold".to_owned()),
        }
    }

    fn breaches(self, value: f64) -> bool {
        match self.operator {
            Operator::GreaterOrEqual => value >= self.value,
            Operator::Greater => value > self.value,
            Operator::Less => value < self.value,
            Operator::LessOrEqual => value <= self.value,
        }
    }

    /// Everything that `datapoint` may be to the alarm: once each, at least one.
    pub fn points(self, datapoint: Possible) -> Vec<Point> {
        let mut points = Vec::with_capacity(3);
        if datapoint.missing {
            points.push(Point::Missing);
        }
        // Every operator is monotone, so the ends of a range tell of all that is between.
        if let Some((low, high)) = datapoint.range {
            let (low, high) = (self.breaches(low), self.breaches(high));
            if !(low && high) {
                points.push(Point::Within);
            }
            if low || high {
                points.push(Point::Breaching);
            }
        }
        points
    }

    /// How it is written in a sentence, such as `>= 1`.
    pub fn text(self) -> String {
        let operator = match self.operator {
            Operator::GreaterOrEqual => ">=",
            Operator::Greater => ">",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
        };
        format!("{operator} {}", number(self.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threshold(operator: &str, value: f64) -> Threshold {
        let alarm = Alarm {
            comparison_operator: Some(operator.to_owned()),
            threshold: Some(value),
            ..Alarm::default()
        };
        Threshold::of(&alarm).unwrap()
    }

    #[test]
    fn every_operator_at_its_edge() {
        use Point::{Breaching, Within};
        for (operator, below, at, above) in [
            (
                "GreaterThanOrEqualToThreshold",
                Within,
                Breaching,
                Breaching,
            ),
            ("GreaterThanThreshold", Within, Within, Breaching),
            ("LessThanThreshold", Breaching, Within, Within),
            ("LessThanOrEqualToThreshold", Breaching, Breaching, Within),
        ] {
            let is = |value| threshold(operator, -1.0).points(Possible::exactly(value));
            assert_eq!(is(-1.5), [below], "{operator}");
            assert_eq!(is(-1.0), [at], "{operator}");
            assert_eq!(is(-0.5), [above], "{operator}");
        }
    }

    #[test]
    fn a_range_over_the_edge_is_both() {
        let points = threshold("GreaterThanThreshold", 1.0).points(Possible::between(0.0, 2.0));
        assert_eq!(points, [Point::Within, Point::Breaching]);
        let points = threshold("GreaterThanThreshold", 1.0).points(Possible::MISSING);
        assert_eq!(points, [Point::Missing]);
    }
}
