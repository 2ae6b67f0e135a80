//! What an evaluation looked at and did not find because AWS had not answered.
//!
//! CEL's values cannot all answer with an error: the size of a list is a number, an
//! equality is true or false. So beside the errors that values raise, each thread keeps
//! a ledger of the gaps that the expression under way came across. An evaluation that
//! met a gap in a way that could not be raised is not believed, whatever it says.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::inventory::NotSeen;

#[derive(Default)]
struct Ledger {
    touched: BTreeSet<NotSeen>,
    /// Gaps that a loop handed out and that have not raised an error since, by address.
    pending: BTreeSet<usize>,
    tainted: bool,
    /// Gaps in lists are passed over: what is said tells of what was seen.
    lenient: bool,
}

thread_local! {
    static LEDGER: RefCell<Ledger> = RefCell::default();
}

/// The gaps that `evaluation` came across.
pub struct Encounter {
    /// Each once, sorted.
    pub gaps: Vec<NotSeen>,
    /// Whether one of them was met without an error: the result says nothing.
    pub unreliable: bool,
}

/// Runs `evaluation` and reports the gaps that it came across.
pub fn watch<T>(evaluation: impl FnOnce() -> T) -> (T, Encounter) {
    keep(Ledger::default(), evaluation)
}

/// As [`watch`], with lists that seem to end where their gaps begin.
pub fn watch_what_is_there<T>(evaluation: impl FnOnce() -> T) -> (T, Encounter) {
    let lenient = Ledger {
        lenient: true,
        ..Ledger::default()
    };
    keep(lenient, evaluation)
}

/// Whether gaps at the end of lists are passed over.
pub fn passes_over() -> bool {
    LEDGER.with_borrow(|ledger| ledger.lenient)
}

fn keep<T>(empty: Ledger, evaluation: impl FnOnce() -> T) -> (T, Encounter) {
    LEDGER.with_borrow_mut(|ledger| *ledger = empty);
    let result = evaluation();
    let ledger = LEDGER.with_borrow_mut(std::mem::take);
    let encounter = Encounter {
        unreliable: ledger.tainted || !ledger.pending.is_empty(),
        gaps: ledger.touched.into_iter().collect(),
    };
    (result, encounter)
}

fn address(gap: &Arc<NotSeen>) -> usize {
    Arc::as_ptr(gap).addr()
}

/// A list reaches `gap` at its end; whatever error comes of it is the gap's.
pub fn met(gap: &Arc<NotSeen>) {
    LEDGER.with_borrow_mut(|ledger| ledger.touched.insert((**gap).clone()));
}

/// `gap` becomes a variable's value: it has to raise an error, or nothing holds.
pub fn handed_out(gap: &Arc<NotSeen>) {
    LEDGER.with_borrow_mut(|ledger| {
        ledger.touched.insert((**gap).clone());
        ledger.pending.insert(address(gap));
    });
}

/// An error is raised for `gap`.
pub fn raised(gap: &Arc<NotSeen>) {
    LEDGER.with_borrow_mut(|ledger| {
        ledger.touched.insert((**gap).clone());
        ledger.pending.remove(&address(gap));
    });
}

/// `gap` was met where no error can be raised.
pub fn taint(gap: &Arc<NotSeen>) {
    LEDGER.with_borrow_mut(|ledger| {
        ledger.touched.insert((**gap).clone());
        ledger.tainted = true;
    });
}
