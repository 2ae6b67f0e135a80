//! Network ACLs: as AWS makes them, but for the networks that face customers.

use auditrail::inventory::body::{NetworkAcl, NetworkAclAssociation, NetworkAclEntry, PortRange};

use super::{NETWORKS, Network, subnet};
use crate::account::{ACCOUNT, Demo};
use crate::naming::{id, some};

const TCP: &str = "6";
const ALL: &str = "-1";
/// The last entry of each ACL.
const REST: i32 = 32767;

pub fn fill(demo: &mut Demo) {
    for network in &NETWORKS {
        let (of_default, own) = match network.name {
            // Nothing is left for the default to do.
            "shop-prod" => (Vec::new(), Some(production())),
            "edge" => (Vec::new(), Some(edge())),
            "partners" => (partners(), None),
            _ => (vec![allow(100, ALL, None, "0.0.0.0/0")], None),
        };
        let default = acl(network, true, of_default);
        demo.found(Some(network.region), &default);
        if let Some(own) = own {
            demo.found(Some(network.region), &acl(network, false, own));
        }
    }
}

/// The answers to calls come back on high ports, and 3389 is one of them: it is denied before
/// they are let in.
fn production() -> Vec<NetworkAclEntry> {
    vec![
        allow(80, TCP, Some((443, 443)), "0.0.0.0/0"),
        allow(85, TCP, Some((80, 80)), "0.0.0.0/0"),
        allow(90, ALL, None, "10.0.0.0/8"),
        deny(95, TCP, Some((3389, 3389)), "0.0.0.0/0"),
        allow(100, TCP, Some((1024, 65535)), "0.0.0.0/0"),
    ]
}

/// The same, with the ports that the systems there take.
fn edge() -> Vec<NetworkAclEntry> {
    vec![
        allow(80, TCP, Some((443, 443)), "0.0.0.0/0"),
        allow(90, ALL, None, "10.60.0.0/16"),
        allow(100, TCP, Some((32768, 60999)), "0.0.0.0/0"),
    ]
}

/// Opened with the desktop, like its security group.
fn partners() -> Vec<NetworkAclEntry> {
    vec![
        allow(80, TCP, Some((443, 443)), "0.0.0.0/0"),
        allow(85, TCP, Some((22, 22)), "192.0.2.0/26"),
        allow(90, ALL, None, "10.70.0.0/16"),
        allow(95, TCP, Some((3389, 3389)), "0.0.0.0/0"),
        allow(100, TCP, Some((32768, 60999)), "0.0.0.0/0"),
    ]
}

fn acl(network: &Network, is_default: bool, inbound: Vec<NetworkAclEntry>) -> NetworkAcl {
    let Network { region, name, .. } = *network;
    let what = if is_default { "default" } else { "own" };
    let is_used = !is_default || !["shop-prod", "edge"].contains(&name);
    let subnets = ["public-a", "public-b", "private-a", "private-b"];
    let associations = subnets.iter().filter(|_| is_used);
    let mut entries = inbound;
    // What may go out is the same everywhere: all.
    if is_used {
        entries.push(NetworkAclEntry {
            egress: Some(true),
            ..allow(100, ALL, None, "0.0.0.0/0")
        });
    }
    for egress in [true, false] {
        entries.push(NetworkAclEntry {
            egress: Some(egress),
            ..deny(REST, ALL, None, "0.0.0.0/0")
        });
    }
    NetworkAcl {
        network_acl_id: Some(id("acl", &[region, name, what])),
        vpc_id: Some(network.id()),
        owner_id: some(ACCOUNT),
        is_default: Some(is_default),
        associations: associations
            .map(|of| NetworkAclAssociation {
                subnet_id: Some(subnet(region, name, of)),
            })
            .collect(),
        entries,
    }
}

fn allow(rule: i32, protocol: &str, ports: Option<(i32, i32)>, from: &str) -> NetworkAclEntry {
    entry(rule, "allow", protocol, ports, from)
}

fn deny(rule: i32, protocol: &str, ports: Option<(i32, i32)>, from: &str) -> NetworkAclEntry {
    entry(rule, "deny", protocol, ports, from)
}

fn entry(
    rule: i32,
    action: &str,
    protocol: &str,
    ports: Option<(i32, i32)>,
    from: &str,
) -> NetworkAclEntry {
    NetworkAclEntry {
        rule_number: Some(rule),
        egress: Some(false),
        rule_action: some(action),
        protocol: some(protocol),
        cidr_block: some(from),
        ipv6_cidr_block: None,
        port_range: ports.map(|(from, to)| PortRange {
            from: Some(from),
            to: Some(to),
        }),
    }
}
