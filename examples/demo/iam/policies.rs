//! Managed policies: the team's own, and those of AWS that somebody has.

use auditrail::inventory::body::{Document, Policy, PolicyVersion};
use serde_json::{Value, json};

use super::groups::GROUPS;
use super::permissions::{ATTACHED, BOUNDARY};
use crate::account::{Demo, FRANKFURT};
use crate::naming::{arn, iam_id, policy, some};
use crate::time::{days_ago, written};

/// A policy of the team.
struct Own {
    name: &'static str,
    statements: Value,
    version: u32,
    /// Roles that have it.
    roles: i32,
}

/// A policy of AWS.
struct OfAws {
    name: &'static str,
    statements: Value,
    version: u32,
    /// When AWS made and last changed it.
    dates: (&'static str, &'static str),
    roles: i32,
}

const OWN: [&str; 8] = [
    "nordlicht-platform",
    "nordlicht-developer",
    "nordlicht-logistics",
    "nordlicht-analytics",
    "nordlicht-deploy",
    BOUNDARY.1,
    "nordlicht-machines",
    "bootstrap-2019",
];

/// How many policies the team has.
pub const COUNT: i64 = 8;

/// The role that may open cases with AWS.
pub const SUPPORT_ROLE: &str = "SupportCases";

pub fn fill(demo: &mut Demo) {
    for own in OWN {
        demo.found(None, &own_body(&described(own)));
    }
    for of_aws in of_aws() {
        demo.found(None, &body_of_aws(&of_aws));
    }
}

/// The ARN of the policy `name`, of AWS or the team's own.
pub fn arn_of(name: &str) -> String {
    if OWN.contains(&name) {
        arn("iam", "", &format!("policy/{name}"))
    } else {
        format!("arn:aws:iam::aws:policy/{name}")
    }
}

fn described(name: &'static str) -> Own {
    let (statements, version, roles) = match name {
        "nordlicht-platform" => (platform(), 6, 2),
        "nordlicht-developer" => (developer(), 11, 1),
        "nordlicht-logistics" => (allow(&["sqs:*", "iot:*", "transfer:*"], "*"), 2, 0),
        "nordlicht-analytics" => (analytics(), 4, 3),
        "nordlicht-deploy" => (deploy(), 17, 0),
        "nordlicht-deploy-boundary" => (boundary(), 3, 0),
        "nordlicht-machines" => (machines(), 5, 0),
        // How the account was set up; nobody has it any more, and nobody deleted it.
        _ => (allow(&["*"], "*"), 1, 0),
    };
    Own {
        name,
        statements,
        version,
        roles,
    }
}

fn own_body(own: &Own) -> Policy {
    let made = written(days_ago(1490, own.name));
    let changed = written(days_ago(1490 / i64::from(own.version), own.name));
    Policy {
        policy_id: Some(iam_id("ANPA", own.name)),
        create_date: made,
        update_date: changed.clone(),
        permissions_boundary_usage_count: Some(i32::from(own.name == BOUNDARY.1)),
        ..body(own.name, own.roles, own.version, &own.statements, changed)
    }
}

fn body_of_aws(of: &OfAws) -> Policy {
    Policy {
        policy_id: Some(iam_id("ANPAI", of.name).chars().take(21).collect()),
        create_date: some(of.dates.0),
        update_date: some(of.dates.1),
        permissions_boundary_usage_count: Some(0),
        ..body(
            of.name,
            of.roles,
            of.version,
            &of.statements,
            some(of.dates.1),
        )
    }
}

fn body(
    name: &str,
    roles: i32,
    version: u32,
    statements: &Value,
    changed: Option<String>,
) -> Policy {
    let groups = GROUPS.iter().filter(|g| g.policies.contains(&name)).count();
    let users = ATTACHED.iter().filter(|(_, of)| *of == name).count();
    let version = format!("v{version}");
    Policy {
        policy_name: some(name),
        arn: Some(arn_of(name)),
        path: some("/"),
        default_version_id: some(&version),
        attachment_count: i32::try_from(groups + users).ok().map(|n| n + roles),
        is_attachable: Some(true),
        policy_version: Some(PolicyVersion {
            document: Some(Document(policy(statements))),
            version_id: Some(version),
            is_default_version: Some(true),
            create_date: changed,
        }),
        ..Policy::default()
    }
}

fn allow(actions: &[&str], resource: &str) -> Value {
    json!([{"Effect": "Allow", "Action": actions, "Resource": resource}])
}

/// Everything but IAM and money: nearly everything.
fn platform() -> Value {
    json!([
        {
            "Sid": "AllButIdentityAndMoney",
            "Effect": "Allow",
            "NotAction": ["iam:*", "organizations:*", "account:*", "billing:*"],
            "Resource": "*",
        },
        {
            "Sid": "RolesOfServices",
            "Effect": "Allow",
            "Action": ["iam:Get*", "iam:List*", "iam:PassRole"],
            "Resource": arn("iam", "", "role/nordlicht-*"),
        },
    ])
}

fn developer() -> Value {
    json!([
        {
            "Sid": "Look",
            "Effect": "Allow",
            "Action": [
                "cloudwatch:Get*", "cloudwatch:List*", "ecs:Describe*", "ecs:List*",
                "logs:FilterLogEvents", "logs:Get*", "logs:StartQuery", "rds:Describe*",
            ],
            "Resource": "*",
        },
        {
            "Sid": "Staging",
            "Effect": "Allow",
            "Action": ["ecs:*", "lambda:*", "sqs:*"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:ResourceTag/stage": "staging"}},
        },
    ])
}

fn analytics() -> Value {
    json!([
        {
            "Effect": "Allow",
            "Action": ["athena:*", "glue:*", "redshift-data:*", "sagemaker:*"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}},
        },
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:ListBucket", "s3:PutObject"],
            "Resource": [
                "arn:aws:s3:::nordlicht-analytics-lake",
                "arn:aws:s3:::nordlicht-analytics-lake/*",
            ],
        },
    ])
}

fn deploy() -> Value {
    json!([
        {
            "Effect": "Allow",
            "Action": ["ecr:*", "ecs:RegisterTaskDefinition", "ecs:UpdateService", "lambda:Update*"],
            "Resource": "*",
        },
        {
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": arn("iam", "", "role/nordlicht-task-*"),
        },
    ])
}

/// As a boundary it gives nothing; it says what others may give at most.
fn boundary() -> Value {
    json!([
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {
            "Effect": "Deny",
            "Action": ["iam:CreateUser", "iam:CreateAccessKey", "organizations:*"],
            "Resource": "*",
        },
    ])
}

fn machines() -> Value {
    json!([
        {
            "Effect": "Allow",
            "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:SendMessage"],
            "Resource": arn("sqs", FRANKFURT, "shop-*"),
        },
        {
            "Effect": "Allow",
            "Action": ["backup:List*", "cloudwatch:GetMetricData", "iot:Publish"],
            "Resource": "*",
        },
    ])
}

fn of_aws() -> [OfAws; 5] {
    let first = "2015-02-06T18:39:46Z";
    [
        OfAws {
            name: "AdministratorAccess",
            statements: json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}]),
            version: 1,
            dates: (first, first),
            roles: 0,
        },
        OfAws {
            name: "AmazonS3ReadOnlyAccess",
            statements: allow(
                &[
                    "s3:Get*",
                    "s3:List*",
                    "s3:Describe*",
                    "s3-object-lambda:Get*",
                    "s3-object-lambda:List*",
                ],
                "*",
            ),
            version: 3,
            dates: ("2015-02-06T18:40:59Z", "2023-08-10T21:31:39Z"),
            roles: 0,
        },
        OfAws {
            name: "AWSCloudShellFullAccess",
            statements: allow(&["cloudshell:*"], "*"),
            version: 1,
            dates: ("2020-12-15T18:07:13Z", "2020-12-15T18:07:13Z"),
            roles: 0,
        },
        OfAws {
            name: "AWSSupportAccess",
            statements: allow(&["support:*"], "*"),
            version: 1,
            dates: ("2015-02-06T18:41:11Z", "2015-02-06T18:41:11Z"),
            // SUPPORT_ROLE
            roles: 1,
        },
        OfAws {
            name: "IAMUserChangePassword",
            statements: json!([
                {
                    "Effect": "Allow",
                    "Action": "iam:ChangePassword",
                    "Resource": "arn:aws:iam::*:user/${aws:username}",
                },
                {"Effect": "Allow", "Action": "iam:GetAccountPasswordPolicy", "Resource": "*"},
            ]),
            version: 2,
            dates: ("2016-11-15T00:25:16Z", "2016-11-15T23:18:55Z"),
            roles: 0,
        },
    ]
}
