use super::{Body, Document, InlinePolicy, KeyMetadata, Kind, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// `Trail` of the CloudTrail API.
    "PascalCase" Trail {
        name: Option<String>,
        s3_bucket_name: Option<String>,
        s3_key_prefix: Option<String>,
        #[serde(rename = "SnsTopicARN")]
        sns_topic_arn: Option<String>,
        include_global_service_events: Option<bool>,
        is_multi_region_trail: Option<bool>,
        home_region: Option<String>,
        #[serde(rename = "TrailARN")]
        trail_arn: Option<String>,
        log_file_validation_enabled: Option<bool>,
        cloud_watch_logs_log_group_arn: Option<String>,
        cloud_watch_logs_role_arn: Option<String>,
        kms_key_id: Option<String>,
        has_custom_event_selectors: Option<bool>,
        has_insight_selectors: Option<bool>,
        is_organization_trail: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<Seen<TrailStatus>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        event_selectors: Option<Seen<Vec<EventSelector>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        advanced_event_selectors: Option<Seen<Vec<AdvancedEventSelector>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        insight_selectors: Option<Seen<Vec<InsightSelector>>>,
        // The role with which it writes to its log group; null where it names none, or one
        // that IAM does not know.
        delivery_role: Option<Seen<DeliveryRole>>,
        // The key that it encrypts with; null where there is none, and for a trail of another
        // account, where its owner sees to it.
        kms_key: Option<Seen<KeyMetadata>>,
    }
}

impl Body for Trail {
    const KIND: Kind = Kind::Trail;

    fn id(&self) -> String {
        self.name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.trail_arn.clone()
    }
}

aws_shape! {
    /// `GetTrailStatusResponse` of the CloudTrail API; times are RFC 3339.
    "PascalCase" TrailStatus {
        is_logging: Option<bool>,
        latest_delivery_error: Option<String>,
        latest_delivery_time: Option<String>,
        latest_notification_error: Option<String>,
        start_logging_time: Option<String>,
        stop_logging_time: Option<String>,
        latest_cloud_watch_logs_delivery_error: Option<String>,
        latest_cloud_watch_logs_delivery_time: Option<String>,
        latest_digest_delivery_error: Option<String>,
        latest_digest_delivery_time: Option<String>,
    }
}

aws_shape! {
    /// `InsightSelector` of the CloudTrail API. `InsightType` is `ApiCallRateInsight` or
    /// `ApiErrorRateInsight`; without `EventCategories` it is about management events.
    "PascalCase" InsightSelector {
        insight_type: Option<String>,
        event_categories: Vec<String>,
    }
}

aws_shape! {
    /// A role of IAM (`iam:GetRole`) with all its policies: those that are part of it and those
    /// that are attached to it, each with its document in force. `PermissionsBoundary` is the
    /// ARN of the policy that bounds it.
    "PascalCase" DeliveryRole {
        role_name: Option<String>,
        arn: Option<String>,
        assume_role_policy_document: Option<Document>,
        permissions_boundary: Option<String>,
        policies: Vec<Seen<InlinePolicy>>,
    }
}

aws_shape! {
    /// `EventSelector` of the CloudTrail API.
    "PascalCase" EventSelector {
        read_write_type: Option<String>,
        include_management_events: Option<bool>,
        data_resources: Vec<DataResource>,
        exclude_management_event_sources: Vec<String>,
    }
}

aws_shape! {
    /// `DataResource` of the CloudTrail API.
    "PascalCase" DataResource {
        #[serde(rename = "Type")]
        resource_type: Option<String>,
        values: Vec<String>,
    }
}

aws_shape! {
    /// `AdvancedEventSelector` of the CloudTrail API.
    "PascalCase" AdvancedEventSelector {
        name: Option<String>,
        field_selectors: Vec<AdvancedFieldSelector>,
    }
}

aws_shape! {
    /// `AdvancedFieldSelector` of the CloudTrail API.
    "PascalCase" AdvancedFieldSelector {
        field: Option<String>,
        equals: Vec<String>,
        starts_with: Vec<String>,
        ends_with: Vec<String>,
        not_equals: Vec<String>,
        not_starts_with: Vec<String>,
        not_ends_with: Vec<String>,
    }
}
