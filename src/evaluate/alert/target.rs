//! Whether a target of an event rule gets what the rule sends it.

use super::event_rule::EventRule;
use super::key::Encrypted;
use super::link::{Break, Link, Stage, Step, filled};
use super::parts::{Chains, Place};
use super::publisher::Publisher;
use super::ruled::Delivery;
use super::topic;
use crate::inventory::body::RuleTarget;
use crate::kind::{Kind, call};
use crate::policy::publish::{may_call, may_use_key_of_queue};
use crate::policy::{Decision, Policy};
use crate::target::Arn;

/// Who gets what a rule sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The target's ARN.
    pub target: String,
    /// How many confirmed subscriptions hear it, if it is a topic.
    pub subscriptions: Option<usize>,
}

/// What becomes of what `rule`, which stands in `place`, sends to `target`.
pub fn delivery(chains: &Chains, rule: &EventRule, target: &RuleTarget, place: &Place) -> Delivery {
    let arn = target.arn.clone().unwrap_or_default();
    let mut steps = Vec::new();
    let mut remarks = Vec::new();
    let end = match Arn::parse(&arn).map(|arn| arn.service) {
        Some("sns") => topic::hears(
            chains,
            &arn,
            &Publisher::event_rule(chains, &rule.body, place),
            &mut steps,
        )
        .map(|subscriptions| Reached {
            target: arn.clone(),
            subscriptions: Some(subscriptions),
        }),
        Some("sqs" | "lambda") => {
            let program = Program::of(&arn);
            program.takes(chains, rule, target, place).map(|()| {
                steps.push(Step::new(Stage::Target, &arn, "lets EventBridge in"));
                remarks.push(format!(
                    "event rule `{}` sends to the {} `{}`; what becomes of it there is not looked at",
                    rule.name(),
                    program.noun,
                    name(&arn)
                ));
                Reached {
                    target: arn.clone(),
                    subscriptions: None,
                }
            })
        }
        other => Err(elsewhere(rule, &arn, other.unwrap_or_default())),
    };
    Delivery {
        steps,
        target: Some(arn),
        end,
        remarks,
    }
}

/// Whether it is the ARN of a topic.
pub fn is_topic(arn: &str) -> bool {
    Arn::parse(arn).is_some_and(|arn| arn.service == "sns")
}

/// What a target is called.
pub fn name(arn: &str) -> &str {
    arn.rsplit([':', '/']).next().unwrap_or(arn)
}

/// A target that is neither told of events nor runs a program of the account's.
///
/// Source: EventBridge user guide, "Event bus targets".
fn elsewhere(rule: &EventRule, arn: &str, service: &str) -> Break {
    let rule = rule.name();
    let open = |what: &str| {
        let why = format!("event rule `{rule}` sends to {what}, which auditrail does not follow");
        Break::Open(Stage::Target, why)
    };
    let nobody = |what: &str| {
        let why = format!(
            "event rule `{rule}` tells nobody: its target `{}` is {what}",
            name(arn)
        );
        Break::Broken(Stage::Target, why)
    };
    match service {
        "logs" => nobody("a log group"),
        "firehose" => nobody("a Firehose stream"),
        "events" if arn.contains(":api-destination/") => {
            open(&format!("the API destination `{}`", name(arn)))
        }
        "events" => open(&format!("the event bus `{}`", name(arn))),
        _ => open(&format!("`{arn}`")),
    }
}

/// A queue or a function.
struct Program<'a> {
    arn: &'a str,
    noun: &'static str,
    action: &'static str,
}

impl<'a> Program<'a> {
    fn of(arn: &'a str) -> Self {
        let is_queue = Arn::parse(arn).is_some_and(|arn| arn.service == "sqs");
        let (noun, action) = if is_queue {
            ("queue", "sqs:SendMessage")
        } else {
            ("function", "lambda:InvokeFunction")
        };
        Self { arn, noun, action }
    }

    /// Whether its policy lets `rule` in.
    ///
    /// Source: EventBridge user guide, "Using resource-based policies for Amazon EventBridge".
    fn takes(
        &self,
        chains: &Chains,
        rule: &EventRule,
        target: &RuleTarget,
        place: &Place,
    ) -> Link<()> {
        let (arn, noun, named) = (self.arn, self.noun, name(self.arn));
        let open = |why: String| Err(Break::Open(Stage::Target, why));
        let broken = |why: String| Err(Break::Broken(Stage::Target, why));
        let Some(found) = chains.targets.get(arn) else {
            let hidden = chains.hidden(Stage::Target, Kind::EventTarget, place);
            return match hidden {
                Some(hidden) => Err(hidden),
                None => open(format!("the {noun} `{arn}` was not looked at")),
            };
        };
        if found.exists == Some(false) {
            return broken(format!("the {noun} `{named}` does not exist"));
        }
        let call = match noun {
            "queue" => call::GET_QUEUE_ATTRIBUTES,
            _ => call::GET_FUNCTION_POLICY,
        };
        // With a role of its own, a rule does not need the policy.
        let by_role = target.role_arn.as_deref().filter(|role| !role.is_empty());
        let refused = |why: String| match by_role {
            Some(its) => open(format!("{why}; whether its role `{its}` may is not judged")),
            None => broken(why),
        };
        if found.policy.is_none() {
            return refused(format!(
                "the {noun} `{named}` has no policy that lets EventBridge in for event rule `{}`",
                rule.name()
            ));
        }
        let text = filled(found.policy.as_ref(), Stage::Target, call)?;
        let policy = match Policy::parse(&text.0) {
            Ok(policy) => policy,
            Err(problem) => {
                return open(format!(
                    "the policy of the {noun} `{named}` is not understood: {problem}"
                ));
            }
        };
        let publisher = Publisher::event_rule(chains, &rule.body, place);
        match may_call(&policy, self.action, arn, &publisher.source()) {
            Decision::Allowed { .. } => {}
            Decision::NotAllowed => {
                return refused(format!(
                    "the policy of the {noun} `{named}` does not let EventBridge in for event rule `{}`",
                    rule.name()
                ));
            }
            Decision::Denied { statement } => {
                return broken(format!(
                    "the policy of the {noun} `{named}` keeps EventBridge out, in {}",
                    policy.statement_name(statement)
                ));
            }
            Decision::Undecided { statement, why } => {
                return open(format!(
                    "whether the policy of the {noun} `{named}` lets EventBridge in is not decided: {} ({why})",
                    policy.statement_name(statement)
                ));
            }
        }
        let Some(id) = found.kms_master_key_id.as_deref() else {
            return Ok(());
        };
        let encrypted = Encrypted {
            what: &format!("the {noun} `{named}`"),
            stage: Stage::Target,
            id,
            managed: "alias/aws/sqs",
        };
        encrypted.opens(found.key.as_ref(), publisher.service, |policy, key| {
            may_use_key_of_queue(policy, key, arn, &publisher.source())
        })
    }
}
