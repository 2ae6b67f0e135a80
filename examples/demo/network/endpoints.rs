//! VPC endpoints: many where the shop runs, none where the tools do.

use auditrail::inventory::body::VpcEndpoint;

use super::{routes, subnet};
use crate::account::{ACCOUNT, Demo, FRANKFURT, IRELAND, VIRGINIA};
use crate::ec2::vpc_id;
use crate::naming::{id, some};

/// The networks with an endpoint of S3.
const WITH_S3: [(&str, &str); 3] = [
    (FRANKFURT, "shop-prod"),
    (FRANKFURT, "shop-staging"),
    (IRELAND, "analytics"),
];

pub fn fill(demo: &mut Demo) {
    for (region, vpc) in WITH_S3 {
        demo.found(Some(region), &gateway(region, vpc, "s3"));
    }
    demo.found(
        Some(FRANKFURT),
        &gateway(FRANKFURT, "shop-prod", "dynamodb"),
    );
    demo.found(
        Some(FRANKFURT),
        &interface(FRANKFURT, "shop-prod", "secretsmanager"),
    );
    // The partners' network waits for somebody to say yes.
    let waiting = VpcEndpoint {
        service_name: some("com.amazonaws.vpce.us-east-1.vpce-svc-04c19e7ab35d20f86"),
        state: some("pendingAcceptance"),
        private_dns_enabled: Some(false),
        ..interface(VIRGINIA, "partners", "fjord-freight")
    };
    demo.found(Some(VIRGINIA), &waiting);
}

/// Whether the VPC has an endpoint of S3.
pub fn has_s3(vpc: &str) -> bool {
    WITH_S3.iter().any(|(_, name)| *name == vpc)
}

/// The id of the endpoint of `service` in a VPC.
pub fn id_of(region: &str, vpc: &str, service: &str) -> String {
    id("vpce", &[region, vpc, service])
}

/// AWS's list of the networks of S3.
pub fn s3_list(region: &str) -> &'static str {
    match region {
        FRANKFURT => "pl-6ea54007",
        IRELAND => "pl-6da54004",
        _ => "pl-63a5400a",
    }
}

/// AWS's list of the networks of `DynamoDB`.
pub fn dynamodb_list(region: &str) -> &'static str {
    match region {
        FRANKFURT => "pl-66a5400f",
        IRELAND => "pl-6fa54006",
        _ => "pl-02cd2c6b",
    }
}

fn gateway(region: &str, vpc: &str, service: &str) -> VpcEndpoint {
    VpcEndpoint {
        vpc_endpoint_type: some("Gateway"),
        route_table_ids: vec![routes::id_of(region, vpc, "main")],
        private_dns_enabled: Some(false),
        ..endpoint(region, vpc, service)
    }
}

fn interface(region: &str, vpc: &str, service: &str) -> VpcEndpoint {
    let subnets = ["private-a", "private-b"];
    VpcEndpoint {
        vpc_endpoint_type: some("Interface"),
        subnet_ids: subnets.map(|name| subnet(region, vpc, name)).to_vec(),
        private_dns_enabled: Some(true),
        ..endpoint(region, vpc, service)
    }
}

fn endpoint(region: &str, vpc: &str, service: &str) -> VpcEndpoint {
    VpcEndpoint {
        vpc_endpoint_id: Some(id_of(region, vpc, service)),
        vpc_id: Some(vpc_id(region, vpc)),
        service_name: some(format!("com.amazonaws.{region}.{service}")),
        state: some("available"),
        owner_id: some(ACCOUNT),
        ..VpcEndpoint::default()
    }
}
