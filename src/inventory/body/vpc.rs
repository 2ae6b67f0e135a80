use super::{Body, Kind, aws_shape};

aws_shape! {
    /// `Vpc` of the EC2 API.
    "PascalCase" Vpc {
        vpc_id: Option<String>,
        owner_id: Option<String>,
        is_default: Option<bool>,
        state: Option<String>,
        cidr_block: Option<String>,
    }
}

impl Body for Vpc {
    const KIND: Kind = Kind::Vpc;

    fn id(&self) -> String {
        self.vpc_id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `FlowLog` of the EC2 API. `ResourceId` is a VPC, a subnet or a network interface;
    /// `TrafficType` is `ACCEPT`, `REJECT` or `ALL`.
    "PascalCase" FlowLog {
        flow_log_id: Option<String>,
        resource_id: Option<String>,
        flow_log_status: Option<String>,
        traffic_type: Option<String>,
        deliver_logs_status: Option<String>,
        deliver_logs_error_message: Option<String>,
        log_destination_type: Option<String>,
        log_destination: Option<String>,
        log_group_name: Option<String>,
        creation_time: Option<String>,
    }
}

impl Body for FlowLog {
    const KIND: Kind = Kind::FlowLog;

    fn id(&self) -> String {
        self.flow_log_id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `VpcEndpoint` of the EC2 API.
    "PascalCase" VpcEndpoint {
        vpc_endpoint_id: Option<String>,
        vpc_endpoint_type: Option<String>,
        vpc_id: Option<String>,
        service_name: Option<String>,
        state: Option<String>,
        route_table_ids: Vec<String>,
        subnet_ids: Vec<String>,
        private_dns_enabled: Option<bool>,
        owner_id: Option<String>,
    }
}

impl Body for VpcEndpoint {
    const KIND: Kind = Kind::VpcEndpoint;

    fn id(&self) -> String {
        self.vpc_endpoint_id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `VpcPeeringConnection` of the EC2 API.
    "PascalCase" VpcPeeringConnection {
        vpc_peering_connection_id: Option<String>,
        status: Option<PeeringStatus>,
        requester_vpc_info: Option<PeeredVpc>,
        accepter_vpc_info: Option<PeeredVpc>,
    }
}

impl Body for VpcPeeringConnection {
    const KIND: Kind = Kind::VpcPeeringConnection;

    fn id(&self) -> String {
        self.vpc_peering_connection_id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `VpcPeeringConnectionStateReason` of the EC2 API.
    "PascalCase" PeeringStatus {
        code: Option<String>,
        message: Option<String>,
    }
}

aws_shape! {
    /// `VpcPeeringConnectionVpcInfo` of the EC2 API.
    "PascalCase" PeeredVpc {
        owner_id: Option<String>,
        vpc_id: Option<String>,
        region: Option<String>,
        cidr_block: Option<String>,
        cidr_block_set: Vec<PeeredCidr>,
        #[serde(rename = "Ipv6CidrBlockSet")]
        ipv6_cidr_block_set: Vec<PeeredIpv6Cidr>,
    }
}

aws_shape! {
    /// `CidrBlock` of the EC2 API.
    "PascalCase" PeeredCidr {
        cidr_block: Option<String>,
    }
}

aws_shape! {
    /// `Ipv6CidrBlock` of the EC2 API.
    "PascalCase" PeeredIpv6Cidr {
        #[serde(rename = "Ipv6CidrBlock")]
        ipv6_cidr_block: Option<String>,
    }
}
