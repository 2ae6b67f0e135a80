//! VPC peering: the tools see the shop, and a plan that came to nothing.

use auditrail::inventory::body::{PeeredCidr, PeeredVpc, PeeringStatus, VpcPeeringConnection};

use super::NETWORKS;
use crate::account::{ACCOUNT, Demo, FRANKFURT, IRELAND};
use crate::ec2::vpc_id;
use crate::naming::{id, some};

pub fn fill(demo: &mut Demo) {
    demo.found(
        Some(FRANKFURT),
        &connection(FRANKFURT, "tools", "shop-prod", "active", "Active"),
    );
    let expired = "This VPC peering connection request has expired";
    demo.found(
        Some(IRELAND),
        &connection(IRELAND, "analytics", "shop-standby", "expired", expired),
    );
}

/// The id of the connection between two VPCs of a region.
pub fn id_of(region: &str, from: &str, to: &str) -> String {
    id("pcx", &[region, from, to])
}

fn connection(
    region: &str,
    from: &str,
    to: &str,
    code: &str,
    message: &str,
) -> VpcPeeringConnection {
    VpcPeeringConnection {
        vpc_peering_connection_id: Some(id_of(region, from, to)),
        status: Some(PeeringStatus {
            code: some(code),
            message: some(message),
        }),
        requester_vpc_info: Some(side(region, from)),
        accepter_vpc_info: Some(side(region, to)),
    }
}

fn side(region: &str, vpc: &str) -> PeeredVpc {
    let mut networks = NETWORKS.iter();
    let network = networks.find(|n| n.region == region && n.name == vpc);
    let cidr = network.map(|n| n.cidr.to_owned());
    PeeredVpc {
        owner_id: some(ACCOUNT),
        vpc_id: Some(vpc_id(region, vpc)),
        region: some(region),
        cidr_block_set: vec![PeeredCidr {
            cidr_block: cidr.clone(),
        }],
        cidr_block: cidr,
        ipv6_cidr_block_set: Vec::new(),
    }
}
