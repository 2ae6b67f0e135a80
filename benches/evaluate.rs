//! `cargo bench --bench evaluate`: judging 100,000 security groups by the rules that are
//! about them.

use auditrail::evaluate;
use auditrail::inventory::body::{GroupPair, IpPermission, IpRange, SecurityGroup};
use auditrail::inventory::{CallCounts, Inventory, Resource, everything};
use auditrail::rule::{RuleSet, Selection};
use auditrail::target::{Account, Partition, Region, Target};
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

const REGIONS: [&str; 4] = ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"];

/// A group with three inbound rules; one in fifty is open to the internet.
fn group(n: usize) -> SecurityGroup {
    let permission = |port: i32, cidr: &str| IpPermission {
        ip_protocol: Some("tcp".to_owned()),
        from_port: Some(port),
        to_port: Some(port),
        ip_ranges: vec![IpRange {
            cidr_ip: Some(cidr.to_owned()),
            description: None,
        }],
        ..IpPermission::default()
    };
    let open = if n.is_multiple_of(50) {
        "0.0.0.0/0"
    } else {
        "10.0.0.0/8"
    };
    let mut internal = permission(5432, "10.0.0.0/8");
    internal.user_id_group_pairs = vec![GroupPair {
        group_id: Some("sg-0a1b2c3d4e5f60718".to_owned()),
        ..GroupPair::default()
    }];
    SecurityGroup {
        group_id: Some(format!("sg-{n:017x}")),
        group_name: Some(format!("group-{n}")),
        ip_permissions: vec![permission(443, "0.0.0.0/0"), internal, permission(22, open)],
        ..SecurityGroup::default()
    }
}

fn inventory(groups: usize) -> Inventory {
    let account = Account::new("123456789012");
    let now = "2026-01-01T00:00:00Z".parse().unwrap_or_default();
    let resources = (0..groups).zip(REGIONS.iter().cycle()).map(|(n, region)| {
        let region = Region::new(*region);
        Resource::new(&account, Some(&region), &group(n))
    });
    let mut inventory = Inventory {
        started_at: now,
        finished_at: now,
        targets: vec![Target {
            partition: Partition::new("aws"),
            account: account.clone(),
            regions: REGIONS.map(Region::new).to_vec(),
            not_opted_in: Vec::new(),
        }],
        asked: everything(),
        calls: CallCounts::default(),
        resources: resources.collect(),
        gaps: Vec::new(),
    };
    inventory.sort();
    inventory
}

#[divan::bench(args = [1_000, 100_000], sample_count = 10, sample_size = 1)]
fn security_groups(bencher: divan::Bencher<'_, '_>, groups: usize) {
    let rules = RuleSet::load(&[]).unwrap_or_default();
    let selection = Selection {
        rules: vec!["sg-*".to_owned()],
        ..Selection::default()
    };
    let Ok(selected) = rules.select(&selection) else {
        return;
    };
    let inventory = inventory(groups);
    bencher
        .counter(ItemsCount::new(groups * selected.bindings.len()))
        .bench(|| evaluate::run(&selected.bindings, &inventory));
}
