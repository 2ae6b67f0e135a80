//! How our reading of filter patterns stood the test, in words.

use std::collections::BTreeSet;

use crate::evaluate::oracle::{Disagreement, Verification};
use crate::text::count;

/// The outcome in a sentence.
pub(super) fn sentence(of: &Verification) -> String {
    let patterns = count(of.patterns, "filter pattern");
    let events = count(of.events, "event");
    let missing = match of.not_asked.len() {
        0 => String::new(),
        n => format!("; there is no answer for {}", count(n, "pattern")),
    };
    match (of.patterns, of.contradicted()) {
        (0, _) if missing.is_empty() => "there was no filter pattern to ask AWS about".to_owned(),
        (0, _) => format!(
            "AWS gave no answer for {}",
            count(of.not_asked.len(), "filter pattern")
        ),
        (_, 0) => format!("AWS agrees on {patterns} and {events}{missing}"),
        (_, n) => format!(
            "AWS reads {n} of {patterns} otherwise than auditrail, on {} of {events}{missing}; \
             please report this",
            contested(of)
        ),
    }
}

/// On how many events the two do not agree, however many filters have the pattern.
fn contested(of: &Verification) -> usize {
    let events = of.disagreements.iter();
    let events: BTreeSet<_> = events
        .map(|d| (&d.account, &d.region, &d.pattern, d.event.to_string()))
        .collect();
    events.len()
}

/// What the two do not agree on, a sentence for each metric filter.
pub(super) fn disagreements(of: &Verification) -> Vec<String> {
    let filters = of.by_filter();
    let tell = |of_filter: &Vec<&Disagreement>| {
        let first = of_filter.first()?;
        let more = match of_filter.len() {
            0 | 1 => String::new(),
            n => format!(" (and {} more)", n - 1),
        };
        Some(format!(
            "metric filter `{}` on log group `{}` in {} {}: {first}{more}",
            first.filter, first.log_group, first.account, first.region
        ))
    };
    filters.iter().filter_map(tell).collect()
}

/// Why there are answers missing, each reason once.
pub(super) fn missing(of: &Verification) -> Vec<String> {
    let reasons = of.not_asked.iter().map(|missing| {
        let detail = if missing.detail.is_empty() {
            String::new()
        } else {
            format!(" ({})", missing.detail)
        };
        format!(
            "{} {}: {} {}{detail}",
            missing.account, missing.region, missing.operation, missing.reason
        )
    });
    let reasons: BTreeSet<String> = reasons.collect();
    reasons.into_iter().collect()
}
