//! Instance profiles: the roles of instances.

use auditrail::inventory::body::{InstanceProfile, ProfileRole};

use crate::account::Demo;
use crate::naming::{arn, iam_id, some};

/// A profile whose role was deleted while an instance still has it.
pub const WITHOUT_ROLE: &str = "ci-runner";

/// All profiles.
const PROFILES: [&str; 6] = [
    "nordlicht-tools",
    "nordlicht-edge",
    "nordlicht-partners",
    "nordlicht-spark",
    "nordlicht-spark-workers",
    WITHOUT_ROLE,
];

/// How many there are.
pub const COUNT: i64 = 6;

pub fn fill(demo: &mut Demo) {
    for name in PROFILES {
        let role = (name != WITHOUT_ROLE).then(|| ProfileRole {
            role_name: some(name),
            arn: some(arn("iam", "", &format!("role/{name}"))),
        });
        demo.found(
            None,
            &InstanceProfile {
                instance_profile_name: some(name),
                instance_profile_id: Some(id_of(name)),
                arn: Some(arn_of(name)),
                path: some("/"),
                roles: role.into_iter().collect(),
            },
        );
    }
}

/// The ARN of the profile `name`.
pub fn arn_of(name: &str) -> String {
    arn("iam", "", &format!("instance-profile/{name}"))
}

/// The id of the profile `name`.
pub fn id_of(name: &str) -> String {
    iam_id("AIPA", name)
}
