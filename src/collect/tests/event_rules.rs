//! Event buses, their rules, and what these deliver to.

use serde_json::{Value, json};

use super::*;

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;
const KEY: &str = "1";

fn arn(service: &str, resource: &str) -> String {
    format!("arn:aws:{service}:eu-west-1:123456789012:{resource}")
}

fn ok(value: &Value) -> Reply {
    Reply::ok(value.to_string())
}

fn target(id: &str, arn: &str) -> Value {
    json!({"Id": id, "Arn": arn})
}

/// On bus `a` a rule that delivers to a topic, a queue with a key, and an alias of a function;
/// the lists of rules and targets have two pages each.
pub fn there(asked: &Asked) -> Option<Reply> {
    let is_last = asked.has("NextToken");
    Some(match asked.operation.as_str() {
        "ListRules" if !asked.has("\"EventBusName\":\"a\"") => ok(&json!({"Rules": []})),
        "ListRules" if is_last => ok(&json!({"Rules": [
            {"Name": "nightly", "Arn": arn("events", "rule/a/nightly"), "State": "DISABLED",
             "ScheduleExpression": "cron(0 2 * * ? *)", "EventBusName": "a"},
        ]})),
        "ListRules" => ok(&json!({"NextToken": "t", "Rules": [
            {"Name": "root", "Arn": arn("events", "rule/a/root"), "State": "ENABLED",
             "EventPattern": "{\"detail-type\":[\"AWS API Call via CloudTrail\"]}"},
        ]})),
        "ListTargetsByRule" if !asked.has("\"Rule\":\"root\"") => ok(&json!({"Targets": []})),
        "ListTargetsByRule" if is_last => ok(&json!({"Targets": [
            target("3", &arn("lambda", "function:a:live")),
            target("4", &arn("ecs", "cluster/jobs")),
        ]})),
        "ListTargetsByRule" => ok(&json!({"NextToken": "t", "Targets": [
            {"Id": "1", "Arn": arn("sns", "alerts"), "InputPath": "$.detail"},
            target("2", &arn("sqs", "for-events")),
        ]})),
        "GetQueueAttributes" if asked.has("/for-events") => ok(&json!({"Attributes": {
            "Policy": POLICY, "KmsMasterKeyId": KEY,
        }})),
        _ => return None,
    })
}

fn buses(asked: &Asked) -> Option<Reply> {
    Some(match asked.operation.as_str() {
        "ListEventBuses" => ok(&json!({"EventBuses": [
            {"Name": "a", "Arn": arn("events", "event-bus/a"), "Policy": POLICY},
            {"Name": "default", "Arn": arn("events", "event-bus/default"), "Policy": ""},
            {"Name": "shared", "Arn": "arn:aws:events:eu-west-1:999999999999:event-bus/shared"},
        ]})),
        "GetPolicy" | "GetKeyPolicy" => ok(&json!({ "Policy": POLICY })),
        "DescribeKey" => ok(&json!({"KeyMetadata": {"KeyId": KEY, "Enabled": true}})),
        _ => return there(asked),
    })
}

const ALL: &[Kind] = &[
    Kind::EventBus,
    Kind::EventRule,
    Kind::EventTarget,
    Kind::Topic,
];

async fn scanned(
    kinds: &[Kind],
    script: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static,
) -> (Inventory, Server) {
    let server = Server::start(move |a| script(a).or_else(|| buses(a)));
    let aws = aws_with(&server, named(&["eu-west-1"]));
    (scan(&aws, &plan_of(kinds)).await, server)
}

/// What is found of the targets of a rule that delivers to `arns`.
async fn targets(
    arns: &[&str],
    script: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static,
) -> (Inventory, Server) {
    let listed: Vec<Value> = arns.iter().map(|arn| target(arn, arn)).collect();
    scanned(&[Kind::EventTarget], move |a| {
        let of_root = a.operation == "ListTargetsByRule" && a.has("\"root\"");
        let listed = of_root.then(|| Reply::ok(json!({ "Targets": listed }).to_string()));
        script(a).or(listed)
    })
    .await
}

fn body<'i>(inventory: &'i Inventory, kind: Kind, id: &str) -> &'i Value {
    let mut all = inventory.of_kind(kind);
    &all.find(|r| r.id == id).unwrap().body
}

#[tokio::test]
async fn a_bus_leads_to_its_rules_and_these_to_their_targets() {
    let (inventory, server) = scanned(ALL, |_| None).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    // That of another account is for the other to judge.
    assert_eq!(ids(&inventory, Kind::EventBus), ["a", "default"]);
    assert_eq!(body(&inventory, Kind::EventBus, "a")["Policy"], POLICY);
    let default = body(&inventory, Kind::EventBus, "default");
    assert_eq!(default["Policy"], Value::Null);
    assert!(
        !server
            .asked_for("ListRules")
            .iter()
            .any(|a| a.has("shared"))
    );

    assert_eq!(ids(&inventory, Kind::EventRule), ["a/nightly", "a/root"]);
    let root = body(&inventory, Kind::EventRule, "a/root");
    assert_eq!(root["State"], "ENABLED");
    assert!(root["EventPattern"].is_string());
    assert_eq!(root["EventBusName"], "a", "filled in where it is left out");
    assert_eq!(root["Targets"].as_array().unwrap().len(), 4, "both pages");
    assert_eq!(root["Targets"][0]["InputPath"], "$.detail");
    let nightly = body(&inventory, Kind::EventRule, "a/nightly");
    assert_eq!(nightly["EventPattern"], Value::Null);
    assert_eq!(nightly["Targets"], json!([]));

    let queue = arn("sqs", "for-events");
    let function = arn("lambda", "function:a:live");
    assert_eq!(
        ids(&inventory, Kind::EventTarget),
        [function.as_str(), queue.as_str()]
    );
    let queue = body(&inventory, Kind::EventTarget, &queue);
    assert_eq!(
        (&queue["Exists"], &queue["Policy"]),
        (&json!(true), &json!(POLICY))
    );
    assert_eq!(queue["KmsMasterKeyId"], KEY);
    assert_eq!(queue["Key"]["KeyMetadata"]["Enabled"], true);
    let function = body(&inventory, Kind::EventTarget, &function);
    assert_eq!(function["Exists"], true);
    assert_eq!(function["Policy"], POLICY);
    assert_eq!(function.get("Key"), Some(&Value::Null));
    assert_eq!(ids(&inventory, Kind::Topic), ["alerts"]);
    assert!(server.asked_for("ListRules")[0].has("\"Limit\":100"));
    assert!(server.asked_for("ListTargetsByRule")[0].has("\"EventBusName\":\"a\""));
}

#[tokio::test]
async fn only_what_is_planned_is_asked() {
    let (inventory, server) = scanned(&[Kind::EventBus], |_| None).await;
    assert_eq!(server.asked_for("ListRules"), []);
    assert_eq!(ids(&inventory, Kind::EventBus), ["a", "default"]);

    let server = Server::start(buses);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let mut plan = plan_of(&[Kind::EventRule]);
    plan.calls.remove(&call::LIST_TARGETS_BY_RULE);
    plan.needs
        .remove(&(Kind::EventRule, call::LIST_TARGETS_BY_RULE));
    let inventory = scan(&aws, &plan).await;
    assert_eq!(inventory.of_kind(Kind::EventRule).count(), 2);
    let root = body(&inventory, Kind::EventRule, "a/root");
    assert_eq!(root.get("Targets"), None);
    assert_eq!(server.asked_for("ListTargetsByRule"), []);

    // Rules that look at topics alone want no queues, and those over policies no rules.
    let (inventory, server) = scanned(&[Kind::Topic], |_| None).await;
    assert_eq!(ids(&inventory, Kind::Topic), ["alerts"]);
    assert_eq!(server.asked_for("GetQueueAttributes"), []);
    let root = body(&inventory, Kind::EventRule, "a/root");
    assert_eq!(root.get("Targets"), None);
    let (_, server) = scanned(&[Kind::ResourcePolicy], |_| None).await;
    assert_eq!(server.asked_for("ListRules"), []);
}

#[tokio::test]
async fn answers_are_shared_with_the_policies_of_resources() {
    let (inventory, server) = scanned(&[Kind::ResourcePolicy, Kind::EventTarget], |a| {
        Some(match a.operation.as_str() {
            "ListQueues" => ok(&json!({"QueueUrls": [
                "https://sqs.eu-west-1.amazonaws.com/123456789012/for-events"]})),
            "ListTargetsByRule" if a.has("root") => ok(&json!({"Targets": [
                target("1", &arn("lambda", "function:f")),
                target("2", &arn("sqs", "for-events")),
            ]})),
            "ListFunctions" => ok(&json!({"Functions": [
                {"FunctionName": "f", "FunctionArn": arn("lambda", "function:f")}]})),
            _ => return None,
        })
    })
    .await;
    for call in ["ListEventBuses", "GetQueueAttributes", "GetPolicy"] {
        assert_eq!(server.asked_for(call).len(), 1, "{call}");
    }
    let policies = inventory.of_kind(Kind::ResourcePolicy);
    let policies: Vec<&str> = policies.map(|r| r.id.as_str()).collect();
    assert!(
        policies.contains(&arn("sqs", "for-events").as_str()),
        "{policies:?}"
    );
    assert!(policies.contains(&arn("lambda", "function:f").as_str()));
}

#[tokio::test]
async fn a_denied_list_hides_what_it_would_have_led_to() {
    for (denied, hidden) in [
        (
            "ListEventBuses",
            &["topic", "event-bus", "event-rule", "event-target"][..],
        ),
        ("ListRules", &["topic", "event-rule", "event-target"]),
        ("ListTargetsByRule", &["topic", "event-target"]),
    ] {
        let (inventory, _server) =
            scanned(ALL, move |a| (a.operation == denied).then(Reply::denied)).await;
        let lists = inventory.gaps.iter().filter(|gap| gap.resource.is_none());
        let lists: Vec<&str> = lists.map(|gap| gap.kind.name()).collect();
        assert_eq!(lists, hidden, "{denied}");
        assert!(
            inventory
                .gaps
                .iter()
                .all(|g| g.call.operation_name() == denied)
        );
    }
}

#[tokio::test]
async fn targets_that_are_denied_say_so_in_their_rule() {
    // The second page is denied: what stands on the first is found all the same.
    let (inventory, _server) = scanned(ALL, |a| {
        (a.operation == "ListTargetsByRule" && a.has("NextToken")).then(Reply::denied)
    })
    .await;
    let root = body(&inventory, Kind::EventRule, "a/root");
    assert_eq!(root["Targets"]["$gap"]["reason"], "denied");
    assert_eq!(ids(&inventory, Kind::Topic), ["alerts"]);
    assert_eq!(
        gaps(&inventory),
        [
            "eu-west-1 topic/* events:ListTargetsByRule denied",
            "eu-west-1 event-rule/a/root events:ListTargetsByRule denied",
            "eu-west-1 event-target/* events:ListTargetsByRule denied",
        ]
    );
}

#[tokio::test]
async fn buses_and_rules_that_are_gone_leave_nothing() {
    for (operation, rules) in [
        ("ListRules", &[][..]),
        ("ListTargetsByRule", &["a/nightly"]),
    ] {
        let (inventory, _server) = scanned(ALL, move |a| {
            let gone = a.operation == operation && !a.has("nightly");
            gone.then(|| Reply::error(400, "ResourceNotFoundException"))
        })
        .await;
        assert_eq!(ids(&inventory, Kind::EventRule), rules, "{operation}");
        assert_eq!(gaps(&inventory), [""; 0]);
        assert_eq!(inventory.calls.failed, 0);
    }
}

#[tokio::test]
async fn queues_and_functions_that_are_not_there_are_told_as_far_as_can_be() {
    let queue = arn("sqs", "gone");
    let function = arn("lambda", "function:gone");
    let (inventory, _server) = targets(&[&queue, &function, "no ARN", ""], |a| {
        match a.operation.as_str() {
            "GetQueueAttributes" => Some(Reply::error(400, "QueueDoesNotExist")),
            "GetPolicy" => Some(Reply::error(404, "ResourceNotFoundException")),
            _ => None,
        }
    })
    .await;
    assert_eq!(
        *body(&inventory, Kind::EventTarget, &queue),
        json!({"Arn": queue, "Exists": false, "Policy": null, "KmsMasterKeyId": null, "Key": null})
    );
    assert_eq!(
        *body(&inventory, Kind::EventTarget, &function),
        json!({"Arn": function, "Exists": null, "Policy": null, "KmsMasterKeyId": null, "Key": null})
    );
    assert_eq!(inventory.of_kind(Kind::EventTarget).count(), 2);
    assert_eq!(gaps(&inventory), [""; 0]);
}

#[tokio::test]
async fn what_belongs_to_another_account_is_not_asked_about() {
    let queue = "arn:aws:sqs:eu-west-1:999999999999:theirs";
    let function = "arn:aws:lambda:eu-west-1:999999999999:function:theirs";
    let (inventory, server) = targets(&[queue, function], |_| None).await;
    for operation in ["GetQueueAttributes", "GetPolicy"] {
        assert_eq!(server.asked_for(operation), []);
    }
    for (id, operation) in [
        (queue, "sqs:GetQueueAttributes"),
        (function, "lambda:GetPolicy"),
    ] {
        let target = body(&inventory, Kind::EventTarget, id);
        assert_eq!(target["Exists"], Value::Null);
        assert_eq!(target["Policy"]["$gap"]["operation"], operation);
        let detail = target["Policy"]["$gap"]["detail"].as_str().unwrap();
        assert!(detail.contains("account 999999999999"), "{detail}");
    }
    assert_eq!(inventory.gaps.len(), 2);
    assert_eq!(inventory.calls.failed, 0);
}

#[tokio::test]
async fn a_target_of_several_rules_is_asked_about_once() {
    let queue = arn("sqs", "for-events");
    let (inventory, server) = scanned(ALL, move |a| {
        let targets = json!({"Targets": [target("1", &queue), target("2", &queue)]});
        (a.operation == "ListTargetsByRule").then(|| Reply::ok(targets.to_string()))
    })
    .await;
    assert_eq!(server.asked_for("GetQueueAttributes").len(), 1);
    assert_eq!(inventory.of_kind(Kind::EventTarget).count(), 1);
    assert!(
        server.asked_for("GetQueueAttributes")[0]
            .has(&format!("{}/123456789012/for-events", server.url))
    );
}

#[tokio::test]
async fn no_key_and_the_key_of_aws_are_not_asked_about() {
    for key in ["", "alias/aws/sqs"] {
        let queue = arn("sqs", "for-events");
        let (inventory, server) = targets(&[&queue], move |a| {
            let attributes = json!({"Attributes": {"Policy": "", "KmsMasterKeyId": key}});
            (a.operation == "GetQueueAttributes").then(|| Reply::ok(attributes.to_string()))
        })
        .await;
        let queue = body(&inventory, Kind::EventTarget, &queue);
        assert_eq!(queue.get("Key"), Some(&Value::Null));
        assert_eq!(queue["Policy"], Value::Null);
        assert_eq!(server.asked_for("DescribeKey"), []);
    }
}

#[tokio::test]
async fn denied_details_hide_no_more_than_themselves() {
    let queue = arn("sqs", "for-events");
    let function = arn("lambda", "function:a");
    for (denied, id, fields) in [
        ("GetQueueAttributes", &queue, &["/Policy", "/Key"][..]),
        ("GetPolicy", &function, &["/Policy"]),
        ("DescribeKey", &queue, &["/Key/KeyMetadata"]),
        ("GetKeyPolicy", &queue, &["/Key/Policy"]),
    ] {
        let (inventory, _server) = targets(&[&queue, &function], move |a| {
            (a.operation == denied).then(Reply::denied)
        })
        .await;
        let target = body(&inventory, Kind::EventTarget, id);
        for field in fields {
            let gap = target.pointer(field).unwrap();
            assert_eq!(gap["$gap"]["reason"], "denied", "{denied}: {target}");
        }
        assert_eq!(inventory.gaps.len(), 1, "{denied}");
    }
}
