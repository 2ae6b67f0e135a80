//! The log groups, and what is looked for in them.

use auditrail::inventory::body::{LogGroup, MetricFilter, MetricTransformation};

use super::NAMESPACE;
use crate::account::{Demo, FRANKFURT};
use crate::cloudtrail::{AUDIT_GROUP, ORDERS_GROUP};
use crate::keys;
use crate::naming::{arn, some};

/// 2022-03-14T09:41:00Z, when the audit trail was made.
const MADE: i64 = 1_647_250_860_000;
/// 2024-09-30T07:12:00Z, when that of the orders was.
const MADE_FOR_ORDERS: i64 = 1_727_680_320_000;

struct Filter {
    name: &'static str,
    metric: &'static str,
    pattern: String,
}

pub fn fill(demo: &mut Demo) {
    group(demo, AUDIT_GROUP, MADE, 731, &audit());
    group(demo, ORDERS_GROUP, MADE_FOR_ORDERS, 90, &orders());
}

fn audit() -> Vec<Filter> {
    let mut filters = vec![
        Filter {
            name: "root-usage",
            metric: "RootUsage",
            pattern: "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS \
                      && $.eventType != \"AwsServiceEvent\" }"
                .to_owned(),
        },
        Filter {
            name: "console-sign-in-without-mfa",
            metric: "ConsoleSignInWithoutMfa",
            pattern: "{ ($.eventName = \"ConsoleLogin\") && ($.additionalEventData.MFAUsed != \"Yes\") \
                      && ($.userIdentity.type = \"IAMUser\") \
                      && ($.responseElements.ConsoleLogin = \"Success\") }"
                .to_owned(),
        },
        Filter {
            name: "refused-calls",
            metric: "RefusedCalls",
            pattern: "{ ($.errorCode = \"*UnauthorizedOperation\") || ($.errorCode = \"AccessDenied*\") }"
                .to_owned(),
        },
        Filter {
            name: "trail-changes",
            metric: "TrailChanges",
            pattern: any_of(&[
                "CreateTrail",
                "UpdateTrail",
                "DeleteTrail",
                "StartLogging",
                "StopLogging",
            ]),
        },
    ];
    filters.extend(iam());
    filters.extend(network());
    filters
}

/// Three filters, one metric. Policies of groups fall through: one operation was
/// forgotten, and for two others `&&` was written where `||` was meant.
fn iam() -> [Filter; 3] {
    let metric = "IamPolicyChanges";
    let attachments = any_of(&[
        "AttachRolePolicy",
        "DetachRolePolicy",
        "AttachUserPolicy",
        "DetachUserPolicy",
    ]);
    let mistaken = " || (($.eventName = AttachGroupPolicy) && ($.eventName = DetachGroupPolicy)) }";
    [
        Filter {
            name: "iam-managed-policy-changes",
            metric,
            pattern: any_of(&[
                "CreatePolicy",
                "DeletePolicy",
                "CreatePolicyVersion",
                "DeletePolicyVersion",
                "SetDefaultPolicyVersion",
            ]),
        },
        Filter {
            name: "iam-inline-policy-changes",
            metric,
            pattern: any_of(&[
                "PutRolePolicy",
                "DeleteRolePolicy",
                "PutUserPolicy",
                "DeleteUserPolicy",
                "PutGroupPolicy",
            ]),
        },
        Filter {
            name: "iam-policy-attachments",
            metric,
            pattern: attachments.replace(" }", mistaken),
        },
    ]
}

fn network() -> [Filter; 3] {
    [
        Filter {
            name: "security-group-rule-changes",
            metric: "SecurityGroupRuleChanges",
            pattern: any_of(&[
                "AuthorizeSecurityGroupIngress",
                "AuthorizeSecurityGroupEgress",
                "RevokeSecurityGroupIngress",
                "RevokeSecurityGroupEgress",
                "ModifySecurityGroupRules",
            ]),
        },
        Filter {
            name: "security-groups-made-or-deleted",
            metric: "SecurityGroupsMadeOrDeleted",
            pattern: any_of(&["CreateSecurityGroup", "DeleteSecurityGroup"]),
        },
        Filter {
            name: "vpc-changes",
            metric: "VpcChanges",
            pattern: any_of(&[
                "CreateVpc",
                "DeleteVpc",
                "ModifyVpcAttribute",
                "AcceptVpcPeeringConnection",
                "CreateVpcPeeringConnection",
                "DeleteVpcPeeringConnection",
                "RejectVpcPeeringConnection",
                "AttachClassicLinkVpc",
                "DetachClassicLinkVpc",
                "DisableVpcClassicLink",
                "EnableVpcClassicLink",
            ]),
        },
    ]
}

fn orders() -> [Filter; 1] {
    [Filter {
        name: "invoices-deleted",
        metric: "InvoicesDeleted",
        pattern: "{ ($.eventName = \"DeleteObject*\") && \
                  ($.requestParameters.bucketName = \"nordlicht-invoices\") }"
            .to_owned(),
    }]
}

fn any_of(operations: &[&str]) -> String {
    let tests = operations
        .iter()
        .map(|name| format!("($.eventName = {name})"));
    let tests: Vec<String> = tests.collect();
    format!("{{ {} }}", tests.join(" || "))
}

fn group(demo: &mut Demo, name: &str, made: i64, days: i32, filters: &[Filter]) {
    demo.found(
        Some(FRANKFURT),
        &LogGroup {
            log_group_name: some(name),
            creation_time: Some(made),
            retention_in_days: Some(days),
            metric_filter_count: i32::try_from(filters.len()).ok(),
            arn: some(arn("logs", FRANKFURT, &format!("log-group:{name}:*"))),
            stored_bytes: Some(i64::from(days) * 61_203_471),
            kms_key_id: some(keys::arn_of("logs")),
            log_group_class: some("STANDARD"),
        },
    );
    for filter in filters {
        demo.found(
            Some(FRANKFURT),
            &MetricFilter {
                filter_name: some(filter.name),
                filter_pattern: some(&filter.pattern),
                metric_transformations: vec![MetricTransformation {
                    metric_name: some(filter.metric),
                    metric_namespace: some(NAMESPACE),
                    metric_value: some("1"),
                    ..MetricTransformation::default()
                }],
                creation_time: Some(made + 3_600_000),
                log_group_name: some(name),
                apply_on_transformed_logs: Some(false),
                ..MetricFilter::default()
            },
        );
    }
}
