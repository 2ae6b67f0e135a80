//! The organization that the account belongs to: what every account may know of it, and what
//! only its management account and delegated administrators see.

mod asker;
mod delegation;
mod policies;
mod tree;

use std::sync::Arc;

use aws_sdk_organizations::types;

use self::asker::Asker;
use super::convert::name;
use super::scan::Scan;
use crate::inventory::{NotSeen, Seen, body};
use crate::kind::{Call, Kind, call};

/// Collects all of it that is planned.
pub(super) async fn collect(scan: Arc<Scan>) {
    let call = call::DESCRIBE_ORGANIZATION;
    if !scan.asks(call) {
        return;
    }
    let client = scan.aws.organizations(scan.aws.region());
    let request = client.describe_organization().send();
    match scan.ask(None, call, request).await {
        // Most accounts are alone, and that is an answer.
        Ok(answer) => {
            if let Some(organization) = answer.and_then(|a| a.organization) {
                // Boxed: it holds all the calls, and most accounts are alone.
                Box::pin(details(scan, organization)).await;
            }
        }
        Err(gap) => scan.missed(None, &[Kind::Organization], &gap),
    }
}

async fn details(scan: Arc<Scan>, o: types::Organization) {
    let plans = |call: Call| scan.asks_of(Kind::Organization, call);
    let asker = Arc::new(Asker::new(&scan, o.master_account_id.as_deref()));
    let (
        tree,
        enabled_service_principals,
        enabled_features,
        delegated_administrators,
        resource_policy,
    ) = tokio::join!(
        tree::collect(&asker),
        if_planned(
            plans(call::LIST_AWS_SERVICE_ACCESS_FOR_ORGANIZATION),
            delegation::enabled_service_principals(&asker),
        ),
        if_planned(
            plans(call::LIST_ORGANIZATIONS_FEATURES),
            delegation::enabled_features(&asker),
        ),
        if_planned(
            plans(call::LIST_DELEGATED_ADMINISTRATORS),
            delegation::delegated_administrators(&asker),
        ),
        if_planned(
            plans(call::DESCRIBE_RESOURCE_POLICY),
            delegation::resource_policy(&asker),
        ),
    );
    let organization = body::Organization {
        id: o.id,
        arn: o.arn,
        feature_set: name(o.feature_set),
        master_account_id: o.master_account_id,
        master_account_arn: o.master_account_arn,
        enabled_service_principals,
        enabled_features,
        delegated_administrators,
        roots: tree.roots,
        organizational_units: tree.organizational_units,
        accounts: tree.accounts,
        policies: tree.policies,
        // There may be none.
        resource_policy: resource_policy.and_then(|policy| match policy {
            Seen::Value(policy) => policy.map(Seen::Value),
            Seen::NotSeen(gap) => Some(Seen::NotSeen(gap)),
        }),
    };
    for gap in gaps(&organization) {
        scan.missed_of(None, &organization, gap);
    }
    scan.found(None, &organization);
}

/// What `answer` gives, if it is planned.
async fn if_planned<T>(
    planned: bool,
    answer: impl Future<Output = Result<T, NotSeen>>,
) -> Option<Seen<T>> {
    if planned {
        Some(Seen::from(answer.await))
    } else {
        None
    }
}

/// What was not seen of it, each call once.
fn gaps(o: &body::Organization) -> Vec<&NotSeen> {
    fn gap<T>(seen: Option<&Seen<T>>) -> Option<&NotSeen> {
        seen.and_then(|seen| seen.as_result().err())
    }
    fn values<T>(seen: Option<&Seen<Vec<T>>>) -> impl Iterator<Item = &T> {
        seen.and_then(|seen| seen.as_result().ok())
            .into_iter()
            .flatten()
    }
    let of_all = [
        gap(o.enabled_service_principals.as_ref()),
        gap(o.enabled_features.as_ref()),
        gap(o.delegated_administrators.as_ref()),
        gap(o.roots.as_ref()),
        gap(o.organizational_units.as_ref()),
        gap(o.accounts.as_ref()),
        gap(o.policies.as_ref()),
        gap(o.resource_policy.as_ref()),
    ];
    let services =
        values(o.delegated_administrators.as_ref()).map(|a| gap(a.delegated_services.as_ref()));
    let targets = values(o.policies.as_ref()).map(|p| gap(p.targets.as_ref()));
    let mut gaps: Vec<&NotSeen> = of_all
        .into_iter()
        .chain(services)
        .chain(targets)
        .flatten()
        .collect();
    gaps.sort();
    gaps.dedup();
    gaps
}
