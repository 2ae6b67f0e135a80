//! An account that is watched the way published practice says: everything that the framework
//! `aws-monitoring-1.0.0` asks for, and it works.

pub mod alarms;
mod api_calls;
pub mod events;
pub mod workloads;

pub use api_calls::{event_rules, monitor, monitors, refused};

use aws_sdk_cloudtrail::types::InsightType;

use super::config::{self, Recorder};
use super::{HOME, bucket, iam, key, log_group, systems_manager, topic, trail};
use crate::moto::Moto;

/// The regions that are enabled in such an account.
pub const REGIONS: [&str; 2] = [HOME, "us-east-1"];
/// The topic of all alarms.
pub const ALERTS: &str = "alerts";
/// The topic of each region's event rules.
pub const CHANGES: &str = "changes";
/// The topic that RDS tells of databases.
pub const DATABASES: &str = "databases";
/// The log group of an application.
pub const APP: &str = "/app/orders";
/// The log group of Session Manager.
const SESSIONS: &str = "/ssm/sessions";
/// The managed rules of AWS Config that each region has, by name and identifier.
const MANAGED_RULES: [[&str; 2]; 3] = [
    [config::SSH_RULE, "INCOMING_SSH_DISABLED"],
    ["cloudtrail-enabled", "CLOUD_TRAIL_ENABLED"],
    ["s3-no-public-read", "S3_BUCKET_PUBLIC_READ_PROHIBITED"],
];

/// Makes all of it, in these regions.
pub async fn all(moto: &Moto, regions: &[&str]) {
    ground(moto, regions).await;
    for monitor in monitors() {
        super::monitor::create(moto, &monitor).await;
    }
    log_group::create(moto, APP, Some(30), Some(&key::of_trail(moto).await)).await;
    alarms::all(moto, &workloads::all(moto).await).await;
    for region in regions {
        events::config_compliance(moto, region).await;
        events::scaling_failures(moto, region).await;
    }
}

/// Makes all of it but metric filters and alarms: event rules on the default buses tell of API
/// calls.
pub async fn over_event_bridge(moto: &Moto, regions: &[&str]) {
    ground(moto, regions).await;
    for region in regions {
        events::config_compliance(moto, region).await;
        event_rules(moto, region).await;
    }
}

/// What both have: a trail, topics, AWS Config, Session Manager, and what the account is for.
async fn ground(moto: &Moto, regions: &[&str]) {
    bucket::create(moto, HOME, trail::BUCKET).await;
    recorded(moto).await;
    for region in regions {
        topic::create(moto, region, CHANGES, &["events.amazonaws.com"]).await;
        config::recorder(moto, region, &Recorder::compliant(region)).await;
        for [name, identifier] in MANAGED_RULES {
            config::managed_rule(moto, region, name, identifier).await;
        }
        systems_manager::log_sessions(moto, region, SESSIONS).await;
    }
    iam::workload_role(moto).await;
}

/// A trail with its key, role and log group.
async fn recorded(moto: &Moto) {
    let key = key::of_trail(moto).await;
    log_group::create(moto, trail::LOG_GROUP, Some(365), Some(&key)).await;
    log_group::create(moto, SESSIONS, Some(30), Some(&key)).await;
    trail::role(moto).await;
    trail::create(moto, &trail::Trail::default()).await;
    let both = [
        InsightType::ApiCallRateInsight,
        InsightType::ApiErrorRateInsight,
    ];
    trail::insights(moto, &both).await;
    let services = ["cloudwatch.amazonaws.com", "events.amazonaws.com"];
    topic::create(moto, HOME, ALERTS, &services).await;
}
