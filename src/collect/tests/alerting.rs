//! From trails to topics.

use serde_json::{Value, json};

use super::server::query;
use super::*;

const ALERTING: &[Call] = &[
    call::DESCRIBE_TRAILS,
    call::GET_TRAIL_STATUS,
    call::GET_EVENT_SELECTORS,
    call::DESCRIBE_LOG_GROUPS,
    call::DESCRIBE_METRIC_FILTERS,
    call::DESCRIBE_ALARMS,
    call::GET_TOPIC_ATTRIBUTES,
    call::LIST_SUBSCRIPTIONS_BY_TOPIC,
];

fn trail(name: &str, home: &str, group: Option<&str>) -> Value {
    json!({
        "Name": name,
        "HomeRegion": home,
        "TrailARN": format!("arn:aws:cloudtrail:{home}:123456789012:trail/{name}"),
        "CloudWatchLogsLogGroupArn": group,
    })
}

fn trails(trails: &[Value]) -> Reply {
    Reply::ok(json!({ "trailList": trails }).to_string())
}

fn group_arn(region: &str, account: &str, name: &str) -> String {
    format!("arn:aws:logs:{region}:{account}:log-group:{name}:*")
}

fn topic_arn(name: &str) -> String {
    format!("arn:aws:sns:eu-west-1:123456789012:{name}")
}

#[tokio::test]
async fn a_trail_is_there_once_and_asked_about_at_home() {
    let server = Server::start(|a| match a.operation.as_str() {
        // Its home region describes it last, and with more to say.
        "DescribeTrails" if a.region == "us-east-1" => Some(trails(&[
            json!({"Name": "main", "HomeRegion": "us-east-1", "IsMultiRegionTrail": true,
                   "TrailARN": "arn:aws:cloudtrail:us-east-1:123456789012:trail/main"}),
        ])),
        "DescribeTrails" => Some(trails(&[
            trail("main", "us-east-1", None),
            trail("far", "ap-south-1", None),
        ])),
        "GetTrailStatus" => Some(Reply::ok(
            json!({"IsLogging": true, "LatestDeliveryTime": 1_767_323_045.9}).to_string(),
        )),
        _ => None,
    });
    let inventory = scan(&aws(&server), &plan(ALERTING)).await;
    let found: Vec<(&str, &str)> = inventory
        .of_kind(Kind::Trail)
        .map(|t| (t.region.as_ref().unwrap().as_str(), t.id.as_str()))
        .collect();
    assert_eq!(found, [("ap-south-1", "far"), ("us-east-1", "main")]);
    let main = inventory.of_kind(Kind::Trail).last().unwrap();
    assert_eq!(main.body["IsMultiRegionTrail"], true);
    assert_eq!(
        main.body["Status"]["LatestDeliveryTime"],
        "2026-01-02T03:04:05Z"
    );
    let asked = server.asked_for("GetTrailStatus");
    let regions: Vec<&str> = asked.iter().map(|a| a.region.as_str()).collect();
    assert_eq!(regions, ["ap-south-1", "us-east-1"]);
    assert!(asked[1].has("arn:aws:cloudtrail:us-east-1:123456789012:trail/main"));
    assert!(server.asked_for("DescribeTrails")[0].has("\"includeShadowTrails\":true"));
}

/// Two trails into one log group in eu-west-1, a third into a group of another account.
fn watched(asked: &Asked) -> Option<Reply> {
    let group = group_arn("eu-west-1", "123456789012", "/aws/trail");
    let foreign = group_arn("us-east-1", "999999999999", "/aws/trail");
    match asked.operation.as_str() {
        "DescribeTrails" if asked.region == "eu-west-1" => Some(trails(&[
            trail("one", "eu-west-1", Some(&group)),
            trail("two", "eu-west-1", Some(&group)),
            trail("org", "us-east-1", Some(&foreign)),
        ])),
        "DescribeLogGroups" => Some(Reply::ok(
            json!({"logGroups": [
                {"logGroupName": "/aws/trail-of-others", "creationTime": 1},
                {"logGroupName": "/aws/trail", "creationTime": 2},
            ]})
            .to_string(),
        )),
        "DescribeMetricFilters" => Some(Reply::ok(
            json!({"metricFilters": [{
                "filterName": "root", "filterPattern": "{ $.a = 1 }",
                "logGroupName": "/aws/trail", "creationTime": 3,
                "metricTransformations": [
                    {"metricName": "Root", "metricNamespace": "CIS", "metricValue": "1"},
                ],
            }]})
            .to_string(),
        )),
        "DescribeAlarms" => Some(alarms(asked)),
        "GetTopicAttributes" | "ListSubscriptionsByTopic" if asked.has("foreign") => {
            Some(Reply::error(403, "AuthorizationError"))
        }
        "GetTopicAttributes" | "ListSubscriptionsByTopic" if asked.has("deleted") => {
            Some(Reply::error(404, "NotFound"))
        }
        "GetTopicAttributes" => Some(Reply::ok(query(
            "GetTopicAttributes",
            "<Attributes><entry><key>Owner</key><value>123456789012</value></entry></Attributes>",
        ))),
        "ListSubscriptionsByTopic" => Some(subscriptions(asked)),
        _ => None,
    }
}

fn alarms(asked: &Asked) -> Reply {
    let notify = |names: &[&str]| names.iter().map(|n| topic_arn(n)).collect::<Vec<_>>();
    Reply::ok(if asked.nth == 0 {
        json!({
            "MetricAlarms": [
                {"AlarmName": "root", "Namespace": "CIS", "MetricName": "Root", "Threshold": 1,
                 "EvaluationPeriods": 1, "StateUpdatedTimestamp": 1_767_323_045,
                 "AlarmActions": notify(&["direct", "deleted"])},
                {"AlarmName": "cpu", "Namespace": "AWS/EC2", "MetricName": "CPUUtilization",
                 "AlarmActions": notify(&["unrelated"])},
            ],
            "CompositeAlarms": [
                {"AlarmName": "outer", "AlarmRule": "ALARM(inner)",
                 "AlarmActions": notify(&["composite"])},
                {"AlarmName": "inner", "AlarmRule": "ALARM(\"root\") OR FALSE"},
            ],
            "NextToken": "more",
        })
        .to_string()
    } else {
        json!({
            "MetricAlarms": [
                {"AlarmName": "math", "AlarmActions": [topic_arn("foreign"),
                    "arn:aws:automate:eu-west-1:ec2:stop"],
                 "Metrics": [{"Id": "m", "MetricStat": {"Period": 300, "Stat": "Sum",
                    "Metric": {"Namespace": "CIS", "MetricName": "Root"}}}]},
            ],
        })
        .to_string()
    })
}

fn subscriptions(asked: &Asked) -> Reply {
    if asked.has("composite") && asked.has("NextToken") {
        return Reply::denied();
    }
    let next = if asked.has("composite") {
        "<NextToken>x</NextToken>"
    } else {
        ""
    };
    Reply::ok(query(
        "ListSubscriptionsByTopic",
        &format!(
            "<Subscriptions><member><Protocol>email</Protocol></member></Subscriptions>{next}"
        ),
    ))
}

#[tokio::test]
async fn every_stage_is_asked_only_where_the_one_before_leads() {
    let server = Server::start(watched);
    let inventory = scan(&aws(&server), &plan(ALERTING)).await;
    assert_eq!(ids(&inventory, Kind::LogGroup), ["/aws/trail"]);
    assert_eq!(ids(&inventory, Kind::MetricFilter), ["/aws/trail:root"]);
    assert_eq!(
        ids(&inventory, Kind::Alarm),
        ["cpu", "inner", "math", "outer", "root"]
    );
    assert_eq!(
        ids(&inventory, Kind::Topic),
        ["composite", "direct", "foreign"]
    );
    // What was once named twice is asked once, and all of it in its own region.
    for (operation, times) in [
        ("DescribeLogGroups", 1),
        ("DescribeMetricFilters", 1),
        ("DescribeAlarms", 2),
        ("GetTopicAttributes", 4),
    ] {
        let asked = server.asked_for(operation);
        assert_eq!(asked.len(), times, "{operation}");
        assert!(asked.iter().all(|a| a.region == "eu-west-1"), "{operation}");
    }
    assert!(server.asked_for("DescribeAlarms")[0].has("CompositeAlarm"));
    assert_eq!(
        gaps(&inventory),
        [
            "eu-west-1 topic/composite sns:ListSubscriptionsByTopic denied",
            "eu-west-1 topic/foreign sns:GetTopicAttributes denied",
            "eu-west-1 topic/foreign sns:ListSubscriptionsByTopic denied",
        ]
    );
}

#[tokio::test]
async fn bodies_have_the_shape_of_the_command_line() {
    let server = Server::start(watched);
    let inventory = scan(&aws(&server), &plan(ALERTING)).await;
    let body = |kind, id: &str| {
        let mut found = inventory.of_kind(kind);
        &found.find(|r| r.id == id).unwrap().body
    };
    let root = body(Kind::Alarm, "root");
    assert_eq!(root["Threshold"], 1.0);
    assert_eq!(root["StateUpdatedTimestamp"], "2026-01-02T03:04:05Z");
    assert_eq!(root["AlarmRule"], Value::Null);
    let math = &body(Kind::Alarm, "math")["Metrics"][0]["MetricStat"];
    assert_eq!(math["Metric"]["MetricName"], "Root");
    assert_eq!(body(Kind::Alarm, "outer")["AlarmRule"], "ALARM(inner)");
    assert_eq!(body(Kind::LogGroup, "/aws/trail")["creationTime"], 2);
    let filter = body(Kind::MetricFilter, "/aws/trail:root");
    assert_eq!(filter["metricTransformations"][0]["metricNamespace"], "CIS");
    let topic = body(Kind::Topic, "composite");
    assert_eq!(topic["Attributes"]["Owner"], "123456789012");
    assert_eq!(topic["Subscriptions"][0]["Protocol"], "email");
    assert_eq!(topic["Subscriptions"][1]["$gap"]["reason"], "denied");
}

#[tokio::test]
async fn alarms_everywhere_notify_every_topic() {
    let server = Server::start(watched);
    let mut plan = plan(ALERTING);
    everywhere(&mut plan);
    let inventory = scan(&aws(&server), &plan).await;
    let topics: BTreeSet<&str> = ids(&inventory, Kind::Topic).into_iter().collect();
    let expected = ["composite", "direct", "foreign", "unrelated"];
    assert_eq!(topics, expected.into());
    let asked = server.asked_for("DescribeAlarms");
    let regions: BTreeSet<&str> = asked.iter().map(|a| a.region.as_str()).collect();
    assert_eq!(regions, ["eu-west-1", "us-east-1"].into());
}

#[tokio::test]
async fn a_stage_that_is_denied_hides_the_topics_behind_it() {
    for (denied, hidden) in [
        ("DescribeMetricFilters", ["metric-filter", "topic"]),
        ("DescribeAlarms", ["alarm", "topic"]),
    ] {
        let server = Server::start(move |a| {
            if a.operation == denied {
                return Some(Reply::denied());
            }
            watched(a)
        });
        let inventory = scan(&aws(&server), &plan(ALERTING)).await;
        assert_eq!(ids(&inventory, Kind::Topic), [""; 0], "{denied}");
        let hidden_by: Vec<(&str, &str)> = inventory
            .gaps
            .iter()
            .map(|g| (g.kind.name(), g.call.operation_name()))
            .collect();
        assert_eq!(hidden_by, hidden.map(|kind| (kind, denied)));
    }
}

#[tokio::test]
async fn a_log_group_that_is_gone_is_neither_found_nor_missed() {
    let server = Server::start(|a| match a.operation.as_str() {
        "DescribeLogGroups" => Some(Reply::ok("{\"logGroups\":[]}")),
        "DescribeMetricFilters" => Some(Reply::error(400, "ResourceNotFoundException")),
        _ => watched(a),
    });
    let inventory = scan(&aws(&server), &plan(ALERTING)).await;
    assert_eq!(ids(&inventory, Kind::LogGroup), [""; 0]);
    assert_eq!(ids(&inventory, Kind::Topic), [""; 0]);
    assert_eq!(gaps(&inventory), [""; 0]);
    assert_eq!(inventory.calls.failed, 0);
}
