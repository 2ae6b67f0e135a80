//! VPCs with their flow logs, network ACLs, peering and endpoints.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{
    Filter, FlowLogsResourceType, LogDestinationType, PortRange, RuleAction, TrafficType,
    VpcEndpointType,
};

use super::bucket::LOGS;
use super::network::ANYWHERE;
use crate::moto::Moto;

/// The ids of a region's VPCs.
pub async fn all(moto: &Moto, region: &str) -> Vec<String> {
    let client = Client::new(&moto.config(region));
    let vpcs = client.describe_vpcs().send().await.unwrap();
    let vpcs = vpcs.vpcs.unwrap_or_default().into_iter();
    vpcs.filter_map(|vpc| vpc.vpc_id).collect()
}

/// The id of a region's default VPC.
pub async fn default(moto: &Moto, region: &str) -> String {
    let client = Client::new(&moto.config(region));
    let vpcs = client.describe_vpcs().send().await.unwrap();
    let mut vpcs = vpcs.vpcs().iter();
    let vpc = vpcs.find(|vpc| vpc.is_default() == Some(true));
    vpc.unwrap().vpc_id().unwrap().to_owned()
}

/// Makes a VPC; its id.
pub async fn create(moto: &Moto, region: &str, cidr: &str) -> String {
    let request = Client::new(&moto.config(region)).create_vpc();
    let vpc = request.cidr_block(cidr).send().await.unwrap();
    vpc.vpc.unwrap().vpc_id.unwrap()
}

/// Has this traffic of a VPC logged.
pub async fn log_flows(moto: &Moto, region: &str, vpc: &str, traffic: TrafficType) {
    let request = Client::new(&moto.config(region))
        .create_flow_logs()
        .resource_type(FlowLogsResourceType::Vpc)
        .resource_ids(vpc)
        .traffic_type(traffic)
        .log_destination_type(LogDestinationType::S3)
        .log_destination(format!("arn:aws:s3:::{LOGS}"));
    request.send().await.unwrap();
}

/// Logs what is rejected in every VPC of a region.
pub async fn log_all_flows(moto: &Moto, region: &str) {
    for vpc in all(moto, region).await {
        log_flows(moto, region, &vpc, TrafficType::Reject).await;
    }
}

/// Ends all flow logs of a region.
pub async fn no_flow_logs(moto: &Moto, region: &str) {
    let client = Client::new(&moto.config(region));
    let logs = client.describe_flow_logs().send().await.unwrap();
    let ids = logs.flow_logs().iter().filter_map(|log| log.flow_log_id());
    let ids: Vec<String> = ids.map(str::to_owned).collect();
    let request = client.delete_flow_logs();
    request.set_flow_log_ids(Some(ids)).send().await.unwrap();
}

/// Network ACLs of a region let everybody in to HTTPS only.
pub async fn narrow_acls(moto: &Moto, region: &str) {
    for acl in acls(moto, region).await {
        let client = Client::new(&moto.config(region));
        let ports = PortRange::builder().from(443).to(443).build();
        let request = client
            .replace_network_acl_entry()
            .network_acl_id(acl)
            // AWS makes every ACL with this one.
            .rule_number(100)
            .egress(false)
            .rule_action(RuleAction::Allow)
            .protocol("6")
            .cidr_block(ANYWHERE)
            .port_range(ports);
        request.send().await.unwrap();
    }
}

/// A network ACL of the region lets everybody in to these TCP ports; its id.
pub async fn open_acl(moto: &Moto, region: &str, first: i32, last: i32) -> String {
    let acl = acls(moto, region).await.remove(0);
    let request = Client::new(&moto.config(region))
        .create_network_acl_entry()
        .network_acl_id(&acl)
        .rule_number(200)
        .egress(false)
        .rule_action(RuleAction::Allow)
        .protocol("6")
        .cidr_block(ANYWHERE)
        .port_range(PortRange::builder().from(first).to(last).build());
    request.send().await.unwrap();
    acl
}

async fn acls(moto: &Moto, region: &str) -> Vec<String> {
    let client = Client::new(&moto.config(region));
    let acls = client.describe_network_acls().send().await.unwrap();
    let acls = acls.network_acls.unwrap_or_default().into_iter();
    acls.filter_map(|acl| acl.network_acl_id).collect()
}

/// Two new VPCs, `10.1.0.0/16` and `10.2.0.0/16`, that are peers; the first routes only
/// `10.2.1.0/24` to the second.
pub async fn peers(moto: &Moto, region: &str) {
    let client = Client::new(&moto.config(region));
    let one = create(moto, region, "10.1.0.0/16").await;
    let other = create(moto, region, "10.2.0.0/16").await;
    let request = client.create_vpc_peering_connection();
    let request = request.vpc_id(&one).peer_vpc_id(other);
    let peering = request.send().await.unwrap();
    let peering = peering.vpc_peering_connection.unwrap();
    let peering = peering.vpc_peering_connection_id.unwrap();
    let request = client.accept_vpc_peering_connection();
    let request = request.vpc_peering_connection_id(&peering);
    request.send().await.unwrap();
    let request = client.create_route();
    let request = request.route_table_id(route_table(moto, region, &one).await);
    let request = request.destination_cidr_block("10.2.1.0/24");
    let request = request.vpc_peering_connection_id(peering);
    request.send().await.unwrap();
}

/// The default VPC reaches S3 through an endpoint.
pub async fn endpoint(moto: &Moto, region: &str) {
    let vpc = default(moto, region).await;
    let request = Client::new(&moto.config(region))
        .create_vpc_endpoint()
        .vpc_endpoint_type(VpcEndpointType::Gateway)
        .service_name(format!("com.amazonaws.{region}.s3"))
        .route_table_ids(route_table(moto, region, &vpc).await)
        .vpc_id(vpc);
    request.send().await.unwrap();
}

/// The id of a VPC's first route table.
async fn route_table(moto: &Moto, region: &str, vpc: &str) -> String {
    let filter = Filter::builder().name("vpc-id").values(vpc).build();
    let request = Client::new(&moto.config(region)).describe_route_tables();
    let tables = request.filters(filter).send().await.unwrap();
    tables.route_tables()[0]
        .route_table_id()
        .unwrap()
        .to_owned()
}
