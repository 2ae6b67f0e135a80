//! Analyzers, Security Hub, the EBS setting and file systems.

use serde_json::{Value, json};

use super::*;

const REGIONAL: &[Kind] = &[
    Kind::Analyzer,
    Kind::Hub,
    Kind::EbsEncryption,
    Kind::FileSystem,
];

const ANALYZERS: &str = "ListAnalyzers";
const HUB: &str = "DescribeHub";
const FILE_SYSTEMS: &str = "DescribeFileSystems";

fn file_system(id: &str) -> Value {
    json!({
        "OwnerId": "123456789012", "CreationToken": id, "FileSystemId": id,
        "FileSystemArn": format!("arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/{id}"),
        "CreationTime": 1.767_323_045E9, "LifeCycleState": "available", "NumberOfMountTargets": 0,
        "SizeInBytes": {"Value": 6144}, "PerformanceMode": "generalPurpose", "Encrypted": true,
        "KmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/k", "ThroughputMode": "bursting", "Tags": [],
    })
}

fn there(asked: &Asked) -> Option<Reply> {
    let answer = match asked.operation.as_str() {
        ANALYZERS if asked.path.contains("nextToken=more") => json!({"analyzers": [{
            "arn": "arn:aws:access-analyzer:eu-west-1:123456789012:analyzer/unused",
            "name": "unused", "type": "ACCOUNT_UNUSED_ACCESS", "status": "CREATING",
            "createdAt": "2026-01-02T03:04:05.678Z", "tags": {},
        }]}),
        ANALYZERS => json!({"nextToken": "more", "analyzers": [{
            "arn": "arn:aws:access-analyzer:eu-west-1:123456789012:analyzer/own",
            "name": "own", "type": "ACCOUNT", "status": "ACTIVE",
            "createdAt": "2026-01-02T03:04:05Z", "lastResourceAnalyzed": "arn:aws:s3:::b",
        }]}),
        HUB => json!({
            "HubArn": "arn:aws:securityhub:eu-west-1:123456789012:hub/default",
            "SubscribedAt": "2026-01-02T03:04:05.678Z", "AutoEnableControls": true,
            "ControlFindingGenerator": "SECURITY_CONTROL",
        }),
        FILE_SYSTEMS if asked.path.contains("Marker=more") => {
            json!({"Marker": "more", "FileSystems": [file_system("fs-2")]})
        }
        FILE_SYSTEMS => json!({"NextMarker": "more", "FileSystems": [file_system("fs-1")]}),
        "GetEbsEncryptionByDefault" => {
            return Some(Reply::ok(
                "<GetEbsEncryptionByDefaultResponse>\
                 <ebsEncryptionByDefault>true</ebsEncryptionByDefault><sseType>sse-kms</sseType>\
                 </GetEbsEncryptionByDefaultResponse>",
            ));
        }
        _ => return None,
    };
    Some(Reply::ok(answer.to_string()))
}

async fn in_one_region(script: fn(&Asked) -> Option<Reply>) -> Inventory {
    let server = Server::start(script);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    scan(&aws, &plan_of(REGIONAL)).await
}

#[tokio::test]
async fn every_page_is_taken_as_it_is() {
    let inventory = in_one_region(there).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    let analyzers: Vec<&Value> = inventory.of_kind(Kind::Analyzer).map(|r| &r.body).collect();
    assert_eq!(analyzers[0]["type"], "ACCOUNT");
    assert_eq!(analyzers[0]["createdAt"], "2026-01-02T03:04:05Z");
    assert_eq!(analyzers[1]["type"], "ACCOUNT_UNUSED_ACCESS");
    assert_eq!(analyzers[1]["status"], "CREATING");
    let hub = &only(&inventory, Kind::Hub).body;
    assert_eq!(hub["SubscribedAt"], "2026-01-02T03:04:05.678Z");
    assert_eq!(hub["ControlFindingGenerator"], "SECURITY_CONTROL");
    let ebs = &only(&inventory, Kind::EbsEncryption).body;
    assert_eq!(
        *ebs,
        json!({"EbsEncryptionByDefault": true, "SseType": "sse-kms"})
    );
    assert_eq!(ids(&inventory, Kind::FileSystem), ["fs-1", "fs-2"]);
    let first = inventory.of_kind(Kind::FileSystem).next().unwrap();
    assert_eq!(first.body["Encrypted"], true);
    assert_eq!(first.body["LifeCycleState"], "available");
}

#[tokio::test]
async fn an_account_without_any_has_no_hub_and_no_gap() {
    // What Security Hub says to an account that has not subscribed.
    let inventory = in_one_region(|a| {
        (a.operation == HUB).then(|| Reply::error(401, "InvalidAccessException"))
    })
    .await;
    assert_eq!(gaps(&inventory), [""; 0]);
    for kind in [Kind::Analyzer, Kind::Hub, Kind::FileSystem] {
        assert_eq!(inventory.of_kind(kind).count(), 0, "{kind}");
    }
    let ebs = &only(&inventory, Kind::EbsEncryption).body;
    assert_eq!(ebs["EbsEncryptionByDefault"], Value::Null);
}

#[tokio::test]
async fn a_refusal_is_no_absence() {
    let inventory = in_one_region(|a| match a.operation.as_str() {
        ANALYZERS | HUB | FILE_SYSTEMS => Some(Reply::error(403, "AccessDeniedException")),
        "GetEbsEncryptionByDefault" => Some(Reply::error(403, "UnauthorizedOperation")),
        _ => None,
    })
    .await;
    assert_eq!(
        gaps(&inventory),
        [
            "eu-west-1 analyzer/* access-analyzer:ListAnalyzers denied",
            "eu-west-1 hub/* securityhub:DescribeHub denied",
            "eu-west-1 file-system/* elasticfilesystem:DescribeFileSystems denied",
            "eu-west-1 ebs-encryption/* ec2:GetEbsEncryptionByDefault denied",
        ]
    );
}

#[tokio::test]
async fn a_later_page_that_is_refused_hides_only_the_rest() {
    let inventory = in_one_region(|a| match a.operation.as_str() {
        ANALYZERS if a.path.contains("nextToken") => Some(Reply::denied()),
        FILE_SYSTEMS if a.path.contains("Marker") => Some(Reply::denied()),
        _ => there(a),
    })
    .await;
    assert_eq!(ids(&inventory, Kind::Analyzer), ["own"]);
    assert_eq!(ids(&inventory, Kind::FileSystem), ["fs-1"]);
    assert_eq!(inventory.gaps.len(), 2);
}
