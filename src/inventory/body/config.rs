use super::{Body, Encryption, Kind, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// `ConfigurationRecorder` of the AWS Config API, with its
    /// `ConfigurationRecorderStatus` under `Status`.
    "camelCase" Recorder {
        arn: Option<String>,
        name: Option<String>,
        #[serde(rename = "roleARN")]
        role_arn: Option<String>,
        recording_group: Option<RecordingGroup>,
        recording_scope: Option<String>,
        service_principal: Option<String>,
        #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
        status: Option<Seen<RecorderStatus>>,
    }
}

impl Body for Recorder {
    const KIND: Kind = Kind::ConfigRecorder;

    fn id(&self) -> String {
        self.name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}

aws_shape! {
    /// `RecordingGroup` of the AWS Config API.
    "camelCase" RecordingGroup {
        all_supported: Option<bool>,
        include_global_resource_types: Option<bool>,
        resource_types: Vec<String>,
        exclusion_by_resource_types: Option<ExclusionByResourceTypes>,
        recording_strategy: Option<RecordingStrategy>,
    }
}

aws_shape! {
    /// `ExclusionByResourceTypes` of the AWS Config API.
    "camelCase" ExclusionByResourceTypes {
        resource_types: Vec<String>,
    }
}

aws_shape! {
    /// `RecordingStrategy` of the AWS Config API.
    "camelCase" RecordingStrategy {
        use_only: Option<String>,
    }
}

aws_shape! {
    /// `ConfigurationRecorderStatus` of the AWS Config API; times are RFC 3339.
    "camelCase" RecorderStatus {
        name: Option<String>,
        last_start_time: Option<String>,
        last_stop_time: Option<String>,
        recording: Option<bool>,
        last_status: Option<String>,
        last_error_code: Option<String>,
        last_error_message: Option<String>,
        last_status_change_time: Option<String>,
    }
}

aws_shape! {
    /// `DeliveryChannel` of the AWS Config API. `BucketEncryption` is how its bucket encrypts
    /// (`s3:GetBucketEncryption`), null where S3 says that nothing is set or that there is no
    /// such bucket.
    "camelCase" DeliveryChannel {
        name: Option<String>,
        s3_bucket_name: Option<String>,
        s3_key_prefix: Option<String>,
        s3_kms_key_arn: Option<String>,
        #[serde(rename = "snsTopicARN")]
        sns_topic_arn: Option<String>,
        config_snapshot_delivery_properties: Option<SnapshotDelivery>,
        #[serde(rename = "BucketEncryption")]
        bucket_encryption: Option<Seen<Encryption>>,
    }
}

impl Body for DeliveryChannel {
    const KIND: Kind = Kind::DeliveryChannel;

    fn id(&self) -> String {
        self.name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `ConfigSnapshotDeliveryProperties` of the AWS Config API.
    "camelCase" SnapshotDelivery {
        delivery_frequency: Option<String>,
    }
}

aws_shape! {
    /// `ConfigRule` of the AWS Config API, with its evaluation results
    /// (`config:GetComplianceDetailsByConfigRule`) under `Compliance`.
    "PascalCase" ConfigRule {
        config_rule_name: Option<String>,
        config_rule_arn: Option<String>,
        config_rule_id: Option<String>,
        description: Option<String>,
        scope: Option<ConfigRuleScope>,
        source: Option<ConfigRuleSource>,
        input_parameters: Option<String>,
        maximum_execution_frequency: Option<String>,
        config_rule_state: Option<String>,
        created_by: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        compliance: Option<Vec<Seen<EvaluationResult>>>,
    }
}

impl Body for ConfigRule {
    const KIND: Kind = Kind::ConfigRule;

    fn id(&self) -> String {
        self.config_rule_name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.config_rule_arn.clone()
    }
}

aws_shape! {
    /// `Scope` of the AWS Config API.
    "PascalCase" ConfigRuleScope {
        compliance_resource_types: Vec<String>,
        compliance_resource_id: Option<String>,
        tag_key: Option<String>,
        tag_value: Option<String>,
    }
}

aws_shape! {
    /// `Source` of the AWS Config API.
    "PascalCase" ConfigRuleSource {
        owner: Option<String>,
        source_identifier: Option<String>,
    }
}

aws_shape! {
    /// `EvaluationResult` of the AWS Config API; times are RFC 3339.
    "PascalCase" EvaluationResult {
        evaluation_result_identifier: Option<EvaluationResultIdentifier>,
        compliance_type: Option<String>,
        annotation: Option<String>,
        result_recorded_time: Option<String>,
    }
}

aws_shape! {
    /// `EvaluationResultIdentifier` of the AWS Config API.
    "PascalCase" EvaluationResultIdentifier {
        evaluation_result_qualifier: Option<EvaluationQualifier>,
    }
}

aws_shape! {
    /// `EvaluationResultQualifier` of the AWS Config API.
    "PascalCase" EvaluationQualifier {
        config_rule_name: Option<String>,
        resource_type: Option<String>,
        resource_id: Option<String>,
    }
}
