//! Security groups and prefix lists.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{AddPrefixListEntry, IpPermission, IpRange, Ipv6Range, PrefixListId};

use crate::moto::Moto;

/// Everybody, in IPv4.
pub const ANYWHERE: &str = "0.0.0.0/0";
/// Everybody, in IPv6.
pub const ANYWHERE_V6: &str = "::/0";

/// Whom a security group lets in.
#[derive(Debug, Clone)]
pub enum From {
    V4(&'static str),
    V6(&'static str),
    PrefixList(String),
}

/// An ingress rule.
#[derive(Debug, Clone)]
pub struct Opening {
    pub protocol: &'static str,
    /// First and last port, where the protocol has ports.
    pub ports: Option<(i32, i32)>,
    pub from: From,
}

impl Opening {
    /// TCP ports from everywhere.
    pub fn tcp(first: i32, last: i32) -> Self {
        Self {
            protocol: "tcp",
            ports: Some((first, last)),
            from: From::V4(ANYWHERE),
        }
    }

    /// Every protocol from everywhere.
    pub fn everything() -> Self {
        Self {
            protocol: "-1",
            ports: None,
            from: From::V4(ANYWHERE),
        }
    }

    /// The same for others.
    pub fn from(self, from: From) -> Self {
        Self { from, ..self }
    }

    fn permission(&self) -> IpPermission {
        let permission = IpPermission::builder()
            .ip_protocol(self.protocol)
            .set_from_port(self.ports.map(|(first, _)| first))
            .set_to_port(self.ports.map(|(_, last)| last));
        match &self.from {
            From::V4(cidr) => permission.ip_ranges(IpRange::builder().cidr_ip(*cidr).build()),
            From::V6(cidr) => permission.ipv6_ranges(Ipv6Range::builder().cidr_ipv6(*cidr).build()),
            From::PrefixList(id) => {
                permission.prefix_list_ids(PrefixListId::builder().prefix_list_id(id).build())
            }
        }
        .build()
    }
}

/// Makes a security group in the default VPC; its id.
pub async fn group(moto: &Moto, region: &str, name: &str, opening: &Opening) -> String {
    let client = Client::new(&moto.config(region));
    let request = client
        .create_security_group()
        .group_name(name)
        .description(name);
    let id = request.send().await.unwrap().group_id.unwrap();
    open(moto, region, &id, opening).await;
    id
}

/// Adds an ingress rule to a security group.
pub async fn open(moto: &Moto, region: &str, group: &str, opening: &Opening) {
    let client = Client::new(&moto.config(region));
    let request = client.authorize_security_group_ingress().group_id(group);
    request
        .ip_permissions(opening.permission())
        .send()
        .await
        .unwrap();
}

/// Makes a customer-managed prefix list; its id.
pub async fn prefix_list(moto: &Moto, region: &str, name: &str, cidr: &str) -> String {
    let client = Client::new(&moto.config(region));
    let entry = AddPrefixListEntry::builder().cidr(cidr).build();
    let request = client
        .create_managed_prefix_list()
        .prefix_list_name(name)
        .address_family("IPv4")
        .max_entries(5)
        .entries(entry);
    let list = request.send().await.unwrap().prefix_list.unwrap();
    list.prefix_list_id.unwrap()
}

/// The ids of a region's default security groups.
pub async fn default_groups(moto: &Moto, region: &str) -> Vec<String> {
    let client = Client::new(&moto.config(region));
    let groups = client.describe_security_groups().send().await.unwrap();
    let groups = groups.security_groups.unwrap_or_default().into_iter();
    groups
        .filter(|group| group.group_name() == Some("default"))
        .filter_map(|group| group.group_id)
        .collect()
}

/// Takes all rules off a region's default security groups.
pub async fn empty_default_groups(moto: &Moto, region: &str) {
    let client = Client::new(&moto.config(region));
    for id in default_groups(moto, region).await {
        let request = client.describe_security_groups().group_ids(&id);
        let mut groups = request.send().await.unwrap().security_groups.unwrap();
        let group = groups.pop().unwrap();
        if let Some(rules) = group.ip_permissions.filter(|rules| !rules.is_empty()) {
            let request = client.revoke_security_group_ingress().group_id(&id);
            request
                .set_ip_permissions(Some(rules))
                .send()
                .await
                .unwrap();
        }
        if let Some(rules) = group
            .ip_permissions_egress
            .filter(|rules| !rules.is_empty())
        {
            let request = client.revoke_security_group_egress().group_id(&id);
            request
                .set_ip_permissions(Some(rules))
                .send()
                .await
                .unwrap();
        }
    }
}
