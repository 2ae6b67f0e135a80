//! Virginia: what stands before the shop, what partners call, and first steps.

use super::shop::everybody;
use super::spec::{DefaultGroup, Group, PARTNERS, Peer, Vpc, group};
use super::{INTERNET, OFFICE, VPN};
use crate::account::VIRGINIA;

pub fn vpcs() -> Vec<Vpc> {
    let vpc = |name, default, groups| Vpc {
        region: VIRGINIA,
        name,
        default,
        groups,
    };
    vec![
        vpc("edge", DefaultGroup::Emptied, edge()),
        vpc("partners", DefaultGroup::Emptied, partners()),
        vpc("default", DefaultGroup::AsMade, first_steps()),
    ]
}

fn edge() -> Vec<Group> {
    vec![
        Group::new("edge-alb", "shop", "Load balancer behind the CDN").tcp(443, everybody("")),
        Group::new("edge-renderer", "shop", "Server-side rendering").tcp(3000, [group("edge-alb")]),
        Group::new("edge-images", "shop", "Image resizing").tcp(8080, [group("edge-alb")]),
        // Each half of the internet alone looks like a big network.
        Group::new("edge-jump", "platform", "Jump host").tcp(
            22,
            [
                Peer::V4("0.0.0.0/1", "wide range of provider A"),
                Peer::V4("128.0.0.0/1", "wide range of provider B"),
            ],
        ),
    ]
}

fn partners() -> Vec<Group> {
    vec![
        Group::new(
            "partner-alb",
            "partners",
            "Load balancer of the partner API",
        )
        .tcp(443, everybody("")),
        Group::new("partner-api", "partners", "Partner API").tcp(8443, [group("partner-alb")]),
        Group::new("partner-database", "partners", "Aurora MySQL")
            .tcp(3306, [group("partner-api"), group("partner-sftp")]),
        // Open through the list alone.
        Group::new("partner-sftp", "partners", "Price lists over SFTP")
            .tcp(22, [Peer::List(&PARTNERS)]),
        Group::new("partner-desktop", "partners", "Windows for the label tool").tcp(
            3389,
            [Peer::V4(INTERNET, "Fjord Freight, until they have a VPN")],
        ),
    ]
}

fn first_steps() -> Vec<Group> {
    vec![
        Group::new(
            "launch-wizard-1",
            "",
            "launch-wizard-1 created 2019-05-02T08:11:37.412+02:00",
        )
        .tcp(22, [Peer::V4(INTERNET, "")]),
        Group::new(
            "launch-wizard-2",
            "",
            "launch-wizard-2 created 2019-05-06T10:29:03.118+02:00",
        )
        .tcp(22, [Peer::V4(OFFICE, "Hamburg"), Peer::V4(VPN, "VPN")]),
    ]
}
