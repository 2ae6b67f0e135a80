//! KMS keys: what they are, whether they rotate, and their policies.

use serde_json::{Value, json};

use super::*;

fn arn(id: &str) -> String {
    format!("arn:aws:kms:eu-west-1:123456789012:key/{id}")
}

/// Keys by id, each with what differs from a key of one's own that can rotate.
fn keys() -> Value {
    json!({
        "own": {}, "unread": {}, "gone": {}, "still": {},
        "aws": {"KeyManager": "AWS"},
        "rsa": {"KeySpec": "RSA_2048"},
        "imported": {"Origin": "EXTERNAL"},
        "off": {"KeyState": "Disabled"},
        "replica": {"MultiRegion": true, "MultiRegionConfiguration": {"MultiRegionKeyType": "REPLICA"}},
        "primary": {"MultiRegion": true, "MultiRegionConfiguration": {"MultiRegionKeyType": "PRIMARY"}},
    })
}

fn there(asked: &Asked) -> Option<Reply> {
    let body: Value = serde_json::from_str(&asked.body).ok()?;
    let id = body["KeyId"].as_str().unwrap_or_default();
    let id = id.rsplit('/').next().unwrap();
    match (asked.operation.as_str(), id) {
        ("ListKeys", _) => {
            let keys = keys();
            let ids = keys.as_object().unwrap().keys();
            let page: Vec<Value> = ids
                .filter(|id| (*id == "own") == body["Marker"].is_null())
                .map(|id| json!({"KeyId": id, "KeyArn": arn(id)}))
                .collect();
            let first = body["Marker"].is_null();
            let marker = if first { json!("more") } else { Value::Null };
            Some(Reply::ok(
                json!({"Keys": page, "Truncated": first, "NextMarker": marker}).to_string(),
            ))
        }
        (_, "gone") => Some(Reply::error(400, "NotFoundException")),
        (_, "unread") | ("GetKeyRotationStatus", "still") => {
            Some(Reply::error(400, "AccessDeniedException"))
        }
        ("DescribeKey", _) => {
            let mut key = json!({
                "AWSAccountId": "123456789012", "KeyId": id, "Arn": arn(id), "Enabled": true,
                "CreationDate": 1_767_323_045, "KeyUsage": "ENCRYPT_DECRYPT", "KeyState": "Enabled",
                "Origin": "AWS_KMS", "KeyManager": "CUSTOMER", "KeySpec": "SYMMETRIC_DEFAULT",
                "MultiRegion": false,
            });
            let differs = keys()[id].as_object().unwrap().clone();
            key.as_object_mut().unwrap().extend(differs);
            Some(Reply::ok(json!({"KeyMetadata": key}).to_string()))
        }
        ("GetKeyRotationStatus", _) => Some(Reply::ok(
            json!({"KeyId": arn(id), "KeyRotationEnabled": true, "RotationPeriodInDays": 365,
                   "NextRotationDate": 1_767_323_045})
            .to_string(),
        )),
        ("GetKeyPolicy", _) => Some(Reply::ok(
            json!({"Policy": format!("{{\"Id\":\"{id}\"}}"), "PolicyName": "default"}).to_string(),
        )),
        _ => None,
    }
}

async fn in_one_region(plan: &Plan) -> (Inventory, Server) {
    let server = Server::start(there);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    (scan(&aws, plan).await, server)
}

fn policies(plan: &mut Plan) {
    for call in [call::LIST_KEYS, call::GET_KEY_POLICY] {
        plan.calls.entry(call).or_default();
        plan.needs.insert((Kind::ResourcePolicy, call));
    }
}

#[tokio::test]
async fn rotation_is_asked_only_of_keys_that_can_rotate() {
    let (inventory, server) = in_one_region(&plan_of(&[Kind::Key])).await;
    let found: BTreeSet<&str> = ids(&inventory, Kind::Key).into_iter().collect();
    let there = keys();
    let expected = there.as_object().unwrap().keys().map(String::as_str);
    assert_eq!(found, expected.filter(|id| *id != "gone").collect());
    let key = |id: &str| {
        let key = inventory.of_kind(Kind::Key).find(|r| r.id == id);
        &key.unwrap().body
    };
    assert_eq!(
        key("own")["KeyRotation"],
        json!({"KeyRotationEnabled": true, "RotationPeriodInDays": 365,
               "NextRotationDate": "2026-01-02T03:04:05Z"})
    );
    assert_eq!(key("own")["KeyArn"], arn("own"));
    assert_eq!(key("primary")["KeyRotation"]["KeyRotationEnabled"], true);
    for id in ["aws", "rsa", "imported", "off", "replica"] {
        assert_eq!(key(id)["KeyRotation"], Value::Null, "{id}");
        assert_eq!(key(id)["KeyMetadata"]["KeyId"], *id);
    }
    assert_eq!(key("unread")["KeyMetadata"]["$gap"]["reason"], "denied");
    assert_eq!(key("unread")["KeyRotation"]["$gap"]["reason"], "denied");
    assert_eq!(key("still")["KeyMetadata"]["KeyState"], "Enabled");
    assert_eq!(key("still")["KeyRotation"]["$gap"]["reason"], "denied");
    assert_eq!(
        gaps(&inventory),
        [
            "eu-west-1 key/still kms:GetKeyRotationStatus denied",
            "eu-west-1 key/unread kms:DescribeKey denied",
        ]
    );
    assert_eq!(server.asked_for("GetKeyRotationStatus").len(), 3);
    assert!(server.asked_for("ListKeys")[0].has("1000"));
    assert_eq!(server.asked_for("GetKeyPolicy").len(), 0);
}

#[tokio::test]
async fn policies_are_resources_of_their_own() {
    let mut plan = Plan::default();
    policies(&mut plan);
    let (inventory, server) = in_one_region(&plan).await;
    assert_eq!(inventory.of_kind(Kind::Key).count(), 0);
    let policy = |id: &str| {
        let arn = arn(id);
        let policy = inventory
            .of_kind(Kind::ResourcePolicy)
            .find(|r| r.id == arn);
        policy.map(|r| &r.body)
    };
    assert_eq!(
        *policy("own").unwrap(),
        json!({"Service": "kms", "ResourceName": "own", "ResourceArn": arn("own"),
               "Policy": "{\"Id\":\"own\"}"})
    );
    assert_eq!(policy("gone"), None);
    let unread = policy("unread").unwrap();
    assert_eq!(unread["Policy"]["$gap"]["reason"], "denied");
    let unread = arn("unread");
    assert_eq!(
        gaps(&inventory),
        [format!(
            "eu-west-1 resource-policy/{unread} kms:GetKeyPolicy denied"
        )]
    );
    assert_eq!(server.asked_for("DescribeKey").len(), 0);
}

#[tokio::test]
async fn a_refused_list_hides_keys_and_their_policies() {
    let server = Server::start(|a| {
        (a.operation == "ListKeys").then(|| Reply::error(400, "AccessDeniedException"))
    });
    let mut plan = plan_of(&[Kind::Key]);
    policies(&mut plan);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let inventory = scan(&aws, &plan).await;
    assert_eq!(
        gaps(&inventory),
        [
            "eu-west-1 key/* kms:ListKeys denied",
            "eu-west-1 resource-policy/* kms:ListKeys denied",
        ]
    );
}

/// An alarm that notifies a topic which encrypts with the key `own`, by its ARN.
fn with_a_topic(asked: &Asked) -> Option<Reply> {
    use super::server::query;
    match asked.operation.as_str() {
        "DescribeAlarms" => Some(Reply::ok(
            json!({"MetricAlarms": [{
                "AlarmName": "a", "AlarmActions": ["arn:aws:sns:eu-west-1:123456789012:t"],
            }]})
            .to_string(),
        )),
        "GetTopicAttributes" => {
            let entry = format!(
                "<entry><key>KmsMasterKeyId</key><value>{}</value></entry>",
                arn("own")
            );
            let map = format!("<Attributes>{entry}</Attributes>");
            Some(Reply::ok(query(&asked.operation, &map)))
        }
        _ => there(asked),
    }
}

#[tokio::test]
async fn a_key_that_a_topic_names_is_asked_about_once() {
    let server = Server::start(with_a_topic);
    let mut plan = plan_of(&[Kind::Key, Kind::Alarm, Kind::Topic]);
    policies(&mut plan);
    everywhere(&mut plan);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let inventory = scan(&aws, &plan).await;
    let topic = &only(&inventory, Kind::Topic).body;
    assert_eq!(topic["Key"]["KeyMetadata"]["KeyId"], "own");
    assert_eq!(topic["Key"]["Policy"], "{\"Id\":\"own\"}");
    for operation in ["DescribeKey", "GetKeyPolicy"] {
        let asked = server.asked_for(operation);
        let of_own: Vec<&Asked> = asked.iter().filter(|a| a.has("own")).collect();
        assert_eq!(of_own.len(), 1, "{of_own:?}");
    }
}
