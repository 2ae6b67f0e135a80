//! SQS: the policies of queues.

use std::sync::Arc;

use super::{Named, Policy, missed, policies};
use crate::collect::queues;
use crate::collect::scan::{End, Scan};
use crate::kind::call;
use crate::target::Region;

/// The largest page of queues that AWS gives. Without asking for it there are no pages, and
/// queues beyond the thousandth are never seen.
const PAGE: i32 = 1000;

/// Puts the policies of the queues of `region` into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let request = scan.aws.sqs(&region).list_queues();
    let pages = request.max_results(PAGE).into_paginator().send();
    let mut queues = Vec::new();
    let end = scan
        .pages(&region, call::LIST_QUEUES, pages, |page| {
            let urls = page.queue_urls.into_iter().flatten();
            queues.extend(urls.map(|url| {
                let name = url.rsplit('/').next().unwrap_or_default().to_owned();
                // Its attributes say the same, but the queue has to be named without them, too.
                let (partition, account) = (&scan.target.partition, &scan.target.account);
                Named {
                    arn: format!("arn:{partition}:sqs:{region}:{account}:{name}"),
                    id: url,
                    name,
                }
            }));
        })
        .await;
    if let End::Cut(gap) = &end {
        missed(&scan, &region, Some(gap));
    }
    policies(&scan, &region, "sqs", queues, policy).await;
}

async fn policy(scan: Arc<Scan>, region: Region, url: String) -> Policy {
    let queue = queues::queue(&scan, &region, &url).await?;
    Ok(queue.and_then(|queue| queue.policy))
}
