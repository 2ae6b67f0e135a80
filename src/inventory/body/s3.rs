use super::{Body, Document, Kind, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// `Bucket` of the S3 API. A detail is null where S3 says that there is none. `BucketArn`
    /// is there although S3 leaves it out of the list but for directory buckets.
    "PascalCase" Bucket {
        name: Option<String>,
        bucket_arn: Option<String>,
        bucket_region: Option<Seen<String>>,
        creation_date: Option<String>,
        policy: Option<Seen<Document>>,
        versioning: Option<Seen<Versioning>>,
        public_access_block_configuration: Option<Seen<PublicAccessBlock>>,
        server_side_encryption_configuration: Option<Seen<Encryption>>,
    }
}

impl Body for Bucket {
    const KIND: Kind = Kind::Bucket;

    fn id(&self) -> String {
        self.name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.bucket_arn.clone()
    }
}

aws_shape! {
    /// A bucket to which trails of the account deliver, in whatever account it is. `Exists` is
    /// false where S3 does not know it; then there are no details. It is null where S3 does not
    /// say, as of most buckets of other accounts. `Trails` are the ARNs of the trails. `Grants`
    /// are those of its ACL.
    "PascalCase" TrailBucket {
        name: Option<String>,
        bucket_region: Option<String>,
        exists: Option<bool>,
        trails: Vec<String>,
        logging_enabled: Option<Seen<LoggingEnabled>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        grants: Option<Seen<Vec<Grant>>>,
        policy: Option<Seen<Document>>,
        policy_status: Option<Seen<PolicyStatus>>,
        public_access_block_configuration: Option<Seen<PublicAccessBlock>>,
    }
}

impl Body for TrailBucket {
    const KIND: Kind = Kind::TrailBucket;

    fn id(&self) -> String {
        self.name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// The answer of `s3:GetBucketVersioning`: both null where versioning was never on.
    "PascalCase" Versioning {
        status: Option<String>,
        #[serde(rename = "MFADelete")]
        mfa_delete: Option<String>,
    }
}

aws_shape! {
    /// `PublicAccessBlockConfiguration` of the S3 API.
    "PascalCase" PublicAccessBlock {
        block_public_acls: Option<bool>,
        ignore_public_acls: Option<bool>,
        block_public_policy: Option<bool>,
        restrict_public_buckets: Option<bool>,
    }
}

aws_shape! {
    /// `PublicAccessBlockConfiguration` of the S3 Control API: the account's own, which holds
    /// for all of its buckets.
    "PascalCase" AccountPublicAccessBlock {
        block_public_acls: Option<bool>,
        ignore_public_acls: Option<bool>,
        block_public_policy: Option<bool>,
        restrict_public_buckets: Option<bool>,
    }
}

impl Body for AccountPublicAccessBlock {
    const KIND: Kind = Kind::AccountPublicAccessBlock;

    fn id(&self) -> String {
        "account-public-access-block".to_owned()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `ServerSideEncryptionConfiguration` of the S3 API.
    "PascalCase" Encryption {
        rules: Vec<EncryptionRule>,
    }
}

aws_shape! {
    /// `ServerSideEncryptionRule` of the S3 API.
    "PascalCase" EncryptionRule {
        apply_server_side_encryption_by_default: Option<EncryptionByDefault>,
        bucket_key_enabled: Option<bool>,
    }
}

aws_shape! {
    /// `ServerSideEncryptionByDefault` of the S3 API.
    "PascalCase" EncryptionByDefault {
        #[serde(rename = "SSEAlgorithm")]
        sse_algorithm: Option<String>,
        #[serde(rename = "KMSMasterKeyID")]
        kms_master_key_id: Option<String>,
    }
}

aws_shape! {
    /// `LoggingEnabled` of the S3 API.
    "PascalCase" LoggingEnabled {
        target_bucket: Option<String>,
        target_prefix: Option<String>,
    }
}

aws_shape! {
    /// `PolicyStatus` of the S3 API.
    "PascalCase" PolicyStatus {
        is_public: Option<bool>,
    }
}

aws_shape! {
    /// `Grant` of the S3 API.
    "PascalCase" Grant {
        grantee: Option<Grantee>,
        permission: Option<String>,
    }
}

aws_shape! {
    /// `Grantee` of the S3 API. Groups have a `URI`.
    "PascalCase" Grantee {
        #[serde(rename = "Type")]
        grantee_type: Option<String>,
        #[serde(rename = "ID")]
        id: Option<String>,
        display_name: Option<String>,
        email_address: Option<String>,
        #[serde(rename = "URI")]
        uri: Option<String>,
    }
}
