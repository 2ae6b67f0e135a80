//! Distributions, load balancers and stages, and what they log.

use serde_json::{Value, json};

use super::server::{query, regions};
use super::*;
use crate::target::Partition;

const CALLS: [&str; 11] = [
    "cloudfront:ListDistributions",
    "cloudfront:GetDistributionConfig",
    "logs:DescribeDeliverySources",
    "logs:DescribeDeliveries",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeLoadBalancerAttributes",
    "elasticloadbalancing:DescribeListeners",
    "apigateway:GetRestApis",
    "apigateway:GetStages",
    "apigatewayv2:GetApis",
    "apigatewayv2:GetStages",
];

fn balancer_arn(name: &str) -> String {
    format!("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/{name}/1")
}

fn distribution_arn(id: &str) -> String {
    format!("arn:aws:cloudfront::123456789012:distribution/{id}")
}

fn distributions(ids: &[&str], next: Option<&str>) -> Reply {
    let item = |id: &&str| {
        let arn = distribution_arn(id);
        format!(
            "<DistributionSummary><Id>{id}</Id><ARN>{arn}</ARN><Status>Deployed</Status>\
             <LastModifiedTime>2026-01-02T03:04:05Z</LastModifiedTime>\
             <DomainName>{id}.cloudfront.net</DomainName><Comment></Comment>\
             <PriceClass>PriceClass_All</PriceClass><Enabled>true</Enabled><WebACLId></WebACLId>\
             <HttpVersion>http2</HttpVersion><IsIPV6Enabled>true</IsIPV6Enabled>\
             <Staging>false</Staging></DistributionSummary>"
        )
    };
    let items: String = ids.iter().map(item).collect();
    let next = next.map_or_else(String::new, |n| format!("<NextMarker>{n}</NextMarker>"));
    let cut = !next.is_empty();
    Reply::ok(format!(
        "<DistributionList><Marker></Marker>{next}<MaxItems>100</MaxItems>\
         <IsTruncated>{cut}</IsTruncated><Quantity>{}</Quantity><Items>{items}</Items>\
         </DistributionList>",
        ids.len()
    ))
}

fn configuration(bucket: &str) -> Reply {
    let on = !bucket.is_empty();
    Reply::ok(format!(
        "<DistributionConfig><CallerReference>r</CallerReference><Comment></Comment>\
         <Enabled>true</Enabled><Logging><Enabled>{on}</Enabled>\
         <IncludeCookies>false</IncludeCookies><Bucket>{bucket}</Bucket><Prefix></Prefix>\
         </Logging></DistributionConfig>"
    ))
}

fn balancers(of: &[(&str, &str)], next: Option<&str>) -> Reply {
    let item = |(name, balancer_type): &(&str, &str)| {
        let arn = balancer_arn(name);
        format!(
            "<member><LoadBalancerArn>{arn}</LoadBalancerArn>\
             <LoadBalancerName>{name}</LoadBalancerName><Type>{balancer_type}</Type>\
             <Scheme>internet-facing</Scheme><VpcId>vpc-1</VpcId></member>"
        )
    };
    let items: String = of.iter().map(item).collect();
    let next = next.map_or_else(String::new, |n| format!("<NextMarker>{n}</NextMarker>"));
    let result = format!("<LoadBalancers>{items}</LoadBalancers>{next}");
    Reply::ok(query("DescribeLoadBalancers", &result))
}

/// Two of everything, over several pages.
fn account(asked: &Asked) -> Option<Reply> {
    let is_home = asked.region == "us-east-1";
    let here = asked.region == "eu-west-1";
    let json = |value: Value| Some(Reply::ok(value.to_string()));
    match (asked.service.as_str(), asked.operation.as_str()) {
        (_, "ListDistributions") if asked.has("Marker=E1") => Some(distributions(&["E2"], None)),
        (_, "ListDistributions") => Some(distributions(&["E1"], Some("E1"))),
        (_, "GetDistributionConfig") => Some(configuration(if asked.has("E1") {
            "logs.s3.amazonaws.com"
        } else {
            ""
        })),
        (_, "DescribeDeliverySources") if is_home && asked.has("nextToken") => json(json!({
            "deliverySources": [{"name": "cdn", "service": "cloudfront",
                "logType": "ACCESS_LOGS", "resourceArns": [distribution_arn("E2")]}],
        })),
        (_, "DescribeDeliverySources") if is_home => json(json!({
            "nextToken": "t",
            "deliverySources": [{"name": "other", "service": "bedrock",
                "logType": "APPLICATION_LOGS", "resourceArns": ["arn:aws:bedrock:us-east-1:1:x"]}],
        })),
        (_, "DescribeDeliverySources") => json(json!({
            "deliverySources": [{"name": "lb", "service": "elasticloadbalancing",
                "logType": "ALB_ACCESS_LOGS", "resourceArns": [balancer_arn("web")]}],
        })),
        (_, "DescribeDeliveries") => {
            let source = if is_home { "cdn" } else { "lb" };
            json(json!({"deliveries": [
                {"id": "d1", "deliverySourceName": source, "deliveryDestinationType": "S3",
                 "deliveryDestinationArn": "arn:aws:logs:us-east-1:123456789012:delivery-destination:b"},
                {"id": "d2", "deliverySourceName": "other", "deliveryDestinationType": "CWL"},
            ]}))
        }
        (_, "DescribeLoadBalancers") if !here => None,
        (_, "DescribeLoadBalancers") if asked.has("Marker=") => {
            Some(balancers(&[("gate", "gateway"), ("net", "network")], None))
        }
        (_, "DescribeLoadBalancers") => Some(balancers(&[("web", "application")], Some("m"))),
        (_, "DescribeLoadBalancerAttributes") => Some(Reply::ok(query(
            &asked.operation,
            "<Attributes><member><Key>access_logs.s3.enabled</Key><Value>true</Value></member>\
             </Attributes>",
        ))),
        (_, "DescribeListeners") => Some(Reply::ok(query(
            &asked.operation,
            "<Listeners><member><ListenerArn>l</ListenerArn><Port>443</Port>\
             <Protocol>TLS</Protocol></member></Listeners>",
        ))),
        ("apigateway", "GetRestApis") if here && asked.has("position=p") => json(json!({
            "item": [{"id": "r2", "name": "inner", "endpointConfiguration": {
                "types": ["PRIVATE"], "vpcEndpointIds": ["vpce-1"]}}],
        })),
        ("apigateway", "GetRestApis") if here => json(json!({
            "position": "p",
            "item": [{"id": "r1", "name": "orders", "endpointConfiguration": {"types": ["EDGE"]}}],
        })),
        ("apigateway", "GetStages") if asked.has("r1") => json(json!({"item": [
            {"stageName": "prod", "accessLogSettings": {
                "format": "$context.requestId",
                "destinationArn": "arn:aws:logs:eu-west-1:123456789012:log-group:api"}},
            {"stageName": "test"},
        ]})),
        ("apigateway", "GetStages") => json(json!({"item": [{"stageName": "v1"}]})),
        ("apigatewayv2", "GetApis") if here && asked.has("nextToken") => {
            json(json!({"items": [{"apiId": "h2", "name": "chat", "protocolType": "WEBSOCKET"}]}))
        }
        ("apigatewayv2", "GetApis") if here => json(json!({
            "nextToken": "t",
            "items": [{"apiId": "h1", "name": "shop", "protocolType": "HTTP"}],
        })),
        ("apigatewayv2", "GetStages") => json(json!({"items": [{
            "stageName": "$default",
            "accessLogSettings": {"destinationArn": "arn:aws:logs:eu-west-1:1:log-group:h"},
        }]})),
        _ => None,
    }
}

async fn scanned(
    script: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static,
) -> (Inventory, Server) {
    let server = Server::start(move |a| script(a).or_else(|| account(a)));
    let plan = plan_of(&[Kind::WebFrontend]);
    (scan(&aws(&server), &plan).await, server)
}

fn body<'i>(inventory: &'i Inventory, id: &str) -> &'i Value {
    let mut all = inventory.of_kind(Kind::WebFrontend);
    &all.find(|f| f.id == id).unwrap().body
}

fn denied(call: &str) -> impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static {
    let call = call.to_owned();
    move |a| (format!("{}:{}", a.service, a.operation) == call).then(Reply::denied)
}

#[tokio::test]
async fn all_pages_of_all_services_come_together() {
    let (inventory, server) = scanned(|_| None).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    let places: Vec<String> = inventory
        .of_kind(Kind::WebFrontend)
        .map(|f| format!("{:?} {}", f.region.as_ref().map(Region::as_str), f.id))
        .collect();
    let here = |id: &str| format!("Some(\"eu-west-1\") {id}");
    let mut expected = vec!["None E1".to_owned(), "None E2".to_owned()];
    let ids = [
        "h1/$default",
        "h2/$default",
        "net",
        "r1/prod",
        "r1/test",
        "r2/v1",
        "web",
    ];
    expected.extend(ids.map(here));
    assert_eq!(places, expected, "a Gateway Load Balancer is none of them");
    // What several resources of a region share is asked for once.
    let counts = server.counts();
    assert_eq!(counts["logs:DescribeDeliveries"], 2);
    assert_eq!(counts["logs:DescribeDeliverySources"], 3);
    assert_eq!(counts["elasticloadbalancing:DescribeListeners"], 1);
    assert_eq!(
        counts["elasticloadbalancing:DescribeLoadBalancerAttributes"],
        2
    );
    assert_eq!(inventory.calls.by_operation.len(), counts.len());
    let sizes = |operation: &str| server.asked_for(operation)[0].clone();
    assert!(sizes("ListDistributions").has("MaxItems=100"));
    assert!(sizes("DescribeLoadBalancers").has("PageSize=400"));
    assert!(sizes("GetRestApis").has("limit=500"));
}

#[tokio::test]
async fn bodies_are_as_the_command_line_prints_them() {
    let (inventory, _server) = scanned(|_| None).await;
    let old = body(&inventory, "E1");
    assert_eq!(old["Type"], "distribution");
    assert_eq!(old["Arn"], distribution_arn("E1"));
    assert_eq!(old["LoadBalancer"], Value::Null);
    let logging = &old["Distribution"]["Logging"];
    assert_eq!(logging["Enabled"], true);
    assert_eq!(logging["Bucket"], "logs.s3.amazonaws.com");
    assert_eq!(old["Distribution"]["Deliveries"], json!([]));
    let new = &body(&inventory, "E2")["Distribution"];
    assert_eq!(new["Logging"]["Enabled"], false);
    let delivery = json!({
        "id": "d1", "deliverySourceName": "cdn", "logType": "ACCESS_LOGS",
        "deliveryDestinationArn": "arn:aws:logs:us-east-1:123456789012:delivery-destination:b",
        "deliveryDestinationType": "S3",
    });
    assert_eq!(new["Deliveries"], json!([delivery]));

    let web = &body(&inventory, "web")["LoadBalancer"];
    assert_eq!(web["Type"], "application");
    assert_eq!(web["Scheme"], "internet-facing");
    let attribute = json!({"Key": "access_logs.s3.enabled", "Value": "true"});
    assert_eq!(web["Attributes"], json!([attribute]));
    assert_eq!(web["Deliveries"][0]["logType"], "ALB_ACCESS_LOGS");
    assert_eq!(web.get("Listeners"), None);
    let net = &body(&inventory, "net")["LoadBalancer"];
    assert_eq!(net["Listeners"][0]["Protocol"], "TLS");
    assert_eq!(net["Deliveries"], json!([]));

    let prod = body(&inventory, "r1/prod");
    let stage = &prod["RestApiStage"];
    assert_eq!(stage["restApiName"], "orders");
    assert_eq!(stage["endpointConfiguration"]["types"], json!(["EDGE"]));
    let arn = "arn:aws:logs:eu-west-1:123456789012:log-group:api";
    assert_eq!(stage["accessLogSettings"]["destinationArn"], arn);
    let arn = "arn:aws:apigateway:eu-west-1::/restapis/r1/stages/prod";
    assert_eq!(prod["Arn"], arn);
    let test = &body(&inventory, "r1/test")["RestApiStage"];
    assert_eq!(test["accessLogSettings"], Value::Null);
    let chat = &body(&inventory, "h2/$default")["HttpApiStage"];
    assert_eq!(chat["ProtocolType"], "WEBSOCKET");
    let arn = "arn:aws:logs:eu-west-1:1:log-group:h";
    assert_eq!(chat["AccessLogSettings"]["DestinationArn"], arn);
}

#[tokio::test]
async fn each_denied_call_hides_what_it_would_have_shown() {
    for (call, hidden) in [
        (CALLS[0], &["global web-frontend/*"][..]),
        (
            CALLS[1],
            &["global web-frontend/E1", "global web-frontend/E2"],
        ),
        (
            CALLS[2],
            &[
                "global web-frontend/E1",
                "global web-frontend/E2",
                "eu-west-1 web-frontend/net",
                "eu-west-1 web-frontend/web",
            ],
        ),
        // What no source logs nothing delivers.
        (
            CALLS[3],
            &["global web-frontend/E2", "eu-west-1 web-frontend/web"],
        ),
        (
            CALLS[4],
            &["eu-west-1 web-frontend/*", "us-east-1 web-frontend/*"],
        ),
        (
            CALLS[5],
            &["eu-west-1 web-frontend/net", "eu-west-1 web-frontend/web"],
        ),
        (CALLS[6], &["eu-west-1 web-frontend/net"]),
        (
            CALLS[7],
            &["eu-west-1 web-frontend/*", "us-east-1 web-frontend/*"],
        ),
        (CALLS[8], &["eu-west-1 web-frontend/*"]),
        (
            CALLS[9],
            &["eu-west-1 web-frontend/*", "us-east-1 web-frontend/*"],
        ),
        (CALLS[10], &["eu-west-1 web-frontend/*"]),
    ] {
        let (inventory, _server) = scanned(denied(call)).await;
        let expected: Vec<String> = hidden
            .iter()
            .map(|h| format!("{h} {call} denied"))
            .collect();
        assert_eq!(gaps(&inventory), expected, "{call}");
    }
    let planned = plan_of(&[Kind::WebFrontend]).operations();
    assert_eq!(
        planned,
        CALLS.map(str::to_owned).into(),
        "a call has no case"
    );
}

#[tokio::test]
async fn a_gap_stands_where_the_answer_would() {
    let (inventory, _server) = scanned(denied(CALLS[1])).await;
    let distribution = &body(&inventory, "E2")["Distribution"];
    assert_eq!(distribution["Logging"]["$gap"]["reason"], "denied");
    assert_eq!(distribution["Deliveries"][0]["id"], "d1");
    let (inventory, _server) = scanned(denied(CALLS[3])).await;
    let deliveries = &body(&inventory, "E2")["Distribution"]["Deliveries"];
    assert_eq!(deliveries[0]["$gap"]["operation"], CALLS[3]);
    let (inventory, _server) = scanned(denied(CALLS[6])).await;
    let listeners = &body(&inventory, "net")["LoadBalancer"]["Listeners"];
    assert_eq!(listeners["$gap"]["operation"], CALLS[6]);
}

#[tokio::test]
async fn what_is_gone_by_now_is_left_out() {
    let (inventory, _server) = scanned(|a| {
        let gone = |code| Some(Reply::error(404, code));
        match a.operation.as_str() {
            "GetDistributionConfig" if a.has("E1") => gone("NoSuchDistribution"),
            "DescribeLoadBalancerAttributes" if a.has("web") => gone("LoadBalancerNotFound"),
            "DescribeListeners" => gone("LoadBalancerNotFound"),
            "GetStages" => gone("NotFoundException"),
            _ => None,
        }
    })
    .await;
    assert_eq!(ids(&inventory, Kind::WebFrontend), ["E2"]);
    assert_eq!(gaps(&inventory), [""; 0]);
    assert_eq!(inventory.calls.failed, 0);
}

#[tokio::test]
async fn nothing_more_is_asked_where_there_is_nothing() {
    let server = Server::start(|_| None);
    let inventory = scan(&aws(&server), &plan_of(&[Kind::WebFrontend])).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    assert_eq!(ids(&inventory, Kind::WebFrontend), [""; 0]);
    let asked: Vec<(String, u64)> = server.counts().into_iter().collect();
    let expected = [
        ("apigateway:GetRestApis", 2),
        ("apigatewayv2:GetApis", 2),
        ("cloudfront:ListDistributions", 1),
        ("ec2:DescribeRegions", 1),
        ("elasticloadbalancing:DescribeLoadBalancers", 2),
        ("sts:GetCallerIdentity", 1),
    ];
    assert_eq!(asked, expected.map(|(call, n)| (call.to_owned(), n)));
}

#[tokio::test]
async fn only_lists_are_asked_for_if_no_rule_looks_at_details() {
    let server = Server::start(account);
    let mut plan = plan_of(&[Kind::WebFrontend]);
    for facet in Kind::WebFrontend.facets() {
        plan.calls.remove(&facet.call);
        plan.needs.remove(&(Kind::WebFrontend, facet.call));
    }
    let inventory = scan(&aws(&server), &plan).await;
    assert_eq!(ids(&inventory, Kind::WebFrontend).len(), 9);
    let distribution = &body(&inventory, "E1")["Distribution"];
    assert_eq!(
        (distribution.get("Logging"), distribution.get("Deliveries")),
        (None, None)
    );
    let balancer = &body(&inventory, "net")["LoadBalancer"];
    for key in ["Attributes", "Listeners", "Deliveries"] {
        assert_eq!(balancer.get(key), None, "{key}");
    }
    let asked = server.counts();
    assert!(asked.keys().all(|c| !c.starts_with("logs:")), "{asked:?}");
}

#[tokio::test]
async fn there_is_no_cloudfront_outside_two_partitions() {
    for (region, asked_in) in [
        ("us-gov-west-1", None),
        ("cn-north-1", Some("cn-northwest-1")),
    ] {
        let server = Server::start(move |a| match a.operation.as_str() {
            "DescribeRegions" => Some(Reply::ok(regions(&[(region, "opt-in-not-required")]))),
            _ => account(a),
        });
        let aws = aws_with(&server, named(&[region]));
        let mut target = identify(&aws).await.unwrap();
        target.partition = Partition::of(&Region::new(region));
        run(
            &aws,
            &target,
            &plan_of(&[Kind::WebFrontend]),
            &clock,
            &Silent,
        )
        .await;
        let described = server.asked_for("DescribeDeliveries");
        let regions: Vec<&str> = described.iter().map(|a| a.region.as_str()).collect();
        assert_eq!(regions, Vec::from_iter(asked_in), "{region}");
        let listed = server.asked_for("ListDistributions").len();
        assert_eq!(listed, if asked_in.is_some() { 2 } else { 0 }, "{region}");
    }
}
