//! EventBridge: the policies of event buses, which their list holds.

use std::sync::Arc;

use super::{Named, found, missed};
use crate::collect::event_buses;
use crate::collect::scan::Scan;
use crate::target::Region;

/// Puts the policies of the event buses of `region` into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let answer = event_buses::list(&scan, &region).await;
    let (buses, cut) = answer.as_ref();
    missed(&scan, &region, cut.as_ref());
    for bus in buses {
        let name = bus.name.clone().unwrap_or_default();
        let resource = Named {
            id: name.clone(),
            name,
            arn: bus.arn.clone().unwrap_or_default(),
        };
        let policy = bus.policy.as_ref().map(|policy| policy.0.clone());
        found(&scan, &region, "events", resource, Ok(policy));
    }
}
