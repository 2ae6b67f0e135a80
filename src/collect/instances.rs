//! EC2: instances.

use std::sync::Arc;

use aws_sdk_ec2::types;

use super::convert::{each, name};
use super::scan::{End, Scan};
use crate::inventory::body;
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page of instances that AWS gives.
const INSTANCES: i32 = 1000;

/// Puts the instances of `region` into the inventory, if that is planned; also those that
/// were terminated, which AWS shows for an hour more.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    if !scan.looks_for(Kind::Instance) {
        return;
    }
    let request = scan.aws.ec2(&region).describe_instances();
    let pages = request.max_results(INSTANCES).into_paginator().send();
    let end = scan
        .pages(&region, call::DESCRIBE_INSTANCES, pages, |page| {
            let reservations = page.reservations.unwrap_or_default().into_iter();
            for found in reservations.flat_map(|r| r.instances.unwrap_or_default()) {
                scan.found(Some(&region), &instance(found));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(&region), &[Kind::Instance], &gap);
    }
}

fn instance(i: types::Instance) -> body::Instance {
    body::Instance {
        instance_id: i.instance_id,
        instance_type: name(i.instance_type),
        state: i.state.map(|s| body::InstanceState {
            code: s.code,
            name: name(s.name),
        }),
        platform_details: i.platform_details,
        vpc_id: i.vpc_id,
        subnet_id: i.subnet_id,
        iam_instance_profile: i.iam_instance_profile.map(|p| body::IamInstanceProfile {
            arn: p.arn,
            id: p.id,
        }),
        metadata_options: i.metadata_options.map(|o| body::MetadataOptions {
            state: name(o.state),
            http_tokens: name(o.http_tokens),
            http_put_response_hop_limit: o.http_put_response_hop_limit,
            http_endpoint: name(o.http_endpoint),
            http_protocol_ipv6: name(o.http_protocol_ipv6),
            instance_metadata_tags: name(o.instance_metadata_tags),
        }),
        monitoring: i.monitoring.map(|m| body::Monitoring {
            state: name(m.state),
        }),
        tags: each(i.tags, |t| body::Tag {
            key: t.key,
            value: t.value,
        }),
    }
}
