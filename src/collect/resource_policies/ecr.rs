//! ECR: the policies of repositories.

use std::sync::Arc;

use super::{Named, Policy, missed, policies};
use crate::collect::scan::{End, Scan};
use crate::kind::call;
use crate::target::Region;

/// The largest page of repositories that AWS gives.
const PAGE: i32 = 1000;

/// Puts the policies of the repositories of `region` into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let request = scan.aws.ecr(&region).describe_repositories();
    let pages = request.max_results(PAGE).into_paginator().send();
    let mut repositories = Vec::new();
    let end = scan
        .pages(&region, call::DESCRIBE_REPOSITORIES, pages, |page| {
            let all = page.repositories.into_iter().flatten();
            repositories.extend(all.map(|r| {
                let name = r.repository_name.unwrap_or_default();
                Named {
                    id: name.clone(),
                    name,
                    arn: r.repository_arn.unwrap_or_default(),
                }
            }));
        })
        .await;
    if let End::Cut(gap) = &end {
        missed(&scan, &region, Some(gap));
    }
    policies(&scan, &region, "ecr", repositories, policy).await;
}

async fn policy(scan: Arc<Scan>, region: Region, repository: String) -> Policy {
    let request = scan.aws.ecr(&region).get_repository_policy();
    let request = request.repository_name(repository).send();
    let call = call::GET_REPOSITORY_POLICY;
    let answer = scan.ask(Some(&region), call, request).await?;
    Ok(answer.and_then(|a| a.policy_text))
}
