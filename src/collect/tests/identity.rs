//! Whose the credentials are, and which regions there are.

use super::server::regions;
use super::*;
use crate::collect::IdentifyError;

async fn failure(options: Options, script: fn(&Asked) -> Option<Reply>) -> String {
    let server = Server::start(script);
    let aws = aws_with(&server, options);
    identify(&aws).await.unwrap_err().to_string()
}

fn names(regions: &[Region]) -> Vec<&str> {
    regions.iter().map(Region::as_str).collect()
}

fn some_regions(asked: &Asked) -> Option<Reply> {
    (asked.operation == "DescribeRegions").then(|| {
        Reply::ok(regions(&[
            ("us-east-1", "opt-in-not-required"),
            ("eu-west-1", "opt-in-not-required"),
            ("eu-west-2", "opt-in-not-required"),
            ("af-south-1", "opted-in"),
            ("me-south-1", "not-opted-in"),
            ("us-gov-west-1", "opt-in-not-required"),
            ("cn-north-1", "opted-in"),
        ]))
    })
}

#[tokio::test]
async fn enabled_regions_are_those_of_the_partition_that_are_on() {
    let server = Server::start(some_regions);
    let target = identify(&aws(&server)).await.unwrap();
    assert_eq!(target.account.as_str(), "123456789012");
    assert_eq!(target.partition.as_str(), "aws");
    assert_eq!(
        names(&target.regions),
        ["af-south-1", "eu-west-1", "eu-west-2", "us-east-1"]
    );
    assert_eq!(names(&target.not_opted_in), ["me-south-1"]);
    assert!(server.asked_for("DescribeRegions")[0].has("AllRegions=true"));
}

#[tokio::test]
async fn a_misspelt_region_is_named_with_those_most_like_it() {
    let message = failure(
        named(&["us-east-1", "eu-wst-1", "cn-north-1"]),
        some_regions,
    )
    .await;
    assert!(
        message.contains("no region `eu-wst-1`; nearest: `eu-west-1`"),
        "{message}"
    );
    assert!(message.contains("no region `cn-north-1`"), "{message}");
    assert!(!message.contains("`us-east-1`;"), "{message}");
}

#[tokio::test]
async fn a_named_region_that_is_off_is_a_gap_and_never_called() {
    let server = Server::start(some_regions);
    let aws = aws_with(&server, named(&["me-south-1", "eu-west-1"]));
    let plan = plan(&[
        call::DESCRIBE_TRAILS,
        call::DESCRIBE_METRIC_FILTERS,
        call::DESCRIBE_CONFIG_RULES,
        call::DESCRIBE_SECURITY_GROUPS,
    ]);
    let inventory = scan(&aws, &plan).await;
    assert_eq!(
        gaps(&inventory),
        [
            "me-south-1 trail/* cloudtrail:DescribeTrails not-opted-in",
            "me-south-1 metric-filter/* cloudtrail:DescribeTrails not-opted-in",
            "me-south-1 config-rule/* config:DescribeConfigRules not-opted-in",
            "me-south-1 security-group/* ec2:DescribeSecurityGroups not-opted-in",
        ]
    );
    assert!(server.asked().iter().all(|a| a.region != "me-south-1"));
    assert_eq!(ids(&inventory, Kind::Region), ["eu-west-1"]);
    assert_eq!(only(&inventory, Kind::Account).region, None);
}

#[tokio::test]
async fn without_describe_regions_only_named_regions_will_do() {
    let denied: fn(&Asked) -> Option<Reply> =
        |a| (a.operation == "DescribeRegions").then(Reply::denied);
    let message = failure(Options::default(), denied).await;
    assert!(
        message.contains("name the regions with --regions"),
        "{message}"
    );
    assert!(message.contains("not DescribeRegions"), "{message}");

    let server = Server::start(denied);
    let aws = aws_with(&server, named(&["sa-east-1", "eu-west-1", "sa-east-1"]));
    let target = identify(&aws).await.unwrap();
    assert_eq!(names(&target.regions), ["eu-west-1", "sa-east-1"]);
}

#[tokio::test]
async fn what_is_wrong_with_the_credentials_is_said() {
    let expired = failure(Options::default(), |a| {
        (a.operation == "GetCallerIdentity").then(|| Reply::error(403, "ExpiredToken"))
    });
    let unknown = failure(Options::default(), |a| {
        (a.operation == "GetCallerIdentity").then(|| Reply::error(403, "InvalidClientTokenId"))
    });
    let broken = failure(Options::default(), |a| {
        (a.operation == "GetCallerIdentity").then(|| Reply::ok("<html>login</html>"))
    });
    let (expired, unknown, broken) = tokio::join!(expired, unknown, broken);
    assert!(expired.contains("have expired"), "{expired}");
    assert!(
        unknown.contains("does not accept the credentials"),
        "{unknown}"
    );
    assert!(broken.contains("sts:GetCallerIdentity failed"), "{broken}");
    assert!(broken.contains("malformed reply"), "{broken}");
}

#[tokio::test]
async fn an_endpoint_where_nobody_listens_is_named() {
    let mut server = Server::start(|_| None);
    server.url = "http://127.0.0.1:9".to_owned();
    let options = Options {
        timeouts: TIMEOUTS,
        ..Options::default()
    };
    let error = identify(&aws_with(&server, options)).await.unwrap_err();
    assert!(
        matches!(&error, IdentifyError::Unreachable { endpoint, .. } if endpoint == "`http://127.0.0.1:9`"),
        "{error}"
    );
}
