//! The roles with which trails write to their log groups.

use serde_json::{Value, json};

use super::server::query;
use super::*;

const OWN: &str = "123456789012";
/// `{"Version":"2012-10-17","Statement":[]}`, as IAM returns it.
const ENCODED: &str = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D";
const DECODED: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

fn role(name: &str, boundary: &str) -> String {
    format!(
        "<Role><Path>/service-role/</Path><RoleName>{name}</RoleName><RoleId>AROA1</RoleId>\
         <Arn>arn:aws:iam::{OWN}:role/service-role/{name}</Arn>\
         <CreateDate>2025-01-01T00:00:00Z</CreateDate>\
         <AssumeRolePolicyDocument>{ENCODED}</AssumeRolePolicyDocument>{boundary}</Role>"
    )
}

/// A role with policies of its own on two pages, and an attached one.
pub fn there(asked: &Asked) -> Option<Reply> {
    let operation = asked.operation.as_str();
    let result = match operation {
        "GetRole" => role("trail", ""),
        "ListRolePolicies" if asked.has("Marker=more") => {
            "<PolicyNames><member>put</member></PolicyNames><IsTruncated>false</IsTruncated>"
                .to_owned()
        }
        "ListRolePolicies" => "<PolicyNames><member>create</member></PolicyNames>\
             <IsTruncated>true</IsTruncated><Marker>more</Marker>"
            .to_owned(),
        "GetRolePolicy" => format!(
            "<RoleName>trail</RoleName><PolicyName>p</PolicyName><PolicyDocument>{ENCODED}</PolicyDocument>"
        ),
        "ListAttachedRolePolicies" => format!(
            "<AttachedPolicies><member><PolicyName>bounded</PolicyName>\
             <PolicyArn>arn:aws:iam::{OWN}:policy/bounded</PolicyArn></member></AttachedPolicies>\
             <IsTruncated>false</IsTruncated>"
        ),
        "GetPolicy" => "<Policy><PolicyName>bounded</PolicyName>\
             <DefaultVersionId>v3</DefaultVersionId></Policy>"
            .to_owned(),
        "GetPolicyVersion" => format!(
            "<PolicyVersion><Document>{ENCODED}</Document><VersionId>v3</VersionId>\
             <IsDefaultVersion>true</IsDefaultVersion></PolicyVersion>"
        ),
        _ => return None,
    };
    Some(Reply::ok(query(operation, &result)))
}

/// Trails of the account with these roles, and one of another account.
fn trails(roles: &[&str]) -> Reply {
    let trail = |(number, role): (usize, &&str)| {
        let account = if *role == "ORG" { "999999999999" } else { OWN };
        let role = match *role {
            "ORG" => "arn:aws:iam::999999999999:role/org",
            role => role,
        };
        json!({"Name": format!("t{number}"), "HomeRegion": "us-east-1",
               "CloudWatchLogsRoleArn": role,
               "TrailARN": format!("arn:aws:cloudtrail:us-east-1:{account}:trail/t{number}")})
    };
    let list: Vec<Value> = roles.iter().enumerate().map(trail).collect();
    Reply::ok(json!({ "trailList": list }).to_string())
}

async fn scanned(
    roles: &'static [&'static str],
    script: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static,
) -> (Inventory, Server) {
    let server = Server::start(move |a| match a.operation.as_str() {
        "DescribeTrails" => Some(trails(roles)),
        _ => script(a).or_else(|| there(a)),
    });
    let mut plan = plan_of(&[Kind::Trail]);
    let details = [
        call::GET_TRAIL_STATUS,
        call::GET_EVENT_SELECTORS,
        call::GET_INSIGHT_SELECTORS,
    ];
    plan.calls.retain(|call, _| !details.contains(call));
    (scan(&aws(&server), &plan).await, server)
}

fn delivery_roles(inventory: &Inventory) -> Vec<&Value> {
    let trails = inventory.of_kind(Kind::Trail);
    trails.map(|trail| &trail.body["DeliveryRole"]).collect()
}

const ROLE: &str = "arn:aws:iam::123456789012:role/service-role/trail";

#[tokio::test]
async fn a_role_has_all_its_policies_and_is_asked_about_once() {
    let (inventory, server) = scanned(&[ROLE, ROLE, "ORG"], |_| None).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    let policy = |name: &str| json!({"PolicyName": name, "PolicyDocument": DECODED});
    let expected = json!({
        "RoleName": "trail", "Arn": ROLE, "AssumeRolePolicyDocument": DECODED,
        "PermissionsBoundary": null,
        "Policies": [policy("bounded"), policy("create"), policy("put")],
    });
    assert_eq!(
        delivery_roles(&inventory),
        [&expected, &expected, &Value::Null]
    );
    for (operation, times) in [
        ("GetRole", 1),
        ("ListRolePolicies", 2),
        ("GetRolePolicy", 2),
        ("ListAttachedRolePolicies", 1),
        ("GetPolicy", 1),
        ("GetPolicyVersion", 1),
    ] {
        assert_eq!(server.asked_for(operation).len(), times, "{operation}");
    }
    assert!(
        server.asked_for("GetRole")[0].has("RoleName=trail"),
        "without its path"
    );
    assert!(server.asked_for("GetPolicyVersion")[0].has("VersionId=v3"));
    assert!(server.asked_for("ListAttachedRolePolicies")[0].has("MaxItems=1000"));
}

#[tokio::test]
async fn what_is_no_role_of_the_account_is_not_asked_about() {
    const ODD: &[&str] = &[
        "",
        "nonsense",
        // Swapped.
        "arn:aws:logs:us-east-1:123456789012:log-group:trail:*",
        "arn:aws:iam::123456789012:user/trail",
        "arn:aws:iam::123456789012:role",
        "arn:aws:iam::888888888888:role/other",
    ];
    let (inventory, server) = scanned(ODD, |_| None).await;
    let roles = delivery_roles(&inventory);
    let (foreign, others) = roles.split_last().unwrap();
    assert!(others.iter().all(|role| role.is_null()), "{others:?}");
    let detail = "the role belongs to account 888888888888: scan that account";
    assert_eq!(foreign["$gap"]["detail"], detail);
    assert_eq!(gaps(&inventory), ["us-east-1 trail/t5 iam:GetRole denied"]);
    assert!(server.asked_for("GetRole").is_empty());
}

#[tokio::test]
async fn a_role_that_is_not_there_is_null() {
    let (inventory, server) = scanned(&[ROLE], |a| {
        (a.operation == "GetRole").then(|| Reply::error(404, "NoSuchEntity"))
    })
    .await;
    assert_eq!(delivery_roles(&inventory), [&Value::Null]);
    assert_eq!(gaps(&inventory), [""; 0]);
    assert!(server.asked_for("ListRolePolicies").is_empty());
}

#[tokio::test]
async fn a_boundary_is_named() {
    let (inventory, _server) = scanned(&[ROLE], |a| {
        let boundary = "<PermissionsBoundary>\
            <PermissionsBoundaryType>PermissionsBoundaryPolicy</PermissionsBoundaryType>\
            <PermissionsBoundaryArn>arn:aws:iam::123456789012:policy/b</PermissionsBoundaryArn>\
            </PermissionsBoundary>";
        (a.operation == "GetRole").then(|| Reply::ok(query("GetRole", &role("trail", boundary))))
    })
    .await;
    let boundary = &delivery_roles(&inventory)[0]["PermissionsBoundary"];
    assert_eq!(*boundary, "arn:aws:iam::123456789012:policy/b");
}

#[tokio::test]
async fn each_refusal_leaves_the_rest_of_the_role() {
    for (operation, policies) in [
        ("GetRole", 0),
        ("ListRolePolicies", 2),
        ("GetRolePolicy", 3),
        ("ListAttachedRolePolicies", 3),
        ("GetPolicy", 3),
        ("GetPolicyVersion", 3),
    ] {
        let (inventory, _server) = scanned(&[ROLE], move |a| {
            (a.operation == operation).then(Reply::denied)
        })
        .await;
        assert_eq!(
            gaps(&inventory),
            [format!("us-east-1 trail/t0 iam:{operation} denied")]
        );
        let role = delivery_roles(&inventory)[0];
        let seen = role["Policies"].as_array().map_or(0, Vec::len);
        assert_eq!(seen, policies, "{operation}: {role}");
        let last = role["Policies"]
            .as_array()
            .and_then(|p| p.last())
            .unwrap_or(role);
        assert_eq!(last["$gap"]["operation"], format!("iam:{operation}"));
    }
    // A second page that is refused hides only the rest.
    let (inventory, _server) = scanned(&[ROLE], |a| a.has("Marker=more").then(Reply::denied)).await;
    let policies = &delivery_roles(&inventory)[0]["Policies"];
    assert_eq!(policies[1]["PolicyName"], "create");
    assert_eq!(policies[2]["$gap"]["operation"], "iam:ListRolePolicies");
}
