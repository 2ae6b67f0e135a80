//! What users may: through groups, as it should be, and past them.

use auditrail::inventory::body::{
    AttachedPermissionsBoundary, AttachedPolicy, Document, InlinePolicy, User as Body,
};
use serde_json::{Value, json};

use super::groups::GROUPS;
use super::policies;
use super::users::{USERS, User};
use crate::account::{Demo, FRANKFURT};
use crate::naming::{arn, iam_id, policy, some};
use crate::time::{days_ago, written};

/// Managed policies that users have without a group.
pub const ATTACHED: &[(&str, &str)] = &[
    // The campaign is over; the agency is still there.
    ("agency-pixelwald", "AmazonS3ReadOnlyAccess"),
    ("newsletter-export", "nordlicht-machines"),
];

/// The policy that bounds what deployment may give away.
pub const BOUNDARY: (&str, &str) = ("ci-deploy", "nordlicht-deploy-boundary");

pub fn fill(demo: &mut Demo) {
    for user in USERS {
        demo.found(None, &body(user));
    }
}

fn body(user: &User) -> Body {
    let groups = GROUPS.iter().filter(|g| g.members.contains(&user.name));
    let attached = ATTACHED.iter().filter(|(of, _)| *of == user.name);
    let boundary = (user.name == BOUNDARY.0).then(|| AttachedPermissionsBoundary {
        permissions_boundary_type: some("PermissionsBoundaryPolicy"),
        permissions_boundary_arn: Some(policies::arn_of(BOUNDARY.1)),
    });
    Body {
        user_name: some(user.name),
        user_id: Some(iam_id("AIDA", user.name)),
        arn: some(arn("iam", "", &format!("user/{}", user.name))),
        path: some("/"),
        create_date: written(days_ago(user.made, user.name)),
        group_list: groups.map(|g| g.name.to_owned()).collect(),
        attached_managed_policies: attached
            .map(|(_, name)| AttachedPolicy {
                policy_name: some(*name),
                policy_arn: Some(policies::arn_of(name)),
            })
            .collect(),
        user_policy_list: inline(user.name).into_iter().collect(),
        permissions_boundary: boundary,
    }
}

/// Policies that are part of their users.
fn inline(user: &str) -> Option<InlinePolicy> {
    let (name, statement) = match user {
        "agency-pixelwald" => ("campaign-pages", campaign_pages()),
        "erp-sync" => (
            "queues",
            json!({
                "Effect": "Allow",
                "Action": ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
                "Resource": arn("sqs", FRANKFURT, "erp-*"),
            }),
        ),
        // As the console of SES makes it.
        "ses-smtp" => (
            "AmazonSesSendingAccess",
            json!({"Effect": "Allow", "Action": "ses:SendRawEmail", "Resource": "*"}),
        ),
        _ => return None,
    };
    Some(InlinePolicy {
        policy_name: some(name),
        policy_document: Some(Document(policy(&json!([statement])))),
    })
}

fn campaign_pages() -> Value {
    json!({
        "Effect": "Allow",
        "Action": ["s3:PutObject", "s3:DeleteObject"],
        "Resource": "arn:aws:s3:::nordlicht-campaign-pages/*",
    })
}
