//! KMS: the keys with which topics, queues and trails encrypt.

use aws_sdk_kms::types;

use super::convert::{name, time};
use super::once::Once;
use super::scan::Scan;
use crate::inventory::{Seen, body};
use crate::kind::{Kind, call};
use crate::target::{Arn, Region};

/// The only policy that a key has.
const POLICY: &str = "default";

/// The keys that were asked about, each once: most topics and trails of a region share one.
#[derive(Default)]
pub(super) struct Keys {
    metadata: Once<(Region, String), Option<Seen<body::KeyMetadata>>>,
    policies: Once<(Region, String), Option<Seen<String>>>,
}

impl Keys {
    /// The key that a topic or a queue in `region` names `id`, as far as it can be seen.
    pub(super) async fn of_topic(&self, scan: &Scan, region: &Region, id: &str) -> body::TopicKey {
        // Boxed: it holds both calls, and most topics and queues make none.
        Box::pin(self.key(scan, region, id)).await
    }

    /// What KMS says of the key `id`: a key's id or ARN, or the name or ARN of an alias.
    /// None if there is no such key.
    pub(super) async fn metadata(
        &self,
        scan: &Scan,
        region: &Region,
        id: &str,
    ) -> Option<Seen<body::KeyMetadata>> {
        let region = place(region, id);
        let key = (region.clone(), own_name(scan, id).to_owned());
        let ask = Box::pin(metadata(scan, &region, id));
        self.metadata.of(key, ask).await
    }

    /// The policy of the key `id`, which is a key's id or ARN. None if there is no such key.
    pub(super) async fn policy(
        &self,
        scan: &Scan,
        region: &Region,
        id: &str,
    ) -> Option<Seen<String>> {
        let region = place(region, id);
        let key = (region.clone(), own_name(scan, id).to_owned());
        let ask = Box::pin(policy(scan, &region, id));
        self.policies.of(key, ask).await
    }

    async fn key(&self, scan: &Scan, region: &Region, id: &str) -> body::TopicKey {
        if !Arn::parse(id)
            .map_or(id, |arn| arn.resource)
            .starts_with("alias/")
        {
            let (key_metadata, policy) = tokio::join!(
                self.metadata(scan, region, id),
                self.policy(scan, region, id)
            );
            return body::TopicKey {
                key_metadata,
                policy,
            };
        }
        // The policy is not to be had by an alias, so its key has to be found first.
        let key_metadata = self.metadata(scan, region, id).await;
        let policy = match &key_metadata {
            Some(Seen::Value(key)) => {
                // AWS always says which key it is; if not, it says that of an alias.
                let found = key.arn.as_deref().or(key.key_id.as_deref());
                let region = place(region, id);
                self.policy(scan, &region, found.unwrap_or(id)).await
            }
            Some(Seen::NotSeen(gap)) => Some(Seen::NotSeen(gap.clone())),
            None => None,
        };
        body::TopicKey {
            key_metadata,
            policy,
        }
    }
}

/// Where the key `id` is that is spoken of in `region`.
fn place(region: &Region, id: &str) -> Region {
    Arn::parse(id).map_or_else(|| region.clone(), |arn| Region::new(arn.region))
}

/// One name for a key of the account, by id or by ARN; a key of another has its ARN.
fn own_name<'i>(scan: &Scan, id: &'i str) -> &'i str {
    Arn::parse(id)
        .filter(|arn| arn.account == scan.target.account.as_str())
        .and_then(|arn| arn.resource.strip_prefix("key/"))
        .unwrap_or(id)
}

/// Whether what a scan may ask of the key of a topic or a queue is planned.
pub(super) fn is_planned(scan: &Scan, kind: Kind) -> bool {
    let calls = [call::DESCRIBE_KEY, call::GET_KEY_POLICY];
    calls.iter().all(|call| scan.asks_of(kind, *call))
}

/// Whether `id` names the key that `service` has of AWS. Everybody knows its policy, and
/// nobody can change it.
pub(super) fn is_of_aws(id: &str, service: &str) -> bool {
    let alias = Arn::parse(id).map_or(id, |arn| arn.resource);
    alias.strip_prefix("alias/aws/") == Some(service)
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
        let arn = "arn:aws:kms:eu-west-1:123456789012:alias/aws/sns";
        assert!(is_of_aws("alias/aws/sns", "sns"));
        assert!(is_of_aws(arn, "sns"));
        assert!(!is_of_aws(arn, "sqs"));
        assert!(!is_of_aws("alias/aws/sns-of-ours", "sns"));
        assert!(!is_of_aws("1234abcd-12ab-34cd-56ef-1234567890ab", "sns"));
    }
}
