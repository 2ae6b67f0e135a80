//! Asking AWS. The only room that knows its SDK: what comes out is an
//! [`Inventory`], with a gap wherever there was no answer.
//!
//! [`connect`] finds credentials, [`identify`] finds out whose they are and which
//! regions there are, and [`run`] makes the calls of a [`Plan`].

mod account;
mod alarm_mute_rules;
mod alerting;
mod answers;
mod auto_scaling;
mod aws;
mod by_token;
mod cloudtrail;
mod cloudwatch;
mod cloudwatch_json;
mod codes;
mod config;
mod config_rules;
mod connect;
mod convert;
mod delivery_channels;
mod ec2;
mod efs;
mod endpoints;
mod event_buses;
mod event_rules;
mod event_targets;
mod function_policies;
mod functions;
mod gap;
mod iam;
mod iam_entities;
mod identify;
mod instances;
mod kms;
mod kms_keys;
mod ledger;
mod logs;
mod macie;
mod metrics;
mod once;
mod options;
mod organizations;
mod progress;
mod queues;
mod rds;
mod regional;
mod resource_policies;
mod routes;
mod s3;
mod scan;
mod sns;
mod systems_manager;
mod target_groups;
mod test_metric_filter;
#[cfg(test)]
pub(crate) mod tests;
mod topic;
mod vpc;
mod web_frontends;
pub mod who;
mod xray;

use std::sync::Arc;

use jiff::Timestamp;
use tokio::task::JoinSet;

pub use aws::Aws;
pub use connect::connect;
pub use identify::{IdentifyError, identify};
pub use options::{Options, RegionChoice, Timeouts};
pub use progress::{Progress, Silent};
pub use test_metric_filter::{Oracle, test_metric_filter};

use crate::inventory::{Inventory, Resource, body};
use crate::plan::Plan;
use crate::target::Target;
use scan::{Event, Scan};

/// Makes the calls of `plan` and no other. What does not depend on another answer runs
/// at once, over all regions and services. Never fails as a whole: every call without
/// an answer is a gap.
pub async fn run(
    aws: &Aws,
    target: &Target,
    plan: &Plan,
    clock: &dyn Fn() -> Timestamp,
    progress: &dyn Progress,
) -> Inventory {
    let started_at = clock();
    let (scan, mut events) = Scan::new(aws, target, plan);
    let tasks = start(&scan);
    // The stream of events ends when the last task has dropped the scan.
    drop(scan);
    let mut resources = always_there(target);
    let mut gaps = Vec::new();
    while let Some(event) = events.recv().await {
        match event {
            Event::Found(resource) => resources.push(resource),
            Event::Missed(gap) => gaps.push(gap),
            Event::Expect(region) => progress.expect(region.as_ref(), 1),
            Event::Done(region) => progress.done(region.as_ref()),
        }
    }
    tasks.join_all().await;
    let mut inventory = Inventory {
        started_at,
        finished_at: clock(),
        targets: vec![target.clone()],
        asked: plan.asked(),
        calls: aws.ledger().counts(),
        resources,
        gaps,
    };
    inventory.sort();
    inventory
}

/// Starts everything that depends on no answer. Tasks of their own, so that one
/// region's big answer is parsed while others are on their way.
fn start(scan: &Arc<Scan>) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(alerting::collect(Arc::clone(scan)));
    tasks.spawn(iam::collect(Arc::clone(scan)));
    tasks.spawn(iam_entities::collect(Arc::clone(scan)));
    tasks.spawn(account::collect(Arc::clone(scan)));
    tasks.spawn(organizations::collect(Arc::clone(scan)));
    tasks.spawn(s3::collect(Arc::clone(scan)));
    tasks.spawn(web_frontends::collect(Arc::clone(scan)));
    tasks.spawn(resource_policies::collect(Arc::clone(scan)));
    for region in &scan.target.regions {
        tasks.spawn(config::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(ec2::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(vpc::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(routes::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(auto_scaling::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(target_groups::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(event_rules::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(instances::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(rds::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(efs::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(kms_keys::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(macie::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(regional::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(delivery_channels::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(functions::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(systems_manager::collect(Arc::clone(scan), region.clone()));
        tasks.spawn(xray::collect(Arc::clone(scan), region.clone()));
    }
    tasks
}

/// The account, and its regions as far as they are enabled: no call has to name them.
fn always_there(target: &Target) -> Vec<Resource> {
    let account = body::AccountBody {
        account_id: target.account.to_string(),
        partition: target.partition.to_string(),
    };
    let regions = target.regions.iter();
    let regions = regions.filter(|r| !target.not_opted_in.contains(r));
    regions
        .map(|region| {
            let body = body::RegionBody {
                region_name: region.to_string(),
            };
            Resource::new(&target.account, Some(region), &body)
        })
        .chain([Resource::new(&target.account, None, &account)])
        .collect()
}

/// Runs `work` to its end on a runtime of its own.
///
/// # Errors
/// Where the operating system gives no threads or sockets for the runtime.
pub fn block_on<T>(work: impl Future<Output = T>) -> std::io::Result<T> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    Ok(runtime.enable_all().build()?.block_on(work))
}
