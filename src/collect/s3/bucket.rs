//! A bucket of the account with its details, and its policy as that of a resource.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::calls::Asked;
use super::list::Listed;
use crate::collect::scan::Scan;
use crate::inventory::{NotSeen, Seen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// Puts `listed` into the inventory as each kind that is planned.
pub(super) async fn collect(scan: Arc<Scan>, listed: Listed) {
    tokio::join!(as_bucket(&scan, &listed), as_policy(&scan, &listed));
}

async fn as_bucket(scan: &Scan, listed: &Listed) {
    if !scan.asks_of(Kind::Bucket, call::LIST_BUCKETS) {
        return;
    }
    let asked = asked(scan, listed, Kind::Bucket);
    let (policy, versioning, block, encryption) = tokio::join!(
        asked.policy(),
        asked.versioning(),
        asked.public_access_block(),
        asked.encryption(),
    );
    let region = region(&listed.region);
    let bucket = body::Bucket {
        name: Some(listed.name.clone()),
        bucket_arn: Some(listed.arn.clone()),
        bucket_region: Some(match &listed.region {
            Seen::Value(region) => Seen::Value(region.to_string()),
            Seen::NotSeen(gap) => Seen::NotSeen(gap.clone()),
        }),
        creation_date: listed.creation_date.clone(),
        policy,
        versioning,
        public_access_block_configuration: block,
        server_side_encryption_configuration: encryption,
    };
    let mut gaps = BTreeSet::new();
    gaps.extend(listed.region.as_result().err());
    gaps.extend(gap(bucket.policy.as_ref()));
    gaps.extend(gap(bucket.versioning.as_ref()));
    gaps.extend(gap(bucket.public_access_block_configuration.as_ref()));
    gaps.extend(gap(bucket.server_side_encryption_configuration.as_ref()));
    for gap in gaps {
        scan.missed_of(region, &bucket, gap);
    }
    scan.found(region, &bucket);
}

async fn as_policy(scan: &Scan, listed: &Listed) {
    let Some(policy) = asked(scan, listed, Kind::ResourcePolicy).policy().await else {
        return;
    };
    let region = region(&listed.region);
    let policy = body::ResourcePolicy {
        service: Some("s3".to_owned()),
        resource_name: Some(listed.name.clone()),
        resource_arn: Some(listed.arn.clone()),
        policy: Some(policy),
    };
    if let Some(gap) = gap(policy.policy.as_ref()) {
        scan.missed_of(region, &policy, gap);
    }
    scan.found(region, &policy);
}

fn asked<'a>(scan: &'a Scan, listed: &'a Listed, kind: Kind) -> Asked<'a> {
    Asked {
        scan,
        kind,
        name: &listed.name,
        region: &listed.region,
    }
}

/// The region, where it is known.
pub(super) fn region(region: &Seen<Region>) -> Option<&Region> {
    region.as_result().ok()
}

/// Why an answer was not seen.
pub(super) fn gap<T>(answer: Option<&Seen<T>>) -> Option<&NotSeen> {
    answer?.as_result().err()
}
