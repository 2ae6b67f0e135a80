use std::collections::BTreeMap;

use super::{Body, Kind, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// An SNS topic: its attributes (`sns:GetTopicAttributes`) and its subscriptions
    /// (`sns:ListSubscriptionsByTopic`), each nested under its own key.
    "PascalCase" Topic {
        topic_arn: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        attributes: Option<Seen<BTreeMap<String, String>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        subscriptions: Option<Vec<Seen<Subscription>>>,
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

aws_shape! {
    /// `Subscription` of the SNS API. `SubscriptionArn` is an ARN only once the
    /// subscription is confirmed; before that it is `PendingConfirmation`.
    "PascalCase" Subscription {
        subscription_arn: Option<String>,
        owner: Option<String>,
        protocol: Option<String>,
        endpoint: Option<String>,
        topic_arn: Option<String>,
    }
}
