//! The role with which a trail writes to its log group, and all that it may do.

use std::sync::Arc;

use aws_sdk_iam::types;

use super::is_own;
use crate::collect::iam_entities::document;
use crate::collect::once::Once;
use crate::collect::scan::{End, Scan, at_once};
use crate::inventory::{NotSeen, Reason, Seen, body};
use crate::kind::{Kind, call};
use crate::target::Arn;

/// The largest page that IAM gives.
const ITEMS: i32 = 1000;

/// The roles by name, each asked about once, however many trails name it.
pub(in crate::collect) type Roles = Once<String, Option<Seen<body::DeliveryRole>>>;

type Policies = Vec<Seen<body::InlinePolicy>>;

/// The role `arn` of a trail of the account, if that is planned. None if the trail names none,
/// something that is no role, or one that does not exist.
pub(super) async fn delivery_role(
    scan: &Arc<Scan>,
    trail: &str,
    arn: Option<&str>,
) -> Option<Seen<body::DeliveryRole>> {
    if !scan.asks_of(Kind::Trail, call::GET_ROLE) || !is_own(scan, trail) {
        return None;
    }
    let arn = Arn::parse(arn?).filter(|arn| arn.service == "iam")?;
    let name = arn.resource.strip_prefix("role/")?.rsplit('/').next()?;
    if arn.account != scan.target.account.as_str() {
        let whose = format!(
            "the role belongs to account {}: scan that account",
            arn.account
        );
        let gap = NotSeen::new(call::GET_ROLE, Reason::Denied, whose);
        return Some(Seen::NotSeen(gap));
    }
    let ask = role(Arc::clone(scan), name.to_owned());
    scan.roles.of(name.to_owned(), ask).await
}

async fn role(scan: Arc<Scan>, name: String) -> Option<Seen<body::DeliveryRole>> {
    let request = scan.aws.iam(scan.aws.region()).get_role().role_name(&name);
    let answer = scan.ask(None, call::GET_ROLE, request.send()).await;
    let role = match answer.map(|answer| answer.and_then(|a| a.role)) {
        Ok(role) => role?,
        Err(gap) => return Some(Seen::NotSeen(gap)),
    };
    let (mut policies, attached) = tokio::join!(inline(&scan, &name), attached(&scan, &name));
    policies.extend(attached);
    // What was not seen stands at the end.
    policies.sort_by(|a, b| order(a).cmp(&order(b)));
    let boundary = role.permissions_boundary;
    Some(Seen::Value(body::DeliveryRole {
        role_name: Some(role.role_name),
        arn: Some(role.arn),
        assume_role_policy_document: role.assume_role_policy_document.map(document),
        permissions_boundary: boundary.and_then(|b| b.permissions_boundary_arn),
        policies,
    }))
}

/// By name, whichever answer came first.
fn order(policy: &Seen<body::InlinePolicy>) -> (Option<&NotSeen>, Option<&str>) {
    match policy {
        Seen::Value(policy) => (None, policy.policy_name.as_deref()),
        Seen::NotSeen(gap) => (Some(gap), None),
    }
}

/// The policies that are part of the role.
async fn inline(scan: &Arc<Scan>, role: &str) -> Policies {
    let request = scan.aws.iam(scan.aws.region()).list_role_policies();
    let request = request.role_name(role).max_items(ITEMS);
    let pages = request.into_paginator().send();
    let mut names = Vec::new();
    let end = scan
        .pages(None, call::LIST_ROLE_POLICIES, pages, |page| {
            names.extend(page.policy_names);
        })
        .await;
    let asked = names.into_iter().map(|name| {
        let (scan, role) = (Arc::clone(scan), role.to_owned());
        async move { inline_policy(&scan, &role, name).await }
    });
    whole(at_once(asked).await, end)
}

async fn inline_policy(
    scan: &Scan,
    role: &str,
    name: String,
) -> Result<Option<body::InlinePolicy>, NotSeen> {
    let request = scan.aws.iam(scan.aws.region()).get_role_policy();
    let request = request.role_name(role).policy_name(&name).send();
    let answer = scan.ask(None, call::GET_ROLE_POLICY, request).await?;
    Ok(answer.map(|answer| body::InlinePolicy {
        policy_name: Some(name),
        policy_document: Some(document(answer.policy_document)),
    }))
}

/// The managed policies that are attached to the role.
async fn attached(scan: &Arc<Scan>, role: &str) -> Policies {
    let request = scan
        .aws
        .iam(scan.aws.region())
        .list_attached_role_policies();
    let request = request.role_name(role).max_items(ITEMS);
    let pages = request.into_paginator().send();
    let mut found = Vec::new();
    let end = scan
        .pages(None, call::LIST_ATTACHED_ROLE_POLICIES, pages, |page| {
            found.extend(page.attached_policies.unwrap_or_default());
        })
        .await;
    let asked = found.into_iter().map(|policy| {
        let scan = Arc::clone(scan);
        async move { managed_policy(&scan, policy).await }
    });
    whole(at_once(asked).await, end)
}

/// The version of a managed policy that is in force.
async fn managed_policy(
    scan: &Scan,
    policy: types::AttachedPolicy,
) -> Result<Option<body::InlinePolicy>, NotSeen> {
    let client = scan.aws.iam(scan.aws.region());
    let arn = policy.policy_arn.unwrap_or_default();
    let request = client.get_policy().policy_arn(&arn).send();
    let answer = scan.ask(None, call::GET_POLICY, request).await?;
    let version = answer.and_then(|a| a.policy?.default_version_id);
    let request = client.get_policy_version().policy_arn(&arn);
    let request = request.version_id(version.unwrap_or_default()).send();
    let answer = scan.ask(None, call::GET_POLICY_VERSION, request).await?;
    let version = answer.and_then(|a| a.policy_version);
    Ok(Some(body::InlinePolicy {
        policy_name: policy.policy_name,
        policy_document: version.and_then(|v| v.document).map(document),
    }))
}

/// The policies that were asked for, and what is missing of them.
fn whole(answers: Vec<Result<Option<body::InlinePolicy>, NotSeen>>, end: End) -> Policies {
    let answers = answers.into_iter().filter_map(Result::transpose);
    let mut policies: Policies = answers.map(Seen::from).collect();
    if let End::Cut(gap) = end {
        policies.push(Seen::NotSeen(gap));
    }
    policies
}
