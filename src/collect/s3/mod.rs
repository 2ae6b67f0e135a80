//! S3: the buckets of the account, those to which its trails deliver, and what holds for all
//! of them.
//!
//! Buckets belong to the account and not to a region: all of them are looked at, each in its
//! own region, whatever regions were chosen.

mod account;
mod bucket;
mod calls;
mod encryption;
mod list;
mod trail_bucket;

use std::sync::Arc;

pub(super) use encryption::encryption;
pub(super) use list::Buckets;
pub(super) use trail_bucket::trail_buckets;

use super::scan::{Scan, in_turn};
use crate::kind::{Kind, call};

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
    let (buckets, scan) = (list.buckets.clone(), Arc::clone(scan));
    in_turn(buckets, move |listed| {
        bucket::collect(Arc::clone(&scan), listed)
    })
    .await;
}
