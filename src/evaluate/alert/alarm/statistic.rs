//! Statistics: what the samples of a period become.
//!
//! Source: the CloudWatch user guide, "CloudWatch statistics definitions".

use super::possible::Possible;

/// A statistic whose value can be told from what is known of the samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Statistic {
    Sum,
    Average,
    Minimum,
    Maximum,
    SampleCount,
    /// A percentile, in percent.
    Percentile(f64),
    /// A mean of some of the samples: `tm`, `wm` with one percentage, and `IQM`.
    PartialMean,
}

/// The samples that land in a series within one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Samples<'s> {
    /// How many matching events there are.
    pub events: u64,
    /// The least and the greatest value that one of them may publish.
    pub value: (f64, f64),
    /// Whether one of them may publish nothing.
    pub lacking: bool,
    /// The values that other events publish as well: in a period without matching events
    /// each of them at least once, in one with them any number of times, or not at all.
    pub defaults: &'s [f64],
}

impl Statistic {
    /// Reads `Statistic` or `ExtendedStatistic`; otherwise why it cannot be decided.
    pub fn parse(name: &str) -> Result<Self, String> {
        let undecided = || format!("auditrail does not judge the statistic `{name}`");
        Ok(match name {
            "Sum" => Self::Sum,
            "Average" => Self::Average,
            "Minimum" => Self::Minimum,
            "Maximum" => Self::Maximum,
            "SampleCount" => Self::SampleCount,
            "IQM" | "iqm" => Self::PartialMean,
            _ => match name.split_at_checked(1) {
                Some(("p", percent)) => match percentage(percent).ok_or_else(undecided)? {
                    0.0 => Self::Minimum,
                    100.0 => Self::Maximum,
                    percent => Self::Percentile(percent),
                },
                // Only those with a percentage: bounds given as values may leave nothing.
                Some(("t" | "w", rest)) => {
                    let percent = rest.strip_prefix('m').and_then(percentage);
                    percent.ok_or_else(undecided)?;
                    Self::PartialMean
                }
                _ => return Err(undecided()),
            },
        })
    }

    /// How it is called in a sentence.
    pub fn text(self) -> String {
        match self {
            Self::Percentile(percent) => format!("p{percent}"),
            Self::PartialMean => "trimmed mean".to_owned(),
            plain => format!("{plain:?}"),
        }
    }

    /// Its value over `samples`.
    pub fn of(self, samples: &Samples<'_>) -> Possible {
        if samples.events == 0 && samples.defaults.is_empty() {
            return Possible::MISSING;
        }
        let value = match self {
            Self::Sum => sum(samples),
            Self::SampleCount => count(samples),
            Self::Minimum => extreme(samples, f64::min),
            Self::Maximum => extreme(samples, f64::max),
            Self::Average => average(samples),
            // They lie among the samples; where exactly is not decided here.
            Self::Percentile(_) | Self::PartialMean => hull(samples),
        };
        Possible {
            missing: samples.events > 0 && samples.lacking,
            ..value
        }
    }
}

fn percentage(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let percent = text.parse::<f64>().ok().filter(|_| plain)?;
    (0.0..=100.0).contains(&percent).then_some(percent)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "CloudWatch computes in doubles as well"
)]
fn float(count: u64) -> f64 {
    count as f64
}

fn sum(samples: &Samples<'_>) -> Possible {
    let events = float(samples.events);
    let (mut low, mut high) = match samples.events {
        0 => (samples.defaults.iter().sum(), samples.defaults.iter().sum()),
        _ => (samples.value.0 * events, samples.value.1 * events),
    };
    if samples.lacking {
        (low, high) = (low.min(0.0), high.max(0.0));
    }
    if samples.defaults.iter().any(|default| *default < 0.0) {
        low = f64::NEG_INFINITY;
    }
    if samples.defaults.iter().any(|default| *default > 0.0) {
        high = f64::INFINITY;
    }
    Possible::between(low, high)
}

fn count(samples: &Samples<'_>) -> Possible {
    let low = match samples.events {
        0 => samples.defaults.len() as u64,
        // A datapoint of no samples is no datapoint.
        _ if samples.lacking => 1,
        events => events,
    };
    let high = match samples.defaults {
        [] => float(samples.events),
        _ => f64::INFINITY,
    };
    Possible::between(float(low), high)
}

/// The least or the greatest: `pick` is `f64::min` or `f64::max`.
fn extreme(samples: &Samples<'_>, pick: fn(f64, f64) -> f64) -> Possible {
    let (low, high) = samples.value;
    match samples.defaults.iter().copied().reduce(pick) {
        Some(default) if samples.events == 0 => Possible::exactly(default),
        Some(default) if !samples.lacking => {
            let with = Possible::between(pick(low, default), pick(high, default));
            with.or(Possible::between(low, high))
        }
        _ => hull(samples),
    }
}

fn average(samples: &Samples<'_>) -> Possible {
    let all = hull(samples);
    let (true, false, Some((mut low, mut high))) = (samples.events > 0, samples.lacking, all.range)
    else {
        return all;
    };
    // The events have a part in it, however many others there are: it comes near to a
    // default, but does not get there.
    if low < samples.value.0 {
        low = low.next_up();
    }
    if high > samples.value.1 {
        high = high.next_down();
    }
    Possible::between(low, high)
}

/// From the least to the greatest sample that there may be.
fn hull(samples: &Samples<'_>) -> Possible {
    let events = (samples.events > 0).then(|| Possible::between(samples.value.0, samples.value.1));
    let defaults = samples.defaults.iter().map(|d| Possible::exactly(*d));
    let all = events.into_iter().chain(defaults).reduce(Possible::or);
    all.unwrap_or(Possible::MISSING)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(events: u64, defaults: &[f64]) -> Samples<'_> {
        Samples {
            events,
            value: (1.0, 1.0),
            lacking: false,
            defaults,
        }
    }

    fn of(name: &str, events: u64, defaults: &[f64]) -> Possible {
        Statistic::parse(name)
            .unwrap()
            .of(&samples(events, defaults))
    }

    #[test]
    fn without_defaults_all_is_known() {
        for (name, value) in [
            ("Sum", 3.0),
            ("SampleCount", 3.0),
            ("Average", 1.0),
            ("Minimum", 1.0),
            ("Maximum", 1.0),
            ("p99.9", 1.0),
            ("tm90", 1.0),
            ("wm98", 1.0),
            ("IQM", 1.0),
        ] {
            assert_eq!(of(name, 3, &[]), Possible::exactly(value), "{name}");
            assert_eq!(of(name, 0, &[]), Possible::MISSING, "{name}");
        }
    }

    #[test]
    fn defaults_of_zero_leave_sum_and_maximum_known() {
        assert_eq!(of("Sum", 2, &[0.0]), Possible::exactly(2.0));
        assert_eq!(of("Maximum", 2, &[0.0]), Possible::exactly(1.0));
        assert_eq!(of("p100", 2, &[0.0]), Possible::exactly(1.0));
        assert_eq!(of("Minimum", 2, &[0.0]), Possible::between(0.0, 1.0));
        assert_eq!(of("p90", 2, &[0.0]), Possible::between(0.0, 1.0));
        let all = Possible::between(2.0, f64::INFINITY);
        assert_eq!(of("SampleCount", 2, &[0.0]), all);
        let all = Possible::between(1.0, f64::INFINITY);
        assert_eq!(of("SampleCount", 0, &[0.0]), all);
        assert_eq!(of("Average", 0, &[0.0]), Possible::exactly(0.0));
        let (low, high) = of("Average", 1, &[0.0]).range.unwrap();
        assert!(low > 0.0 && high <= 1.0);
    }

    #[test]
    fn other_defaults_add_up_to_anything() {
        assert_eq!(of("Sum", 1, &[7.0]), Possible::between(1.0, f64::INFINITY));
        assert_eq!(
            of("Sum", 0, &[7.0, 1.0]),
            Possible::between(8.0, f64::INFINITY)
        );
        assert_eq!(
            of("Sum", 1, &[-7.0]),
            Possible::between(f64::NEG_INFINITY, 1.0)
        );
    }

    #[test]
    fn what_cannot_be_decided_is_refused() {
        for name in [
            "tc90",
            "ts90",
            "PR(:5)",
            "TM(10%:90%)",
            "p101",
            "p",
            "p-1",
            "tm",
            "é",
            "",
        ] {
            assert!(Statistic::parse(name).is_err(), "{name}");
        }
    }
}
