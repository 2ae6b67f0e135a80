//! The shapes of resources, one file per service. Every body passes through its
//! struct, so that what AWS left out is null and never a missing key.
//!
//! A field that is `Option<Seen<…>>` is filled by a call of its own (see
//! [`Kind::facets`](crate::kind::Kind::facets)); it is not there at all when no rule
//! asked for it.

mod account;
mod cloudtrail;
mod cloudwatch;
mod config;
mod ec2;
mod iam;
mod kms;
mod logs;
mod sns;

pub use account::{AccountBody, RegionBody};
pub use cloudtrail::{
    AdvancedEventSelector, AdvancedFieldSelector, DataResource, EventSelector, Trail, TrailStatus,
};
pub use cloudwatch::{
    Alarm, AlarmMuteRule, Dimension, EvaluationWindow, Metric, MetricDataQuery, MetricStat,
    MuteRule, MuteSchedule, MuteTargets, ScheduleConfiguration, ScheduledQueryConfiguration,
    WallClockWindow, WarmUpConfiguration,
};
pub use config::{
    ConfigRule, ConfigRuleScope, ConfigRuleSource, DeliveryChannel, EvaluationQualifier,
    EvaluationResult, EvaluationResultIdentifier, ExclusionByResourceTypes, Recorder,
    RecorderStatus, RecordingGroup, RecordingStrategy, SnapshotDelivery,
};
pub use ec2::{
    GroupPair, IpPermission, IpRange, Ipv6Range, PrefixListEntry, PrefixListId, SecurityGroup, Tag,
};
pub use iam::{AccountSummary, Credential, PasswordPolicy};
pub use kms::{KeyMetadata, TopicKey};
pub use logs::{LogGroup, MetricFilter, MetricTransformation};
pub use sns::{Subscription, Topic};

use super::resource::Body;
use crate::kind::Kind;

/// Something to do with the typed shape of a kind that is known only at run time.
pub trait Visit {
    /// What comes of it.
    type Output;

    /// Does it for the shape `B`.
    fn visit<B: Body>(self) -> Self::Output;
}

/// Calls `visit` with the shape of `kind`.
pub fn dispatch<V: Visit>(kind: Kind, visit: V) -> V::Output {
    match kind {
        Kind::Account => visit.visit::<AccountBody>(),
        Kind::Region => visit.visit::<RegionBody>(),
        Kind::Trail => visit.visit::<Trail>(),
        Kind::LogGroup => visit.visit::<LogGroup>(),
        Kind::MetricFilter => visit.visit::<MetricFilter>(),
        Kind::Alarm => visit.visit::<Alarm>(),
        Kind::AlarmMuteRule => visit.visit::<AlarmMuteRule>(),
        Kind::Topic => visit.visit::<Topic>(),
        Kind::ConfigRecorder => visit.visit::<Recorder>(),
        Kind::DeliveryChannel => visit.visit::<DeliveryChannel>(),
        Kind::ConfigRule => visit.visit::<ConfigRule>(),
        Kind::AccountSummary => visit.visit::<AccountSummary>(),
        Kind::PasswordPolicy => visit.visit::<PasswordPolicy>(),
        Kind::Credential => visit.visit::<Credential>(),
        Kind::SecurityGroup => visit.visit::<SecurityGroup>(),
    }
}

/// A struct whose serialised names are AWS's, whose absent fields are null, and whose
/// fields are documented by AWS under the name of the API type.
macro_rules! aws_shape {
    ($(#[$doc:meta])* $case:literal $name:ident { $($(#[$attr:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = $case, default)]
        #[expect(missing_docs, reason = "the fields are AWS's own, documented under the type's name")]
        pub struct $name {
            $($(#[$attr])* pub $field: $type,)*
        }
    };
}
use aws_shape;
