//! Functions, stages of REST APIs, and X-Ray.

use serde_json::{Value, json};

use super::*;

const KINDS: &[Kind] = &[Kind::Function, Kind::RestApiStage, Kind::Tracing];

/// All of it traced, over two pages where there can be any.
pub fn there(asked: &Asked) -> Option<Reply> {
    let function = |name: &str, mode: &str| {
        json!({
            "FunctionName": name, "Runtime": "python3.13", "Handler": "a.b", "Version": "$LATEST",
            "FunctionArn": format!("arn:aws:lambda:eu-west-1:123456789012:function:{name}"),
            "LastModified": "2026-01-01T00:00:00.000+0000", "TracingConfig": {"Mode": mode},
        })
    };
    let rule = |name: &str, priority: i32| {
        json!({"SamplingRule": {
            "RuleName": name, "RuleARN": "a", "ResourceARN": "*", "Priority": priority,
            "FixedRate": 0.05, "ReservoirSize": 1, "ServiceName": "*", "ServiceType": "*",
            "Host": "*", "HTTPMethod": "*", "URLPath": "*", "Version": 1,
        }, "CreatedAt": 0.0, "ModifiedAt": 0.0})
    };
    let answer = match (asked.service.as_str(), asked.operation.as_str()) {
        ("lambda", "ListFunctions") if asked.has("Marker=more") => {
            json!({"Functions": [function("plain", "PassThrough")]})
        }
        ("lambda", "ListFunctions") => {
            json!({"NextMarker": "more", "Functions": [function("traced", "Active")]})
        }
        ("apigateway", "GetRestApis") => json!({"item": [{"id": "r1", "name": "orders"}]}),
        ("apigateway", "GetStages") => json!({"item": [
            {"stageName": "prod", "tracingEnabled": true},
            {"stageName": "test", "tracingEnabled": false},
        ]}),
        ("xray", "GetEncryptionConfig") => json!({"EncryptionConfig": {
            "KeyId": "arn:aws:kms:eu-west-1:123456789012:key/1", "Status": "ACTIVE", "Type": "KMS",
        }}),
        ("xray", "GetSamplingRules") if asked.has("NextToken") => {
            json!({"SamplingRuleRecords": [rule("Default", 10_000)]})
        }
        ("xray", "GetSamplingRules") => {
            json!({"NextToken": "more", "SamplingRuleRecords": [rule("orders", 1), {}]})
        }
        ("xray", "GetGroups") => json!({"Groups": [{
            "GroupName": "errors", "FilterExpression": "fault = true",
            "GroupARN": "arn:aws:xray:eu-west-1:123456789012:group/errors/A",
            "InsightsConfiguration": {"InsightsEnabled": false, "NotificationsEnabled": false},
        }]}),
        _ => return None,
    };
    Some(Reply::ok(answer.to_string()))
}

async fn scanned(
    script: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static,
    plan: &Plan,
) -> (Inventory, Server) {
    let server = Server::start(move |a| script(a).or_else(|| there(a)));
    let aws = aws_with(&server, named(&["eu-west-1"]));
    (scan(&aws, plan).await, server)
}

#[tokio::test]
async fn all_pages_are_taken_as_they_are() {
    let (inventory, server) = scanned(|_| None, &plan_of(KINDS)).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    assert_eq!(ids(&inventory, Kind::Function), ["plain", "traced"]);
    let plain = &inventory.of_kind(Kind::Function).next().unwrap().body;
    assert_eq!(plain["TracingConfig"], json!({"Mode": "PassThrough"}));
    assert_eq!(plain["Runtime"], "python3.13");
    assert!(server.asked_for("ListFunctions")[0].has("MaxItems=50"));
    assert_eq!(ids(&inventory, Kind::RestApiStage), ["r1/prod", "r1/test"]);
    let prod = &inventory.of_kind(Kind::RestApiStage).next().unwrap().body;
    let expected = json!({
        "restApiId": "r1", "restApiName": "orders", "stageName": "prod", "tracingEnabled": true,
        "stageArn": "arn:aws:apigateway:eu-west-1::/restapis/r1/stages/prod",
    });
    assert_eq!(*prod, expected);
    let tracing = &only(&inventory, Kind::Tracing).body;
    assert_eq!(tracing["EncryptionConfig"]["Type"], "KMS");
    assert_eq!(tracing["EncryptionConfig"]["Status"], "ACTIVE");
    let rules: Vec<&Value> = tracing["SamplingRules"]
        .as_array()
        .unwrap()
        .iter()
        .collect();
    let names: Vec<&Value> = rules.iter().map(|rule| &rule["RuleName"]).collect();
    assert_eq!(names, ["orders", "Default"]);
    assert_eq!(rules[0]["FixedRate"], 0.05);
    assert_eq!(tracing["Groups"][0]["FilterExpression"], "fault = true");
}

#[tokio::test]
async fn only_what_is_planned_is_asked_of_x_ray() {
    let plan = plan(&[call::GET_ENCRYPTION_CONFIG, call::GET_TRACE_GROUPS]);
    let (inventory, server) = scanned(|_| None, &plan).await;
    let tracing = &only(&inventory, Kind::Tracing).body;
    assert_eq!(tracing.get("SamplingRules"), None);
    assert_eq!(tracing["Groups"][0]["GroupName"], "errors");
    assert!(server.asked_for("GetSamplingRules").is_empty());
}

#[tokio::test]
async fn a_region_in_which_there_is_nothing_still_has_settings() {
    let server = Server::start(|_| None);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let inventory = scan(&aws, &plan_of(KINDS)).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    assert_eq!(inventory.of_kind(Kind::Function).count(), 0);
    assert_eq!(inventory.of_kind(Kind::RestApiStage).count(), 0);
    let expected = json!({"EncryptionConfig": null, "SamplingRules": [], "Groups": []});
    assert_eq!(only(&inventory, Kind::Tracing).body, expected);
}

#[tokio::test]
async fn each_refusal_hides_what_it_would_have_shown() {
    for (call, hidden) in [
        ("lambda:ListFunctions", "function/*"),
        ("apigateway:GetRestApis", "rest-api-stage/*"),
        ("apigateway:GetStages", "rest-api-stage/*"),
        ("xray:GetEncryptionConfig", "tracing/*"),
        ("xray:GetSamplingRules", "tracing/x-ray"),
        ("xray:GetGroups", "tracing/x-ray"),
    ] {
        let is_it = move |a: &Asked| format!("{}:{}", a.service, a.operation) == call;
        let script = move |a: &Asked| is_it(a).then(Reply::denied);
        let (inventory, _server) = scanned(script, &plan_of(KINDS)).await;
        assert_eq!(
            gaps(&inventory),
            [format!("eu-west-1 {hidden} {call} denied")]
        );
    }
    // The first page stays.
    let later = |a: &Asked| a.has("Marker=more").then(Reply::denied);
    let (inventory, _server) = scanned(later, &plan_of(KINDS)).await;
    assert_eq!(ids(&inventory, Kind::Function), ["traced"]);
    assert_eq!(
        gaps(&inventory),
        ["eu-west-1 function/* lambda:ListFunctions denied"]
    );
}

#[tokio::test]
async fn functions_and_stages_are_listed_once_for_all_who_want_them() {
    let kinds = [
        Kind::Function,
        Kind::ResourcePolicy,
        Kind::RestApiStage,
        Kind::WebFrontend,
    ];
    let (inventory, server) = scanned(|_| None, &plan_of(&kinds)).await;
    assert_eq!(server.asked_for("ListFunctions").len(), 2, "two pages");
    assert_eq!(server.asked_for("GetRestApis").len(), 1);
    assert_eq!(server.counts()["apigateway:GetStages"], 1);
    assert_eq!(server.asked_for("GetPolicy").len(), 2);
    assert_eq!(ids(&inventory, Kind::Function), ["plain", "traced"]);
    assert_eq!(ids(&inventory, Kind::RestApiStage), ["r1/prod", "r1/test"]);
    assert_eq!(ids(&inventory, Kind::WebFrontend), ["r1/prod", "r1/test"]);

    let denied = |a: &Asked| match a.operation.as_str() {
        "ListFunctions" | "GetRestApis" => Some(Reply::denied()),
        _ => None,
    };
    let (inventory, _server) = scanned(denied, &plan_of(&kinds)).await;
    for kind in kinds {
        assert!(inventory.gaps.iter().any(|gap| gap.kind == kind), "{kind}");
    }
}
