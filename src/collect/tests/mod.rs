//! Whole runs against a scripted AWS on loopback.

mod account;
mod alarms;
mod alerting;
mod bounds;
mod delivery_channels;
mod denied;
mod event_rules;
mod gaps;
mod iam_entities;
mod identity;
mod instances;
mod keys;
mod lists;
mod macie;
mod metrics;
mod networks;
mod organizations;
mod paths;
mod regional;
mod resource_policies;
mod resources;
mod rest;
mod s3;
mod scaling;
pub mod server;
pub mod small_account;
mod systems_manager;
mod test_metric_filter;
mod topics;
mod tracing;
mod trail_buckets;
mod trail_insights;
mod trail_keys;
mod trail_roles;
mod web_frontends;
mod who;

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_sts::config::{Credentials, SharedCredentialsProvider};
use aws_smithy_http_client::proxy::ProxyConfig;
use jiff::Timestamp;

use self::server::{Asked, Reply, Server};
use super::connect::{http_client, retry_config, timeout_config};
use super::{Aws, Options, Progress, RegionChoice, Silent, Timeouts, identify, run};
use crate::inventory::{Gap, Inventory, Reason, Resource};
use crate::kind::{Call, Kind, call};
use crate::plan::Plan;
use crate::rule::Road;
use crate::target::Region;

/// Short enough for a test, long enough for a busy machine.
const TIMEOUTS: Timeouts = Timeouts {
    connect: Duration::from_millis(500),
    attempt: Duration::from_millis(600),
    operation: Duration::from_millis(900),
    credential_report: Duration::from_millis(900),
};

pub fn aws_with(server: &Server, options: Options) -> Aws {
    let credentials = Credentials::new("AKIATEST", "secret", None, None, "test");
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(&server.url)
        .region(aws_config::Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(http_client(options.concurrency, &ProxyConfig::disabled()))
        .retry_config(retry_config())
        .timeout_config(timeout_config(&options.timeouts))
        .build();
    Aws::new(config, options, Region::new("us-east-1"))
}

fn aws(server: &Server) -> Aws {
    // Without deadlines: a busy machine must not fail a test that is not about them.
    aws_with(server, Options::default())
}

pub fn named(regions: &[&str]) -> Options {
    Options {
        regions: RegionChoice::Named(regions.iter().map(|r| Region::new(*r)).collect()),
        ..Options::default()
    }
}

/// A plan of `calls`, for every kind whose list they complete, in every region or along
/// trails. Alarms name the topics; two details are all that looks at them.
fn plan(calls: &[Call]) -> Plan {
    let mut plan = Plan {
        calls: calls.iter().map(|c| (*c, BTreeSet::new())).collect(),
        ..Plan::default()
    };
    let topic = [
        call::GET_TOPIC_ATTRIBUTES,
        call::LIST_SUBSCRIPTIONS_BY_TOPIC,
    ];
    for kind in Kind::ALL {
        let completed = |listed: &[Call]| match kind {
            Kind::Topic => topic.iter().any(|call| calls.contains(call)),
            _ => listed.last().is_some_and(|call| calls.contains(call)),
        };
        let links = Road::MetricFilter.links().iter();
        let along = links.filter(|l| l.kind == *kind).map(|link| link.calls);
        let lists = along.chain([kind.listed_by()]).filter(|l| completed(l));
        let listed: Vec<Call> = lists.flatten().copied().collect();
        let details = kind.facets().iter().map(|facet| facet.call);
        let details = details.filter(|_| !listed.is_empty());
        let planned = listed.iter().copied().chain(details);
        let planned = planned.filter(|call| calls.contains(call));
        plan.needs.extend(planned.map(|call| (*kind, call)));
    }
    plan
}

/// Alarms of all regions, and what mutes them, whatever trails lead to.
fn everywhere(plan: &mut Plan) {
    for (kind, call) in [
        (Kind::Alarm, call::DESCRIBE_ALL_ALARMS),
        (Kind::AlarmMuteRule, call::LIST_ALL_ALARM_MUTE_RULES),
    ] {
        plan.calls.entry(call).or_default();
        plan.needs.insert((kind, call));
    }
}

/// A plan of what `kinds` are listed by and of all their details.
fn plan_of(kinds: &[Kind]) -> Plan {
    let mut plan = Plan::default();
    for kind in kinds {
        let details = kind.facets().iter().map(|facet| facet.call);
        for call in kind.listed_by().iter().copied().chain(details) {
            plan.calls.entry(call).or_default();
            plan.needs.insert((*kind, call));
        }
    }
    plan
}

pub fn clock() -> Timestamp {
    "2026-01-02T03:04:05Z".parse().unwrap()
}

/// The inventory that comes of `plan`.
async fn scan(aws: &Aws, plan: &Plan) -> Inventory {
    let target = identify(aws).await.unwrap();
    run(aws, &target, plan, &clock, &Silent).await
}

fn only(inventory: &Inventory, kind: Kind) -> &Resource {
    let found: Vec<&Resource> = inventory.of_kind(kind).collect();
    assert_eq!(found.len(), 1, "{kind}: {found:?}");
    found[0]
}

fn ids(inventory: &Inventory, kind: Kind) -> Vec<&str> {
    inventory.of_kind(kind).map(|r| r.id.as_str()).collect()
}

/// Gaps as `region kind/resource operation reason`.
fn gaps(inventory: &Inventory) -> Vec<String> {
    let line = |g: &Gap| {
        let region = g.region.as_ref().map_or("global", Region::as_str);
        let resource = g.resource.as_deref().unwrap_or("*");
        let (kind, reason) = (g.kind, g.call.reason.name());
        format!("{region} {kind}/{resource} {} {reason}", g.call.operation)
    };
    inventory.gaps.iter().map(line).collect()
}
