//! Security groups in the words of those who draw networks, and how AWS says it.

use auditrail::inventory::body::{
    GroupPair, IpPermission, IpRange, Ipv6Range, PrefixListEntry, PrefixListId, SecurityGroup, Tag,
};
use auditrail::inventory::{NotSeen, Seen};
use auditrail::kind::call;

use super::{INTERNET, OFFICE, VPN};
use crate::account::ACCOUNT;
use crate::gaps::denied;
use crate::naming::{arn, id, some};

/// A network and its groups.
pub struct Vpc {
    pub region: &'static str,
    pub name: &'static str,
    pub default: DefaultGroup,
    pub groups: Vec<Group>,
}

/// The group that comes with a network.
#[derive(Clone, Copy, PartialEq)]
pub enum DefaultGroup {
    /// As AWS makes it: open among its members, and outwards.
    AsMade,
    /// Without rules.
    Emptied,
}

/// A security group.
pub struct Group {
    name: String,
    description: &'static str,
    team: &'static str,
    inbound: Vec<Inbound>,
}

struct Inbound {
    protocol: &'static str,
    ports: Option<(i32, i32)>,
    peers: Vec<Peer>,
}

/// Where traffic may come from.
pub enum Peer {
    V4(&'static str, &'static str),
    V6(&'static str, &'static str),
    Group(String),
    List(&'static PrefixList),
}

/// A list of networks.
pub struct PrefixList {
    id: &'static str,
    /// None where the audit may not look.
    entries: Option<&'static [(&'static str, &'static str)]>,
}

/// Where the company sits.
pub const OFFICES: PrefixList = PrefixList {
    id: "pl-07d1c9a4e5b2f6083",
    entries: Some(&[(OFFICE, "Hamburg"), (VPN, "VPN")]),
};
/// Where partners sit, and for one of them it was not known yet.
pub const PARTNERS: PrefixList = PrefixList {
    id: "pl-0b63f8d20c9e4a175",
    entries: Some(&[
        ("192.0.2.0/26", "Fjord Freight"),
        ("198.51.100.128/25", "Kiefer Payments"),
        (INTERNET, "new partner, until they send their ranges"),
    ]),
};
/// Shared by the vendor's account, where a policy forbids to look into it.
pub const VENDOR: PrefixList = PrefixList {
    id: "pl-0e92a47c16d85b03f",
    entries: None,
};
const VENDOR_ACCOUNT: &str = "736251849037";
/// All lists.
pub const PREFIX_LISTS: [&PrefixList; 3] = [&OFFICES, &PARTNERS, &VENDOR];

impl Group {
    /// A group that lets nothing in.
    pub fn new(name: impl Into<String>, team: &'static str, description: &'static str) -> Self {
        Self {
            name: name.into(),
            description,
            team,
            inbound: Vec::new(),
        }
    }

    /// It also lets in TCP on `port` from `peers`.
    pub fn tcp(self, port: i32, peers: impl Into<Vec<Peer>>) -> Self {
        self.inbound("tcp", Some((port, port)), peers)
    }

    /// It also lets in `protocol` on these ports (none: all) from `peers`.
    pub fn inbound(
        mut self,
        protocol: &'static str,
        ports: Option<(i32, i32)>,
        peers: impl Into<Vec<Peer>>,
    ) -> Self {
        self.inbound.push(Inbound {
            protocol,
            ports,
            peers: peers.into(),
        });
        self
    }
}

/// The group called `name` in the same network.
pub fn group(name: impl Into<String>) -> Peer {
    Peer::Group(name.into())
}

impl Vpc {
    /// The groups as AWS describes them.
    pub fn bodies(&self) -> Vec<SecurityGroup> {
        let groups = self.groups.iter().map(|group| self.body(group));
        groups.chain([self.default_group()]).collect()
    }

    fn default_group(&self) -> SecurityGroup {
        let mut group = Group::new("default", "", "default VPC security group");
        if self.default == DefaultGroup::AsMade {
            group = group.inbound("-1", None, [self::group("default")]);
        }
        let mut body = self.body(&group);
        body.tags.clear();
        if self.default == DefaultGroup::Emptied {
            body.ip_permissions_egress.clear();
        }
        body
    }

    fn body(&self, group: &Group) -> SecurityGroup {
        let id = self.id_of(&group.name);
        let tags = [("Name", group.name.as_str()), ("team", group.team)];
        SecurityGroup {
            security_group_arn: some(arn("ec2", self.region, &format!("security-group/{id}"))),
            group_id: Some(id),
            group_name: some(&group.name),
            description: some(group.description),
            owner_id: some(ACCOUNT),
            vpc_id: Some(self.id()),
            ip_permissions: group.inbound.iter().map(|i| self.permission(i)).collect(),
            ip_permissions_egress: vec![self.permission(&Inbound {
                protocol: "-1",
                ports: None,
                peers: vec![Peer::V4(INTERNET, "")],
            })],
            tags: tags
                .map(|(key, value)| Tag {
                    key: some(key),
                    value: some(value),
                })
                .to_vec(),
        }
    }

    fn permission(&self, inbound: &Inbound) -> IpPermission {
        let mut permission = IpPermission {
            ip_protocol: some(inbound.protocol),
            from_port: inbound.ports.map(|(from, _)| from),
            to_port: inbound.ports.map(|(_, to)| to),
            ..IpPermission::default()
        };
        for peer in &inbound.peers {
            match peer {
                Peer::V4(cidr, about) => permission.ip_ranges.push(IpRange {
                    cidr_ip: some(*cidr),
                    description: said(about),
                }),
                Peer::V6(cidr, about) => permission.ipv6_ranges.push(Ipv6Range {
                    cidr_ipv6: some(*cidr),
                    description: said(about),
                }),
                Peer::Group(name) => permission.user_id_group_pairs.push(GroupPair {
                    group_id: Some(self.id_of(name)),
                    user_id: some(ACCOUNT),
                    ..GroupPair::default()
                }),
                Peer::List(list) => permission.prefix_list_ids.push(PrefixListId {
                    prefix_list_id: some(list.id),
                    description: None,
                    entries: Some(list.entries(self.region)),
                }),
            }
        }
        permission
    }

    fn id(&self) -> String {
        vpc_id(self.region, self.name)
    }

    fn id_of(&self, group: &str) -> String {
        group_id(self.region, self.name, group)
    }
}

impl PrefixList {
    fn entries(&self, region: &str) -> Vec<Seen<PrefixListEntry>> {
        let Some(entries) = self.entries else {
            return vec![Seen::NotSeen(self.unseen(region))];
        };
        let entries = entries.iter().map(|(cidr, about)| PrefixListEntry {
            cidr: some(*cidr),
            description: said(about),
        });
        entries.map(Seen::Value).collect()
    }

    fn unseen(&self, region: &str) -> NotSeen {
        let list = format!(
            "arn:aws:ec2:{region}:{VENDOR_ACCOUNT}:prefix-list/{}",
            self.id
        );
        denied(call::GET_MANAGED_PREFIX_LIST_ENTRIES, &list)
    }
}

/// The id of the VPC that is called `name`.
pub fn vpc_id(region: &str, name: &str) -> String {
    id("vpc", &[region, name])
}

/// The id of the security group `group` in the VPC that is called `vpc`.
pub fn group_id(region: &str, vpc: &str, group: &str) -> String {
    id("sg", &[region, vpc, group])
}

fn said(about: &str) -> Option<String> {
    (!about.is_empty()).then(|| about.to_owned())
}
