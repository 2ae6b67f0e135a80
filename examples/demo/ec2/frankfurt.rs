//! Frankfurt: the shop, its rehearsal, and the tools of those who make it.

use super::shop::{self, everybody};
use super::spec::{DefaultGroup, Group, Peer, VENDOR, Vpc, group};
use super::{INTERNET, INTERNET_V6, OFFICE, VPN};
use crate::account::FRANKFURT;

pub fn vpcs() -> Vec<Vpc> {
    let vpc = |name, default, groups| Vpc {
        region: FRANKFURT,
        name,
        default,
        groups,
    };
    vec![
        vpc("shop-prod", DefaultGroup::Emptied, production()),
        vpc("shop-staging", DefaultGroup::Emptied, staging()),
        vpc("tools", DefaultGroup::Emptied, tools()),
        vpc("default", DefaultGroup::AsMade, Vec::new()),
    ]
}

fn production() -> Vec<Group> {
    let mut groups = shop::groups("prod", "10.20.0.0/16");
    groups.extend([
        Group::new(
            "prod-fraud-scoring",
            "payments",
            "Scores orders before payment",
        )
        .tcp(8443, [group("prod-checkout")]),
        Group::new("prod-warehouse-link", "logistics", "VPN to the warehouse")
            .inbound(
                "udp",
                Some((500, 500)),
                [Peer::V4("192.0.2.44/32", "Lübeck")],
            )
            .inbound(
                "udp",
                Some((4500, 4500)),
                [Peer::V4("192.0.2.44/32", "Lübeck")],
            ),
        Group::new("prod-mail-relay", "platform", "Order confirmations")
            .tcp(587, [group("prod-workers"), group("prod-checkout")]),
    ]);
    groups
}

fn staging() -> Vec<Group> {
    let mut groups = shop::groups("staging", "10.30.0.0/16");
    // Whoever closed port 22 for IPv4 forgot that there is IPv6.
    groups.push(
        Group::new("staging-ipv6-preview", "shop", "Dual stack trial")
            .tcp(443, everybody(""))
            .tcp(
                22,
                [Peer::V4(OFFICE, "Hamburg"), Peer::V6(INTERNET_V6, "trial")],
            ),
    );
    groups
}

fn tools() -> Vec<Group> {
    vec![
        Group::new("vpn-gateway", "platform", "WireGuard for everybody at work").inbound(
            "udp",
            Some((51820, 51820)),
            everybody(""),
        ),
        Group::new("git", "platform", "Git server")
            .tcp(
                443,
                [
                    Peer::V4("10.0.0.0/8", "all networks"),
                    Peer::V4(OFFICE, "Hamburg"),
                ],
            )
            .tcp(22, [Peer::V4("10.0.0.0/8", "all networks")]),
        Group::new("ci-runners", "platform", "Build runners, nothing comes in"),
        Group::new("artifacts", "platform", "Package registry").tcp(
            443,
            [Peer::V4("10.0.0.0/8", "all networks"), group("ci-runners")],
        ),
        Group::new("grafana", "platform", "Dashboards").tcp(443, [group("vpn-gateway")]),
        Group::new("vault", "platform", "Secrets")
            .tcp(8200, [Peer::V4("10.0.0.0/8", "all networks")]),
        Group::new("monitoring", "platform", "Prometheus and its exporters")
            .inbound("tcp", Some((9090, 9100)), [group("grafana")])
            .inbound("icmp", Some((-1, -1)), [Peer::V4("10.0.0.0/8", "ping")]),
        // Opened for one weekend in spring.
        Group::new(
            "erp-migration-temp",
            "logistics",
            "TEMP: delete after ERP migration",
        )
        .inbound(
            "-1",
            None,
            [Peer::V4(INTERNET, "vendor has no fixed address")],
        ),
        Group::new(
            "erp-vendor-support",
            "logistics",
            "Remote support by the ERP vendor",
        )
        .inbound("tcp", Some((22, 22)), [Peer::List(&VENDOR)])
        .inbound(
            "tcp",
            Some((3389, 3389)),
            [Peer::List(&VENDOR), Peer::V4(VPN, "VPN")],
        ),
    ]
}
