//! What matching log events do to an alarm, worked out from its settings alone.
//!
//! A metric filter publishes datapoints ([`Signal`]), an alarm reads a statistic of them or
//! metric math over several, and a state machine judges M of N of what it reads. This runs
//! that machine over an alarm at rest, an event, rest, the same event again and rest, and
//! looks whether the alarm went to ALARM each time: only then it does something.
//!
//! Whatever depends on more than is known - how many other events share a period, what a
//! field of the event says - is a range of values. Where all of it comes to the same, that
//! is the answer; else the answer is [`Firing::NotProvable`].
//!
//! A [`Gauge`] is the other kind of signal: a metric that is published all the time, whose value
//! is held elsewhere for some minutes ([`held`]).
//!
//! Sources: the CloudWatch user guide, "Using Amazon CloudWatch alarms", and the CloudWatch
//! Logs user guide, "Creating metrics from log events using filters". That a default value
//! is published for each event that a filter does not match has been observed; the guide
//! speaks of periods without matching events.

mod composite;
mod firing;
mod gauge;
mod holding;
mod math;
mod possible;
mod reading;
mod remark;
mod signal;
mod simulation;
mod state;
mod statistic;
mod threshold;
mod warm_up;
mod watches;

#[cfg(test)]
mod tests;

pub use composite::{Component, firing as composite};
#[cfg(test)]
use firing::Response;
pub use firing::{Firing, firing, response};
pub use gauge::{Gauge, Relation};
pub use holding::held;
pub use remark::{muted, remark};
#[cfg(test)]
use signal::Value;
pub use signal::{Series, Signal, Traffic};
pub use state::State;
pub use watches::{Reads, Watches, all_reads, watches};
