//! RDS and EFS: the shop's databases and files, and those of others.

use auditrail::inventory::body::{
    DbCluster, DbClusterMember, DbInstance, DbSubnet, DbSubnetGroup, FileSystem, VpcSecurityGroup,
};

use crate::account::{ACCOUNT, Demo, FRANKFURT, IRELAND, VIRGINIA};
use crate::ec2::{group_id, vpc_id};
use crate::keys;
use crate::naming::{arn, id, some};
use crate::network::subnet;

/// Where a database stands.
struct Place {
    region: &'static str,
    vpc: &'static str,
    group: &'static str,
    subnets: [&'static str; 2],
}

const SHOP: Place = Place {
    region: FRANKFURT,
    vpc: "shop-prod",
    group: "prod-database",
    subnets: ["private-a", "private-b"],
};
const REHEARSAL: Place = Place {
    region: FRANKFURT,
    vpc: "shop-staging",
    group: "staging-database",
    subnets: ["private-a", "private-b"],
};
const REPORTS: Place = Place {
    region: IRELAND,
    vpc: "analytics",
    group: "warehouse",
    subnets: ["public-a", "public-b"],
};
const PARTNERS: Place = Place {
    region: VIRGINIA,
    vpc: "partners",
    group: "partner-database",
    subnets: ["private-a", "private-b"],
};

pub fn fill(demo: &mut Demo) {
    clusters(demo);
    for (region, database) in instances() {
        demo.found(Some(region), &database);
    }
    files(demo);
}

fn clusters(demo: &mut Demo) {
    let postgres = ("aurora-postgresql", "16.8");
    cluster(demo, &SHOP, "shop-prod", postgres, 2);
    cluster(demo, &REHEARSAL, "shop-staging", postgres, 1);
    let mysql = ("aurora-mysql", "8.0.mysql_aurora.3.08.2");
    cluster(demo, &PARTNERS, "partners", mysql, 1);
}

/// A cluster of Aurora and its members: more than one are in several zones.
fn cluster(demo: &mut Demo, place: &Place, name: &str, engine: (&str, &str), members: usize) {
    // The partners' came later, and with the key of RDS.
    let key = if place.region == FRANKFURT {
        keys::arn_of(keys::DATABASE)
    } else {
        keys::arn_in(place.region, keys::RDS)
    };
    let names: Vec<String> = (1..=members).map(|n| format!("{name}-{n}")).collect();
    let member = |(at, name): (usize, &String)| DbClusterMember {
        db_instance_identifier: some(name),
        is_cluster_writer: Some(at == 0),
    };
    demo.found(
        Some(place.region),
        &DbCluster {
            db_cluster_identifier: some(name),
            db_cluster_arn: some(arn("rds", place.region, &format!("cluster:{name}"))),
            status: some("available"),
            engine: some(engine.0),
            engine_version: some(engine.1),
            storage_encrypted: Some(true),
            kms_key_id: some(&key),
            multi_az: Some(members > 1),
            db_cluster_members: names.iter().enumerate().map(member).collect(),
            ..DbCluster::default()
        },
    );
    for member in &names {
        let of_cluster = DbInstance {
            db_cluster_identifier: some(name),
            kms_key_id: some(&key),
            ..instance(place, member, engine)
        };
        demo.found(Some(place.region), &of_cluster);
    }
}

/// The databases that stand alone.
fn instances() -> [(&'static str, DbInstance); 2] {
    let postgres = ("postgres", "15.12");
    let erp = DbInstance {
        // The vendor asks to be told before anything changes.
        auto_minor_version_upgrade: Some(false),
        multi_az: Some(true),
        kms_key_id: some(keys::arn_of(keys::DATABASE)),
        ..instance(&SHOP, "erp", ("sqlserver-se", "15.00.4430.1.v1"))
    };
    // For a dashboard that somebody wanted to have at home.
    let reports = DbInstance {
        storage_encrypted: Some(false),
        publicly_accessible: Some(true),
        ..instance(&REPORTS, "sales-reports", postgres)
    };
    [(FRANKFURT, erp), (IRELAND, reports)]
}

fn instance(place: &Place, name: &str, engine: (&str, &str)) -> DbInstance {
    let Place { region, vpc, .. } = *place;
    DbInstance {
        db_instance_identifier: some(name),
        db_instance_arn: some(arn("rds", region, &format!("db:{name}"))),
        db_instance_status: some("available"),
        db_instance_class: some("db.r7g.large"),
        // That of Aurora is its cluster's.
        allocated_storage: Some(if engine.0.starts_with("aurora") {
            1
        } else {
            200
        }),
        engine: some(engine.0),
        engine_version: some(engine.1),
        storage_encrypted: Some(true),
        auto_minor_version_upgrade: Some(true),
        publicly_accessible: Some(false),
        multi_az: Some(false),
        db_subnet_group: Some(DbSubnetGroup {
            db_subnet_group_name: some(format!("{vpc}-database")),
            vpc_id: some(vpc_id(region, vpc)),
            subnets: place
                .subnets
                .iter()
                .map(|name| DbSubnet {
                    subnet_identifier: Some(subnet(region, vpc, name)),
                    subnet_status: some("Active"),
                })
                .collect(),
        }),
        vpc_security_groups: vec![VpcSecurityGroup {
            vpc_security_group_id: Some(group_id(region, vpc, place.group)),
            status: some("active"),
        }],
        ..DbInstance::default()
    }
}

/// The file systems: the pictures of the products, and of their rehearsal.
pub const FILE_SYSTEMS: [(&str, &str); 2] = [(FRANKFURT, "prod-files"), (FRANKFURT, STAGING_FILES)];

/// Made before file systems were encrypted unless told otherwise.
const STAGING_FILES: &str = "staging-files";

fn files(demo: &mut Demo) {
    for (region, name) in FILE_SYSTEMS {
        let is_encrypted = name != STAGING_FILES;
        demo.found(
            Some(region),
            &FileSystem {
                file_system_id: Some(file_system(region, name)),
                file_system_arn: Some(file_system_arn(region, name)),
                name: some(name),
                owner_id: some(ACCOUNT),
                life_cycle_state: some("available"),
                encrypted: Some(is_encrypted),
                kms_key_id: is_encrypted.then(|| keys::arn_in(region, keys::DATABASE)),
            },
        );
    }
}

/// The id of the file system `name`.
pub fn file_system(region: &str, name: &str) -> String {
    id("fs", &[region, name])
}

/// The ARN of the file system `name`.
pub fn file_system_arn(region: &str, name: &str) -> String {
    let id = file_system(region, name);
    arn("elasticfilesystem", region, &format!("file-system/{id}"))
}
