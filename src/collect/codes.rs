//! The codes of errors that mean the same whichever service says it.

/// The codes with which services ask to slow down.
pub(super) const THROTTLING: &[&str] = &[
    "Throttling",
    "ThrottledException",
    "RequestThrottled",
    "RequestLimitExceeded",
    "TooManyRequests",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
    "SlowDown",
];

/// The codes, without the suffix `Exception`, with which services refuse a caller.
pub(super) const DENIED: &[&str] = &[
    "AccessDenied",
    "UnauthorizedOperation",
    "Unauthorized",
    // iam:ListOrganizationsFeatures from an ordinary member of an organization.
    "AccountNotManagementOrDelegatedAdministrator",
    "NotAuthorized",
    "AuthorizationError",
    "OperationNotPermitted",
    "InsufficientPrivileges",
    "SubscriptionRequired",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "InvalidSignature",
    "MissingAuthenticationToken",
    "Blocked",
];

/// The codes of credentials that were good once.
pub(super) const EXPIRED: &[&str] = &["ExpiredToken", "RequestExpired"];

/// The codes of credentials that a region does not know. A region that is not enabled
/// for the account answers so too.
pub(super) const UNKNOWN_CALLER: &[&str] = &[
    "OptInRequired",
    "AuthFailure",
    "UnrecognizedClient",
    "InvalidClientTokenId",
];

/// The codes of operations that an endpoint does not have.
pub(super) const UNSUPPORTED: &[&str] = &[
    "UnknownOperation",
    "InvalidAction",
    "NotImplemented",
    "UnsupportedOperation",
];

/// Service, operation (`*`: all of them) and the codes, without the suffix `Exception`,
/// with which it answers that there is no such thing: an answer, and no error. The codes
/// are those of each operation's page in the API reference.
pub(super) const ABSENT: &[(&str, &str, &[&str])] = &[
    ("account", "*", &["ResourceNotFound"]),
    ("apigateway", "GetStages", &["NotFound"]),
    ("apigatewayv2", "GetStages", &["NotFound"]),
    (
        "backup",
        "GetBackupVaultAccessPolicy",
        &["ResourceNotFound"],
    ),
    (
        "cloudfront",
        "GetDistributionConfig",
        &["NoSuchDistribution"],
    ),
    ("cloudtrail", "GetInsightSelectors", &["InsightNotEnabled"]),
    ("cloudwatch", "GetAlarmMuteRule", &["ResourceNotFound"]),
    (
        "ecr",
        "GetRepositoryPolicy",
        &["RepositoryPolicyNotFound", "RepositoryNotFound"],
    ),
    (
        "elasticfilesystem",
        "DescribeFileSystemPolicy",
        &["PolicyNotFound", "FileSystemNotFound"],
    ),
    ("elasticloadbalancing", "*", &["LoadBalancerNotFound"]),
    ("events", "ListRules", &["ResourceNotFound"]),
    ("events", "ListTargetsByRule", &["ResourceNotFound"]),
    ("glacier", "GetVaultAccessPolicy", &["ResourceNotFound"]),
    ("iam", "GetAccountPasswordPolicy", &["NoSuchEntity"]),
    ("iam", "ListEntitiesForPolicy", &["NoSuchEntity"]),
    // Without trusted access, or with consolidated billing only, no feature can be enabled.
    (
        "iam",
        "ListOrganizationsFeatures",
        &[
            "ServiceAccessNotEnabled",
            "OrganizationNotInAllFeaturesMode",
        ],
    ),
    ("iam", "GetRole", &["NoSuchEntity"]),
    ("kms", "*", &["NotFound"]),
    ("lambda", "GetPolicy", &["ResourceNotFound"]),
    ("logs", "*", &["ResourceNotFound"]),
    (
        "organizations",
        "DescribeResourcePolicy",
        &["ResourcePolicyNotFound"],
    ),
    ("organizations", "*", &["AWSOrganizationsNotInUse"]),
    ("s3", "GetBucketPolicy", &["NoSuchBucketPolicy"]),
    ("s3", "GetBucketPolicyStatus", &["NoSuchBucketPolicy"]),
    (
        "s3",
        "GetBucketEncryption",
        &["ServerSideEncryptionConfigurationNotFoundError"],
    ),
    (
        "s3",
        "GetPublicAccessBlock",
        &["NoSuchPublicAccessBlockConfiguration"],
    ),
    ("s3", "*", &["NoSuchBucket"]),
    (
        "s3control",
        "GetPublicAccessBlock",
        &["NoSuchPublicAccessBlockConfiguration"],
    ),
    ("secretsmanager", "GetResourcePolicy", &["ResourceNotFound"]),
    // The account has not subscribed in the region.
    ("securityhub", "DescribeHub", &["InvalidAccess"]),
    ("ssm", "GetDocument", &["InvalidDocument"]),
    ("sns", "*", &["NotFound"]),
    (
        "sqs",
        "GetQueueAttributes",
        &[
            "QueueDoesNotExist",
            "AWS.SimpleQueueService.NonExistentQueue",
        ],
    ),
];
