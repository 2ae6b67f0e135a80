use super::{Body, Kind, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// `FunctionConfiguration` of the Lambda API, as far as rules look at it.
    "PascalCase" Function {
        function_name: Option<String>,
        function_arn: Option<String>,
        runtime: Option<String>,
        last_modified: Option<String>,
        tracing_config: Option<TracingConfig>,
    }
}

impl Body for Function {
    const KIND: Kind = Kind::Function;

    fn id(&self) -> String {
        self.function_name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.function_arn.clone()
    }
}

aws_shape! {
    /// `TracingConfigResponse` of the Lambda API. `Mode` is `Active` or `PassThrough`.
    "PascalCase" TracingConfig {
        mode: Option<String>,
    }
}

aws_shape! {
    /// `Stage` of the API Gateway API, with its REST API.
    "camelCase" ApiStage {
        rest_api_id: Option<String>,
        rest_api_name: Option<String>,
        stage_name: Option<String>,
        stage_arn: Option<String>,
        tracing_enabled: Option<bool>,
    }
}

impl Body for ApiStage {
    const KIND: Kind = Kind::RestApiStage;

    fn id(&self) -> String {
        let api = self.rest_api_id.as_deref().unwrap_or_default();
        format!("{api}/{}", self.stage_name.as_deref().unwrap_or_default())
    }

    fn arn(&self) -> Option<String> {
        self.stage_arn.clone()
    }
}

aws_shape! {
    /// A region's settings of X-Ray: how it encrypts traces (`xray:GetEncryptionConfig`), which
    /// requests it traces (`xray:GetSamplingRules`) and how it groups them (`xray:GetGroups`).
    "PascalCase" Tracing {
        encryption_config: Option<TraceEncryption>,
        #[serde(skip_serializing_if = "Option::is_none")]
        sampling_rules: Option<Seen<Vec<SamplingRule>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        groups: Option<Seen<Vec<TraceGroup>>>,
    }
}

impl Body for Tracing {
    const KIND: Kind = Kind::Tracing;

    fn id(&self) -> String {
        "x-ray".to_owned()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `EncryptionConfig` of the X-Ray API. `Type` is `NONE` (a key of AWS's own) or `KMS`.
    "PascalCase" TraceEncryption {
        key_id: Option<String>,
        status: Option<String>,
        #[serde(rename = "Type")]
        encryption_type: Option<String>,
    }
}

aws_shape! {
    /// `SamplingRule` of the X-Ray API.
    "PascalCase" SamplingRule {
        rule_name: Option<String>,
        priority: Option<i32>,
        fixed_rate: Option<f64>,
        reservoir_size: Option<i32>,
        service_name: Option<String>,
    }
}

aws_shape! {
    /// `Group` of the X-Ray API.
    "PascalCase" TraceGroup {
        group_name: Option<String>,
        #[serde(rename = "GroupARN")]
        group_arn: Option<String>,
        filter_expression: Option<String>,
    }
}
