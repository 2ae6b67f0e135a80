use super::{Body, Kind, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// `SecurityGroup` of the EC2 API.
    "PascalCase" SecurityGroup {
        group_id: Option<String>,
        group_name: Option<String>,
        description: Option<String>,
        owner_id: Option<String>,
        vpc_id: Option<String>,
        security_group_arn: Option<String>,
        ip_permissions: Vec<IpPermission>,
        ip_permissions_egress: Vec<IpPermission>,
        tags: Vec<Tag>,
    }
}

impl Body for SecurityGroup {
    const KIND: Kind = Kind::SecurityGroup;

    fn id(&self) -> String {
        self.group_id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.security_group_arn.clone()
    }
}

aws_shape! {
    /// `IpPermission` of the EC2 API. `IpProtocol` is `tcp`, `udp`, `icmp`, `icmpv6`, a
    /// protocol number, or `-1` for all; with `-1` there are no ports.
    "PascalCase" IpPermission {
        ip_protocol: Option<String>,
        from_port: Option<i32>,
        to_port: Option<i32>,
        user_id_group_pairs: Vec<GroupPair>,
        ip_ranges: Vec<IpRange>,
        ipv6_ranges: Vec<Ipv6Range>,
        prefix_list_ids: Vec<PrefixListId>,
    }
}

aws_shape! {
    /// `UserIdGroupPair` of the EC2 API.
    "PascalCase" GroupPair {
        group_id: Option<String>,
        user_id: Option<String>,
        vpc_id: Option<String>,
        description: Option<String>,
    }
}

aws_shape! {
    /// `IpRange` of the EC2 API.
    "PascalCase" IpRange {
        cidr_ip: Option<String>,
        description: Option<String>,
    }
}

aws_shape! {
    /// `Ipv6Range` of the EC2 API.
    "PascalCase" Ipv6Range {
        cidr_ipv6: Option<String>,
        description: Option<String>,
    }
}

aws_shape! {
    /// `PrefixListId` of the EC2 API, with the entries of the list
    /// (`ec2:GetManagedPrefixListEntries`) under `Entries`; only those of inbound
    /// permissions are asked for.
    "PascalCase" PrefixListId {
        prefix_list_id: Option<String>,
        description: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        entries: Option<Vec<Seen<PrefixListEntry>>>,
    }
}

aws_shape! {
    /// `PrefixListEntry` of the EC2 API.
    "PascalCase" PrefixListEntry {
        cidr: Option<String>,
        description: Option<String>,
    }
}

aws_shape! {
    /// `Tag` of the EC2 API.
    "PascalCase" Tag {
        key: Option<String>,
        value: Option<String>,
    }
}
