//! The shop: the same groups wherever it runs.

use super::spec::{Group, OFFICES, Peer, group};
use super::{INTERNET, INTERNET_V6};

/// The groups of the shop's `stage`, whose network is `network`.
pub fn groups(stage: &str, network: &'static str) -> Vec<Group> {
    let own = |name: &str| format!("{stage}-{name}");
    let of = |name: &str| group(own(name));
    vec![
        Group::new(own("alb"), "shop", "Load balancer of the shop")
            .tcp(80, everybody("redirects to 443"))
            .tcp(443, everybody("")),
        Group::new(own("web"), "shop", "Storefront").tcp(8080, [of("alb")]),
        Group::new(own("checkout"), "payments", "Checkout and payments").tcp(8443, [of("web")]),
        Group::new(own("catalog"), "shop", "Catalogue API").tcp(8080, [of("web"), of("alb")]),
        Group::new(own("search"), "shop", "OpenSearch of the catalogue").tcp(9200, [of("catalog")]),
        Group::new(own("database"), "platform", "Aurora PostgreSQL").tcp(
            5432,
            [of("web"), of("checkout"), of("catalog"), of("workers")],
        ),
        Group::new(own("cache"), "platform", "Redis for sessions").tcp(6379, [of("web")]),
        Group::new(own("workers"), "shop", "Queue workers, nothing comes in"),
        Group::new(own("files"), "platform", "EFS for product images")
            .tcp(2049, [of("web"), of("workers")]),
        Group::new(
            own("endpoints"),
            "platform",
            "Interface endpoints of AWS services",
        )
        .tcp(443, [Peer::V4(network, "")]),
        Group::new(own("admin"), "platform", "SSH for the platform team")
            .tcp(22, [Peer::List(&OFFICES)]),
    ]
}

/// The internet, over both protocols.
pub fn everybody(about: &'static str) -> [Peer; 2] {
    [Peer::V4(INTERNET, about), Peer::V6(INTERNET_V6, about)]
}
