//! The keys that trails encrypt with.

use serde_json::{Value, json};

use super::*;

const PLAIN: &[Call] = &[call::DESCRIBE_TRAILS];
const WITH_KEYS: &[Call] = &[call::DESCRIBE_TRAILS, call::DESCRIBE_KEY];

fn key(n: &str) -> String {
    format!("arn:aws:kms:eu-west-1:123456789012:key/{n}")
}

fn script(asked: &Asked) -> Option<Reply> {
    let trail = |account: &str, name: &str, key: Option<String>| {
        json!({"Name": name, "HomeRegion": "us-east-1", "KmsKeyId": key,
               "TrailARN": format!("arn:aws:cloudtrail:us-east-1:{account}:trail/{name}")})
    };
    let own = "123456789012";
    Some(match asked.operation.as_str() {
        "DescribeTrails" => Reply::ok(
            json!({"trailList": [
                trail(own, "a", Some(key("1"))), trail(own, "b", Some(key("1"))),
                trail(own, "c", Some(key("gone"))), trail(own, "d", Some(key("denied"))),
                trail(own, "e", None), trail(own, "f", Some(String::new())),
                trail("999999999999", "org", Some(key("2"))),
            ]})
            .to_string(),
        ),
        "DescribeKey" if asked.has("gone") => Reply::error(400, "NotFoundException"),
        "DescribeKey" if asked.has("denied") => Reply::error(400, "AccessDeniedException"),
        "DescribeKey" => Reply::ok(
            json!({"KeyMetadata": {"KeyId": "1", "Arn": key("1"), "KeyState": "PendingDeletion"}})
                .to_string(),
        ),
        _ => return None,
    })
}

#[tokio::test]
async fn keys_of_the_accounts_own_trails_are_asked_about_once_each() {
    let server = Server::start(script);
    let inventory = scan(&aws(&server), &plan(WITH_KEYS)).await;
    let bodies: Vec<&Value> = inventory.of_kind(Kind::Trail).map(|r| &r.body).collect();
    let keys: Vec<&Value> = bodies.iter().map(|b| &b["KmsKey"]).collect();
    let [a, b, gone, denied, none, empty, foreign] = keys.as_slice() else {
        panic!("{keys:?}");
    };
    assert_eq!(a["KeyState"], "PendingDeletion");
    assert_eq!(b["KeyState"], "PendingDeletion");
    assert_eq!(denied["$gap"]["operation"], "kms:DescribeKey");
    for absent in [gone, none, empty, foreign] {
        assert_eq!(**absent, Value::Null);
    }
    let asked = server.asked_for("DescribeKey");
    assert_eq!(asked.len(), 3);
    assert!(
        asked.iter().all(|a| a.region == "eu-west-1"),
        "the key's own"
    );
    assert_eq!(
        gaps(&inventory),
        ["us-east-1 trail/d kms:DescribeKey denied"]
    );
}

#[tokio::test]
async fn without_a_plan_for_them_keys_are_not_asked_about() {
    let server = Server::start(script);
    scan(&aws(&server), &plan(PLAIN)).await;
    assert!(server.asked_for("DescribeKey").is_empty());
    // A topic's key is asked about, a trail's is not.
    let mut for_topics = plan(PLAIN);
    for_topics.calls.extend(plan(WITH_KEYS).calls);
    scan(&aws(&server), &for_topics).await;
    assert!(server.asked_for("DescribeKey").is_empty());
}
