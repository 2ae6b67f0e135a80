//! S3: buckets, and the account's own block.

use serde_json::{Value, json};

use super::*;

pub const BUCKET: &[Call] = &[
    call::LIST_BUCKETS,
    call::GET_BUCKET_LOCATION,
    call::GET_BUCKET_POLICY,
    call::GET_BUCKET_VERSIONING,
    call::GET_BUCKET_PUBLIC_ACCESS_BLOCK,
    call::GET_BUCKET_ENCRYPTION,
];

/// A plan of `calls` for `kinds` alone.
pub fn plan_for(kinds: &[(Kind, &[Call])]) -> Plan {
    let mut plan = Plan::default();
    for (kind, calls) in kinds {
        for call in *calls {
            plan.calls.entry(*call).or_default();
            plan.needs.insert((*kind, *call));
        }
    }
    plan
}

pub fn list(buckets: &[(&str, &str)], token: Option<&str>) -> Reply {
    let bucket = |(name, region): &(&str, &str)| {
        let region = match *region {
            "" => String::new(),
            region => format!("<BucketRegion>{region}</BucketRegion>"),
        };
        let created = "<CreationDate>2026-01-02T03:04:05.000Z</CreationDate>";
        format!("<Bucket><Name>{name}</Name>{created}{region}</Bucket>")
    };
    let buckets = buckets.iter().map(bucket).collect::<Vec<_>>().concat();
    let token = token.map_or_else(String::new, |t| {
        format!("<ContinuationToken>{t}</ContinuationToken>")
    });
    Reply::ok(format!(
        "<ListAllMyBucketsResult><Owner><ID>x</ID></Owner><Buckets>{buckets}</Buckets>{token}</ListAllMyBucketsResult>"
    ))
}

pub const BLOCK: &str = "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>\
    <IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>false</BlockPublicPolicy>\
    <RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>";

fn two_pages(asked: &Asked) -> Option<Reply> {
    Some(match asked.operation.as_str() {
        "ListBuckets" if asked.path.contains("continuation-token=more") => {
            list(&[("b", "eu-west-1")], None)
        }
        "ListBuckets" => list(&[("a", "us-east-1")], Some("more")),
        "GetBucketPolicy" => Reply::ok(r#"{"Version":"2012-10-17","Statement":[]}"#),
        "GetBucketVersioning" => Reply::ok(
            "<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Disabled</MfaDelete></VersioningConfiguration>",
        ),
        "GetPublicAccessBlock" => Reply::ok(BLOCK),
        "GetBucketEncryption" => Reply::ok(
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>\
             <SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>arn:k</KMSMasterKeyID>\
             </ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule>\
             </ServerSideEncryptionConfiguration>",
        ),
        _ => return None,
    })
}

#[tokio::test]
async fn buckets_of_all_pages_are_asked_about_where_they_are() {
    let server = Server::start(two_pages);
    // A region that was not chosen is no reason to leave a bucket out.
    let aws = aws_with(&server, named(&["us-east-1"]));
    let inventory = scan(&aws, &plan_for(&[(Kind::Bucket, BUCKET)])).await;
    assert_eq!(ids(&inventory, Kind::Bucket), ["b", "a"]);
    let resource = inventory.of_kind(Kind::Bucket).next().unwrap();
    assert_eq!(resource.region, Some(Region::new("eu-west-1")));
    assert_eq!(resource.arn.as_deref(), Some("arn:aws:s3:::b"));
    let body = &resource.body;
    assert_eq!(body["BucketRegion"], "eu-west-1");
    assert_eq!(body["CreationDate"], "2026-01-02T03:04:05Z");
    let policy = r#"{"Version":"2012-10-17","Statement":[]}"#;
    assert_eq!(body["Policy"], policy);
    assert_eq!(
        body["Versioning"],
        json!({"Status": "Enabled", "MFADelete": "Disabled"})
    );
    let block = &body["PublicAccessBlockConfiguration"];
    assert_eq!(block["BlockPublicAcls"], true);
    assert_eq!(block["BlockPublicPolicy"], false);
    let rule = &body["ServerSideEncryptionConfiguration"]["Rules"][0];
    let by_default = &rule["ApplyServerSideEncryptionByDefault"];
    assert_eq!(by_default["SSEAlgorithm"], "aws:kms");
    assert_eq!(by_default["KMSMasterKeyID"], "arn:k");
    assert_eq!(gaps(&inventory), [""; 0]);
    let asked = server.asked_for("GetBucketPolicy");
    let places: Vec<_> = asked.iter().map(|a| (&*a.region, &*a.path)).collect();
    assert_eq!(
        places,
        [("eu-west-1", "/b/?policy"), ("us-east-1", "/a/?policy")]
    );
    assert!(server.asked_for("GetBucketLocation").is_empty());
    assert!(
        server.asked_for("ListBuckets")[0]
            .path
            .contains("max-buckets=10000")
    );
}

#[tokio::test]
async fn what_s3_does_not_have_is_null() {
    let server = Server::start(|a| {
        (a.operation == "ListBuckets").then(|| list(&[("a", "us-east-1")], None))
    });
    let inventory = scan(&aws(&server), &plan_for(&[(Kind::Bucket, BUCKET)])).await;
    let body = &only(&inventory, Kind::Bucket).body;
    assert_eq!(body["Policy"], Value::Null);
    assert_eq!(body["PublicAccessBlockConfiguration"], Value::Null);
    assert_eq!(body["ServerSideEncryptionConfiguration"], Value::Null);
    assert_eq!(
        body["Versioning"],
        json!({"Status": null, "MFADelete": null})
    );
    assert_eq!(gaps(&inventory), [""; 0]);
    assert_eq!(inventory.calls.failed, 0);
}

#[tokio::test]
async fn an_emulators_name_for_versioning_is_understood() {
    let server = Server::start(|a| match a.operation.as_str() {
        "ListBuckets" => Some(list(&[("a", "us-east-1")], None)),
        "GetBucketVersioning" => Some(Reply::ok(
            "<GetBucketVersioningResponse xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
             <Status>Enabled</Status></GetBucketVersioningResponse>",
        )),
        _ => None,
    });
    let inventory = scan(&aws(&server), &plan_for(&[(Kind::Bucket, BUCKET)])).await;
    let body = &only(&inventory, Kind::Bucket).body;
    assert_eq!(body["Versioning"]["Status"], "Enabled");
}

#[tokio::test]
async fn a_bucket_without_a_region_in_the_list_is_asked_where_it_is() {
    let server = Server::start(|a| match a.operation.as_str() {
        "ListBuckets" => Some(list(
            &[
                ("classic", ""),
                ("gone", ""),
                ("hidden", ""),
                ("old", ""),
                ("new", ""),
            ],
            None,
        )),
        "GetBucketLocation" if a.path.contains("gone") => Some(Reply::error(404, "NoSuchBucket")),
        "GetBucketLocation" if a.path.contains("hidden") => Some(Reply::denied()),
        "GetBucketLocation" if a.path.contains("old") => {
            Some(Reply::ok("<LocationConstraint>EU</LocationConstraint>"))
        }
        "GetBucketLocation" if a.path.contains("new") => Some(Reply::ok(
            "<LocationConstraint>af-south-1</LocationConstraint>",
        )),
        _ => None,
    });
    let inventory = scan(&aws(&server), &plan_for(&[(Kind::Bucket, BUCKET)])).await;
    let found: Vec<_> = inventory
        .of_kind(Kind::Bucket)
        .map(|r| (r.id.as_str(), r.region.as_ref().map(Region::as_str)))
        .collect();
    assert_eq!(
        found,
        [
            ("hidden", None),
            ("new", Some("af-south-1")),
            ("old", Some("eu-west-1")),
            ("classic", Some("us-east-1")),
        ]
    );
    let hidden = &inventory.of_kind(Kind::Bucket).next().unwrap().body;
    for key in ["BucketRegion", "Policy", "Versioning"] {
        assert_eq!(hidden[key]["$gap"]["operation"], "s3:GetBucketLocation");
    }
    assert_eq!(
        gaps(&inventory),
        ["global bucket/hidden s3:GetBucketLocation denied"]
    );
    let asked = server.asked_for("GetBucketLocation");
    assert!(asked.iter().all(|a| a.region == "us-east-1"));
}

#[tokio::test]
async fn a_bucket_that_does_not_answer_is_a_gap_of_its_own() {
    let malformed = "<Error><Code>AuthorizationHeaderMalformed</Code><Message>The authorization header \
        is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'</Message>\
        <Region>eu-west-1</Region></Error>";
    let redirect = "<Error><Code>PermanentRedirect</Code><Message>The bucket you are attempting to access \
        must be addressed using the specified endpoint.</Message></Error>";
    let server = Server::start(move |a| match a.operation.as_str() {
        "ListBuckets" => Some(list(
            &[
                ("denied", "us-east-1"),
                ("fine", "us-east-1"),
                ("malformed", "us-east-1"),
                ("moved", "us-east-1"),
            ],
            None,
        )),
        "GetBucketPolicy" if a.path.contains("denied") => Some(Reply::denied()),
        "GetBucketPolicy" if a.path.contains("malformed") => Some(Reply::status(400, malformed)),
        "GetBucketPolicy" if a.path.contains("moved") => Some(Reply::status(301, redirect)),
        _ => None,
    });
    let planned = [
        call::LIST_BUCKETS,
        call::GET_BUCKET_LOCATION,
        call::GET_BUCKET_POLICY,
    ];
    let inventory = scan(&aws(&server), &plan_for(&[(Kind::Bucket, &planned)])).await;
    assert_eq!(
        gaps(&inventory),
        [
            "us-east-1 bucket/denied s3:GetBucketPolicy denied",
            "us-east-1 bucket/malformed s3:GetBucketPolicy failed",
            "us-east-1 bucket/moved s3:GetBucketPolicy failed",
        ]
    );
    let details: Vec<&str> = inventory.gaps.iter().map(|g| &*g.call.detail).collect();
    assert!(
        details[1].starts_with("AuthorizationHeaderMalformed: "),
        "{details:?}"
    );
    assert!(details[1].contains("expecting 'eu-west-1'"), "{details:?}");
    assert!(
        details[2].starts_with("PermanentRedirect: The bucket"),
        "{details:?}"
    );
    let fine = inventory.of_kind(Kind::Bucket).nth(1).unwrap();
    assert_eq!(fine.body["Policy"], Value::Null);
    assert_eq!(fine.body.get("Versioning"), Some(&Value::Null), "not asked");
    assert!(server.asked_for("GetBucketVersioning").is_empty());
}

#[tokio::test]
async fn a_list_that_is_cut_keeps_its_pages_and_is_a_gap_of_each_kind() {
    let server = Server::start(|a| match a.operation.as_str() {
        "ListBuckets" if a.path.contains("more") => Some(Reply::denied()),
        _ => two_pages(a),
    });
    let policies = [call::LIST_BUCKETS, call::GET_BUCKET_POLICY];
    let plan = plan_for(&[(Kind::Bucket, BUCKET), (Kind::ResourcePolicy, &policies)]);
    let inventory = scan(&aws(&server), &plan).await;
    assert_eq!(ids(&inventory, Kind::Bucket), ["a"]);
    let policy = only(&inventory, Kind::ResourcePolicy);
    assert_eq!(policy.id, "arn:aws:s3:::a");
    assert_eq!(policy.body["Service"], "s3");
    assert_eq!(policy.body["ResourceName"], "a");
    assert_eq!(server.asked_for("GetBucketPolicy").len(), 1, "one for both");
    assert_eq!(
        gaps(&inventory),
        [
            "global bucket/* s3:ListBuckets denied",
            "global resource-policy/* s3:ListBuckets denied"
        ]
    );
}

#[tokio::test]
async fn a_bucket_without_a_policy_has_no_resource_policy() {
    let server = Server::start(|a| match a.operation.as_str() {
        "ListBuckets" => Some(list(&[("a", "us-east-1"), ("b", "us-east-1")], None)),
        "GetBucketPolicy" if a.path.contains("/b") => Some(Reply::denied()),
        _ => None,
    });
    let planned = [call::LIST_BUCKETS, call::GET_BUCKET_POLICY];
    let inventory = scan(
        &aws(&server),
        &plan_for(&[(Kind::ResourcePolicy, &planned)]),
    )
    .await;
    assert_eq!(ids(&inventory, Kind::ResourcePolicy), ["arn:aws:s3:::b"]);
    assert_eq!(
        gaps(&inventory),
        ["us-east-1 resource-policy/arn:aws:s3:::b s3:GetBucketPolicy denied"]
    );
    assert_eq!(inventory.of_kind(Kind::Bucket).count(), 0);
}

const ACCOUNT: &[Call] = &[call::GET_ACCOUNT_PUBLIC_ACCESS_BLOCK];

#[tokio::test]
async fn the_accounts_own_block_is_there_missing_or_hidden() {
    let there = Server::start(|a| (a.service == "s3control").then(|| Reply::ok(BLOCK)));
    let inventory = scan(&aws(&there), &plan(ACCOUNT)).await;
    let block = &only(&inventory, Kind::AccountPublicAccessBlock).body;
    assert_eq!(block["BlockPublicAcls"], true);
    assert_eq!(block["BlockPublicPolicy"], false);
    assert_eq!(inventory.calls.by_operation, there.counts());

    let missing = Server::start(|_| None);
    let inventory = scan(&aws(&missing), &plan(ACCOUNT)).await;
    assert_eq!(inventory.of_kind(Kind::AccountPublicAccessBlock).count(), 0);
    assert_eq!(gaps(&inventory), [""; 0]);

    let hidden = Server::start(|a| (a.service == "s3control").then(Reply::denied));
    let inventory = scan(&aws(&hidden), &plan(ACCOUNT)).await;
    assert_eq!(
        gaps(&inventory),
        ["global account-public-access-block/* s3control:GetPublicAccessBlock denied"]
    );
}
