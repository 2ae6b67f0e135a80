//! EC2: the security groups of three regions; the fourth did not answer.

mod frankfurt;
mod ireland;
mod shop;
mod spec;
mod virginia;

use auditrail::inventory::Seen;
use auditrail::inventory::body::SecurityGroup;
use auditrail::kind::{Kind, call};

use crate::account::{Demo, FRANKFURT, IRELAND, SYDNEY, VIRGINIA};
use crate::gaps::timeout;
use spec::Vpc;
pub use spec::{PREFIX_LISTS, group_id, vpc_id};

/// The company's offices and its VPN: documentation ranges of RFC 5737.
const OFFICE: &str = "203.0.113.0/27";
const VPN: &str = "198.51.100.16/28";
/// Everybody.
const INTERNET: &str = "0.0.0.0/0";
const INTERNET_V6: &str = "::/0";

pub fn fill(demo: &mut Demo) {
    for region in [FRANKFURT, IRELAND, VIRGINIA] {
        for group in groups(region) {
            for gap in unseen(&group) {
                demo.missed_of(region, &group, gap);
            }
            demo.found(Some(region), &group);
        }
    }
    demo.missed(
        SYDNEY,
        Kind::SecurityGroup,
        timeout(call::DESCRIBE_SECURITY_GROUPS),
    );
}

/// The security groups of `region`.
pub fn groups(region: &str) -> impl Iterator<Item = SecurityGroup> {
    let vpcs: Vec<Vpc> = match region {
        FRANKFURT => frankfurt::vpcs(),
        IRELAND => ireland::vpcs(),
        VIRGINIA => virginia::vpcs(),
        _ => Vec::new(),
    };
    vpcs.into_iter().flat_map(|vpc| vpc.bodies())
}

fn unseen(group: &SecurityGroup) -> Vec<auditrail::inventory::NotSeen> {
    let lists = group.ip_permissions.iter().flat_map(|p| &p.prefix_list_ids);
    let entries = lists.filter_map(|list| list.entries.as_ref()).flatten();
    let gaps = entries.filter_map(|entry| Seen::as_result(entry).err());
    gaps.cloned().collect()
}
