//! Under which names CloudTrail's event history has the resources of a kind.
//!
//! `LookupEvents` finds events by one `ResourceName` (its API reference). AWS documents for
//! no service which names that are. Seen in published answers: `StopLogging` under the
//! trail's name and `GetTrailStatus` under its ARN, IAM users under either, EC2's resources
//! under their ids. So what a caller may name in two ways is looked up in both, other kinds
//! by analogy; a name that is never used costs one call and finds nothing.

use super::Kind;

/// How the event history has the resources of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InEvents {
    /// It is a setting of the account or of a region: no call names it.
    Setting,
    /// Calls that change it cannot be found by what names it.
    Unlisted,
    /// Under these names, in events of the service that it belongs to.
    Named(Source, &'static [Name]),
}

/// Where the calls on a resource go. Other services' events name it too where they use it:
/// a trail its bucket, a database its security groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// To this service; its `eventSource` without `.amazonaws.com`.
    Service(&'static str),
    /// To the service in its ARN: the kind has resources of several.
    OfArn,
}

/// A name of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// Its id in the inventory.
    Id,
    /// Its ARN.
    Arn,
    /// The ARN of a bucket, which the API leaves out.
    BucketArn,
    /// The last part of its ARN, without the type of resource.
    InArn,
}

/// The id alone: AWS chose it, and calls take nothing else.
const BY_ID: &[Name] = &[Name::Id];
/// The ARN alone.
const BY_ARN: &[Name] = &[Name::Arn];
/// As the caller liked.
const EITHER: &[Name] = &[Name::Id, Name::Arn];

impl Kind {
    /// How the event history has resources of this kind.
    pub fn in_events(self) -> InEvents {
        let named = |service, names| InEvents::Named(Source::Service(service), names);
        match self {
            Self::Account
            | Self::Region
            | Self::AlternateContact
            | Self::ContactInformation
            | Self::Organization
            | Self::AccountSummary
            | Self::PasswordPolicy
            | Self::AccountPublicAccessBlock
            | Self::MacieSession
            | Self::Hub
            | Self::EbsEncryption
            | Self::Tracing => InEvents::Setting,
            // The name of a filter or a stage means nothing without that of its group or API,
            // and lookups take one name; a metric is there because somebody publishes.
            Self::MetricFilter | Self::RestApiStage | Self::Metric => InEvents::Unlisted,
            Self::Trail => named("cloudtrail", EITHER),
            Self::TrailBucket | Self::Bucket => named("s3", &[Name::Id, Name::BucketArn]),
            Self::LogGroup => named("logs", EITHER),
            Self::Alarm | Self::AlarmMuteRule => named("monitoring", EITHER),
            Self::Topic => named("sns", EITHER),
            Self::EventBus | Self::EventRule => named("events", EITHER),
            Self::AutoScalingGroup => named("autoscaling", EITHER),
            Self::TargetGroup => named("elasticloadbalancing", EITHER),
            Self::ManagedInstance | Self::SessionPreferences => named("ssm", BY_ID),
            Self::Function => named("lambda", EITHER),
            Self::ConfigRecorder | Self::DeliveryChannel | Self::ConfigRule => {
                named("config", EITHER)
            }
            Self::Credential | Self::User | Self::ServerCertificate => named("iam", EITHER),
            // Who attached AWS's own policy named it by its ARN, as one has to.
            Self::Policy
            | Self::PolicyEntities
            | Self::VirtualMfaDevice
            | Self::IdentityProvider => named("iam", BY_ARN),
            Self::InstanceProfile => named("iam", &[Name::Arn, Name::InArn]),
            Self::Analyzer => named("access-analyzer", EITHER),
            Self::Key => named("kms", &[Name::Arn, Name::Id]),
            Self::DbInstance | Self::DbCluster | Self::EventSubscription => named("rds", EITHER),
            Self::FileSystem => named("elasticfilesystem", EITHER),
            Self::Instance
            | Self::Vpc
            | Self::FlowLog
            | Self::SecurityGroup
            | Self::NetworkAcl
            | Self::NetworkInterface
            | Self::RouteTable
            | Self::VpcPeeringConnection
            | Self::VpcEndpoint => named("ec2", BY_ID),
            Self::WebFrontend => InEvents::Named(Source::OfArn, EITHER),
            Self::ResourcePolicy | Self::EventTarget => {
                InEvents::Named(Source::OfArn, &[Name::Arn, Name::InArn])
            }
        }
    }

    /// Operations of EC2 that take a resource of this kind and only put it to use: they
    /// change another one. A busy security group would hide behind the instances that are
    /// started in it.
    pub fn used_by(self) -> &'static [&'static str] {
        match self {
            Self::Vpc | Self::SecurityGroup | Self::NetworkAcl | Self::RouteTable => &[
                "RunInstances",
                "CreateFleet",
                "RequestSpotInstances",
                "RequestSpotFleet",
                "ModifyInstanceAttribute",
                "CreateLaunchTemplate",
                "CreateLaunchTemplateVersion",
                "CreateNetworkInterface",
                "ModifyNetworkInterfaceAttribute",
            ],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_what_no_call_names() {
        let settings = Kind::ALL.iter();
        let settings = settings.filter(|kind| kind.in_events() == InEvents::Setting);
        assert_eq!(settings.count(), 12);
        assert!(
            Kind::ALL.iter().all(|kind| match kind.in_events() {
                InEvents::Named(_, names) => !names.is_empty(),
                InEvents::Setting | InEvents::Unlisted => true,
            }),
            "a kind that is listed has a name"
        );
    }

    #[test]
    fn starting_an_instance_changes_the_instance() {
        assert!(Kind::SecurityGroup.used_by().contains(&"RunInstances"));
        assert!(Kind::Instance.used_by().is_empty());
    }
}
