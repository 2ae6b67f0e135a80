//! Whether conditions pin the caller to accounts, organizations, resources or networks that
//! somebody has chosen to trust.
//!
//! Sources: S3 user guide, "Blocking public access to your Amazon S3 storage", section "The
//! meaning of public", and the section of the same name in the EFS user guide (which keys
//! count, that their values have to be fixed, how wide a range of addresses may be); IAM user
//! guide, "AWS global condition context keys"; KMS developer guide, "AWS KMS condition keys".
//!
//! # Keys that do not pin the caller
//!
//! | key | why |
//! |---|---|
//! | `aws:username` | a name that every account can give to a user of its own |
//! | `aws:VpcSourceIp` | private addresses, the same in every network: AWS says to use it with `aws:SourceVpc` or `aws:SourceVpce`, which do |
//! | `kms:ViaService` | says through which service, and every account can use that; AWS's own keys ask for `kms:CallerAccount` besides |
//! | `lambda:FunctionUrlAuthType` | `AWS_IAM` asks for a signature, of any account |
//! | `aws:PrincipalTag/*`, `aws:SourceIdentity`, `aws:PrincipalType`, … | chosen by the caller's own account |
//! | `aws:PrincipalIsAWSService` | services act for every account |

use super::condition::{Condition, Test};
use super::operator::{Compare, Operator, Order, Set};
use super::pin_value;
use super::truth::Truth;

/// What kind of thing a key's values name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// An account, organization, network or service by its whole name.
    One,
    /// A part of an organization: `o-…/r-…/ou-…/*`.
    OrganizationPath,
    Arn,
    /// `AIDA…`, or `AROA…:session`.
    UserId,
    /// Addresses on the internet.
    Addresses,
    /// True where the caller is in the network.
    InNetwork,
    /// Where a topic delivers to.
    Endpoint,
}

/// The keys that pin the caller, in small letters.
const KEYS: &[(&str, Names)] = &[
    ("aws:principalaccount", Names::One),
    ("aws:principalarn", Names::Arn),
    ("aws:principalorgid", Names::One),
    ("aws:principalorgpaths", Names::OrganizationPath),
    // As much as naming the service as the principal.
    ("aws:principalservicename", Names::One),
    ("aws:sourceaccount", Names::One),
    ("aws:sourcearn", Names::Arn),
    ("aws:sourceip", Names::Addresses),
    ("aws:sourceorgid", Names::One),
    ("aws:sourceorgpaths", Names::OrganizationPath),
    ("aws:sourceowner", Names::One),
    ("aws:sourcevpc", Names::One),
    ("aws:sourcevpcarn", Names::Arn),
    ("aws:sourcevpce", Names::One),
    ("aws:userid", Names::UserId),
    ("aws:vpceaccount", Names::One),
    ("aws:vpceorgid", Names::One),
    ("aws:vpceorgpaths", Names::OrganizationPath),
    // Mount targets are reached from the network that they are in.
    ("elasticfilesystem:accessedviamounttarget", Names::InNetwork),
    ("kms:calleraccount", Names::One),
    ("s3:dataaccesspointaccount", Names::One),
    ("s3:dataaccesspointarn", Names::Arn),
    // Whoever subscribes, the messages go to a place that is trusted.
    ("sns:endpoint", Names::Endpoint),
];

/// Whether `conditions` hold only for callers that are trusted; open where that depends on
/// what cannot be told of a condition.
pub(super) fn caller(conditions: &[Condition]) -> Truth {
    let tests = conditions.iter().flat_map(|condition| {
        let tests = condition.tests.iter();
        tests.map(|test| pins(condition, test, conditions))
    });
    Truth::any(tests)
}

fn pins(condition: &Condition, test: &Test, all: &[Condition]) -> Truth {
    let mut keys = KEYS.iter();
    let Some((_, names)) = keys.find(|(key, _)| test.key.eq_ignore_ascii_case(key)) else {
        return Truth::No;
    };
    let operator = match &condition.operator {
        Ok(operator) => *operator,
        Err(name) => {
            return Truth::open(format!("the condition operator `{name}` is not known"));
        }
    };
    if operator.negated || operator.compare == Compare::Null {
        return Truth::No;
    }
    // Both hold for a request without the key.
    let vacuous = operator.if_exists || operator.set == Some(Set::All);
    if vacuous && !is_required(&test.key, all) {
        return Truth::No;
    }
    if test.values.is_empty() {
        return Truth::open(format!("`{}` is compared with no value", test.key));
    }
    let by_mail = is_by_mail(all);
    // Each value lets somebody in, so each has to be narrow.
    Truth::all(test.values.iter().map(|(pattern, written)| {
        let compare = operator.compare;
        pin_value::is_narrow(*names, compare, pattern, written, by_mail)
    }))
}

/// Whether `Null` asks for the key to be there.
fn is_required(key: &str, conditions: &[Condition]) -> bool {
    let is = |written: &str| written.eq_ignore_ascii_case("false");
    tests(conditions).any(|(operator, test)| {
        operator.compare == Compare::Null
            && test.key.eq_ignore_ascii_case(key)
            && !test.values.is_empty()
            && test.values.iter().all(|(_, written)| is(written))
    })
}

/// Whether subscriptions are by e-mail only.
fn is_by_mail(conditions: &[Condition]) -> bool {
    let mail = |written: &str| ["email", "email-json"].contains(&written);
    tests(conditions).any(|(operator, test)| {
        let text = matches!(operator.compare, Compare::Text { .. } | Compare::Like);
        let plain = text && !operator.negated && !operator.if_exists && operator.set.is_none();
        plain
            && test.key.eq_ignore_ascii_case("sns:Protocol")
            && !test.values.is_empty()
            && test.values.iter().all(|(_, written)| mail(written))
    })
}

fn tests(conditions: &[Condition]) -> impl Iterator<Item = (Operator, &Test)> {
    conditions.iter().flat_map(|condition| {
        let operator = condition.operator.as_ref().ok().copied();
        let tests = condition.tests.iter();
        tests.filter_map(move |test| Some((operator?, test)))
    })
}

impl Order {
    /// Whether only equal numbers are meant.
    pub(super) fn is_equality(self) -> bool {
        self == Self::Equal
    }
}
