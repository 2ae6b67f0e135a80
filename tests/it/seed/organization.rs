//! An organization that the account manages.

use aws_sdk_organizations::Client;
use aws_sdk_organizations::types::{OrganizationFeatureSet, PolicyType};
use serde_json::json;

use crate::moto::Moto;

/// Where the Organizations API is.
const REGION: &str = "us-east-1";
/// The services that the organization uses; each has a delegated administrator.
const SERVICES: [&str; 2] = ["access-analyzer.amazonaws.com", "iam.amazonaws.com"];
/// The name of the service control policy.
const GUARDRAILS: &str = "guardrails";

/// The Organizations API.
pub fn client(moto: &Moto) -> Client {
    Client::new(&moto.config(REGION))
}

/// Makes an organization of this account, with a security account in a unit of its own
/// and a service control policy on the root.
pub async fn create(moto: &Moto) {
    let client = client(moto);
    let request = client.create_organization();
    let request = request.feature_set(OrganizationFeatureSet::All);
    request.send().await.unwrap();
    let root = root(&client).await;
    let request = client.enable_policy_type().root_id(&root);
    let request = request.policy_type(PolicyType::ServiceControlPolicy);
    request.send().await.unwrap();

    let request = client.create_organizational_unit().parent_id(&root);
    let unit = request.name("Security").send().await.unwrap();
    let unit = unit.organizational_unit.unwrap().id.unwrap();
    let request = client.create_account().account_name("security");
    let status = request.email("security@example.com").send().await.unwrap();
    let account = status.create_account_status.unwrap().account_id.unwrap();
    let request = client.move_account().account_id(&account);
    let request = request.source_parent_id(&root).destination_parent_id(unit);
    request.send().await.unwrap();

    for service in SERVICES {
        let request = client.enable_aws_service_access();
        request.service_principal(service).send().await.unwrap();
        let request = client.register_delegated_administrator();
        let request = request.account_id(&account).service_principal(service);
        request.send().await.unwrap();
    }
    guardrails(&client, &root).await;
}

/// Attaches a service control policy to the root.
async fn guardrails(client: &Client, root: &str) {
    let content = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "stay",
            "Effect": "Deny",
            "Action": "organizations:LeaveOrganization",
            "Resource": "*",
        }],
    });
    let request = client.create_policy().name(GUARDRAILS);
    let request = request.description("What no account may do");
    let request = request.r#type(PolicyType::ServiceControlPolicy);
    let policy = request.content(content.to_string()).send().await.unwrap();
    let policy = policy.policy.unwrap().policy_summary.unwrap().id.unwrap();
    let request = client.attach_policy().policy_id(policy).target_id(root);
    request.send().await.unwrap();
}

async fn root(client: &Client) -> String {
    let roots = client.list_roots().send().await.unwrap();
    roots.roots()[0].id().unwrap().to_owned()
}

/// Only the policies that AWS made are left.
pub async fn no_guardrails(moto: &Moto) {
    let client = client(moto);
    let request = client.list_policies();
    let request = request.filter(PolicyType::ServiceControlPolicy);
    let policies = request.send().await.unwrap();
    for policy in policies
        .policies()
        .iter()
        .filter(|policy| !policy.aws_managed())
    {
        let id = policy.id().unwrap();
        let request = client.detach_policy().policy_id(id);
        let request = request.target_id(root(&client).await);
        request.send().await.unwrap();
        client.delete_policy().policy_id(id).send().await.unwrap();
    }
}

/// The management account runs its services itself.
pub async fn no_delegated_administrators(moto: &Moto) {
    let client = client(moto);
    let delegated = client.list_delegated_administrators().send().await.unwrap();
    let accounts = delegated.delegated_administrators().iter();
    for account in accounts.filter_map(|account| account.id()) {
        for service in SERVICES {
            let request = client.deregister_delegated_administrator();
            let request = request.account_id(account).service_principal(service);
            request.send().await.unwrap();
        }
    }
}
