//! The first line is what is required, the others are deployed.
//!
//! Nothing may panic and each answer comes soon; an event that is shown is required and missed,
//! and a pattern covers itself unless that cannot be decided.

#![no_main]

use std::time::{Duration, Instant};

use auditrail::coverage::{Coverage, Deployed, Requirement, Universe, covers};
use auditrail::filter_pattern::{Event, Pattern, blame};
use libfuzzer_sys::fuzz_target;

/// Far above the tenth of a second that it takes without the fuzzer's instruments.
const SOON: Duration = Duration::from_secs(10);

fuzz_target!(|input: &str| {
    let mut patterns = input.lines().take(20).map(Pattern::parse);
    let Some(Ok(required)) = patterns.next() else {
        return;
    };
    let patterns: Vec<Pattern> = patterns.flatten().collect();
    let deployed = |pattern| Deployed::always(pattern);
    let filters: Vec<_> = patterns.iter().map(deployed).collect();
    let requirement = [Requirement::Pattern(required.clone())];
    let universe = Universe::any_json();
    let started = Instant::now();
    if let Coverage::NotCovered(event) = covers(&requirement, &filters, &universe) {
        assert!(requirement[0].holds(&event), "{event} is not required");
        for filter in &filters {
            assert!(filter.misses(&event), "{event} is not missed");
            if let Some(pattern) = filter.matcher.filter() {
                blame(pattern, &Event::from_value(&event));
            }
        }
    }
    let itself = covers(&requirement, &[deployed(&required)], &universe);
    assert!(!matches!(itself, Coverage::NotCovered(_)));
    assert!(started.elapsed() < SOON);
});
