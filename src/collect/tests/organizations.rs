//! The organization: what each account may know, and what only some see.

use serde_json::{Value, json};

use super::server::query;
use super::*;

const EVERYTHING: &[Call] = &[
    call::DESCRIBE_ORGANIZATION,
    call::LIST_AWS_SERVICE_ACCESS_FOR_ORGANIZATION,
    call::LIST_DELEGATED_ADMINISTRATORS,
    call::LIST_DELEGATED_SERVICES_FOR_ACCOUNT,
    call::LIST_ROOTS,
    call::LIST_ORGANIZATIONAL_UNITS_FOR_PARENT,
    call::LIST_ACCOUNTS_FOR_PARENT,
    call::LIST_ORGANIZATION_POLICIES,
    call::LIST_TARGETS_FOR_POLICY,
    call::DESCRIBE_RESOURCE_POLICY,
    call::LIST_ORGANIZATIONS_FEATURES,
];

const OWN: &str = "123456789012";

fn organization(management_account: &str) -> Reply {
    let organization = json!({"Organization": {
        "Id": "o-exampleorgid", "FeatureSet": "ALL", "MasterAccountId": management_account,
        "Arn": format!("arn:aws:organizations::{management_account}:organization/o-exampleorgid"),
        "AvailablePolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}],
    }});
    Reply::ok(organization.to_string())
}

/// Root - Workloads - Prod, with two accounts at the root and one in Prod.
fn managed(asked: &Asked) -> Option<Reply> {
    let unit = |id: &str, name: &str| json!({"Id": id, "Name": name});
    let answer = match asked.operation.as_str() {
        "DescribeOrganization" => return Some(organization(OWN)),
        "ListRoots" => json!({"Roots": [{"Id": "r-1", "Name": "Root", "PolicyTypes": [
            {"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"},
            {"Type": "RESOURCE_CONTROL_POLICY", "Status": "PENDING_ENABLE"},
        ]}]}),
        "ListOrganizationalUnitsForParent" => match asked.body.as_str() {
            b if b.contains("r-1") => json!({"OrganizationalUnits": [unit("ou-w", "Workloads")]}),
            b if b.contains("ou-w") => json!({"OrganizationalUnits": [unit("ou-p", "Prod")]}),
            _ => json!({"OrganizationalUnits": []}),
        },
        "ListAccountsForParent" => match asked.body.as_str() {
            b if b.contains("r-1") && !b.contains("NextToken") => json!({
                "Accounts": [{"Id": OWN, "Name": "payer", "Status": "ACTIVE"}], "NextToken": "t",
            }),
            b if b.contains("r-1") => {
                json!({"Accounts": [{"Id": "111111111111", "State": "CLOSED"}]})
            }
            b if b.contains("ou-p") => {
                json!({"Accounts": [{"Id": "222222222222", "State": "ACTIVE"}]})
            }
            _ => json!({}),
        },
        "ListPolicies" => json!({"Policies": [
            {"Id": "p-FullAWSAccess", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": true},
            {"Id": "p-own", "Name": "regions", "Type": "SERVICE_CONTROL_POLICY"},
        ]}),
        "ListTargetsForPolicy" => {
            json!({"Targets": [{"TargetId": "ou-w", "Type": "ORGANIZATIONAL_UNIT"}]})
        }
        "ListAWSServiceAccessForOrganization" if !asked.has("NextToken") => json!({
            "EnabledServicePrincipals": [{"ServicePrincipal": "iam.amazonaws.com", "DateEnabled": 1_767_323_045}],
            "NextToken": "t",
        }),
        "ListAWSServiceAccessForOrganization" => {
            json!({"EnabledServicePrincipals": [{"ServicePrincipal": "sso.amazonaws.com"}]})
        }
        "ListDelegatedAdministrators" => {
            json!({"DelegatedAdministrators": [{"Id": "333333333333", "State": "ACTIVE"}]})
        }
        "ListDelegatedServicesForAccount" => {
            json!({"DelegatedServices": [{"ServicePrincipal": "sso.amazonaws.com"}]})
        }
        "DescribeResourcePolicy" => json!({"ResourcePolicy": {"Content": "{\"Statement\":[]}"}}),
        "ListOrganizationsFeatures" => {
            let features =
                "<EnabledFeatures><member>RootCredentialsManagement</member></EnabledFeatures>";
            return Some(Reply::ok(query(&asked.operation, features)));
        }
        _ => return None,
    };
    Some(Reply::ok(answer.to_string()))
}

#[tokio::test]
async fn the_management_account_sees_all_of_it() {
    let server = Server::start(managed);
    let inventory = scan(&aws(&server), &plan(EVERYTHING)).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    let body = &only(&inventory, Kind::Organization).body;
    assert_eq!(body["FeatureSet"], "ALL");
    let services = &body["EnabledServicePrincipals"];
    assert_eq!(services[0]["DateEnabled"], "2026-01-02T03:04:05Z");
    assert_eq!(services[1]["ServicePrincipal"], "sso.amazonaws.com");
    assert_eq!(
        body["EnabledFeatures"],
        json!(["RootCredentialsManagement"])
    );
    let administrator = &body["DelegatedAdministrators"][0];
    assert_eq!(administrator["State"], "ACTIVE");
    assert_eq!(
        administrator["DelegatedServices"][0]["ServicePrincipal"],
        "sso.amazonaws.com"
    );
    assert_eq!(body["ResourcePolicy"], "{\"Statement\":[]}");
    let units: Vec<&Value> = body["OrganizationalUnits"]
        .as_array()
        .unwrap()
        .iter()
        .collect();
    assert_eq!(units[0]["Path"], "Root/Workloads");
    assert_eq!(units[1]["Path"], "Root/Workloads/Prod");
    assert_eq!(units[1]["ParentId"], "ou-w");
    let accounts = &body["Accounts"];
    assert_eq!(accounts[0]["State"], "CLOSED");
    assert_eq!(accounts[1]["Status"], "ACTIVE");
    assert_eq!(accounts[1]["ParentIds"], json!(["r-1"]));
    assert_eq!(accounts[2]["Path"], "Root/Workloads/Prod");
    assert_eq!(accounts[2]["ParentIds"], json!(["r-1", "ou-w", "ou-p"]));
    let policies = &body["Policies"];
    assert_eq!(policies[0].get("Targets"), None, "everything, by AWS");
    assert_eq!(policies[1]["Targets"][0]["TargetId"], "ou-w");
    assert_eq!(
        server.asked_for("ListPolicies").len(),
        1,
        "of enabled types"
    );
    assert_eq!(server.asked_for("ListTargetsForPolicy").len(), 1);
}

#[tokio::test]
async fn only_what_is_planned_is_asked() {
    let server = Server::start(managed);
    let inventory = scan(&aws(&server), &plan(&[call::DESCRIBE_ORGANIZATION])).await;
    let body = &only(&inventory, Kind::Organization).body;
    assert_eq!(body.get("Roots"), None);
    assert_eq!(body.get("Accounts"), None);
    assert_eq!(body["ResourcePolicy"], Value::Null);
    let asked = server.asked();
    let organizations = asked.iter().filter(|a| a.service == "organizations");
    assert_eq!(organizations.count(), 1);
}

#[tokio::test]
async fn an_account_without_an_organization_has_none() {
    let server = Server::start(|a| {
        (a.service == "organizations")
            .then(|| Reply::error(400, "AWSOrganizationsNotInUseException"))
    });
    let inventory = scan(&aws(&server), &plan(EVERYTHING)).await;
    assert_eq!(inventory.of_kind(Kind::Organization).count(), 0);
    assert_eq!(gaps(&inventory), [""; 0]);
    assert_eq!(server.asked_for("DescribeOrganization").len(), 1);
    assert_eq!(server.asked_for("ListRoots"), []);
}

#[tokio::test]
async fn an_organization_that_may_not_be_described_is_a_gap() {
    let server = Server::start(|a| {
        (a.operation == "DescribeOrganization").then(|| Reply::error(400, "AccessDeniedException"))
    });
    let inventory = scan(&aws(&server), &plan(EVERYTHING)).await;
    assert_eq!(
        gaps(&inventory),
        ["global organization/* organizations:DescribeOrganization denied"]
    );
}

#[tokio::test]
async fn an_ordinary_member_is_told_whom_to_ask() {
    let server = Server::start(|a| match (a.service.as_str(), a.operation.as_str()) {
        (_, "DescribeOrganization") => Some(organization("999999999999")),
        ("organizations", _) => Some(Reply::error(400, "AccessDeniedException")),
        (_, "ListOrganizationsFeatures") => Some(Reply::error(
            400,
            "AccountNotManagementOrDelegatedAdministratorException",
        )),
        _ => None,
    });
    let inventory = scan(&aws(&server), &plan(EVERYTHING)).await;
    let body = &only(&inventory, Kind::Organization).body;
    for facet in [
        "EnabledServicePrincipals",
        "EnabledFeatures",
        "DelegatedAdministrators",
        "Roots",
        "OrganizationalUnits",
        "Accounts",
        "Policies",
        "ResourcePolicy",
    ] {
        let gap = &body[facet]["$gap"];
        assert_eq!(gap["reason"], "denied", "{facet}");
        assert_eq!(
            gap["detail"],
            "the organization is managed by account 999999999999: scan that account"
        );
    }
    let of = |call| format!("global organization/o-exampleorgid {call} denied");
    assert_eq!(
        gaps(&inventory),
        [
            "iam:ListOrganizationsFeatures",
            "organizations:DescribeResourcePolicy",
            "organizations:ListAWSServiceAccessForOrganization",
            "organizations:ListDelegatedAdministrators",
            "organizations:ListRoots",
        ]
        .map(of)
    );
}

#[tokio::test]
async fn what_is_denied_to_the_management_account_keeps_its_own_reason() {
    let server = Server::start(|a| match a.operation.as_str() {
        "ListAccountsForParent" if a.has("ou-p") => {
            Some(Reply::error(400, "AccessDeniedException"))
        }
        "ListTargetsForPolicy" | "ListDelegatedServicesForAccount" => {
            Some(Reply::error(400, "AccessDeniedException"))
        }
        _ => managed(a),
    });
    let inventory = scan(&aws(&server), &plan(EVERYTHING)).await;
    let body = &only(&inventory, Kind::Organization).body;
    assert_eq!(
        body["Accounts"]["$gap"]["detail"],
        "not ListAccountsForParent"
    );
    assert_eq!(body["OrganizationalUnits"]["$gap"]["reason"], "denied");
    assert_eq!(body["Roots"][0]["Id"], "r-1");
    assert_eq!(body["Policies"][1]["Targets"]["$gap"]["reason"], "denied");
    let of = |call| format!("global organization/o-exampleorgid organizations:{call} denied");
    assert_eq!(
        gaps(&inventory),
        [
            "ListAccountsForParent",
            "ListDelegatedServicesForAccount",
            "ListTargetsForPolicy"
        ]
        .map(of)
    );
}

#[tokio::test]
async fn what_is_not_enabled_is_an_answer() {
    for code in [
        "ServiceAccessNotEnabled",
        "OrganizationNotInAllFeaturesMode",
    ] {
        let server = Server::start(move |a| match a.operation.as_str() {
            "ListOrganizationsFeatures" => Some(Reply::error(400, code)),
            "DescribeResourcePolicy" => Some(Reply::error(400, "ResourcePolicyNotFoundException")),
            "ListRoots" => Some(Reply::ok(r#"{"Roots":[{"Id":"r-1","PolicyTypes":[]}]}"#)),
            "ListPolicies" => panic!("no type of policies is enabled"),
            _ => managed(a),
        });
        let inventory = scan(&aws(&server), &plan(EVERYTHING)).await;
        assert_eq!(gaps(&inventory), [""; 0]);
        let body = &only(&inventory, Kind::Organization).body;
        assert_eq!(body["EnabledFeatures"], json!([]), "{code}");
        assert_eq!(body["ResourcePolicy"], Value::Null);
        assert_eq!(body["Policies"], json!([]));
    }
}

#[tokio::test]
async fn a_tree_without_a_floor_is_not_walked_for_ever() {
    let server = Server::start(|a| match a.operation.as_str() {
        "ListOrganizationalUnitsForParent" => Some(Reply::ok(
            r#"{"OrganizationalUnits":[{"Id":"ou-w","Name":"again"}]}"#,
        )),
        _ => managed(a),
    });
    let inventory = scan(&aws(&server), &plan(EVERYTHING)).await;
    let gap = &only(&inventory, Kind::Organization).body["OrganizationalUnits"]["$gap"];
    assert_eq!(gap["detail"], "the tree of units is deeper than 10 levels");
    assert_eq!(
        server.asked_for("ListOrganizationalUnitsForParent").len(),
        11
    );
}
