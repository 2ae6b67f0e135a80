use super::{Body, Kind, aws_shape};

aws_shape! {
    /// `MetricAlarm` of the CloudWatch API, and `CompositeAlarm`, which is the one that
    /// has an `AlarmRule`; times are RFC 3339, `Period` is in seconds.
    "PascalCase" Alarm {
        alarm_name: Option<String>,
        alarm_arn: Option<String>,
        alarm_description: Option<String>,
        alarm_rule: Option<String>,
        actions_enabled: Option<bool>,
        #[serde(rename = "OKActions")]
        ok_actions: Vec<String>,
        alarm_actions: Vec<String>,
        insufficient_data_actions: Vec<String>,
        state_value: Option<String>,
        state_updated_timestamp: Option<String>,
        state_transitioned_timestamp: Option<String>,
        alarm_configuration_updated_timestamp: Option<String>,
        metric_name: Option<String>,
        namespace: Option<String>,
        statistic: Option<String>,
        extended_statistic: Option<String>,
        dimensions: Vec<Dimension>,
        period: Option<i32>,
        unit: Option<String>,
        evaluation_periods: Option<i32>,
        datapoints_to_alarm: Option<i32>,
        threshold: Option<f64>,
        comparison_operator: Option<String>,
        treat_missing_data: Option<String>,
        evaluate_low_sample_count_percentile: Option<String>,
        metrics: Vec<MetricDataQuery>,
        threshold_metric_id: Option<String>,
        evaluation_window: Option<EvaluationWindow>,
        warm_up_configuration: Option<WarmUpConfiguration>,
        actions_suppressor: Option<String>,
    }
}

impl Body for Alarm {
    const KIND: Kind = Kind::Alarm;

    fn id(&self) -> String {
        self.alarm_name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.alarm_arn.clone()
    }
}

aws_shape! {
    /// `Dimension` of the CloudWatch API.
    "PascalCase" Dimension {
        name: Option<String>,
        value: Option<String>,
    }
}

aws_shape! {
    /// `MetricDataQuery` of the CloudWatch API.
    "PascalCase" MetricDataQuery {
        id: Option<String>,
        metric_stat: Option<MetricStat>,
        expression: Option<String>,
        label: Option<String>,
        return_data: Option<bool>,
        period: Option<i32>,
        account_id: Option<String>,
    }
}

aws_shape! {
    /// `MetricStat` of the CloudWatch API.
    "PascalCase" MetricStat {
        metric: Option<Metric>,
        period: Option<i32>,
        stat: Option<String>,
        unit: Option<String>,
    }
}

aws_shape! {
    /// `Metric` of the CloudWatch API.
    "PascalCase" Metric {
        namespace: Option<String>,
        metric_name: Option<String>,
        dimensions: Vec<Dimension>,
    }
}

aws_shape! {
    /// `EvaluationWindow` of the CloudWatch API, a union: one of its members is there.
    /// `SlidingWindow` is an object without members.
    "PascalCase" EvaluationWindow {
        sliding_window: Option<serde_json::Map<String, serde_json::Value>>,
        wall_clock_window: Option<WallClockWindow>,
    }
}

aws_shape! {
    /// `WallClockWindow` of the CloudWatch API.
    "PascalCase" WallClockWindow {
        timezone: Option<String>,
    }
}

aws_shape! {
    /// `WarmUpConfiguration` of the CloudWatch API; the duration is in minutes.
    "PascalCase" WarmUpConfiguration {
        warm_up_period_duration_in_minutes: Option<i32>,
        only_start_evaluating_after_warm_up_period_ends: Option<bool>,
    }
}
