//! Users and policies of IAM.

use serde_json::json;

use crate::moto::Moto;
use crate::seed::iam::{self, GROUP, User, of_aws};

/// `mallory` signs in to the console with a password alone.
pub async fn user_without_mfa(moto: &Moto) {
    let user = User {
        name: "mallory",
        console_password: true,
        ..User::default()
    };
    iam::user(moto, user).await;
}

/// Passwords may be short.
pub async fn weak_password_policy(moto: &Moto) {
    iam::password_policy(moto, |policy| policy.minimum_password_length(8)).await;
}

/// AWS's own password policy holds.
pub async fn no_password_policy(moto: &Moto) {
    iam::no_password_policy(moto).await;
}

/// Passwords may come back.
pub async fn passwords_that_come_back(moto: &Moto) {
    iam::password_policy(moto, |policy| policy.password_reuse_prevention(5)).await;
}

/// Passwords hold for ever.
pub async fn passwords_for_ever(moto: &Moto) {
    iam::password_policy(moto, |policy| policy.set_max_password_age(None)).await;
}

/// Passwords need none of AWS's classes of characters.
pub async fn passwords_of_any_characters(moto: &Moto) {
    iam::password_policy(moto, |policy| {
        policy
            .require_uppercase_characters(false)
            .require_lowercase_characters(false)
            .require_symbols(false)
            .require_numbers(false)
    })
    .await;
}

/// `alice` has a policy of AWS attached.
pub async fn user_with_a_policy(moto: &Moto) {
    let request = iam::client(moto).attach_user_policy().user_name("alice");
    let request = request.policy_arn(of_aws("IAMUserChangePassword"));
    request.send().await.unwrap();
}

/// `alice` has a policy that is part of her.
pub async fn user_with_an_inline_policy(moto: &Moto) {
    let document = json!({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
    });
    let request = iam::client(moto).put_user_policy().user_name("alice");
    let request = request
        .policy_name("own")
        .policy_document(document.to_string());
    request.send().await.unwrap();
}

/// `newcomer` has a password, and a key that was made with the user and never used.
pub async fn user_with_a_password_and_a_key(moto: &Moto) {
    let user = User {
        name: "newcomer",
        console_password: true,
        mfa: true,
        access_key: true,
    };
    iam::user(moto, user).await;
}

/// `deployer` has two access keys.
pub async fn user_with_two_keys(moto: &Moto) {
    let request = iam::client(moto).create_access_key().user_name("deployer");
    request.send().await.unwrap();
}

/// The group may do everything, by AWS's policy for that.
pub async fn group_of_administrators(moto: &Moto) {
    attach_to_group(moto, of_aws("AdministratorAccess")).await;
}

/// The group may do everything, by two patterns of a policy of the account's own.
pub async fn group_with_full_access(moto: &Moto) {
    let policy = iam::own_policy(moto, "everything", &json!(["*:*"])).await;
    attach_to_group(moto, policy).await;
}

/// The group may use `CloudShell` without limits.
pub async fn group_with_cloudshell(moto: &Moto) {
    attach_to_group(moto, of_aws("AWSCloudShellFullAccess")).await;
}

async fn attach_to_group(moto: &Moto, policy: String) {
    let request = iam::client(moto).attach_group_policy().group_name(GROUP);
    request.policy_arn(policy).send().await.unwrap();
}

/// Nobody may open support cases.
pub async fn no_support_role(moto: &Moto) {
    iam::no_support_role(moto).await;
}

/// The profile of the instances holds no role.
pub async fn instance_profile_without_role(moto: &Moto) {
    iam::empty_profile(moto).await;
}
