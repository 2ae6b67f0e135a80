//! EC2: VPCs with what watches and connects them.

use std::sync::Arc;

use aws_sdk_ec2::types;

use super::convert::{each, name, time};
use super::scan::{End, Scan};
use crate::inventory::body;
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page of any of these lists that AWS gives.
const PAGE: i32 = 1000;

/// Collects all of it that is planned in `region`.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    tokio::join!(
        vpcs(&scan, &region),
        flow_logs(&scan, &region),
        peering_connections(&scan, &region),
        endpoints(&scan, &region),
    );
}

async fn vpcs(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::Vpc) {
        return;
    }
    let request = scan.aws.ec2(region).describe_vpcs().max_results(PAGE);
    let pages = request.into_paginator().send();
    let end = scan
        .pages(region, call::DESCRIBE_VPCS, pages, |page| {
            for found in page.vpcs.unwrap_or_default() {
                scan.found(Some(region), &vpc(found));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(region), &[Kind::Vpc], &gap);
    }
}

async fn flow_logs(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::FlowLog) {
        return;
    }
    let request = scan.aws.ec2(region).describe_flow_logs().max_results(PAGE);
    let pages = request.into_paginator().send();
    let end = scan
        .pages(region, call::DESCRIBE_FLOW_LOGS, pages, |page| {
            for found in page.flow_logs.unwrap_or_default() {
                scan.found(Some(region), &flow_log(found));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(region), &[Kind::FlowLog], &gap);
    }
}

async fn peering_connections(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::VpcPeeringConnection) {
        return;
    }
    let request = scan.aws.ec2(region).describe_vpc_peering_connections();
    let pages = request.max_results(PAGE).into_paginator().send();
    let end = scan
        .pages(
            region,
            call::DESCRIBE_VPC_PEERING_CONNECTIONS,
            pages,
            |page| {
                for found in page.vpc_peering_connections.unwrap_or_default() {
                    scan.found(Some(region), &peering_connection(found));
                }
            },
        )
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(region), &[Kind::VpcPeeringConnection], &gap);
    }
}

async fn endpoints(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::VpcEndpoint) {
        return;
    }
    let request = scan.aws.ec2(region).describe_vpc_endpoints();
    let pages = request.max_results(PAGE).into_paginator().send();
    let end = scan
        .pages(region, call::DESCRIBE_VPC_ENDPOINTS, pages, |page| {
            for found in page.vpc_endpoints.unwrap_or_default() {
                scan.found(Some(region), &endpoint(found));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(region), &[Kind::VpcEndpoint], &gap);
    }
}

fn vpc(v: types::Vpc) -> body::Vpc {
    body::Vpc {
        vpc_id: v.vpc_id,
        owner_id: v.owner_id,
        is_default: v.is_default,
        state: name(v.state),
        cidr_block: v.cidr_block,
    }
}

fn flow_log(f: types::FlowLog) -> body::FlowLog {
    body::FlowLog {
        flow_log_id: f.flow_log_id,
        resource_id: f.resource_id,
        flow_log_status: f.flow_log_status,
        traffic_type: name(f.traffic_type),
        deliver_logs_status: f.deliver_logs_status,
        deliver_logs_error_message: f.deliver_logs_error_message,
        log_destination_type: name(f.log_destination_type),
        log_destination: f.log_destination,
        log_group_name: f.log_group_name,
        creation_time: time(f.creation_time),
    }
}

fn endpoint(e: types::VpcEndpoint) -> body::VpcEndpoint {
    body::VpcEndpoint {
        vpc_endpoint_id: e.vpc_endpoint_id,
        vpc_endpoint_type: name(e.vpc_endpoint_type),
        vpc_id: e.vpc_id,
        service_name: e.service_name,
        state: name(e.state),
        route_table_ids: e.route_table_ids.unwrap_or_default(),
        subnet_ids: e.subnet_ids.unwrap_or_default(),
        private_dns_enabled: e.private_dns_enabled,
        owner_id: e.owner_id,
    }
}

fn peering_connection(c: types::VpcPeeringConnection) -> body::VpcPeeringConnection {
    body::VpcPeeringConnection {
        vpc_peering_connection_id: c.vpc_peering_connection_id,
        status: c.status.map(|s| body::PeeringStatus {
            code: name(s.code),
            message: s.message,
        }),
        requester_vpc_info: c.requester_vpc_info.map(peered_vpc),
        accepter_vpc_info: c.accepter_vpc_info.map(peered_vpc),
    }
}

fn peered_vpc(v: types::VpcPeeringConnectionVpcInfo) -> body::PeeredVpc {
    body::PeeredVpc {
        owner_id: v.owner_id,
        vpc_id: v.vpc_id,
        region: v.region,
        cidr_block: v.cidr_block,
        cidr_block_set: each(v.cidr_block_set, |c| body::PeeredCidr {
            cidr_block: c.cidr_block,
        }),
        ipv6_cidr_block_set: each(v.ipv6_cidr_block_set, |c| body::PeeredIpv6Cidr {
            ipv6_cidr_block: c.ipv6_cidr_block,
        }),
    }
}
