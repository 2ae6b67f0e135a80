//! The buckets of the shop's own trails. That of the organization's trail is judged where it
//! stands.

use auditrail::inventory::Seen;
use auditrail::inventory::body::{Grant, Grantee, LoggingEnabled, PolicyStatus, TrailBucket};

use super::{ACCESS_LOGS, block, policy};
use crate::account::{Demo, FRANKFURT, VIRGINIA};
use crate::cloudtrail::bucket_of;
use crate::naming::{arn, number, some};

pub fn fill(demo: &mut Demo) {
    let logged = LoggingEnabled {
        target_bucket: some(ACCESS_LOGS),
        target_prefix: some("audit-logs/"),
    };
    let audit = TrailBucket {
        logging_enabled: Some(Seen::Value(logged)),
        ..bucket(FRANKFURT, "nordlicht-audit")
    };
    demo.found(Some(FRANKFURT), &audit);
    // Whoever made the trail of the orders took a bucket and went on.
    demo.found(Some(FRANKFURT), &bucket(FRANKFURT, "orders-data-events"));
    // In the first year a contractor was to read the logs from an account of its own.
    let mut grants = owner();
    grants.push(Grant {
        grantee: Some(Grantee {
            grantee_type: some("Group"),
            uri: some("http://acs.amazonaws.com/groups/global/AuthenticatedUsers"),
            ..Grantee::default()
        }),
        permission: some("READ"),
    });
    let first = TrailBucket {
        grants: Some(Seen::Value(grants)),
        ..bucket(VIRGINIA, "cloudtrail-2019")
    };
    demo.found(Some(VIRGINIA), &first);
}

/// A private bucket that logs nothing.
fn bucket(region: &str, trail: &str) -> TrailBucket {
    let name = bucket_of(trail);
    TrailBucket {
        bucket_region: some(region),
        exists: Some(true),
        trails: vec![arn("cloudtrail", region, &format!("trail/{trail}"))],
        logging_enabled: None,
        grants: Some(Seen::Value(owner())),
        policy: policy(&name),
        policy_status: Some(Seen::Value(PolicyStatus {
            is_public: Some(false),
        })),
        public_access_block_configuration: block(&name).map(Seen::Value),
        name: Some(name),
    }
}

fn owner() -> Vec<Grant> {
    let words = ["a", "b", "c", "d"].map(|part| number("owner", &[part]));
    vec![Grant {
        grantee: Some(Grantee {
            grantee_type: some("CanonicalUser"),
            id: Some(words.map(|word| format!("{word:016x}")).concat()),
            ..Grantee::default()
        }),
        permission: some("FULL_CONTROL"),
    }]
}
