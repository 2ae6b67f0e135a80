//! What several accounts see, and only its owner sees whole: an organization's trail in
//! each of its accounts, the organization itself.
//!
//! Where the owner is part of the run, all judge by what the owner was told. Alone, a
//! member account has the gaps that AWS left it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::value::Node;
use crate::inventory::Resource;
use crate::kind::Kind;
use crate::target::Arn;

/// Gives each resource that another account of the run owns the owner's description.
pub fn share(kind: Kind, resources: &mut [(&Resource, Node)]) {
    if !matches!(kind, Kind::Trail | Kind::Organization) {
        return;
    }
    let owners: BTreeMap<String, Node> = resources
        .iter()
        .filter(|(resource, _)| owner(resource) == Some(resource.account.as_str()))
        .map(|(resource, node)| (name(resource).to_owned(), node.clone()))
        .collect();
    for (resource, node) in resources {
        let is_anothers = owner(resource) != Some(resource.account.as_str());
        if let Some(of_owner) = owners.get(name(resource)).filter(|_| is_anothers) {
            *node = of_owner.clone();
        }
    }
}

/// What names the same thing in all accounts.
fn name(resource: &Resource) -> &str {
    resource.arn.as_deref().unwrap_or(&resource.id)
}

/// The account that a thing belongs to. The ARN of an organization names its management
/// account, as that of a trail names the account that made it.
fn owner(resource: &Resource) -> Option<&str> {
    let of_arn = || Some(Arn::parse(resource.arn.as_deref()?)?.account);
    let management = resource.body.get("MasterAccountId").and_then(Value::as_str);
    management.or_else(of_arn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::{NotSeen, Reason, Seen, body};
    use crate::kind::call;
    use crate::target::{Account, Region};

    const ARN: &str = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/all";

    fn trail(account: &str, status: Seen<body::TrailStatus>) -> Resource {
        let trail = body::Trail {
            trail_arn: Some(ARN.to_owned()),
            name: Some("all".to_owned()),
            status: Some(status),
            ..body::Trail::default()
        };
        let region = Region::new("eu-west-1");
        Resource::new(&Account::new(account), Some(&region), &trail)
    }

    fn shared(resources: &[Resource]) -> Vec<Value> {
        let mut nodes: Vec<(&Resource, Node)> = resources
            .iter()
            .map(|resource| (resource, Node::from(&resource.body)))
            .collect();
        share(Kind::Trail, &mut nodes);
        let seen = |node: &Node| node.at(&["Status".to_owned()]).map(Node::json);
        nodes
            .iter()
            .map(|(_, node)| seen(node).unwrap_or_default())
            .collect()
    }

    #[test]
    fn the_owner_speaks_for_all_where_it_is_there() {
        let logging = body::TrailStatus {
            is_logging: Some(true),
            ..body::TrailStatus::default()
        };
        let denied = NotSeen::new(call::GET_TRAIL_STATUS, Reason::Denied, "");
        let owner = trail("111111111111", Seen::Value(logging));
        let member = trail("222222222222", Seen::NotSeen(denied));
        let other = trail("333333333333", Seen::Value(body::TrailStatus::default()));
        let alone = shared(std::slice::from_ref(&member));
        let [of_member, of_owner, of_other] = &shared(&[member, owner, other])[..] else {
            panic!("three trails");
        };
        assert_eq!(of_owner["IsLogging"], true);
        assert_eq!(of_member, of_owner);
        assert_eq!(of_other, of_owner);
        assert_ne!(&alone[0], of_owner);
    }
}
