//! CloudTrail: trails with their status and event selectors.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_sdk_cloudtrail::types;

use super::alerting::behind_trails;
use super::convert::{each, name, time};
use super::scan::{Scan, at_once};
use crate::inventory::{Seen, body};
use crate::kind::{Kind, call};
use crate::target::{Arn, Region};

/// All trails, each once, as every region describes them. A multi-region trail shows in
/// each region, an organization's in each of its accounts, so that a region that does
/// not answer hides only the trails that are its own.
pub(super) async fn list(scan: &Arc<Scan>) -> Vec<body::Trail> {
    if !scan.asks(call::DESCRIBE_TRAILS) {
        return Vec::new();
    }
    let regions = scan.target.regions.iter();
    once_each(at_once(regions.map(|r| describe(Arc::clone(scan), r.clone()))).await)
}

async fn describe(scan: Arc<Scan>, region: Region) -> (Region, Vec<body::Trail>) {
    let client = scan.aws.cloudtrail(&region);
    // Shadows of trails of other regions are part of the answer unless refused.
    let request = client.describe_trails().include_shadow_trails(true).send();
    let trails = match scan
        .ask(Some(&region), call::DESCRIBE_TRAILS, request)
        .await
    {
        Ok(answer) => each(answer.and_then(|a| a.trail_list), trail),
        Err(gap) => {
            scan.missed(Some(&region), &behind_trails(&scan), &gap);
            Vec::new()
        }
    };
    (region, trails)
}

/// Each trail as its home region describes it, or else the first region that does.
fn once_each(mut answers: Vec<(Region, Vec<body::Trail>)>) -> Vec<body::Trail> {
    answers.sort_by(|a, b| a.0.cmp(&b.0));
    let mut trails: BTreeMap<Option<String>, body::Trail> = BTreeMap::new();
    for (region, answer) in answers {
        for trail in answer {
            let is_home = trail.home_region.as_deref() == Some(region.as_str());
            let arn = trail.trail_arn.clone();
            if is_home || !trails.contains_key(&arn) {
                trails.insert(arn, trail);
            }
        }
    }
    trails.into_values().collect()
}

/// Asks for the details of `trails` that are planned, and puts them into the inventory.
pub(super) async fn complete(scan: &Arc<Scan>, trails: &[body::Trail]) {
    let trails = trails.iter().cloned();
    at_once(trails.map(|t| detail(Arc::clone(scan), t))).await;
}

async fn detail(scan: Arc<Scan>, mut trail: body::Trail) {
    let region = home(&trail);
    let region = region.as_ref();
    if let (Some(home), Some(arn)) = (region, trail.trail_arn.clone()) {
        tokio::join!(
            async { trail.kms_key = key(&scan, home, &arn, trail.kms_key_id.as_deref()).await },
            status(&scan, home, &arn, &mut trail.status),
            selectors(
                &scan,
                home,
                &arn,
                &mut trail.event_selectors,
                &mut trail.advanced_event_selectors,
            ),
        );
    }
    for gap in [
        trail.status.as_ref().and_then(|s| s.as_result().err()),
        trail
            .event_selectors
            .as_ref()
            .and_then(|s| s.as_result().err()),
        trail.kms_key.as_ref().and_then(|k| k.as_result().err()),
    ]
    .into_iter()
    .flatten()
    {
        scan.missed_of(region, &trail, gap);
    }
    scan.found(region, &trail);
}

/// Where a trail was made and answers for itself; not always a region that is looked at.
fn home(trail: &body::Trail) -> Option<Region> {
    let of_arn = || Some(Arn::parse(trail.trail_arn.as_deref()?)?.region);
    let name = trail.home_region.as_deref().or_else(of_arn)?;
    Some(Region::new(name))
}

/// The key that a trail of the account encrypts with, if that is planned. None if it has
/// none, or one that does not exist.
async fn key(
    scan: &Scan,
    home: &Region,
    trail: &str,
    id: Option<&str>,
) -> Option<Seen<body::KeyMetadata>> {
    if !scan.asks_of(Kind::Trail, call::DESCRIBE_KEY) {
        return None;
    }
    // That of an organization's trail is its owner's business, and mostly hidden here.
    if Arn::parse(trail).is_some_and(|arn| arn.account != scan.target.account.as_str()) {
        return None;
    }
    let id = id.filter(|id| !id.is_empty())?;
    Box::pin(scan.keys.metadata(scan, home, id)).await
}

async fn status(
    scan: &Scan,
    home: &Region,
    arn: &str,
    status: &mut Option<Seen<body::TrailStatus>>,
) {
    if !scan.asks(call::GET_TRAIL_STATUS) {
        return;
    }
    let request = scan.aws.cloudtrail(home).get_trail_status().name(arn);
    let answer = scan
        .ask(Some(home), call::GET_TRAIL_STATUS, request.send())
        .await;
    *status = answer.transpose().map(|answer| {
        Seen::from(answer.map(|s| body::TrailStatus {
            is_logging: s.is_logging,
            latest_delivery_error: s.latest_delivery_error,
            latest_delivery_time: time(s.latest_delivery_time),
            latest_notification_error: s.latest_notification_error,
            start_logging_time: time(s.start_logging_time),
            stop_logging_time: time(s.stop_logging_time),
            latest_cloud_watch_logs_delivery_error: s.latest_cloud_watch_logs_delivery_error,
            latest_cloud_watch_logs_delivery_time: time(s.latest_cloud_watch_logs_delivery_time),
            latest_digest_delivery_error: s.latest_digest_delivery_error,
            latest_digest_delivery_time: time(s.latest_digest_delivery_time),
        }))
    });
}

async fn selectors(
    scan: &Scan,
    home: &Region,
    arn: &str,
    basic: &mut Option<Seen<Vec<body::EventSelector>>>,
    advanced: &mut Option<Seen<Vec<body::AdvancedEventSelector>>>,
) {
    if !scan.asks(call::GET_EVENT_SELECTORS) {
        return;
    }
    let request = scan
        .aws
        .cloudtrail(home)
        .get_event_selectors()
        .trail_name(arn);
    let answer = scan
        .ask(Some(home), call::GET_EVENT_SELECTORS, request.send())
        .await;
    match answer {
        Ok(answer) => {
            let (plain, fine) = answer
                .map(|a| (a.event_selectors, a.advanced_event_selectors))
                .unwrap_or_default();
            *basic = Some(Seen::Value(each(plain, event_selector)));
            *advanced = Some(Seen::Value(each(fine, advanced_event_selector)));
        }
        Err(gap) => {
            *basic = Some(Seen::NotSeen(gap.clone()));
            *advanced = Some(Seen::NotSeen(gap));
        }
    }
}

fn trail(t: types::Trail) -> body::Trail {
    body::Trail {
        insight_selectors: None,
        delivery_role: None,
        name: t.name,
        s3_bucket_name: t.s3_bucket_name,
        s3_key_prefix: t.s3_key_prefix,
        sns_topic_arn: t.sns_topic_arn,
        include_global_service_events: t.include_global_service_events,
        is_multi_region_trail: t.is_multi_region_trail,
        home_region: t.home_region,
        trail_arn: t.trail_arn,
        log_file_validation_enabled: t.log_file_validation_enabled,
        cloud_watch_logs_log_group_arn: t.cloud_watch_logs_log_group_arn,
        cloud_watch_logs_role_arn: t.cloud_watch_logs_role_arn,
        kms_key_id: t.kms_key_id,
        has_custom_event_selectors: t.has_custom_event_selectors,
        has_insight_selectors: t.has_insight_selectors,
        is_organization_trail: t.is_organization_trail,
        status: None,
        event_selectors: None,
        advanced_event_selectors: None,
        kms_key: None,
    }
}

fn event_selector(s: types::EventSelector) -> body::EventSelector {
    body::EventSelector {
        read_write_type: name(s.read_write_type),
        include_management_events: s.include_management_events,
        data_resources: each(s.data_resources, |r| body::DataResource {
            resource_type: r.r#type,
            values: r.values.unwrap_or_default(),
        }),
        exclude_management_event_sources: s.exclude_management_event_sources.unwrap_or_default(),
    }
}

fn advanced_event_selector(s: types::AdvancedEventSelector) -> body::AdvancedEventSelector {
    body::AdvancedEventSelector {
        name: s.name,
        field_selectors: each(Some(s.field_selectors), |f| body::AdvancedFieldSelector {
            field: Some(f.field),
            equals: f.equals.unwrap_or_default(),
            starts_with: f.starts_with.unwrap_or_default(),
            ends_with: f.ends_with.unwrap_or_default(),
            not_equals: f.not_equals.unwrap_or_default(),
            not_starts_with: f.not_starts_with.unwrap_or_default(),
            not_ends_with: f.not_ends_with.unwrap_or_default(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail(arn: &str, home: Option<&str>, name: &str) -> body::Trail {
        body::Trail {
            trail_arn: Some(arn.to_owned()),
            home_region: home.map(str::to_owned),
            name: Some(name.to_owned()),
            ..body::Trail::default()
        }
    }

    #[test]
    fn the_home_regions_answer_is_preferred_to_the_first() {
        let answers = vec![
            (
                Region::new("c"),
                vec![trail("1", Some("c"), "home"), trail("2", Some("x"), "late")],
            ),
            (Region::new("b"), vec![trail("2", Some("x"), "first")]),
            (Region::new("a"), vec![trail("1", Some("c"), "shadow")]),
        ];
        let trails = once_each(answers);
        let names: Vec<_> = trails.iter().filter_map(|t| t.name.as_deref()).collect();
        assert_eq!(names, ["home", "first"]);
    }

    #[test]
    fn a_trail_without_a_home_region_is_at_home_where_its_arn_says() {
        let arn = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/t";
        for (home_region, expected) in [(Some("us-east-1"), "us-east-1"), (None, "eu-west-1")] {
            let found = home(&trail(arn, home_region, "t"));
            assert_eq!(found, Some(Region::new(expected)));
        }
        assert_eq!(home(&trail("no ARN", None, "t")), None);
    }
}
