//! EC2 instances, and DB instances and clusters.

use serde_json::{Value, json};

use super::server::query;
use super::*;

const INSTANCES: &[Kind] = &[Kind::Instance, Kind::DbInstance, Kind::DbCluster];

fn ec2_page(instances: &str, next: &str) -> Reply {
    Reply::ok(format!(
        "<DescribeInstancesResponse><reservationSet><item><reservationId>r-1</reservationId>\
         <instancesSet>{instances}</instancesSet></item></reservationSet>{next}</DescribeInstancesResponse>"
    ))
}

pub fn there(asked: &Asked) -> Option<Reply> {
    let operation = asked.operation.as_str();
    let rds = |list: &str, element: &str, items: &str, marker: &str| {
        let items = items.split('|');
        let items: Vec<String> = items
            .map(|item| format!("<{element}>{item}</{element}>"))
            .collect();
        let list = format!("<{list}>{}</{list}>{marker}", items.concat());
        Some(Reply::ok(query(operation, &list)))
    };
    match operation {
        "DescribeInstances" if asked.has("NextToken") => Some(ec2_page(
            "<item><instanceId>i-2</instanceId><instanceState><code>48</code><name>terminated</name></instanceState></item>",
            "",
        )),
        "DescribeInstances" => Some(ec2_page(
            "<item><instanceId>i-1</instanceId><instanceType>t2.micro</instanceType>\
             <instanceState><code>16</code><name>running</name></instanceState>\
             <iamInstanceProfile><arn>arn:aws:iam::123456789012:instance-profile/web</arn><id>AIPA1</id></iamInstanceProfile>\
             <metadataOptions><state>applied</state><httpTokens>required</httpTokens>\
             <httpPutResponseHopLimit>1</httpPutResponseHopLimit><httpEndpoint>enabled</httpEndpoint>\
             <httpProtocolIpv6>disabled</httpProtocolIpv6><instanceMetadataTags>disabled</instanceMetadataTags></metadataOptions>\
             <platformDetails>Linux/UNIX</platformDetails><monitoring><state>enabled</state></monitoring>\
             <tagSet><item><key>aws:autoscaling:groupName</key><value>web</value></item></tagSet></item>",
            "<nextToken>more</nextToken>",
        )),
        "DescribeDBInstances" if asked.has("Marker=more") => rds(
            "DBInstances",
            "DBInstance",
            "<DBInstanceIdentifier>graph</DBInstanceIdentifier><Engine>neptune</Engine>",
            "",
        ),
        "DescribeDBInstances" => rds(
            "DBInstances",
            "DBInstance",
            "<DBInstanceIdentifier>main</DBInstanceIdentifier>\
             <DBInstanceArn>arn:aws:rds:eu-west-1:123456789012:db:main</DBInstanceArn><Engine>postgres</Engine>\
             <DBInstanceClass>db.r6g.large</DBInstanceClass><AllocatedStorage>100</AllocatedStorage>\
             <StorageEncrypted>true</StorageEncrypted><AutoMinorVersionUpgrade>false</AutoMinorVersionUpgrade>\
             <PubliclyAccessible>true</PubliclyAccessible><MultiAZ>true</MultiAZ>\
             <DBSubnetGroup><DBSubnetGroupName>db</DBSubnetGroupName><VpcId>vpc-1</VpcId>\
             <Subnets><Subnet><SubnetIdentifier>subnet-1</SubnetIdentifier><SubnetStatus>Active</SubnetStatus></Subnet></Subnets></DBSubnetGroup>\
             <VpcSecurityGroups><VpcSecurityGroupMembership><VpcSecurityGroupId>sg-1</VpcSecurityGroupId><Status>active</Status></VpcSecurityGroupMembership></VpcSecurityGroups>\
             |<DBInstanceIdentifier>member</DBInstanceIdentifier><DBClusterIdentifier>aurora</DBClusterIdentifier>",
            "<Marker>more</Marker>",
        ),
        "DescribeDBClusters" => rds(
            "DBClusters",
            "DBCluster",
            "<DBClusterIdentifier>aurora</DBClusterIdentifier><Engine>aurora-postgresql</Engine>\
             <StorageEncrypted>true</StorageEncrypted><MultiAZ>false</MultiAZ>\
             <DBClusterMembers><DBClusterMember><DBInstanceIdentifier>member</DBInstanceIdentifier>\
             <IsClusterWriter>true</IsClusterWriter></DBClusterMember></DBClusterMembers>",
            "",
        ),
        _ => None,
    }
}

async fn in_one_region(script: fn(&Asked) -> Option<Reply>) -> (Inventory, Server) {
    let server = Server::start(script);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    (scan(&aws, &plan_of(INSTANCES)).await, server)
}

#[tokio::test]
async fn every_page_is_taken_as_it_is() {
    let (inventory, server) = in_one_region(there).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    let instances: Vec<&Value> = inventory.of_kind(Kind::Instance).map(|r| &r.body).collect();
    let [running, terminated] = instances.as_slice() else {
        panic!("{instances:?}");
    };
    assert_eq!(running["IamInstanceProfile"]["Id"], "AIPA1");
    assert_eq!(running["MetadataOptions"]["HttpTokens"], "required");
    assert_eq!(running["MetadataOptions"]["State"], "applied");
    assert_eq!(running["PlatformDetails"], "Linux/UNIX");
    assert_eq!(running["Monitoring"], json!({"State": "enabled"}));
    let tag = json!({"Key": "aws:autoscaling:groupName", "Value": "web"});
    assert_eq!(running["Tags"], json!([tag]));
    assert_eq!(terminated["State"]["Name"], "terminated");
    assert_eq!(terminated["Tags"], json!([]));
    assert_eq!(terminated["Monitoring"], Value::Null);
    assert_eq!(terminated["MetadataOptions"], Value::Null);
    assert_eq!(
        ids(&inventory, Kind::DbInstance),
        ["graph", "main", "member"]
    );
    let main = inventory
        .of_kind(Kind::DbInstance)
        .find(|r| r.id == "main")
        .unwrap();
    assert_eq!(main.body["MultiAZ"], true);
    assert_eq!(main.body["DBInstanceClass"], "db.r6g.large");
    assert_eq!(main.body["AllocatedStorage"], 100);
    assert_eq!(main.body["AutoMinorVersionUpgrade"], false);
    assert_eq!(
        main.body["DBSubnetGroup"]["Subnets"],
        json!([{"SubnetIdentifier": "subnet-1", "SubnetStatus": "Active"}])
    );
    let cluster = &only(&inventory, Kind::DbCluster).body;
    assert_eq!(cluster["MultiAZ"], false);
    assert_eq!(cluster["DBClusterMembers"][0]["IsClusterWriter"], true);
    assert!(server.asked_for("DescribeInstances")[0].has("MaxResults=1000"));
    assert!(server.asked_for("DescribeDBClusters")[0].has("MaxRecords=100"));
}

#[tokio::test]
async fn what_is_refused_is_a_gap_and_what_came_before_it_stays() {
    let (inventory, _) = in_one_region(|a| match a.operation.as_str() {
        "DescribeInstances" => Some(Reply::error(403, "UnauthorizedOperation")),
        "DescribeDBInstances" if a.has("Marker") => Some(Reply::denied()),
        "DescribeDBClusters" => Some(Reply::denied()),
        _ => there(a),
    })
    .await;
    assert_eq!(ids(&inventory, Kind::DbInstance), ["main", "member"]);
    assert_eq!(
        gaps(&inventory),
        [
            "eu-west-1 db-instance/* rds:DescribeDBInstances denied",
            "eu-west-1 db-cluster/* rds:DescribeDBClusters denied",
            "eu-west-1 instance/* ec2:DescribeInstances denied",
        ]
    );
}
