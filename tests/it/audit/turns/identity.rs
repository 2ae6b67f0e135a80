//! The root user, users, passwords, keys and policies of IAM.

use super::{Deviation, check, seed};
use crate::like_aws::LikeAws;
use crate::like_aws::deviate::{self as answers, LONG_AGO};
use crate::seed::{Account, deviate};

const DUE: &[(&str, &str)] = &[("iam-unused-credentials-disabled", "fail")];

pub const ALL: &[Deviation] = &[
    (
        "the root user has an access key",
        |a| root(a, true, true),
        &[("root-no-access-keys", "fail")],
    ),
    (
        "the root user has no MFA",
        |a| root(a, false, false),
        &[("root-hardware-mfa", "fail"), ("root-mfa-enabled", "fail")],
    ),
    (
        "one of the root user's devices is virtual",
        |a| answers::virtual_root_device(&a.proxy),
        &[("root-hardware-mfa", "fail")],
    ),
    (
        "the root user was here yesterday",
        |a| credential(a, "<root_account>", "password_last_used", &yesterday()),
        &[("root-usage-avoided", "manual")],
    ),
    (
        "short passwords",
        |a| seed(a, deviate::weak_password_policy),
        &[("password-policy-min-length-14", "fail")],
    ),
    (
        "passwords that come back",
        |a| seed(a, deviate::passwords_that_come_back),
        &[("password-policy-reuse-24", "fail")],
    ),
    (
        "passwords for ever",
        |a| seed(a, deviate::passwords_for_ever),
        &[("password-policy-expiry-90", "fail")],
    ),
    (
        "passwords of any characters",
        |a| seed(a, deviate::passwords_of_any_characters),
        &[
            ("password-policy-lowercase", "fail"),
            ("password-policy-number", "fail"),
            ("password-policy-symbol", "fail"),
            ("password-policy-uppercase", "fail"),
        ],
    ),
    (
        "no password policy",
        |a| seed(a, deviate::no_password_policy),
        &[
            ("password-policy-expiry-90", "fail"),
            ("password-policy-lowercase", "fail"),
            ("password-policy-min-length-14", "fail"),
            ("password-policy-number", "fail"),
            ("password-policy-reuse-24", "fail"),
            ("password-policy-symbol", "fail"),
            ("password-policy-uppercase", "fail"),
        ],
    ),
    (
        "a user without MFA",
        |a| seed(a, deviate::user_without_mfa),
        &[("iam-user-console-mfa", "fail")],
    ),
    (
        "a password that was not used for long",
        |a| credential(a, "alice", "password_last_used", LONG_AGO),
        DUE,
    ),
    (
        "a key that was not used for long",
        |a| credential(a, "deployer", "access_key_1_last_used_date", LONG_AGO),
        DUE,
    ),
    (
        "a key that was not changed for long",
        |a| {
            credential(a, "deployer", "access_key_1_last_rotated", LONG_AGO);
            credential(a, "deployer", "access_key_1_last_used_date", &yesterday());
        },
        &[("iam-access-keys-rotated-90-days", "fail")],
    ),
    (
        "a user with two keys",
        |a| seed(a, deviate::user_with_two_keys),
        &[("iam-user-single-active-access-key", "fail")],
    ),
    (
        "a key that was made with its user",
        |a| seed(a, deviate::user_with_a_password_and_a_key),
        &[("iam-user-no-initial-access-keys", "fail")],
    ),
    (
        "a user with a policy attached",
        |a| seed(a, deviate::user_with_a_policy),
        &[("iam-user-permissions-via-groups", "fail")],
    ),
    (
        "a user with an inline policy",
        |a| seed(a, deviate::user_with_an_inline_policy),
        &[("iam-user-permissions-via-groups", "fail")],
    ),
    (
        "AWS's policy for administrators",
        |a| seed(a, deviate::group_of_administrators),
        &[("iam-no-full-admin-policies", "fail")],
    ),
    (
        "a policy of the account's own for everything",
        |a| seed(a, deviate::group_with_full_access),
        &[("iam-no-full-admin-policies", "fail")],
    ),
    (
        "nobody may open support cases",
        |a| seed(a, deviate::no_support_role),
        &[("iam-support-role", "fail")],
    ),
    (
        "CloudShell without limits",
        |a| seed(a, deviate::group_with_cloudshell),
        &[("cloudshell-full-access-restricted", "fail")],
    ),
    (
        "a server certificate that ran out",
        |a| answers::expired_certificate(&a.proxy),
        &[("iam-expired-server-certificates", "fail")],
    ),
    (
        "a region in which nobody looks for access from outside",
        |a| answers::analyzer_of_unused_access_only(&a.proxy, "eu-central-1"),
        &[("access-analyzer-enabled", "fail")],
    ),
];

fn root(account: &Account, mfa: bool, key: bool) {
    let like = LikeAws {
        root_mfa: mfa,
        root_access_key: key,
        ..LikeAws::default()
    };
    like.apply(&account.proxy);
}

fn credential(account: &Account, user: &'static str, column: &'static str, value: &str) {
    answers::credential(&account.proxy, user, column, value);
}

fn yesterday() -> String {
    answers::days_ago(1)
}

#[test]
fn of_identities() {
    let (one, other) = ALL.split_at(ALL.len() / 2);
    check(one);
    check(other);
}
