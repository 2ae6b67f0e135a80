//! Every kind of resource that auditrail knows: which service it belongs to, what it
//! is a property of, and which read calls fill it.
//!
//! The enum is closed and every `match` over it exhaustive, so that a new kind is one
//! variant here, one collector, one body, and the compiler names what was forgotten.

pub mod call;

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A read-only AWS API call. IAM names its action after the call in every case used
/// here, so `service:operation` is also what a policy must allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Call {
    /// The IAM prefix of the service, such as `cloudtrail`.
    pub service: &'static str,
    /// The operation, such as `DescribeTrails`.
    pub operation: &'static str,
    /// Where it is asked.
    pub place: Place,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service, self.operation)
    }
}

/// Where a call is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Once for the account.
    Global,
    /// Once in every region.
    EveryRegion,
    /// Once for each resource that an earlier call named, in that resource's region.
    PerResource,
}

/// What a rule over a kind has a row for, even when there is nothing of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The account as a whole.
    Account,
    /// Each region of the account.
    Region,
}

/// Keys of a resource's body that a call of its own fills, asked only when a rule
/// looks at one of them.
#[derive(Debug, PartialEq, Eq)]
pub struct Facet {
    /// The keys, wherever in the body they stand.
    pub keys: &'static [&'static str],
    /// The call that fills them, or that names what fills them.
    pub call: Call,
    /// Whether every body has the keys, at its top, where the call is planned. Others
    /// stand deeper in the body or only in some, or a case may do without them.
    pub everywhere: bool,
}

/// A kind of resource.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The account itself; there is always exactly one.
    Account,
    /// A region of the account; one for each that is looked at.
    Region,
    /// A CloudTrail trail, once, in its home region.
    Trail,
    /// A CloudWatch Logs log group that a trail delivers to.
    LogGroup,
    /// A metric filter on such a log group.
    MetricFilter,
    /// A CloudWatch metric alarm.
    Alarm,
    /// A CloudWatch alarm mute rule that has not expired, in a region where alarms are
    /// looked at.
    AlarmMuteRule,
    /// An SNS topic that an alarm names.
    Topic,
    /// A configuration recorder of AWS Config.
    ConfigRecorder,
    /// A delivery channel of AWS Config.
    DeliveryChannel,
    /// A rule of AWS Config.
    ConfigRule,
    /// The summary of IAM entities and quotas.
    AccountSummary,
    /// The account's own password policy; there is none while AWS's default holds.
    PasswordPolicy,
    /// A row of IAM's credential report: a user, or the root user.
    Credential,
    /// An EC2 security group.
    SecurityGroup,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Account,
        Self::Region,
        Self::Trail,
        Self::LogGroup,
        Self::MetricFilter,
        Self::Alarm,
        Self::AlarmMuteRule,
        Self::Topic,
        Self::ConfigRecorder,
        Self::DeliveryChannel,
        Self::ConfigRule,
        Self::AccountSummary,
        Self::PasswordPolicy,
        Self::Credential,
        Self::SecurityGroup,
    ];

    /// The name that rules, reports and snapshots use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Region => "region",
            Self::Trail => "trail",
            Self::LogGroup => "log-group",
            Self::MetricFilter => "metric-filter",
            Self::Alarm => "alarm",
            Self::AlarmMuteRule => "alarm-mute-rule",
            Self::Topic => "topic",
            Self::ConfigRecorder => "config-recorder",
            Self::DeliveryChannel => "delivery-channel",
            Self::ConfigRule => "config-rule",
            Self::AccountSummary => "account-summary",
            Self::PasswordPolicy => "password-policy",
            Self::Credential => "credential",
            Self::SecurityGroup => "security-group",
        }
    }

    /// The name of the list of all resources of this kind in a rule's conditions, such
    /// as `security_groups`.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Account => "accounts",
            Self::Region => "regions",
            Self::Trail => "trails",
            Self::LogGroup => "log_groups",
            Self::MetricFilter => "metric_filters",
            Self::Alarm => "alarms",
            Self::AlarmMuteRule => "alarm_mute_rules",
            Self::Topic => "topics",
            Self::ConfigRecorder => "config_recorders",
            Self::DeliveryChannel => "delivery_channels",
            Self::ConfigRule => "config_rules",
            Self::AccountSummary => "account_summaries",
            Self::PasswordPolicy => "password_policies",
            Self::Credential => "credentials",
            Self::SecurityGroup => "security_groups",
        }
    }

    /// What the kind is called in a sentence, in the singular.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Region => "region",
            Self::Trail => "trail",
            Self::LogGroup => "log group",
            Self::MetricFilter => "metric filter",
            Self::Alarm => "alarm",
            Self::AlarmMuteRule => "alarm mute rule",
            Self::Topic => "topic",
            Self::ConfigRecorder => "configuration recorder",
            Self::DeliveryChannel => "delivery channel",
            Self::ConfigRule => "Config rule",
            Self::AccountSummary => "account summary",
            Self::PasswordPolicy => "password policy",
            Self::Credential => "IAM user",
            Self::SecurityGroup => "security group",
        }
    }

    /// What a rule over this kind has at least one row for.
    pub fn scope(self) -> Scope {
        match self {
            Self::Account
            | Self::Trail
            | Self::LogGroup
            | Self::MetricFilter
            | Self::AccountSummary
            | Self::PasswordPolicy
            | Self::Credential => Scope::Account,
            Self::Region
            | Self::Alarm
            | Self::AlarmMuteRule
            | Self::Topic
            | Self::ConfigRecorder
            | Self::DeliveryChannel
            | Self::ConfigRule
            | Self::SecurityGroup => Scope::Region,
        }
    }

    /// The calls that list the resources of this kind, in the order in which they
    /// depend on each other.
    pub fn listed_by(self) -> &'static [Call] {
        match self {
            Self::Account | Self::Region => &[],
            Self::Trail => &[call::DESCRIBE_TRAILS],
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
            Self::ConfigRecorder => &[call::DESCRIBE_CONFIGURATION_RECORDERS],
            Self::DeliveryChannel => &[call::DESCRIBE_DELIVERY_CHANNELS],
            Self::ConfigRule => &[call::DESCRIBE_CONFIG_RULES],
            Self::AccountSummary => &[call::GET_ACCOUNT_SUMMARY],
            Self::PasswordPolicy => &[call::GET_ACCOUNT_PASSWORD_POLICY],
            Self::Credential => &[
                call::GENERATE_CREDENTIAL_REPORT,
                call::GET_CREDENTIAL_REPORT,
            ],
            Self::SecurityGroup => &[call::DESCRIBE_SECURITY_GROUPS],
        }
    }

    /// The keys of the body that calls of their own fill.
    pub fn facets(self) -> &'static [Facet] {
        match self {
            Self::Trail => &[
                Facet {
                    keys: &["Status"],
                    call: call::GET_TRAIL_STATUS,
                    everywhere: true,
                },
                Facet {
                    keys: &["EventSelectors", "AdvancedEventSelectors"],
                    call: call::GET_EVENT_SELECTORS,
                    everywhere: true,
                },
            ],
            Self::Topic => &[
                // Only its attributes say whether a topic has a key.
                Facet {
                    keys: &["Attributes", "Key"],
                    call: call::GET_TOPIC_ATTRIBUTES,
                    everywhere: false,
                },
                Facet {
                    keys: &["Subscriptions"],
                    call: call::LIST_SUBSCRIPTIONS_BY_TOPIC,
                    everywhere: true,
                },
                // They stand under `Attributes` as well, those of each subscription; a
                // rule that looks at one of them names it.
                Facet {
                    keys: &[
                        "FilterPolicy",
                        "FilterPolicyScope",
                        "RawMessageDelivery",
                        "RedrivePolicy",
                    ],
                    call: call::GET_SUBSCRIPTION_ATTRIBUTES,
                    everywhere: false,
                },
                Facet {
                    keys: &["Key"],
                    call: call::DESCRIBE_KEY,
                    everywhere: false,
                },
                Facet {
                    keys: &["Key"],
                    call: call::GET_KEY_POLICY,
                    everywhere: false,
                },
            ],
            Self::ConfigRecorder => &[Facet {
                keys: &["Status"],
                call: call::DESCRIBE_CONFIGURATION_RECORDER_STATUS,
                everywhere: true,
            }],
            Self::ConfigRule => &[Facet {
                keys: &["Compliance"],
                call: call::GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE,
                everywhere: false,
            }],
            Self::SecurityGroup => &[Facet {
                keys: &["Entries"],
                call: call::GET_MANAGED_PREFIX_LIST_ENTRIES,
                everywhere: false,
            }],
            Self::Account
            | Self::Region
            | Self::LogGroup
            | Self::MetricFilter
            | Self::Alarm
            | Self::AlarmMuteRule
            | Self::DeliveryChannel
            | Self::AccountSummary
            | Self::PasswordPolicy
            | Self::Credential => &[],
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn all_holds_every_kind_once_under_its_serialised_name() {
        let names: BTreeSet<&str> = Kind::ALL.iter().map(|k| k.name()).collect();
        assert_eq!(names.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            let json = serde_json::to_value(kind).unwrap();
            assert_eq!(json, kind.name(), "serde and name() differ");
            assert_eq!(serde_json::from_value::<Kind>(json).unwrap(), *kind);
        }
    }

    #[test]
    fn variables_are_unique_and_legal_in_conditions() {
        let variables: BTreeSet<&str> = Kind::ALL.iter().map(|k| k.variable()).collect();
        assert_eq!(variables.len(), Kind::ALL.len());
        assert!(
            variables
                .iter()
                .all(|v| v.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
        );
    }

    #[test]
    fn every_call_serves_a_kind_or_finds_the_target() {
        let mut used: BTreeSet<Call> = Kind::ALL
            .iter()
            .flat_map(|k| {
                k.listed_by()
                    .iter()
                    .copied()
                    .chain(k.facets().iter().map(|f| f.call))
            })
            .collect();
        used.extend([call::GET_CALLER_IDENTITY, call::DESCRIBE_REGIONS]);
        for call in call::ALL {
            assert!(used.contains(call), "{call} serves no kind");
        }
        assert!(!call::ALL.contains(&call::TEST_METRIC_FILTER));
    }
}
