//! Which metrics of alarms have data.

use serde_json::{Value, json};

use super::*;

/// One series of the metric that the alarm of the small account watches.
pub fn there(asked: &Asked) -> Option<Reply> {
    (asked.operation == "ListMetrics").then(|| {
        let root = json!({"Namespace": "CIS", "MetricName": "Root", "Dimensions": []});
        Reply::ok(json!({ "Metrics": [root] }).to_string())
    })
}

fn cpu(instance: &str) -> Value {
    json!({"Namespace": "AWS/EC2", "MetricName": "CPUUtilization",
           "Dimensions": [{"Name": "InstanceId", "Value": instance}]})
}

fn alarm(name: usize, metric: &Value) -> Value {
    let mut alarm = metric.clone();
    alarm["AlarmName"] = name.to_string().into();
    alarm
}

/// 40 alarms on the CPU of instances, one on a metric without data, one on an expression.
fn alarms() -> Vec<Value> {
    let mut alarms: Vec<Value> = (0..40).map(|n| alarm(n, &cpu(&format!("i-{n}")))).collect();
    alarms.push(alarm(
        40,
        &json!({"Namespace": "Own", "MetricName": "Errors"}),
    ));
    alarms.push(json!({"AlarmName": "math", "Metrics": [
        {"Id": "e", "Expression": "m * 2"},
        {"Id": "m", "MetricStat": {"Metric": cpu("i-39"), "Period": 60, "Stat": "Sum"}},
    ]}));
    alarms
}

fn script(asked: &Asked) -> Option<Reply> {
    let ok = |value: Value| Some(Reply::ok(value.to_string()));
    let series = |from: usize| (from..from + 100).map(|n| cpu(&format!("i-{n}")));
    match asked.operation.as_str() {
        "DescribeAlarms" => ok(json!({ "MetricAlarms": alarms() })),
        "ListMetrics" if asked.has("Errors") => ok(json!({"Metrics": []})),
        "ListMetrics" if asked.has("NextToken") => {
            ok(json!({ "Metrics": series(110).collect::<Vec<_>>() }))
        }
        "ListMetrics" => ok(json!({ "Metrics": series(10).collect::<Vec<_>>(), "NextToken": "t" })),
        _ => None,
    }
}

async fn scanned(
    script: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static,
) -> (Inventory, Server) {
    let server = Server::start(script);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    (scan(&aws, &plan_of(&[Kind::Metric])).await, server)
}

#[tokio::test]
async fn each_metric_is_asked_for_once_however_many_alarms_watch_it() {
    let (inventory, server) = scanned(script).await;
    let asked = server.asked_for("ListMetrics");
    assert_eq!(asked.len(), 3, "two pages of one metric, one of the other");
    assert!(
        asked
            .iter()
            .any(|a| { a.has("\"Namespace\":\"Own\"") && a.has("\"MetricName\":\"Errors\"") })
    );
    assert_eq!(gaps(&inventory), [""; 0]);
    let found: Vec<&str> = ids(&inventory, Kind::Metric);
    // Watched are those of the first 40 instances, of which the first ten have no data.
    assert_eq!(found.len(), 30 + 50);
    for (instance, expected) in [(9, false), (10, true), (39, true), (209, false)] {
        let id = format!("AWS/EC2/CPUUtilization InstanceId=i-{instance}");
        assert_eq!(found.contains(&id.as_str()), expected, "{id}");
    }
    let metric = inventory.of_kind(Kind::Metric).next().unwrap();
    assert_eq!(metric.body["Namespace"], "AWS/EC2");
    assert_eq!(metric.body["Dimensions"][0]["Name"], "InstanceId");
}

#[tokio::test]
async fn a_metric_that_is_denied_hides_metrics_and_nothing_else() {
    let (inventory, _server) = scanned(|a| {
        let denied = a.operation == "ListMetrics" && a.has("Errors");
        denied.then(Reply::denied).or_else(|| script(a))
    })
    .await;
    assert_eq!(
        gaps(&inventory),
        ["eu-west-1 metric/* cloudwatch:ListMetrics denied"]
    );
    assert_eq!(inventory.of_kind(Kind::Metric).count(), 80);
    assert_eq!(inventory.of_kind(Kind::Alarm).count(), 42);

    let (inventory, server) =
        scanned(|a| (a.operation == "DescribeAlarms").then(Reply::denied)).await;
    assert_eq!(
        gaps(&inventory),
        ["eu-west-1 metric/* cloudwatch:DescribeAlarms denied"]
    );
    assert_eq!(server.asked_for("ListMetrics"), []);
}

#[tokio::test]
async fn without_a_plan_for_them_metrics_are_not_asked_for() {
    let server = Server::start(script);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let inventory = scan(&aws, &plan_of(&[Kind::Alarm])).await;
    assert_eq!(inventory.of_kind(Kind::Alarm).count(), 42);
    assert_eq!(server.asked_for("ListMetrics"), []);
}
