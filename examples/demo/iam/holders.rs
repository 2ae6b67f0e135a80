//! Who has the policies of AWS that rules ask about.

use auditrail::inventory::Seen;
use auditrail::inventory::body::{PolicyEntities, PolicyGroup, PolicyRole};

use super::groups::GROUPS;
use super::policies::{self, SUPPORT_ROLE};
use crate::account::Demo;
use crate::naming::{iam_id, some};

pub fn fill(demo: &mut Demo) {
    demo.found(None, &entities("AWSSupportAccess", &[SUPPORT_ROLE]));
    demo.found(None, &entities("AWSCloudShellFullAccess", &[]));
}

fn entities(policy: &str, roles: &[&str]) -> PolicyEntities {
    let groups = GROUPS.iter().filter(|g| g.policies.contains(&policy));
    let groups = groups.map(|g| PolicyGroup {
        group_name: some(g.name),
        group_id: Some(iam_id("AGPA", g.name)),
    });
    let roles = roles.iter().map(|role| PolicyRole {
        role_name: some(*role),
        role_id: Some(iam_id("AROA", role)),
    });
    PolicyEntities {
        policy_name: some(policy),
        policy_arn: Some(policies::arn_of(policy)),
        exists: Some(Seen::Value(true)),
        policy_groups: groups.map(Seen::Value).collect(),
        policy_users: Vec::new(),
        policy_roles: roles.map(Seen::Value).collect(),
    }
}
