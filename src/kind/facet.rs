//! Which keys of a resource's body calls of their own fill.

use super::{Call, Kind, call};

/// Keys of a resource's body that a call of its own fills, asked only when a rule
/// looks at one of them.
#[derive(Debug, PartialEq, Eq)]
pub struct Facet {
    /// The keys, wherever in the body they stand.
    pub keys: &'static [&'static str],
    /// The call that fills them, or that names what fills them.
    pub call: Call,
    /// Whether every body has the keys, at its top, where the call is planned. Others
    /// stand deeper in the body or only in some, or a case may do without them.
    pub everywhere: bool,
}

/// Keys that every body has.
const fn everywhere(keys: &'static [&'static str], call: Call) -> Facet {
    Facet {
        keys,
        call,
        everywhere: true,
    }
}

/// Keys that only some bodies have, or that stand deeper in them.
const fn somewhere(keys: &'static [&'static str], call: Call) -> Facet {
    Facet {
        keys,
        call,
        everywhere: false,
    }
}

impl Kind {
    /// The keys of the body that calls of their own fill.
    pub fn facets(self) -> &'static [Facet] {
        match self {
            Self::Organization => ORGANIZATION,
            Self::Trail => TRAIL,
            Self::TrailBucket => TRAIL_BUCKET,
            Self::Topic => TOPIC,
            Self::ConfigRecorder => {
                const {
                    &[everywhere(
                        &["Status"],
                        call::DESCRIBE_CONFIGURATION_RECORDER_STATUS,
                    )]
                }
            }
            Self::ConfigRule => {
                const {
                    &[somewhere(
                        &["Compliance"],
                        call::GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE,
                    )]
                }
            }
            Self::DeliveryChannel => {
                const {
                    &[
                        // Buckets are asked where they are.
                        somewhere(&["BucketEncryption"], call::GET_BUCKET_LOCATION),
                        everywhere(&["BucketEncryption"], call::GET_BUCKET_ENCRYPTION),
                    ]
                }
            }
            Self::Bucket => BUCKET,
            Self::MacieSession => MACIE,
            Self::Key => KEY,
            Self::SecurityGroup => {
                const {
                    &[somewhere(
                        &["Entries"],
                        call::GET_MANAGED_PREFIX_LIST_ENTRIES,
                    )]
                }
            }
            Self::WebFrontend => WEB_FRONTEND,
            Self::EventRule => const { &[everywhere(&["Targets"], call::LIST_TARGETS_BY_RULE)] },
            Self::EventTarget => EVENT_TARGET,
            Self::Tracing => {
                const {
                    &[
                        everywhere(&["SamplingRules"], call::GET_SAMPLING_RULES),
                        everywhere(&["Groups"], call::GET_TRACE_GROUPS),
                    ]
                }
            }
            Self::Account
            | Self::Region
            | Self::AlternateContact
            | Self::ContactInformation
            | Self::LogGroup
            | Self::MetricFilter
            | Self::Alarm
            | Self::AlarmMuteRule
            | Self::Metric
            | Self::EventBus
            | Self::EventSubscription
            | Self::AutoScalingGroup
            | Self::TargetGroup
            | Self::ManagedInstance
            | Self::SessionPreferences
            | Self::Function
            | Self::RestApiStage
            | Self::AccountSummary
            | Self::PasswordPolicy
            | Self::Credential
            | Self::User
            | Self::Policy
            | Self::PolicyEntities
            | Self::ServerCertificate
            | Self::VirtualMfaDevice
            | Self::IdentityProvider
            | Self::InstanceProfile
            | Self::Analyzer
            | Self::AccountPublicAccessBlock
            | Self::Hub
            | Self::DbInstance
            | Self::DbCluster
            | Self::FileSystem
            | Self::EbsEncryption
            | Self::Instance
            | Self::Vpc
            | Self::FlowLog
            | Self::NetworkAcl
            | Self::NetworkInterface
            | Self::RouteTable
            | Self::VpcPeeringConnection
            | Self::VpcEndpoint
            | Self::ResourcePolicy => &[],
        }
    }
}

const ORGANIZATION: &[Facet] = &[
    everywhere(
        &["EnabledServicePrincipals"],
        call::LIST_AWS_SERVICE_ACCESS_FOR_ORGANIZATION,
    ),
    everywhere(&["EnabledFeatures"], call::LIST_ORGANIZATIONS_FEATURES),
    everywhere(
        &["DelegatedAdministrators"],
        call::LIST_DELEGATED_ADMINISTRATORS,
    ),
    somewhere(
        &["DelegatedServices"],
        call::LIST_DELEGATED_SERVICES_FOR_ACCOUNT,
    ),
    everywhere(&["Roots"], call::LIST_ROOTS),
    // The tree is walked from its roots.
    somewhere(&["OrganizationalUnits", "Accounts"], call::LIST_ROOTS),
    everywhere(
        &["OrganizationalUnits"],
        call::LIST_ORGANIZATIONAL_UNITS_FOR_PARENT,
    ),
    somewhere(&["Accounts"], call::LIST_ORGANIZATIONAL_UNITS_FOR_PARENT),
    everywhere(&["Accounts"], call::LIST_ACCOUNTS_FOR_PARENT),
    // The roots tell which types of policies are enabled.
    somewhere(&["Policies", "Targets"], call::LIST_ROOTS),
    everywhere(&["Policies"], call::LIST_ORGANIZATION_POLICIES),
    somewhere(&["Targets"], call::LIST_ORGANIZATION_POLICIES),
    somewhere(&["Targets"], call::LIST_TARGETS_FOR_POLICY),
    everywhere(&["ResourcePolicy"], call::DESCRIBE_RESOURCE_POLICY),
];

const TRAIL: &[Facet] = &[
    everywhere(&["Status"], call::GET_TRAIL_STATUS),
    everywhere(
        &["EventSelectors", "AdvancedEventSelectors"],
        call::GET_EVENT_SELECTORS,
    ),
    everywhere(&["InsightSelectors"], call::GET_INSIGHT_SELECTORS),
    // Only a trail that delivers to a log group has a role for it.
    somewhere(&["DeliveryRole"], call::GET_ROLE),
    somewhere(&["DeliveryRole"], call::LIST_ROLE_POLICIES),
    somewhere(&["DeliveryRole"], call::GET_ROLE_POLICY),
    somewhere(&["DeliveryRole"], call::LIST_ATTACHED_ROLE_POLICIES),
    somewhere(&["DeliveryRole"], call::GET_POLICY),
    somewhere(&["DeliveryRole"], call::GET_POLICY_VERSION),
    // Only a trail that encrypts with a key has one.
    somewhere(&["KmsKey"], call::DESCRIBE_KEY),
];

const TRAIL_BUCKET: &[Facet] = &[
    everywhere(&["LoggingEnabled"], call::GET_BUCKET_LOGGING),
    everywhere(&["Grants"], call::GET_BUCKET_ACL),
    everywhere(&["Policy"], call::GET_BUCKET_POLICY),
    everywhere(&["PolicyStatus"], call::GET_BUCKET_POLICY_STATUS),
    everywhere(
        &["PublicAccessBlockConfiguration"],
        call::GET_BUCKET_PUBLIC_ACCESS_BLOCK,
    ),
];

const TOPIC: &[Facet] = &[
    // Only its attributes say whether a topic has a key.
    somewhere(&["Attributes", "Key"], call::GET_TOPIC_ATTRIBUTES),
    everywhere(&["Subscriptions"], call::LIST_SUBSCRIPTIONS_BY_TOPIC),
    // They stand under `Attributes` as well, those of each subscription; a rule that
    // looks at one of them names it.
    somewhere(
        &[
            "FilterPolicy",
            "FilterPolicyScope",
            "RawMessageDelivery",
            "RedrivePolicy",
        ],
        call::GET_SUBSCRIPTION_ATTRIBUTES,
    ),
    somewhere(&["Key"], call::DESCRIBE_KEY),
    somewhere(&["Key"], call::GET_KEY_POLICY),
];

const EVENT_TARGET: &[Facet] = &[
    // A queue's attributes say whether it has a key, too.
    somewhere(&["Policy", "Key"], call::GET_QUEUE_ATTRIBUTES),
    somewhere(&["Policy"], call::GET_FUNCTION_POLICY),
    somewhere(&["Key"], call::DESCRIBE_KEY),
    somewhere(&["Key"], call::GET_KEY_POLICY),
];

const BUCKET: &[Facet] = &[
    everywhere(&["Policy"], call::GET_BUCKET_POLICY),
    everywhere(&["Versioning"], call::GET_BUCKET_VERSIONING),
    everywhere(
        &["PublicAccessBlockConfiguration"],
        call::GET_BUCKET_PUBLIC_ACCESS_BLOCK,
    ),
    everywhere(
        &["ServerSideEncryptionConfiguration"],
        call::GET_BUCKET_ENCRYPTION,
    ),
];

const MACIE: &[Facet] = &[
    everywhere(&["classificationJobs"], call::LIST_CLASSIFICATION_JOBS),
    everywhere(
        &["automatedDiscovery"],
        call::GET_AUTOMATED_DISCOVERY_CONFIGURATION,
    ),
];

const KEY: &[Facet] = &[
    everywhere(&["KeyMetadata"], call::DESCRIBE_KEY),
    // Which keys can rotate, their metadata says; the others are not asked.
    somewhere(&["KeyRotation"], call::DESCRIBE_KEY),
    somewhere(&["KeyRotation"], call::GET_KEY_ROTATION_STATUS),
];

const WEB_FRONTEND: &[Facet] = &[
    somewhere(&["Logging"], call::GET_DISTRIBUTION_CONFIG),
    somewhere(&["Deliveries"], call::DESCRIBE_DELIVERY_SOURCES),
    somewhere(&["Deliveries"], call::DESCRIBE_DELIVERIES),
    somewhere(&["Attributes"], call::DESCRIBE_LOAD_BALANCER_ATTRIBUTES),
    somewhere(&["Listeners"], call::DESCRIBE_LISTENERS),
];
