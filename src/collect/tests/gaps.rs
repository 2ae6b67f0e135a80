//! What a call without an answer leaves behind.

use serde_json::json;

use super::*;

fn groups(ids: &[&str], next: Option<&str>) -> Reply {
    let items = ids
        .iter()
        .map(|id| format!("<item><groupId>{id}</groupId></item>"));
    let items = items.collect::<Vec<_>>().concat();
    let next = next.map_or_else(String::new, |t| format!("<nextToken>{t}</nextToken>"));
    Reply::ok(format!(
        "<DescribeSecurityGroupsResponse><securityGroupInfo>{items}</securityGroupInfo>{next}</DescribeSecurityGroupsResponse>"
    ))
}

#[tokio::test]
async fn the_pages_before_a_denied_one_are_kept() {
    let server = Server::start(|a| {
        (a.operation == "DescribeSecurityGroups").then(|| match (a.region.as_str(), a.nth) {
            ("us-east-1", 0) => groups(&["sg-1", "sg-2"], Some("t1")),
            ("us-east-1", _) => Reply::denied(),
            (_, 0) => groups(&["sg-3"], Some("t2")),
            (_, _) => groups(&["sg-4"], None),
        })
    });
    let inventory = scan(&aws(&server), &plan(&[call::DESCRIBE_SECURITY_GROUPS])).await;
    assert_eq!(
        ids(&inventory, Kind::SecurityGroup),
        ["sg-3", "sg-4", "sg-1", "sg-2"]
    );
    assert_eq!(
        gaps(&inventory),
        ["us-east-1 security-group/* ec2:DescribeSecurityGroups denied"]
    );
    assert_eq!(inventory.gaps[0].call.detail, "not DescribeSecurityGroups");
    assert_eq!(inventory.calls.failed, 1);
    assert_eq!(inventory.calls.by_operation, server.counts());
}

#[tokio::test]
async fn a_denied_detail_hides_that_detail_only() {
    let server = Server::start(|a| match a.operation.as_str() {
        "DescribeTrails" if a.region == "us-east-1" => Some(Reply::ok(
            json!({"trailList": [{
                "Name": "main", "HomeRegion": "us-east-1",
                "TrailARN": "arn:aws:cloudtrail:us-east-1:123456789012:trail/main",
            }]})
            .to_string(),
        )),
        "GetTrailStatus" => Some(Reply::denied()),
        "GetEventSelectors" => Some(Reply::ok(
            json!({"EventSelectors": [{"ReadWriteType": "All"}]}).to_string(),
        )),
        _ => None,
    });
    let plan = plan(&[
        call::DESCRIBE_TRAILS,
        call::GET_TRAIL_STATUS,
        call::GET_EVENT_SELECTORS,
    ]);
    let inventory = scan(&aws(&server), &plan).await;
    let trail = &only(&inventory, Kind::Trail).body;
    assert_eq!(trail["Status"]["$gap"]["reason"], "denied");
    assert_eq!(trail["EventSelectors"][0]["ReadWriteType"], "All");
    assert_eq!(trail["AdvancedEventSelectors"], json!([]));
    assert_eq!(
        gaps(&inventory),
        ["us-east-1 trail/main cloudtrail:GetTrailStatus denied"]
    );
}

#[tokio::test]
async fn a_region_that_does_not_answer_hides_what_would_have_followed() {
    let server = Server::start(|a| {
        (a.operation == "DescribeTrails" && a.region == "eu-west-1")
            .then(|| Reply::ok("{}").after(Duration::from_secs(2)))
    });
    let options = Options {
        timeouts: TIMEOUTS,
        ..Options::default()
    };
    let aws = aws_with(&server, options);
    let mut plan = plan(&[
        call::DESCRIBE_TRAILS,
        call::DESCRIBE_LOG_GROUPS,
        call::DESCRIBE_METRIC_FILTERS,
        call::DESCRIBE_ALARMS,
        call::GET_TOPIC_ATTRIBUTES,
    ]);
    let hidden = |kind| format!("eu-west-1 {kind}/* cloudtrail:DescribeTrails timeout");
    let inventory = scan(&aws, &plan).await;
    let all = ["trail", "log-group", "metric-filter", "alarm", "topic"];
    assert_eq!(gaps(&inventory), all.map(hidden));
    assert_eq!(inventory.calls.failed, 1);

    // Alarms that depend on no trail are not hidden by one.
    everywhere(&mut plan);
    let inventory = scan(&aws, &plan).await;
    assert_eq!(
        gaps(&inventory),
        ["trail", "log-group", "metric-filter"].map(hidden)
    );
}

#[tokio::test]
async fn what_is_throttled_is_tried_again_and_counted() {
    let server = Server::start(|a| match (a.operation.as_str(), a.nth) {
        ("DescribeDeliveryChannels", 0) => Some(Reply::error(400, "ThrottlingException")),
        ("GetAccountSummary", 0) => Some(Reply::error(400, "Throttling")),
        ("GetAccountSummary", 1) => Some(Reply::status(500, "oops")),
        _ => None,
    });
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let plan = plan(&[call::DESCRIBE_DELIVERY_CHANNELS, call::GET_ACCOUNT_SUMMARY]);
    let inventory = scan(&aws, &plan).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    let calls = &inventory.calls;
    assert_eq!(
        (calls.total, calls.retried, calls.throttled, calls.failed),
        (4, 3, 2, 0)
    );
    assert_eq!(calls.by_operation["config:DescribeDeliveryChannels"], 1);
    assert_eq!(server.counts()["config:DescribeDeliveryChannels"], 2);
}

#[tokio::test]
async fn every_cause_has_its_reason() {
    let server = Server::start(|a| match a.operation.as_str() {
        "DescribeConfigurationRecorders" => Some(Reply::error(400, "UnknownOperationException")),
        "DescribeDeliveryChannels" => Some(Reply::error(400, "ExpiredTokenException")),
        "DescribeConfigRules" => Some(Reply::status(404, "<html>no such page</html>")),
        "GetAccountSummary" => Some(Reply::ok("<GetAccountSummaryResponse><oops")),
        "GetAccountPasswordPolicy" => Some(Reply::error(400, "ServiceFailure")),
        "DescribeSecurityGroups" => Some(Reply::error(401, "AuthFailure")),
        _ => None,
    });
    let aws = aws_with(&server, named(&["eu-west-1"]));
    let plan = plan(&[
        call::DESCRIBE_CONFIGURATION_RECORDERS,
        call::DESCRIBE_DELIVERY_CHANNELS,
        call::DESCRIBE_CONFIG_RULES,
        call::GET_ACCOUNT_SUMMARY,
        call::GET_ACCOUNT_PASSWORD_POLICY,
        call::DESCRIBE_SECURITY_GROUPS,
    ]);
    let inventory = scan(&aws, &plan).await;
    assert_eq!(
        gaps(&inventory),
        [
            "global account-summary/* iam:GetAccountSummary failed",
            "global password-policy/* iam:GetAccountPasswordPolicy failed",
            "eu-west-1 config-recorder/* config:DescribeConfigurationRecorders unsupported",
            "eu-west-1 delivery-channel/* config:DescribeDeliveryChannels denied",
            "eu-west-1 config-rule/* config:DescribeConfigRules unsupported",
            "eu-west-1 security-group/* ec2:DescribeSecurityGroups denied",
        ]
    );
    let detail = |i: usize| inventory.gaps[i].call.detail.as_str();
    assert!(detail(0).starts_with("malformed reply"), "{}", detail(0));
    assert_eq!(detail(1), "ServiceFailure: not GetAccountPasswordPolicy");
    assert_eq!(inventory.gaps[0].call.reason, Reason::Failed);
}
