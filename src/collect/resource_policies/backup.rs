//! AWS Backup: the access policies of vaults.

use std::sync::Arc;

use super::{Named, Policy, missed, policies};
use crate::collect::scan::{End, Scan};
use crate::kind::call;
use crate::target::Region;

/// The largest page of vaults that AWS gives.
const PAGE: i32 = 1000;

/// Puts the policies of the vaults of `region` into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let request = scan.aws.backup(&region).list_backup_vaults();
    let pages = request.max_results(PAGE).into_paginator().send();
    let mut vaults = Vec::new();
    let end = scan
        .pages(&region, call::LIST_BACKUP_VAULTS, pages, |page| {
            let all = page.backup_vault_list.into_iter().flatten();
            vaults.extend(all.map(|v| {
                let name = v.backup_vault_name.unwrap_or_default();
                Named {
                    id: name.clone(),
                    name,
                    arn: v.backup_vault_arn.unwrap_or_default(),
                }
            }));
        })
        .await;
    if let End::Cut(gap) = &end {
        missed(&scan, &region, Some(gap));
    }
    policies(&scan, &region, "backup", vaults, policy).await;
}

async fn policy(scan: Arc<Scan>, region: Region, vault: String) -> Policy {
    let request = scan.aws.backup(&region).get_backup_vault_access_policy();
    let request = request.backup_vault_name(vault).send();
    let call = call::GET_BACKUP_VAULT_ACCESS_POLICY;
    let answer = scan.ask(Some(&region), call, request).await?;
    Ok(answer.and_then(|a| a.policy))
}
