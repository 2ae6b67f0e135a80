//! Route tables: which subnets face the internet, and what goes to a peer or an endpoint.

use auditrail::inventory::body::{Route, RouteTable, RouteTableAssociation};

use super::endpoints::{self, dynamodb_list, s3_list};
use super::{DEFAULT, NETWORKS, Network, peering, subnet};
use crate::account::{ACCOUNT, Demo};
use crate::naming::{id, some};

const PUBLIC: &[&str] = &["public-a", "public-b"];
const PRIVATE: &[&str] = &["private-a", "private-b"];

pub fn fill(demo: &mut Demo) {
    for network in &NETWORKS {
        for table in tables(network) {
            demo.found(Some(network.region), &table);
        }
    }
}

/// The id of a route table; the main table of a VPC is called `main`.
pub fn id_of(region: &str, vpc: &str, name: &str) -> String {
    id("rtb", &[region, vpc, name])
}

fn tables(network: &Network) -> Vec<RouteTable> {
    match network.name {
        DEFAULT => vec![table(network, "main", &[], vec![internet(network)])],
        // In one table: everything there faces the internet.
        "analytics" => {
            let routes = vec![internet(network), s3(network)];
            vec![table(network, "main", &[], routes)]
        }
        _ => {
            let public = vec![internet(network)];
            vec![
                table(network, "main", PRIVATE, private(network)),
                table(network, "public", PUBLIC, public),
            ]
        }
    }
}

fn private(network: &Network) -> Vec<Route> {
    let Network { region, name, .. } = *network;
    let mut routes = vec![Route {
        destination_cidr_block: some("0.0.0.0/0"),
        nat_gateway_id: Some(id("nat", &[region, name])),
        ..made()
    }];
    if endpoints::has_s3(name) {
        routes.push(s3(network));
    }
    match name {
        // Only to where the dashboards fetch their numbers.
        "shop-prod" => {
            routes.push(peer(network, "10.10.4.0/24"));
            routes.push(Route {
                destination_prefix_list_id: some(dynamodb_list(region)),
                gateway_id: Some(endpoints::id_of(region, name, "dynamodb")),
                ..made()
            });
        }
        // To the whole of the shop, databases and all.
        "tools" => routes.push(peer(network, "10.20.0.0/16")),
        _ => {}
    }
    routes
}

fn table(network: &Network, name: &str, subnets: &[&str], routes: Vec<Route>) -> RouteTable {
    let Network {
        region, name: vpc, ..
    } = *network;
    let main = (name == "main").then(|| RouteTableAssociation {
        main: Some(true),
        ..RouteTableAssociation::default()
    });
    let explicit = subnets.iter().map(|of| RouteTableAssociation {
        main: Some(false),
        subnet_id: Some(subnet(region, vpc, of)),
        ..RouteTableAssociation::default()
    });
    let local = Route {
        destination_cidr_block: some(network.cidr),
        gateway_id: some("local"),
        origin: some("CreateRouteTable"),
        ..made()
    };
    RouteTable {
        route_table_id: Some(id_of(region, vpc, name)),
        vpc_id: Some(network.id()),
        owner_id: some(ACCOUNT),
        associations: main.into_iter().chain(explicit).collect(),
        routes: [local].into_iter().chain(routes).collect(),
    }
}

fn internet(network: &Network) -> Route {
    Route {
        destination_cidr_block: some("0.0.0.0/0"),
        gateway_id: Some(id("igw", &[network.region, network.name])),
        ..made()
    }
}

fn s3(network: &Network) -> Route {
    Route {
        destination_prefix_list_id: some(s3_list(network.region)),
        gateway_id: Some(endpoints::id_of(network.region, network.name, "s3")),
        ..made()
    }
}

fn peer(network: &Network, destination: &str) -> Route {
    Route {
        destination_cidr_block: some(destination),
        vpc_peering_connection_id: Some(peering::id_of(network.region, "tools", "shop-prod")),
        ..made()
    }
}

/// A route that somebody made and that leads somewhere.
fn made() -> Route {
    Route {
        origin: some("CreateRoute"),
        state: some("active"),
        ..Route::default()
    }
}
