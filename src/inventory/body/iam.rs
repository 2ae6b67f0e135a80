use std::collections::BTreeMap;

use super::{Body, Kind, aws_shape};

aws_shape! {
    /// The answer of `iam:GetAccountSummary`. AWS documents the keys of the map under
    /// that call; keys that it leaves out are not there.
    "PascalCase" AccountSummary {
        summary_map: BTreeMap<String, i64>,
    }
}

impl Body for AccountSummary {
    const KIND: Kind = Kind::AccountSummary;

    fn id(&self) -> String {
        "account-summary".to_owned()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `PasswordPolicy` of the IAM API.
    "PascalCase" PasswordPolicy {
        minimum_password_length: Option<i32>,
        require_symbols: Option<bool>,
        require_numbers: Option<bool>,
        require_uppercase_characters: Option<bool>,
        require_lowercase_characters: Option<bool>,
        allow_users_to_change_password: Option<bool>,
        expire_passwords: Option<bool>,
        max_password_age: Option<i32>,
        password_reuse_prevention: Option<i32>,
        hard_expiry: Option<bool>,
    }
}

impl Body for PasswordPolicy {
    const KIND: Kind = Kind::PasswordPolicy;

    fn id(&self) -> String {
        "password-policy".to_owned()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// A row of IAM's credential report, under the column names of its header. Values
    /// are the texts that AWS writes: `true`, `false`, `N/A`, `not_supported`, RFC 3339
    /// times. The root user's row has `<root_account>` as its `user`.
    "snake_case" Credential {
        user: Option<String>,
        arn: Option<String>,
        user_creation_time: Option<String>,
        password_enabled: Option<String>,
        password_last_used: Option<String>,
        password_last_changed: Option<String>,
        password_next_rotation: Option<String>,
        mfa_active: Option<String>,
        access_key_1_active: Option<String>,
        access_key_1_last_rotated: Option<String>,
        access_key_1_last_used_date: Option<String>,
        access_key_1_last_used_region: Option<String>,
        access_key_1_last_used_service: Option<String>,
        access_key_2_active: Option<String>,
        access_key_2_last_rotated: Option<String>,
        access_key_2_last_used_date: Option<String>,
        access_key_2_last_used_region: Option<String>,
        access_key_2_last_used_service: Option<String>,
        cert_1_active: Option<String>,
        cert_1_last_rotated: Option<String>,
        cert_2_active: Option<String>,
        cert_2_last_rotated: Option<String>,
    }
}

impl Body for Credential {
    const KIND: Kind = Kind::Credential;

    fn id(&self) -> String {
        self.user.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.arn.clone()
    }
}
