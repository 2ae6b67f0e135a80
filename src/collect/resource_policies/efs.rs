//! EFS: the policies of file systems.

use std::sync::Arc;

use super::{Named, Policy, missed, policies};
use crate::collect::scan::{End, Scan};
use crate::kind::call;
use crate::target::Region;

/// The largest page of file systems that AWS gives.
const PAGE: i32 = 100;

/// Puts the policies of the file systems of `region` into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let request = scan.aws.efs(&region).describe_file_systems();
    let pages = request.max_items(PAGE).into_paginator().send();
    let mut file_systems = Vec::new();
    let end = scan
        .pages(&region, call::DESCRIBE_FILE_SYSTEMS, pages, |page| {
            let all = page.file_systems.into_iter().flatten();
            file_systems.extend(all.map(|f| Named {
                arn: f.file_system_arn.unwrap_or_else(|| {
                    let (partition, owner) = (&scan.target.partition, &f.owner_id);
                    let id = &f.file_system_id;
                    format!("arn:{partition}:elasticfilesystem:{region}:{owner}:file-system/{id}")
                }),
                name: f.name.unwrap_or_else(|| f.file_system_id.clone()),
                id: f.file_system_id,
            }));
        })
        .await;
    if let End::Cut(gap) = &end {
        missed(&scan, &region, Some(gap));
    }
    policies(&scan, &region, "elasticfilesystem", file_systems, policy).await;
}

async fn policy(scan: Arc<Scan>, region: Region, file_system: String) -> Policy {
    let request = scan.aws.efs(&region).describe_file_system_policy();
    let request = request.file_system_id(file_system).send();
    let call = call::DESCRIBE_FILE_SYSTEM_POLICY;
    let answer = scan.ask(Some(&region), call, request).await?;
    Ok(answer.and_then(|a| a.policy))
}
