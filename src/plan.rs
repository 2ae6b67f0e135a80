//! Which API calls the selected rules need, and no other. Pure: no network.

use std::collections::{BTreeMap, BTreeSet};

use crate::inventory::Asked;
use crate::kind::{Call, InEvents, Kind, call};
use crate::rule::{Bound, Rule};

/// The calls of a scan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Every call, with the ids of the rules that need it.
    pub calls: BTreeMap<Call, BTreeSet<String>>,
    /// What the calls are made for: the kinds of which they are a list or a detail. Another
    /// kind's resources may need the same call, and only rules over those ask it of them.
    pub needs: BTreeSet<(Kind, Call)>,
    /// The source identifiers of the managed Config rules whose compliance is asked for;
    /// empty means of all.
    pub config_rule_identifiers: BTreeSet<String>,
    /// The names of AWS's managed policies of which is asked who has them.
    pub entities_of: BTreeSet<String>,
}

impl Plan {
    /// What the rules of `bindings` need to know under their parameters.
    pub fn new(bindings: &[Bound<'_>]) -> Self {
        let mut plan = Self::default();
        let mut every_compliance = false;
        for Bound { rule, parameters } in bindings {
            for (kind, call) in rule.needs(parameters) {
                plan.calls.entry(call).or_default().insert(rule.id.clone());
                plan.needs.insert((kind, call));
            }
            plan.entities_of.extend(rule.entities_of.iter().cloned());
            every_compliance |= rule.needs_compliance() && rule.compliance_of.is_empty();
            plan.config_rule_identifiers
                .extend(rule.compliance_of.iter().cloned());
        }
        if every_compliance {
            plan.config_rule_identifiers.clear();
        }
        plan
    }

    /// Adds the call that `scan --verify-patterns` makes, for the rules that need metric
    /// filters. It is no call of a scan without: it looks at nothing of the account.
    pub fn verify_patterns(&mut self) {
        if let Some(rules) = self.calls.get(&call::DESCRIBE_METRIC_FILTERS) {
            let rules = rules.clone();
            self.calls.insert(call::TEST_METRIC_FILTER, rules);
        }
    }

    /// Adds the call that `scan --who` makes, for those of `rules` that judge what it can be
    /// asked about. It is no call of a scan without: no verdict rests on it.
    pub fn who<'r>(&mut self, rules: impl Iterator<Item = &'r Rule>) {
        let asks = |rule: &&Rule| matches!(rule.judges.in_events(), InEvents::Named(..));
        let rules: BTreeSet<String> = rules.filter(asks).map(|rule| rule.id.clone()).collect();
        if !rules.is_empty() {
            self.calls.insert(call::LOOKUP_EVENTS, rules);
        }
    }

    /// Whether a rule needs `call`.
    pub fn asks(&self, call: Call) -> bool {
        self.calls.contains_key(&call)
    }

    /// Whether a rule looks at resources of `kind`.
    pub fn looks_for(&self, kind: Kind) -> bool {
        self.needs.iter().any(|(needed, _)| *needed == kind)
    }

    /// Whether a rule needs `call` as a list or a detail of `kind`.
    pub fn asks_of(&self, kind: Kind, call: Call) -> bool {
        self.needs.contains(&(kind, call))
    }

    /// Whether alarms are asked for in every region, not only where a trail delivers to a
    /// log group.
    pub fn alarms_everywhere(&self) -> bool {
        self.asks(call::DESCRIBE_ALL_ALARMS)
    }

    /// What will have been asked, by kind.
    pub fn asked(&self) -> Asked {
        let mut asked = Asked::new();
        for (kind, call) in &self.needs {
            asked.entry(*kind).or_default().insert(call.asked_as());
        }
        asked
    }

    /// The calls as `service:operation`.
    pub fn operations(&self) -> BTreeSet<String> {
        self.calls.keys().map(ToString::to_string).collect()
    }

    /// The least IAM policy that lets every call of the plan through, and those that
    /// find out which account and regions there are. `sts:GetCallerIdentity` is in it
    /// for the reader: AWS allows it to everybody.
    pub fn iam_policy(&self) -> serde_json::Value {
        let identity = [call::GET_CALLER_IDENTITY, call::DESCRIBE_REGIONS];
        let calls = self.calls.keys().chain(&identity);
        let actions: BTreeSet<&str> = calls.map(|call| call.action).collect();
        serde_json::json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Sid": "AuditrailRead",
                "Effect": "Allow",
                "Action": actions,
                "Resource": "*",
            }],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{RuleSet, Selection};

    fn plan(rule: &str) -> Plan {
        let rules = RuleSet::load(&[]).unwrap();
        let selection = Selection {
            rules: vec![rule.to_owned()],
            ..Selection::default()
        };
        Plan::new(&rules.select(&selection).unwrap().bindings)
    }

    #[test]
    fn a_rule_over_one_kind_asks_for_nothing_else() {
        let operations = plan("sg-no-public-ssh").operations();
        let expected = [
            "ec2:DescribeSecurityGroups",
            "ec2:GetManagedPrefixListEntries",
        ];
        assert_eq!(operations.into_iter().collect::<Vec<_>>(), expected);
        // It says nothing of prefix lists, so their entries are not asked for.
        let operations = plan("default-sg-restricts-all").operations();
        assert_eq!(
            operations.into_iter().collect::<Vec<_>>(),
            [
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups"
            ]
        );
    }

    #[test]
    fn an_alert_rule_asks_for_the_links_of_its_chain() {
        let plan = plan("monitor-vpc-changes");
        for call in [
            call::DESCRIBE_ALARMS,
            call::LIST_ALARM_MUTE_RULES,
            call::GET_ALARM_MUTE_RULE,
            call::GET_TOPIC_ATTRIBUTES,
            call::LIST_SUBSCRIPTIONS_BY_TOPIC,
            call::GET_SUBSCRIPTION_ATTRIBUTES,
            call::DESCRIBE_KEY,
            call::GET_KEY_POLICY,
        ] {
            assert!(plan.asks(call), "{call}");
            let policy = plan.iam_policy().to_string();
            assert!(policy.contains(&format!("\"{call}\"")), "{policy}");
        }
        assert!(!plan.alarms_everywhere());
        assert!(!plan.asks(call::TEST_METRIC_FILTER), "no call of a scan");
    }

    #[test]
    fn the_oracle_is_asked_only_if_there_are_filters_to_ask_about() {
        for (rule, expected) in [("monitor-vpc-changes", true), ("sg-no-public-ssh", false)] {
            let mut plan = plan(rule);
            let action = format!("\"{}\"", call::TEST_METRIC_FILTER);
            assert!(!plan.iam_policy().to_string().contains(&action), "{rule}");
            plan.verify_patterns();
            let policy = plan.iam_policy().to_string();
            assert_eq!(policy.contains(&action), expected, "{rule}");
        }
    }

    #[test]
    fn who_changed_it_is_asked_only_of_resources() {
        let rules = RuleSet::load(&[]).unwrap();
        for (rule, expected) in [("sg-no-public-ssh", true), ("monitor-vpc-changes", false)] {
            let selection = Selection {
                rules: vec![rule.to_owned()],
                ..Selection::default()
            };
            let selected = rules.select(&selection).unwrap();
            let mut plan = Plan::new(&selected.bindings);
            assert!(!plan.asks(call::LOOKUP_EVENTS), "no call of a scan");
            plan.who(selected.rules());
            assert_eq!(plan.asks(call::LOOKUP_EVENTS), expected, "{rule}");
            let action = format!("\"{}\"", call::LOOKUP_EVENTS);
            let policy = plan.iam_policy().to_string();
            assert_eq!(policy.contains(&action), expected, "{rule}");
        }
    }

    #[test]
    fn compliance_is_asked_for_the_rules_that_matter() {
        let plan = plan("config-rule-restricted-ssh");
        let identifiers: Vec<_> = plan.config_rule_identifiers.iter().collect();
        assert_eq!(identifiers, ["INCOMING_SSH_DISABLED"]);
    }
}
