//! The requests that `CloudWatch` makes when an alarm notifies a topic.
//!
//! Sources: SNS developer guide, "Example cases for Amazon SNS access control" (sections
//! "aws:SourceAccount versus aws:SourceOwner" and "Allow any `CloudWatch` alarm to publish to a
//! topic in a different account") and "Key management"; re:Post, "Why didn't I receive an SNS
//! notification for my `CloudWatch` alarm trigger?"; IAM user guide, "AWS global condition context
//! keys" for what a service's own request carries.

use super::{Context, Decision, Known, Policy, Principal, Request};

/// The name under which alarms call other services.
const SERVICE: Principal<'_> = Principal::Service("cloudwatch.amazonaws.com");

/// What both actions on a topic's key must be allowed for.
const KEY_ACTIONS: [&str; 2] = ["kms:Decrypt", "kms:GenerateDataKey"];

/// Keys that speak of users, roles, their sessions and their networks. A service that calls by
/// its own right has none of these.
pub(super) const ABSENT: &[&str] = &[
    "aws:CalledVia",
    "aws:CalledViaFirst",
    "aws:CalledViaLast",
    "aws:FederatedProvider",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalTag/*",
    "aws:SourceIdentity",
    "aws:SourceIp",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "aws:VpcSourceIp",
    "aws:username",
];

/// Whether a topic's policy lets `CloudWatch` publish the notification of an alarm.
///
/// The alarm's account is read from its ARN.
pub fn may_publish(topic_policy: &Policy, topic_arn: &str, alarm_arn: &str) -> Decision {
    let request = Request {
        principal: SERVICE,
        action: "sns:Publish",
        resource: topic_arn,
        // The two keys of SNS itself belong to subscriptions.
        context: context(topic_arn, alarm_arn).absent(&["sns:Endpoint", "sns:Protocol"]),
    };
    topic_policy.decide(&request)
}

/// What a key's policy says to `CloudWatch`, and about which action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyDecision {
    /// The action that decided; the last of them if all are allowed.
    pub action: &'static str,
    /// What the policy says to it.
    pub decision: Decision,
}

/// Whether a key's policy lets `CloudWatch` encrypt what it publishes to a topic.
///
/// Both `kms:Decrypt` and `kms:GenerateDataKey` are needed. One that is refused decides, then
/// one that is open. `kms:ViaService` and `kms:CallerAccount` are not known: AWS does not say
/// what they are when an alarm publishes, and statements that ask for them have been seen to
/// fail.
pub fn may_use_key(
    key_policy: &Policy,
    key_arn: &str,
    topic_arn: &str,
    alarm_arn: &str,
) -> KeyDecision {
    let decide = |action| {
        let context = context(key_arn, alarm_arn)
            .value("kms:EncryptionContext:aws:sns:topicArn", topic_arn)
            .value("kms:EncryptionContextKeys", "aws:sns:topicArn");
        let decision = key_policy.decide(&Request {
            principal: SERVICE,
            action,
            resource: key_arn,
            context,
        });
        KeyDecision { action, decision }
    };
    let [decrypt, generate] = KEY_ACTIONS.map(decide);
    if rank(&decrypt.decision) > rank(&generate.decision) {
        decrypt
    } else {
        generate
    }
}

/// How much a decision stands in the way.
fn rank(decision: &Decision) -> u8 {
    match decision {
        Decision::Allowed { .. } => 0,
        Decision::Undecided { .. } => 1,
        Decision::NotAllowed | Decision::Denied { .. } => 2,
    }
}

/// What is known about a request that `CloudWatch` makes for an alarm. What stays out, such as
/// the time and the organization of the alarm's account, is not known.
fn context(resource_arn: &str, alarm_arn: &str) -> Context {
    let resource = Parts::of(resource_arn);
    let alarm = Parts::of(alarm_arn);
    Context::new()
        .absent(ABSENT)
        .value("aws:PrincipalIsAWSService", "true")
        .value("aws:PrincipalServiceName", "cloudwatch.amazonaws.com")
        .value("aws:SecureTransport", "true")
        .value("aws:ViaAWSService", "false")
        .value("aws:SourceArn", alarm_arn)
        .with("aws:SourceAccount", alarm.account.clone())
        .with("aws:SourceOwner", alarm.account)
        .with("aws:RequestedRegion", resource.region)
        .with("aws:ResourceAccount", resource.account)
}

/// What an ARN says about where a resource is.
struct Parts {
    region: Known,
    account: Known,
}

impl Parts {
    fn of(arn: &str) -> Self {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let (region, account) = match parts.as_slice() {
            ["arn", _, _, region, account, _] => (*region, *account),
            _ => ("", ""),
        };
        let known = |text: &str| match text {
            "" => Known::Unknown,
            _ => Known::Values(vec![text.to_owned()]),
        };
        Self {
            region: known(region),
            account: known(account),
        }
    }
}
