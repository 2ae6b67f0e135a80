//! S3: the buckets of the account, those to which its trails deliver, and what holds for all
//! of them.
//!
//! Buckets belong to the account and not to a region: all of them are looked at, each in its
//! own region, whatever regions were chosen.

mod account;
mod bucket;
mod calls;
mod list;
mod trail_bucket;

use std::sync::Arc;

pub(super) use list::Buckets;
pub(super) use trail_bucket::trail_buckets;

use tokio::sync::Semaphore;

use super::scan::{Scan, at_once};
use crate::kind::{Kind, call};

/// Buckets that are asked about at once: the calls about one take 200 KiB while they wait,
/// and there may be tens of thousands of buckets. What is under way is bounded elsewhere.
const AT_ONCE: usize = 32;

/// Collects all of it that is planned and does not depend on trails.
pub(super) async fn collect(scan: Arc<Scan>) {
    tokio::join!(account::public_access_block(&scan), buckets(&scan));
}

async fn buckets(scan: &Arc<Scan>) {
    let kinds = [Kind::Bucket, Kind::ResourcePolicy];
    if !kinds
        .iter()
        .any(|kind| scan.asks_of(*kind, call::LIST_BUCKETS))
    {
        return;
    }
    let list = scan.buckets.list(scan).await;
    if let Some(gap) = &list.gap {
        scan.missed(None, &kinds, gap);
    }
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let each = list.buckets.iter().cloned().map(|listed| {
        let (scan, turns) = (Arc::clone(scan), Arc::clone(&turns));
        async move {
            // Never closed. Boxed, so that only a bucket whose turn it is takes the room.
            let _turn = turns.acquire().await;
            Box::pin(bucket::collect(scan, listed)).await;
        }
    });
    at_once(each).await;
}
