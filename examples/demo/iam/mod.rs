//! IAM: who may sign in and how, what they may, and the rules for passwords.

mod devices;
mod federation;
mod groups;
mod holders;
pub mod instance_profiles;
mod permissions;
mod policies;
mod users;

use std::collections::BTreeMap;

use auditrail::inventory::body::{AccountSummary, Credential, PasswordPolicy};
use jiff::Timestamp;

use crate::account::{Demo, FRANKFURT};
use crate::naming::{arn, some};
use crate::time::{days_ago, exactly_days_ago, written};
use users::{Age, Console, Key, USERS, User};

const NONE: &str = "N/A";

pub fn fill(demo: &mut Demo) {
    demo.found(None, &summary());
    demo.found(None, &password_policy());
    demo.found(None, &root());
    for user in USERS {
        demo.found(None, &row(user));
    }
    permissions::fill(demo);
    policies::fill(demo);
    holders::fill(demo);
    devices::fill(demo);
    federation::fill(demo);
    instance_profiles::fill(demo);
}

/// Long enough for the first benchmarks, two characters short for CIS.
fn password_policy() -> PasswordPolicy {
    PasswordPolicy {
        minimum_password_length: Some(12),
        require_symbols: Some(true),
        require_numbers: Some(true),
        require_uppercase_characters: Some(true),
        require_lowercase_characters: Some(true),
        allow_users_to_change_password: Some(true),
        expire_passwords: Some(false),
        max_password_age: None,
        password_reuse_prevention: Some(24),
        hard_expiry: Some(false),
    }
}

fn summary() -> AccountSummary {
    let count = |has: fn(&User) -> bool| USERS.iter().filter(|user| has(user)).count();
    let users = count(|_| true);
    // Root has a device of its own.
    let devices = count(|user| user.mfa) + 1;
    let of_users = [
        ("Users", users),
        ("MFADevices", devices),
        ("MFADevicesInUse", devices),
        ("Groups", groups::GROUPS.len()),
    ];
    let of_users = of_users.map(|(key, n)| (key, i64::try_from(n).unwrap_or(i64::MAX)));
    let others = [
        ("AccountAccessKeysPresent", 0),
        ("AccountMFAEnabled", 1),
        ("AccountPasswordPresent", 1),
        ("AccountSigningCertificatesPresent", 0),
        ("AccessKeysPerUserQuota", 2),
        ("AssumeRolePolicySizeQuota", 2048),
        ("AttachedPoliciesPerGroupQuota", 10),
        ("AttachedPoliciesPerRoleQuota", 10),
        ("AttachedPoliciesPerUserQuota", 10),
        ("GlobalEndpointTokenVersion", 2),
        ("GroupPolicySizeQuota", 5120),
        ("GroupsPerUserQuota", 10),
        ("GroupsQuota", 300),
        ("InstanceProfiles", instance_profiles::COUNT),
        ("InstanceProfilesQuota", 1000),
        ("Policies", policies::COUNT),
        ("PoliciesQuota", 1500),
        ("PolicySizeQuota", 6144),
        ("PolicyVersionsInUse", 29),
        ("PolicyVersionsInUseQuota", 10000),
        ("Providers", federation::PROVIDERS),
        ("RolePolicySizeQuota", 10240),
        ("Roles", 43),
        ("RolesQuota", 1000),
        ("ServerCertificates", federation::CERTIFICATES),
        ("ServerCertificatesQuota", 20),
        ("SigningCertificatesPerUserQuota", 2),
        ("UserPolicySizeQuota", 2048),
        ("UsersQuota", 5000),
        ("VersionsPerPolicyQuota", 5),
    ];
    let all = others.into_iter().chain(of_users);
    let summary_map: BTreeMap<String, i64> = all.map(|(key, n)| (key.to_owned(), n)).collect();
    AccountSummary { summary_map }
}

/// The root user: a device, no keys, and not used for long.
fn root() -> Credential {
    let not_supported = some("not_supported");
    Credential {
        user: some("<root_account>"),
        arn: some(arn("iam", "", "root")),
        user_creation_time: some("2019-04-29T15:02:44Z"),
        password_enabled: not_supported.clone(),
        password_last_used: some("2025-12-18T09:13:05Z"),
        password_last_changed: not_supported.clone(),
        password_next_rotation: not_supported,
        mfa_active: some("true"),
        ..without_keys()
    }
}

fn row(user: &User) -> Credential {
    let made = days_ago(user.made, user.name);
    let (enabled, last_used, changed) = match user.console {
        Console::None => (false, some(NONE), some(NONE)),
        Console::NeverUsed => (true, some("no_information"), written(made)),
        Console::Used(days) => (
            true,
            written(days_ago(days, user.name)),
            written(days_ago((user.made / 2).min(400), user.name)),
        ),
    };
    let first = of_key(&user.keys[0], user.name);
    let second = of_key(&user.keys[1], user.name);
    Credential {
        user: some(user.name),
        arn: some(arn("iam", "", &format!("user/{}", user.name))),
        user_creation_time: written(made),
        password_enabled: some(enabled.to_string()),
        password_last_used: last_used,
        password_last_changed: changed,
        password_next_rotation: some(NONE),
        mfa_active: some(user.mfa.to_string()),
        access_key_1_active: first.active,
        access_key_1_last_rotated: first.rotated,
        access_key_1_last_used_date: first.used,
        access_key_1_last_used_region: first.region,
        access_key_1_last_used_service: first.service,
        access_key_2_active: second.active,
        access_key_2_last_rotated: second.rotated,
        access_key_2_last_used_date: second.used,
        access_key_2_last_used_region: second.region,
        access_key_2_last_used_service: second.service,
        ..without_keys()
    }
}

fn without_keys() -> Credential {
    let (no, none) = (some("false"), some(NONE));
    Credential {
        access_key_1_active: no.clone(),
        access_key_1_last_rotated: none.clone(),
        access_key_1_last_used_date: none.clone(),
        access_key_1_last_used_region: none.clone(),
        access_key_1_last_used_service: none.clone(),
        access_key_2_active: no.clone(),
        access_key_2_last_rotated: none.clone(),
        access_key_2_last_used_date: none.clone(),
        access_key_2_last_used_region: none.clone(),
        access_key_2_last_used_service: none.clone(),
        cert_1_active: no.clone(),
        cert_1_last_rotated: none.clone(),
        cert_2_active: no,
        cert_2_last_rotated: none,
        ..Credential::default()
    }
}

/// The columns of one key.
struct KeyColumns {
    active: Option<String>,
    rotated: Option<String>,
    used: Option<String>,
    region: Option<String>,
    service: Option<String>,
}

fn of_key(key: &Key, user: &str) -> KeyColumns {
    let columns = |active: bool, rotated: Option<Timestamp>, used: Option<(i64, &str)>| {
        let rotated = rotated.map_or(some(NONE), written);
        KeyColumns {
            active: some(active.to_string()),
            rotated,
            used: used.map_or(some(NONE), |(days, _)| written(days_ago(days, user))),
            region: some(used.map_or(NONE, |_| FRANKFURT)),
            service: some(used.map_or(NONE, |(_, service)| service)),
        }
    };
    let at = |age: &Age| match age {
        Age::Days(days) => days_ago(*days, user),
        Age::ExactDays(days) => exactly_days_ago(*days),
    };
    match key {
        Key::None => columns(false, None, None),
        Key::Inactive(age) => columns(false, Some(at(age)), None),
        Key::Active(age) => columns(true, Some(at(age)), None),
        Key::Used(age, days, service) => columns(true, Some(at(age)), Some((*days, service))),
    }
}
