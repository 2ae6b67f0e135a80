use super::{Body, Kind, Tag, aws_shape};

aws_shape! {
    /// `Instance` of the EC2 API, as far as rules look at it: an account has thousands.
    "PascalCase" Instance {
        instance_id: Option<String>,
        instance_type: Option<String>,
        platform_details: Option<String>,
        state: Option<InstanceState>,
        vpc_id: Option<String>,
        subnet_id: Option<String>,
        iam_instance_profile: Option<IamInstanceProfile>,
        metadata_options: Option<MetadataOptions>,
        monitoring: Option<Monitoring>,
        tags: Vec<Tag>,
    }
}

impl Body for Instance {
    const KIND: Kind = Kind::Instance;

    fn id(&self) -> String {
        self.instance_id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `InstanceState` of the EC2 API.
    "PascalCase" InstanceState {
        code: Option<i32>,
        name: Option<String>,
    }
}

aws_shape! {
    /// `Monitoring` of the EC2 API. `State` is `enabled` where metrics come every minute, and
    /// `disabled` where they come every five.
    "PascalCase" Monitoring {
        state: Option<String>,
    }
}

aws_shape! {
    /// `IamInstanceProfile` of the EC2 API.
    "PascalCase" IamInstanceProfile {
        arn: Option<String>,
        id: Option<String>,
    }
}

aws_shape! {
    /// `InstanceMetadataOptionsResponse` of the EC2 API. `HttpTokens` is `required` or
    /// `optional`; `State` is `pending` until the instance has taken them on.
    "PascalCase" MetadataOptions {
        state: Option<String>,
        http_tokens: Option<String>,
        http_put_response_hop_limit: Option<i32>,
        http_endpoint: Option<String>,
        #[serde(rename = "HttpProtocolIpv6")]
        http_protocol_ipv6: Option<String>,
        instance_metadata_tags: Option<String>,
    }
}
