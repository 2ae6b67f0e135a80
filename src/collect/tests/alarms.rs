//! Alarms of all types, and what keeps them quiet.

use serde_json::{Value, json};

use super::*;

const MUTING: &[Call] = &[
    call::DESCRIBE_TRAILS,
    call::LIST_ALARM_MUTE_RULES,
    call::GET_ALARM_MUTE_RULE,
];

fn rule_arn(name: &str) -> String {
    format!("arn:aws:cloudwatch:eu-west-1:123456789012:alarm-mute-rule:{name}")
}

/// Alarms everywhere, in one region.
async fn scanned(server: &Server, calls: &[Call]) -> Inventory {
    let aws = aws_with(server, named(&["eu-west-1"]));
    let mut plan = plan(calls);
    everywhere(&mut plan);
    scan(&aws, &plan).await
}

fn listed(rules: &[(&str, &str)], next: Option<&str>) -> Reply {
    let summaries: Vec<Value> = rules
        .iter()
        .map(|(name, status)| {
            json!({"AlarmMuteRuleArn": rule_arn(name), "Status": status,
                   "LastUpdatedTimestamp": 1_767_323_045})
        })
        .collect();
    Reply::ok(json!({"AlarmMuteRuleSummaries": summaries, "NextToken": next}).to_string())
}

#[tokio::test]
async fn mute_rules_that_have_not_expired_are_read_page_by_page() {
    let server = Server::start(|a| match (a.operation.as_str(), a.nth) {
        ("ListAlarmMuteRules", 0) => Some(listed(
            &[("nightly", "SCHEDULED"), ("over", "EXPIRED")],
            Some("more"),
        )),
        ("ListAlarmMuteRules", _) => Some(listed(&[("now", "ACTIVE"), ("gone", "ODD")], None)),
        ("GetAlarmMuteRule", _) if a.has("gone") => {
            Some(Reply::error(404, "ResourceNotFoundException"))
        }
        ("GetAlarmMuteRule", _) if a.has("nightly") => Some(Reply::ok(
            json!({
                "Name": "nightly", "AlarmMuteRuleArn": rule_arn("nightly"),
                "Rule": {"Schedule": {"Expression": "cron(0 2 * * *)", "Duration": "PT2H",
                                      "Timezone": "Europe/Berlin"}},
                "MuteTargets": {"AlarmNames": ["root", "iam"]},
                "StartDate": 1_767_323_045, "Status": "SCHEDULED", "MuteType": "RECURRING",
            })
            .to_string(),
        )),
        ("GetAlarmMuteRule", _) => Some(Reply::ok(json!({"Name": "now"}).to_string())),
        _ => None,
    });
    let inventory = scanned(&server, MUTING).await;
    assert_eq!(ids(&inventory, Kind::AlarmMuteRule), ["nightly", "now"]);
    let rule = inventory.of_kind(Kind::AlarmMuteRule).next().unwrap();
    assert_eq!(rule.arn.as_deref(), Some(rule_arn("nightly").as_str()));
    assert_eq!(
        rule.body["Rule"]["Schedule"]["Expression"],
        "cron(0 2 * * *)"
    );
    assert_eq!(rule.body["MuteTargets"]["AlarmNames"][1], "iam");
    assert_eq!(rule.body["StartDate"], "2026-01-02T03:04:05Z");
    assert_eq!(rule.body["ExpireDate"], Value::Null);
    let pages = server.asked_for("ListAlarmMuteRules");
    assert_eq!(pages.iter().filter(|a| a.has("more")).count(), 1);
    // The expired one is not asked about, and the one that is gone is no hole.
    assert_eq!(server.asked_for("GetAlarmMuteRule").len(), 3);
    assert_eq!(gaps(&inventory), [""; 0]);
    assert_eq!(inventory.calls.failed, 0);
}

#[tokio::test]
async fn an_endpoint_without_mute_rules_is_no_failure() {
    for reply in [
        Reply::status(404, "<!doctype html><h1>Not Found</h1>"),
        Reply::error(400, "UnknownOperationException"),
        Reply::error(501, "InternalFailure"),
        Reply::status(500, "<!doctype html><h1>Internal Server Error</h1>"),
        // The same, translated by something in between.
        Reply::status(
            500,
            "{\"message\": \"<!doctype html><h1>Internal Server Error</h1>\"}",
        ),
    ] {
        let server =
            Server::start(move |a| (a.operation == "ListAlarmMuteRules").then(|| reply.clone()));
        let inventory = scanned(&server, MUTING).await;
        assert_eq!(
            gaps(&inventory),
            ["eu-west-1 alarm-mute-rule/* cloudwatch:ListAlarmMuteRules unsupported"]
        );
        assert_eq!(inventory.calls.failed, 0);
    }
}

#[tokio::test]
async fn mute_rules_that_are_denied_or_unreadable_are_gaps() {
    let server = Server::start(|a| {
        (a.operation == "ListAlarmMuteRules").then(|| Reply::error(403, "AccessDeniedException"))
    });
    let inventory = scanned(&server, MUTING).await;
    assert_eq!(
        gaps(&inventory),
        ["eu-west-1 alarm-mute-rule/* cloudwatch:ListAlarmMuteRules denied"]
    );
    assert_eq!(inventory.calls.failed, 1);

    let server = Server::start(|a| match a.operation.as_str() {
        "ListAlarmMuteRules" => Some(Reply::ok(
            json!({"AlarmMuteRuleSummaries": [
                {"AlarmMuteRuleArn": rule_arn("one")}, {"AlarmMuteRuleArn": rule_arn("two")},
                {"AlarmMuteRuleArn": "odd"},
            ]})
            .to_string(),
        )),
        "GetAlarmMuteRule" if a.has("one") => Some(Reply::denied()),
        "GetAlarmMuteRule" => Some(Reply::ok(json!({"Name": "two"}).to_string())),
        _ => None,
    });
    let inventory = scanned(&server, MUTING).await;
    assert_eq!(ids(&inventory, Kind::AlarmMuteRule), ["two"]);
    assert_eq!(
        gaps(&inventory),
        [
            "eu-west-1 alarm-mute-rule/* cloudwatch:GetAlarmMuteRule denied",
            "eu-west-1 alarm-mute-rule/* cloudwatch:ListAlarmMuteRules failed",
        ]
    );
}

#[tokio::test]
async fn mute_rules_are_read_where_alarms_are() {
    let group = "arn:aws:logs:eu-west-1:123456789012:log-group:audit:*";
    let server = Server::start(move |a| {
        (a.operation == "DescribeTrails").then(|| {
            let trail = json!({"Name": "t", "HomeRegion": "us-east-1",
                "TrailARN": "arn:aws:cloudtrail:us-east-1:123456789012:trail/t",
                "CloudWatchLogsLogGroupArn": group});
            Reply::ok(json!({"trailList": [trail]}).to_string())
        })
    });
    let mut plan = plan(MUTING);
    scan(&aws(&server), &plan).await;
    let asked = |server: &Server| -> Vec<String> {
        let asked = server.asked_for("ListAlarmMuteRules").into_iter();
        asked.map(|a| a.region).collect()
    };
    assert_eq!(asked(&server), ["eu-west-1"]);
    everywhere(&mut plan);
    let server = Server::start(|_| None);
    scan(&aws(&server), &plan).await;
    assert_eq!(asked(&server), ["eu-west-1", "us-east-1"]);
}

#[tokio::test]
async fn composite_and_log_alarms_keep_what_metric_alarms_do_not_have() {
    let server = Server::start(|a| {
        (a.operation == "DescribeAlarms").then(|| {
            Reply::ok(
                json!({
                    "MetricAlarms": [{"AlarmName": "metric", "EvaluationState": "PARTIAL_DATA"}],
                    "CompositeAlarms": [{
                        "AlarmName": "composite", "AlarmRule": "ALARM(metric)",
                        "ActionsSuppressor": "deployment", "ActionsSuppressorWaitPeriod": 60,
                        "ActionsSuppressorExtensionPeriod": 120,
                        "ActionsSuppressedBy": "Alarm", "ActionsSuppressedReason": "it rings",
                    }],
                    "LogAlarms": [{
                        "AlarmName": "log", "Threshold": 1, "QueryResultsToEvaluate": 3,
                        "QueryResultsToAlarm": 1, "ActionsEnabled": true,
                        "WarmUpConfiguration": {"WarmUpPeriodDurationInMinutes": 5},
                        "ScheduledQueryConfiguration": {
                            "QueryString": "filter eventName = 'StopLogging' | stats count(*)",
                            "LogGroupIdentifiers": ["/aws/trail"], "QueryARN": "q",
                            "ScheduledQueryRoleARN": "r",
                            "ScheduleConfiguration": {"ScheduleExpression": "rate(5 minutes)",
                                                      "StartTimeOffset": 360},
                        },
                    }],
                })
                .to_string(),
            )
        })
    });
    let inventory = scanned(&server, &[call::DESCRIBE_ALARMS]).await;
    assert_eq!(ids(&inventory, Kind::Alarm), ["composite", "log", "metric"]);
    assert!(server.asked_for("DescribeAlarms")[0].has("LogAlarm"));
    let alarms: Vec<&Value> = inventory.of_kind(Kind::Alarm).map(|a| &a.body).collect();
    let [composite, log, metric] = alarms[..] else {
        panic!("{alarms:?}");
    };
    assert_eq!(composite["ActionsSuppressor"], "deployment");
    assert_eq!(composite["ActionsSuppressorWaitPeriod"], 60);
    assert_eq!(composite["ActionsSuppressorExtensionPeriod"], 120);
    assert_eq!(composite["ActionsSuppressedBy"], "Alarm");
    assert_eq!(composite["ActionsSuppressedReason"], "it rings");
    let query = &log["ScheduledQueryConfiguration"];
    assert_eq!(query["LogGroupIdentifiers"], json!(["/aws/trail"]));
    assert_eq!(
        (&query["QueryARN"], &query["ScheduledQueryRoleARN"]),
        (&json!("q"), &json!("r"))
    );
    assert_eq!(query["ScheduleConfiguration"]["StartTimeOffset"], 360);
    assert_eq!(
        (&log["QueryResultsToEvaluate"], &log["Threshold"]),
        (&json!(3), &json!(1.0))
    );
    assert_eq!(log["MetricName"], Value::Null);
    assert_eq!(metric["ScheduledQueryConfiguration"], Value::Null);
    assert_eq!(metric["EvaluationState"], "PARTIAL_DATA");
}

#[tokio::test]
async fn a_region_that_does_not_know_log_alarms_is_asked_for_the_others() {
    let server = Server::start(|a| match a.operation.as_str() {
        "DescribeAlarms" if a.has("LogAlarm") => Some(Reply::status(
            400,
            "{\"__type\": \"ValidationError\", \"message\": \
             \"Value '[MetricAlarm, CompositeAlarm, LogAlarm]' at 'alarmTypes' is not known\"}",
        )),
        "DescribeAlarms" => Some(Reply::ok(
            json!({"MetricAlarms": [{"AlarmName": "root"}]}).to_string(),
        )),
        _ => None,
    });
    let inventory = scanned(&server, &[call::DESCRIBE_ALARMS]).await;
    assert_eq!(ids(&inventory, Kind::Alarm), ["root"]);
    assert_eq!(gaps(&inventory), [""; 0]);

    // Any other error is not asked about twice.
    let server = Server::start(|a| {
        (a.operation == "DescribeAlarms").then(|| Reply::error(400, "ValidationError"))
    });
    let inventory = scanned(&server, &[call::DESCRIBE_ALARMS]).await;
    assert_eq!(
        gaps(&inventory),
        ["eu-west-1 alarm/* cloudwatch:DescribeAlarms failed"]
    );
    assert_eq!(server.asked_for("DescribeAlarms").len(), 1);
}
