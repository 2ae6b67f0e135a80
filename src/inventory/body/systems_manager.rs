use super::{Body, Kind, aws_shape};
use crate::inventory::Seen;

aws_shape! {
    /// `InstanceInformation` of the Systems Manager API; times are RFC 3339. `PingStatus` is
    /// `Online`, `ConnectionLost` or `Inactive`.
    "PascalCase" ManagedInstance {
        instance_id: Option<String>,
        ping_status: Option<String>,
        last_ping_date_time: Option<String>,
        agent_version: Option<String>,
        platform_name: Option<String>,
        resource_type: Option<String>,
    }
}

impl Body for ManagedInstance {
    const KIND: Kind = Kind::ManagedInstance;

    fn id(&self) -> String {
        self.instance_id.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// The document `SSM-SessionManagerRunShell`, in which a region keeps the preferences of
    /// Session Manager. `Exists` is false where nobody has saved any: then nothing is logged.
    "PascalCase" SessionPreferences {
        name: Option<String>,
        exists: Option<bool>,
        document_version: Option<String>,
        inputs: Option<Seen<SessionInputs>>,
    }
}

impl Body for SessionPreferences {
    const KIND: Kind = Kind::SessionPreferences;

    fn id(&self) -> String {
        self.name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `inputs` of a session document.
    ///
    /// Source: Systems Manager user guide, "Session document schema".
    "camelCase" SessionInputs {
        s3_bucket_name: Option<String>,
        s3_key_prefix: Option<String>,
        s3_encryption_enabled: Option<bool>,
        cloud_watch_log_group_name: Option<String>,
        cloud_watch_encryption_enabled: Option<bool>,
        cloud_watch_streaming_enabled: Option<bool>,
        kms_key_id: Option<String>,
    }
}
