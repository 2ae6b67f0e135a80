//! S3 Glacier: the access policies of vaults.

use std::sync::Arc;

use super::{Named, Policy, missed, policies};
use crate::collect::scan::{End, Scan};
use crate::kind::call;
use crate::target::Region;

/// Regions of the partition `aws` in which there are no vaults. AWS takes no new customers
/// for vaults, so a region that is opened after these has none either.
///
/// Source: AWS General Reference, "Amazon S3 Glacier endpoints and quotas".
const WITHOUT_VAULTS: &[&str] = &[
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "mx-central-1",
];

/// The account of the credentials.
const OWN: &str = "-";

/// Puts the policies of the vaults of `region` into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    if WITHOUT_VAULTS.contains(&region.as_str()) {
        return;
    }
    let request = scan.aws.glacier(&region).list_vaults().account_id(OWN);
    // AWS gives 10 at once and no more.
    let pages = request.into_paginator().send();
    let mut vaults = Vec::new();
    let end = scan
        .pages(&region, call::LIST_VAULTS, pages, |page| {
            let all = page.vault_list.into_iter().flatten();
            vaults.extend(all.map(|v| {
                let name = v.vault_name.unwrap_or_default();
                Named {
                    id: name.clone(),
                    name,
                    arn: v.vault_arn.unwrap_or_default(),
                }
            }));
        })
        .await;
    if let End::Cut(gap) = &end {
        missed(&scan, &region, Some(gap));
    }
    policies(&scan, &region, "glacier", vaults, policy).await;
}

async fn policy(scan: Arc<Scan>, region: Region, vault: String) -> Policy {
    let request = scan.aws.glacier(&region).get_vault_access_policy();
    let request = request.account_id(OWN).vault_name(vault).send();
    let call = call::GET_VAULT_ACCESS_POLICY;
    let answer = scan.ask(Some(&region), call, request).await?;
    Ok(answer.and_then(|a| a.policy).and_then(|p| p.policy))
}
