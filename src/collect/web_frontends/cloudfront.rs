//! CloudFront: distributions, which belong to no region.

use std::sync::Arc;

use aws_sdk_cloudfront::types;

use super::deliveries::{self, Deliveries};
use super::{found, missed};
use crate::collect::scan::{End, Scan, at_once};
use crate::inventory::{NotSeen, Seen, body};
use crate::kind::{Kind, call};
use crate::target::{Partition, Region};

/// The largest page of distributions that AWS gives.
const PAGE: i32 = 100;

/// Puts the distributions of the account into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, deliveries: Arc<Deliveries>) {
    let Some(home) = home(&scan.target.partition) else {
        return;
    };
    let request = scan.aws.cloudfront(&home).list_distributions();
    let pages = request.max_items(PAGE).into_paginator().send();
    let mut distributions = Vec::new();
    let end = scan
        .pages(&home, call::LIST_DISTRIBUTIONS, pages, |page| {
            let items = page.distribution_list.and_then(|list| list.items);
            distributions.extend(items.into_iter().flatten().map(distribution));
        })
        .await;
    if let End::Cut(gap) = &end {
        missed(&scan, None, Some(gap));
    }
    at_once(distributions.into_iter().map(|distribution| {
        let (scan, deliveries) = (Arc::clone(&scan), Arc::clone(&deliveries));
        complete(scan, deliveries, home.clone(), distribution)
    }))
    .await;
}

/// The region through which CloudFront is reached and in which CloudWatch Logs delivers its
/// logs; none where there is no CloudFront.
///
/// Source: AWS General Reference, "Amazon CloudFront endpoints and quotas"; Amazon CloudFront
/// Developer Guide, "Configure standard logging (v2)".
fn home(partition: &Partition) -> Option<Region> {
    match partition.as_str() {
        "aws" => Some(Region::new("us-east-1")),
        "aws-cn" => Some(Region::new("cn-northwest-1")),
        _ => None,
    }
}

/// Adds what the distribution logs. One that is gone by now is left out.
async fn complete(
    scan: Arc<Scan>,
    deliveries: Arc<Deliveries>,
    home: Region,
    mut distribution: body::Distribution,
) {
    let id = distribution.id.clone().unwrap_or_default();
    let arn = distribution.arn.clone().unwrap_or_default();
    let (logging, delivered) = tokio::join!(
        logging(&scan, &home, &id),
        deliveries.of(&scan, &home, &arn)
    );
    match logging {
        Ok(Logging::Gone) => return,
        Ok(Logging::NotPlanned) => {}
        Ok(Logging::Is(logging)) => distribution.logging = Some(Seen::Value(logging)),
        Err(gap) => distribution.logging = Some(Seen::NotSeen(gap)),
    }
    distribution.deliveries = delivered;
    let frontend = body::WebFrontend {
        frontend_type: Some("distribution".to_owned()),
        name: Some(id),
        arn: Some(arn),
        distribution: Some(distribution),
        ..body::WebFrontend::default()
    };
    let inner = frontend.distribution.iter();
    let gaps = inner.flat_map(|d| {
        let logging = d.logging.iter().filter_map(|seen| seen.as_result().err());
        logging.chain(deliveries::gaps(d.deliveries.as_ref()))
    });
    found(&scan, None, &frontend, gaps);
}

enum Logging {
    NotPlanned,
    Gone,
    Is(body::DistributionLogging),
}

/// Standard logging as the distribution itself configures it, now called legacy.
async fn logging(scan: &Scan, home: &Region, id: &str) -> Result<Logging, NotSeen> {
    let call = call::GET_DISTRIBUTION_CONFIG;
    if !scan.asks_of(Kind::WebFrontend, call) {
        return Ok(Logging::NotPlanned);
    }
    let request = scan.aws.cloudfront(home).get_distribution_config().id(id);
    let answer = scan.ask(None, call, request.send()).await?;
    Ok(answer.map_or(Logging::Gone, |answer| {
        let logging = answer.distribution_config.and_then(|c| c.logging);
        Logging::Is(logging.map(distribution_logging).unwrap_or_default())
    }))
}

fn distribution(d: types::DistributionSummary) -> body::Distribution {
    body::Distribution {
        id: Some(d.id),
        arn: Some(d.arn),
        domain_name: Some(d.domain_name),
        enabled: Some(d.enabled),
        comment: Some(d.comment),
        logging: None,
        deliveries: None,
    }
}

fn distribution_logging(l: types::LoggingConfig) -> body::DistributionLogging {
    body::DistributionLogging {
        enabled: Some(l.enabled),
        include_cookies: Some(l.include_cookies),
        bucket: Some(l.bucket),
        prefix: Some(l.prefix),
    }
}
