//! Lambda: the policies of functions.

use std::sync::Arc;

use super::{Named, Policy, missed, policies};
use crate::collect::function_policies;
use crate::collect::scan::{End, Scan};
use crate::kind::call;
use crate::target::Region;

/// The largest page of functions that AWS gives.
const PAGE: i32 = 50;

/// Puts the policies of the functions of `region` into the inventory: those that hold for
/// calls of the function itself, not of one of its versions or aliases.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let request = scan.aws.lambda(&region).list_functions();
    let pages = request.max_items(PAGE).into_paginator().send();
    let mut functions = Vec::new();
    let end = scan
        .pages(&region, call::LIST_FUNCTIONS, pages, |page| {
            let all = page.functions.into_iter().flatten();
            functions.extend(all.map(|f| {
                let arn = f.function_arn.unwrap_or_default();
                Named {
                    id: arn.clone(),
                    name: f.function_name.unwrap_or_default(),
                    arn,
                }
            }));
        })
        .await;
    if let End::Cut(gap) = &end {
        missed(&scan, &region, Some(gap));
    }
    policies(&scan, &region, "lambda", functions, policy).await;
}

async fn policy(scan: Arc<Scan>, region: Region, function: String) -> Policy {
    function_policies::policy(&scan, &region, &function).await
}
