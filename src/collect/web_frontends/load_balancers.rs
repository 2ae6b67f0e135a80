//! Elastic Load Balancing, version 2: Application and Network Load Balancers.

use std::sync::Arc;

use aws_sdk_elasticloadbalancingv2::types::{self, LoadBalancerTypeEnum};

use super::deliveries::{self, Deliveries};
use super::{found, missed};
use crate::collect::convert::{each, name};
use crate::collect::scan::{End, Scan, at_once};
use crate::inventory::{NotSeen, Seen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page of load balancers, and of listeners, that AWS gives.
const PAGE: i32 = 400;

/// A detail of a load balancer that is still there: none, if no rule asks for it.
type Detail<T> = Option<Seen<Vec<T>>>;

/// The load balancer is gone by now.
struct Gone;

/// Puts the load balancers of `region` into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, deliveries: Arc<Deliveries>, region: Region) {
    let request = scan.aws.elb(&region).describe_load_balancers();
    let pages = request.page_size(PAGE).into_paginator().send();
    let mut balancers = Vec::new();
    let end = scan
        .pages(&region, call::DESCRIBE_LOAD_BALANCERS, pages, |page| {
            let all = page.load_balancers.into_iter().flatten();
            // A Gateway Load Balancer hands packets to appliances: it takes no requests.
            balancers.extend(all.filter(|b| b.r#type != Some(LoadBalancerTypeEnum::Gateway)));
        })
        .await;
    if let End::Cut(gap) = &end {
        missed(&scan, Some(&region), Some(gap));
    }
    at_once(balancers.into_iter().map(|balancer| {
        let (scan, deliveries) = (Arc::clone(&scan), Arc::clone(&deliveries));
        complete(scan, deliveries, region.clone(), balancer)
    }))
    .await;
}

/// Adds what the load balancer logs. One that is gone by now is left out.
async fn complete(
    scan: Arc<Scan>,
    deliveries: Arc<Deliveries>,
    region: Region,
    balancer: types::LoadBalancer,
) {
    let is_network = balancer.r#type == Some(LoadBalancerTypeEnum::Network);
    let mut balancer = load_balancer(balancer);
    let arn = balancer.load_balancer_arn.clone().unwrap_or_default();
    let (attributes, listeners, delivered) = tokio::join!(
        attributes(&scan, &region, &arn),
        async {
            if is_network {
                listeners(&scan, &region, &arn).await
            } else {
                Ok(None)
            }
        },
        deliveries.of(&scan, &region, &arn),
    );
    let (Ok(attributes), Ok(listeners)) = (attributes, listeners) else {
        return;
    };
    balancer.attributes = attributes;
    balancer.listeners = listeners;
    balancer.deliveries = delivered;
    let frontend = body::WebFrontend {
        frontend_type: Some("load-balancer".to_owned()),
        name: balancer.load_balancer_name.clone(),
        arn: Some(arn),
        load_balancer: Some(balancer),
        ..body::WebFrontend::default()
    };
    let inner = frontend.load_balancer.iter();
    let gaps = inner.flat_map(|b| {
        let attributes = b
            .attributes
            .iter()
            .filter_map(|seen| seen.as_result().err());
        let listeners = b.listeners.iter().filter_map(|seen| seen.as_result().err());
        let deliveries = deliveries::gaps(b.deliveries.as_ref());
        attributes.chain(listeners).chain(deliveries)
    });
    found(&scan, Some(&region), &frontend, gaps);
}

async fn attributes(
    scan: &Scan,
    region: &Region,
    arn: &str,
) -> Result<Detail<body::LoadBalancerAttribute>, Gone> {
    let call = call::DESCRIBE_LOAD_BALANCER_ATTRIBUTES;
    if !scan.asks_of(Kind::WebFrontend, call) {
        return Ok(None);
    }
    let request = scan.aws.elb(region).describe_load_balancer_attributes();
    let request = request.load_balancer_arn(arn);
    let answer = scan.ask(Some(region), call, request.send()).await;
    seen(answer.map(|a| a.map(|a| each(a.attributes, attribute))))
}

async fn listeners(
    scan: &Scan,
    region: &Region,
    arn: &str,
) -> Result<Detail<body::Listener>, Gone> {
    let call = call::DESCRIBE_LISTENERS;
    if !scan.asks_of(Kind::WebFrontend, call) {
        return Ok(None);
    }
    let request = scan.aws.elb(region).describe_listeners();
    let request = request.load_balancer_arn(arn).page_size(PAGE);
    let mut listeners = Vec::new();
    let end = scan
        .pages(region, call, request.into_paginator().send(), |page| {
            listeners.extend(each(page.listeners, listener));
        })
        .await;
    seen(match end {
        End::Complete => Ok(Some(listeners)),
        End::Absent => Ok(None),
        End::Cut(gap) => Err(gap),
    })
}

/// An answer as a detail; none says that the load balancer is gone.
fn seen<T>(answer: Result<Option<Vec<T>>, NotSeen>) -> Result<Detail<T>, Gone> {
    let seen = answer.transpose().map(Seen::from);
    seen.map(Some).ok_or(Gone)
}

fn load_balancer(b: types::LoadBalancer) -> body::LoadBalancer {
    body::LoadBalancer {
        load_balancer_arn: b.load_balancer_arn,
        load_balancer_name: b.load_balancer_name,
        balancer_type: name(b.r#type),
        scheme: name(b.scheme),
        vpc_id: b.vpc_id,
        attributes: None,
        deliveries: None,
        listeners: None,
    }
}

fn attribute(a: types::LoadBalancerAttribute) -> body::LoadBalancerAttribute {
    body::LoadBalancerAttribute {
        key: a.key,
        value: a.value,
    }
}

fn listener(l: types::Listener) -> body::Listener {
    body::Listener {
        listener_arn: l.listener_arn,
        port: l.port,
        protocol: name(l.protocol),
    }
}
