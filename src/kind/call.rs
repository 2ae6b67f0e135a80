//! The read calls of all kinds.

use super::{Call, Place};

macro_rules! calls {
    ($($name:ident = $service:literal $operation:literal $place:ident;)*) => {
        $(
            #[doc = concat!("`", $service, ":", $operation, "`")]
            pub const $name: Call = Call {
                service: $service,
                operation: $operation,
                place: Place::$place,
            };
        )*
        /// All that a scan can make, in the order of this list.
        pub const ALL: &[Call] = &[$($name),*];
    };
}

calls! {
    GET_CALLER_IDENTITY = "sts" "GetCallerIdentity" Global;
    DESCRIBE_REGIONS = "ec2" "DescribeRegions" Global;
    DESCRIBE_TRAILS = "cloudtrail" "DescribeTrails" EveryRegion;
    GET_TRAIL_STATUS = "cloudtrail" "GetTrailStatus" PerResource;
    GET_EVENT_SELECTORS = "cloudtrail" "GetEventSelectors" PerResource;
    DESCRIBE_LOG_GROUPS = "logs" "DescribeLogGroups" PerResource;
    DESCRIBE_METRIC_FILTERS = "logs" "DescribeMetricFilters" PerResource;
    DESCRIBE_ALARMS = "cloudwatch" "DescribeAlarms" PerResource;
    LIST_ALARM_MUTE_RULES = "cloudwatch" "ListAlarmMuteRules" PerResource;
    GET_ALARM_MUTE_RULE = "cloudwatch" "GetAlarmMuteRule" PerResource;
    GET_TOPIC_ATTRIBUTES = "sns" "GetTopicAttributes" PerResource;
    LIST_SUBSCRIPTIONS_BY_TOPIC = "sns" "ListSubscriptionsByTopic" PerResource;
    GET_SUBSCRIPTION_ATTRIBUTES = "sns" "GetSubscriptionAttributes" PerResource;
    DESCRIBE_KEY = "kms" "DescribeKey" PerResource;
    GET_KEY_POLICY = "kms" "GetKeyPolicy" PerResource;
    DESCRIBE_CONFIGURATION_RECORDERS = "config" "DescribeConfigurationRecorders" EveryRegion;
    DESCRIBE_CONFIGURATION_RECORDER_STATUS = "config" "DescribeConfigurationRecorderStatus" EveryRegion;
    DESCRIBE_DELIVERY_CHANNELS = "config" "DescribeDeliveryChannels" EveryRegion;
    DESCRIBE_CONFIG_RULES = "config" "DescribeConfigRules" EveryRegion;
    GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE = "config" "GetComplianceDetailsByConfigRule" PerResource;
    GET_ACCOUNT_SUMMARY = "iam" "GetAccountSummary" Global;
    GET_ACCOUNT_PASSWORD_POLICY = "iam" "GetAccountPasswordPolicy" Global;
    GENERATE_CREDENTIAL_REPORT = "iam" "GenerateCredentialReport" Global;
    GET_CREDENTIAL_REPORT = "iam" "GetCredentialReport" Global;
    DESCRIBE_SECURITY_GROUPS = "ec2" "DescribeSecurityGroups" EveryRegion;
    GET_MANAGED_PREFIX_LIST_ENTRIES = "ec2" "GetManagedPrefixListEntries" PerResource;
}

/// `logs:TestMetricFilter`, which is no call of a scan and stands in no [`ALL`]: it
/// finds nothing out about an account, it checks what auditrail itself knows.
pub const TEST_METRIC_FILTER: Call = Call {
    service: "logs",
    operation: "TestMetricFilter",
    place: Place::PerResource,
};
