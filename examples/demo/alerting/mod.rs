//! The way from the trails' log groups to somebody: filters, alarms, topics.

mod alarms;
mod filters;
pub mod topics;

use crate::account::Demo;

/// The namespace of the metrics that the team's filters publish.
pub const NAMESPACE: &str = "NordlichtAudit";

pub fn fill(demo: &mut Demo) {
    filters::fill(demo);
    alarms::fill(demo);
    topics::fill(demo);
}
