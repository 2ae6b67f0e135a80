//! IAM: users and policies, who has what, and the smaller lists.

use serde_json::{Value, json};

use super::server::query;
use super::*;

const DETAILS: Call = call::GET_ACCOUNT_AUTHORIZATION_DETAILS;

fn planned(kinds: &[Kind]) -> Plan {
    let mut plan = plan(&[DETAILS]);
    plan.needs = kinds.iter().map(|kind| (*kind, DETAILS)).collect();
    plan
}

fn managed(name: &str, owner: &str, counts: &str) -> String {
    let named = match name {
        "Silent" => String::new(),
        _ => format!("<PolicyName>{name}</PolicyName>"),
    };
    format!(
        "<member>{named}<Arn>arn:aws:iam::{owner}:policy/{name}</Arn>\
         <DefaultVersionId>v2</DefaultVersionId>{counts}<IsAttachable>true</IsAttachable>\
         <PolicyVersionList>\
         <member><VersionId>v3</VersionId><Document>%7B%22v%22%3A3%7D</Document><IsDefaultVersion>false</IsDefaultVersion></member>\
         <member><VersionId>v2</VersionId><Document>%7B%22v%22%3A2%7D</Document><IsDefaultVersion>true</IsDefaultVersion></member>\
         </PolicyVersionList></member>"
    )
}

fn attached(count: u32, bounded: u32) -> String {
    format!(
        "<AttachmentCount>{count}</AttachmentCount>\
         <PermissionsBoundaryUsageCount>{bounded}</PermissionsBoundaryUsageCount>"
    )
}

/// Users on the first page, policies on the second.
fn details(asked: &Asked) -> Option<Reply> {
    if asked.operation != "GetAccountAuthorizationDetails" {
        return None;
    }
    let own = "123456789012";
    Some(Reply::ok(query(
        &asked.operation,
        &if asked.has("Marker=") {
            let policies = [
                managed("Unused", own, &attached(0, 0)),
                managed("Used", own, &attached(2, 0)),
                managed("AdministratorAccess", "aws", &attached(1, 0)),
                managed("PowerUserAccess", "aws", &attached(0, 3)),
                managed("ReadOnlyAccess", "aws", &attached(0, 0)),
                managed("Terse", "aws", "<AttachmentCount>0</AttachmentCount>"),
                managed("Silent", "aws", ""),
            ];
            format!(
                "<Policies>{}</Policies><IsTruncated>false</IsTruncated>",
                policies.concat()
            )
        } else {
            "<UserDetailList><member><UserName>alice</UserName><Path>/</Path><UserId>AIDA1</UserId>\
             <Arn>arn:aws:iam::123456789012:user/alice</Arn><CreateDate>2024-01-02T03:04:05Z</CreateDate>\
             <GroupList><member>admins</member></GroupList>\
             <AttachedManagedPolicies><member><PolicyName>Used</PolicyName><PolicyArn>arn:aws:iam::123456789012:policy/Used</PolicyArn></member></AttachedManagedPolicies>\
             <UserPolicyList><member><PolicyName>own</PolicyName><PolicyDocument>%7B%22Statement%22%3A%5B%5D%7D</PolicyDocument></member></UserPolicyList>\
             </member><member><UserName>bob</UserName></member></UserDetailList>\
             <IsTruncated>true</IsTruncated><Marker>m1</Marker>"
                .to_owned()
        },
    )))
}

#[tokio::test]
async fn users_and_policies_come_from_one_list() {
    let server = Server::start(details);
    let inventory = scan(&aws(&server), &planned(&[Kind::User, Kind::Policy])).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    let users: Vec<&Resource> = inventory.of_kind(Kind::User).collect();
    let alice = &users[0].body;
    assert_eq!(alice["CreateDate"], "2024-01-02T03:04:05Z");
    assert_eq!(alice["GroupList"], json!(["admins"]));
    assert_eq!(alice["AttachedManagedPolicies"][0]["PolicyName"], "Used");
    assert_eq!(
        alice["UserPolicyList"][0]["PolicyDocument"],
        r#"{"Statement":[]}"#
    );
    assert_eq!(users[1].body["UserPolicyList"], json!([]));
    assert_eq!(users[1].body["PermissionsBoundary"], Value::Null);

    let names: Vec<&Value> = inventory
        .of_kind(Kind::Policy)
        .map(|p| &p.body["PolicyName"])
        .collect();
    assert_eq!(
        names,
        [
            "Unused",
            "Used",
            "AdministratorAccess",
            "PowerUserAccess",
            "Silent"
        ],
        "of AWS's, those that somebody may have"
    );
    let used = inventory.of_kind(Kind::Policy).nth(1).unwrap();
    assert_eq!(used.body["PolicyVersion"]["Document"], r#"{"v":2}"#);
    assert_eq!(used.body["AttachmentCount"], 2);
    assert_eq!(used.body.get("PolicyVersionList"), None);

    let asked = server.asked_for("GetAccountAuthorizationDetails");
    assert_eq!(asked.len(), 2);
    for (filter, wanted) in [
        ("User", true),
        ("LocalManagedPolicy", true),
        ("AWSManagedPolicy", true),
        ("Role", false),
    ] {
        assert_eq!(asked[0].has(&format!("={filter}&")), wanted, "{filter}");
    }
}

#[tokio::test]
async fn only_what_is_looked_for_is_asked_for() {
    let server = Server::start(details);
    scan(&aws(&server), &planned(&[Kind::User])).await;
    let asked = server.asked_for("GetAccountAuthorizationDetails");
    assert!(asked.iter().all(|a| !a.has("ManagedPolicy")));
    let other = Server::start(details);
    scan(&aws(&other), &planned(&[])).await;
    assert_eq!(other.asked_for("GetAccountAuthorizationDetails"), []);
}

#[tokio::test]
async fn a_list_that_is_cut_hides_users_and_policies_alike() {
    let server = Server::start(|a| {
        if a.has("Marker=") {
            return Some(Reply::denied());
        }
        details(a)
    });
    let inventory = scan(&aws(&server), &planned(&[Kind::User, Kind::Policy])).await;
    assert_eq!(ids(&inventory, Kind::User), ["alice", "bob"]);
    assert_eq!(
        gaps(&inventory),
        [
            "global user/* iam:GetAccountAuthorizationDetails denied",
            "global policy/* iam:GetAccountAuthorizationDetails denied",
        ]
    );
}

#[tokio::test]
async fn who_has_a_policy_is_asked_of_each_that_is_named() {
    let server = Server::start(|a| {
        if a.operation != "ListEntitiesForPolicy" {
            return None;
        }
        let of = |path: &str| a.names(&format!("arn:aws:iam::aws:policy/{path}"));
        let role = |name: &str| {
            format!(
                "<PolicyRoles><member><RoleName>{name}</RoleName><RoleId>AROA</RoleId></member></PolicyRoles>"
            )
        };
        Some(if a.body.contains("Marker=") {
            if a.body.contains("AWSSupportAccess") {
                Reply::ok(query(&a.operation, &role("second")))
            } else {
                Reply::denied()
            }
        } else if a.body.contains("AWSSupportAccess") || a.body.contains("AdministratorAccess") {
            Reply::ok(query(
                &a.operation,
                &format!(
                    "{}<PolicyUsers><member><UserName>u</UserName></member></PolicyUsers><IsTruncated>true</IsTruncated><Marker>m</Marker>",
                    role("first")
                ),
            ))
        } else if of("job-function/ViewOnlyAccess") {
            Reply::ok(query(&a.operation, ""))
        } else {
            Reply::error(404, "NoSuchEntity")
        })
    });
    let mut plan = plan(&[call::LIST_ENTITIES_FOR_POLICY]);
    plan.entities_of = [
        "AWSSupportAccess",
        "AdministratorAccess",
        "job-function/ViewOnlyAccess",
        "NoSuchPolicy",
    ]
    .map(str::to_owned)
    .into();
    let inventory = scan(&aws(&server), &plan).await;
    let found: Vec<&Resource> = inventory.of_kind(Kind::PolicyEntities).collect();
    assert_eq!(
        ids(&inventory, Kind::PolicyEntities),
        [
            "AWSSupportAccess",
            "AdministratorAccess",
            "NoSuchPolicy",
            "ViewOnlyAccess"
        ]
    );
    assert_eq!(found[0].body["PolicyRoles"][1]["RoleName"], "second");
    assert_eq!(found[0].body["PolicyUsers"][0]["UserName"], "u");
    assert_eq!(found[0].body["PolicyGroups"], json!([]));
    assert_eq!(found[1].body["PolicyRoles"][0]["RoleName"], "first");
    assert_eq!(found[1].body["PolicyRoles"][1]["$gap"]["reason"], "denied");
    assert_eq!(found[1].body["PolicyGroups"][0]["$gap"]["reason"], "denied");
    assert_eq!(found[2].body["Exists"], false);
    assert_eq!(found[3].body["Exists"], true);
    assert_eq!(
        found[3].arn.as_deref(),
        Some("arn:aws:iam::aws:policy/job-function/ViewOnlyAccess")
    );
    assert_eq!(
        gaps(&inventory),
        ["global policy-entities/AdministratorAccess iam:ListEntitiesForPolicy denied"]
    );
}

const LISTS: &[Call] = &[
    call::LIST_SERVER_CERTIFICATES,
    call::LIST_VIRTUAL_MFA_DEVICES,
    call::LIST_SAML_PROVIDERS,
    call::LIST_OPEN_ID_CONNECT_PROVIDERS,
    call::LIST_INSTANCE_PROFILES,
];

#[tokio::test]
async fn the_smaller_lists_are_taken_as_they_are() {
    let server = Server::start(|a| {
        let result = match a.operation.as_str() {
            "ListServerCertificates" if a.has("Marker=") => {
                "<ServerCertificateMetadataList><member><ServerCertificateName>new</ServerCertificateName></member></ServerCertificateMetadataList>"
            }
            "ListServerCertificates" => {
                "<ServerCertificateMetadataList><member><ServerCertificateName>old</ServerCertificateName><Path>/</Path>\
                 <Arn>arn:aws:iam::123456789012:server-certificate/old</Arn><ServerCertificateId>ASCA</ServerCertificateId>\
                 <Expiration>2020-01-02T03:04:05Z</Expiration></member></ServerCertificateMetadataList>\
                 <IsTruncated>true</IsTruncated><Marker>m</Marker>"
            }
            "ListVirtualMFADevices" => {
                "<VirtualMFADevices><member><SerialNumber>arn:aws:iam::123456789012:mfa/root-account-mfa-device</SerialNumber>\
                 <EnableDate>2020-01-02T03:04:05Z</EnableDate><User><Arn>arn:aws:iam::123456789012:root</Arn><UserId>123456789012</UserId></User></member>\
                 <member><SerialNumber>arn:aws:iam::123456789012:mfa/alice</SerialNumber></member></VirtualMFADevices>"
            }
            "ListSAMLProviders" => {
                "<SAMLProviderList><member><Arn>arn:aws:iam::123456789012:saml-provider/corp</Arn><ValidUntil>2032-05-09T16:27:11Z</ValidUntil></member></SAMLProviderList>"
            }
            "ListOpenIDConnectProviders" => {
                "<OpenIDConnectProviderList><member><Arn>arn:aws:iam::123456789012:oidc-provider/ci</Arn></member></OpenIDConnectProviderList>"
            }
            "ListInstanceProfiles" => {
                "<InstanceProfiles><member><InstanceProfileName>web</InstanceProfileName><Arn>arn:aws:iam::123456789012:instance-profile/web</Arn>\
                 <Roles><member><RoleName>web</RoleName><Arn>arn:aws:iam::123456789012:role/web</Arn></member></Roles></member>\
                 <member><InstanceProfileName>bare</InstanceProfileName><Arn>arn:aws:iam::123456789012:instance-profile/bare</Arn></member></InstanceProfiles>"
            }
            _ => return None,
        };
        Some(Reply::ok(query(&a.operation, result)))
    });
    let inventory = scan(&aws(&server), &plan(LISTS)).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    assert_eq!(ids(&inventory, Kind::ServerCertificate), ["new", "old"]);
    let certificates: Vec<&Resource> = inventory.of_kind(Kind::ServerCertificate).collect();
    assert_eq!(certificates[0].body["Expiration"], Value::Null);
    assert_eq!(certificates[1].body["Expiration"], "2020-01-02T03:04:05Z");
    let devices: Vec<&Resource> = inventory.of_kind(Kind::VirtualMfaDevice).collect();
    assert_eq!(devices[0].body["User"], Value::Null);
    assert_eq!(
        devices[1].body["User"],
        json!({"UserName": null, "Arn": "arn:aws:iam::123456789012:root"})
    );
    let asked = server.asked_for("ListVirtualMFADevices");
    assert!(asked[0].has("AssignmentStatus=Assigned"));
    let providers: Vec<&Resource> = inventory.of_kind(Kind::IdentityProvider).collect();
    assert_eq!(providers.len(), 2);
    assert_eq!(providers[1].body["ValidUntil"], "2032-05-09T16:27:11Z");
    let profiles: Vec<&Resource> = inventory.of_kind(Kind::InstanceProfile).collect();
    assert_eq!(profiles[0].body["Roles"], json!([]));
    assert_eq!(profiles[1].body["Roles"][0]["RoleName"], "web");
}

#[tokio::test]
async fn each_of_the_smaller_lists_that_is_denied_is_a_gap() {
    let server = Server::start(|a| a.operation.starts_with("List").then(Reply::denied));
    let inventory = scan(&aws(&server), &plan(LISTS)).await;
    assert_eq!(
        gaps(&inventory),
        [
            "global server-certificate/* iam:ListServerCertificates denied",
            "global virtual-mfa-device/* iam:ListVirtualMFADevices denied",
            "global identity-provider/* iam:ListOpenIDConnectProviders denied",
            "global identity-provider/* iam:ListSAMLProviders denied",
            "global instance-profile/* iam:ListInstanceProfiles denied",
        ]
    );
}
