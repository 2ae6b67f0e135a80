//! The requests that AWS services make when they publish to a topic by their own right: alarms,
//! event rules and event subscriptions of RDS.
//!
//! Sources: SNS developer guide, "Example cases for Amazon SNS access control" (sections
//! "aws:SourceAccount versus aws:SourceOwner" and "Allow any `CloudWatch` alarm to publish to a
//! topic in a different account") and "Key management"; re:Post, "Why didn't I receive an SNS
//! notification for my `CloudWatch` alarm trigger?"; `EventBridge` user guide, "Using
//! resource-based policies for Amazon `EventBridge`" and "Troubleshooting"; RDS user guide,
//! "Granting permissions to publish notifications to an Amazon SNS topic"; IAM user guide, "AWS
//! global condition context keys" for what a service's own request carries.

use super::{Context, Decision, Known, Policy, Principal, Request};

/// A service that publishes to topics by its own right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// Alarms of `CloudWatch`. The source of a request is the alarm.
    CloudWatch,
    /// Rules of `EventBridge`. AWS says that conditions do not work in what a topic's policy
    /// allows it, and people report both: which keys a request has is not known.
    EventBridge,
    /// Event subscriptions of RDS. The source of a request is what the event is about, such
    /// as a database instance.
    Rds,
}

impl Service {
    /// The principal in policies.
    pub fn principal(self) -> &'static str {
        match self {
            Self::CloudWatch => "cloudwatch.amazonaws.com",
            Self::EventBridge => "events.amazonaws.com",
            Self::Rds => "events.rds.amazonaws.com",
        }
    }

    /// What it is called in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::CloudWatch => "CloudWatch",
            Self::EventBridge => "EventBridge",
            Self::Rds => "RDS",
        }
    }
}

/// Who asks to publish.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The service.
    pub service: Service,
    /// The ARN of what in it publishes: an alarm, an event rule, an event subscription.
    pub arn: &'a str,
    /// The ARNs that requests may give as their source, where that is not `arn`: each of
    /// them has to be let through. Empty where they are not known.
    pub subjects: &'a [String],
    /// Whether these are only examples: a policy that lets them through asks for no
    /// particular one, and one that does not may let others through.
    pub by_example: bool,
}

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

/// Whether a topic's policy lets `source` publish.
///
/// The source's account is read from its ARN.
pub fn may_publish(topic_policy: &Policy, topic_arn: &str, source: &Source<'_>) -> Decision {
    let decide = |subject: Known| {
        topic_policy.decide(&Request {
            principal: Principal::Service(source.service.principal()),
            action: "sns:Publish",
            resource: topic_arn,
            // The two keys of SNS itself belong to subscriptions.
            context: context(topic_arn, source, subject, false)
                .absent(&["sns:Endpoint", "sns:Protocol"]),
        })
    };
    of_all_subjects(source, decide)
}

/// Whether the policy of a queue or a function lets an event rule `action` it.
///
/// Unlike for topics, AWS documents that such requests say which rule they come from.
///
/// Source: `EventBridge` user guide, "Using resource-based policies for Amazon `EventBridge`",
/// sections on SQS and Lambda.
pub fn may_call(policy: &Policy, action: &str, arn: &str, source: &Source<'_>) -> Decision {
    policy.decide(&Request {
        principal: Principal::Service(source.service.principal()),
        action,
        resource: arn,
        context: of_rule(arn, source),
    })
}

/// Whether a key's policy lets an event rule encrypt what it sends to a queue.
///
/// Source: SQS developer guide, "Key management", section "Enable compatibility between event
/// sources from AWS services and encrypted queues".
pub fn may_use_key_of_queue(
    key_policy: &Policy,
    key_arn: &str,
    queue_arn: &str,
    source: &Source<'_>,
) -> KeyDecision {
    least(KEY_ACTIONS.map(|action| {
        let context = context(key_arn, source, Known::Unknown, true)
            .value("kms:EncryptionContext:aws:sqs:arn", queue_arn)
            .value("kms:EncryptionContextKeys", "aws:sqs:arn");
        let decision = key_policy.decide(&Request {
            principal: Principal::Service(source.service.principal()),
            action,
            resource: key_arn,
            context,
        });
        KeyDecision { action, decision }
    }))
}

/// The decision that stands in the way most; the last of those that are alike.
fn least([first, second]: [KeyDecision; 2]) -> KeyDecision {
    if rank(&first.decision) > rank(&second.decision) {
        first
    } else {
        second
    }
}

/// What is known about a request that an event rule makes to a queue or a function.
fn of_rule(arn: &str, source: &Source<'_>) -> Context {
    let account = Parts::of(source.arn).account;
    base(arn, source)
        .value("aws:SourceArn", source.arn)
        .with("aws:SourceAccount", account)
        .absent(&["aws:SourceOwner"])
}

/// What a key's policy says to a service, and about which action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyDecision {
    /// The action that decided; the last of them if all are allowed.
    pub action: &'static str,
    /// What the policy says to it.
    pub decision: Decision,
}

/// Whether a key's policy lets `source` encrypt what it publishes to a topic.
///
/// Both `kms:Decrypt` and `kms:GenerateDataKey` are needed. One that is refused decides, then
/// one that is open. `kms:ViaService` and `kms:CallerAccount` are not known: AWS does not say
/// what they are when an alarm publishes, and statements that ask for them have been seen to
/// fail.
pub fn may_use_key(
    key_policy: &Policy,
    key_arn: &str,
    topic_arn: &str,
    source: &Source<'_>,
) -> KeyDecision {
    let decide = |action| {
        let decision = of_all_subjects(source, |subject| {
            let context = context(key_arn, source, subject, true)
                .value("kms:EncryptionContext:aws:sns:topicArn", topic_arn)
                .value("kms:EncryptionContextKeys", "aws:sns:topicArn");
            key_policy.decide(&Request {
                principal: Principal::Service(source.service.principal()),
                action,
                resource: key_arn,
                context,
            })
        });
        KeyDecision { action, decision }
    };
    least(KEY_ACTIONS.map(decide))
}

/// What a policy says to requests of every subject: where it does not say the same to all of
/// them, what it says to one that is not known.
fn of_all_subjects(source: &Source<'_>, decide: impl Fn(Known) -> Decision) -> Decision {
    let known = |arn: &str| Known::Values(vec![arn.to_owned()]);
    let open = || decide(Known::Unknown);
    match source.service {
        Service::CloudWatch => decide(known(source.arn)),
        Service::EventBridge => open(),
        Service::Rds => {
            let mut each = source.subjects.iter().map(|arn| decide(known(arn)));
            let Some(first) = each.next() else {
                return open();
            };
            let tells = !source.by_example || rank(&first) == 0;
            if tells && each.all(|other| rank(&other) == rank(&first)) {
                first
            } else {
                open()
            }
        }
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

/// What is known about a request that `source` makes, for `subject` as `aws:SourceArn`. What
/// stays out, such as the time and the organization of the source's account, is not known.
fn context(resource_arn: &str, source: &Source<'_>, subject: Known, to_key: bool) -> Context {
    let account = Parts::of(source.arn).account;
    let context = base(resource_arn, source);
    match source.service {
        // AWS: `aws:SourceAccount`, `aws:SourceArn` and `aws:SourceOrgID` in the policy of a
        // key are not supported for event rules.
        Service::EventBridge if to_key => context.absent(&[
            "aws:SourceAccount",
            "aws:SourceArn",
            "aws:SourceOrgID",
            "aws:SourceOwner",
        ]),
        // The policy that SNS gives a new topic asks for the owner, and lets no rule through.
        Service::EventBridge => context.absent(&["aws:SourceOwner"]),
        Service::CloudWatch | Service::Rds => context
            .with("aws:SourceArn", subject)
            .with("aws:SourceAccount", account.clone())
            .with("aws:SourceOwner", account),
    }
}

/// What is known about any request of a service by its own right.
fn base(resource_arn: &str, source: &Source<'_>) -> Context {
    let resource = Parts::of(resource_arn);
    Context::new()
        .absent(ABSENT)
        .value("aws:PrincipalIsAWSService", "true")
        .value("aws:PrincipalServiceName", source.service.principal())
        .value("aws:SecureTransport", "true")
        .value("aws:ViaAWSService", "false")
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
