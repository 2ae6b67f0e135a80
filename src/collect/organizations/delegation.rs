//! Who may act for the organization: services with trusted access, delegated
//! administrators, and the policy that delegates the management of policies.

use std::sync::Arc;

use aws_sdk_organizations::types;

use super::asker::Asker;
use crate::collect::convert::{each, name, names, time};
use crate::collect::scan::at_once;
use crate::inventory::body::{self, Document};
use crate::inventory::{NotSeen, Seen};
use crate::kind::{Kind, call};

/// The largest page of these lists.
const RESULTS: i32 = 20;

pub(super) async fn enabled_service_principals(
    asker: &Asker,
) -> Result<Vec<body::EnabledServicePrincipal>, NotSeen> {
    let call = call::LIST_AWS_SERVICE_ACCESS_FOR_ORGANIZATION;
    let client = asker.client();
    let request = client.list_aws_service_access_for_organization();
    let pages = request.max_results(RESULTS).into_paginator().send();
    let services = asker.list(call, pages, |page| page.enabled_service_principals);
    Ok(each(Some(services.await?), |s| {
        body::EnabledServicePrincipal {
            service_principal: s.service_principal,
            date_enabled: time(s.date_enabled),
        }
    }))
}

/// The features of root access management; none where IAM has no trusted access.
pub(super) async fn enabled_features(asker: &Asker) -> Result<Vec<String>, NotSeen> {
    let call = call::LIST_ORGANIZATIONS_FEATURES;
    let client = asker.scan.aws.iam(asker.scan.aws.region());
    let request = client.list_organizations_features().send();
    let answer = Box::pin(asker.ask(call, request)).await?;
    Ok(names(answer.and_then(|a| a.enabled_features)))
}

/// The delegated administrators of all services, with their services if those are planned.
pub(super) async fn delegated_administrators(
    asker: &Arc<Asker>,
) -> Result<Vec<body::DelegatedAdministrator>, NotSeen> {
    let call = call::LIST_DELEGATED_ADMINISTRATORS;
    let client = asker.client();
    let request = client.list_delegated_administrators().max_results(RESULTS);
    let pages = request.into_paginator().send();
    let list = asker.list(call, pages, |page| page.delegated_administrators);
    let list = list.await?.into_iter();
    let mut list = at_once(list.map(|a| administrator(Arc::clone(asker), a))).await;
    list.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(list)
}

async fn administrator(
    asker: Arc<Asker>,
    a: types::DelegatedAdministrator,
) -> body::DelegatedAdministrator {
    let call = call::LIST_DELEGATED_SERVICES_FOR_ACCOUNT;
    let delegated_services = match &a.id {
        Some(id) if asker.scan.asks_of(Kind::Organization, call) => {
            Some(Seen::from(services(&asker, id).await))
        }
        _ => None,
    };
    body::DelegatedAdministrator {
        id: a.id,
        arn: a.arn,
        name: a.name,
        status: name(a.status),
        state: name(a.state),
        delegation_enabled_date: time(a.delegation_enabled_date),
        delegated_services,
    }
}

async fn services(asker: &Asker, account: &str) -> Result<Vec<body::DelegatedService>, NotSeen> {
    let call = call::LIST_DELEGATED_SERVICES_FOR_ACCOUNT;
    let client = asker.client();
    let request = client.list_delegated_services_for_account();
    let request = request.account_id(account).max_results(RESULTS);
    let pages = request.into_paginator().send();
    let services = asker.list(call, pages, |page| page.delegated_services);
    Ok(each(Some(services.await?), |s| body::DelegatedService {
        service_principal: s.service_principal,
        delegation_enabled_date: time(s.delegation_enabled_date),
    }))
}

/// The policy that delegates the management of policies to members; none if there is none.
pub(super) async fn resource_policy(asker: &Asker) -> Result<Option<Document>, NotSeen> {
    let call = call::DESCRIBE_RESOURCE_POLICY;
    let client = asker.client();
    let request = client.describe_resource_policy().send();
    let answer = Box::pin(asker.ask(call, request)).await?;
    let policy = answer.and_then(|a| a.resource_policy);
    Ok(policy.and_then(|p| p.content).map(Document))
}
