//! Functions, the nodes of Systems Manager, what its sessions log, and X-Ray.

use auditrail::inventory::Seen;
use auditrail::inventory::body::{
    Function, ManagedInstance, SamplingRule, SessionInputs, SessionPreferences, TraceEncryption,
    TraceGroup, Tracing, TracingConfig,
};

use crate::account::{Demo, FRANKFURT, IRELAND, REGIONS};
use crate::instances;
use crate::keys;
use crate::naming::{arn, some};
use crate::time::{days_ago, minutes_ago, written};

pub fn fill(demo: &mut Demo) {
    functions(demo);
    nodes(demo);
    for region in REGIONS {
        demo.found(Some(region), &preferences(region));
        demo.found(Some(region), &tracing(region));
    }
}

/// The functions of the shop, and whether X-Ray follows their calls.
pub const FUNCTIONS: [(&str, &str); 2] = [
    ("store-finder", "Active"),
    ("newsletter-signup", "PassThrough"),
];

fn functions(demo: &mut Demo) {
    for (name, mode) in FUNCTIONS {
        let function = Function {
            function_name: some(name),
            function_arn: some(arn("lambda", FRANKFURT, &format!("function:{name}"))),
            runtime: some("python3.13"),
            last_modified: written(days_ago(37, name)),
            tracing_config: Some(TracingConfig { mode: some(mode) }),
        };
        demo.found(Some(FRANKFURT), &function);
    }
}

/// Nobody put the agent on the ERP vendor's machine, and that of the analysts fell silent.
fn nodes(demo: &mut Demo) {
    for (region, name, is_online) in [
        (FRANKFURT, "git", true),
        (FRANKFURT, "ci-runner-1", true),
        (IRELAND, "spark-master", false),
    ] {
        let last_ping = if is_online {
            minutes_ago(3, name)
        } else {
            days_ago(19, name)
        };
        let node = ManagedInstance {
            instance_id: instances::id_of(name),
            ping_status: some(if is_online {
                "Online"
            } else {
                "ConnectionLost"
            }),
            last_ping_date_time: written(last_ping),
            agent_version: some("3.3.2299.0"),
            platform_name: some("Amazon Linux"),
            resource_type: some("EC2Instance"),
        };
        demo.found(Some(region), &node);
    }
}

/// Saved where the tools are, and nowhere else.
fn preferences(region: &str) -> SessionPreferences {
    let inputs = SessionInputs {
        s3_bucket_name: some(""),
        s3_key_prefix: some(""),
        s3_encryption_enabled: Some(true),
        cloud_watch_log_group_name: some("/nordlicht/audit/sessions"),
        cloud_watch_encryption_enabled: Some(true),
        cloud_watch_streaming_enabled: Some(true),
        kms_key_id: some(""),
    };
    let is_saved = region == FRANKFURT;
    SessionPreferences {
        name: some("SSM-SessionManagerRunShell"),
        exists: Some(is_saved),
        document_version: is_saved.then(|| "4".to_owned()),
        inputs: is_saved.then_some(Seen::Value(inputs)),
    }
}

/// Set up where the shop is; elsewhere as AWS makes it.
fn tracing(region: &str) -> Tracing {
    let is_shop = region == FRANKFURT;
    let default = SamplingRule {
        rule_name: some("Default"),
        priority: Some(10_000),
        fixed_rate: Some(0.05),
        reservoir_size: Some(1),
        service_name: some("*"),
    };
    let checkout = SamplingRule {
        rule_name: some("checkout"),
        priority: Some(100),
        fixed_rate: Some(0.5),
        reservoir_size: Some(5),
        service_name: some("checkout"),
    };
    let slow = TraceGroup {
        group_name: some("slow-checkout"),
        group_arn: some(arn("xray", region, "group/slow-checkout/3QXJ7C5T")),
        filter_expression: some("service(\"checkout\") AND responsetime > 3"),
    };
    let (key, encryption_type) = if is_shop {
        (Some(keys::arn_of(keys::DATABASE)), "KMS")
    } else {
        (None, "NONE")
    };
    let rules = if is_shop {
        vec![checkout, default]
    } else {
        vec![default]
    };
    Tracing {
        encryption_config: Some(TraceEncryption {
            key_id: key,
            status: some("ACTIVE"),
            encryption_type: some(encryption_type),
        }),
        sampling_rules: Some(Seen::Value(rules)),
        groups: Some(Seen::Value(if is_shop { vec![slow] } else { Vec::new() })),
    }
}
