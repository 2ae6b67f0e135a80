//! The buckets to which trails deliver.

use serde_json::{Value, json};

use super::s3::{BLOCK, BUCKET, list, plan_for};
use super::*;

const TRAIL_BUCKET: &[Call] = &[
    call::DESCRIBE_TRAILS,
    call::LIST_BUCKETS,
    call::GET_BUCKET_LOCATION,
    call::GET_BUCKET_LOGGING,
    call::GET_BUCKET_ACL,
    call::GET_BUCKET_POLICY,
    call::GET_BUCKET_POLICY_STATUS,
    call::GET_BUCKET_PUBLIC_ACCESS_BLOCK,
];

/// Trails of this account with buckets `own`, `foreign` and `gone`, and the organization's.
fn trails(asked: &Asked) -> Option<Reply> {
    let trail = |account: &str, name: &str, bucket: &str| {
        json!({"Name": name, "S3BucketName": bucket, "HomeRegion": "us-east-1",
               "TrailARN": format!("arn:aws:cloudtrail:us-east-1:{account}:trail/{name}")})
    };
    let own = "123456789012";
    Some(match asked.operation.as_str() {
        "DescribeTrails" => Reply::ok(
            json!({"trailList": [trail(own, "a", "own"), trail(own, "b", "own"),
                trail(own, "c", "foreign"), trail(own, "d", "gone"),
                trail("999999999999", "org", "archive")]})
            .to_string(),
        ),
        "ListBuckets" => list(&[("other", "us-east-1"), ("own", "eu-west-1")], None),
        "GetBucketLocation" if asked.path.contains("foreign") => Reply::denied(),
        "GetBucketLocation" if asked.path.contains("gone") => Reply::error(404, "NoSuchBucket"),
        "GetBucketLogging" => Reply::ok(
            "<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket>\
             <TargetPrefix>p/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>",
        ),
        "GetBucketAcl" => Reply::ok(
            "<AccessControlPolicy><AccessControlList><Grant>\
             <Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Group\">\
             <URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee>\
             <Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>",
        ),
        "GetBucketPolicyStatus" => {
            Reply::ok("<PolicyStatus><IsPublic>true</IsPublic></PolicyStatus>")
        }
        "GetPublicAccessBlock" => Reply::ok(BLOCK),
        _ => return None,
    })
}

#[tokio::test]
async fn buckets_of_the_accounts_own_trails_stand_once_each() {
    let server = Server::start(trails);
    let plan = plan_for(&[(Kind::TrailBucket, TRAIL_BUCKET)]);
    let inventory = scan(&aws(&server), &plan).await;
    let bodies: Vec<&Value> = inventory
        .of_kind(Kind::TrailBucket)
        .map(|r| &r.body)
        .collect();
    let [foreign, gone, own] = bodies.as_slice() else {
        panic!("{bodies:?}");
    };
    assert_eq!(own["Exists"], true);
    assert_eq!(own["BucketRegion"], "eu-west-1");
    assert_eq!(own["Trails"].as_array().unwrap().len(), 2);
    assert_eq!(own["LoggingEnabled"]["TargetBucket"], "logs");
    let grant = &own["Grants"][0];
    assert_eq!(grant["Permission"], "READ");
    assert_eq!(grant["Grantee"]["Type"], "Group");
    assert_eq!(
        grant["Grantee"]["URI"],
        "http://acs.amazonaws.com/groups/global/AllUsers"
    );
    assert_eq!(own["Policy"], Value::Null);
    assert_eq!(own["PolicyStatus"]["IsPublic"], true);
    assert_eq!(
        own["PublicAccessBlockConfiguration"]["BlockPublicAcls"],
        true
    );

    assert_eq!(gone["Exists"], false);
    assert_eq!(gone["LoggingEnabled"], Value::Null);
    assert_eq!(foreign["Exists"], Value::Null);
    for key in ["LoggingEnabled", "Grants", "Policy", "PolicyStatus"] {
        assert_eq!(foreign[key]["$gap"]["operation"], "s3:GetBucketLocation");
    }
    assert_eq!(
        gaps(&inventory),
        ["global trail-bucket/foreign s3:GetBucketLocation denied"]
    );
    assert_eq!(server.asked_for("GetBucketLogging").len(), 1);
}

#[tokio::test]
async fn the_list_and_what_kinds_share_is_asked_once() {
    let server = Server::start(trails);
    let policies = [call::LIST_BUCKETS, call::GET_BUCKET_POLICY];
    let plan = plan_for(&[
        (Kind::Bucket, BUCKET),
        (Kind::TrailBucket, TRAIL_BUCKET),
        (Kind::ResourcePolicy, &policies),
    ]);
    let inventory = scan(&aws(&server), &plan).await;
    assert_eq!(ids(&inventory, Kind::Bucket), ["own", "other"]);
    assert_eq!(server.asked_for("ListBuckets").len(), 1);
    assert_eq!(server.asked_for("GetBucketPolicy").len(), 2);
    assert_eq!(server.asked_for("GetPublicAccessBlock").len(), 2);
}

#[tokio::test]
async fn without_a_list_of_buckets_the_trails_buckets_are_found_one_by_one() {
    let server = Server::start(|a| match a.operation.as_str() {
        "ListBuckets" => Some(Reply::denied()),
        "GetBucketLocation" if a.path.contains("own") => Some(Reply::ok(
            "<LocationConstraint>eu-west-1</LocationConstraint>",
        )),
        _ => trails(a),
    });
    let plan = plan_for(&[(Kind::TrailBucket, TRAIL_BUCKET)]);
    let inventory = scan(&aws(&server), &plan).await;
    let own = inventory
        .of_kind(Kind::TrailBucket)
        .find(|r| r.id == "own")
        .unwrap();
    assert_eq!(own.body["LoggingEnabled"]["TargetBucket"], "logs");
    assert_eq!(server.asked_for("GetBucketLogging")[0].region, "eu-west-1");
}

#[tokio::test]
async fn trails_that_cannot_be_listed_hide_their_buckets() {
    let server = Server::start(|a| match a.operation.as_str() {
        "DescribeTrails" if a.region == "eu-west-1" => Some(Reply::denied()),
        _ => None,
    });
    let plan = plan_for(&[(Kind::TrailBucket, TRAIL_BUCKET)]);
    let inventory = scan(&aws(&server), &plan).await;
    assert_eq!(
        gaps(&inventory),
        ["eu-west-1 trail-bucket/* cloudtrail:DescribeTrails denied"]
    );
    assert!(
        server.asked_for("ListBuckets").is_empty(),
        "no bucket to find"
    );
}
