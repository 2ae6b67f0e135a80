//! Who has a managed policy of AWS that a rule names.

use super::ITEMS;
use crate::collect::convert::each;
use crate::collect::scan::{End, Scan, at_once};
use crate::inventory::{Seen, body};
use crate::kind::call;

use std::sync::Arc;

pub(super) async fn collect(scan: &Arc<Scan>) {
    if !scan.asks(call::LIST_ENTITIES_FOR_POLICY) {
        return;
    }
    let names = scan.plan.entities_of.clone().into_iter();
    at_once(names.map(|name| entities(Arc::clone(scan), name))).await;
}

/// `named` is a policy's name, behind its path where it has one
/// (`job-function/ViewOnlyAccess`), as in its ARN.
async fn entities(scan: Arc<Scan>, named: String) {
    let named = named.trim_start_matches('/');
    let arn = format!("arn:{}:iam::aws:policy/{named}", scan.target.partition);
    let request = scan
        .aws
        .iam(scan.aws.region())
        .list_entities_for_policy()
        .policy_arn(&arn)
        .max_items(ITEMS);
    let pages = request.into_paginator().send();
    let call = call::LIST_ENTITIES_FOR_POLICY;
    let mut found = body::PolicyEntities {
        policy_name: named.rsplit('/').next().map(str::to_owned),
        policy_arn: Some(arn),
        ..body::PolicyEntities::default()
    };
    let end = scan
        .pages(None, call, pages, |page| {
            found.exists = Some(Seen::Value(true));
            let groups = each(page.policy_groups, |g| {
                Seen::Value(body::PolicyGroup {
                    group_name: g.group_name,
                    group_id: g.group_id,
                })
            });
            found.policy_groups.extend(groups);
            let users = each(page.policy_users, |u| {
                Seen::Value(body::PolicyUser {
                    user_name: u.user_name,
                    user_id: u.user_id,
                })
            });
            found.policy_users.extend(users);
            let roles = each(page.policy_roles, |r| {
                Seen::Value(body::PolicyRole {
                    role_name: r.role_name,
                    role_id: r.role_id,
                })
            });
            found.policy_roles.extend(roles);
        })
        .await;
    match end {
        End::Complete => {}
        End::Absent => found.exists = Some(Seen::Value(false)),
        // Of this policy only: a rule on another one is not in doubt.
        End::Cut(gap) => {
            found.exists.get_or_insert(Seen::NotSeen(gap.clone()));
            found.policy_groups.push(Seen::NotSeen(gap.clone()));
            found.policy_users.push(Seen::NotSeen(gap.clone()));
            found.policy_roles.push(Seen::NotSeen(gap.clone()));
            scan.missed_of(None, &found, &gap);
        }
    }
    scan.found(None, &found);
}
