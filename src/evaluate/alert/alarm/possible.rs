//! What a datapoint may be: where the traffic of a log group or an unknown field decides,
//! it is a range and not a number.

/// A datapoint as far as it is known: it may be missing, it may lie in a range, or both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Possible {
    /// Whether there may be none.
    pub missing: bool,
    /// The least and the greatest value that it may have; `None` if it has none for sure.
    pub range: Option<(f64, f64)>,
}

impl Possible {
    /// There is none.
    pub const MISSING: Self = Self {
        missing: true,
        range: None,
    };

    /// Nothing is known about it.
    pub const ANYTHING: Self = Self {
        missing: true,
        range: Some((f64::NEG_INFINITY, f64::INFINITY)),
    };

    /// It has this value.
    pub fn exactly(value: f64) -> Self {
        Self::between(value, value)
    }

    /// It has a value between `low` and `high`. What is not a number says nothing.
    pub fn between(low: f64, high: f64) -> Self {
        let low = if low.is_nan() { f64::NEG_INFINITY } else { low };
        let high = if high.is_nan() { f64::INFINITY } else { high };
        Self {
            missing: false,
            range: Some((low, high)),
        }
    }

    /// It is this one or `other`.
    pub fn or(self, other: Self) -> Self {
        let range = match (self.range, other.range) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (range, None) | (None, range) => range,
        };
        Self {
            missing: self.missing || other.missing,
            range,
        }
    }

    /// `FILL(self, value)`: the value where there is none.
    pub fn filled(self, value: f64) -> Self {
        if self.missing {
            let present = Self {
                missing: false,
                ..self
            };
            present.or(Self::exactly(value))
        } else {
            self
        }
    }

    /// `with` of both, and none if one of them is missing, as the operators of metric math
    /// have it. `with` must not fall where one of its arguments rises.
    pub fn both(self, other: Self, with: impl Fn(f64, f64) -> f64) -> Self {
        let missing = self.missing || other.missing;
        match (self.range, other.range) {
            (Some((a, b)), Some((c, d))) => Self {
                missing,
                ..Self::between(with(a, c), with(b, d))
            },
            _ => Self::MISSING,
        }
    }

    /// `with` of those that are there: none only if both are missing.
    pub fn either(self, other: Self, with: impl Fn(f64, f64) -> f64) -> Self {
        let mut all = self.both(other, with);
        all.missing = self.missing && other.missing;
        if self.missing {
            all = all.or(Self {
                missing: false,
                ..other
            });
        }
        if other.missing {
            all = all.or(Self {
                missing: false,
                ..self
            });
        }
        all
    }
}

/// A number in a sentence: six decimals are enough for what people set.
pub(super) fn number(value: f64) -> String {
    let size = value.abs();
    if size > 0.0 && !(1e-6..1e15).contains(&size) {
        // The neighbour of zero stands for "more than zero".
        return if size < f64::MIN_POSITIVE {
            "0".to_owned()
        } else {
            format!("{value:e}")
        };
    }
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, text) in [
            (0.0, "0"),
            (0.0_f64.next_up(), "0"),
            (7.0_f64.next_up(), "7"),
            (100.0, "100"),
            (-0.5, "-0.5"),
            (1e300, "1e300"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn operators_miss_where_an_operand_misses() {
        let add = |a: f64, b: f64| a + b;
        let one = Possible::exactly(1.0);
        assert_eq!(one.both(Possible::MISSING, add), Possible::MISSING);
        assert_eq!(one.either(Possible::MISSING, add), one);
        assert_eq!(one.both(one, add), Possible::exactly(2.0));
        assert_eq!(
            Possible::MISSING.either(Possible::MISSING, add),
            Possible::MISSING
        );
    }

    #[test]
    fn filling_leaves_nothing_missing() {
        assert_eq!(Possible::MISSING.filled(0.0), Possible::exactly(0.0));
        assert_eq!(Possible::exactly(1.0).filled(0.0), Possible::exactly(1.0));
        let maybe = Possible::exactly(1.0).or(Possible::MISSING);
        assert_eq!(maybe.filled(0.0), Possible::between(0.0, 1.0));
    }

    #[test]
    fn no_number_is_any_number() {
        let what = Possible::exactly(f64::INFINITY)
            .both(Possible::between(f64::NEG_INFINITY, 1.0), |a, b| a + b);
        let all = (f64::NEG_INFINITY, f64::INFINITY);
        assert_eq!(what.range, Some(all));
    }
}
