use super::{Body, Kind, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// An entry of `kms:ListKeys`, with what `kms:DescribeKey` and, for a key that can
    /// rotate, `kms:GetKeyRotationStatus` say of it. `KeyRotation` is null for a key of
    /// which that is not asked.
    "PascalCase" Key {
        key_id: Option<String>,
        key_arn: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        key_metadata: Option<Seen<KeyMetadata>>,
        key_rotation: Option<Seen<KeyRotation>>,
    }
}

impl Body for Key {
    const KIND: Kind = Kind::Key;

    fn id(&self) -> String {
        self.key_id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.key_arn.clone()
    }
}

aws_shape! {
    /// The answer of `kms:GetKeyRotationStatus`.
    "PascalCase" KeyRotation {
        key_rotation_enabled: Option<bool>,
        rotation_period_in_days: Option<i32>,
        next_rotation_date: Option<String>,
    }
}

aws_shape! {
    /// The key with which an SNS topic encrypts: what `kms:DescribeKey` and
    /// `kms:GetKeyPolicy` say of it, each null where there is no such key. `Policy` is the
    /// JSON text of the policy `default`, the only one that a key has.
    "PascalCase" TopicKey {
        key_metadata: Option<Seen<KeyMetadata>>,
        policy: Option<Seen<String>>,
    }
}

aws_shape! {
    /// `KeyMetadata` of the KMS API; times are RFC 3339. `KeyManager` is `AWS` or
    /// `CUSTOMER`.
    "PascalCase" KeyMetadata {
        #[serde(rename = "AWSAccountId")]
        aws_account_id: Option<String>,
        key_id: Option<String>,
        arn: Option<String>,
        creation_date: Option<String>,
        enabled: Option<bool>,
        description: Option<String>,
        key_usage: Option<String>,
        key_state: Option<String>,
        deletion_date: Option<String>,
        valid_to: Option<String>,
        origin: Option<String>,
        key_manager: Option<String>,
        key_spec: Option<String>,
        custom_key_store_id: Option<String>,
        multi_region: Option<bool>,
        multi_region_configuration: Option<MultiRegionConfiguration>,
    }
}

aws_shape! {
    /// `MultiRegionConfiguration` of the KMS API. `MultiRegionKeyType` is `PRIMARY` or
    /// `REPLICA`.
    "PascalCase" MultiRegionConfiguration {
        multi_region_key_type: Option<String>,
    }
}
