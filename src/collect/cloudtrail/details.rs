//! What single calls tell of a trail.

use super::is_own;
use super::selectors::{advanced_event_selector, event_selector, insight_selector};
use crate::collect::convert::{each, time};
use crate::collect::scan::Scan;
use crate::inventory::{Seen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// The key that a trail of the account encrypts with, if that is planned. None if it has
/// none, or one that does not exist.
pub(super) async fn key(
    scan: &Scan,
    home: &Region,
    trail: &str,
    id: Option<&str>,
) -> Option<Seen<body::KeyMetadata>> {
    if !scan.asks_of(Kind::Trail, call::DESCRIBE_KEY) {
        return None;
    }
    // That of an organization's trail is its owner's business, and mostly hidden here.
    if !is_own(scan, trail) {
        return None;
    }
    let id = id.filter(|id| !id.is_empty())?;
    Box::pin(scan.keys.metadata(scan, home, id)).await
}

pub(super) async fn status(
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

pub(super) async fn selectors(
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

/// Which unusual activity the trail records, if that is planned.
pub(super) async fn insights(
    scan: &Scan,
    home: &Region,
    arn: &str,
) -> Option<Seen<Vec<body::InsightSelector>>> {
    let call = call::GET_INSIGHT_SELECTORS;
    if !scan.asks(call) {
        return None;
    }
    let request = scan.aws.cloudtrail(home).get_insight_selectors();
    let request = request.trail_name(arn).send();
    let answer = scan.ask(Some(home), call, request).await;
    // CloudTrail calls it an error where nothing of it is enabled.
    Some(Seen::from(answer.map(|answer| {
        each(answer.and_then(|a| a.insight_selectors), insight_selector)
    })))
}
