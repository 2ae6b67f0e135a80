//! The organization, as one of its members sees it: from outside.

use auditrail::inventory::body::Organization;
use auditrail::inventory::{NotSeen, Seen};
use auditrail::kind::call;

use crate::account::{Demo, MANAGEMENT};
use crate::gaps::only_management;
use crate::naming::some;

/// Its id.
pub const ID: &str = "o-7n0rd1icht";

pub fn fill(demo: &mut Demo) {
    let services = only_management(call::LIST_AWS_SERVICE_ACCESS_FOR_ORGANIZATION);
    let administrators = only_management(call::LIST_DELEGATED_ADMINISTRATORS);
    let roots = only_management(call::LIST_ROOTS);
    let delegation = only_management(call::DESCRIBE_RESOURCE_POLICY);
    let features = only_management(call::LIST_ORGANIZATIONS_FEATURES);
    let organization = Organization {
        id: some(ID),
        arn: some(arn("organization", ID)),
        feature_set: some("ALL"),
        master_account_id: some(MANAGEMENT),
        master_account_arn: some(arn("account", &format!("{ID}/{MANAGEMENT}"))),
        enabled_service_principals: not_seen(&services),
        enabled_features: not_seen(&features),
        delegated_administrators: not_seen(&administrators),
        roots: not_seen(&roots),
        // Without its roots nobody finds the tree, nor the types of policies in use.
        organizational_units: not_seen(&roots),
        accounts: not_seen(&roots),
        policies: not_seen(&roots),
        resource_policy: not_seen(&delegation),
    };
    for gap in [services, administrators, roots, delegation, features] {
        demo.missed_of(None, &organization, gap);
    }
    demo.found(None, &organization);
}

fn arn(what: &str, id: &str) -> String {
    format!("arn:aws:organizations::{MANAGEMENT}:{what}/{id}")
}

#[expect(clippy::unnecessary_wraps, reason = "bodies hold options")]
fn not_seen<T>(gap: &NotSeen) -> Option<Seen<T>> {
    Some(Seen::NotSeen(gap.clone()))
}
