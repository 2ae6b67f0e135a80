//! Network interfaces: enough of them to see who is in which group.

use auditrail::inventory::body::{InterfaceGroup, NetworkInterface};

use crate::account::{Demo, FRANKFURT, IRELAND, VIRGINIA};
use crate::ec2::{group_id, vpc_id};
use crate::naming::{id, some};

/// Region, VPC, type, what it belongs to, security group; a NAT gateway has none.
const INTERFACES: [(&str, &str, &str, &str, &str); 13] = [
    (FRANKFURT, "shop-prod", "interface", "alb", "prod-alb"),
    (
        FRANKFURT,
        "shop-prod",
        "interface",
        "database",
        "prod-database",
    ),
    (FRANKFURT, "shop-prod", "nat_gateway", "nat", ""),
    (FRANKFURT, "shop-staging", "interface", "alb", "staging-alb"),
    (
        FRANKFURT,
        "shop-staging",
        "lambda",
        "image-resizer",
        "staging-workers",
    ),
    (FRANKFURT, "tools", "interface", "git", "git"),
    (
        IRELAND,
        "shop-standby",
        "interface",
        "database",
        "standby-database",
    ),
    (IRELAND, "analytics", "interface", "warehouse", "warehouse"),
    (IRELAND, "analytics", "interface", "trial", "default"),
    (VIRGINIA, "edge", "interface", "alb", "edge-alb"),
    (
        VIRGINIA,
        "partners",
        "interface",
        "desktop",
        "partner-desktop",
    ),
    (VIRGINIA, "partners", "interface", "sftp", "partner-sftp"),
    // The first host of all is still running.
    (VIRGINIA, "default", "interface", "first", "launch-wizard-1"),
];

pub fn fill(demo: &mut Demo) {
    for (region, vpc, interface_type, of, group) in INTERFACES {
        let group = (!group.is_empty()).then(|| InterfaceGroup {
            group_id: Some(group_id(region, vpc, group)),
        });
        demo.found(
            Some(region),
            &NetworkInterface {
                network_interface_id: Some(id("eni", &[region, vpc, of])),
                vpc_id: Some(vpc_id(region, vpc)),
                interface_type: some(interface_type),
                groups: group.into_iter().collect(),
            },
        );
    }
}
