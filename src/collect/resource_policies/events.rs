//! EventBridge: the policies of event buses, which their list holds.

use std::sync::Arc;

use super::{Named, found, is_ours, missed};
use crate::collect::by_token::by_token;
use crate::collect::scan::Scan;
use crate::kind::call;
use crate::target::Region;

/// The largest page of event buses that AWS gives.
const PAGE: i32 = 100;

/// Puts the policies of the event buses of `region` into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let client = scan.aws.events(&region);
    let (buses, cut) = by_token(async |token| {
        let request = client.list_event_buses().limit(PAGE).set_next_token(token);
        let call = call::LIST_EVENT_BUSES;
        let page = scan.ask(Some(&region), call, request.send()).await?;
        let page = page.map(|p| (p.event_buses, p.next_token));
        let (buses, next) = page.unwrap_or_default();
        Ok((buses.unwrap_or_default(), next))
    })
    .await;
    missed(&scan, &region, cut.as_ref());
    for bus in buses {
        let name = bus.name.unwrap_or_default();
        let resource = Named {
            id: name.clone(),
            name,
            arn: bus.arn.unwrap_or_default(),
        };
        if is_ours(&scan, &resource.arn) {
            found(&scan, &region, "events", resource, Ok(bus.policy));
        }
    }
}
