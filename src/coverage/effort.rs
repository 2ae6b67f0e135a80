//! How much work a question may take.

use std::cell::Cell;
use std::rc::Rc;

use super::TooHard;

/// Work that is left, in steps of about a hundred nanoseconds; shared by all who hold a clone.
#[derive(Debug, Clone)]
pub(super) struct Effort(Rc<Cell<usize>>);

impl Effort {
    pub(super) fn new(steps: usize) -> Self {
        Self(Rc::new(Cell::new(steps)))
    }

    /// Takes some steps, or all that are left.
    pub(super) fn spend(&self, steps: usize) -> Result<(), TooHard> {
        let left = self.0.get().saturating_sub(steps);
        self.0.set(left);
        if left == 0 {
            Err(TooHard::Steps)
        } else {
            Ok(())
        }
    }

    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }

    /// Does some work with one of so many shares of what is left; the other shares, and what the
    /// work leaves of its own, are there afterwards.
    pub(super) fn share<T>(&self, shares: usize, work: impl FnOnce() -> T) -> T {
        let all = self.0.get();
        let own = all / shares.max(1);
        self.0.set(own);
        let done = work();
        self.0.set(self.0.get() + (all - own));
        done
    }
}
