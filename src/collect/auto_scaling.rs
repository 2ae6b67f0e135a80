//! EC2 Auto Scaling: its groups.

use std::sync::Arc;

use aws_sdk_autoscaling::types;

use super::convert::{each, name};
use super::scan::{End, Scan};
use crate::inventory::body;
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page of groups that AWS gives.
const RECORDS: i32 = 100;

/// Puts the Auto Scaling groups of `region` into the inventory, if that is planned; also
/// those that are being deleted, of which `Status` tells.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    if !scan.looks_for(Kind::AutoScalingGroup) {
        return;
    }
    let request = scan
        .aws
        .auto_scaling(&region)
        .describe_auto_scaling_groups();
    let pages = request.max_records(RECORDS).into_paginator().send();
    let call = call::DESCRIBE_AUTO_SCALING_GROUPS;
    let end = scan
        .pages(&region, call, pages, |page| {
            for found in page.auto_scaling_groups.into_iter().flatten() {
                scan.found(Some(&region), &group(found));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(&region), &[Kind::AutoScalingGroup], &gap);
    }
}

fn group(g: types::AutoScalingGroup) -> body::AutoScalingGroup {
    body::AutoScalingGroup {
        auto_scaling_group_name: g.auto_scaling_group_name,
        auto_scaling_group_arn: g.auto_scaling_group_arn,
        min_size: g.min_size,
        max_size: g.max_size,
        desired_capacity: g.desired_capacity,
        instances: each(g.instances, |i| body::GroupInstance {
            instance_id: i.instance_id,
            lifecycle_state: name(i.lifecycle_state),
            health_status: i.health_status,
        }),
        target_group_arns: g.target_group_arns.unwrap_or_default(),
        status: g.status,
    }
}
