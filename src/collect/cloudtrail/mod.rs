//! CloudTrail: trails with their status, selectors, keys and roles.

mod details;
mod role;
mod selectors;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aws_sdk_cloudtrail::types;

use super::alerting::behind_trails;
use super::convert::each;
use super::scan::{Scan, at_once};
pub(super) use role::Roles;

use crate::inventory::{NotSeen, Seen, body};
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
        let role = trail.cloud_watch_logs_role_arn.as_deref();
        (
            trail.kms_key,
            trail.insight_selectors,
            trail.delivery_role,
            (),
            (),
        ) = tokio::join!(
            details::key(&scan, home, &arn, trail.kms_key_id.as_deref()),
            details::insights(&scan, home, &arn),
            role::delivery_role(&scan, &arn, role),
            details::status(&scan, home, &arn, &mut trail.status),
            details::selectors(
                &scan,
                home,
                &arn,
                &mut trail.event_selectors,
                &mut trail.advanced_event_selectors,
            ),
        );
    }
    for gap in gaps(&trail) {
        scan.missed_of(region, &trail, gap);
    }
    scan.found(region, &trail);
}

/// The calls without an answer, each once.
fn gaps(trail: &body::Trail) -> BTreeSet<&NotSeen> {
    fn gap<T>(seen: Option<&Seen<T>>) -> Option<&NotSeen> {
        seen?.as_result().err()
    }
    let mut gaps = BTreeSet::new();
    gaps.extend(gap(trail.status.as_ref()));
    gaps.extend(gap(trail.event_selectors.as_ref()));
    gaps.extend(gap(trail.insight_selectors.as_ref()));
    gaps.extend(gap(trail.kms_key.as_ref()));
    gaps.extend(gap(trail.delivery_role.as_ref()));
    if let Some(Seen::Value(role)) = &trail.delivery_role {
        let policies = role.policies.iter();
        gaps.extend(policies.filter_map(|policy| gap(Some(policy))));
    }
    gaps
}

/// Whether the trail is the account's own. One of another account, an organization's, shows
/// here as well; what belongs to it is its owner's business, and mostly hidden.
fn is_own(scan: &Scan, trail: &str) -> bool {
    Arn::parse(trail).is_none_or(|arn| arn.account == scan.target.account.as_str())
}

/// Where a trail was made and answers for itself; not always a region that is looked at.
fn home(trail: &body::Trail) -> Option<Region> {
    let of_arn = || Some(Arn::parse(trail.trail_arn.as_deref()?)?.region);
    let name = trail.home_region.as_deref().or_else(of_arn)?;
    Some(Region::new(name))
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
