//! Answers as AWS would give them.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use aws_smithy_types::base64;
use serde_json::{Value, json};

use super::text::{count, map_between, with_entry};
use crate::proxy::Exchange;
use crate::seed::ACCOUNT;

/// A trail that records also delivers: to its log group, and digests, if it has such.
pub fn trail_status(asked: &Exchange, status: &mut Value) {
    let delivered = status["LatestDeliveryTime"].clone();
    if delivered.is_null() {
        return;
    }
    let wanted: Value = serde_json::from_str(&asked.asked()).unwrap();
    let name = &wanted["Name"];
    let trails: Value = serde_json::from_str(&asked.ask_about("DescribeTrails")).unwrap();
    let mut trails = trails["trailList"].as_array().unwrap().iter();
    let trail = trails.find(|t| t["Name"] == *name || t["TrailARN"] == *name);
    let Some(trail) = trail else { return };
    if trail["CloudWatchLogsLogGroupArn"].is_string() {
        status["LatestCloudWatchLogsDeliveryTime"] = delivered.clone();
    }
    if trail["LogFileValidationEnabled"] == true {
        status["LatestDigestDeliveryTime"] = delivered;
    }
}

/// A trail whose selectors nobody ever set records all management events.
pub fn default_selectors(body: &mut Value) {
    let is_empty = |key: &str| body[key].as_array().is_none_or(Vec::is_empty);
    if is_empty("EventSelectors") && is_empty("AdvancedEventSelectors") {
        body["EventSelectors"] = json!([{
            "ReadWriteType": "All",
            "IncludeManagementEvents": true,
            "DataResources": [],
            "ExcludeManagementEventSources": [],
        }]);
    }
}

/// A recorder that was started has delivered.
pub fn recorder_status(body: &mut Value) {
    let Some(all) = body["ConfigurationRecordersStatus"].as_array_mut() else {
        return;
    };
    for status in all {
        if status["lastStatus"] == "PENDING" {
            status["lastStatus"] = "SUCCESS".into();
        }
    }
}

/// A rule of AWS Config found these resources non-compliant, or else one compliant.
pub fn compliance(asked: &Exchange, non_compliant: &BTreeMap<&'static str, Vec<String>>) -> String {
    let wanted: Value = serde_json::from_str(&asked.asked()).unwrap();
    let result = |id: &str, verdict: &str| {
        json!({
            "EvaluationResultIdentifier": {
                "EvaluationResultQualifier": {
                    "ConfigRuleName": wanted["ConfigRuleName"],
                    "ResourceType": "AWS::EC2::SecurityGroup",
                    "ResourceId": id,
                },
                "OrderingTimestamp": now(),
            },
            "ComplianceType": verdict,
            "ResultRecordedTime": now(),
            "ConfigRuleInvokedTime": now(),
        })
    };
    let mut results: Vec<Value> = match non_compliant.get(asked.call.region.as_str()) {
        Some(ids) => ids.iter().map(|id| result(id, "NON_COMPLIANT")).collect(),
        None => vec![result("sg-0123456789abcdef0", "COMPLIANT")],
    };
    if let Some(types) = wanted["ComplianceTypes"]
        .as_array()
        .filter(|t| !t.is_empty())
    {
        results.retain(|result| types.contains(&result["ComplianceType"]));
    }
    json!({"EvaluationResults": results}).to_string()
}

/// The report with a row for the root user, written today.
pub fn credential_report(body: &str, root_mfa: bool, root_key: bool) -> String {
    let body = map_between(body, "<Content>", "</Content>", |content| {
        let csv = base64::decode(content).expect("moto encodes the report");
        let csv = String::from_utf8(csv).expect("the report is text");
        let mut lines = csv.lines();
        let header = lines.next().unwrap_or_default().to_owned();
        let users = lines.filter(|row| !row.starts_with("<root_account>"));
        let users = users.map(user_row);
        let rows: Vec<String> = [header, root_row(root_mfa, root_key)]
            .into_iter()
            .chain(users)
            .collect();
        base64::encode(rows.join("\n"))
    });
    map_between(&body, "<GeneratedTime>", "</GeneratedTime>", |_| written(0))
}

fn root_row(mfa: bool, key: bool) -> String {
    let since = "2020-01-01T00:00:00+00:00";
    let rotated = if key { since } else { "N/A" };
    format!(
        "<root_account>,arn:aws:iam::{ACCOUNT}:root,{since},not_supported,no_information,\
         not_supported,not_supported,{mfa},{key},{rotated},N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,\
         false,N/A,false,N/A"
    )
}

/// A user's row; what does not apply is `N/A`, and only the root user's is
/// `not_supported`.
fn user_row(row: &str) -> String {
    let mut columns: Vec<&str> = row.split(',').collect();
    let has_password = columns[3] == "true";
    for (index, column) in columns.iter_mut().enumerate() {
        let of_password = (4..=6).contains(&index);
        if *column == "not_supported" || (of_password && !has_password) {
            *column = "N/A";
        }
    }
    columns.join(",")
}

/// A topic counts its confirmed subscriptions.
pub fn topic_attributes(asked: &Exchange, body: &str) -> String {
    let subscriptions = asked.ask_about("ListSubscriptionsByTopic");
    let confirmed = count(&subscriptions, "<SubscriptionArn>arn:");
    with_entry(body, "SubscriptionsConfirmed", confirmed)
}

/// Seconds since 1970.
pub fn now() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(elapsed.expect("1970 is over").as_secs()).expect("not for a while")
}

/// The report in which this column of this user has this value.
pub fn with_column(body: &str, user: &str, column: &str, value: &str) -> String {
    map_between(body, "<Content>", "</Content>", |content| {
        let csv = base64::decode(content).expect("the report is encoded");
        let csv = String::from_utf8(csv).expect("the report is text");
        let header = csv.lines().next().unwrap_or_default();
        let index = header.split(',').position(|name| name == column);
        let index = index.expect("there is such a column");
        let rows = csv.lines().map(|row| {
            let mut columns: Vec<&str> = row.split(',').collect();
            if columns.first() == Some(&user) {
                columns[index] = value;
            }
            columns.join(",")
        });
        base64::encode(rows.collect::<Vec<_>>().join("\n"))
    })
}

/// Server certificates run out in so many days.
pub fn certificates(body: &str, days: i64) -> String {
    map_between(body, "<Expiration>", "</Expiration>", |_| written(days))
}

/// The time in so many days.
pub fn written(days: i64) -> String {
    let then = aws_smithy_types::DateTime::from_secs(now() + days * 24 * 60 * 60);
    then.fmt(aws_smithy_types::date_time::Format::DateTime)
        .expect("the time can be written")
}

/// Instance profiles with ids as IAM writes them; the ARN stands behind the id.
pub fn instance_profiles(body: &str) -> String {
    let open = "<InstanceProfileId>";
    let mut pieces = body.split(open);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (_, arn) = piece.split_once(":instance-profile/").unwrap_or_default();
        let name = arn.split('<').next().unwrap_or_default();
        let (_, rest) = piece.split_once('<').unwrap_or_default();
        out.extend([open, &profile_id(name), "<", rest]);
    }
    out
}

/// Instances with the ids of their profiles, where moto has the association's.
pub fn profiles_of_instances(body: &str) -> String {
    let (open, close) = ("<iamInstanceProfile>", "</iamInstanceProfile>");
    map_between(body, open, close, |profile| {
        let arn = profile.split('<').find(|piece| piece.starts_with("arn>"));
        let name = arn
            .and_then(|arn| arn.rsplit('/').next())
            .unwrap_or_default();
        map_between(profile, "<id>", "</id>", |_| profile_id(name))
    })
}

fn profile_id(name: &str) -> String {
    format!("AIPA{:A<16}", name.to_uppercase())
}
