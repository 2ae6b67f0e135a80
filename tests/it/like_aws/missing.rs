//! Answers to calls that moto has not got, in the shapes of the API references.

use serde_json::{Value, json};

use super::text::edit_json;
use crate::proxy::{Exchange, Match, Proxy};
use crate::seed::ACCOUNT;
use crate::seed::resource_policy::{self, VAULTS};

const SINCE: &str = "2024-01-01T00:00:00Z";

/// Answers as an account in which all of it is set up, or nothing.
pub fn apply(proxy: &Proxy, set_up: bool) {
    proxy
        .on("account:GetContactInformation")
        .answer(|_| contact_information().to_string());
    proxy
        .on("iam:ListOrganizationsFeatures")
        .answer(|_| root_features(&["RootCredentialsManagement", "RootSessions"]));
    proxy
        .on("organizations:DescribeResourcePolicy")
        .answer(delegation_policy);
    let analyzers = if set_up { &["ACCOUNT"][..] } else { &[] };
    list_analyzers(
        proxy,
        Match::from("access-analyzer:ListAnalyzers"),
        analyzers,
    );
    macie(proxy, set_up);
    for (operation, code) in [
        ("glacier:GetVaultAccessPolicy", "ResourceNotFoundException"),
        (
            "backup:GetBackupVaultAccessPolicy",
            "ResourceNotFoundException",
        ),
    ] {
        let error = json!({"code": code, "__type": code, "message": "there is no policy"});
        proxy.on(operation).status(404, &error.to_string());
    }
    if set_up {
        vault_policies(proxy, &resource_policy::account());
    }
}

/// `ContactInformation`, as every account has it.
fn contact_information() -> Value {
    json!({"ContactInformation": {
        "FullName": "Alice Example",
        "CompanyName": "Example Ltd",
        "AddressLine1": "1 Example Street",
        "City": "London",
        "PostalCode": "EC1A 1AA",
        "CountryCode": "GB",
        "PhoneNumber": "+44 20 7946 0000",
    }})
}

/// The features of central root access that are enabled.
pub fn root_features(features: &[&str]) -> String {
    let features = features
        .iter()
        .map(|feature| format!("<member>{feature}</member>"));
    format!(
        "<ListOrganizationsFeaturesResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\
         <ListOrganizationsFeaturesResult><OrganizationId>o-example1234</OrganizationId>\
         <EnabledFeatures>{}</EnabledFeatures></ListOrganizationsFeaturesResult>\
         <ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId>\
         </ResponseMetadata></ListOrganizationsFeaturesResponse>",
        features.collect::<String>()
    )
}

/// A delegation policy that lets the first other account manage policies.
fn delegation_policy(asked: &Exchange) -> String {
    let accounts: Value = serde_json::from_str(&asked.ask_about("ListAccounts")).unwrap();
    let accounts = accounts["Accounts"].as_array().unwrap().iter();
    let mut members = accounts
        .map(|account| &account["Id"])
        .filter(|id| **id != ACCOUNT);
    let member = members.next().and_then(Value::as_str).unwrap_or(ACCOUNT);
    let content = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "policies",
            "Effect": "Allow",
            "Principal": {"AWS": format!("arn:aws:iam::{member}:root")},
            "Action": ["organizations:CreatePolicy", "organizations:UpdatePolicy"],
            "Resource": "*",
        }],
    });
    let arn = format!("arn:aws:organizations::{ACCOUNT}:resourcepolicy/o-example1234/rp-example");
    json!({"ResourcePolicy": {
        "ResourcePolicySummary": {"Id": "rp-example", "Arn": arn},
        "Content": content.to_string(),
    }})
    .to_string()
}

/// The analyzers of a region, one of each of these types.
pub fn list_analyzers(proxy: &Proxy, calls: Match, types: &[&'static str]) {
    let types = types.to_vec();
    proxy.on(calls).answer(move |asked| {
        let region = &asked.call.region;
        let analyzers = types.iter().map(|analyzer| {
            let name = analyzer.to_lowercase();
            json!({
                "arn": format!("arn:aws:access-analyzer:{region}:{ACCOUNT}:analyzer/{name}"),
                "name": name,
                "type": analyzer,
                "status": "ACTIVE",
                "createdAt": SINCE,
            })
        });
        json!({"analyzers": analyzers.collect::<Vec<_>>()}).to_string()
    });
}

/// Macie in every region, with a job that runs every week, or in none.
fn macie(proxy: &Proxy, enabled: bool) {
    // moto leaves the offset out.
    proxy.on("macie2:GetMacieSession").replace(|body| {
        edit_json(body, |session| {
            for key in ["createdAt", "updatedAt"] {
                session[key] = SINCE.into();
            }
        })
    });
    proxy.on("macie2:ListClassificationJobs").answer(|_| {
        json!({"items": [{
            "jobId": "0123456789abcdef0123456789abcdef",
            "name": "weekly",
            "jobStatus": "IDLE",
            "jobType": "SCHEDULED",
            "createdAt": SINCE,
        }]})
        .to_string()
    });
    proxy
        .on("macie2:GetAutomatedDiscoveryConfiguration")
        .answer(|_| json!({"status": "ENABLED", "firstEnabledAt": SINCE}).to_string());
    if !enabled {
        no_macie(proxy, Match::from("macie2:GetMacieSession"));
    }
}

/// Macie was never enabled where these calls go.
pub fn no_macie(proxy: &Proxy, calls: Match) {
    let error = json!({"__type": "AccessDeniedException", "message": "Macie is not enabled"});
    proxy.on(calls).status(403, &error.to_string());
}

/// The vaults' policies let this principal in.
pub fn vault_policies(proxy: &Proxy, principal: &Value) {
    let [archive, nightly] = VAULTS;
    let glacier = resource_policy::policy(principal, "glacier:InitiateJob", "*").to_string();
    let calls = Match::from("glacier:GetVaultAccessPolicy").containing(archive);
    proxy
        .on(calls)
        .answer(move |_| json!({"Policy": glacier}).to_string());
    let backup = resource_policy::policy(principal, "backup:CopyIntoBackupVault", "*").to_string();
    let calls = Match::from("backup:GetBackupVaultAccessPolicy").containing(nightly);
    proxy.on(calls).answer(move |asked| {
        let region = &asked.call.region;
        let arn = format!("arn:aws:backup:{region}:{ACCOUNT}:backup-vault:{nightly}");
        json!({"BackupVaultName": nightly, "BackupVaultArn": arn, "Policy": backup}).to_string()
    });
}
