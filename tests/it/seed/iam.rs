//! IAM: the password policy, users and groups, roles, policies, certificates.

use aws_sdk_iam::Client;
use aws_sdk_iam::operation::update_account_password_policy::builders::UpdateAccountPasswordPolicyFluentBuilder;
use serde_json::{Value, json};

use super::{ACCOUNT, HOME};
use crate::moto::Moto;

/// The group of the users.
pub const GROUP: &str = "developers";
/// The role that may open support cases.
const SUPPORT: &str = "support";
/// The role of instances and functions.
const WORKLOAD: &str = "workload";
/// The instance profile that holds it.
pub const PROFILE: &str = "workload";
/// The server certificate.
pub const CERTIFICATE: &str = "www";

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

/// Sets the password policy that CIS asks for, but for what `change` changes.
pub async fn password_policy(
    moto: &Moto,
    change: impl FnOnce(
        UpdateAccountPasswordPolicyFluentBuilder,
    ) -> UpdateAccountPasswordPolicyFluentBuilder,
) {
    let client = Client::new(&moto.config(HOME));
    let request = client
        .update_account_password_policy()
        .minimum_password_length(14)
        .password_reuse_prevention(24)
        .max_password_age(90)
        .require_symbols(true)
        .require_numbers(true)
        .require_uppercase_characters(true)
        .require_lowercase_characters(true)
        .allow_users_to_change_password(true);
    change(request).send().await.unwrap();
}

/// Takes the password policy away.
pub async fn no_password_policy(moto: &Moto) {
    let client = Client::new(&moto.config(HOME));
    let request = client.delete_account_password_policy();
    request.send().await.unwrap();
}

/// The API of IAM.
pub fn client(moto: &Moto) -> Client {
    Client::new(&moto.config(HOME))
}

/// The ARN of a managed policy of AWS.
pub fn of_aws(policy: &str) -> String {
    format!("arn:aws:iam::aws:policy/{policy}")
}

/// The ARN of a role that workloads have.
pub fn workload() -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/{WORKLOAD}")
}

/// Makes a group with a policy of the account's own, and these users members of it.
pub async fn group(moto: &Moto, users: &[&str]) {
    let client = client(moto);
    client
        .create_group()
        .group_name(GROUP)
        .send()
        .await
        .unwrap();
    let policy = own_policy(moto, "read-orders", &json!("dynamodb:GetItem")).await;
    let request = client.attach_group_policy().group_name(GROUP);
    request.policy_arn(policy).send().await.unwrap();
    for user in users {
        let request = client.add_user_to_group().group_name(GROUP);
        request.user_name(*user).send().await.unwrap();
    }
}

/// Makes a policy that allows this on everything; its ARN.
pub async fn own_policy(moto: &Moto, name: &str, action: &Value) -> String {
    let document = json!({
        "Version": "2012-10-17",
        "Statement": [{"Sid": "all", "Effect": "Allow", "Action": action, "Resource": "*"}],
    });
    let request = client(moto).create_policy().policy_name(name);
    let request = request.policy_document(document.to_string());
    let policy = request.send().await.unwrap();
    policy.policy.unwrap().arn.unwrap()
}

/// Makes the role that may open support cases.
pub async fn support_role(moto: &Moto) {
    role(moto, SUPPORT, &json!({"AWS": ACCOUNT})).await;
    let request = client(moto).attach_role_policy().role_name(SUPPORT);
    let request = request.policy_arn(of_aws("AWSSupportAccess"));
    request.send().await.unwrap();
}

/// Nobody may open support cases any more.
pub async fn no_support_role(moto: &Moto) {
    let request = client(moto).detach_role_policy().role_name(SUPPORT);
    let request = request.policy_arn(of_aws("AWSSupportAccess"));
    request.send().await.unwrap();
}

/// Makes the role of workloads and its instance profile.
pub async fn workload_role(moto: &Moto) {
    let services = ["ec2.amazonaws.com", "lambda.amazonaws.com"];
    role(moto, WORKLOAD, &json!({"Service": services})).await;
    let request = client(moto).create_instance_profile();
    let request = request.instance_profile_name(PROFILE);
    request.send().await.unwrap();
    let request = client(moto).add_role_to_instance_profile();
    let request = request.instance_profile_name(PROFILE).role_name(WORKLOAD);
    request.send().await.unwrap();
}

/// The instance profile holds no role any more.
pub async fn empty_profile(moto: &Moto) {
    let request = client(moto).remove_role_from_instance_profile();
    let request = request.instance_profile_name(PROFILE).role_name(WORKLOAD);
    request.send().await.unwrap();
}

/// Makes a role that this principal may take on.
pub async fn role(moto: &Moto, name: &str, principal: &Value) {
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}],
    });
    let request = client(moto).create_role().role_name(name);
    let request = request.assume_role_policy_document(trust.to_string());
    request.send().await.unwrap();
}

/// Gives a role a policy of its own, or puts it in place of the one of that name.
pub async fn role_policy(moto: &Moto, role: &str, name: &str, document: &Value) {
    let request = client(moto).put_role_policy().role_name(role);
    let request = request.policy_name(name);
    let request = request.policy_document(document.to_string());
    request.send().await.unwrap();
}

/// Stores a server certificate.
pub async fn server_certificate(moto: &Moto) {
    let pem = |what: &str| format!("-----BEGIN {what}-----\nMIIB\n-----END {what}-----");
    let request = client(moto)
        .upload_server_certificate()
        .server_certificate_name(CERTIFICATE)
        .certificate_body(pem("CERTIFICATE"))
        .private_key(pem("PRIVATE KEY"));
    request.send().await.unwrap();
}

/// People sign in through a SAML provider.
pub async fn identity_provider(moto: &Moto) {
    // IAM wants a thousand characters; moto does not read them.
    let metadata = format!("<EntityDescriptor>{}</EntityDescriptor>", " ".repeat(1000));
    let request = client(moto).create_saml_provider().name("directory");
    let request = request.saml_metadata_document(metadata);
    request.send().await.unwrap();
}
