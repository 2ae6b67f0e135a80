//! The account, and the organization that it manages.

use super::{Deviation, check, seed};
use crate::like_aws::deviate as answers;
use crate::seed::{Account, deviate};

pub const ALL: &[Deviation] = &[
    (
        "nobody to call about security",
        |a| seed(a, deviate::no_security_contact),
        &[("account-security-contact-registered", "fail")],
    ),
    (
        "root access is not managed centrally",
        |a| answers::no_central_root_access(&a.proxy),
        &[("org-central-root-access", "fail")],
    ),
    (
        "no policy limits accounts",
        |a| seed(a, deviate::no_guardrails),
        &[("org-authorization-guardrails", "fail")],
    ),
    (
        "no account may manage policies but this one",
        |a| answers::no_delegation_policy(&a.proxy),
        &[("org-delegated-admin-for-policies", "fail")],
    ),
    (
        "no account runs a service but this one",
        |a| seed(a, deviate::no_delegated_administrators),
        &[("org-delegated-admin-for-services", "fail")],
    ),
];

#[test]
fn of_the_organization() {
    check(ALL);
}

#[test]
fn an_account_in_no_organization() {
    let account = Account::empty();
    let verdicts = super::verdicts(&account);
    for (rule, verdict) in verdicts.iter().filter(|(rule, _)| rule.starts_with("org-")) {
        assert_eq!(*verdict, "not-applicable", "{rule}");
    }
}
