use super::aws_shape;
use crate::inventory::Seen;

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
        multi_region: Option<bool>,
    }
}
