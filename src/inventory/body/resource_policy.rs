use super::{Body, Document, Kind, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// The policy of one resource. `Service` is the IAM prefix of its service (`s3`, `sqs`,
    /// `kms`, ...), `ResourceName` what the service calls it. A resource without a policy has
    /// none of these.
    "PascalCase" ResourcePolicy {
        service: Option<String>,
        resource_name: Option<String>,
        resource_arn: Option<String>,
        policy: Option<Seen<Document>>,
    }
}

impl Body for ResourcePolicy {
    const KIND: Kind = Kind::ResourcePolicy;

    fn id(&self) -> String {
        self.resource_arn.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.resource_arn.clone()
    }
}
