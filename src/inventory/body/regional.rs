//! What a region has one of, or few.

use super::{Body, Kind, aws_shape};

aws_shape! {
    /// `FileSystemDescription` of the EFS API.
    "PascalCase" FileSystem {
        file_system_id: Option<String>,
        file_system_arn: Option<String>,
        name: Option<String>,
        owner_id: Option<String>,
        life_cycle_state: Option<String>,
        encrypted: Option<bool>,
        kms_key_id: Option<String>,
    }
}

impl Body for FileSystem {
    const KIND: Kind = Kind::FileSystem;

    fn id(&self) -> String {
        self.file_system_id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.file_system_arn.clone()
    }
}

aws_shape! {
    /// `AnalyzerSummary` of the Access Analyzer API. `type` is `ACCOUNT` or `ORGANIZATION` for
    /// external access; other types look for unused or internal access.
    "camelCase" Analyzer {
        arn: Option<String>,
        name: Option<String>,
        #[serde(rename = "type")]
        analyzer_type: Option<String>,
        status: Option<String>,
        created_at: Option<String>,
    }
}

impl Body for Analyzer {
    const KIND: Kind = Kind::Analyzer;

    fn id(&self) -> String {
        self.name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}

aws_shape! {
    /// The answer of `securityhub:DescribeHub`. There is none where the account has not
    /// subscribed.
    "PascalCase" Hub {
        hub_arn: Option<String>,
        subscribed_at: Option<String>,
        auto_enable_controls: Option<bool>,
        control_finding_generator: Option<String>,
    }
}

impl Body for Hub {
    const KIND: Kind = Kind::Hub;

    fn id(&self) -> String {
        "hub".to_owned()
    }

    fn arn(&self) -> Option<String> {
        self.hub_arn.clone()
    }
}

aws_shape! {
    /// The answer of `ec2:GetEbsEncryptionByDefault`.
    "PascalCase" EbsEncryption {
        ebs_encryption_by_default: Option<bool>,
        sse_type: Option<String>,
    }
}

impl Body for EbsEncryption {
    const KIND: Kind = Kind::EbsEncryption;

    fn id(&self) -> String {
        "ebs-encryption".to_owned()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}
