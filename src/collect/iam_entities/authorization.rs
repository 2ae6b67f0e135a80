//! IAM users and managed policies, from one list of everything in the account.

use aws_sdk_iam::types::{self, EntityType};

use super::ITEMS;
use super::document::document;
use crate::collect::convert::{each, name, time};
use crate::collect::scan::{End, Scan};
use crate::inventory::body;
use crate::kind::{Kind, call};
use crate::target::Arn;

pub(super) async fn collect(scan: &Scan) {
    let call = call::GET_ACCOUNT_AUTHORIZATION_DETAILS;
    let mut wanted = Vec::new();
    if scan.asks_of(Kind::User, call) {
        wanted.push(EntityType::User);
    }
    if scan.asks_of(Kind::Policy, call) {
        wanted.extend([EntityType::LocalManagedPolicy, EntityType::AwsManagedPolicy]);
    }
    if wanted.is_empty() {
        return;
    }
    let client = scan.aws.iam(scan.aws.region());
    let request = client.get_account_authorization_details();
    let request = request.set_filter(Some(wanted)).max_items(ITEMS);
    let pages = request.into_paginator().send();
    let end = scan
        .pages(None, call, pages, |page| {
            for u in page.user_detail_list.unwrap_or_default() {
                scan.found(None, &user(u));
            }
            let policies = page.policies.unwrap_or_default();
            for p in policies.into_iter().filter(is_of_the_account) {
                scan.found(None, &policy(p));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(None, &[Kind::User, Kind::Policy], &gap);
    }
}

/// Whether a policy says something of the account: all of its own do, and of the thousand and
/// more of AWS those that somebody has or is bounded by.
fn is_of_the_account(policy: &types::ManagedPolicyDetail) -> bool {
    let arn = policy.arn.as_deref().and_then(Arn::parse);
    let is_of_aws = arn.is_some_and(|arn| arn.account == "aws");
    let nobody = |count: Option<i32>| count == Some(0);
    // The count of those that are bounded by it is left out where there is none.
    let unused = nobody(policy.attachment_count)
        && nobody(policy.permissions_boundary_usage_count.or(Some(0)));
    !(is_of_aws && unused)
}

fn user(u: types::UserDetail) -> body::User {
    body::User {
        user_name: u.user_name,
        user_id: u.user_id,
        arn: u.arn,
        path: u.path,
        create_date: time(u.create_date),
        group_list: u.group_list.unwrap_or_default(),
        attached_managed_policies: each(u.attached_managed_policies, |p| body::AttachedPolicy {
            policy_name: p.policy_name,
            policy_arn: p.policy_arn,
        }),
        user_policy_list: each(u.user_policy_list, |p| body::InlinePolicy {
            policy_name: p.policy_name,
            policy_document: p.policy_document.map(document),
        }),
        permissions_boundary: u
            .permissions_boundary
            .map(|b| body::AttachedPermissionsBoundary {
                permissions_boundary_type: name(b.permissions_boundary_type),
                permissions_boundary_arn: b.permissions_boundary_arn,
            }),
    }
}

fn policy(p: types::ManagedPolicyDetail) -> body::Policy {
    let default = p.default_version_id.clone();
    let versions = p.policy_version_list.unwrap_or_default();
    let in_force = |v: &types::PolicyVersion| match &default {
        Some(id) => v.version_id.as_ref() == Some(id),
        None => v.is_default_version,
    };
    let version = versions.into_iter().find(in_force);
    // An emulator may leave the name out, which ends the ARN.
    let named = |arn: &String| arn.rsplit('/').next().map(str::to_owned);
    body::Policy {
        policy_name: p.policy_name.or_else(|| p.arn.as_ref().and_then(named)),
        policy_id: p.policy_id,
        arn: p.arn,
        path: p.path,
        default_version_id: p.default_version_id,
        attachment_count: p.attachment_count,
        permissions_boundary_usage_count: p.permissions_boundary_usage_count,
        is_attachable: Some(p.is_attachable),
        create_date: time(p.create_date),
        update_date: time(p.update_date),
        policy_version: version.map(|v| body::PolicyVersion {
            document: v.document.map(document),
            version_id: v.version_id,
            is_default_version: Some(v.is_default_version),
            create_date: time(v.create_date),
        }),
    }
}
