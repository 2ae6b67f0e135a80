//! How many calls it took.

use std::collections::BTreeMap;

use auditrail::inventory::CallCounts;
use auditrail::kind::{Call, Kind, Place, call};
use serde_json::Value;

use crate::account::{Demo, REGIONS};
use crate::{alerting, config, ec2, web};

/// The ledger of a run that found `demo`.
pub fn counts(demo: &Demo) -> CallCounts {
    let by_operation: BTreeMap<String, u64> = call::ALL
        .iter()
        .map(|call| (call.to_string(), whole(times(*call, demo))))
        .filter(|(_, times)| *times > 0)
        .collect();
    CallCounts {
        total: by_operation.values().sum(),
        // Each of the two lists that stayed throttled was tried five times.
        retried: 17,
        throttled: 14,
        failed: whole(demo.failed_calls()),
        by_operation,
    }
}

fn times(call: Call, demo: &Demo) -> usize {
    match (call, call.place) {
        // Asked until the report is there.
        (call::GENERATE_CREDENTIAL_REPORT, _) => 4,
        // Which types of policies there are stayed unknown.
        (call::LIST_ORGANIZATION_POLICIES, _) => 0,
        // The trails share one role, whose only policy is part of it.
        (_, Place::Global)
        | (
            call::GET_ROLE
            | call::LIST_ROLE_POLICIES
            | call::GET_ROLE_POLICY
            | call::LIST_ATTACHED_ROLE_POLICIES,
            _,
        ) => 1,
        (call::LIST_RULES, _) => demo.count(Kind::EventBus),
        (_, Place::EveryRegion) => REGIONS.len(),
        (call::GET_SUBSCRIPTION_ATTRIBUTES, _) => alerting::topics::CONFIRMED,
        (call::GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE, _) => config::EVALUATED_IN.len(),
        (call::GET_MANAGED_PREFIX_LIST_ENTRIES, _) => ec2::PREFIX_LISTS.len(),
        (call::GET_KEY_ROTATION_STATUS, _) => demo.count_where(Kind::Key, |key| {
            let rotation = key.get("KeyRotation");
            rotation.is_some_and(|r| r.get("KeyRotationEnabled").is_some())
        }),
        _ => kind_of_each(call).map_or_else(|| of_some(call, demo), |kind| demo.count(kind)),
    }
}

/// The kind of which each resource is asked about with `call`, and only once whoever else
/// wants to know: the trails' buckets are the account's, so are the keys of topics and trails,
/// and each has a single policy.
fn kind_of_each(call: Call) -> Option<Kind> {
    Some(match call {
        call::GET_TRAIL_STATUS | call::GET_EVENT_SELECTORS | call::GET_INSIGHT_SELECTORS => {
            Kind::Trail
        }
        call::LIST_TARGETS_BY_RULE => Kind::EventRule,
        call::GET_ALARM_MUTE_RULE => Kind::AlarmMuteRule,
        call::LIST_SUBSCRIPTIONS_BY_TOPIC => Kind::Topic,
        call::LIST_ENTITIES_FOR_POLICY => Kind::PolicyEntities,
        call::GET_BUCKET_POLICY
        | call::GET_BUCKET_VERSIONING
        | call::GET_BUCKET_ENCRYPTION
        | call::GET_BUCKET_PUBLIC_ACCESS_BLOCK => Kind::Bucket,
        call::GET_BUCKET_LOGGING | call::GET_BUCKET_ACL | call::GET_BUCKET_POLICY_STATUS => {
            Kind::TrailBucket
        }
        call::LIST_CLASSIFICATION_JOBS | call::GET_AUTOMATED_DISCOVERY_CONFIGURATION => {
            Kind::MacieSession
        }
        call::DESCRIBE_KEY | call::GET_KEY_POLICY => Kind::Key,
        call::DESCRIBE_FILE_SYSTEM_POLICY => Kind::FileSystem,
        _ => return None,
    })
}

/// Of kinds with resources of several services, each call asks about those of one. What is
/// left is not asked at all: the list of buckets names their regions, those of every region
/// hold what trails lead to, and of the organization there is nothing to walk.
fn of_some(call: Call, demo: &Demo) -> usize {
    let of_type = |name: &str| demo.count_where(Kind::WebFrontend, |b| has(b, "Type", name));
    let of_service =
        |name: &str| demo.count_where(Kind::ResourcePolicy, |b| has(b, "Service", name));
    match call {
        call::GET_DISTRIBUTION_CONFIG => of_type("distribution"),
        call::DESCRIBE_LOAD_BALANCER_ATTRIBUTES => of_type("load-balancer"),
        call::DESCRIBE_LISTENERS => demo.count_where(Kind::WebFrontend, |b| {
            let balancer = b.get("LoadBalancer");
            balancer.is_some_and(|b| has(b, "Type", "network"))
        }),
        // Wherever there are load balancers, and for CloudFront in Virginia.
        call::DESCRIBE_DELIVERY_SOURCES | call::DESCRIBE_DELIVERIES => web::REGIONS.len(),
        // Each metric has one alarm.
        call::LIST_METRICS => demo.count_where(Kind::Alarm, |alarm| {
            alarm.get("MetricName").is_some_and(Value::is_string)
        }),
        // Each API has one stage.
        call::GET_REST_API_STAGES => of_type("rest-api-stage"),
        call::GET_HTTP_API_STAGES => of_type("http-api-stage"),
        call::GET_QUEUE_ATTRIBUTES => of_service("sqs"),
        call::GET_TOPIC_ATTRIBUTES => of_service("sns"),
        call::GET_FUNCTION_POLICY => of_service("lambda"),
        call::GET_SECRET_POLICY => of_service("secretsmanager"),
        call::GET_REPOSITORY_POLICY => of_service("ecr"),
        call::GET_VAULT_ACCESS_POLICY => of_service("glacier"),
        call::GET_BACKUP_VAULT_ACCESS_POLICY => of_service("backup"),
        _ => 0,
    }
}

fn has(body: &Value, key: &str, text: &str) -> bool {
    body.get(key).and_then(Value::as_str) == Some(text)
}

fn whole(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
