//! Lambda: the policies of functions.

use std::sync::Arc;

use super::{Named, Policy, missed, policies};
use crate::collect::function_policies;
use crate::collect::functions;
use crate::collect::scan::Scan;
use crate::kind::call;
use crate::target::Region;

/// Puts the policies of the functions of `region` into the inventory: those that hold for
/// calls of the function itself, not of one of its versions or aliases.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let listed = functions::list(&scan, &region).await;
    missed(&scan, &region, listed.cut.as_ref());
    let functions = listed.functions.iter().map(|f| {
        let arn = f.function_arn.clone().unwrap_or_default();
        Named {
            id: arn.clone(),
            name: f.function_name.clone().unwrap_or_default(),
            arn,
        }
    });
    policies(&scan, &region, "lambda", functions.collect(), policy).await;
}

async fn policy(scan: Arc<Scan>, region: Region, function: String) -> Policy {
    function_policies::policy(&scan, &region, &function).await
}
