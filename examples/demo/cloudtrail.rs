//! The trails: one that does it all, one that was forgotten, one for the orders' data,
//! and the organization's.

use auditrail::inventory::Seen;
use auditrail::inventory::body::{
    AdvancedEventSelector, AdvancedFieldSelector, DeliveryRole, Document, EventSelector,
    InlinePolicy, InsightSelector, Trail, TrailStatus,
};
use auditrail::kind::call;
use serde_json::json;

use crate::account::{ACCOUNT, Demo, FRANKFURT, MANAGEMENT, VIRGINIA};
use crate::gaps::denied;
use crate::keys;
use crate::naming::{arn, policy, some};
use crate::time::{days_ago, minutes_ago, written};

/// The log group of the trail that does it all.
pub const AUDIT_GROUP: &str = "/nordlicht/audit/cloudtrail";
/// The log group of the trail of the orders' data.
pub const ORDERS_GROUP: &str = "/nordlicht/orders/data-events";

/// The role with which both write to their log groups.
const ROLE: &str = "CloudTrailToLogs";

pub fn fill(demo: &mut Demo) {
    demo.found(Some(FRANKFURT), &audit());
    demo.found(Some(VIRGINIA), &forgotten());
    demo.found(Some(FRANKFURT), &of_organization());
    let orders = orders();
    if let Some(Seen::NotSeen(gap)) = &orders.event_selectors {
        demo.missed_of(FRANKFURT, &orders, gap.clone());
    }
    demo.found(Some(FRANKFURT), &orders);
}

fn audit() -> Trail {
    let management = selector("Management events", [("eventCategory", "Management")]);
    let invoices = selector(
        "Writes to the invoices",
        [
            ("eventCategory", "Data"),
            ("resources.type", "AWS::S3::Object"),
            ("readOnly", "false"),
        ],
    );
    Trail {
        is_multi_region_trail: Some(true),
        include_global_service_events: Some(true),
        log_file_validation_enabled: Some(true),
        has_custom_event_selectors: Some(true),
        kms_key_id: some(keys::arn_of("cloudtrail")),
        kms_key: Some(Seen::Value(keys::metadata("cloudtrail"))),
        status: Some(Seen::Value(TrailStatus {
            start_logging_time: some("2022-03-14T09:26:53Z"),
            ..delivering("nordlicht-audit")
        })),
        event_selectors: Some(Seen::Value(Vec::new())),
        advanced_event_selectors: Some(Seen::Value(vec![management, invoices])),
        has_insight_selectors: Some(true),
        insight_selectors: insights(&["ApiCallRateInsight", "ApiErrorRateInsight"]),
        ..to_logs(trail("nordlicht-audit", FRANKFURT), AUDIT_GROUP)
    }
}

/// Made by hand in the first year, stopped when the trail above came, never deleted.
fn forgotten() -> Trail {
    let stopped = TrailStatus {
        is_logging: Some(false),
        latest_delivery_time: some("2022-03-21T14:02:11Z"),
        start_logging_time: some("2019-05-07T11:40:02Z"),
        stop_logging_time: some("2022-03-21T14:05:36Z"),
        ..TrailStatus::default()
    };
    Trail {
        is_multi_region_trail: Some(false),
        include_global_service_events: Some(true),
        log_file_validation_enabled: Some(false),
        has_custom_event_selectors: Some(false),
        status: Some(Seen::Value(stopped)),
        ..all_management_events(trail("cloudtrail-2019", VIRGINIA))
    }
}

/// Its log group is gone from the role's policy since last week.
fn orders() -> Trail {
    let name = "orders-data-events";
    let trail = to_logs(trail(name, FRANKFURT), ORDERS_GROUP);
    let gap = denied(
        call::GET_EVENT_SELECTORS,
        trail.trail_arn.as_deref().unwrap_or_default(),
    );
    Trail {
        is_multi_region_trail: Some(false),
        include_global_service_events: Some(false),
        log_file_validation_enabled: Some(true),
        has_custom_event_selectors: Some(true),
        kms_key_id: some(keys::arn_of("cloudtrail")),
        kms_key: Some(Seen::Value(keys::metadata("cloudtrail"))),
        status: Some(Seen::Value(TrailStatus {
            start_logging_time: some("2024-09-30T07:15:20Z"),
            latest_cloud_watch_logs_delivery_error: some("Access denied."),
            latest_cloud_watch_logs_delivery_time: written(days_ago(6, name)),
            ..delivering(name)
        })),
        event_selectors: Some(Seen::NotSeen(gap.clone())),
        advanced_event_selectors: Some(Seen::NotSeen(gap)),
        ..trail
    }
}

fn of_organization() -> Trail {
    let name = "org-baseline";
    let trail = trail(name, FRANKFURT);
    Trail {
        trail_arn: some(format!(
            "arn:aws:cloudtrail:{FRANKFURT}:{MANAGEMENT}:trail/{name}"
        )),
        s3_bucket_name: some("nordlicht-org-log-archive"),
        s3_key_prefix: some("o-7n0rd1icht"),
        is_multi_region_trail: Some(true),
        include_global_service_events: Some(true),
        log_file_validation_enabled: Some(true),
        has_custom_event_selectors: Some(false),
        is_organization_trail: Some(true),
        status: Some(Seen::Value(TrailStatus {
            start_logging_time: some("2023-01-09T10:00:47Z"),
            latest_cloud_watch_logs_delivery_time: None,
            ..delivering(name)
        })),
        ..all_management_events(trail)
    }
}

/// The bucket of the shop's trail `name`.
pub fn bucket_of(name: &str) -> String {
    let name = name.trim_start_matches("nordlicht-");
    format!("nordlicht-{name}-logs")
}

fn trail(name: &str, home: &str) -> Trail {
    Trail {
        name: some(name),
        trail_arn: some(arn("cloudtrail", home, &format!("trail/{name}"))),
        home_region: some(home),
        s3_bucket_name: some(bucket_of(name)),
        has_insight_selectors: Some(false),
        insight_selectors: insights(&[]),
        is_organization_trail: Some(false),
        ..Trail::default()
    }
}

#[expect(clippy::unnecessary_wraps, reason = "bodies hold options")]
fn insights(types: &[&str]) -> Option<Seen<Vec<InsightSelector>>> {
    let selector = |name: &&str| InsightSelector {
        insight_type: some(*name),
        ..InsightSelector::default()
    };
    Some(Seen::Value(types.iter().map(selector).collect()))
}

/// The role of both trails that deliver to log groups. It may write to the streams of one.
fn delivery_role() -> DeliveryRole {
    let trust = json!({
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    });
    let stream = format!("{ACCOUNT}_CloudTrail_{FRANKFURT}*");
    let write = json!({
        "Sid": "WriteToLogs",
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": arn("logs", FRANKFURT, &format!("log-group:{AUDIT_GROUP}:log-stream:{stream}")),
    });
    DeliveryRole {
        role_name: some(ROLE),
        arn: some(arn("iam", "", &format!("role/service-role/{ROLE}"))),
        assume_role_policy_document: Some(Document(policy(&json!([trust])))),
        permissions_boundary: None,
        policies: vec![Seen::Value(InlinePolicy {
            policy_name: some("write-to-logs"),
            policy_document: Some(Document(policy(&json!([write])))),
        })],
    }
}

fn to_logs(trail: Trail, group: &str) -> Trail {
    let home = trail.home_region.as_deref().unwrap_or_default();
    let group = arn("logs", home, &format!("log-group:{group}:*"));
    let role = arn("iam", "", &format!("role/service-role/{ROLE}"));
    Trail {
        cloud_watch_logs_log_group_arn: some(group),
        cloud_watch_logs_role_arn: some(role),
        delivery_role: Some(Seen::Value(delivery_role())),
        ..trail
    }
}

fn delivering(name: &str) -> TrailStatus {
    TrailStatus {
        is_logging: Some(true),
        latest_delivery_time: written(minutes_ago(4, name)),
        latest_cloud_watch_logs_delivery_time: written(minutes_ago(2, name)),
        latest_digest_delivery_time: written(minutes_ago(31, name)),
        ..TrailStatus::default()
    }
}

fn all_management_events(trail: Trail) -> Trail {
    let all = EventSelector {
        read_write_type: some("All"),
        include_management_events: Some(true),
        ..EventSelector::default()
    };
    Trail {
        event_selectors: Some(Seen::Value(vec![all])),
        advanced_event_selectors: Some(Seen::Value(Vec::new())),
        ..trail
    }
}

fn selector<const N: usize>(name: &str, fields: [(&str, &str); N]) -> AdvancedEventSelector {
    let field = |(field, value): (&str, &str)| AdvancedFieldSelector {
        field: some(field),
        equals: vec![value.to_owned()],
        ..AdvancedFieldSelector::default()
    };
    AdvancedEventSelector {
        name: some(name),
        field_selectors: fields.map(field).to_vec(),
    }
}
