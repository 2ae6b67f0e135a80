//! Operations that everybody knows, and services that are the same everywhere.

/// Signing in to the console: source and name.
pub(super) const SIGN_IN: (&str, &str) = ("signin.amazonaws.com", "ConsoleLogin");

/// Starting instances, the one operation whose parameters are known of.
pub(super) const RUN_INSTANCES: &str = "RunInstances";

/// Types of instances for examples, the usual ones first: one of each size that the API
/// reference of EC2 lists for `RunInstances`.
#[rustfmt::skip]
pub(super) const INSTANCE_TYPES: &[&str] = &[
    "t3.micro", "m5.4xlarge", "m5.8xlarge", "m5.12xlarge", "m5.16xlarge", "m5.24xlarge",
    "m5.large", "m5.xlarge", "m5.2xlarge", "t3.nano", "t3.small", "t3.medium", "c5.9xlarge",
    "c5.18xlarge", "m6i.32xlarge", "m7i.48xlarge", "m5.metal", "m7i.metal-24xl",
    "m7i.metal-48xl", "z1d.3xlarge", "z1d.6xlarge", "m4.10xlarge", "r8i.96xlarge",
    "r8i.metal-96xl", "m8azn.metal-12xl", "r7iz.metal-16xl", "r7iz.metal-32xl",
    "p6e-gb200.36xlarge", "u-6tb1.56xlarge", "x8i.64xlarge", "u-6tb1.112xlarge",
    "u7i-12tb.224xlarge", "u7inh-32tb.480xlarge",
];

/// Operations for examples of "any operation": reads and writes of many services.
const KNOWN: &[(&str, &str)] = &[
    SIGN_IN,
    ("iam.amazonaws.com", "CreateAccessKey"),
    ("iam.amazonaws.com", "ListUsers"),
    ("ec2.amazonaws.com", "RunInstances"),
    ("ec2.amazonaws.com", "DescribeInstances"),
    ("s3.amazonaws.com", "PutBucketPolicy"),
    ("s3.amazonaws.com", "ListBuckets"),
    ("s3.amazonaws.com", "GetBucketAcl"),
    ("cloudtrail.amazonaws.com", "StopLogging"),
    ("sts.amazonaws.com", "GetCallerIdentity"),
    ("kms.amazonaws.com", "Decrypt"),
    ("kms.amazonaws.com", "ScheduleKeyDeletion"),
    ("lambda.amazonaws.com", "ListFunctions20150331"),
    (
        "lambda.amazonaws.com",
        "UpdateFunctionConfiguration20150331v2",
    ),
    ("rds.amazonaws.com", "DeleteDBInstance"),
    ("dynamodb.amazonaws.com", "ListTables"),
    ("organizations.amazonaws.com", "LeaveOrganization"),
    ("config.amazonaws.com", "StopConfigurationRecorder"),
    ("monitoring.amazonaws.com", "DeleteAlarms"),
    ("logs.amazonaws.com", "DeleteLogGroup"),
    ("sns.amazonaws.com", "Unsubscribe"),
    ("sqs.amazonaws.com", "PurgeQueue"),
    ("secretsmanager.amazonaws.com", "GetSecretValue"),
    ("ssm.amazonaws.com", "StartSession"),
    ("backup.amazonaws.com", "DeleteBackupVault"),
    ("guardduty.amazonaws.com", "DeleteDetector"),
    ("access-analyzer.amazonaws.com", "ValidatePolicy"),
    ("elasticloadbalancing.amazonaws.com", "ModifyListener"),
    ("eks.amazonaws.com", "AccessKubernetesApi"),
    ("ecr.amazonaws.com", "BatchGetImage"),
];

/// More operations, by their service: those that change what an account is guarded by.
const GUARDING: &[(&str, &[&str])] = &[
    (
        "cloudtrail.amazonaws.com",
        &["CreateTrail", "DeleteTrail", "StartLogging", "UpdateTrail"],
    ),
    (
        "config.amazonaws.com",
        &[
            "DeleteDeliveryChannel",
            "PutConfigurationRecorder",
            "PutDeliveryChannel",
        ],
    ),
    (
        "ec2.amazonaws.com",
        &[
            "AcceptVpcPeeringConnection",
            "AttachClassicLinkVpc",
            "AttachInternetGateway",
            "AuthorizeSecurityGroupEgress",
            "AuthorizeSecurityGroupIngress",
            "CreateCustomerGateway",
            "CreateInternetGateway",
            "CreateNetworkAcl",
            "CreateNetworkAclEntry",
            "CreateRoute",
            "CreateRouteTable",
            "CreateSecurityGroup",
            "CreateVpc",
            "CreateVpcPeeringConnection",
            "DeleteCustomerGateway",
            "DeleteInternetGateway",
            "DeleteNetworkAcl",
            "DeleteNetworkAclEntry",
            "DeleteRoute",
            "DeleteRouteTable",
            "DeleteSecurityGroup",
            "DeleteVpc",
            "DeleteVpcPeeringConnection",
            "DetachClassicLinkVpc",
            "DetachInternetGateway",
            "DisableVpcClassicLink",
            "DisassociateRouteTable",
            "EnableVpcClassicLink",
            "ModifySecurityGroupRules",
            "ModifyVpcAttribute",
            "RejectVpcPeeringConnection",
            "ReplaceNetworkAclAssociation",
            "ReplaceNetworkAclEntry",
            "ReplaceRoute",
            "ReplaceRouteTableAssociation",
            "RevokeSecurityGroupEgress",
            "RevokeSecurityGroupIngress",
        ],
    ),
    (
        "iam.amazonaws.com",
        &[
            "AttachGroupPolicy",
            "AttachRolePolicy",
            "AttachUserPolicy",
            "CreatePolicy",
            "CreatePolicyVersion",
            "DeleteGroupPolicy",
            "DeletePolicy",
            "DeletePolicyVersion",
            "DeleteRolePolicy",
            "DeleteUserPolicy",
            "DetachGroupPolicy",
            "DetachRolePolicy",
            "DetachUserPolicy",
            "PutGroupPolicy",
            "PutRolePolicy",
            "PutUserPolicy",
        ],
    ),
    ("kms.amazonaws.com", &["DisableKey"]),
    (
        "organizations.amazonaws.com",
        &[
            "AcceptHandshake",
            "AttachPolicy",
            "CreateAccount",
            "CreateOrganizationalUnit",
            "CreatePolicy",
            "DeclineHandshake",
            "DeleteOrganization",
            "DeleteOrganizationalUnit",
            "DeletePolicy",
            "DetachPolicy",
            "DisablePolicyType",
            "EnablePolicyType",
            "InviteAccountToOrganization",
            "MoveAccount",
            "RemoveAccountFromOrganization",
            "UpdateOrganizationalUnit",
            "UpdatePolicy",
        ],
    ),
    (
        "s3.amazonaws.com",
        &[
            "DeleteBucketCors",
            "DeleteBucketLifecycle",
            "DeleteBucketPolicy",
            "DeleteBucketReplication",
            "PutBucketAcl",
            "PutBucketCors",
            "PutBucketLifecycle",
            "PutBucketReplication",
        ],
    ),
];

/// The service of an operation, where that is known.
pub(super) fn source_of(name: &str) -> Option<&'static str> {
    let known = KNOWN.iter().find(|(_, known)| *known == name);
    let known = known.map(|(source, _)| *source);
    known.or_else(|| {
        let found = GUARDING.iter().find(|(_, names)| names.contains(&name));
        found.map(|(source, _)| *source)
    })
}

/// Services whose calls are recorded in one region of a partition, whatever the caller's.
const GLOBAL: &[&str] = &[
    "cloudfront.amazonaws.com",
    "iam.amazonaws.com",
    "organizations.amazonaws.com",
    "route53.amazonaws.com",
];

/// The region in which calls of a global service are recorded.
pub(super) fn home_region(source: &str, partition: &str) -> Option<&'static str> {
    let global = GLOBAL.contains(&source);
    match partition {
        "aws" if global => Some("us-east-1"),
        "aws-cn" if global => Some("cn-north-1"),
        "aws-us-gov" if global => Some("us-gov-west-1"),
        _ => None,
    }
}

/// A region in which a regional service is used, not the one of the global services.
pub(super) fn usual_regions(partition: &str) -> &'static [&'static str] {
    match partition {
        "aws-cn" => &["cn-northwest-1", "cn-north-1"],
        "aws-us-gov" => &["us-gov-east-1", "us-gov-west-1"],
        _ => &["eu-west-1", "us-east-1", "ap-southeast-2", "us-west-2"],
    }
}

/// Whether the operation only reads, by its name.
pub fn reads(name: &str) -> bool {
    [
        "Get", "List", "Describe", "Head", "Lookup", "BatchGet", "Decrypt",
    ]
    .iter()
    .any(|verb| name.starts_with(verb))
}

/// Texts of `eventSource`, `eventName` and, for global services, `awsRegion` that go together.
pub(super) fn believable(source: Option<&str>, partition: &str) -> Vec<Vec<(Vec<String>, String)>> {
    let known = KNOWN
        .iter()
        .filter(|(of, _)| source.is_none_or(|source| source == *of));
    let known = known.map(|(source, name)| {
        let mut texts = vec![("eventSource", *source), ("eventName", *name)];
        texts.extend(home_region(source, partition).map(|region| ("awsRegion", region)));
        let texts = texts.into_iter();
        texts
            .map(|(field, text)| (vec![field.to_owned()], text.to_owned()))
            .collect()
    });
    known.collect()
}
