//! KMS: the keys with which topics encrypt.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_kms::types;
use tokio::sync::OnceCell;

use super::convert::{name, time};
use super::scan::Scan;
use crate::inventory::{Seen, body};
use crate::kind::{Kind, call};
use crate::target::{Arn, Region};

/// The only policy that a key has.
const POLICY: &str = "default";

/// A key that all who want to know of it wait for.
type Shared = Arc<OnceCell<body::TopicKey>>;

/// The keys that were asked about, each once: most topics of a region share one.
#[derive(Default)]
pub(super) struct Keys(Mutex<BTreeMap<(Region, String), Shared>>);

impl Keys {
    /// The key that a topic in `region` names `id`, as far as it can be seen.
    pub(super) async fn of(&self, scan: &Scan, region: &Region, id: &str) -> body::TopicKey {
        let cell = {
            let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let cell = keys.entry((region.clone(), id.to_owned())).or_default();
            Arc::clone(cell)
        };
        // Boxed: it holds both calls, and most topics make none.
        cell.get_or_init(|| Box::pin(key(scan, region, id)))
            .await
            .clone()
    }
}

/// Whether what a scan may ask of a topic's key is planned.
pub(super) fn is_planned(scan: &Scan) -> bool {
    let calls = [call::DESCRIBE_KEY, call::GET_KEY_POLICY];
    calls.iter().all(|call| scan.asks_of(Kind::Topic, *call))
}

/// Whether `id` names the key that SNS has of AWS. Everybody knows its policy, and
/// nobody can change it.
pub(super) fn is_of_aws(id: &str) -> bool {
    let alias = Arn::parse(id).map_or(id, |arn| arn.resource);
    alias == "alias/aws/sns"
}

/// `id` is a key's id or ARN, or the name or ARN of an alias.
async fn key(scan: &Scan, region: &Region, id: &str) -> body::TopicKey {
    let arn = Arn::parse(id);
    let region = arn.map_or_else(|| region.clone(), |arn| Region::new(arn.region));
    if !arn.map_or(id, |arn| arn.resource).starts_with("alias/") {
        let (key_metadata, policy) =
            tokio::join!(metadata(scan, &region, id), policy(scan, &region, id));
        return body::TopicKey {
            key_metadata,
            policy,
        };
    }
    // The policy is not to be had by an alias, so its key has to be found first.
    let key_metadata = metadata(scan, &region, id).await;
    let policy = match &key_metadata {
        Some(Seen::Value(key)) => {
            // AWS always says which key it is; if not, it says that of an alias.
            let found = key.arn.as_deref().or(key.key_id.as_deref());
            policy(scan, &region, found.unwrap_or(id)).await
        }
        Some(Seen::NotSeen(gap)) => Some(Seen::NotSeen(gap.clone())),
        None => None,
    };
    body::TopicKey {
        key_metadata,
        policy,
    }
}

/// None if there is no such key.
async fn metadata(scan: &Scan, region: &Region, id: &str) -> Option<Seen<body::KeyMetadata>> {
    let request = scan.aws.kms(region).describe_key().key_id(id);
    let answer = scan
        .ask(Some(region), call::DESCRIBE_KEY, request.send())
        .await;
    let key = answer.map(|a| a.and_then(|a| a.key_metadata).map(key_metadata));
    key.transpose().map(Seen::from)
}

/// None if there is no such key.
async fn policy(scan: &Scan, region: &Region, id: &str) -> Option<Seen<String>> {
    let client = scan.aws.kms(region);
    let request = client.get_key_policy().key_id(id).policy_name(POLICY);
    let answer = scan
        .ask(Some(region), call::GET_KEY_POLICY, request.send())
        .await;
    let policy = answer.map(|a| a.and_then(|a| a.policy));
    policy.transpose().map(Seen::from)
}

fn key_metadata(key: types::KeyMetadata) -> body::KeyMetadata {
    body::KeyMetadata {
        aws_account_id: key.aws_account_id,
        key_id: Some(key.key_id),
        arn: key.arn,
        creation_date: time(key.creation_date),
        enabled: Some(key.enabled),
        description: key.description,
        key_usage: name(key.key_usage),
        key_state: name(key.key_state),
        deletion_date: time(key.deletion_date),
        valid_to: time(key.valid_to),
        origin: name(key.origin),
        key_manager: name(key.key_manager),
        key_spec: name(key.key_spec),
        custom_key_store_id: key.custom_key_store_id,
        multi_region: key.multi_region,
        multi_region_configuration: key.multi_region_configuration.map(|c| {
            body::MultiRegionConfiguration {
                multi_region_key_type: name(c.multi_region_key_type),
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aws_own_key_goes_by_its_alias() {
        assert!(is_of_aws("alias/aws/sns"));
        assert!(is_of_aws(
            "arn:aws:kms:eu-west-1:123456789012:alias/aws/sns"
        ));
        assert!(!is_of_aws("alias/aws/sns-of-ours"));
        assert!(!is_of_aws("1234abcd-12ab-34cd-56ef-1234567890ab"));
    }
}
