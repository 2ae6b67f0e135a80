//! Topics: their attributes, keys and subscriptions.

use serde_json::{Value, json};

use super::server::query;
use super::*;

const TOPICS: &[Call] = &[
    call::DESCRIBE_ALARMS,
    call::GET_TOPIC_ATTRIBUTES,
    call::LIST_SUBSCRIPTIONS_BY_TOPIC,
    call::GET_SUBSCRIPTION_ATTRIBUTES,
    call::DESCRIBE_KEY,
    call::GET_KEY_POLICY,
];

const KEY: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

fn arn(service: &str, resource: &str) -> String {
    format!("arn:aws:{service}:eu-west-1:123456789012:{resource}")
}

/// The answer to a request for attributes.
fn attributes(operation: &str, entries: &[(&str, &str)]) -> Reply {
    let entries = entries
        .iter()
        .map(|(key, value)| format!("<entry><key>{key}</key><value>{value}</value></entry>"));
    let entries = entries.collect::<Vec<_>>().concat();
    Reply::ok(query(
        operation,
        &format!("<Attributes>{entries}</Attributes>"),
    ))
}

fn subscriptions(arns: &[&str]) -> Reply {
    let members = arns
        .iter()
        .map(|arn| format!("<member><SubscriptionArn>{arn}</SubscriptionArn></member>"));
    let members = members.collect::<Vec<_>>().concat();
    let members = format!("<Subscriptions>{members}</Subscriptions>");
    Reply::ok(query("ListSubscriptionsByTopic", &members))
}

/// An alarm that notifies `topics`, each of which encrypts with the key beside it; over
/// it, `script`.
async fn scanned(
    topics: &[(&str, Option<&str>)],
    script: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static,
) -> (Inventory, Server) {
    let keys: Vec<(String, Option<String>)> = topics
        .iter()
        .map(|(name, key)| (arn("sns", name), key.map(str::to_owned)))
        .collect();
    let server = Server::start(move |a| {
        if let Some(reply) = script(a) {
            return Some(reply);
        }
        let arns: Vec<&String> = keys.iter().map(|(arn, _)| arn).collect();
        match a.operation.as_str() {
            "DescribeAlarms" => Some(Reply::ok(
                json!({"MetricAlarms": [{"AlarmName": "a", "AlarmActions": arns}]}).to_string(),
            )),
            "GetTopicAttributes" => {
                let asked = |(arn, _): &&(String, _)| a.names(arn);
                let key = keys.iter().find(asked).and_then(|(_, key)| key.as_deref());
                let key = key.map(|key| ("KmsMasterKeyId", key));
                let all: Vec<(&str, &str)> = key.into_iter().chain([("Policy", "p")]).collect();
                Some(attributes(&a.operation, &all))
            }
            "DescribeKey" => Some(Reply::ok(
                json!({"KeyMetadata": {
                    "KeyId": KEY, "Arn": arn("kms", &format!("key/{KEY}")),
                    "KeyManager": "CUSTOMER", "KeyState": "Enabled", "Enabled": true,
                    "CreationDate": 1_767_323_045.5,
                }})
                .to_string(),
            )),
            "GetKeyPolicy" => Some(Reply::ok(
                json!({"Policy": "{\"Statement\": []}", "PolicyName": "default"}).to_string(),
            )),
            _ => None,
        }
    });
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let mut plan = plan(TOPICS);
    everywhere(&mut plan);
    (scan(&aws, &plan).await, server)
}

fn body<'i>(inventory: &'i Inventory, topic: &str) -> &'i Value {
    let mut topics = inventory.of_kind(Kind::Topic);
    &topics.find(|t| t.id == topic).unwrap().body
}

#[tokio::test]
async fn the_key_is_asked_for_by_whatever_name_the_topic_has_for_it() {
    let by_arn = arn("kms", &format!("key/{KEY}"));
    let by_alias_arn = arn("kms", "alias/alerts");
    for id in [KEY, &by_arn, "alias/alerts", &by_alias_arn] {
        let (inventory, server) = scanned(&[("t", Some(id))], |_| None).await;
        let topic = body(&inventory, "t");
        assert_eq!(topic["Attributes"]["KmsMasterKeyId"], id);
        let key = &topic["Key"];
        assert_eq!(key["KeyMetadata"]["KeyManager"], "CUSTOMER", "{id}");
        assert_eq!(key["KeyMetadata"]["Enabled"], true);
        assert_eq!(key["KeyMetadata"]["CreationDate"], "2026-01-02T03:04:05Z");
        assert_eq!(key["KeyMetadata"]["DeletionDate"], Value::Null);
        assert_eq!(key["Policy"], "{\"Statement\": []}");
        let described = server.asked_for("DescribeKey");
        assert_eq!(described.len(), 1);
        assert!(described[0].has(&format!("\"{id}\"")), "{described:?}");
        // GetKeyPolicy takes no alias.
        let policy = server.asked_for("GetKeyPolicy");
        let expected = if id == KEY { KEY } else { by_arn.as_str() };
        assert!(policy[0].has(&format!("\"{expected}\"")), "{policy:?}");
        assert!(policy[0].has("\"PolicyName\":\"default\""));
        assert_eq!(gaps(&inventory), [""; 0]);
    }
}

#[tokio::test]
async fn no_key_and_the_key_of_aws_are_not_asked_about() {
    let of_aws = arn("kms", "alias/aws/sns");
    let topics = [
        ("aws", Some("alias/aws/sns")),
        ("awsarn", Some(of_aws.as_str())),
        ("blank", Some("")),
        ("plain", None),
    ];
    let (inventory, server) = scanned(&topics, |_| None).await;
    for (topic, _) in topics {
        assert_eq!(body(&inventory, topic).get("Key"), Some(&Value::Null));
    }
    assert_eq!(server.asked_for("DescribeKey"), []);
    assert_eq!(server.asked_for("GetKeyPolicy"), []);
}

#[tokio::test]
async fn a_key_of_several_topics_is_asked_about_once() {
    let topics = [("a", Some(KEY)), ("b", Some(KEY)), ("c", Some(KEY))];
    let (inventory, server) = scanned(&topics, |a| {
        (a.operation == "GetKeyPolicy").then(Reply::denied)
    })
    .await;
    assert_eq!(server.asked_for("DescribeKey").len(), 1);
    assert_eq!(server.asked_for("GetKeyPolicy").len(), 1);
    for (topic, _) in topics {
        let key = &body(&inventory, topic)["Key"];
        assert_eq!(key["KeyMetadata"]["KeyId"], KEY);
        assert_eq!(key["Policy"]["$gap"]["reason"], "denied");
    }
    let hidden = |topic| format!("eu-west-1 topic/{topic} kms:GetKeyPolicy denied");
    assert_eq!(gaps(&inventory), ["a", "b", "c"].map(hidden));
    assert_eq!(inventory.calls.failed, 1);
}

#[tokio::test]
async fn a_key_that_may_not_be_described_hides_its_policy_only_behind_an_alias() {
    for (id, policy_is_seen) in [(KEY, true), ("alias/alerts", false)] {
        let (inventory, _server) = scanned(&[("t", Some(id))], |a| {
            (a.operation == "DescribeKey").then(Reply::denied)
        })
        .await;
        let key = &body(&inventory, "t")["Key"];
        assert_eq!(key["KeyMetadata"]["$gap"]["reason"], "denied");
        let policy = &key["Policy"];
        if policy_is_seen {
            assert_eq!(*policy, "{\"Statement\": []}");
        } else {
            assert_eq!(policy["$gap"]["operation"], "kms:DescribeKey");
        }
        assert_eq!(
            gaps(&inventory),
            ["eu-west-1 topic/t kms:DescribeKey denied"]
        );
    }
}

#[tokio::test]
async fn a_key_that_is_not_there_is_seen_to_be_missing() {
    for id in [KEY, "alias/alerts"] {
        let (inventory, _server) = scanned(&[("t", Some(id))], |a| {
            (a.service == "kms").then(|| Reply::error(400, "NotFoundException"))
        })
        .await;
        let key = &body(&inventory, "t")["Key"];
        assert_eq!(*key, json!({"KeyMetadata": null, "Policy": null}));
        assert_eq!(gaps(&inventory), [""; 0]);
        assert_eq!(inventory.calls.failed, 0);
    }
}

#[tokio::test]
async fn attributes_that_are_denied_hide_the_key_and_leave_one_gap() {
    let (inventory, server) = scanned(&[("t", Some(KEY))], |a| {
        (a.operation == "GetTopicAttributes").then(Reply::denied)
    })
    .await;
    let topic = body(&inventory, "t");
    for field in ["Attributes", "Key"] {
        let gap = &topic[field]["$gap"];
        assert_eq!(gap["operation"], "sns:GetTopicAttributes", "{field}");
    }
    assert_eq!(
        gaps(&inventory),
        ["eu-west-1 topic/t sns:GetTopicAttributes denied"]
    );
    assert_eq!(server.asked_for("DescribeKey"), []);
}

#[tokio::test]
async fn confirmed_subscriptions_are_asked_about_once_each() {
    let (inventory, server) = scanned(&[("t", None)], |a| match a.operation.as_str() {
        // What is subscribed or unsubscribed meanwhile shifts the pages.
        "ListSubscriptionsByTopic" => Some(subscriptions(&[
            &arn("sns", "t:mail"),
            "PendingConfirmation",
            &arn("sns", "t:mail"),
            &arn("sns", "t:foreign"),
            &arn("sns", "t:gone"),
            "Deleted",
        ])),
        "GetSubscriptionAttributes" if a.has("foreign") => {
            Some(Reply::error(403, "AuthorizationError"))
        }
        "GetSubscriptionAttributes" if a.has("gone") => Some(Reply::error(404, "NotFound")),
        "GetSubscriptionAttributes" => Some(attributes(
            &a.operation,
            &[
                ("RawMessageDelivery", "false"),
                ("FilterPolicy", "{\"severity\": [\"high\"]}"),
                ("FilterPolicyScope", "MessageAttributes"),
            ],
        )),
        _ => None,
    })
    .await;
    assert_eq!(server.asked_for("GetSubscriptionAttributes").len(), 3);
    let list = body(&inventory, "t")["Subscriptions"].as_array().unwrap();
    let seen: Vec<(&str, Option<&Value>)> = list
        .iter()
        .map(|s| (s["SubscriptionArn"].as_str().unwrap(), s.get("Attributes")))
        .collect();
    let (mail, foreign) = (arn("sns", "t:mail"), arn("sns", "t:foreign"));
    let names: Vec<&str> = seen.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [&mail, "PendingConfirmation", &mail, &foreign, "Deleted"]
    );
    for place in [0, 2] {
        let attributes = seen[place].1.unwrap();
        assert_eq!(attributes["FilterPolicy"], "{\"severity\": [\"high\"]}");
    }
    assert_eq!((seen[1].1, seen[4].1), (None, None));
    assert_eq!(seen[3].1.unwrap()["$gap"]["reason"], "denied");
    assert_eq!(
        gaps(&inventory),
        ["eu-west-1 topic/t sns:GetSubscriptionAttributes denied"]
    );
}

#[tokio::test]
async fn nothing_more_is_asked_about_a_topic_that_is_gone() {
    let (inventory, server) = scanned(&[("t", Some(KEY))], |a| {
        (a.service == "sns").then(|| Reply::error(404, "NotFound"))
    })
    .await;
    assert_eq!(ids(&inventory, Kind::Topic), [""; 0]);
    assert_eq!(gaps(&inventory), [""; 0]);
    let made: BTreeSet<String> = server.counts().into_keys().collect();
    let sns: Vec<&String> = made
        .iter()
        .filter(|call| call.starts_with("sns:"))
        .collect();
    assert_eq!(
        sns,
        ["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"]
    );
    assert!(!made.iter().any(|call| call.starts_with("kms:")));
}
