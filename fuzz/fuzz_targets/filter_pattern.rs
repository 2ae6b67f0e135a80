//! The first line is a pattern, the rest is a message.
//!
//! Nothing may panic, errors must point into the pattern, and what parses must survive being
//! written and read again.

#![no_main]

use auditrail::filter_pattern::{Event, Outcome, Pattern};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (source, message) = input.split_once('\n').unwrap_or((input, ""));
    match Pattern::parse(source) {
        Ok(pattern) => {
            let again = Pattern::parse(&pattern.to_string());
            assert!(again.is_ok_and(|again| again.ast() == pattern.ast()));
            let event = Event::new(message);
            let matches = pattern.matches(&event);
            match pattern.judge(&event) {
                Outcome::Match => assert!(matches),
                Outcome::NoMatch => assert!(!matches),
                Outcome::Contested(_) => {}
            }
        }
        Err(error) => {
            assert!(source.get(error.span.clone()).is_some());
            assert!(!error.to_string().is_empty());
        }
    }
});
