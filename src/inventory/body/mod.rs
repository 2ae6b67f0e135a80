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
mod contacts;
mod document;
mod ec2;
mod events;
mod iam;
mod iam_entities;
mod instance;
mod kms;
mod logs;
mod macie;
mod organizations;
mod rds;
mod regional;
mod resource_policy;
mod routes;
mod s3;
mod scaling;
mod sns;
mod systems_manager;
mod tracing;
mod vpc;
mod web_frontend;

pub use account::{AccountBody, RegionBody};
pub use cloudtrail::{
    AdvancedEventSelector, AdvancedFieldSelector, DataResource, DeliveryRole, EventSelector,
    InsightSelector, Trail, TrailStatus,
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
pub use contacts::{AlternateContact, ContactInformation};
pub use document::Document;
pub use ec2::{
    GroupPair, IpPermission, IpRange, Ipv6Range, PrefixListEntry, PrefixListId, SecurityGroup, Tag,
};
pub use events::{EventBus, EventRule, EventTarget, RuleTarget};
pub use iam::{AccountSummary, Credential, PasswordPolicy};
pub use iam_entities::{
    AttachedPermissionsBoundary, AttachedPolicy, IdentityProvider, InlinePolicy, InstanceProfile,
    MfaUser, Policy, PolicyEntities, PolicyGroup, PolicyRole, PolicyUser, PolicyVersion,
    ProfileRole, ServerCertificate, User, VirtualMfaDevice,
};
pub use instance::{IamInstanceProfile, Instance, InstanceState, MetadataOptions, Monitoring};
pub use kms::{Key, KeyMetadata, KeyRotation, MultiRegionConfiguration, TopicKey};
pub use logs::{LogGroup, MetricFilter, MetricTransformation};
pub use macie::{AutomatedDiscovery, ClassificationJob, MacieSession};
pub use organizations::{
    DelegatedAdministrator, DelegatedService, EnabledServicePrincipal, Organization,
    OrganizationAccount, OrganizationPolicy, OrganizationalUnit, PolicyTarget, PolicyTypeSummary,
    Root,
};
pub use rds::{
    DbCluster, DbClusterMember, DbInstance, DbSubnet, DbSubnetGroup, EventSubscription,
    VpcSecurityGroup,
};
pub use regional::{Analyzer, EbsEncryption, FileSystem, Hub};
pub use resource_policy::ResourcePolicy;
pub use routes::{
    InterfaceGroup, NetworkAcl, NetworkAclAssociation, NetworkAclEntry, NetworkInterface,
    PortRange, Route, RouteTable, RouteTableAssociation,
};
pub use s3::{
    AccountPublicAccessBlock, Bucket, Encryption, EncryptionByDefault, EncryptionRule, Grant,
    Grantee, LoggingEnabled, PolicyStatus, PublicAccessBlock, TrailBucket, Versioning,
};
pub use scaling::{AutoScalingGroup, GroupInstance, TargetGroup};
use sns::null_is_seen;
pub use sns::{Subscription, Topic};
pub use systems_manager::{ManagedInstance, SessionInputs, SessionPreferences};
pub use tracing::{
    ApiStage, Function, SamplingRule, TraceEncryption, TraceGroup, Tracing, TracingConfig,
};
pub use vpc::{
    FlowLog, PeeredCidr, PeeredIpv6Cidr, PeeredVpc, PeeringStatus, Vpc, VpcEndpoint,
    VpcPeeringConnection,
};
pub use web_frontend::{
    AccessLogSettings, Delivery, Distribution, DistributionLogging, EndpointConfiguration,
    HttpAccessLogSettings, HttpApiStage, Listener, LoadBalancer, LoadBalancerAttribute,
    RestApiStage, WebFrontend,
};

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
        Kind::Metric => visit.visit::<Metric>(),
        Kind::Topic => visit.visit::<Topic>(),
        Kind::EventBus => visit.visit::<EventBus>(),
        Kind::EventRule => visit.visit::<EventRule>(),
        Kind::EventTarget => visit.visit::<EventTarget>(),
        Kind::ConfigRecorder => visit.visit::<Recorder>(),
        Kind::DeliveryChannel => visit.visit::<DeliveryChannel>(),
        Kind::ConfigRule => visit.visit::<ConfigRule>(),
        Kind::AccountSummary => visit.visit::<AccountSummary>(),
        Kind::PasswordPolicy => visit.visit::<PasswordPolicy>(),
        Kind::Credential => visit.visit::<Credential>(),
        Kind::SecurityGroup => visit.visit::<SecurityGroup>(),
        Kind::AlternateContact => visit.visit::<AlternateContact>(),
        Kind::ContactInformation => visit.visit::<ContactInformation>(),
        Kind::Organization => visit.visit::<Organization>(),
        Kind::TrailBucket => visit.visit::<TrailBucket>(),
        Kind::User => visit.visit::<User>(),
        Kind::Policy => visit.visit::<Policy>(),
        Kind::PolicyEntities => visit.visit::<PolicyEntities>(),
        Kind::ServerCertificate => visit.visit::<ServerCertificate>(),
        Kind::VirtualMfaDevice => visit.visit::<VirtualMfaDevice>(),
        Kind::IdentityProvider => visit.visit::<IdentityProvider>(),
        Kind::InstanceProfile => visit.visit::<InstanceProfile>(),
        Kind::Analyzer => visit.visit::<Analyzer>(),
        Kind::Bucket => visit.visit::<Bucket>(),
        Kind::AccountPublicAccessBlock => visit.visit::<AccountPublicAccessBlock>(),
        Kind::MacieSession => visit.visit::<MacieSession>(),
        Kind::Hub => visit.visit::<Hub>(),
        Kind::Key => visit.visit::<Key>(),
        Kind::DbInstance => visit.visit::<DbInstance>(),
        Kind::DbCluster => visit.visit::<DbCluster>(),
        Kind::EventSubscription => visit.visit::<EventSubscription>(),
        Kind::AutoScalingGroup => visit.visit::<AutoScalingGroup>(),
        Kind::TargetGroup => visit.visit::<TargetGroup>(),
        Kind::ManagedInstance => visit.visit::<ManagedInstance>(),
        Kind::SessionPreferences => visit.visit::<SessionPreferences>(),
        Kind::Function => visit.visit::<Function>(),
        Kind::RestApiStage => visit.visit::<ApiStage>(),
        Kind::Tracing => visit.visit::<Tracing>(),
        Kind::FileSystem => visit.visit::<FileSystem>(),
        Kind::EbsEncryption => visit.visit::<EbsEncryption>(),
        Kind::Instance => visit.visit::<Instance>(),
        Kind::Vpc => visit.visit::<Vpc>(),
        Kind::FlowLog => visit.visit::<FlowLog>(),
        Kind::NetworkAcl => visit.visit::<NetworkAcl>(),
        Kind::NetworkInterface => visit.visit::<NetworkInterface>(),
        Kind::RouteTable => visit.visit::<RouteTable>(),
        Kind::VpcPeeringConnection => visit.visit::<VpcPeeringConnection>(),
        Kind::VpcEndpoint => visit.visit::<VpcEndpoint>(),
        Kind::WebFrontend => visit.visit::<WebFrontend>(),
        Kind::ResourcePolicy => visit.visit::<ResourcePolicy>(),
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
