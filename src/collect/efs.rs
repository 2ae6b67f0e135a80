//! EFS: file systems.

use std::sync::Arc;

use aws_sdk_efs::types;

use super::convert::name;
use super::once::Once;
use super::scan::{End, Scan};
use crate::inventory::{NotSeen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page of file systems that AWS gives.
const FILE_SYSTEMS: i32 = 100;

/// The file systems of a region, and what cut their list short.
#[derive(Debug, Clone, Default)]
pub(super) struct Listed {
    pub file_systems: Vec<body::FileSystem>,
    pub cut: Option<NotSeen>,
}

/// The lists of regions, each asked for once.
pub(super) type FileSystems = Once<Region, Arc<Listed>>;

/// Puts the file systems of `region` into the inventory, if that is planned.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    if !scan.looks_for(Kind::FileSystem) {
        return;
    }
    let listed = list(&scan, &region).await;
    for file_system in &listed.file_systems {
        scan.found(Some(&region), file_system);
    }
    if let Some(gap) = &listed.cut {
        scan.missed(Some(&region), &[Kind::FileSystem], gap);
    }
}

/// The file systems of `region`; whoever wants their policies asks for them as well.
pub(super) async fn list(scan: &Scan, region: &Region) -> Arc<Listed> {
    let ask = async {
        let request = scan.aws.efs(region).describe_file_systems();
        let pages = request.max_items(FILE_SYSTEMS).into_paginator().send();
        let mut listed = Listed::default();
        let end = scan
            .pages(region, call::DESCRIBE_FILE_SYSTEMS, pages, |page| {
                let found = page.file_systems.unwrap_or_default();
                listed
                    .file_systems
                    .extend(found.into_iter().map(file_system));
            })
            .await;
        if let End::Cut(gap) = end {
            listed.cut = Some(gap);
        }
        Arc::new(listed)
    };
    scan.file_systems.of(region.clone(), ask).await
}

fn file_system(f: types::FileSystemDescription) -> body::FileSystem {
    body::FileSystem {
        file_system_id: Some(f.file_system_id),
        file_system_arn: f.file_system_arn,
        name: f.name,
        owner_id: Some(f.owner_id),
        life_cycle_state: name(Some(f.life_cycle_state)),
        encrypted: f.encrypted,
        kms_key_id: f.kms_key_id,
    }
}
