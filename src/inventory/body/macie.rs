use super::{Body, Kind, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// The answer of `macie2:GetMacieSession`, with the classification jobs of the region and
    /// whether Macie samples all buckets by itself. `status` is `ENABLED` or `PAUSED`.
    "camelCase" MacieSession {
        status: Option<String>,
        finding_publishing_frequency: Option<String>,
        created_at: Option<String>,
        updated_at: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        classification_jobs: Option<Seen<Vec<Seen<ClassificationJob>>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        automated_discovery: Option<Seen<AutomatedDiscovery>>,
    }
}

impl Body for MacieSession {
    const KIND: Kind = Kind::MacieSession;

    fn id(&self) -> String {
        "macie".to_owned()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `JobSummary` of the Macie API.
    "camelCase" ClassificationJob {
        job_id: Option<String>,
        name: Option<String>,
        job_status: Option<String>,
        job_type: Option<String>,
        created_at: Option<String>,
    }
}

aws_shape! {
    /// The answer of `macie2:GetAutomatedDiscoveryConfiguration`. `status` is `ENABLED` or
    /// `DISABLED`.
    "camelCase" AutomatedDiscovery {
        status: Option<String>,
        auto_enable_organization_members: Option<String>,
    }
}
