//! Every kind of resource that auditrail knows: which service it belongs to, what it
//! is a property of, and which read calls fill it.
//!
//! The enum is closed and every `match` over it exhaustive, so that a new kind is one
//! variant here, one collector, one body, and the compiler names what was forgotten.

pub mod call;
mod facet;
mod in_events;
mod listed;

pub use facet::Facet;
pub use in_events::{InEvents, Name, Source};

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A read-only AWS API call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Call {
    /// The service, such as `cloudtrail`: its IAM prefix, but for services that share one.
    pub service: &'static str,
    /// The operation, such as `DescribeTrails`.
    pub operation: &'static str,
    /// Where it is asked.
    pub place: Place,
    /// The IAM action that allows it: `service:operation`, unless AWS named it otherwise.
    pub action: &'static str,
}

impl Call {
    /// What a snapshot remembers of it. Some lists are asked for only where a trail leads, or
    /// in every region: the one says nothing of the other.
    pub fn asked_as(&self) -> String {
        let along = Self {
            place: Place::PerResource,
            ..*self
        };
        if self.place == Place::EveryRegion && call::ALL.contains(&along) {
            format!("{self} in every region")
        } else {
            self.to_string()
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service, self.operation)
    }
}

/// Where a call is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Once for the account.
    Global,
    /// Once in every region.
    EveryRegion,
    /// Once for each resource that an earlier call named, in that resource's region.
    PerResource,
}

/// What a rule over a kind has a row for, even when there is nothing of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The account as a whole.
    Account,
    /// Each region of the account.
    Region,
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $kind:ident $name:literal $variable:literal $noun:literal $scope:ident;)*) => {
        /// A kind of resource.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(rename_all = "kebab-case")]
        pub enum Kind {
            $($(#[$doc])+ $kind,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The name that rules, reports and snapshots use.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// The name of the list of all resources of this kind in a rule's conditions,
            /// such as `security_groups`.
            pub fn variable(self) -> &'static str {
                match self {
                    $(Self::$kind => $variable,)*
                }
            }

            /// What the kind is called in a sentence, in the singular.
            pub fn noun(self) -> &'static str {
                match self {
                    $(Self::$kind => $noun,)*
                }
            }

            /// What a rule over this kind has at least one row for.
            pub fn scope(self) -> Scope {
                match self {
                    $(Self::$kind => Scope::$scope,)*
                }
            }
        }
    };
}

// Name, list variable, noun, and what a rule over it has at least one row for.
kinds! {
    /// The account itself; there is always exactly one.
    Account "account" "accounts" "account" Account;
    /// A region of the account; one for each that is looked at.
    Region "region" "regions" "region" Region;
    /// The account's alternate contact for security.
    AlternateContact "alternate-contact" "alternate_contacts" "alternate contact" Account;
    /// The account's contact details.
    ContactInformation "contact-information" "contact_information" "record of contact details" Account;
    /// The organization that the account belongs to.
    Organization "organization" "organizations" "organization" Account;
    /// A CloudTrail trail, once, in its home region.
    Trail "trail" "trails" "trail" Account;
    /// An S3 bucket that a trail of the account names, wherever it is.
    TrailBucket "trail-bucket" "trail_buckets" "trail's bucket" Account;
    /// A CloudWatch Logs log group: those that a trail delivers to, or all.
    LogGroup "log-group" "log_groups" "log group" Region;
    /// A metric filter on such a log group.
    MetricFilter "metric-filter" "metric_filters" "metric filter" Region;
    /// A CloudWatch metric alarm.
    Alarm "alarm" "alarms" "alarm" Region;
    /// A CloudWatch alarm mute rule that has not expired, in a region where alarms are
    /// looked at.
    AlarmMuteRule "alarm-mute-rule" "alarm_mute_rules" "alarm mute rule" Region;
    /// A series of datapoints that had some in the last two weeks, of a metric that an alarm
    /// watches.
    Metric "metric" "metrics" "metric" Region;
    /// An SNS topic that an alarm, an event rule or an event subscription names.
    Topic "topic" "topics" "topic" Region;
    /// An event bus of `EventBridge`.
    EventBus "event-bus" "event_buses" "event bus" Region;
    /// A rule of an event bus.
    EventRule "event-rule" "event_rules" "event rule" Region;
    /// A queue or a function that an event rule delivers to, and who may use it.
    EventTarget "event-target" "event_targets" "target of event rules" Region;
    /// A configuration recorder of AWS Config.
    ConfigRecorder "config-recorder" "config_recorders" "configuration recorder" Region;
    /// A delivery channel of AWS Config.
    DeliveryChannel "delivery-channel" "delivery_channels" "delivery channel" Region;
    /// A rule of AWS Config.
    ConfigRule "config-rule" "config_rules" "Config rule" Region;
    /// The summary of IAM entities and quotas.
    AccountSummary "account-summary" "account_summaries" "account summary" Account;
    /// The account's own password policy; there is none while AWS's default holds.
    PasswordPolicy "password-policy" "password_policies" "password policy" Account;
    /// A row of IAM's credential report: a user, or the root user.
    Credential "credential" "credentials" "IAM user" Account;
    /// An IAM user with its policies and groups.
    User "user" "users" "IAM user" Account;
    /// A managed policy of IAM: all of the account's own, and of AWS's those in use.
    Policy "policy" "policies" "managed policy" Account;
    /// Who has a managed policy of AWS that a rule names; once for each that is named.
    PolicyEntities "policy-entities" "policy_entities" "managed policy of AWS" Account;
    /// A TLS server certificate stored in IAM.
    ServerCertificate "server-certificate" "server_certificates" "server certificate" Account;
    /// A virtual MFA device that is assigned to somebody.
    VirtualMfaDevice "virtual-mfa-device" "virtual_mfa_devices" "virtual MFA device" Account;
    /// A SAML or `OpenID` Connect provider of IAM.
    IdentityProvider "identity-provider" "identity_providers" "identity provider" Account;
    /// An instance profile of IAM.
    InstanceProfile "instance-profile" "instance_profiles" "instance profile" Account;
    /// An analyzer of IAM Access Analyzer.
    Analyzer "analyzer" "analyzers" "analyzer" Region;
    /// An S3 bucket of the account.
    Bucket "bucket" "buckets" "bucket" Account;
    /// The account's own block of public access to S3; there is none while nothing is set.
    AccountPublicAccessBlock "account-public-access-block" "account_public_access_blocks" "public access block of the account" Account;
    /// Macie in a region where it is enabled.
    MacieSession "macie-session" "macie_sessions" "Macie session" Region;
    /// Security Hub in a region where it is enabled.
    Hub "hub" "hubs" "Security Hub subscription" Region;
    /// A KMS key.
    Key "key" "keys" "KMS key" Region;
    /// An RDS DB instance.
    DbInstance "db-instance" "db_instances" "DB instance" Region;
    /// An RDS DB cluster.
    DbCluster "db-cluster" "db_clusters" "DB cluster" Region;
    /// An RDS event subscription.
    EventSubscription "event-subscription" "event_subscriptions" "event subscription" Region;
    /// An EFS file system.
    FileSystem "file-system" "file_systems" "file system" Region;
    /// What a region encrypts new EBS volumes with; once for each region.
    EbsEncryption "ebs-encryption" "ebs_encryption" "EBS setting" Region;
    /// An EC2 instance.
    Instance "instance" "instances" "instance" Region;
    /// An EC2 Auto Scaling group.
    AutoScalingGroup "auto-scaling-group" "auto_scaling_groups" "Auto Scaling group" Region;
    /// A target group of Elastic Load Balancing.
    TargetGroup "target-group" "target_groups" "target group" Region;
    /// A node that Systems Manager manages: an instance or a machine elsewhere.
    ManagedInstance "managed-instance" "managed_instances" "managed node" Region;
    /// What a region's sessions of Session Manager log; once for each region.
    SessionPreferences "session-preferences" "session_preferences" "record of session preferences" Region;
    /// A Lambda function.
    Function "function" "functions" "function" Region;
    /// A stage of a REST API of API Gateway.
    RestApiStage "rest-api-stage" "rest_api_stages" "stage" Region;
    /// A region's settings of X-Ray; once for each region.
    Tracing "tracing" "tracing" "X-Ray setting" Region;
    /// A VPC that the account owns or that is shared with it.
    Vpc "vpc" "vpcs" "VPC" Region;
    /// A flow log.
    FlowLog "flow-log" "flow_logs" "flow log" Region;
    /// An EC2 security group.
    SecurityGroup "security-group" "security_groups" "security group" Region;
    /// A network ACL.
    NetworkAcl "network-acl" "network_acls" "network ACL" Region;
    /// An elastic network interface.
    NetworkInterface "network-interface" "network_interfaces" "network interface" Region;
    /// A route table.
    RouteTable "route-table" "route_tables" "route table" Region;
    /// A VPC peering connection.
    VpcPeeringConnection "vpc-peering-connection" "vpc_peering_connections" "VPC peering connection" Region;
    /// A VPC endpoint.
    VpcEndpoint "vpc-endpoint" "vpc_endpoints" "VPC endpoint" Region;
    /// What takes requests from the web: a CloudFront distribution, an Application or
    /// Network Load Balancer, or a stage of API Gateway.
    WebFrontend "web-frontend" "web_frontends" "web front end" Region;
    /// The policy of a resource that has one: who may use it, in any account.
    ResourcePolicy "resource-policy" "resource_policies" "resource policy" Region;
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn all_holds_every_kind_once_under_its_serialised_name() {
        let names: BTreeSet<&str> = Kind::ALL.iter().map(|k| k.name()).collect();
        assert_eq!(names.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            let json = serde_json::to_value(kind).unwrap();
            assert_eq!(json, kind.name(), "serde and name() differ");
            assert_eq!(serde_json::from_value::<Kind>(json).unwrap(), *kind);
        }
    }

    #[test]
    fn variables_are_unique_and_legal_in_conditions() {
        let variables: BTreeSet<&str> = Kind::ALL.iter().map(|k| k.variable()).collect();
        assert_eq!(variables.len(), Kind::ALL.len());
        assert!(
            variables
                .iter()
                .all(|v| v.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
        );
    }

    #[test]
    fn every_call_serves_a_kind_or_finds_the_target() {
        let mut used: BTreeSet<Call> = Kind::ALL
            .iter()
            .flat_map(|k| {
                k.listed_by()
                    .iter()
                    .copied()
                    .chain(k.facets().iter().map(|f| f.call))
            })
            .collect();
        used.extend([call::GET_CALLER_IDENTITY, call::DESCRIBE_REGIONS]);
        // Along a trail, lists are asked for that are also there of every region.
        let used: BTreeSet<String> = used.iter().map(ToString::to_string).collect();
        for call in call::ALL {
            assert!(used.contains(&call.to_string()), "{call} serves no kind");
        }
        assert!(!call::ALL.contains(&call::TEST_METRIC_FILTER));
        assert!(!call::ALL.contains(&call::LOOKUP_EVENTS));
    }
}
