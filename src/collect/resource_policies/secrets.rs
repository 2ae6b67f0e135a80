//! Secrets Manager: the policies of secrets.

use std::sync::Arc;

use super::{Named, Policy, missed, policies};
use crate::collect::scan::{End, Scan};
use crate::kind::call;
use crate::target::Region;

/// The largest page of secrets that AWS gives.
const PAGE: i32 = 100;

/// Puts the policies of the secrets of `region` into the inventory. Nobody can read a secret
/// that is about to be deleted; those are left out.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let request = scan.aws.secrets_manager(&region).list_secrets();
    let pages = request.max_results(PAGE).into_paginator().send();
    let mut secrets = Vec::new();
    let end = scan
        .pages(&region, call::LIST_SECRETS, pages, |page| {
            let all = page.secret_list.into_iter().flatten();
            secrets.extend(all.map(|s| {
                let arn = s.arn.unwrap_or_default();
                Named {
                    id: arn.clone(),
                    name: s.name.unwrap_or_default(),
                    arn,
                }
            }));
        })
        .await;
    if let End::Cut(gap) = &end {
        missed(&scan, &region, Some(gap));
    }
    policies(&scan, &region, "secretsmanager", secrets, policy).await;
}

async fn policy(scan: Arc<Scan>, region: Region, secret: String) -> Policy {
    let request = scan.aws.secrets_manager(&region).get_resource_policy();
    let request = request.secret_id(secret).send();
    let call = call::GET_SECRET_POLICY;
    let answer = scan.ask(Some(&region), call, request).await?;
    Ok(answer.and_then(|a| a.resource_policy))
}
