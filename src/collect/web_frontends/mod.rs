//! What takes requests from the web, and whether it logs them.

mod cloudfront;
mod deliveries;
mod http_apis;
mod load_balancers;
mod rest_apis;

use std::sync::Arc;

use tokio::task::JoinSet;

use self::deliveries::Deliveries;
use super::scan::Scan;
use crate::inventory::{NotSeen, body};
use crate::kind::Kind;
use crate::target::Region;

/// Collects all of it that is planned, all services and regions at once.
pub(super) async fn collect(scan: Arc<Scan>) {
    if !scan.looks_for(Kind::WebFrontend) && !scan.looks_for(Kind::RestApiStage) {
        return;
    }
    let mut tasks = JoinSet::new();
    for region in &scan.target.regions {
        tasks.spawn(rest_apis::collect(Arc::clone(&scan), region.clone()));
    }
    if scan.looks_for(Kind::WebFrontend) {
        others(&scan, &mut tasks);
    }
    tasks.join_all().await;
}

/// Starts all but stages of REST APIs, which are of a kind of their own as well.
fn others(scan: &Arc<Scan>, tasks: &mut JoinSet<()>) {
    let deliveries = Arc::new(Deliveries::default());
    tasks.spawn(cloudfront::collect(
        Arc::clone(scan),
        Arc::clone(&deliveries),
    ));
    for region in &scan.target.regions {
        tasks.spawn(load_balancers::collect(
            Arc::clone(scan),
            Arc::clone(&deliveries),
            region.clone(),
        ));
        tasks.spawn(http_apis::collect(Arc::clone(scan), region.clone()));
    }
}

/// Front ends of a service may be missing.
fn missed(scan: &Scan, region: Option<&Region>, cut: Option<&NotSeen>) {
    if let Some(gap) = cut {
        scan.missed(region, &[Kind::WebFrontend], gap);
    }
}

/// Puts `frontend` into the inventory, of which the answers to the calls in `gaps` are
/// missing.
fn found<'g>(
    scan: &Scan,
    region: Option<&Region>,
    frontend: &body::WebFrontend,
    gaps: impl IntoIterator<Item = &'g NotSeen>,
) {
    for gap in gaps {
        scan.missed_of(region, frontend, gap);
    }
    scan.found(region, frontend);
}
