//! EC2: security groups, and the prefix lists that let traffic into them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aws_sdk_ec2::types;

use super::convert::each;
use super::scan::{End, Scan, at_once};
use crate::inventory::{Seen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page of security groups that AWS gives. Without asking for it there are
/// no pages, and a big account's answer comes as a whole or not at all.
const GROUPS: i32 = 1000;

/// The largest page of prefix list entries that AWS gives.
const ENTRIES: i32 = 100;

type Entries = Vec<Seen<body::PrefixListEntry>>;

/// Puts the security groups of `region` into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    if !scan.asks(call::DESCRIBE_SECURITY_GROUPS) {
        return;
    }
    let wants_entries = scan.asks(call::GET_MANAGED_PREFIX_LIST_ENTRIES);
    let request = scan.aws.ec2(&region).describe_security_groups();
    let pages = request.max_results(GROUPS).into_paginator().send();
    // Groups wait here for the entries of their prefix lists; few have any.
    let mut waiting = Vec::new();
    let end = scan
        .pages(&region, call::DESCRIBE_SECURITY_GROUPS, pages, |page| {
            for group in page.security_groups.unwrap_or_default() {
                let mut group = security_group(group);
                if wants_entries && inbound_lists(&mut group).next().is_some() {
                    waiting.push(group);
                } else {
                    scan.found(Some(&region), &group);
                }
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(&region), &[Kind::SecurityGroup], &gap);
    }
    let lists = prefix_lists(&scan, &region, &mut waiting).await;
    for mut group in waiting {
        let mut gaps = Vec::new();
        for list in inbound_lists(&mut group) {
            let entries = list.prefix_list_id.as_ref().and_then(|id| lists.get(id));
            list.entries = entries.cloned();
            gaps.extend(entries.into_iter().flatten().filter_map(as_gap).cloned());
        }
        for gap in gaps {
            scan.missed_of(Some(&region), &group, &gap);
        }
        scan.found(Some(&region), &group);
    }
}

fn as_gap<T>(seen: &Seen<T>) -> Option<&crate::inventory::NotSeen> {
    seen.as_result().err()
}

/// The prefix lists from which traffic may come in.
fn inbound_lists(group: &mut body::SecurityGroup) -> impl Iterator<Item = &mut body::PrefixListId> {
    let permissions = group.ip_permissions.iter_mut();
    permissions.flat_map(|p| &mut p.prefix_list_ids)
}

/// The entries of all prefix lists of `groups`, each list asked for once.
async fn prefix_lists(
    scan: &Arc<Scan>,
    region: &Region,
    groups: &mut [body::SecurityGroup],
) -> BTreeMap<String, Entries> {
    let lists = groups.iter_mut().flat_map(inbound_lists);
    let ids: BTreeSet<String> = lists.filter_map(|l| l.prefix_list_id.clone()).collect();
    let ids = ids.into_iter();
    let lists = at_once(ids.map(|id| entries(Arc::clone(scan), region.clone(), id)));
    lists.await.into_iter().collect()
}

async fn entries(scan: Arc<Scan>, region: Region, id: String) -> (String, Entries) {
    let request = scan
        .aws
        .ec2(&region)
        .get_managed_prefix_list_entries()
        .prefix_list_id(&id)
        .max_results(ENTRIES);
    let pages = request.into_paginator().send();
    let call = call::GET_MANAGED_PREFIX_LIST_ENTRIES;
    let mut entries = Vec::new();
    let end = scan
        .pages(&region, call, pages, |page| {
            entries.extend(each(page.entries, |e| {
                Seen::Value(body::PrefixListEntry {
                    cidr: e.cidr,
                    description: e.description,
                })
            }));
        })
        .await;
    if let End::Cut(gap) = end {
        entries.push(Seen::NotSeen(gap));
    }
    (id, entries)
}

fn security_group(g: types::SecurityGroup) -> body::SecurityGroup {
    body::SecurityGroup {
        group_id: g.group_id,
        group_name: g.group_name,
        description: g.description,
        owner_id: g.owner_id,
        vpc_id: g.vpc_id,
        security_group_arn: g.security_group_arn,
        ip_permissions: each(g.ip_permissions, ip_permission),
        ip_permissions_egress: each(g.ip_permissions_egress, ip_permission),
        tags: each(g.tags, |t| body::Tag {
            key: t.key,
            value: t.value,
        }),
    }
}

fn ip_permission(p: types::IpPermission) -> body::IpPermission {
    body::IpPermission {
        ip_protocol: p.ip_protocol,
        from_port: p.from_port,
        to_port: p.to_port,
        user_id_group_pairs: each(p.user_id_group_pairs, |g| body::GroupPair {
            group_id: g.group_id,
            user_id: g.user_id,
            vpc_id: g.vpc_id,
            description: g.description,
        }),
        ip_ranges: each(p.ip_ranges, |r| body::IpRange {
            cidr_ip: r.cidr_ip,
            description: r.description,
        }),
        ipv6_ranges: each(p.ipv6_ranges, |r| body::Ipv6Range {
            cidr_ipv6: r.cidr_ipv6,
            description: r.description,
        }),
        prefix_list_ids: each(p.prefix_list_ids, |l| body::PrefixListId {
            prefix_list_id: l.prefix_list_id,
            description: l.description,
            entries: None,
        }),
    }
}
