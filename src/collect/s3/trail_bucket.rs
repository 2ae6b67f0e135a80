//! The buckets to which the account's own trails deliver, in whatever account they are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bucket::{gap, region};
use super::calls::Asked;
use super::list::{List, location};
use crate::collect::scan::{Scan, at_once};
use crate::inventory::{Seen, body};
use crate::kind::{Kind, call};
use crate::target::{Account, Arn, Region};

/// Puts the buckets of `trails` into the inventory. Those that only trails of other accounts
/// name, organization trails that show in their members, are judged there.
pub(in crate::collect) async fn trail_buckets(scan: &Arc<Scan>, trails: &[body::Trail]) {
    if !scan.asks_of(Kind::TrailBucket, call::LIST_BUCKETS) {
        return;
    }
    let named = named_by(trails, &scan.target.account);
    if named.is_empty() {
        return;
    }
    let own = scan.buckets.list(scan).await;
    let each = named.into_iter().map(|(name, trails)| {
        let (scan, own) = (Arc::clone(scan), Arc::clone(&own));
        async move { bucket(&scan, &own, name, trails).await }
    });
    at_once(each).await;
}

/// The buckets of the trails that `account` owns, with the ARNs of these.
fn named_by(trails: &[body::Trail], account: &Account) -> BTreeMap<String, Vec<String>> {
    let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for trail in trails {
        let arn = trail.trail_arn.as_deref().unwrap_or_default();
        let is_foreign = Arn::parse(arn).is_some_and(|arn| arn.account != account.as_str());
        if let (Some(bucket), false) = (&trail.s3_bucket_name, is_foreign) {
            named
                .entry(bucket.clone())
                .or_default()
                .push(arn.to_owned());
        }
    }
    named
}

async fn bucket(scan: &Scan, own: &List, name: String, trails: Vec<String>) {
    let listed = own.buckets.iter().find(|b| b.name == name);
    let place = match listed {
        Some(listed) => Some(listed.region.clone()),
        None => Box::pin(location(scan, &name)).await,
    };
    let mut bucket = body::TrailBucket {
        name: Some(name.clone()),
        bucket_region: place.as_ref().and_then(region).map(Region::to_string),
        exists: match &place {
            None => Some(false),
            Some(Seen::Value(_)) => Some(true),
            Some(Seen::NotSeen(_)) => listed.map(|_| true),
        },
        trails,
        ..body::TrailBucket::default()
    };
    if let Some(place) = &place {
        details(scan, &name, place, &mut bucket).await;
    }
    let region = place.as_ref().and_then(region);
    let mut gaps = BTreeSet::new();
    gaps.extend(place.as_ref().and_then(|p| p.as_result().err()));
    gaps.extend(gap(bucket.logging_enabled.as_ref()));
    gaps.extend(gap(bucket.grants.as_ref()));
    gaps.extend(gap(bucket.policy.as_ref()));
    gaps.extend(gap(bucket.policy_status.as_ref()));
    gaps.extend(gap(bucket.public_access_block_configuration.as_ref()));
    for gap in gaps {
        scan.missed_of(region, &bucket, gap);
    }
    scan.found(region, &bucket);
}

async fn details(scan: &Scan, name: &str, region: &Seen<Region>, bucket: &mut body::TrailBucket) {
    let asked = Asked {
        scan,
        kind: Kind::TrailBucket,
        name,
        region,
    };
    (
        bucket.logging_enabled,
        bucket.grants,
        bucket.policy,
        bucket.policy_status,
        bucket.public_access_block_configuration,
    ) = tokio::join!(
        asked.logging(),
        asked.grants(),
        asked.policy(),
        asked.policy_status(),
        asked.public_access_block(),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bucket_stands_once_with_the_accounts_own_trails() {
        let trail = |arn: Option<&str>, bucket: Option<&str>| body::Trail {
            trail_arn: arn.map(str::to_owned),
            s3_bucket_name: bucket.map(str::to_owned),
            ..body::Trail::default()
        };
        let own = "arn:aws:cloudtrail:us-east-1:123456789012:trail/";
        let trails = [
            trail(Some(&format!("{own}a")), Some("logs")),
            trail(Some(&format!("{own}b")), Some("logs")),
            trail(Some(&format!("{own}c")), Some("other")),
            trail(Some(&format!("{own}d")), None),
            trail(
                Some("arn:aws:cloudtrail:us-east-1:999999999999:trail/org"),
                Some("archive"),
            ),
        ];
        let named = named_by(&trails, &Account::new("123456789012"));
        assert_eq!(named.keys().collect::<Vec<_>>(), ["logs", "other"]);
        assert_eq!(named["logs"], [format!("{own}a"), format!("{own}b")]);
    }
}
