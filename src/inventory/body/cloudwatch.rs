use super::{Body, Kind, aws_shape};

aws_shape! {
    /// `MetricAlarm` of the CloudWatch API, `CompositeAlarm`, which is the one that has an
    /// `AlarmRule`, and `LogAlarm`, which is the one that has a
    /// `ScheduledQueryConfiguration`; times are RFC 3339, periods are in seconds.
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
        evaluation_state: Option<String>,
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
        actions_suppressor_wait_period: Option<i32>,
        actions_suppressor_extension_period: Option<i32>,
        actions_suppressed_by: Option<String>,
        actions_suppressed_reason: Option<String>,
        scheduled_query_configuration: Option<ScheduledQueryConfiguration>,
        query_results_to_evaluate: Option<i32>,
        query_results_to_alarm: Option<i32>,
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

impl Body for Metric {
    const KIND: Kind = Kind::Metric;

    fn id(&self) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut id = format!("{}/{}", text(&self.namespace), text(&self.metric_name));
        for dimension in &self.dimensions {
            id = format!("{id} {}={}", text(&dimension.name), text(&dimension.value));
        }
        id
    }

    fn arn(&self) -> Option<String> {
        None
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

aws_shape! {
    /// `ScheduledQueryConfiguration` of the CloudWatch API: the query in CloudWatch Logs
    /// whose results a log alarm counts.
    "PascalCase" ScheduledQueryConfiguration {
        query_string: Option<String>,
        log_group_identifiers: Vec<String>,
        #[serde(rename = "QueryARN")]
        query_arn: Option<String>,
        #[serde(rename = "ScheduledQueryRoleARN")]
        scheduled_query_role_arn: Option<String>,
        schedule_configuration: Option<ScheduleConfiguration>,
        aggregation_expression: Option<String>,
    }
}

aws_shape! {
    /// `ScheduleConfiguration` of the CloudWatch API; the offsets are in seconds.
    "PascalCase" ScheduleConfiguration {
        schedule_expression: Option<String>,
        start_time_offset: Option<i64>,
        end_time_offset: Option<i64>,
    }
}

aws_shape! {
    /// An alarm mute rule, the answer of `cloudwatch:GetAlarmMuteRule`; times are
    /// RFC 3339.
    "PascalCase" AlarmMuteRule {
        name: Option<String>,
        alarm_mute_rule_arn: Option<String>,
        description: Option<String>,
        rule: Option<MuteRule>,
        mute_targets: Option<MuteTargets>,
        start_date: Option<String>,
        expire_date: Option<String>,
        status: Option<String>,
        mute_type: Option<String>,
        last_updated_timestamp: Option<String>,
    }
}

impl Body for AlarmMuteRule {
    const KIND: Kind = Kind::AlarmMuteRule;

    fn id(&self) -> String {
        self.name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.alarm_mute_rule_arn.clone()
    }
}

aws_shape! {
    /// `Rule` of the CloudWatch API: when an alarm mute rule mutes.
    "PascalCase" MuteRule {
        schedule: Option<MuteSchedule>,
    }
}

aws_shape! {
    /// `Schedule` of the CloudWatch API: `cron(…)` or `at(…)`, an ISO 8601 duration, and
    /// a name of the time zone database; none means UTC.
    "PascalCase" MuteSchedule {
        expression: Option<String>,
        duration: Option<String>,
        timezone: Option<String>,
    }
}

aws_shape! {
    /// `MuteTargets` of the CloudWatch API.
    "PascalCase" MuteTargets {
        alarm_names: Vec<String>,
    }
}
