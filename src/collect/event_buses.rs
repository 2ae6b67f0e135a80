//! EventBridge: the event buses of a region.

use std::sync::Arc;

use super::by_token::by_token;
use super::scan::Scan;
use crate::inventory::{NotSeen, body};
use crate::kind::call;
use crate::target::Region;

/// The largest page of event buses that AWS gives.
const PAGE: i32 = 100;

/// The event buses of a region, and what cut their list short.
pub(super) type Answer = Arc<(Vec<body::EventBus>, Option<NotSeen>)>;

/// The event buses of `region` that the account owns, asked for once, whoever wants to know
/// of them.
pub(super) async fn list(scan: &Scan, region: &Region) -> Answer {
    let ask = async {
        let client = scan.aws.events(region);
        let (buses, cut) = by_token(async |token| {
            let request = client.list_event_buses().limit(PAGE).set_next_token(token);
            let call = call::LIST_EVENT_BUSES;
            let page = scan.ask(Some(region), call, request.send()).await?;
            let page = page.map(|p| (p.event_buses, p.next_token));
            let (buses, next) = page.unwrap_or_default();
            Ok((buses.unwrap_or_default(), next))
        })
        .await;
        let buses = buses.into_iter().map(|bus| body::EventBus {
            name: bus.name,
            arn: bus.arn,
            description: bus.description,
            policy: bus
                .policy
                .filter(|text| !text.is_empty())
                .map(body::Document),
        });
        // Another's, shared with the account, is for the other to judge.
        let ours = buses.filter(|bus| scan.owns(bus.arn.as_deref().unwrap_or_default()));
        Arc::new((ours.collect(), cut))
    };
    scan.event_buses.of(region.clone(), ask).await
}
