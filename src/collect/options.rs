//! What a user chooses about the connection to AWS.

use std::time::Duration;

use crate::target::Region;

/// How AWS is reached, and how much of it at once.
#[derive(Debug, Clone)]
pub struct Options {
    /// The profile whose credentials are used, whatever else is in the environment;
    /// none for the default chain of the AWS SDKs.
    pub profile: Option<String>,
    /// The region that answers global calls; none for that of environment or profile.
    pub region: Option<Region>,
    /// The regions to look at.
    pub regions: RegionChoice,
    /// The endpoint of every service, instead of AWS's own.
    pub endpoint_url: Option<String>,
    /// Calls under way at once, over all services and regions.
    pub concurrency: usize,
    /// How long to wait for answers.
    pub timeouts: Timeouts,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            profile: None,
            region: None,
            regions: RegionChoice::Enabled,
            endpoint_url: None,
            concurrency: 64,
            timeouts: Timeouts::default(),
        }
    }
}

/// Which regions of an account are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegionChoice {
    /// All that are enabled for the account.
    Enabled,
    /// These, and no other.
    Named(Vec<Region>),
}

/// How long to wait for answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection.
    pub connect: Duration,
    /// For the answer to one attempt of a call.
    pub attempt: Duration,
    /// For the answer to a call, all its attempts and the pauses between them together.
    pub operation: Duration,
    /// For IAM to write its credential report.
    pub credential_report: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            attempt: Duration::from_secs(20),
            operation: Duration::from_mins(1),
            credential_report: Duration::from_mins(1),
        }
    }
}
