//! Service and resource control policies, and where they are attached.

use std::sync::Arc;

use aws_sdk_organizations::types::{self, PolicyType, PolicyTypeStatus};

use super::asker::Asker;
use crate::collect::convert::{each, name};
use crate::collect::scan::at_once;
use crate::inventory::body;
use crate::inventory::{NotSeen, Seen};
use crate::kind::{Kind, call};

/// The largest page of these lists.
const RESULTS: i32 = 20;

/// The types of policies that bound what an account may do.
const GUARDRAILS: [PolicyType; 2] = [
    PolicyType::ServiceControlPolicy,
    PolicyType::ResourceControlPolicy,
];

/// The policies of each type that is enabled in one of `roots`. The others have no effect, and
/// not every partition knows them.
pub(super) async fn collect(
    asker: &Arc<Asker>,
    roots: &[types::Root],
) -> Result<Vec<body::OrganizationPolicy>, NotSeen> {
    let enabled = |wanted: &PolicyType| {
        let types = roots.iter().filter_map(|root| root.policy_types.as_ref());
        types.flatten().any(|t| {
            t.r#type.as_ref() == Some(wanted) && t.status == Some(PolicyTypeStatus::Enabled)
        })
    };
    let wanted = GUARDRAILS.into_iter().filter(enabled);
    let lists = at_once(wanted.map(|t| of_type(Arc::clone(asker), t))).await;
    let mut policies = Vec::new();
    for list in lists {
        policies.extend(list?);
    }
    policies.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(policies)
}

async fn of_type(
    asker: Arc<Asker>,
    wanted: PolicyType,
) -> Result<Vec<body::OrganizationPolicy>, NotSeen> {
    let call = call::LIST_ORGANIZATION_POLICIES;
    let request = asker.client().list_policies().filter(wanted);
    let pages = request.max_results(RESULTS).into_paginator().send();
    let list = asker.list(call, pages, |page| page.policies).await?;
    let list = list.into_iter();
    Ok(at_once(list.map(|p| policy(Arc::clone(&asker), p))).await)
}

async fn policy(asker: Arc<Asker>, p: types::PolicySummary) -> body::OrganizationPolicy {
    let call = call::LIST_TARGETS_FOR_POLICY;
    // Those of AWS allow everything, wherever they are.
    let wants_targets = !p.aws_managed && asker.scan.asks_of(Kind::Organization, call);
    let targets = match &p.id {
        Some(id) if wants_targets => Some(Seen::from(targets(&asker, id).await)),
        _ => None,
    };
    body::OrganizationPolicy {
        id: p.id,
        arn: p.arn,
        name: p.name,
        policy_type: name(p.r#type),
        aws_managed: Some(p.aws_managed),
        targets,
    }
}

async fn targets(asker: &Asker, policy: &str) -> Result<Vec<body::PolicyTarget>, NotSeen> {
    let call = call::LIST_TARGETS_FOR_POLICY;
    let request = asker.client().list_targets_for_policy().policy_id(policy);
    let pages = request.max_results(RESULTS).into_paginator().send();
    let targets = asker.list(call, pages, |page| page.targets).await?;
    Ok(each(Some(targets), |t| body::PolicyTarget {
        target_id: t.target_id,
        name: t.name,
        target_type: name(t.r#type),
    }))
}
