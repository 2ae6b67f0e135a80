//! VPCs and what belongs to them.

use serde_json::{Value, json};

use super::*;

const NETWORK: &[Kind] = &[
    Kind::Vpc,
    Kind::FlowLog,
    Kind::VpcPeeringConnection,
    Kind::VpcEndpoint,
    Kind::RouteTable,
    Kind::NetworkAcl,
    Kind::NetworkInterface,
];

/// An answer of EC2: a list, and where it goes on.
fn page(operation: &str, list: &str, items: &str, next: &str) -> Reply {
    Reply::ok(format!(
        "<{operation}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\
         <requestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</requestId>\
         <{list}>{items}</{list}>{next}</{operation}Response>"
    ))
}

fn there(asked: &Asked) -> Option<Reply> {
    let operation = asked.operation.as_str();
    let (list, items) = match operation {
        "DescribeVpcs" => (
            "vpcSet",
            "<item><vpcId>vpc-1a2b3c4d</vpcId><ownerId>111122223333</ownerId><state>available</state>\
             <cidrBlock>10.0.0.0/23</cidrBlock><dhcpOptionsId>dopt-7a8b9c2d</dhcpOptionsId>\
             <instanceTenancy>default</instanceTenancy><isDefault>false</isDefault><tagSet/></item>",
        ),
        "DescribeFlowLogs" => (
            "flowLogSet",
            "<item><creationTime>2026-01-02T03:04:05.678Z</creationTime>\
             <deliverLogsPermissionArn>arn:aws:iam::123456789012:role/flow</deliverLogsPermissionArn>\
             <deliverLogsStatus>FAILED</deliverLogsStatus><deliverLogsErrorMessage>Access error</deliverLogsErrorMessage>\
             <flowLogId>fl-aabbccdd112233445</flowLogId><flowLogStatus>ACTIVE</flowLogStatus>\
             <logGroupName>flow</logGroupName><logDestinationType>cloud-watch-logs</logDestinationType>\
             <resourceId>vpc-1a2b3c4d</resourceId><trafficType>REJECT</trafficType></item>",
        ),
        "DescribeVpcPeeringConnections" => (
            "vpcPeeringConnectionSet",
            "<item><vpcPeeringConnectionId>pcx-111aaa22</vpcPeeringConnectionId>\
             <requesterVpcInfo><ownerId>123456789012</ownerId><vpcId>vpc-aa</vpcId><region>us-west-2</region>\
             <cidrBlock>172.31.0.0/16</cidrBlock><cidrBlockSet><item><cidrBlock>172.31.0.0/16</cidrBlock></item></cidrBlockSet>\
             <ipv6CidrBlockSet><item><ipv6CidrBlock>2001:db8::/56</ipv6CidrBlock></item></ipv6CidrBlockSet></requesterVpcInfo>\
             <accepterVpcInfo><ownerId>444455556666</ownerId><vpcId>vpc-bb</vpcId></accepterVpcInfo>\
             <status><code>active</code><message>Active</message></status></item>",
        ),
        "DescribeVpcEndpoints" => (
            "vpcEndpointSet",
            "<item><vpcEndpointId>vpce-12345678</vpcEndpointId><vpcEndpointType>Gateway</vpcEndpointType>\
             <vpcId>vpc-1a2b3c4d</vpcId><serviceName>com.amazonaws.us-east-1.s3</serviceName><state>available</state>\
             <routeTableIdSet><item>rtb-1</item></routeTableIdSet><subnetIdSet/><ownerId>123456789012</ownerId></item>",
        ),
        "DescribeRouteTables" => (
            "routeTableSet",
            "<item><routeTableId>rtb-1</routeTableId><vpcId>vpc-1a2b3c4d</vpcId><ownerId>123456789012</ownerId>\
             <routeSet><item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><gatewayId>igw-1</gatewayId>\
             <state>active</state><origin>CreateRoute</origin></item>\
             <item><destinationIpv6CidrBlock>::/0</destinationIpv6CidrBlock>\
             <egressOnlyInternetGatewayId>eigw-1</egressOnlyInternetGatewayId><state>blackhole</state></item></routeSet>\
             <associationSet><item><routeTableAssociationId>rtbassoc-1</routeTableAssociationId><main>true</main></item>\
             <item><subnetId>subnet-1</subnetId><main>false</main></item></associationSet></item>",
        ),
        "DescribeNetworkAcls" => (
            "networkAclSet",
            "<item><networkAclId>acl-1</networkAclId><vpcId>vpc-1a2b3c4d</vpcId><default>true</default>\
             <entrySet><item><ruleNumber>100</ruleNumber><protocol>6</protocol><ruleAction>allow</ruleAction>\
             <egress>false</egress><cidrBlock>0.0.0.0/0</cidrBlock><portRange><from>20</from><to>25</to></portRange></item>\
             <item><ruleNumber>32768</ruleNumber><protocol>-1</protocol><ruleAction>deny</ruleAction>\
             <egress>false</egress><ipv6CidrBlock>::/0</ipv6CidrBlock></item></entrySet>\
             <associationSet><item><subnetId>subnet-1</subnetId></item></associationSet></item>",
        ),
        "DescribeNetworkInterfaces" => (
            "networkInterfaceSet",
            "<item><networkInterfaceId>eni-1</networkInterfaceId><vpcId>vpc-1a2b3c4d</vpcId>\
             <interfaceType>nat_gateway</interfaceType>\
             <groupSet><item><groupId>sg-1</groupId><groupName>default</groupName></item></groupSet></item>",
        ),
        _ => return None,
    };
    Some(page(operation, list, items, ""))
}

async fn in_one_region(script: fn(&Asked) -> Option<Reply>) -> (Inventory, Server) {
    let server = Server::start(script);
    let aws = aws_with(&server, named(&["eu-west-1"]));
    (scan(&aws, &plan_of(NETWORK)).await, server)
}

#[tokio::test]
async fn what_belongs_to_a_vpc_is_taken_as_it_is() {
    let (inventory, server) = in_one_region(there).await;
    assert_eq!(gaps(&inventory), [""; 0]);
    let body = |kind| &only(&inventory, kind).body;
    assert_eq!(
        *body(Kind::Vpc),
        json!({"VpcId": "vpc-1a2b3c4d", "OwnerId": "111122223333", "IsDefault": false,
               "State": "available", "CidrBlock": "10.0.0.0/23"})
    );
    let log = body(Kind::FlowLog);
    assert_eq!(log["TrafficType"], "REJECT");
    assert_eq!(log["DeliverLogsStatus"], "FAILED");
    assert_eq!(log["LogDestinationType"], "cloud-watch-logs");
    assert_eq!(log["CreationTime"], "2026-01-02T03:04:05Z");
    let peering = body(Kind::VpcPeeringConnection);
    assert_eq!(peering["Status"]["Code"], "active");
    let requester = &peering["RequesterVpcInfo"];
    assert_eq!(requester["CidrBlockSet"][0]["CidrBlock"], "172.31.0.0/16");
    assert_eq!(
        requester["Ipv6CidrBlockSet"][0]["Ipv6CidrBlock"],
        "2001:db8::/56"
    );
    assert_eq!(peering["AccepterVpcInfo"]["CidrBlock"], Value::Null);
    assert_eq!(peering["AccepterVpcInfo"]["CidrBlockSet"], json!([]));
    let endpoint = body(Kind::VpcEndpoint);
    assert_eq!(endpoint["State"], "available");
    assert_eq!(endpoint["RouteTableIds"], json!(["rtb-1"]));
    let table = body(Kind::RouteTable);
    assert_eq!(table["Associations"][0]["Main"], true);
    assert_eq!(table["Associations"][1]["SubnetId"], "subnet-1");
    assert_eq!(table["Routes"][0]["GatewayId"], "igw-1");
    assert_eq!(table["Routes"][1]["DestinationIpv6CidrBlock"], "::/0");
    assert_eq!(table["Routes"][1]["State"], "blackhole");
    let acl = body(Kind::NetworkAcl);
    assert_eq!(acl["IsDefault"], true);
    assert_eq!(
        acl["Entries"][0]["PortRange"],
        json!({"From": 20, "To": 25})
    );
    assert_eq!(acl["Entries"][1]["Ipv6CidrBlock"], "::/0");
    assert_eq!(acl["Entries"][1]["PortRange"], Value::Null);
    assert_eq!(
        *body(Kind::NetworkInterface),
        json!({"NetworkInterfaceId": "eni-1", "VpcId": "vpc-1a2b3c4d",
               "InterfaceType": "nat_gateway", "Groups": [{"GroupId": "sg-1"}]})
    );
    // The largest pages that AWS gives.
    for asked in server.asked().iter().filter(|a| a.service == "ec2") {
        let size = match asked.operation.as_str() {
            "DescribeRegions" => continue,
            "DescribeRouteTables" => "MaxResults=100",
            _ => "MaxResults=1000",
        };
        assert!(asked.body.split('&').any(|p| p == size), "{asked:?}");
    }
}

#[tokio::test]
async fn every_page_counts_and_one_that_is_missing_is_a_gap() {
    const NEXT: &str = "<nextToken>more</nextToken>";
    let (inventory, _) = in_one_region(|a| match a.operation.as_str() {
        "DescribeNetworkAcls" if a.has("NextToken=more") => there(a),
        "DescribeNetworkAcls" => {
            let first = "<item><networkAclId>acl-0</networkAclId></item>";
            Some(page(&a.operation, "networkAclSet", first, NEXT))
        }
        "DescribeVpcs" if a.has("NextToken=more") => {
            Some(Reply::error(403, "UnauthorizedOperation"))
        }
        "DescribeVpcs" => {
            let first = "<item><vpcId>vpc-0</vpcId></item>";
            Some(page(&a.operation, "vpcSet", first, NEXT))
        }
        _ => None,
    })
    .await;
    assert_eq!(ids(&inventory, Kind::NetworkAcl), ["acl-0", "acl-1"]);
    assert_eq!(ids(&inventory, Kind::Vpc), ["vpc-0"]);
    assert_eq!(
        gaps(&inventory),
        ["eu-west-1 vpc/* ec2:DescribeVpcs denied"]
    );
}

#[tokio::test]
async fn a_refused_list_hides_its_own_kind_only() {
    let (inventory, _) = in_one_region(|a| {
        let refused = a.service == "ec2" && a.operation != "DescribeRegions";
        refused.then(|| Reply::error(403, "UnauthorizedOperation"))
    })
    .await;
    let mut missing: Vec<String> = NETWORK
        .iter()
        .map(|kind| {
            let call = kind.listed_by()[0];
            format!("eu-west-1 {kind}/* {call} denied")
        })
        .collect();
    let mut found = gaps(&inventory);
    found.sort();
    missing.sort();
    assert_eq!(found, missing);
}

#[tokio::test]
async fn nothing_is_asked_that_no_rule_looks_at() {
    let server = Server::start(there);
    let inventory = scan(&aws(&server), &plan_of(&[Kind::RouteTable])).await;
    assert_eq!(inventory.of_kind(Kind::RouteTable).count(), 2);
    let operations: BTreeSet<String> = server.asked().into_iter().map(|a| a.operation).collect();
    let expected = [
        "DescribeRegions",
        "DescribeRouteTables",
        "GetCallerIdentity",
    ];
    assert_eq!(operations.into_iter().collect::<Vec<_>>(), expected);
}
