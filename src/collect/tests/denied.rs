//! Each call of each kind, denied: what it would have shown is a gap.

use super::small_account::small_account;
use super::*;

/// Kinds and calls without which the kind can still be seen whole, by another way.
const SPARED: &[(Kind, Call)] = &[
    // Only saves asking for the region of each bucket.
    (Kind::TrailBucket, call::LIST_BUCKETS),
];

/// Plans of all there is to know of `kind`, one for each way that leads to it.
fn wholes(kind: Kind) -> Vec<Plan> {
    let mut plan = plan_of(&[kind]);
    plan.entities_of = ["AWSSupportAccess".to_owned()].into();
    let roads = [Road::MetricFilter, Road::EventRule];
    let links = roads.iter().flat_map(|road| road.links());
    let ways = links.filter(|link| link.kind == kind && link.calls != kind.listed_by());
    let along = ways.map(|link| {
        let details = kind.facets().iter().map(|facet| facet.call);
        let calls = link.calls.iter().copied().chain(details);
        let mut plan = Plan::default();
        for call in calls {
            plan.calls.entry(call).or_default();
            plan.needs.insert((kind, call));
        }
        plan
    });
    along.chain([plan]).collect()
}

/// Each kind with each of these plans.
fn all() -> impl Iterator<Item = (Kind, Plan)> {
    let kinds = Kind::ALL.iter();
    kinds.flat_map(|kind| wholes(*kind).into_iter().map(|plan| (*kind, plan)))
}

async fn scanned(plan: &Plan, denied: Option<Call>) -> (Inventory, Server) {
    let server = Server::start(move |a| match denied {
        Some(call) if a.is(call) => Some(Reply::denied()),
        _ => small_account(a),
    });
    let aws = aws_with(&server, named(&["eu-west-1"]));
    (scan(&aws, plan).await, server)
}

#[tokio::test]
async fn the_small_account_has_all_that_can_be_asked_about() {
    for (kind, plan) in all() {
        let (inventory, server) = scanned(&plan, None).await;
        assert_eq!(gaps(&inventory), [""; 0], "{kind}");
        assert!(
            inventory.of_kind(kind).next().is_some(),
            "{kind}: there is none"
        );
        let asked = server.counts();
        for call in plan.calls.keys() {
            // Add to the small account what the call is about, if this fails.
            let name = call.to_string();
            assert!(asked.contains_key(&name), "{kind}: {name} is not asked");
        }
    }
}

#[tokio::test]
async fn every_denied_call_is_a_gap_of_every_kind_that_needs_it() {
    for (kind, plan) in all() {
        for call in plan.calls.keys() {
            let (inventory, _server) = scanned(&plan, Some(*call)).await;
            let name = call.to_string();
            let is_it = |gap: &&Gap| gap.kind == kind && gap.call.operation == name;
            let found: Vec<&Gap> = inventory.gaps.iter().filter(is_it).collect();
            let spared = SPARED.contains(&(kind, *call));
            assert_eq!(
                found.is_empty(),
                spared,
                "{kind}: {name}: {:?}",
                gaps(&inventory)
            );
            assert!(inventory.calls.failed > 0, "{kind}: {name}");
            for gap in found {
                assert_eq!(gap.call.reason, Reason::Denied, "{kind}: {name}");
                // A detail that is missing says so where it would stand.
                let Some(id) = &gap.resource else { continue };
                let mut of_kind = inventory.of_kind(kind);
                let resource = of_kind.find(|r| r.id == *id && r.region == gap.region);
                let body = resource.map(|r| r.body.to_string()).unwrap_or_default();
                let mark = format!("{{\"$gap\":{{\"operation\":\"{name}\"");
                assert!(body.contains(&mark), "{kind}: {name}: {body}");
            }
        }
    }
}
