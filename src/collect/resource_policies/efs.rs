//! EFS: the policies of file systems.

use std::sync::Arc;

use super::{Named, Policy, missed, policies};
use crate::collect::efs;
use crate::collect::scan::Scan;
use crate::kind::call;
use crate::target::Region;

/// Puts the policies of the file systems of `region` into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let listed = efs::list(&scan, &region).await;
    missed(&scan, &region, listed.cut.as_ref());
    let file_systems = listed.file_systems.iter().map(|f| {
        let id = f.file_system_id.clone().unwrap_or_default();
        Named {
            arn: f.file_system_arn.clone().unwrap_or_else(|| {
                let (partition, owner) = (&scan.target.partition, f.owner_id.as_deref());
                let owner = owner.unwrap_or_default();
                format!("arn:{partition}:elasticfilesystem:{region}:{owner}:file-system/{id}")
            }),
            name: f.name.clone().unwrap_or_else(|| id.clone()),
            id,
        }
    });
    let file_systems = file_systems.collect();
    policies(&scan, &region, "elasticfilesystem", file_systems, policy).await;
}

async fn policy(scan: Arc<Scan>, region: Region, file_system: String) -> Policy {
    let request = scan.aws.efs(&region).describe_file_system_policy();
    let request = request.file_system_id(file_system).send();
    let call = call::DESCRIBE_FILE_SYSTEM_POLICY;
    let answer = scan.ask(Some(&region), call, request).await?;
    Ok(answer.and_then(|a| a.policy))
}
