use super::{Body, Document, Kind, TopicKey, aws_shape, null_is_seen};
use crate::inventory::Seen;

aws_shape! {
    /// `EventBus` of the `EventBridge` API. `Policy` says which other accounts and services
    /// may put events onto it; none means none.
    "PascalCase" EventBus {
        name: Option<String>,
        arn: Option<String>,
        description: Option<String>,
        policy: Option<Document>,
    }
}

impl Body for EventBus {
    const KIND: Kind = Kind::EventBus;

    fn id(&self) -> String {
        self.name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}

aws_shape! {
    /// `Rule` of the `EventBridge` API, with its targets (`events:ListTargetsByRule`) under
    /// `Targets`. `EventPattern` is JSON text; a rule without one goes by the clock.
    "PascalCase" EventRule {
        name: Option<String>,
        arn: Option<String>,
        event_pattern: Option<String>,
        state: Option<String>,
        description: Option<String>,
        schedule_expression: Option<String>,
        role_arn: Option<String>,
        managed_by: Option<String>,
        event_bus_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        targets: Option<Seen<Vec<RuleTarget>>>,
    }
}

impl Body for EventRule {
    const KIND: Kind = Kind::EventRule;

    fn id(&self) -> String {
        let name = self.name.as_deref().unwrap_or_default();
        match self.event_bus_name.as_deref() {
            None | Some("default") => name.to_owned(),
            Some(bus) => format!("{bus}/{name}"),
        }
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}

aws_shape! {
    /// `Target` of the `EventBridge` API.
    "PascalCase" RuleTarget {
        id: Option<String>,
        arn: Option<String>,
        role_arn: Option<String>,
        input: Option<String>,
        input_path: Option<String>,
    }
}

aws_shape! {
    /// A queue or a function to which an event rule delivers. `Exists` is false where its
    /// service does not know it; null where that was not told. `Policy` is its resource
    /// policy, null where it has none. `KmsMasterKeyId` is how a queue names the key with which it
    /// encrypts, `Key` is that key; it is null where that is none of a customer's.
    "PascalCase" EventTarget {
        arn: Option<String>,
        exists: Option<bool>,
        policy: Option<Seen<Document>>,
        kms_master_key_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "null_is_seen")]
        key: Option<Seen<Option<TopicKey>>>,
    }
}

impl Body for EventTarget {
    const KIND: Kind = Kind::EventTarget;

    fn id(&self) -> String {
        self.arn.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}
