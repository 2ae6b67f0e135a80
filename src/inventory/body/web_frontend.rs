use super::{Body, Kind, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// What takes requests from the web. `Type` is `distribution`, `load-balancer`,
    /// `rest-api-stage` or `http-api-stage`, and the key of that name holds what its service
    /// says of it; the others are null.
    "PascalCase" WebFrontend {
        #[serde(rename = "Type")]
        frontend_type: Option<String>,
        name: Option<String>,
        arn: Option<String>,
        distribution: Option<Distribution>,
        load_balancer: Option<LoadBalancer>,
        rest_api_stage: Option<RestApiStage>,
        http_api_stage: Option<HttpApiStage>,
    }
}

impl Body for WebFrontend {
    const KIND: Kind = Kind::WebFrontend;

    fn id(&self) -> String {
        self.name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}

aws_shape! {
    /// `DistributionSummary` of the CloudFront API, with the logging of its configuration
    /// (`cloudfront:GetDistributionConfig`) and the deliveries of its logs by CloudWatch Logs
    /// (standard logging, version 2).
    "PascalCase" Distribution {
        id: Option<String>,
        #[serde(rename = "ARN")]
        arn: Option<String>,
        domain_name: Option<String>,
        enabled: Option<bool>,
        comment: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        logging: Option<Seen<DistributionLogging>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        deliveries: Option<Vec<Seen<Delivery>>>,
    }
}

aws_shape! {
    /// `LoggingConfig` of the CloudFront API.
    "PascalCase" DistributionLogging {
        enabled: Option<bool>,
        include_cookies: Option<bool>,
        bucket: Option<String>,
        prefix: Option<String>,
    }
}

aws_shape! {
    /// `Delivery` of the CloudWatch Logs API, with the `logType` of its source: `ACCESS_LOGS`
    /// of a distribution, `ALB_ACCESS_LOGS` or `NLB_ACCESS_LOGS` of a load balancer.
    "camelCase" Delivery {
        id: Option<String>,
        delivery_source_name: Option<String>,
        log_type: Option<String>,
        delivery_destination_arn: Option<String>,
        delivery_destination_type: Option<String>,
    }
}

aws_shape! {
    /// `LoadBalancer` of the Elastic Load Balancing API, version 2, with its attributes, the
    /// deliveries of its logs by CloudWatch Logs, and the listeners of a network load balancer.
    /// `Type` is `application` or `network`.
    "PascalCase" LoadBalancer {
        load_balancer_arn: Option<String>,
        load_balancer_name: Option<String>,
        #[serde(rename = "Type")]
        balancer_type: Option<String>,
        scheme: Option<String>,
        vpc_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        attributes: Option<Seen<Vec<LoadBalancerAttribute>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        deliveries: Option<Vec<Seen<Delivery>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        listeners: Option<Seen<Vec<Listener>>>,
    }
}

aws_shape! {
    /// `LoadBalancerAttribute` of the Elastic Load Balancing API.
    "PascalCase" LoadBalancerAttribute {
        key: Option<String>,
        value: Option<String>,
    }
}

aws_shape! {
    /// `Listener` of the Elastic Load Balancing API.
    "PascalCase" Listener {
        listener_arn: Option<String>,
        port: Option<i32>,
        protocol: Option<String>,
    }
}

aws_shape! {
    /// `Stage` of the API Gateway API, with the API that it belongs to.
    "camelCase" RestApiStage {
        rest_api_id: Option<String>,
        rest_api_name: Option<String>,
        endpoint_configuration: Option<EndpointConfiguration>,
        stage_name: Option<String>,
        access_log_settings: Option<AccessLogSettings>,
    }
}

aws_shape! {
    /// `EndpointConfiguration` of the API Gateway API. `types` are `EDGE`, `REGIONAL` and
    /// `PRIVATE`.
    "camelCase" EndpointConfiguration {
        types: Vec<String>,
        vpc_endpoint_ids: Vec<String>,
    }
}

aws_shape! {
    /// `AccessLogSettings` of the API Gateway API.
    "camelCase" AccessLogSettings {
        format: Option<String>,
        destination_arn: Option<String>,
    }
}

aws_shape! {
    /// `Stage` of the API Gateway API, version 2, with the API that it belongs to.
    /// `ProtocolType` is `HTTP` or `WEBSOCKET`.
    "PascalCase" HttpApiStage {
        api_id: Option<String>,
        api_name: Option<String>,
        protocol_type: Option<String>,
        stage_name: Option<String>,
        access_log_settings: Option<HttpAccessLogSettings>,
    }
}

aws_shape! {
    /// `AccessLogSettings` of the API Gateway API, version 2.
    "PascalCase" HttpAccessLogSettings {
        format: Option<String>,
        destination_arn: Option<String>,
    }
}
