//! How the buckets behind delivery channels encrypt.

use serde_json::{Value, json};

use super::*;

fn script(asked: &Asked) -> Option<Reply> {
    let bucket = |name: &str| asked.path.starts_with(&format!("/{name}"));
    Some(match asked.operation.as_str() {
        "DescribeDeliveryChannels" => {
            let name = if asked.region == "eu-west-1" {
                "shared"
            } else {
                "config"
            };
            Reply::ok(
                json!({"DeliveryChannels": [
                    {"name": name, "s3BucketName": "shared", "snsTopicARN": "arn:aws:sns:::t"},
                    {"name": "denied", "s3BucketName": "denied"},
                    {"name": "gone", "s3BucketName": "gone"},
                    {"name": "unset", "s3BucketName": "unset"},
                    {"name": "none"}, {"name": "empty", "s3BucketName": ""},
                ]})
                .to_string(),
            )
        }
        "GetBucketLocation" if bucket("gone") => Reply::error(404, "NoSuchBucket"),
        "GetBucketLocation" => Reply::ok("<LocationConstraint>eu-west-1</LocationConstraint>"),
        "GetBucketEncryption" if bucket("denied") => Reply::denied(),
        "GetBucketEncryption" if bucket("shared") => Reply::ok(
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>\
             <SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID>\
             </ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
        ),
        "ListBuckets" => Reply::ok(
            "<ListAllMyBucketsResult><Buckets><Bucket><Name>shared</Name>\
             <BucketRegion>us-east-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>",
        ),
        _ => return None,
    })
}

fn encryption<'i>(inventory: &'i Inventory, channel: &str) -> &'i Value {
    let mut all = inventory.of_kind(Kind::DeliveryChannel);
    &all.find(|c| c.id == channel).unwrap().body["BucketEncryption"]
}

#[tokio::test]
async fn each_bucket_is_asked_once_and_where_it_is() {
    let server = Server::start(script);
    let inventory = scan(&aws(&server), &plan_of(&[Kind::DeliveryChannel])).await;
    for channel in ["shared", "config"] {
        let rule = &encryption(&inventory, channel)["Rules"][0];
        let algorithm = &rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"];
        assert_eq!(*algorithm, "aws:kms", "{channel}");
    }
    for channel in ["gone", "unset", "none", "empty"] {
        assert_eq!(*encryption(&inventory, channel), Value::Null, "{channel}");
    }
    assert_eq!(encryption(&inventory, "denied")["$gap"]["reason"], "denied");
    assert_eq!(
        gaps(&inventory),
        [
            "eu-west-1 delivery-channel/denied s3:GetBucketEncryption denied",
            "us-east-1 delivery-channel/denied s3:GetBucketEncryption denied",
        ]
    );
    assert_eq!(server.asked_for("GetBucketLocation").len(), 4);
    let asked = server.asked_for("GetBucketEncryption");
    assert_eq!(asked.len(), 3);
    assert!(asked.iter().all(|a| a.region == "eu-west-1"));
    assert!(server.asked_for("ListBuckets").is_empty());
}

#[tokio::test]
async fn a_list_that_is_asked_for_anyway_says_where_buckets_are() {
    let server = Server::start(script);
    let plan = plan_of(&[Kind::DeliveryChannel, Kind::Bucket]);
    let inventory = scan(&aws(&server), &plan).await;
    assert!(encryption(&inventory, "shared")["Rules"][0].is_object());
    let of_shared = |operation: &str| {
        let mut asked = server.asked_for(operation);
        asked.retain(|a| a.path.starts_with("/shared"));
        asked
    };
    assert!(of_shared("GetBucketLocation").is_empty());
    let [one] = &of_shared("GetBucketEncryption")[..] else {
        panic!("asked once for bucket and channel");
    };
    assert_eq!(one.region, "us-east-1");
}

#[tokio::test]
async fn without_a_plan_for_it_no_bucket_is_asked_about() {
    let server = Server::start(script);
    let inventory = scan(&aws(&server), &plan(&[call::DESCRIBE_DELIVERY_CHANNELS])).await;
    assert_eq!(inventory.of_kind(Kind::DeliveryChannel).count(), 12);
    assert!(server.asked_for("GetBucketLocation").is_empty());
    assert_eq!(gaps(&inventory), [""; 0]);

    let server = Server::start(|a| match a.operation.as_str() {
        "DescribeDeliveryChannels" | "GetBucketLocation" => Some(match a.operation.as_str() {
            "GetBucketLocation" => Reply::denied(),
            _ => Reply::ok(r#"{"DeliveryChannels": [{"name": "c", "s3BucketName": "b"}]}"#),
        }),
        _ => None,
    });
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let inventory = scan(&aws, &plan_of(&[Kind::DeliveryChannel])).await;
    assert_eq!(
        gaps(&inventory),
        ["eu-west-1 delivery-channel/c s3:GetBucketLocation denied"]
    );
}
