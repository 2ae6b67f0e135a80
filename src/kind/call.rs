//! The read calls of all kinds.

use super::{Call, Place};

macro_rules! calls {
    (@action $service:literal $operation:literal) => { concat!($service, ":", $operation) };
    (@action $service:literal $operation:literal $action:literal) => { $action };
    ($($name:ident = $service:literal $operation:literal $place:ident $(as $action:literal)?;)*) => {
        $(
            #[doc = concat!("`", $service, ":", $operation, "`")]
            pub const $name: Call = Call {
                service: $service,
                operation: $operation,
                place: Place::$place,
                action: calls!(@action $service $operation $($action)?),
            };
        )*
        /// All that a scan can make, in the order of this list.
        pub const ALL: &[Call] = &[$($name),*];
    };
}

// The actions behind `as` are those of the service authorization reference, for calls that
// IAM knows under another name.
calls! {
    GET_CALLER_IDENTITY = "sts" "GetCallerIdentity" Global;
    DESCRIBE_REGIONS = "ec2" "DescribeRegions" Global;

    GET_ALTERNATE_CONTACT = "account" "GetAlternateContact" Global;
    GET_CONTACT_INFORMATION = "account" "GetContactInformation" Global;

    DESCRIBE_ORGANIZATION = "organizations" "DescribeOrganization" Global;
    LIST_AWS_SERVICE_ACCESS_FOR_ORGANIZATION = "organizations" "ListAWSServiceAccessForOrganization" Global;
    LIST_DELEGATED_ADMINISTRATORS = "organizations" "ListDelegatedAdministrators" Global;
    LIST_DELEGATED_SERVICES_FOR_ACCOUNT = "organizations" "ListDelegatedServicesForAccount" PerResource;
    LIST_ROOTS = "organizations" "ListRoots" Global;
    LIST_ORGANIZATIONAL_UNITS_FOR_PARENT = "organizations" "ListOrganizationalUnitsForParent" PerResource;
    LIST_ACCOUNTS_FOR_PARENT = "organizations" "ListAccountsForParent" PerResource;
    LIST_ORGANIZATION_POLICIES = "organizations" "ListPolicies" Global;
    LIST_TARGETS_FOR_POLICY = "organizations" "ListTargetsForPolicy" PerResource;
    DESCRIBE_RESOURCE_POLICY = "organizations" "DescribeResourcePolicy" Global;
    LIST_ORGANIZATIONS_FEATURES = "iam" "ListOrganizationsFeatures" Global;

    DESCRIBE_TRAILS = "cloudtrail" "DescribeTrails" EveryRegion;
    GET_TRAIL_STATUS = "cloudtrail" "GetTrailStatus" PerResource;
    GET_EVENT_SELECTORS = "cloudtrail" "GetEventSelectors" PerResource;
    GET_INSIGHT_SELECTORS = "cloudtrail" "GetInsightSelectors" PerResource;
    GET_ROLE = "iam" "GetRole" PerResource;
    LIST_ROLE_POLICIES = "iam" "ListRolePolicies" PerResource;
    GET_ROLE_POLICY = "iam" "GetRolePolicy" PerResource;
    LIST_ATTACHED_ROLE_POLICIES = "iam" "ListAttachedRolePolicies" PerResource;
    GET_POLICY = "iam" "GetPolicy" PerResource;
    GET_POLICY_VERSION = "iam" "GetPolicyVersion" PerResource;
    DESCRIBE_LOG_GROUPS = "logs" "DescribeLogGroups" PerResource;
    DESCRIBE_METRIC_FILTERS = "logs" "DescribeMetricFilters" PerResource;
    DESCRIBE_ALL_LOG_GROUPS = "logs" "DescribeLogGroups" EveryRegion;
    DESCRIBE_ALL_METRIC_FILTERS = "logs" "DescribeMetricFilters" EveryRegion;
    DESCRIBE_ALARMS = "cloudwatch" "DescribeAlarms" PerResource;
    DESCRIBE_ALL_ALARMS = "cloudwatch" "DescribeAlarms" EveryRegion;
    LIST_METRICS = "cloudwatch" "ListMetrics" PerResource;
    LIST_ALARM_MUTE_RULES = "cloudwatch" "ListAlarmMuteRules" PerResource;
    LIST_ALL_ALARM_MUTE_RULES = "cloudwatch" "ListAlarmMuteRules" EveryRegion;
    GET_ALARM_MUTE_RULE = "cloudwatch" "GetAlarmMuteRule" PerResource;
    GET_TOPIC_ATTRIBUTES = "sns" "GetTopicAttributes" PerResource;
    LIST_SUBSCRIPTIONS_BY_TOPIC = "sns" "ListSubscriptionsByTopic" PerResource;
    GET_SUBSCRIPTION_ATTRIBUTES = "sns" "GetSubscriptionAttributes" PerResource;
    DESCRIBE_CONFIGURATION_RECORDERS = "config" "DescribeConfigurationRecorders" EveryRegion;
    DESCRIBE_CONFIGURATION_RECORDER_STATUS = "config" "DescribeConfigurationRecorderStatus" EveryRegion;
    DESCRIBE_DELIVERY_CHANNELS = "config" "DescribeDeliveryChannels" EveryRegion;
    DESCRIBE_CONFIG_RULES = "config" "DescribeConfigRules" EveryRegion;
    GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE = "config" "GetComplianceDetailsByConfigRule" PerResource;

    GET_ACCOUNT_SUMMARY = "iam" "GetAccountSummary" Global;
    GET_ACCOUNT_PASSWORD_POLICY = "iam" "GetAccountPasswordPolicy" Global;
    GENERATE_CREDENTIAL_REPORT = "iam" "GenerateCredentialReport" Global;
    GET_CREDENTIAL_REPORT = "iam" "GetCredentialReport" Global;
    GET_ACCOUNT_AUTHORIZATION_DETAILS = "iam" "GetAccountAuthorizationDetails" Global;
    LIST_ENTITIES_FOR_POLICY = "iam" "ListEntitiesForPolicy" PerResource;
    LIST_SERVER_CERTIFICATES = "iam" "ListServerCertificates" Global;
    LIST_VIRTUAL_MFA_DEVICES = "iam" "ListVirtualMFADevices" Global;
    LIST_SAML_PROVIDERS = "iam" "ListSAMLProviders" Global;
    LIST_OPEN_ID_CONNECT_PROVIDERS = "iam" "ListOpenIDConnectProviders" Global;
    LIST_INSTANCE_PROFILES = "iam" "ListInstanceProfiles" Global;
    LIST_ANALYZERS = "access-analyzer" "ListAnalyzers" EveryRegion;

    LIST_BUCKETS = "s3" "ListBuckets" Global as "s3:ListAllMyBuckets";
    GET_BUCKET_LOCATION = "s3" "GetBucketLocation" PerResource;
    GET_BUCKET_POLICY = "s3" "GetBucketPolicy" PerResource;
    GET_BUCKET_POLICY_STATUS = "s3" "GetBucketPolicyStatus" PerResource;
    GET_BUCKET_VERSIONING = "s3" "GetBucketVersioning" PerResource;
    GET_BUCKET_ENCRYPTION = "s3" "GetBucketEncryption" PerResource as "s3:GetEncryptionConfiguration";
    GET_BUCKET_LOGGING = "s3" "GetBucketLogging" PerResource;
    GET_BUCKET_ACL = "s3" "GetBucketAcl" PerResource;
    GET_BUCKET_PUBLIC_ACCESS_BLOCK = "s3" "GetPublicAccessBlock" PerResource as "s3:GetBucketPublicAccessBlock";
    GET_ACCOUNT_PUBLIC_ACCESS_BLOCK = "s3control" "GetPublicAccessBlock" Global as "s3:GetAccountPublicAccessBlock";
    GET_MACIE_SESSION = "macie2" "GetMacieSession" EveryRegion;
    LIST_CLASSIFICATION_JOBS = "macie2" "ListClassificationJobs" PerResource;
    GET_AUTOMATED_DISCOVERY_CONFIGURATION = "macie2" "GetAutomatedDiscoveryConfiguration" PerResource;
    DESCRIBE_HUB = "securityhub" "DescribeHub" EveryRegion;

    LIST_KEYS = "kms" "ListKeys" EveryRegion;
    DESCRIBE_KEY = "kms" "DescribeKey" PerResource;
    GET_KEY_ROTATION_STATUS = "kms" "GetKeyRotationStatus" PerResource;
    GET_KEY_POLICY = "kms" "GetKeyPolicy" PerResource;
    DESCRIBE_DB_INSTANCES = "rds" "DescribeDBInstances" EveryRegion;
    DESCRIBE_EVENT_SUBSCRIPTIONS = "rds" "DescribeEventSubscriptions" EveryRegion;
    DESCRIBE_DB_CLUSTERS = "rds" "DescribeDBClusters" EveryRegion;
    DESCRIBE_FILE_SYSTEMS = "elasticfilesystem" "DescribeFileSystems" EveryRegion;

    DESCRIBE_SECURITY_GROUPS = "ec2" "DescribeSecurityGroups" EveryRegion;
    GET_MANAGED_PREFIX_LIST_ENTRIES = "ec2" "GetManagedPrefixListEntries" PerResource;
    DESCRIBE_INSTANCES = "ec2" "DescribeInstances" EveryRegion;
    GET_EBS_ENCRYPTION_BY_DEFAULT = "ec2" "GetEbsEncryptionByDefault" EveryRegion;
    DESCRIBE_VPCS = "ec2" "DescribeVpcs" EveryRegion;
    DESCRIBE_FLOW_LOGS = "ec2" "DescribeFlowLogs" EveryRegion;
    DESCRIBE_NETWORK_ACLS = "ec2" "DescribeNetworkAcls" EveryRegion;
    DESCRIBE_NETWORK_INTERFACES = "ec2" "DescribeNetworkInterfaces" EveryRegion;
    DESCRIBE_ROUTE_TABLES = "ec2" "DescribeRouteTables" EveryRegion;
    DESCRIBE_VPC_PEERING_CONNECTIONS = "ec2" "DescribeVpcPeeringConnections" EveryRegion;
    DESCRIBE_VPC_ENDPOINTS = "ec2" "DescribeVpcEndpoints" EveryRegion;

    LIST_DISTRIBUTIONS = "cloudfront" "ListDistributions" Global;
    GET_DISTRIBUTION_CONFIG = "cloudfront" "GetDistributionConfig" PerResource;
    DESCRIBE_DELIVERY_SOURCES = "logs" "DescribeDeliverySources" PerResource;
    DESCRIBE_DELIVERIES = "logs" "DescribeDeliveries" PerResource;
    DESCRIBE_LOAD_BALANCERS = "elasticloadbalancing" "DescribeLoadBalancers" EveryRegion;
    DESCRIBE_LOAD_BALANCER_ATTRIBUTES = "elasticloadbalancing" "DescribeLoadBalancerAttributes" PerResource;
    DESCRIBE_TARGET_GROUPS = "elasticloadbalancing" "DescribeTargetGroups" EveryRegion;
    DESCRIBE_AUTO_SCALING_GROUPS = "autoscaling" "DescribeAutoScalingGroups" EveryRegion;
    DESCRIBE_INSTANCE_INFORMATION = "ssm" "DescribeInstanceInformation" EveryRegion;
    GET_DOCUMENT = "ssm" "GetDocument" EveryRegion;
    GET_ENCRYPTION_CONFIG = "xray" "GetEncryptionConfig" EveryRegion;
    GET_SAMPLING_RULES = "xray" "GetSamplingRules" EveryRegion;
    GET_TRACE_GROUPS = "xray" "GetGroups" EveryRegion;
    DESCRIBE_LISTENERS = "elasticloadbalancing" "DescribeListeners" PerResource;
    GET_REST_APIS = "apigateway" "GetRestApis" EveryRegion as "apigateway:GET";
    GET_REST_API_STAGES = "apigateway" "GetStages" PerResource as "apigateway:GET";
    GET_HTTP_APIS = "apigatewayv2" "GetApis" EveryRegion as "apigateway:GET";
    GET_HTTP_API_STAGES = "apigatewayv2" "GetStages" PerResource as "apigateway:GET";

    LIST_QUEUES = "sqs" "ListQueues" EveryRegion;
    GET_QUEUE_ATTRIBUTES = "sqs" "GetQueueAttributes" PerResource;
    LIST_TOPICS = "sns" "ListTopics" EveryRegion;
    LIST_FUNCTIONS = "lambda" "ListFunctions" EveryRegion;
    GET_FUNCTION_POLICY = "lambda" "GetPolicy" PerResource;
    LIST_SECRETS = "secretsmanager" "ListSecrets" EveryRegion;
    GET_SECRET_POLICY = "secretsmanager" "GetResourcePolicy" PerResource;
    LIST_EVENT_BUSES = "events" "ListEventBuses" EveryRegion;
    LIST_RULES = "events" "ListRules" EveryRegion;
    LIST_TARGETS_BY_RULE = "events" "ListTargetsByRule" PerResource;
    DESCRIBE_REPOSITORIES = "ecr" "DescribeRepositories" EveryRegion;
    GET_REPOSITORY_POLICY = "ecr" "GetRepositoryPolicy" PerResource;
    DESCRIBE_FILE_SYSTEM_POLICY = "elasticfilesystem" "DescribeFileSystemPolicy" PerResource;
    LIST_VAULTS = "glacier" "ListVaults" EveryRegion;
    GET_VAULT_ACCESS_POLICY = "glacier" "GetVaultAccessPolicy" PerResource;
    LIST_BACKUP_VAULTS = "backup" "ListBackupVaults" EveryRegion;
    GET_BACKUP_VAULT_ACCESS_POLICY = "backup" "GetBackupVaultAccessPolicy" PerResource;
}

/// `logs:TestMetricFilter`, which is no call of a scan and stands in no [`ALL`]: it
/// finds nothing out about an account, it checks what auditrail itself knows.
pub const TEST_METRIC_FILTER: Call = Call {
    service: "logs",
    operation: "TestMetricFilter",
    place: Place::PerResource,
    action: "logs:TestMetricFilter",
};

/// `cloudtrail:LookupEvents`, which stands in no [`ALL`] either: it tells who changed a
/// resource, and no verdict rests on that.
pub const LOOKUP_EVENTS: Call = Call {
    service: "cloudtrail",
    operation: "LookupEvents",
    place: Place::PerResource,
    action: "cloudtrail:LookupEvents",
};
