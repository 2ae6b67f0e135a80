//! Which calls list the resources of a kind.

use super::{Call, Kind, call};

impl Kind {
    /// The calls that lead from trails to resources of this kind, for those that are links
    /// of the chains behind them.
    pub fn along_trails(self) -> &'static [Call] {
        match self {
            Self::LogGroup => &[call::DESCRIBE_TRAILS, call::DESCRIBE_LOG_GROUPS],
            Self::MetricFilter => &[call::DESCRIBE_TRAILS, call::DESCRIBE_METRIC_FILTERS],
            Self::Alarm => &[call::DESCRIBE_TRAILS, call::DESCRIBE_ALARMS],
            Self::AlarmMuteRule => &[
                call::DESCRIBE_TRAILS,
                call::LIST_ALARM_MUTE_RULES,
                call::GET_ALARM_MUTE_RULE,
            ],
            Self::Topic => &[
                call::DESCRIBE_TRAILS,
                call::DESCRIBE_METRIC_FILTERS,
                call::DESCRIBE_ALARMS,
            ],
            _ => &[],
        }
    }

    /// The calls that list the resources of this kind, in the order in which they
    /// depend on each other. Where several services have resources of the kind, all of
    /// them are asked.
    pub fn listed_by(self) -> &'static [Call] {
        match self {
            Self::Account | Self::Region => &[],
            Self::AlternateContact => &[call::GET_ALTERNATE_CONTACT],
            Self::ContactInformation => &[call::GET_CONTACT_INFORMATION],
            Self::Organization => &[call::DESCRIBE_ORGANIZATION],
            Self::Trail => &[call::DESCRIBE_TRAILS],
            // The list of the account's own buckets says in which region each is; that of
            // another is asked for.
            Self::TrailBucket => &[
                call::DESCRIBE_TRAILS,
                call::LIST_BUCKETS,
                call::GET_BUCKET_LOCATION,
            ],
            Self::LogGroup => &[call::DESCRIBE_ALL_LOG_GROUPS],
            Self::MetricFilter => &[call::DESCRIBE_ALL_METRIC_FILTERS],
            Self::Alarm => &[call::DESCRIBE_ALL_ALARMS],
            Self::AlarmMuteRule => &[call::LIST_ALL_ALARM_MUTE_RULES, call::GET_ALARM_MUTE_RULE],
            Self::Metric => &[call::DESCRIBE_ALL_ALARMS, call::LIST_METRICS],
            // Whatever names topics.
            Self::Topic => &[
                call::DESCRIBE_ALL_ALARMS,
                call::LIST_EVENT_BUSES,
                call::LIST_RULES,
                call::LIST_TARGETS_BY_RULE,
                call::DESCRIBE_EVENT_SUBSCRIPTIONS,
            ],
            Self::EventBus => &[call::LIST_EVENT_BUSES],
            Self::EventRule => &[call::LIST_EVENT_BUSES, call::LIST_RULES],
            Self::EventTarget => &[
                call::LIST_EVENT_BUSES,
                call::LIST_RULES,
                call::LIST_TARGETS_BY_RULE,
            ],
            Self::ConfigRecorder => &[call::DESCRIBE_CONFIGURATION_RECORDERS],
            Self::DeliveryChannel => &[call::DESCRIBE_DELIVERY_CHANNELS],
            Self::ConfigRule => &[call::DESCRIBE_CONFIG_RULES],
            Self::AccountSummary => &[call::GET_ACCOUNT_SUMMARY],
            Self::PasswordPolicy => &[call::GET_ACCOUNT_PASSWORD_POLICY],
            Self::Credential => &[
                call::GENERATE_CREDENTIAL_REPORT,
                call::GET_CREDENTIAL_REPORT,
            ],
            Self::User | Self::Policy => &[call::GET_ACCOUNT_AUTHORIZATION_DETAILS],
            Self::PolicyEntities => &[call::LIST_ENTITIES_FOR_POLICY],
            Self::ServerCertificate => &[call::LIST_SERVER_CERTIFICATES],
            Self::VirtualMfaDevice => &[call::LIST_VIRTUAL_MFA_DEVICES],
            Self::IdentityProvider => &[
                call::LIST_SAML_PROVIDERS,
                call::LIST_OPEN_ID_CONNECT_PROVIDERS,
            ],
            Self::InstanceProfile => &[call::LIST_INSTANCE_PROFILES],
            Self::Analyzer => &[call::LIST_ANALYZERS],
            // S3 names the region of each in the list; other endpoints may not.
            Self::Bucket => &[call::LIST_BUCKETS, call::GET_BUCKET_LOCATION],
            Self::AccountPublicAccessBlock => &[call::GET_ACCOUNT_PUBLIC_ACCESS_BLOCK],
            Self::MacieSession => &[call::GET_MACIE_SESSION],
            Self::Hub => &[call::DESCRIBE_HUB],
            Self::Key => &[call::LIST_KEYS],
            Self::DbInstance => &[call::DESCRIBE_DB_INSTANCES],
            Self::DbCluster => &[call::DESCRIBE_DB_CLUSTERS],
            Self::EventSubscription => &[call::DESCRIBE_EVENT_SUBSCRIPTIONS],
            Self::FileSystem => &[call::DESCRIBE_FILE_SYSTEMS],
            Self::EbsEncryption => &[call::GET_EBS_ENCRYPTION_BY_DEFAULT],
            Self::Instance => &[call::DESCRIBE_INSTANCES],
            Self::AutoScalingGroup => &[call::DESCRIBE_AUTO_SCALING_GROUPS],
            Self::TargetGroup => &[call::DESCRIBE_TARGET_GROUPS],
            Self::ManagedInstance => &[call::DESCRIBE_INSTANCE_INFORMATION],
            Self::SessionPreferences => &[call::GET_DOCUMENT],
            Self::Function => &[call::LIST_FUNCTIONS],
            Self::RestApiStage => &[call::GET_REST_APIS, call::GET_REST_API_STAGES],
            Self::Tracing => &[call::GET_ENCRYPTION_CONFIG],
            Self::Vpc => &[call::DESCRIBE_VPCS],
            Self::FlowLog => &[call::DESCRIBE_FLOW_LOGS],
            Self::SecurityGroup => &[call::DESCRIBE_SECURITY_GROUPS],
            Self::NetworkAcl => &[call::DESCRIBE_NETWORK_ACLS],
            Self::NetworkInterface => &[call::DESCRIBE_NETWORK_INTERFACES],
            Self::RouteTable => &[call::DESCRIBE_ROUTE_TABLES],
            Self::VpcPeeringConnection => &[call::DESCRIBE_VPC_PEERING_CONNECTIONS],
            Self::VpcEndpoint => &[call::DESCRIBE_VPC_ENDPOINTS],
            Self::WebFrontend => &[
                call::LIST_DISTRIBUTIONS,
                call::DESCRIBE_LOAD_BALANCERS,
                call::GET_REST_APIS,
                call::GET_REST_API_STAGES,
                call::GET_HTTP_APIS,
                call::GET_HTTP_API_STAGES,
            ],
            Self::ResourcePolicy => RESOURCE_POLICIES,
        }
    }
}

/// Each service's list of resources, and the policy of one of them where the list does
/// not hold it.
const RESOURCE_POLICIES: &[Call] = &[
    call::LIST_BUCKETS,
    call::GET_BUCKET_LOCATION,
    call::GET_BUCKET_POLICY,
    call::LIST_QUEUES,
    call::GET_QUEUE_ATTRIBUTES,
    call::LIST_TOPICS,
    call::GET_TOPIC_ATTRIBUTES,
    call::LIST_FUNCTIONS,
    call::GET_FUNCTION_POLICY,
    call::LIST_KEYS,
    call::GET_KEY_POLICY,
    call::LIST_SECRETS,
    call::GET_SECRET_POLICY,
    call::LIST_EVENT_BUSES,
    call::DESCRIBE_REPOSITORIES,
    call::GET_REPOSITORY_POLICY,
    call::DESCRIBE_FILE_SYSTEMS,
    call::DESCRIBE_FILE_SYSTEM_POLICY,
    call::LIST_VAULTS,
    call::GET_VAULT_ACCESS_POLICY,
    call::LIST_BACKUP_VAULTS,
    call::GET_BACKUP_VAULT_ACCESS_POLICY,
];
