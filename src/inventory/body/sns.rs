use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::{Body, Kind, TopicKey, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// An SNS topic: its attributes (`sns:GetTopicAttributes`), its subscriptions
    /// (`sns:ListSubscriptionsByTopic`) and the key named by its attribute
    /// `KmsMasterKeyId`, each nested under its own key. `Key` is not there where it was
    /// not asked for, and null where there is nothing to ask for: the topic does not
    /// encrypt, or does so with the key `alias/aws/sns`, which is AWS's.
    "PascalCase" Topic {
        topic_arn: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        attributes: Option<Seen<BTreeMap<String, String>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        subscriptions: Option<Vec<Seen<Subscription>>>,
        #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "null_is_seen")]
        key: Option<Seen<Option<TopicKey>>>,
    }
}

impl Body for Topic {
    const KIND: Kind = Kind::Topic;

    fn id(&self) -> String {
        let arn = self.topic_arn.as_deref().unwrap_or_default();
        arn.rsplit(':').next().unwrap_or_default().to_owned()
    }

    fn arn(&self) -> Option<String> {
        self.topic_arn.clone()
    }
}

/// A key that is there though its value is null.
pub(super) fn null_is_seen<'de, D>(
    deserializer: D,
) -> Result<Option<Seen<Option<TopicKey>>>, D::Error>
where
    D: Deserializer<'de>,
{
    Seen::deserialize(deserializer).map(Some)
}

aws_shape! {
    /// `Subscription` of the SNS API. `SubscriptionArn` is an ARN only once the
    /// subscription is confirmed; before that it is `PendingConfirmation`.
    /// `Attributes` come from `sns:GetSubscriptionAttributes`; those that are not
    /// confirmed have none.
    "PascalCase" Subscription {
        subscription_arn: Option<String>,
        owner: Option<String>,
        protocol: Option<String>,
        endpoint: Option<String>,
        topic_arn: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        attributes: Option<Seen<BTreeMap<String, String>>>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn no_key_and_a_key_not_asked_for_stay_apart() {
        let denied = json!({"$gap": {"operation": "kms:DescribeKey", "reason": "denied",
                                     "detail": ""}});
        let seen = json!({"KeyMetadata": denied, "Policy": "{}"});
        for (key, expected) in [
            (None, None),
            (Some(json!(null)), Some(json!(null))),
            (Some(denied.clone()), Some(denied.clone())),
            (Some(seen.clone()), Some(seen)),
        ] {
            let mut body = json!({"TopicArn": "arn:aws:sns:eu-west-1:123456789012:t"});
            if let Some(key) = key {
                body["Key"] = key;
            }
            let topic: Topic = serde_json::from_value(body).unwrap();
            assert_eq!(topic.key.is_some(), expected.is_some());
            let again = serde_json::to_value(&topic).unwrap();
            assert_eq!(again.get("Key"), expected.as_ref());
        }
    }
}
