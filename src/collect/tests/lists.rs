//! Lists of every region beside the ways along trails.

use serde_json::{Value, json};

use super::server::query;
use super::*;

const TRAIL_GROUP: &str = "/aws/trail";

fn arn(service: &str, region: &str, resource: &str) -> String {
    format!("arn:aws:{service}:{region}:123456789012:{resource}")
}

fn alarm(name: &str, metric: &str, region: &str) -> Value {
    json!({"AlarmName": name, "Namespace": "Own", "MetricName": metric,
           "AlarmActions": [arn("sns", region, name)]})
}

fn filter(group: &str, metric: &str) -> Value {
    json!({"filterName": metric, "logGroupName": group, "filterPattern": "", "metricTransformations": [
        {"metricName": metric, "metricNamespace": "Own", "metricValue": "1"}]})
}

/// A trail in eu-west-1 and one in ap-south-1, which is not looked at, each into a log group
/// beside which there is another.
fn account(asked: &Asked) -> Option<Reply> {
    let ok = |value: Value| Some(Reply::ok(value.to_string()));
    let trail = |home: &str| {
        json!({"Name": home, "HomeRegion": home,
            "TrailARN": arn("cloudtrail", home, &format!("trail/{home}")),
            "CloudWatchLogsLogGroupArn": arn("logs", home, &format!("log-group:{TRAIL_GROUP}:*"))})
    };
    match asked.operation.as_str() {
        "DescribeTrails" => ok(json!({"trailList": [trail("eu-west-1"), trail("ap-south-1")]})),
        "DescribeLogGroups" if asked.has(TRAIL_GROUP) => {
            ok(json!({"logGroups": [{"logGroupName": TRAIL_GROUP}]}))
        }
        "DescribeLogGroups" if asked.has("nextToken") => {
            ok(json!({"logGroups": [{"logGroupName": "app", "retentionInDays": 7}]}))
        }
        "DescribeLogGroups" => {
            ok(json!({"logGroups": [{"logGroupName": TRAIL_GROUP}], "nextToken": "t"}))
        }
        "DescribeMetricFilters" if asked.has(TRAIL_GROUP) => {
            ok(json!({"metricFilters": [filter(TRAIL_GROUP, "Root")]}))
        }
        "DescribeMetricFilters" if asked.has("nextToken") => {
            ok(json!({"metricFilters": [filter("app", "Errors")]}))
        }
        "DescribeMetricFilters" => {
            ok(json!({"metricFilters": [filter(TRAIL_GROUP, "Root")], "nextToken": "t"}))
        }
        "DescribeAlarms" => ok(json!({"MetricAlarms": [
            alarm("root", "Root", &asked.region),
            alarm("errors", "Errors", &asked.region),
        ]})),
        _ => None,
    }
}

const REGIONS: [&str; 2] = ["eu-west-1", "us-east-1"];

/// What an alert rule over metric filters asks for.
fn along() -> Plan {
    let mut plan = Plan::default();
    for link in Road::MetricFilter.links() {
        let details = link.kind.facets().iter();
        let details = details.map(|facet| facet.call);
        let details = details.filter(|call| *call == call::GET_TOPIC_ATTRIBUTES);
        for call in link.calls.iter().copied().chain(details) {
            add(&mut plan, link.kind, call);
        }
    }
    plan
}

fn add(plan: &mut Plan, kind: Kind, call: Call) {
    plan.calls.entry(call).or_default();
    plan.needs.insert((kind, call));
}

/// And with the lists that rules over these kinds ask for.
fn with_lists(kinds: &[Kind]) -> Plan {
    let mut plan = along();
    for kind in kinds {
        for call in kind.listed_by() {
            add(&mut plan, *kind, *call);
        }
    }
    plan
}

async fn scanned(
    plan: &Plan,
    script: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static,
) -> (Inventory, Server) {
    let server = Server::start(move |a| script(a).or_else(|| account(a)));
    let aws = aws_with(&server, named(&REGIONS));
    (scan(&aws, plan).await, server)
}

/// Resources as `region id`.
fn placed(inventory: &Inventory, kind: Kind) -> Vec<String> {
    let of_kind = inventory.of_kind(kind);
    let line = |r: &Resource| format!("{} {}", r.region.as_ref().unwrap(), r.id);
    of_kind.map(line).collect()
}

/// What was asked as `region`, and `region by name` where a trail leads.
fn asked(server: &Server, operation: &str) -> Vec<String> {
    let asked = server.asked_for(operation).into_iter();
    let lines = asked.map(|a| {
        let by_name = if a.has(TRAIL_GROUP) { " by name" } else { "" };
        format!("{}{by_name}", a.region)
    });
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}

#[tokio::test]
async fn along_trails_only_what_they_lead_to_is_asked_for() {
    let (inventory, server) = scanned(&along(), |_| None).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    let by_name = ["ap-south-1 by name", "eu-west-1 by name"];
    assert_eq!(asked(&server, "DescribeLogGroups"), by_name);
    assert_eq!(asked(&server, "DescribeMetricFilters"), by_name);
    assert_eq!(
        asked(&server, "DescribeAlarms"),
        ["ap-south-1", "eu-west-1"]
    );
    assert_eq!(
        asked(&server, "ListAlarmMuteRules"),
        ["ap-south-1", "eu-west-1"]
    );
    let topics = ["ap-south-1 root", "eu-west-1 root"];
    assert_eq!(placed(&inventory, Kind::Topic), topics);
}

#[tokio::test]
async fn lists_of_every_region_spare_asking_by_name() {
    let plan = with_lists(&[
        Kind::LogGroup,
        Kind::MetricFilter,
        Kind::Alarm,
        Kind::AlarmMuteRule,
    ]);
    let (inventory, server) = scanned(&plan, |_| None).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    // Two pages in each region that is looked at; where none is, as before.
    let expected = [
        "ap-south-1 by name",
        "eu-west-1",
        "eu-west-1",
        "us-east-1",
        "us-east-1",
    ];
    assert_eq!(asked(&server, "DescribeLogGroups"), expected);
    assert_eq!(asked(&server, "DescribeMetricFilters"), expected);
    let regions = ["ap-south-1", "eu-west-1", "us-east-1"];
    assert_eq!(asked(&server, "DescribeAlarms"), regions);
    assert_eq!(asked(&server, "ListAlarmMuteRules"), regions);
    let groups = [
        "ap-south-1 /aws/trail",
        "eu-west-1 /aws/trail",
        "eu-west-1 app",
        "us-east-1 /aws/trail",
        "us-east-1 app",
    ];
    assert_eq!(placed(&inventory, Kind::LogGroup), groups);
    assert_eq!(inventory.of_kind(Kind::MetricFilter).count(), 5);
    assert_eq!(inventory.of_kind(Kind::Topic).count(), 6, "of all alarms");
    let all = server.asked_for("DescribeMetricFilters");
    assert!(all.iter().all(|a| a.has("\"limit\":50")));
}

#[tokio::test]
async fn filters_of_every_region_still_lead_to_the_topics_of_trails() {
    let plan = with_lists(&[Kind::MetricFilter]);
    let (inventory, server) = scanned(&plan, |_| None).await;
    assert_eq!(asked(&server, "DescribeMetricFilters").len(), 5);
    // The alarm on the errors of the application is no business of a trail.
    let topics = ["ap-south-1 root", "eu-west-1 root"];
    assert_eq!(placed(&inventory, Kind::Topic), topics);
}

#[tokio::test]
async fn a_denied_list_of_every_region_hides_each_kind_where_it_belongs() {
    let kinds = [Kind::LogGroup, Kind::MetricFilter, Kind::Alarm];
    for (denied, hidden) in [
        ("DescribeLogGroups", &["log-group"][..]),
        ("DescribeMetricFilters", &["metric-filter"]),
        ("DescribeAlarms", &["alarm", "topic"]),
    ] {
        let (inventory, _server) = scanned(&with_lists(&kinds), move |a| {
            (a.operation == denied && a.region == "us-east-1").then(Reply::denied)
        })
        .await;
        let kinds: Vec<&str> = inventory.gaps.iter().map(|g| g.kind.name()).collect();
        assert_eq!(kinds, hidden, "{denied}");
    }
    // Without the list of all alarms, topics are only known by the filters before them.
    let plan = with_lists(&[Kind::MetricFilter]);
    let (inventory, _server) = scanned(&plan, |a| {
        (a.operation == "DescribeMetricFilters" && a.region == "eu-west-1").then(Reply::denied)
    })
    .await;
    let hidden: Vec<&str> = inventory.gaps.iter().map(|g| g.kind.name()).collect();
    assert_eq!(hidden, ["metric-filter", "topic"]);
}

#[tokio::test]
async fn denied_trails_hide_only_what_no_list_shows() {
    let denied = |a: &Asked| {
        (a.operation == "DescribeTrails" && a.region == "us-east-1").then(Reply::denied)
    };
    let always = ["trail"];
    for (listed, hidden) in [
        (
            &[][..],
            &[
                "log-group",
                "metric-filter",
                "alarm",
                "alarm-mute-rule",
                "topic",
            ][..],
        ),
        (
            &[Kind::LogGroup],
            &["metric-filter", "alarm", "alarm-mute-rule", "topic"],
        ),
        (
            &[Kind::Alarm, Kind::AlarmMuteRule],
            &["log-group", "metric-filter"],
        ),
        (
            &[
                Kind::LogGroup,
                Kind::MetricFilter,
                Kind::Alarm,
                Kind::AlarmMuteRule,
            ],
            &[],
        ),
    ] {
        let (inventory, _server) = scanned(&with_lists(listed), denied).await;
        let kinds: BTreeSet<&str> = inventory.gaps.iter().map(|g| g.kind.name()).collect();
        let expected: BTreeSet<&str> = always.iter().chain(hidden).copied().collect();
        assert_eq!(kinds, expected, "{listed:?}");
    }
}

#[tokio::test]
async fn a_topic_is_asked_about_once_whoever_names_it() {
    let server = Server::start(|a| {
        let ok = |value: Value| Some(Reply::ok(value.to_string()));
        let topic = arn("sns", "eu-west-1", "alerts");
        match a.operation.as_str() {
            "DescribeAlarms" => ok(json!({"MetricAlarms": [
                {"AlarmName": "a", "AlarmActions": [topic]},
                {"AlarmName": "b", "AlarmActions": [topic]},
            ]})),
            "ListEventBuses" => ok(json!({"EventBuses": [{"Name": "default"}]})),
            "ListRules" => ok(json!({"Rules": [{"Name": "r"}]})),
            "ListTargetsByRule" => ok(json!({"Targets": [{"Id": "1", "Arn": topic}]})),
            "DescribeEventSubscriptions" => Some(Reply::ok(query(
                &a.operation,
                &format!(
                    "<EventSubscriptionsList><EventSubscription><SnsTopicArn>{topic}\
                     </SnsTopicArn></EventSubscription></EventSubscriptionsList>"
                ),
            ))),
            _ => None,
        }
    });
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let inventory = scan(&aws, &plan_of(&[Kind::Topic])).await;
    assert_eq!(ids(&inventory, Kind::Topic), ["alerts"]);
    for operation in ["GetTopicAttributes", "ListSubscriptionsByTopic"] {
        assert_eq!(server.asked_for(operation).len(), 1, "{operation}");
    }
}
