//! What the shop is watched by beside its trails: event rules, metrics with data, database
//! events; and what scales.

use auditrail::inventory::Seen;
use auditrail::inventory::body::{
    AutoScalingGroup, Dimension, Document, EventBus, EventRule, EventSubscription, EventTarget,
    GroupInstance, Metric, RuleTarget, TargetGroup,
};
use serde_json::json;

use crate::account::{Demo, FRANKFURT, REGIONS};
use crate::alerting::{self, topics};
use crate::naming::{arn, id, some, uuid};
use crate::{shared, web};

/// Takes what happens to the machines of the tools.
pub const QUEUE: &str = "ops-events";

pub fn fill(demo: &mut Demo) {
    buses(demo);
    rules(demo);
    metrics(demo);
    scaling(demo);
    demo.found(
        Some(FRANKFURT),
        // The topic lets alarms publish, and nobody else.
        &EventSubscription {
            cust_subscription_id: some("shop-databases"),
            event_subscription_arn: some(arn("rds", FRANKFURT, "es:shop-databases")),
            sns_topic_arn: some(topics::arn_of(topics::SHOP)),
            status: some("active"),
            source_type: some("db-cluster"),
            event_categories_list: ["failover", "failure"].map(str::to_owned).to_vec(),
            enabled: Some(true),
            ..EventSubscription::default()
        },
    );
}

/// Each region has a bus from the start.
fn buses(demo: &mut Demo) {
    for region in REGIONS {
        bus(demo, region, "default", None);
    }
    let policy = Document(shared::bus_policy());
    bus(demo, FRANKFURT, shared::BUS, Some(policy));
}

fn bus(demo: &mut Demo, region: &str, name: &str, policy: Option<Document>) {
    demo.found(
        Some(region),
        &EventBus {
            name: some(name),
            arn: some(arn("events", region, &format!("event-bus/{name}"))),
            description: None,
            policy,
        },
    );
}

fn rules(demo: &mut Demo) {
    let failures = json!({
        "source": ["aws.autoscaling"],
        "detail-type": [
            "EC2 Instance Launch Unsuccessful",
            "EC2 Instance Terminate Unsuccessful",
        ],
    });
    let queue = arn("sqs", FRANKFURT, QUEUE);
    rule(demo, "scaling-failures", &failures.to_string(), &queue);
    let changes = json!({
        "source": ["aws.config"],
        "detail-type": ["Config Rules Compliance Change"],
    });
    // Nobody has noticed that nothing comes: the topic lets alarms publish, and nobody else.
    let topic = topics::arn_of(topics::SECURITY);
    rule(demo, "compliance-changes", &changes.to_string(), &topic);
    demo.found(
        Some(FRANKFURT),
        &EventTarget {
            arn: some(&queue),
            exists: Some(true),
            policy: Some(Seen::Value(Document(shared::queue_policy()))),
            kms_master_key_id: None,
            key: Some(Seen::Value(None)),
        },
    );
}

/// The ARN of the rule `name`.
pub fn rule_arn(name: &str) -> String {
    arn("events", FRANKFURT, &format!("rule/{name}"))
}

fn rule(demo: &mut Demo, name: &str, pattern: &str, target: &str) {
    let target = RuleTarget {
        id: some(format!("Id{}", uuid(&[name]))),
        arn: some(target),
        ..RuleTarget::default()
    };
    demo.found(
        Some(FRANKFURT),
        &EventRule {
            name: some(name),
            arn: some(rule_arn(name)),
            event_pattern: some(pattern),
            state: some("ENABLED"),
            event_bus_name: some("default"),
            targets: Some(Seen::Value(vec![target])),
            ..EventRule::default()
        },
    );
}

/// What the alarms watch that had data in the last two weeks. Calls are refused every day,
/// policies change now and then; the root user stayed away.
fn metrics(demo: &mut Demo) {
    for name in ["RefusedCalls", "IamPolicyChanges"] {
        metric(demo, alerting::NAMESPACE, name, &[]);
    }
    for name in ["HTTPCode_Target_5XX_Count", "TargetResponseTime"] {
        metric(
            demo,
            "AWS/ApplicationELB",
            name,
            &[("LoadBalancer", web::SHOP)],
        );
    }
    for cluster in ["partners", "shop-prod", "shop-staging"] {
        let dimensions = [("DBClusterIdentifier", cluster)];
        metric(demo, "AWS/RDS", "CPUUtilization", &dimensions);
    }
}

fn metric(demo: &mut Demo, namespace: &str, name: &str, dimensions: &[(&str, &str)]) {
    let dimensions = dimensions.iter().map(|(name, value)| Dimension {
        name: some(*name),
        value: some(*value),
    });
    demo.found(
        Some(FRANKFURT),
        &Metric {
            namespace: some(namespace),
            metric_name: some(name),
            dimensions: dimensions.collect(),
        },
    );
}

/// The runners of the builds, and the shop's containers behind their load balancer.
fn scaling(demo: &mut Demo) {
    let name = "ci-runners";
    let group = format!(
        "autoScalingGroup:{}:autoScalingGroupName/{name}",
        uuid(&[name])
    );
    demo.found(
        Some(FRANKFURT),
        &AutoScalingGroup {
            auto_scaling_group_name: some(name),
            auto_scaling_group_arn: some(arn("autoscaling", FRANKFURT, &group)),
            min_size: Some(1),
            max_size: Some(4),
            desired_capacity: Some(1),
            instances: vec![GroupInstance {
                instance_id: Some(id("i", &[FRANKFURT, "tools", "ci-runner-1"])),
                lifecycle_state: some("InService"),
                health_status: some("Healthy"),
            }],
            ..AutoScalingGroup::default()
        },
    );
    let group = "targetgroup/shop-prod-web/8e41d09c7fb2a356";
    demo.found(
        Some(FRANKFURT),
        &TargetGroup {
            target_group_arn: some(arn("elasticloadbalancing", FRANKFURT, group)),
            target_group_name: some("shop-prod-web"),
            protocol: some("HTTPS"),
            port: Some(8443),
            target_type: some("ip"),
            load_balancer_arns: vec![web::balancer_arn(FRANKFURT, web::SHOP)],
        },
    );
}
