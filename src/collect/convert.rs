//! Conversions that every service's mapping needs.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

/// A time as bodies hold it: RFC 3339 in UTC, to the second.
pub(super) fn time(at: Option<DateTime>) -> Option<String> {
    DateTime::from_secs(at?.secs()).fmt(Format::DateTime).ok()
}

/// A value of an enum of the SDK, as AWS writes it; also one that the SDK is too old
/// to know.
pub(super) fn name(value: Option<impl AsRef<str>>) -> Option<String> {
    value.map(|v| v.as_ref().to_owned())
}

/// A list of values of an enum of the SDK, as AWS writes them.
pub(super) fn names(values: Option<Vec<impl AsRef<str>>>) -> Vec<String> {
    let values = values.unwrap_or_default();
    values.iter().map(|v| v.as_ref().to_owned()).collect()
}

/// Every element of a list that AWS may leave out.
pub(super) fn each<T, U>(list: Option<Vec<T>>, f: impl FnMut(T) -> U) -> Vec<U> {
    list.unwrap_or_default().into_iter().map(f).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_utc_to_the_second() {
        let at = DateTime::from_secs_f64(1_767_323_045.678);
        assert_eq!(time(Some(at)).as_deref(), Some("2026-01-02T03:04:05Z"));
        assert_eq!(time(None), None);
    }
}
