//! Ireland: the shop's second home, and the analysts' playground.

use super::shop;
use super::spec::{DefaultGroup, Group, Peer, Vpc, group};
use super::{INTERNET, OFFICE, VPN};
use crate::account::IRELAND;

/// A name that wants to be markup, and to colour the terminal. AWS would refuse it as a
/// group's name, other endpoints do not; reports and terminal have to bear it.
const HOSTILE: &str = "notebook-share <script>alert('from a group name')</script>\u{1b}[31m";

pub fn vpcs() -> Vec<Vpc> {
    let vpc = |name, default, groups| Vpc {
        region: IRELAND,
        name,
        default,
        groups,
    };
    vec![
        vpc(
            "shop-standby",
            DefaultGroup::Emptied,
            shop::groups("standby", "10.40.0.0/16"),
        ),
        vpc("analytics", DefaultGroup::AsMade, analytics()),
        vpc("default", DefaultGroup::AsMade, Vec::new()),
    ]
}

fn analytics() -> Vec<Group> {
    vec![
        Group::new("warehouse", "analytics", "Redshift").tcp(
            5439,
            [group("airflow"), group("notebooks"), Peer::V4(VPN, "VPN")],
        ),
        Group::new("airflow", "analytics", "Airflow workers and web server")
            .tcp(8080, [Peer::V4(VPN, "VPN"), Peer::V4(OFFICE, "Hamburg")]),
        Group::new("notebooks", "analytics", "SageMaker notebooks")
            .tcp(443, [Peer::V4(VPN, "VPN")]),
        Group::new("spark-master", "analytics", "EMR primary node")
            .tcp(22, [Peer::V4(VPN, "VPN")])
            .inbound("-1", None, [group("spark-workers")]),
        Group::new("spark-workers", "analytics", "EMR core nodes").inbound(
            "-1",
            None,
            [group("spark-master"), group("spark-workers")],
        ),
        // All ports, and port 22 is one of them.
        Group::new("spark-lab", "analytics", "Trial cluster").inbound(
            "tcp",
            Some((0, 65535)),
            [Peer::V4(INTERNET, "trial")],
        ),
        Group::new("bastion-2020", "analytics", "Old jump host").tcp(22, [Peer::V4(INTERNET, "")]),
        Group::new(HOSTILE, "analytics", "Shared by an intern")
            .tcp(8888, [Peer::V4(VPN, "VPN")])
            .tcp(22, [Peer::V4(INTERNET, "")]),
    ]
}
