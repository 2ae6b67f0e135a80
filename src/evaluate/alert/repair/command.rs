//! The commands that make a repair.

use crate::inventory::body::{Alarm, MetricFilter, MetricTransformation};

/// A word of a command as a POSIX shell takes it.
pub fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// `aws logs put-metric-filter`
pub fn put_metric_filter(filter: &MetricFilter, region: &str) -> String {
    let text = |text: &Option<String>| word(text.as_deref().unwrap_or_default());
    let transformations: Vec<String> = (filter.metric_transformations.iter())
        .map(|metric| word(&transformation(metric)))
        .collect();
    format!(
        "aws logs put-metric-filter --region {} --log-group-name {} --filter-name {} --filter-pattern {} --metric-transformations {}",
        word(region),
        text(&filter.log_group_name),
        text(&filter.filter_name),
        text(&filter.filter_pattern),
        transformations.join(" "),
    )
}

fn transformation(metric: &MetricTransformation) -> String {
    let mut parts = Vec::new();
    let texts = [
        ("metricName", &metric.metric_name),
        ("metricNamespace", &metric.metric_namespace),
        ("metricValue", &metric.metric_value),
        ("unit", &metric.unit),
    ];
    for (name, value) in texts {
        parts.extend(value.as_ref().map(|value| format!("{name}={value}")));
    }
    if let Some(default) = metric.default_value {
        parts.push(format!("defaultValue={default}"));
    }
    if !metric.dimensions.is_empty() {
        let each = metric.dimensions.iter();
        let each: Vec<String> = each
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        parts.push(format!("dimensions={{{}}}", each.join(",")));
    }
    parts.join(",")
}

/// `aws cloudwatch put-metric-alarm` with all settings, for what is left out is reset.
pub fn put_metric_alarm(alarm: &Alarm, region: &str) -> String {
    let mut command = format!("aws cloudwatch put-metric-alarm --region {}", word(region));
    let mut add = |option: &str, value: String| {
        command.push_str(" --");
        command.push_str(option);
        if !value.is_empty() {
            command.push(' ');
            command.push_str(&value);
        }
    };
    let texts = [
        ("alarm-name", &alarm.alarm_name),
        ("alarm-description", &alarm.alarm_description),
        ("namespace", &alarm.namespace),
        ("metric-name", &alarm.metric_name),
        ("statistic", &alarm.statistic),
        ("extended-statistic", &alarm.extended_statistic),
        ("unit", &alarm.unit),
        ("comparison-operator", &alarm.comparison_operator),
        ("treat-missing-data", &alarm.treat_missing_data),
    ];
    for (option, value) in texts {
        if let Some(value) = value {
            add(option, word(value));
        }
    }
    let numbers = [
        ("period", alarm.period),
        ("evaluation-periods", alarm.evaluation_periods),
        ("datapoints-to-alarm", alarm.datapoints_to_alarm),
    ];
    for (option, value) in numbers {
        if let Some(value) = value {
            add(option, value.to_string());
        }
    }
    if let Some(threshold) = alarm.threshold {
        add("threshold", threshold.to_string());
    }
    let lists = [
        ("alarm-actions", &alarm.alarm_actions),
        ("ok-actions", &alarm.ok_actions),
        (
            "insufficient-data-actions",
            &alarm.insufficient_data_actions,
        ),
    ];
    for (option, values) in lists {
        if !values.is_empty() {
            let words: Vec<String> = values.iter().map(|value| word(value)).collect();
            add(option, words.join(" "));
        }
    }
    if alarm.actions_enabled == Some(false) {
        add("no-actions-enabled", String::new());
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_the_shell() {
        assert_eq!(word("plain-1"), "plain-1");
        assert_eq!(word("{ $.a = \"x\" }"), "'{ $.a = \"x\" }'");
        assert_eq!(word("it's"), r"'it'\''s'");
        assert_eq!(word(""), "''");
    }
}
