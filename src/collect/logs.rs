//! CloudWatch Logs: log groups and metric filters, those of trails or all of a region.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_cloudwatchlogs::types;

use super::convert::{each, name};
use super::scan::{End, Scan, at_once};
use crate::inventory::{NotSeen, body};
use crate::kind::{Kind, call};
use crate::target::{Account, Arn, Region};

/// A log group's region and name.
pub(super) type GroupName = (Region, String);

/// A metric that a filter publishes: its region, namespace and name.
pub(super) type Metric = (Region, String, String);

/// What a metric filter publishes: the name of its log group, and the metric.
pub(super) type Published = (String, Metric);

/// The largest page that AWS gives, of log groups and of metric filters.
const PAGE: i32 = 50;

/// The log groups of `account` that `trails` deliver to, each once. Those of other
/// accounts cannot be asked about here.
pub(super) fn delivered_to(trails: &[body::Trail], account: &Account) -> BTreeSet<GroupName> {
    let arns = trails
        .iter()
        .filter_map(|t| Arn::parse(t.cloud_watch_logs_log_group_arn.as_deref()?));
    arns.filter(|arn| arn.account == account.as_str())
        .filter_map(|arn| Some((Region::new(arn.region), arn.log_group_name()?.to_owned())))
        .collect()
}

/// Puts all log groups of `region` into the inventory.
pub(super) async fn all_groups(scan: &Scan, region: &Region) {
    let request = scan.aws.logs(region).describe_log_groups().limit(PAGE);
    let pages = request.into_paginator().send();
    let end = scan
        .pages(region, call::DESCRIBE_ALL_LOG_GROUPS, pages, |page| {
            for group in page.log_groups.unwrap_or_default() {
                scan.found(Some(region), &log_group(group));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(region), &[Kind::LogGroup], &gap);
    }
}

/// Puts those of `names` that exist into the inventory, unless all groups of their region
/// are.
pub(super) async fn groups(scan: &Arc<Scan>, names: &BTreeSet<GroupName>) {
    if scan.asks(call::DESCRIBE_LOG_GROUPS) {
        let everywhere = call::DESCRIBE_ALL_LOG_GROUPS;
        let names = names.iter();
        let names = names.filter(|(region, _)| !scan.lists_all(everywhere, region));
        let names = names.cloned();
        at_once(names.map(|(region, name)| group(Arc::clone(scan), region, name))).await;
    }
}

async fn group(scan: Arc<Scan>, region: Region, name: String) {
    let client = scan.aws.logs(&region);
    let request = client.describe_log_groups().log_group_name_prefix(&name);
    let pages = request.into_paginator().send();
    let end = scan
        .pages(&region, call::DESCRIBE_LOG_GROUPS, pages, |page| {
            for group in page.log_groups.unwrap_or_default() {
                // There is no asking for one group, only for a prefix of many.
                if group.log_group_name.as_deref() == Some(&*name) {
                    scan.found(Some(&region), &log_group(group));
                }
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(&region), &[Kind::LogGroup], &gap);
    }
}

/// Puts the metric filters of the log groups into the inventory; the metrics that they
/// publish.
pub(super) async fn filters(scan: &Arc<Scan>, names: &BTreeSet<GroupName>) -> BTreeSet<Metric> {
    if !scan.asks(call::DESCRIBE_METRIC_FILTERS) {
        return BTreeSet::new();
    }
    let names = names.iter().cloned();
    let metrics = at_once(names.map(|(region, name)| filters_of(Arc::clone(scan), region, name)));
    metrics.await.into_iter().flatten().collect()
}

/// The metrics that the filters of one log group publish. Where all filters of the region
/// are listed, those of the group are among them.
async fn filters_of(scan: Arc<Scan>, region: Region, group: String) -> Vec<Metric> {
    if scan.lists_all(call::DESCRIBE_ALL_METRIC_FILTERS, &region) {
        let all = all_filters(&scan, &region).await;
        let of_group = all.iter().filter(|(name, _)| *name == group);
        return of_group.map(|(_, metric)| metric.clone()).collect();
    }
    let published = listed(&scan, &region, Some(group)).await;
    published.into_iter().map(|(_, metric)| metric).collect()
}

/// Puts all metric filters of `region` into the inventory, listed once, whoever wants to know
/// of them; what they publish.
pub(super) async fn all_filters(scan: &Scan, region: &Region) -> Arc<Vec<Published>> {
    let ask = async { Arc::new(listed(scan, region, None).await) };
    scan.filters.of(region.clone(), ask).await
}

/// Puts the metric filters of `group` into the inventory, without one those of all groups;
/// what they publish.
async fn listed(scan: &Scan, region: &Region, group: Option<String>) -> Vec<Published> {
    let request = scan.aws.logs(region).describe_metric_filters();
    let request = request.set_log_group_name(group).limit(PAGE);
    let pages = request.into_paginator().send();
    let mut published = Vec::new();
    let end = scan
        .pages(region, call::DESCRIBE_METRIC_FILTERS, pages, |page| {
            for filter in page.metric_filters.unwrap_or_default() {
                let filter = metric_filter(filter);
                let group = filter.log_group_name.clone().unwrap_or_default();
                for t in &filter.metric_transformations {
                    if let (Some(namespace), Some(name)) = (&t.metric_namespace, &t.metric_name) {
                        let metric = (region.clone(), namespace.clone(), name.clone());
                        published.push((group.clone(), metric));
                    }
                }
                scan.found(Some(region), &filter);
            }
        })
        .await;
    if let End::Cut(gap) = end {
        missed(scan, region, &gap);
    }
    published
}

/// Metric filters of `region` may be missing, and the topics of alarms that are only followed
/// from them.
fn missed(scan: &Scan, region: &Region, gap: &NotSeen) {
    scan.missed(Some(region), &[Kind::MetricFilter], gap);
    if !scan.plan.alarms_everywhere() {
        scan.missed_by(region, &[Kind::Topic], call::DESCRIBE_METRIC_FILTERS, gap);
    }
}

fn log_group(g: types::LogGroup) -> body::LogGroup {
    body::LogGroup {
        log_group_name: g.log_group_name,
        creation_time: g.creation_time,
        retention_in_days: g.retention_in_days,
        metric_filter_count: g.metric_filter_count,
        arn: g.arn,
        stored_bytes: g.stored_bytes,
        kms_key_id: g.kms_key_id,
        log_group_class: name(g.log_group_class),
    }
}

fn metric_filter(f: types::MetricFilter) -> body::MetricFilter {
    body::MetricFilter {
        filter_name: f.filter_name,
        filter_pattern: f.filter_pattern,
        metric_transformations: each(f.metric_transformations, |t| body::MetricTransformation {
            metric_name: Some(t.metric_name),
            metric_namespace: Some(t.metric_namespace),
            metric_value: Some(t.metric_value),
            default_value: t.default_value,
            dimensions: t.dimensions.into_iter().flatten().collect(),
            unit: name(t.unit),
        }),
        creation_time: f.creation_time,
        log_group_name: f.log_group_name,
        apply_on_transformed_logs: Some(f.apply_on_transformed_logs),
        field_selection_criteria: f.field_selection_criteria,
        emit_system_field_dimensions: f.emit_system_field_dimensions.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_groups_are_the_accounts_own_and_named_once() {
        let trails = [
            Some("arn:aws:logs:eu-west-1:123456789012:log-group:a:*"),
            Some("arn:aws:logs:eu-west-1:123456789012:log-group:a:*"),
            Some("arn:aws:logs:us-east-1:123456789012:log-group:/x/b"),
            Some("arn:aws:logs:us-east-1:999999999999:log-group:c:*"),
            Some("arn:aws:s3:::bucket"),
            Some(""),
            None,
        ]
        .map(|arn| body::Trail {
            cloud_watch_logs_log_group_arn: arn.map(str::to_owned),
            ..body::Trail::default()
        });
        let groups = delivered_to(&trails, &Account::new("123456789012"));
        let expected = [("eu-west-1", "a"), ("us-east-1", "/x/b")];
        let expected = expected.map(|(region, name)| (Region::new(region), name.to_owned()));
        assert_eq!(groups, expected.into());
    }
}
