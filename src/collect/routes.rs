//! EC2: route tables, network ACLs and network interfaces.

use std::sync::Arc;

use aws_sdk_ec2::types;

use super::convert::{each, name};
use super::scan::{End, Scan};
use crate::inventory::body;
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page of route tables that AWS gives.
const ROUTE_TABLES: i32 = 100;

/// The largest page of network ACLs or interfaces that AWS gives.
const PAGE: i32 = 1000;

/// Collects all of it that is planned in `region`.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    tokio::join!(
        route_tables(&scan, &region),
        network_acls(&scan, &region),
        network_interfaces(&scan, &region),
    );
}

async fn route_tables(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::RouteTable) {
        return;
    }
    let request = scan.aws.ec2(region).describe_route_tables();
    let pages = request.max_results(ROUTE_TABLES).into_paginator().send();
    let end = scan
        .pages(region, call::DESCRIBE_ROUTE_TABLES, pages, |page| {
            for found in page.route_tables.unwrap_or_default() {
                scan.found(Some(region), &route_table(found));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(region), &[Kind::RouteTable], &gap);
    }
}

async fn network_acls(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::NetworkAcl) {
        return;
    }
    let request = scan.aws.ec2(region).describe_network_acls();
    let pages = request.max_results(PAGE).into_paginator().send();
    let end = scan
        .pages(region, call::DESCRIBE_NETWORK_ACLS, pages, |page| {
            for found in page.network_acls.unwrap_or_default() {
                scan.found(Some(region), &network_acl(found));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(region), &[Kind::NetworkAcl], &gap);
    }
}

async fn network_interfaces(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::NetworkInterface) {
        return;
    }
    let request = scan.aws.ec2(region).describe_network_interfaces();
    let pages = request.max_results(PAGE).into_paginator().send();
    let end = scan
        .pages(region, call::DESCRIBE_NETWORK_INTERFACES, pages, |page| {
            for found in page.network_interfaces.unwrap_or_default() {
                scan.found(Some(region), &network_interface(found));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(region), &[Kind::NetworkInterface], &gap);
    }
}

fn route_table(t: types::RouteTable) -> body::RouteTable {
    body::RouteTable {
        route_table_id: t.route_table_id,
        vpc_id: t.vpc_id,
        owner_id: t.owner_id,
        associations: each(t.associations, |a| body::RouteTableAssociation {
            main: a.main,
            subnet_id: a.subnet_id,
            gateway_id: a.gateway_id,
        }),
        routes: each(t.routes, |r| body::Route {
            destination_cidr_block: r.destination_cidr_block,
            destination_ipv6_cidr_block: r.destination_ipv6_cidr_block,
            destination_prefix_list_id: r.destination_prefix_list_id,
            gateway_id: r.gateway_id,
            nat_gateway_id: r.nat_gateway_id,
            egress_only_internet_gateway_id: r.egress_only_internet_gateway_id,
            transit_gateway_id: r.transit_gateway_id,
            vpc_peering_connection_id: r.vpc_peering_connection_id,
            network_interface_id: r.network_interface_id,
            instance_id: r.instance_id,
            origin: name(r.origin),
            state: name(r.state),
        }),
    }
}

fn network_acl(a: types::NetworkAcl) -> body::NetworkAcl {
    body::NetworkAcl {
        network_acl_id: a.network_acl_id,
        vpc_id: a.vpc_id,
        owner_id: a.owner_id,
        is_default: a.is_default,
        associations: each(a.associations, |a| body::NetworkAclAssociation {
            subnet_id: a.subnet_id,
        }),
        entries: each(a.entries, |e| body::NetworkAclEntry {
            rule_number: e.rule_number,
            egress: e.egress,
            rule_action: name(e.rule_action),
            protocol: e.protocol,
            cidr_block: e.cidr_block,
            ipv6_cidr_block: e.ipv6_cidr_block,
            port_range: e.port_range.map(|p| body::PortRange {
                from: p.from,
                to: p.to,
            }),
        }),
    }
}

fn network_interface(i: types::NetworkInterface) -> body::NetworkInterface {
    body::NetworkInterface {
        network_interface_id: i.network_interface_id,
        vpc_id: i.vpc_id,
        interface_type: name(i.interface_type),
        groups: each(i.groups, |g| body::InterfaceGroup {
            group_id: g.group_id,
        }),
    }
}
