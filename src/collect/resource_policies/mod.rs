//! The policies of resources: who may use them, in any account. Those of buckets and keys
//! come from where buckets and keys are collected.

mod backup;
mod ecr;
mod efs;
mod events;
mod glacier;
mod lambda;
mod secrets;
mod sns;
mod sqs;

use std::future::Future;
use std::sync::Arc;

use tokio::task::JoinSet;

use super::scan::{Scan, in_turn};
use crate::inventory::{NotSeen, Seen, body};
use crate::kind::Kind;
use crate::target::Region;

/// A resource that may have a policy.
#[derive(Debug, Clone)]
struct Named {
    /// What the service wants to be asked by.
    id: String,
    /// What it calls the resource.
    name: String,
    /// Its ARN.
    arn: String,
}

/// The text of a policy, if there is one.
type Policy = Result<Option<String>, NotSeen>;

/// Collects all of it that is planned, all services and regions at once.
pub(super) async fn collect(scan: Arc<Scan>) {
    if !scan.looks_for(Kind::ResourcePolicy) {
        return;
    }
    let mut tasks = JoinSet::new();
    for region in &scan.target.regions {
        tasks.spawn(backup::collect(Arc::clone(&scan), region.clone()));
        tasks.spawn(ecr::collect(Arc::clone(&scan), region.clone()));
        tasks.spawn(efs::collect(Arc::clone(&scan), region.clone()));
        tasks.spawn(events::collect(Arc::clone(&scan), region.clone()));
        tasks.spawn(glacier::collect(Arc::clone(&scan), region.clone()));
        tasks.spawn(lambda::collect(Arc::clone(&scan), region.clone()));
        tasks.spawn(secrets::collect(Arc::clone(&scan), region.clone()));
        tasks.spawn(sns::collect(Arc::clone(&scan), region.clone()));
        tasks.spawn(sqs::collect(Arc::clone(&scan), region.clone()));
    }
    tasks.join_all().await;
}

/// Resources of a service may be missing, and so their policies.
fn missed(scan: &Scan, region: &Region, cut: Option<&NotSeen>) {
    if let Some(gap) = cut {
        scan.missed(Some(region), &[Kind::ResourcePolicy], gap);
    }
}

/// Puts the policies of those of `resources` into the inventory that have one; `ask` asks
/// for that of one of them.
async fn policies<F>(
    scan: &Arc<Scan>,
    region: &Region,
    service: &'static str,
    resources: Vec<Named>,
    ask: impl Fn(Arc<Scan>, Region, String) -> F + Copy + Send + Sync + 'static,
) where
    F: Future<Output = Policy> + Send + 'static,
{
    // Another's, shared with the account, is for the other to judge.
    let ours = resources.into_iter().filter(|r| scan.owns(&r.arn));
    let ours: Vec<Named> = ours.collect();
    let (scan, region) = (Arc::clone(scan), region.clone());
    in_turn(ours, move |resource| {
        let (scan, region) = (Arc::clone(&scan), region.clone());
        async move {
            let policy = ask(Arc::clone(&scan), region.clone(), resource.id.clone()).await;
            found(&scan, &region, service, resource, policy);
        }
    })
    .await;
}

/// Puts the policy of `resource` into the inventory, if it has one.
fn found(scan: &Scan, region: &Region, service: &str, resource: Named, policy: Policy) {
    let policy = match policy {
        Ok(None) => return,
        Ok(Some(text)) if text.is_empty() => return,
        Ok(Some(text)) => Seen::Value(body::Document(text)),
        Err(gap) => Seen::NotSeen(gap),
    };
    let gap = policy.as_result().err().cloned();
    let body = body::ResourcePolicy {
        service: Some(service.to_owned()),
        resource_name: Some(resource.name),
        resource_arn: Some(resource.arn),
        policy: Some(policy),
    };
    if let Some(gap) = gap {
        scan.missed_of(Some(region), &body, &gap);
    }
    scan.found(Some(region), &body);
}
