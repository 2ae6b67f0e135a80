//! Auto Scaling groups, target groups, and event subscriptions of RDS.

use serde_json::{Value, json};

use super::server::query;
use super::*;

fn topic(name: &str) -> String {
    format!("arn:aws:sns:eu-west-1:123456789012:{name}")
}

fn xml(asked: &Asked, result: &str) -> Reply {
    Reply::ok(query(&asked.operation, result))
}

/// Each list with its first page or its last.
pub fn there(asked: &Asked) -> Option<Reply> {
    let is_last = asked.has("NextToken=") || asked.has("Marker=");
    Some(match asked.operation.as_str() {
        "DescribeAutoScalingGroups" if is_last => xml(
            asked,
            "<AutoScalingGroups><member><AutoScalingGroupName>idle</AutoScalingGroupName>\
             <MinSize>0</MinSize><MaxSize>0</MaxSize><DesiredCapacity>0</DesiredCapacity>\
             <Status>Delete in progress</Status></member></AutoScalingGroups>",
        ),
        "DescribeAutoScalingGroups" => xml(
            asked,
            "<AutoScalingGroups><member><AutoScalingGroupName>web</AutoScalingGroupName>\
             <AutoScalingGroupARN>arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:1:autoScalingGroupName/web</AutoScalingGroupARN>\
             <MinSize>1</MinSize><MaxSize>4</MaxSize><DesiredCapacity>2</DesiredCapacity>\
             <TargetGroupARNs><member>arn:1</member></TargetGroupARNs><Instances><member>\
             <InstanceId>i-1</InstanceId><LifecycleState>InService</LifecycleState>\
             <HealthStatus>Healthy</HealthStatus></member></Instances></member>\
             </AutoScalingGroups><NextToken>t</NextToken>",
        ),
        "DescribeTargetGroups" if is_last => xml(
            asked,
            "<TargetGroups><member><TargetGroupName>work</TargetGroupName>\
             <TargetType>lambda</TargetType></member></TargetGroups>",
        ),
        "DescribeTargetGroups" => xml(
            asked,
            "<TargetGroups><member><TargetGroupName>web</TargetGroupName>\
             <TargetGroupArn>arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/1</TargetGroupArn>\
             <Protocol>HTTP</Protocol><Port>80</Port><TargetType>instance</TargetType>\
             <LoadBalancerArns><member>arn:2</member></LoadBalancerArns></member>\
             </TargetGroups><NextMarker>t</NextMarker>",
        ),
        "DescribeEventSubscriptions" => {
            let (id, topic, next) = if is_last {
                ("everything", topic("alerts"), "")
            } else {
                ("databases", topic("databases"), "<Marker>t</Marker>")
            };
            let categories = if is_last {
                ""
            } else {
                "<SourceType>db-instance</SourceType><EventCategoriesList><EventCategory>failure\
                 </EventCategory></EventCategoriesList><SourceIdsList><SourceId>orders</SourceId>\
                 </SourceIdsList>"
            };
            xml(
                asked,
                &format!(
                    "<EventSubscriptionsList><EventSubscription><CustSubscriptionId>{id}\
                     </CustSubscriptionId><SnsTopicArn>{topic}</SnsTopicArn><Status>active</Status>\
                     <Enabled>true</Enabled>{categories}</EventSubscription>\
                     </EventSubscriptionsList>{next}"
                ),
            )
        }
        "GetTopicAttributes" if asked.names(&topic("databases")) => xml(asked, "<Attributes/>"),
        _ => return None,
    })
}

const LISTS: [(Kind, &str); 3] = [
    (Kind::EventSubscription, "DescribeEventSubscriptions"),
    (Kind::AutoScalingGroup, "DescribeAutoScalingGroups"),
    (Kind::TargetGroup, "DescribeTargetGroups"),
];

async fn scanned(
    kinds: &[Kind],
    script: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static,
) -> (Inventory, Server) {
    let server = Server::start(script);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    (scan(&aws, &plan_of(kinds)).await, server)
}

#[tokio::test]
async fn lists_are_read_to_their_last_page() {
    let (inventory, server) = scanned(&LISTS.map(|(kind, _)| kind), there).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    assert_eq!(ids(&inventory, Kind::AutoScalingGroup), ["idle", "web"]);
    let bodies = |kind| -> Vec<&Value> { inventory.of_kind(kind).map(|r| &r.body).collect() };
    let groups = bodies(Kind::AutoScalingGroup);
    assert_eq!(groups[0]["Status"], "Delete in progress");
    assert_eq!(groups[0]["Instances"], json!([]));
    assert_eq!(groups[1]["DesiredCapacity"], 2);
    assert_eq!(groups[1]["TargetGroupARNs"], json!(["arn:1"]));
    let instance = &groups[1]["Instances"][0];
    assert_eq!(instance["LifecycleState"], "InService");

    assert_eq!(ids(&inventory, Kind::TargetGroup), ["web", "work"]);
    let groups = bodies(Kind::TargetGroup);
    assert_eq!(
        (&groups[0]["Protocol"], &groups[0]["Port"]),
        (&json!("HTTP"), &json!(80))
    );
    assert_eq!(groups[0]["LoadBalancerArns"], json!(["arn:2"]));
    assert_eq!(groups[1]["LoadBalancerArns"], json!([]));
    assert_eq!(groups[1]["Port"], Value::Null);

    let subscriptions = bodies(Kind::EventSubscription);
    assert_eq!(subscriptions[0]["EventCategoriesList"], json!(["failure"]));
    assert_eq!(subscriptions[0]["SourceIdsList"], json!(["orders"]));
    assert_eq!(subscriptions[1]["SourceType"], Value::Null);
    assert_eq!(subscriptions[1]["Enabled"], true);
    // The topics are not looked for.
    assert_eq!(server.asked_for("GetTopicAttributes"), []);
    assert!(server.asked_for("DescribeAutoScalingGroups")[0].has("MaxRecords=100"));
    assert!(server.asked_for("DescribeTargetGroups")[0].has("PageSize=400"));
    assert!(server.asked_for("DescribeEventSubscriptions")[0].has("MaxRecords=100"));
}

#[tokio::test]
async fn a_refused_page_hides_only_the_rest_of_its_kind() {
    for (kind, operation) in LISTS {
        let (inventory, _server) = scanned(&LISTS.map(|(kind, _)| kind), move |a| {
            let is_last = a.has("NextToken=") || a.has("Marker=");
            let refused = a.operation == operation && is_last;
            refused.then(Reply::denied).or_else(|| there(a))
        })
        .await;
        assert_eq!(inventory.of_kind(kind).count(), 1, "{kind}");
        let expected = |gap: &Gap| gap.kind == kind && gap.call.operation_name() == operation;
        assert_eq!(inventory.gaps.len(), 1);
        assert!(expected(&inventory.gaps[0]), "{:?}", gaps(&inventory));
    }
}

#[tokio::test]
async fn topics_that_are_subscribed_to_events_are_collected() {
    let (inventory, _server) = scanned(&[Kind::Topic], there).await;
    assert_eq!(ids(&inventory, Kind::Topic), ["alerts", "databases"]);
    let (inventory, _server) = scanned(&[Kind::Topic], |a| {
        let denied = a.operation == "DescribeEventSubscriptions";
        denied.then(Reply::denied).or_else(|| there(a))
    })
    .await;
    assert_eq!(
        gaps(&inventory),
        ["eu-west-1 topic/* rds:DescribeEventSubscriptions denied"]
    );
}
