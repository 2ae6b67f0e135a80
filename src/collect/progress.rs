//! How a run tells that it gets on.

use crate::target::Region;

/// Told of every call that is due and of every call that is done. Calls become known
/// as the run goes on: an answer may lead to more of them.
pub trait Progress: Sync {
    /// `calls` more are due in `region`, or for the account as a whole. A list counts
    /// once, however many pages it has.
    fn expect(&self, region: Option<&Region>, calls: usize);

    /// One of them is done, with an answer or without.
    fn done(&self, region: Option<&Region>);
}

/// Shows nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn expect(&self, _: Option<&Region>, _: usize) {}

    fn done(&self, _: Option<&Region>) {}
}
