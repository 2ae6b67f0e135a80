//! Security groups, network ACLs and flow logs.

use aws_sdk_ec2::types::TrafficType;

use crate::moto::Moto;
use crate::seed::network::{self, ANYWHERE, ANYWHERE_V6, From, Opening};
use crate::seed::vpc;

/// A security group in eu-central-1 lets everybody in to every TCP port; its id.
pub async fn group_open_on_all_ports(moto: &Moto) -> String {
    network::group(moto, "eu-central-1", "all-ports", &Opening::tcp(0, 65535)).await
}

/// A security group in eu-central-1 lets everybody in with every protocol; its id.
pub async fn group_open_to_every_protocol(moto: &Moto) -> String {
    network::group(
        moto,
        "eu-central-1",
        "all-protocols",
        &Opening::everything(),
    )
    .await
}

/// A security group in eu-central-1 lets everybody in to ports 20 to 25; its id.
pub async fn group_open_around_ssh(moto: &Moto) -> String {
    network::group(moto, "eu-central-1", "around-ssh", &Opening::tcp(20, 25)).await
}

/// A security group in eu-central-1 lets everybody in to SSH, over IPv6 only; its id.
pub async fn group_open_over_ipv6(moto: &Moto) -> String {
    let opening = Opening::tcp(22, 22).from(From::V6(ANYWHERE_V6));
    network::group(moto, "eu-central-1", "over-ipv6", &opening).await
}

/// A security group in eu-central-1 lets everybody in to SSH, through a prefix list; its
/// id.
pub async fn group_open_through_a_prefix_list(moto: &Moto) -> String {
    let list = network::prefix_list(moto, "eu-central-1", "everybody", ANYWHERE).await;
    let opening = Opening::tcp(22, 22).from(From::PrefixList(list));
    network::group(moto, "eu-central-1", "through-a-list", &opening).await
}

/// The default security group of us-east-1 has a rule again; its id.
pub async fn default_group_with_rules(moto: &Moto) -> String {
    let id = network::default_groups(moto, "us-east-1").await.remove(0);
    let opening = Opening::tcp(443, 443).from(From::V4("192.0.2.0/24"));
    network::open(moto, "us-east-1", &id, &opening).await;
    id
}

/// A security group in eu-central-1 lets everybody in to file shares; its id.
pub async fn group_open_for_file_shares(moto: &Moto) -> String {
    network::group(moto, "eu-central-1", "shares", &Opening::tcp(445, 445)).await
}

/// A security group in eu-central-1 lets everybody in to remote desktops; its id.
pub async fn group_open_for_remote_desktops(moto: &Moto) -> String {
    network::group(moto, "eu-central-1", "desktops", &Opening::tcp(3389, 3389)).await
}

/// A network ACL in us-east-1 lets everybody in to SSH; its id.
pub async fn acl_open_for_ssh(moto: &Moto) -> String {
    vpc::open_acl(moto, "us-east-1", 20, 25).await
}

/// Nothing that happens in the VPC of ap-southeast-2 is written down.
pub async fn vpc_without_flow_logs(moto: &Moto) {
    vpc::no_flow_logs(moto, "ap-southeast-2").await;
}

/// A VPC in eu-central-1 writes down only what it lets in; its id.
pub async fn vpc_that_logs_what_it_accepts(moto: &Moto) -> String {
    let region = "eu-central-1";
    let vpc = vpc::create(moto, region, "10.3.0.0/16").await;
    vpc::log_flows(moto, region, &vpc, TrafficType::Accept).await;
    network::empty_default_groups(moto, region).await;
    vpc::narrow_acls(moto, region).await;
    vpc
}
