//! Metric math, as far as it is decided: metrics, numbers, `+`, `FILL` with a number, and
//! `SUM`, `MAX`, `MIN` over lists of metrics.
//!
//! Source: the CloudWatch user guide, "Using math expressions with CloudWatch metrics".

mod parse;

use super::possible::Possible;

/// A parsed expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    /// The metric or expression of that id.
    Id(String),
    Number(f64),
    Plus(Box<Self>, Box<Self>),
    /// `FILL(expression, number)`.
    Fill(Box<Self>, f64),
    /// `[a, b]`.
    List(Vec<Self>),
    /// `METRICS()`: all metrics of the alarm.
    Metrics,
    /// A function that makes one series of a list.
    Reduce(Reduction, Box<Self>),
}

/// `SUM`, `MAX` and `MIN` of a list of series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reduction {
    Sum,
    Max,
    Min,
}

/// What the names in an expression stand for, within one period.
pub(super) trait Names {
    /// The datapoint of the metric or expression `id`, or why it is not known.
    fn id(&self, id: &str) -> Result<Possible, String>;
    /// The datapoints of all metrics.
    fn metrics(&self) -> Result<Vec<Possible>, String>;
}

/// What a part of an expression gives within one period.
enum Part {
    Number(f64),
    Series(Possible),
    List(Vec<Possible>),
}

impl Expression {
    /// Reads `source`; otherwise what in it is not decided.
    pub fn parse(source: &str) -> Result<Self, String> {
        parse::parse(source)
    }

    /// The datapoint that it gives.
    pub fn datapoint(&self, names: &impl Names) -> Result<Possible, String> {
        match self.part(names)? {
            Part::Series(datapoint) => Ok(datapoint),
            Part::Number(_) | Part::List(_) => {
                Err("its metric math does not give one series".to_owned())
            }
        }
    }

    fn part(&self, names: &impl Names) -> Result<Part, String> {
        Ok(match self {
            Self::Id(id) => Part::Series(names.id(id)?),
            Self::Number(number) => Part::Number(*number),
            Self::Metrics => Part::List(names.metrics()?),
            Self::List(items) => {
                let items = items.iter().map(|item| item.datapoint(names));
                Part::List(items.collect::<Result<_, _>>()?)
            }
            Self::Plus(left, right) => plus(left.part(names)?, right.part(names)?)?,
            Self::Fill(what, value) => match what.part(names)? {
                Part::Series(datapoint) => Part::Series(datapoint.filled(*value)),
                Part::List(list) => {
                    Part::List(list.into_iter().map(|d| d.filled(*value)).collect())
                }
                Part::Number(_) => return Err("its metric math fills a number".to_owned()),
            },
            Self::Reduce(reduction, what) => match what.part(names)? {
                // These leave out what is missing, or the sum over a search for metrics
                // that come and go would never be there.
                Part::List(list) => {
                    let all = list
                        .into_iter()
                        .reduce(|a, b| a.either(b, reduction.with()));
                    Part::Series(all.unwrap_or(Possible::MISSING))
                }
                // Of a single series they make one number of all its datapoints.
                Part::Series(_) | Part::Number(_) => {
                    let name = reduction.name();
                    return Err(format!("its metric math has `{name}` of one series"));
                }
            },
        })
    }
}

fn plus(left: Part, right: Part) -> Result<Part, String> {
    let add = |a: f64, b: f64| a + b;
    Ok(match (left, right) {
        (Part::Number(a), Part::Number(b)) => Part::Number(a + b),
        (Part::Series(a), Part::Series(b)) => Part::Series(a.both(b, add)),
        (Part::Series(a), Part::Number(b)) | (Part::Number(b), Part::Series(a)) => {
            Part::Series(a.both(Possible::exactly(b), add))
        }
        (Part::List(_), _) | (_, Part::List(_)) => {
            return Err("its metric math adds lists of metrics".to_owned());
        }
    })
}

impl Reduction {
    fn parse(name: &str) -> Option<Self> {
        [Self::Sum, Self::Max, Self::Min]
            .into_iter()
            .find(|reduction| reduction.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Sum => "SUM",
            Self::Max => "MAX",
            Self::Min => "MIN",
        }
    }

    fn with(self) -> fn(f64, f64) -> f64 {
        match self {
            Self::Sum => |a, b| a + b,
            Self::Max => f64::max,
            Self::Min => f64::min,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `m1` is 1, `m2` is missing.
    struct Two;

    impl Names for Two {
        fn id(&self, id: &str) -> Result<Possible, String> {
            match id {
                "m1" => Ok(Possible::exactly(1.0)),
                "m2" => Ok(Possible::MISSING),
                _ => Err(format!("no `{id}`")),
            }
        }

        fn metrics(&self) -> Result<Vec<Possible>, String> {
            Ok(vec![Possible::exactly(1.0), Possible::MISSING])
        }
    }

    fn value(source: &str) -> Result<Possible, String> {
        Expression::parse(source)?.datapoint(&Two)
    }

    #[test]
    fn what_is_decided() {
        for (source, expected) in [
            ("m1", 1.0),
            (" ( m1 ) ", 1.0),
            ("FILL(m2, 0)", 0.0),
            ("FILL(m2,-1.5)", -1.5),
            ("m1+m1+m1", 3.0),
            ("m1 + 2", 3.0),
            ("FILL(m1,0)+FILL(m2,0)", 1.0),
            ("FILL(m1+m2, 7)", 7.0),
            ("SUM(METRICS())", 1.0),
            ("SUM([m1, m2, m1])", 2.0),
            ("SUM(FILL(METRICS(), 5))", 6.0),
            ("MAX(FILL(METRICS(), 5))", 5.0),
            ("MIN([FILL(m1,0), FILL(m2,0)])", 0.0),
            ("MAX([m1,m2])", 1.0),
        ] {
            assert_eq!(value(source), Ok(Possible::exactly(expected)), "{source}");
        }
        assert_eq!(value("m1+m2"), Ok(Possible::MISSING));
    }

    #[test]
    fn what_is_not() {
        for source in [
            "",
            "1",
            "m1 -",
            "m1 - m2",
            "m1 * 2",
            "m1 +",
            "(m1",
            "m1)",
            "m3",
            "SUM(m1)",
            "SUM()",
            "METRICS()",
            "METRICS(\"m\")",
            "METRICS()+m1",
            "FILL(m1)",
            "FILL(m1, REPEAT)",
            "FILL(m1, m2)",
            "FILL(1, 2)",
            "[m1, m2]",
            "[]",
            "SUM([])",
            "IF(m1 > 1, 1, 0)",
            "RATE(m1)",
            "SEARCH('{CISBenchmark} RootUsage', 'Sum', 300)",
            "SELECT SUM(RootUsage) FROM CISBenchmark",
            "ANOMALY_DETECTION_BAND(m1, 2)",
            "é",
            "m1 é",
        ] {
            assert!(value(source).is_err(), "{source}");
        }
        assert!(value(&"(".repeat(100_000)).is_err());
    }
}
