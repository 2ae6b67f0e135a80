//! How a bucket encrypts that something else names, in whatever account it is.

use std::sync::Arc;

use super::calls::{Answer, Asked};
use super::list::location;
use crate::collect::scan::Scan;
use crate::inventory::body;
use crate::kind::{Kind, call};

/// How the bucket `name` encrypts, if that is planned for resources of `kind`. None also where
/// S3 says that nothing is set, or that there is no such bucket.
pub(in crate::collect) async fn encryption(
    scan: &Arc<Scan>,
    kind: Kind,
    name: &str,
) -> Answer<body::Encryption> {
    if !scan.asks_of(kind, call::GET_BUCKET_ENCRYPTION) {
        return None;
    }
    // Where the buckets are listed anyway, the list says where they are.
    let listed = if scan.asks(call::LIST_BUCKETS) {
        let list = scan.buckets.list(scan).await;
        let found = list.buckets.iter().find(|bucket| bucket.name == name);
        found.map(|bucket| bucket.region.clone())
    } else {
        None
    };
    let region = match listed {
        Some(region) => region,
        None => Box::pin(location(scan, name)).await?,
    };
    let asked = Asked {
        scan,
        kind,
        name,
        region: &region,
    };
    asked.encryption().await
}
