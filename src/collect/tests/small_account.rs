//! An account with at least one of everything, in eu-west-1, that answers every call there
//! is: what a call shows must be there for a call that is denied to hide it.

use serde_json::{Value, json};

use super::server::{Asked, Reply, query};
use super::{
    event_rules, instances, macie, metrics, networks, organizations, regional, resource_policies,
    scaling, systems_manager, tracing, trail_insights, trail_roles, web_frontends,
};

const REGION: &str = "eu-west-1";
const OWN: &str = "123456789012";
/// What lets an alarm publish to an encrypted topic.
const FOR_ALARMS: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
    "Principal":{"Service":"cloudwatch.amazonaws.com"},
    "Action":["sns:Publish","kms:Decrypt","kms:GenerateDataKey*"],"Resource":"*"}]}"#;
const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

/// A credential report with the root user and a user `alice`.
const CREDENTIALS: &str = "dXNlcixhcm4sdXNlcl9jcmVhdGlvbl90aW1lLHBhc3N3b3JkX2VuYWJsZWQscGFzc3dvcmRfbGFzdF91c2VkLHBhc3\
    N3b3JkX2xhc3RfY2hhbmdlZCxwYXNzd29yZF9uZXh0X3JvdGF0aW9uLG1mYV9hY3RpdmUsYWNjZXNzX2tleV8xX2Fj\
    dGl2ZSxhY2Nlc3Nfa2V5XzFfbGFzdF9yb3RhdGVkLGFjY2Vzc19rZXlfMV9sYXN0X3VzZWRfZGF0ZSxhY2Nlc3Nfa2\
    V5XzJfYWN0aXZlLGFjY2Vzc19rZXlfMl9sYXN0X3JvdGF0ZWQsYWNjZXNzX2tleV8yX2xhc3RfdXNlZF9kYXRlCjxy\
    b290X2FjY291bnQ+LGFybjphd3M6aWFtOjoxMjM0NTY3ODkwMTI6cm9vdCwyMDIwLTAxLTAxVDAwOjAwOjAwKzAwOj\
    AwLG5vdF9zdXBwb3J0ZWQsbm9faW5mb3JtYXRpb24sbm90X3N1cHBvcnRlZCxub3Rfc3VwcG9ydGVkLHRydWUsZmFs\
    c2UsTi9BLE4vQSxmYWxzZSxOL0EsTi9BCmFsaWNlLGFybjphd3M6aWFtOjoxMjM0NTY3ODkwMTI6dXNlci9hbGljZS\
    wyMDI1LTEyLTAxVDAwOjAwOjAwKzAwOjAwLHRydWUsMjAyNi0wMS0wMVQwMDowMDowMCswMDowMCwyMDI1LTEyLTAx\
    VDAwOjAwOjAwKzAwOjAwLE4vQSxmYWxzZSx0cnVlLDIwMjUtMTItMDJUMDA6MDA6MDArMDA6MDAsMjAyNi0wMS0wMV\
    QwMDowMDowMCswMDowMCxmYWxzZSxOL0EsTi9BCg==";

fn arn(service: &str, resource: &str) -> String {
    format!("arn:aws:{service}:{REGION}:{OWN}:{resource}")
}

/// What the account answers.
pub fn small_account(asked: &Asked) -> Option<Reply> {
    let own = [
        trail,
        bucket,
        key,
        config,
        identity,
        contacts,
        network,
        // A queue of theirs encrypts with a key.
        event_rules::there,
        scaling::there,
        metrics::there,
        // Their file systems have policies, those of the region's other answers have none.
        resource_policies::account,
        web_frontends::account,
        organizations::managed,
        networks::there,
        regional::there,
        instances::there,
        macie::enabled,
        systems_manager::there,
        tracing::there,
        trail_insights::there,
        trail_roles::there,
    ];
    own.iter().find_map(|answer| answer(asked))
}

fn ok(value: &Value) -> Reply {
    Reply::ok(value.to_string())
}

fn xml(asked: &Asked, result: &str) -> Reply {
    Reply::ok(query(&asked.operation, result))
}

/// From a trail to the subscriber of a topic.
fn trail(asked: &Asked) -> Option<Reply> {
    let topic = arn("sns", "alerts");
    Some(match asked.operation.as_str() {
        "DescribeTrails" => ok(&json!({"trailList": [{
            "Name": "main", "HomeRegion": REGION, "TrailARN": arn("cloudtrail", "trail/main"),
            "IsMultiRegionTrail": true, "IncludeGlobalServiceEvents": true,
            "S3BucketName": "trail-logs", "KmsKeyId": arn("kms", "key/1"),
            "LogFileValidationEnabled": true,
            "CloudWatchLogsLogGroupArn": arn("logs", "log-group:trail:*"),
            "CloudWatchLogsRoleArn": format!("arn:aws:iam::{OWN}:role/service-role/trail"),
        }]})),
        "GetTrailStatus" => ok(&json!({
            "IsLogging": true, "LatestDeliveryTime": 1_767_323_045,
            "LatestCloudWatchLogsDeliveryTime": 1_767_323_045,
        })),
        "GetEventSelectors" => ok(&json!({"EventSelectors": [
            {"ReadWriteType": "All", "IncludeManagementEvents": true},
        ]})),
        "DescribeLogGroups" => ok(&json!({"logGroups": [
            {"logGroupName": "trail", "arn": arn("logs", "log-group:trail:*"), "creationTime": 1},
        ]})),
        "DescribeMetricFilters" => ok(&json!({"metricFilters": [{
            "filterName": "root", "logGroupName": "trail", "creationTime": 1,
            "filterPattern": "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }",
            "metricTransformations": [
                {"metricName": "Root", "metricNamespace": "CIS", "metricValue": "1"},
            ],
        }]})),
        "DescribeAlarms" => ok(&json!({"MetricAlarms": [{
            "AlarmName": "root", "AlarmArn": arn("cloudwatch", "alarm:root"),
            "ActionsEnabled": true, "AlarmActions": [topic], "StateValue": "OK",
            "MetricName": "Root", "Namespace": "CIS", "Statistic": "Sum", "Period": 300,
            "EvaluationPeriods": 1, "Threshold": 1.0, "TreatMissingData": "notBreaching",
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        }]})),
        "ListAlarmMuteRules" => ok(&json!({"AlarmMuteRuleSummaries": [{
            "AlarmMuteRuleArn": arn("cloudwatch", "alarm-mute-rule:nightly"),
            "Status": "SCHEDULED", "LastUpdatedTimestamp": 1_767_323_045,
        }]})),
        "GetAlarmMuteRule" => ok(&json!({
            "Name": "nightly", "AlarmMuteRuleArn": arn("cloudwatch", "alarm-mute-rule:nightly"),
            "Rule": {"Schedule": {"Expression": "cron(0 2 * * *)", "Duration": "PT2H"}},
            "MuteTargets": {"AlarmNames": ["other"]},
        })),
        "GetTopicAttributes" if asked.names(&topic) => xml(
            asked,
            &format!(
                "<Attributes><entry><key>Owner</key><value>{OWN}</value></entry>\
                 <entry><key>KmsMasterKeyId</key><value>1</value></entry>\
                 <entry><key>Policy</key><value>{}</value></entry></Attributes>",
                FOR_ALARMS.replace('"', "&quot;")
            ),
        ),
        "ListSubscriptionsByTopic" => xml(
            asked,
            &format!(
                "<Subscriptions><member><SubscriptionArn>{topic}:1</SubscriptionArn>\
                 <Owner>{OWN}</Owner><Protocol>email</Protocol><Endpoint>a@example.com</Endpoint>\
                 <TopicArn>{topic}</TopicArn></member></Subscriptions>"
            ),
        ),
        "GetSubscriptionAttributes" => xml(
            asked,
            "<Attributes><entry><key>PendingConfirmation</key><value>false</value></entry></Attributes>",
        ),
        _ => return None,
    })
}

/// A bucket of one's own, and one of another account, into which the trail delivers.
fn bucket(asked: &Asked) -> Option<Reply> {
    if !["s3", "s3control"].contains(&asked.service.as_str()) {
        return None;
    }
    let reply = match asked.operation.as_str() {
        // An endpoint that leaves the region out, so that it is asked for.
        "ListBuckets" => {
            "<ListAllMyBucketsResult><Buckets><Bucket><Name>own</Name></Bucket></Buckets></ListAllMyBucketsResult>"
        }
        "GetBucketLocation" => "<LocationConstraint>eu-west-1</LocationConstraint>",
        "GetBucketPolicy" => POLICY,
        "GetBucketPolicyStatus" => "<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>",
        "GetBucketVersioning" => {
            "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
        }
        "GetBucketEncryption" => {
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>\
             <SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>\
             </ServerSideEncryptionConfiguration>"
        }
        "GetBucketLogging" => "<BucketLoggingStatus/>",
        "GetBucketAcl" => {
            "<AccessControlPolicy><AccessControlList></AccessControlList></AccessControlPolicy>"
        }
        // Each blocks what the other leaves open.
        "GetPublicAccessBlock" if asked.service == "s3control" => {
            "<PublicAccessBlockConfiguration><BlockPublicAcls>false</BlockPublicAcls>\
             <IgnorePublicAcls>false</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy>\
             <RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>"
        }
        "GetPublicAccessBlock" => {
            "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>\
             <IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>false</BlockPublicPolicy>\
             <RestrictPublicBuckets>false</RestrictPublicBuckets></PublicAccessBlockConfiguration>"
        }
        _ => return None,
    };
    Some(Reply::ok(reply))
}

fn key(asked: &Asked) -> Option<Reply> {
    Some(match asked.operation.as_str() {
        "ListKeys" => ok(&json!({"Keys": [{"KeyId": "1", "KeyArn": arn("kms", "key/1")}]})),
        "DescribeKey" => ok(&json!({"KeyMetadata": {
            "AWSAccountId": OWN, "KeyId": "1", "Arn": arn("kms", "key/1"), "Enabled": true,
            "KeyUsage": "ENCRYPT_DECRYPT", "KeyState": "Enabled", "Origin": "AWS_KMS",
            "KeyManager": "CUSTOMER", "KeySpec": "SYMMETRIC_DEFAULT", "MultiRegion": false,
        }})),
        "GetKeyRotationStatus" => ok(&json!({"KeyRotationEnabled": false})),
        "GetKeyPolicy" => ok(&json!({"Policy": FOR_ALARMS, "PolicyName": "default"})),
        _ => return None,
    })
}

fn config(asked: &Asked) -> Option<Reply> {
    Some(match asked.operation.as_str() {
        "DescribeConfigurationRecorders" => ok(&json!({"ConfigurationRecorders": [
            {"name": "default", "recordingGroup": {"allSupported": true}},
        ]})),
        "DescribeConfigurationRecorderStatus" => ok(&json!({"ConfigurationRecordersStatus": [
            {"name": "default", "recording": true, "lastStatus": "SUCCESS"},
        ]})),
        "DescribeDeliveryChannels" => ok(&json!({"DeliveryChannels": [
            {"name": "default", "s3BucketName": "own"},
        ]})),
        "DescribeConfigRules" => ok(&json!({"ConfigRules": [{
            "ConfigRuleName": "ssh", "ConfigRuleState": "ACTIVE",
            "Source": {"Owner": "AWS", "SourceIdentifier": "INCOMING_SSH_DISABLED"},
        }]})),
        "GetComplianceDetailsByConfigRule" => ok(&json!({"EvaluationResults": [{
            "ComplianceType": "COMPLIANT", "ResultRecordedTime": 1_767_323_045,
            "EvaluationResultIdentifier": {"EvaluationResultQualifier": {"ResourceId": "sg-1"}},
        }]})),
        _ => return None,
    })
}

/// Who there is, and what AWS's policies are attached to.
fn identity(asked: &Asked) -> Option<Reply> {
    let result = match asked.operation.as_str() {
        "GetCredentialReport" => format!("<Content>{CREDENTIALS}</Content>"),
        "GetAccountSummary" => {
            "<SummaryMap><entry><key>AccountMFAEnabled</key><value>1</value></entry>\
             <entry><key>AccountAccessKeysPresent</key><value>0</value></entry></SummaryMap>"
                .to_owned()
        }
        "GetAccountPasswordPolicy" => "<PasswordPolicy>\
             <MinimumPasswordLength>8</MinimumPasswordLength></PasswordPolicy>"
            .to_owned(),
        "GetAccountAuthorizationDetails" => format!(
            "<UserDetailList><member><UserName>alice</UserName><Path>/</Path><UserId>AIDA1</UserId>\
             <Arn>arn:aws:iam::{OWN}:user/alice</Arn><CreateDate>2025-12-01T00:00:00Z</CreateDate>\
             <GroupList/><AttachedManagedPolicies/><UserPolicyList/></member></UserDetailList>\
             <Policies><member><PolicyName>Own</PolicyName><Arn>arn:aws:iam::{OWN}:policy/Own</Arn>\
             <DefaultVersionId>v1</DefaultVersionId><AttachmentCount>1</AttachmentCount>\
             <PolicyVersionList><member><VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion>\
             <Document>%7B%22Statement%22%3A%5B%5D%7D</Document></member></PolicyVersionList></member>\
             </Policies><IsTruncated>false</IsTruncated>"
        ),
        "ListEntitiesForPolicy" => "<PolicyRoles><member><RoleName>support</RoleName>\
             <RoleId>AROA1</RoleId></member></PolicyRoles>"
            .to_owned(),
        "ListServerCertificates" => format!(
            "<ServerCertificateMetadataList><member><ServerCertificateName>old</ServerCertificateName>\
             <Path>/</Path><Arn>arn:aws:iam::{OWN}:server-certificate/old</Arn>\
             <ServerCertificateId>ASCA</ServerCertificateId><Expiration>2020-01-02T03:04:05Z</Expiration>\
             </member></ServerCertificateMetadataList>"
        ),
        "ListVirtualMFADevices" => format!(
            "<VirtualMFADevices><member><SerialNumber>arn:aws:iam::{OWN}:mfa/alice</SerialNumber>\
             </member></VirtualMFADevices>"
        ),
        "ListSAMLProviders" => format!(
            "<SAMLProviderList><member><Arn>arn:aws:iam::{OWN}:saml-provider/corp</Arn></member></SAMLProviderList>"
        ),
        "ListOpenIDConnectProviders" => format!(
            "<OpenIDConnectProviderList><member><Arn>arn:aws:iam::{OWN}:oidc-provider/ci</Arn></member>\
             </OpenIDConnectProviderList>"
        ),
        "ListInstanceProfiles" => format!(
            "<InstanceProfiles><member><InstanceProfileName>web</InstanceProfileName>\
             <Arn>arn:aws:iam::{OWN}:instance-profile/web</Arn><Roles><member><RoleName>web</RoleName>\
             <Arn>arn:aws:iam::{OWN}:role/web</Arn></member></Roles></member></InstanceProfiles>"
        ),
        _ => return None,
    };
    Some(xml(asked, &result))
}

fn contacts(asked: &Asked) -> Option<Reply> {
    Some(match asked.operation.as_str() {
        "GetAlternateContact" => ok(&json!({"AlternateContact": {
            "AlternateContactType": "SECURITY", "EmailAddress": "a@example.com",
            "Name": "Ana", "PhoneNumber": "+1 555 0100", "Title": "CISO",
        }})),
        "GetContactInformation" => ok(&json!({"ContactInformation": {
            "FullName": "Ana", "PhoneNumber": "+1 555 0100", "CountryCode": "US",
            "AddressLine1": "1 Main St", "City": "Springfield", "PostalCode": "12345",
        }})),
        _ => return None,
    })
}

/// A VPC of one's own, its flow log, and a security group in it that a prefix list opens.
fn network(asked: &Asked) -> Option<Reply> {
    Some(Reply::ok(match asked.operation.as_str() {
        "DescribeVpcs" => {
            "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1a2b3c4d</vpcId>\
             <ownerId>123456789012</ownerId><state>available</state></item></vpcSet></DescribeVpcsResponse>"
        }
        "DescribeFlowLogs" => {
            "<DescribeFlowLogsResponse><flowLogSet><item><flowLogId>fl-1</flowLogId>\
             <flowLogStatus>ACTIVE</flowLogStatus><deliverLogsStatus>SUCCESS</deliverLogsStatus>\
             <resourceId>vpc-1a2b3c4d</resourceId><trafficType>ALL</trafficType></item></flowLogSet>\
             </DescribeFlowLogsResponse>"
        }
        "DescribeSecurityGroups" => {
            "<DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>sg-1</groupId>\
             <groupName>default</groupName><vpcId>vpc-1a2b3c4d</vpcId><ipPermissions><item>\
             <ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort><prefixListIds>\
             <item><prefixListId>pl-1</prefixListId></item></prefixListIds></item></ipPermissions>\
             </item></securityGroupInfo></DescribeSecurityGroupsResponse>"
        }
        "GetManagedPrefixListEntries" => {
            "<GetManagedPrefixListEntriesResponse><entrySet><item><cidr>0.0.0.0/0</cidr></item>\
             </entrySet></GetManagedPrefixListEntriesResponse>"
        }
        _ => return None,
    }))
}
