use std::collections::BTreeMap;

use super::{Body, Kind, aws_shape};

aws_shape! {
    /// `LogGroup` of the CloudWatch Logs API; times are milliseconds since 1970.
    "camelCase" LogGroup {
        log_group_name: Option<String>,
        creation_time: Option<i64>,
        retention_in_days: Option<i32>,
        metric_filter_count: Option<i32>,
        arn: Option<String>,
        stored_bytes: Option<i64>,
        kms_key_id: Option<String>,
        log_group_class: Option<String>,
    }
}

impl Body for LogGroup {
    const KIND: Kind = Kind::LogGroup;

    fn id(&self) -> String {
        self.log_group_name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}

aws_shape! {
    /// `MetricFilter` of the CloudWatch Logs API; times are milliseconds since 1970.
    "camelCase" MetricFilter {
        filter_name: Option<String>,
        filter_pattern: Option<String>,
        metric_transformations: Vec<MetricTransformation>,
        creation_time: Option<i64>,
        log_group_name: Option<String>,
        apply_on_transformed_logs: Option<bool>,
        field_selection_criteria: Option<String>,
        emit_system_field_dimensions: Vec<String>,
    }
}

impl Body for MetricFilter {
    const KIND: Kind = Kind::MetricFilter;

    fn id(&self) -> String {
        format!(
            "{}:{}",
            self.log_group_name.as_deref().unwrap_or_default(),
            self.filter_name.as_deref().unwrap_or_default()
        )
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `MetricTransformation` of the CloudWatch Logs API.
    "camelCase" MetricTransformation {
        metric_name: Option<String>,
        metric_namespace: Option<String>,
        metric_value: Option<String>,
        default_value: Option<f64>,
        dimensions: BTreeMap<String, String>,
        unit: Option<String>,
    }
}
