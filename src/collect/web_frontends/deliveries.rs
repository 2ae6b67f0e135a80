//! Logs that services hand to CloudWatch Logs to deliver: standard logging of CloudFront,
//! version 2, and the newer way of load balancers.
//!
//! Source: Amazon CloudWatch Logs API reference, "`PutDeliverySource`" and
//! "`CreateDelivery`".

use std::sync::Arc;

use aws_sdk_cloudwatchlogs::types;

use crate::collect::convert::name;
use crate::collect::once::Once;
use crate::collect::scan::{End, Scan};
use crate::inventory::{NotSeen, Seen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page that AWS gives.
const PAGE: i32 = 50;

/// The deliveries of each region, asked for once.
#[derive(Default)]
pub(super) struct Deliveries(Once<Region, Arc<Listed>>);

/// The deliveries of a region and what they deliver.
#[derive(Debug, Default)]
struct Listed {
    sources: Vec<types::DeliverySource>,
    sources_cut: Option<NotSeen>,
    deliveries: Vec<types::Delivery>,
    deliveries_cut: Option<NotSeen>,
}

impl Deliveries {
    /// The deliveries of what the resource `arn` logs, and a gap where some may be missing.
    /// None if no rule asks for them.
    pub(super) async fn of(
        &self,
        scan: &Scan,
        region: &Region,
        arn: &str,
    ) -> Option<Vec<Seen<body::Delivery>>> {
        let planned = [call::DESCRIBE_DELIVERY_SOURCES, call::DESCRIBE_DELIVERIES];
        if !planned.iter().all(|c| scan.asks_of(Kind::WebFrontend, *c)) {
            return None;
        }
        // Boxed: it holds both lists, and all resources of a region share them.
        let listed = Box::pin(list(scan, region));
        Some(self.0.of(region.clone(), listed).await.of(arn))
    }
}

impl Listed {
    fn of(&self, arn: &str) -> Vec<Seen<body::Delivery>> {
        let is_of = |source: &&types::DeliverySource| {
            let arns = source.resource_arns.iter().flatten();
            arns.into_iter().any(|of| of == arn)
        };
        let sources: Vec<&types::DeliverySource> = self.sources.iter().filter(is_of).collect();
        let of_source = |source: &types::DeliverySource| {
            let name = source.name.clone();
            let log_type = source.log_type.clone();
            self.deliveries
                .iter()
                .filter(move |d| d.delivery_source_name == name)
                .map(move |d| Seen::Value(delivery(d, log_type.clone())))
        };
        let mut found: Vec<_> = sources.iter().flat_map(|s| of_source(s)).collect();
        found.extend(self.sources_cut.clone().map(Seen::NotSeen));
        // What has no source has no delivery either.
        if !sources.is_empty() {
            found.extend(self.deliveries_cut.clone().map(Seen::NotSeen));
        }
        found
    }
}

async fn list(scan: &Scan, region: &Region) -> Arc<Listed> {
    let logs = scan.aws.logs(region);
    let (mut sources, mut deliveries) = (Vec::new(), Vec::new());
    let request = logs.describe_delivery_sources().limit(PAGE);
    let source_pages = request.into_paginator().send();
    let request = logs.describe_deliveries().limit(PAGE);
    let delivery_pages = request.into_paginator().send();
    let (of_sources, of_deliveries) = tokio::join!(
        scan.pages(
            region,
            call::DESCRIBE_DELIVERY_SOURCES,
            source_pages,
            |page| sources.extend(page.delivery_sources.into_iter().flatten()),
        ),
        scan.pages(region, call::DESCRIBE_DELIVERIES, delivery_pages, |page| {
            deliveries.extend(page.deliveries.into_iter().flatten());
        }),
    );
    Arc::new(Listed {
        sources,
        sources_cut: cut(of_sources),
        deliveries,
        deliveries_cut: cut(of_deliveries),
    })
}

fn cut(end: End) -> Option<NotSeen> {
    match end {
        End::Cut(gap) => Some(gap),
        End::Complete | End::Absent => None,
    }
}

/// The calls that hide some of `deliveries`.
pub(super) fn gaps(
    deliveries: Option<&Vec<Seen<body::Delivery>>>,
) -> impl Iterator<Item = &NotSeen> {
    let all = deliveries.into_iter().flatten();
    all.filter_map(|delivery| delivery.as_result().err())
}

fn delivery(d: &types::Delivery, log_type: Option<String>) -> body::Delivery {
    body::Delivery {
        id: d.id.clone(),
        delivery_source_name: d.delivery_source_name.clone(),
        log_type,
        delivery_destination_arn: d.delivery_destination_arn.clone(),
        delivery_destination_type: name(d.delivery_destination_type.clone()),
    }
}
