//! The list of the account's buckets, and in which region each of them is.

use std::sync::Arc;

use aws_sdk_s3::types;
use tokio::sync::OnceCell;

use crate::collect::convert::time;
use crate::collect::once::Once;
use crate::collect::scan::{End, Scan, at_once};
use crate::inventory::{NotSeen, Seen, body};
use crate::kind::call;
use crate::target::Region;

/// The largest page that S3 gives, and without a size it names no regions.
///
/// Source: Amazon S3 API reference, `ListBuckets`.
const PAGE: i32 = 10_000;

/// The region that `GetBucketLocation` calls by an old name.
///
/// Source: Amazon S3 API reference, `GetBucketLocation`.
const IRELAND: (&str, &str) = ("EU", "eu-west-1");

/// A bucket of the account.
#[derive(Debug, Clone)]
pub(in crate::collect) struct Listed {
    /// Its name, unique in the partition.
    pub name: String,
    /// Its ARN.
    pub arn: String,
    /// Where it is.
    pub region: Seen<Region>,
    /// When it was made, RFC 3339.
    pub creation_date: Option<String>,
}

/// The buckets of the account.
#[derive(Debug)]
pub(in crate::collect) struct List {
    /// Those that were listed.
    pub buckets: Vec<Listed>,
    /// Why there may be more.
    pub gap: Option<NotSeen>,
}

/// What is asked of buckets once, whoever wants to know.
#[derive(Default)]
pub(in crate::collect) struct Buckets {
    list: OnceCell<Arc<List>>,
    pub(super) policies: Once<String, Option<Seen<body::Document>>>,
    pub(super) blocks: Once<String, Option<Seen<body::PublicAccessBlock>>>,
    pub(super) encryptions: Once<String, Option<Seen<body::Encryption>>>,
    locations: Once<String, Option<Seen<Region>>>,
}

impl Buckets {
    /// The buckets of the account.
    pub async fn list(&self, scan: &Arc<Scan>) -> Arc<List> {
        let list = self
            .list
            .get_or_init(|| async { Arc::new(Box::pin(list(scan)).await) });
        Arc::clone(list.await)
    }
}

async fn list(scan: &Arc<Scan>) -> List {
    let client = scan.aws.s3(scan.aws.region());
    let request = client.list_buckets().max_buckets(PAGE);
    let pages = request.into_paginator().send();
    let mut found = Vec::new();
    let end = scan
        .pages(None, call::LIST_BUCKETS, pages, |page| {
            found.extend(page.buckets.unwrap_or_default());
        })
        .await;
    let placed = found.into_iter().map(|b| placed(Arc::clone(scan), b));
    let buckets = at_once(placed).await.into_iter().flatten().collect();
    let gap = match end {
        End::Cut(gap) => Some(gap),
        End::Complete | End::Absent => None,
    };
    List { buckets, gap }
}

/// None if the bucket has no name or is gone by now.
async fn placed(scan: Arc<Scan>, bucket: types::Bucket) -> Option<Listed> {
    let name = bucket.name?;
    let region = match bucket.bucket_region.filter(|r| !r.is_empty()) {
        Some(region) => Seen::Value(Region::new(region)),
        None => Box::pin(location(&scan, &name)).await?,
    };
    let arn = || format!("arn:{}:s3:::{name}", scan.target.partition);
    Some(Listed {
        arn: bucket.bucket_arn.unwrap_or_else(arn),
        region,
        creation_date: time(bucket.creation_date),
        name,
    })
}

/// The region of a bucket that no list names. None if there is no such bucket.
pub(super) async fn location(scan: &Scan, name: &str) -> Option<Seen<Region>> {
    let ask = ask_location(scan, name);
    scan.buckets.locations.of(name.to_owned(), ask).await
}

async fn ask_location(scan: &Scan, name: &str) -> Option<Seen<Region>> {
    // The first region of a partition answers for the others.
    let home = scan.target.partition.home();
    let request = scan.aws.s3(&home).get_bucket_location().bucket(name);
    let answer = scan
        .ask(Some(&home), call::GET_BUCKET_LOCATION, request.send())
        .await;
    let region = answer.map(|a| {
        a.map(|a| match a.location_constraint {
            Some(name) if name.as_str() == IRELAND.0 => Region::new(IRELAND.1),
            Some(name) if !name.as_str().is_empty() => Region::new(name.as_str()),
            _ => home,
        })
    });
    region.transpose().map(Seen::from)
}
