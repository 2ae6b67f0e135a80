//! Elastic Load Balancing, version 2: target groups.

use std::sync::Arc;

use aws_sdk_elasticloadbalancingv2::types;

use super::convert::name;
use super::scan::{End, Scan};
use crate::inventory::body;
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page of target groups that AWS gives.
const PAGE: i32 = 400;

/// Puts the target groups of `region` into the inventory, if that is planned.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    if !scan.looks_for(Kind::TargetGroup) {
        return;
    }
    let request = scan.aws.elb(&region).describe_target_groups();
    let pages = request.page_size(PAGE).into_paginator().send();
    let end = scan
        .pages(&region, call::DESCRIBE_TARGET_GROUPS, pages, |page| {
            for found in page.target_groups.into_iter().flatten() {
                scan.found(Some(&region), &target_group(found));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(&region), &[Kind::TargetGroup], &gap);
    }
}

fn target_group(g: types::TargetGroup) -> body::TargetGroup {
    body::TargetGroup {
        target_group_arn: g.target_group_arn,
        target_group_name: g.target_group_name,
        protocol: name(g.protocol),
        port: g.port,
        target_type: name(g.target_type),
        load_balancer_arns: g.load_balancer_arns.unwrap_or_default(),
    }
}
