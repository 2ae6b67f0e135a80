//! The way from the trails' log groups to somebody: filters, alarms, topics.

mod alarms;
mod filters;
pub mod topics;

use crate::account::{Demo, FRANKFURT};

/// The regions in which a trail delivers to a log group: only there alarms are asked for.
pub const REGIONS: [&str; 1] = [FRANKFURT];

/// The namespace of the metrics that the team's filters publish.
const NAMESPACE: &str = "NordlichtAudit";

pub fn fill(demo: &mut Demo) {
    filters::fill(demo);
    alarms::fill(demo);
    topics::fill(demo);
}
