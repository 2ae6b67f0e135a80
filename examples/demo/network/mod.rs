//! Networks: the VPCs in which the security groups live, and what stands in them.

mod acls;
mod endpoints;
mod flow_logs;
mod interfaces;
mod peering;
mod routes;

use auditrail::inventory::body::Vpc;

use crate::account::{ACCOUNT, Demo, FRANKFURT, IRELAND, SYDNEY, VIRGINIA};
use crate::ec2::vpc_id;
use crate::naming::{id, some};

/// A VPC of the account.
pub struct Network {
    pub region: &'static str,
    pub name: &'static str,
    pub cidr: &'static str,
}

const fn network(region: &'static str, name: &'static str, cidr: &'static str) -> Network {
    Network { region, name, cidr }
}

/// The VPCs that AWS makes are all called so, and have the same addresses.
const DEFAULT: &str = "default";
const DEFAULT_CIDR: &str = "172.31.0.0/16";

/// The networks of the account.
const NETWORKS: [Network; 11] = [
    network(FRANKFURT, "shop-prod", "10.20.0.0/16"),
    network(FRANKFURT, "shop-staging", "10.30.0.0/16"),
    network(FRANKFURT, "tools", "10.10.0.0/16"),
    network(FRANKFURT, DEFAULT, DEFAULT_CIDR),
    network(IRELAND, "shop-standby", "10.40.0.0/16"),
    network(IRELAND, "analytics", "10.50.0.0/16"),
    network(IRELAND, DEFAULT, DEFAULT_CIDR),
    network(VIRGINIA, "edge", "10.60.0.0/16"),
    network(VIRGINIA, "partners", "10.70.0.0/16"),
    network(VIRGINIA, DEFAULT, DEFAULT_CIDR),
    network(SYDNEY, DEFAULT, DEFAULT_CIDR),
];

/// Shared with this account by the one that runs the group's networks.
const SHARED: Network = network(IRELAND, "group-backbone", "10.200.0.0/16");
const NETWORK_ACCOUNT: &str = "305918274460";

pub fn fill(demo: &mut Demo) {
    for network in &NETWORKS {
        demo.found(Some(network.region), &network.body(ACCOUNT));
    }
    demo.found(Some(SHARED.region), &SHARED.body(NETWORK_ACCOUNT));
    flow_logs::fill(demo);
    acls::fill(demo);
    interfaces::fill(demo);
    routes::fill(demo);
    peering::fill(demo);
    endpoints::fill(demo);
}

impl Network {
    fn id(&self) -> String {
        vpc_id(self.region, self.name)
    }

    fn body(&self, owner: &str) -> Vpc {
        Vpc {
            vpc_id: Some(self.id()),
            owner_id: some(owner),
            is_default: Some(self.name == DEFAULT),
            state: some("available"),
            cidr_block: some(self.cidr),
        }
    }
}

/// The id of the subnet `name` of the VPC `vpc`.
pub fn subnet(region: &str, vpc: &str, name: &str) -> String {
    id("subnet", &[region, vpc, name])
}
