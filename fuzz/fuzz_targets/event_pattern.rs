//! The first line is an event pattern, the rest is an event.
//!
//! Nothing may panic, errors must have words, what parses must survive being written and read
//! again, and judge an event in the same way then.

#![no_main]

use auditrail::event_pattern::EventPattern;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// What `EventBridge` takes; numbers may be longer once they are written.
const LONGEST: usize = 4096;

fuzz_target!(|input: &str| {
    let (source, event) = input.split_once('\n').unwrap_or((input, ""));
    let pattern = match EventPattern::parse(source) {
        Ok(pattern) => pattern,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let written = pattern.to_string();
    let again = (written.chars().count() <= LONGEST).then(|| EventPattern::parse(&written));
    assert!(again.is_none_or(|again| again.as_ref() == Ok(&pattern)));
    let Ok(event) = serde_json::from_str::<Value>(event) else {
        return;
    };
    let outcome = pattern.judge(&event);
    assert_eq!(outcome, pattern.judge(&event));
    for part in pattern.parts().into_iter().flatten() {
        part.detail.judge(&event);
        for (_, matchers) in &part.envelope {
            matchers.judge(Some(&event));
        }
    }
});
