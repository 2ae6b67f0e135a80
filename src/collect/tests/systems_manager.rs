//! Managed nodes and the preferences of sessions.

use serde_json::{Value, json};

use super::*;

const KINDS: &[Kind] = &[Kind::ManagedInstance, Kind::SessionPreferences];

/// Two pages of nodes, one of them a machine elsewhere, and sessions that are logged.
pub fn there(asked: &Asked) -> Option<Reply> {
    let answer = match asked.operation.as_str() {
        "DescribeInstanceInformation" if asked.has("NextToken") => {
            json!({"InstanceInformationList": [{
                "InstanceId": "mi-0123456789abcdef0", "PingStatus": "ConnectionLost",
                "ResourceType": "ManagedInstance", "PlatformName": "Ubuntu",
            }]})
        }
        "DescribeInstanceInformation" => json!({"NextToken": "more", "InstanceInformationList": [{
            "InstanceId": "i-1", "PingStatus": "Online", "LastPingDateTime": 1_767_323_045.678,
            "AgentVersion": "3.3.987.0", "IsLatestVersion": true, "PlatformType": "Linux",
            "PlatformName": "Amazon Linux", "PlatformVersion": "2023",
            "ResourceType": "EC2Instance", "IPAddress": "10.0.0.7",
        }]}),
        "GetDocument" => document(
            &json!({
                "schemaVersion": "1.0", "sessionType": "Standard_Stream", "description": "",
                "inputs": {
                    "s3BucketName": "", "s3KeyPrefix": "", "s3EncryptionEnabled": true,
                    "cloudWatchLogGroupName": "/sessions", "cloudWatchEncryptionEnabled": true,
                    "cloudWatchStreamingEnabled": false, "kmsKeyId": "", "runAsEnabled": false,
                    "runAsDefaultUser": "", "idleSessionTimeout": "20",
                    "shellProfile": {"windows": "", "linux": ""},
                },
            })
            .to_string(),
        ),
        _ => return None,
    };
    Some(Reply::ok(answer.to_string()))
}

fn document(content: &str) -> Value {
    json!({
        "Name": "SSM-SessionManagerRunShell", "DocumentVersion": "3", "Status": "Active",
        "Content": content, "DocumentType": "Session", "DocumentFormat": "JSON",
    })
}

async fn scanned(
    script: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static,
) -> (Inventory, Server) {
    let server = Server::start(move |a| script(a).or_else(|| there(a)));
    let aws = aws_with(&server, named(&["eu-west-1"]));
    (scan(&aws, &plan_of(KINDS)).await, server)
}

#[tokio::test]
async fn nodes_of_all_pages_and_preferences_are_taken_as_they_are() {
    let (inventory, server) = scanned(|_| None).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    let nodes: Vec<&Value> = inventory
        .of_kind(Kind::ManagedInstance)
        .map(|r| &r.body)
        .collect();
    let [here, elsewhere] = nodes.as_slice() else {
        panic!("{nodes:?}");
    };
    let expected = json!({
        "InstanceId": "i-1", "PingStatus": "Online", "LastPingDateTime": "2026-01-02T03:04:05Z",
        "AgentVersion": "3.3.987.0", "PlatformName": "Amazon Linux", "ResourceType": "EC2Instance",
    });
    assert_eq!(**here, expected);
    assert_eq!(elsewhere["PingStatus"], "ConnectionLost");
    assert_eq!(elsewhere["LastPingDateTime"], Value::Null);
    assert!(server.asked_for("DescribeInstanceInformation")[0].has("\"MaxResults\":50"));
    let preferences = &only(&inventory, Kind::SessionPreferences).body;
    let expected = json!({
        "Name": "SSM-SessionManagerRunShell", "Exists": true, "DocumentVersion": "3",
        "Inputs": {
            "s3BucketName": "", "s3KeyPrefix": "", "s3EncryptionEnabled": true,
            "cloudWatchLogGroupName": "/sessions", "cloudWatchEncryptionEnabled": true,
            "cloudWatchStreamingEnabled": false, "kmsKeyId": "",
        },
    });
    assert_eq!(*preferences, expected);
}

#[tokio::test]
async fn a_region_where_nobody_saved_preferences_has_none() {
    let (inventory, _server) =
        scanned(|a| (a.operation == "GetDocument").then(|| Reply::error(400, "InvalidDocument")))
            .await;
    assert_eq!(gaps(&inventory), [""; 0]);
    let preferences = &only(&inventory, Kind::SessionPreferences).body;
    let expected = json!({
        "Name": "SSM-SessionManagerRunShell", "Exists": false, "DocumentVersion": null,
        "Inputs": null,
    });
    assert_eq!(*preferences, expected);
}

#[tokio::test]
async fn a_document_that_cannot_be_read_is_no_document_without_logging() {
    for content in [
        "",
        "---\nschemaVersion: '1.0'\n",
        "[]",
        "null",
        "{}",
        r#"{"inputs": null}"#,
        r#"{"inputs": []}"#,
        r#"{"inputs": {"s3BucketName": 1}}"#,
    ] {
        let (inventory, _server) = scanned(move |a| {
            (a.operation == "GetDocument").then(|| Reply::ok(document(content).to_string()))
        })
        .await;
        let preferences = &only(&inventory, Kind::SessionPreferences).body;
        assert_eq!(preferences["Exists"], true, "{content}");
        let gap = &preferences["Inputs"]["$gap"];
        assert_eq!(gap["reason"], "failed", "{content}: {preferences}");
        let expected =
            "eu-west-1 session-preferences/SSM-SessionManagerRunShell ssm:GetDocument failed";
        assert_eq!(gaps(&inventory), [expected], "{content}");
    }
}

#[tokio::test]
async fn what_is_refused_is_a_gap_and_what_came_before_it_stays() {
    let (inventory, _server) = scanned(|a| {
        let later = a.operation == "DescribeInstanceInformation" && a.has("NextToken");
        (later || a.operation == "GetDocument").then(Reply::denied)
    })
    .await;
    assert_eq!(ids(&inventory, Kind::ManagedInstance), ["i-1"]);
    assert_eq!(ids(&inventory, Kind::SessionPreferences), [""; 0]);
    assert_eq!(
        gaps(&inventory),
        [
            "eu-west-1 managed-instance/* ssm:DescribeInstanceInformation denied",
            "eu-west-1 session-preferences/* ssm:GetDocument denied",
        ]
    );
}
