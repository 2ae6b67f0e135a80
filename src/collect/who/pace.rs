//! How fast the calls of one region may follow each other.

use std::time::Duration;

use tokio::time::Instant;

/// The least time from the start of one call to that of the next. Every region keeps its
/// own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace(Duration);

impl Pace {
    /// `LookupEvents` takes two calls a second of an account in a region (its API
    /// reference). Others ask, too, so a little less.
    pub const LOOKUP_EVENTS: Self = Self(Duration::from_millis(520));

    /// A call each `interval` at the most.
    pub const fn every(interval: Duration) -> Self {
        Self(interval)
    }

    /// The calls to come, none of which was made yet.
    pub(super) fn start(self) -> Turns {
        Turns {
            interval: self.0,
            next: None,
        }
    }
}

/// The turns of the calls of one region.
#[derive(Debug)]
pub(super) struct Turns {
    interval: Duration,
    /// Before this no call may start.
    next: Option<Instant>,
}

impl Turns {
    /// When the call that is ready `now` may start; it is taken for made then.
    pub fn take(&mut self, now: Instant) -> Instant {
        let start = self.next.map_or(now, |next| next.max(now));
        self.next = Some(start + self.interval);
        start
    }

    /// Waits for the next turn.
    pub async fn next(&mut self) {
        let start = self.take(Instant::now());
        tokio::time::sleep_until(start).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_second_has_more_than_two_starts(pauses in prop::collection::vec(0_u64..3000, 1..40)) {
            let mut turns = Pace::LOOKUP_EVENTS.start();
            // Any instant will do; nobody waits.
            let mut now = Instant::now();
            let mut starts = Vec::new();
            for pause in pauses {
                let start = turns.take(now);
                prop_assert!(start >= now);
                starts.push(start);
                // The answer is there after a while, and the next call is ready.
                now = start + Duration::from_millis(pause);
            }
            for three in starts.windows(3) {
                prop_assert!(three[2] - three[0] > Duration::from_secs(1));
            }
        }
    }

    #[test]
    fn who_is_slow_does_not_wait() {
        let mut turns = Pace::every(Duration::from_secs(1)).start();
        let first = Instant::now();
        assert_eq!(turns.take(first), first);
        let soon = first + Duration::from_millis(300);
        assert_eq!(turns.take(soon), first + Duration::from_secs(1));
        let late = first + Duration::from_mins(1);
        assert_eq!(turns.take(late), late, "time that passed is not saved up");
    }
}
