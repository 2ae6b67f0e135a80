use super::{Body, Kind, aws_shape};

aws_shape! {
    /// `RouteTable` of the EC2 API.
    "PascalCase" RouteTable {
        route_table_id: Option<String>,
        vpc_id: Option<String>,
        owner_id: Option<String>,
        associations: Vec<RouteTableAssociation>,
        routes: Vec<Route>,
    }
}

impl Body for RouteTable {
    const KIND: Kind = Kind::RouteTable;

    fn id(&self) -> String {
        self.route_table_id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `RouteTableAssociation` of the EC2 API. The main table of a VPC has an association
    /// without a subnet whose `Main` is true.
    "PascalCase" RouteTableAssociation {
        main: Option<bool>,
        subnet_id: Option<String>,
        gateway_id: Option<String>,
    }
}

aws_shape! {
    /// `Route` of the EC2 API: one destination and one target.
    "PascalCase" Route {
        destination_cidr_block: Option<String>,
        #[serde(rename = "DestinationIpv6CidrBlock")]
        destination_ipv6_cidr_block: Option<String>,
        destination_prefix_list_id: Option<String>,
        gateway_id: Option<String>,
        nat_gateway_id: Option<String>,
        egress_only_internet_gateway_id: Option<String>,
        transit_gateway_id: Option<String>,
        vpc_peering_connection_id: Option<String>,
        network_interface_id: Option<String>,
        instance_id: Option<String>,
        origin: Option<String>,
        state: Option<String>,
    }
}

aws_shape! {
    /// `NetworkAcl` of the EC2 API.
    "PascalCase" NetworkAcl {
        network_acl_id: Option<String>,
        vpc_id: Option<String>,
        owner_id: Option<String>,
        is_default: Option<bool>,
        associations: Vec<NetworkAclAssociation>,
        entries: Vec<NetworkAclEntry>,
    }
}

impl Body for NetworkAcl {
    const KIND: Kind = Kind::NetworkAcl;

    fn id(&self) -> String {
        self.network_acl_id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `NetworkAclAssociation` of the EC2 API.
    "PascalCase" NetworkAclAssociation {
        subnet_id: Option<String>,
    }
}

aws_shape! {
    /// `NetworkAclEntry` of the EC2 API. `Protocol` is a number, -1 for all; only tcp (6) and
    /// udp (17) have ports. Entry 32767 refuses what no other entry decides.
    "PascalCase" NetworkAclEntry {
        rule_number: Option<i32>,
        egress: Option<bool>,
        rule_action: Option<String>,
        protocol: Option<String>,
        cidr_block: Option<String>,
        #[serde(rename = "Ipv6CidrBlock")]
        ipv6_cidr_block: Option<String>,
        port_range: Option<PortRange>,
    }
}

aws_shape! {
    /// `PortRange` of the EC2 API.
    "PascalCase" PortRange {
        from: Option<i32>,
        to: Option<i32>,
    }
}

aws_shape! {
    /// `NetworkInterface` of the EC2 API, as far as rules look at it: an account has
    /// thousands.
    "PascalCase" NetworkInterface {
        network_interface_id: Option<String>,
        vpc_id: Option<String>,
        interface_type: Option<String>,
        groups: Vec<InterfaceGroup>,
    }
}

impl Body for NetworkInterface {
    const KIND: Kind = Kind::NetworkInterface;

    fn id(&self) -> String {
        self.network_interface_id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `GroupIdentifier` of the EC2 API.
    "PascalCase" InterfaceGroup {
        group_id: Option<String>,
    }
}
