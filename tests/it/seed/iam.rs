//! IAM: the password policy and users.

use aws_sdk_iam::Client;

use super::{ACCOUNT, HOME};
use crate::moto::Moto;

/// What a user has.
#[derive(Debug, Clone, Copy, Default)]
pub struct User {
    pub name: &'static str,
    pub console_password: bool,
    pub mfa: bool,
    pub access_key: bool,
}

/// Makes a user.
pub async fn user(moto: &Moto, user: User) {
    let client = Client::new(&moto.config(HOME));
    let name = user.name;
    client.create_user().user_name(name).send().await.unwrap();
    if user.console_password {
        let request = client.create_login_profile().user_name(name);
        request
            .password("Correct-Horse-Battery-1")
            .send()
            .await
            .unwrap();
    }
    if user.mfa {
        let request = client.create_virtual_mfa_device();
        request.virtual_mfa_device_name(name).send().await.unwrap();
        let request = client
            .enable_mfa_device()
            .user_name(name)
            .serial_number(format!("arn:aws:iam::{ACCOUNT}:mfa/{name}"))
            .authentication_code1("123456")
            .authentication_code2("654321");
        request.send().await.unwrap();
    }
    if user.access_key {
        client
            .create_access_key()
            .user_name(name)
            .send()
            .await
            .unwrap();
    }
}

/// Sets the password policy.
pub async fn password_policy(moto: &Moto, minimum_length: i32) {
    let client = Client::new(&moto.config(HOME));
    let request = client
        .update_account_password_policy()
        .minimum_password_length(minimum_length)
        .password_reuse_prevention(24)
        .require_symbols(true)
        .require_numbers(true)
        .require_uppercase_characters(true)
        .require_lowercase_characters(true)
        .allow_users_to_change_password(true);
    request.send().await.unwrap();
}

/// Takes the password policy away.
pub async fn no_password_policy(moto: &Moto) {
    let client = Client::new(&moto.config(HOME));
    let request = client.delete_account_password_policy();
    request.send().await.unwrap();
}
