//! Resources that say themselves who may use them, one for each service that has such.
//!
//! moto does not hold the policies of vaults; see `like_aws`.

use aws_sdk_lambda::types::{FunctionCode, PackageType};
use aws_sdk_sqs::types::QueueAttributeName;
use serde_json::{Value, json};

use super::{ACCOUNT, HOME, iam};
use crate::moto::Moto;

/// The names of the Glacier vault and of the one of AWS Backup.
pub const VAULTS: [&str; 2] = ["archive", "nightly"];

/// A policy that lets this principal do this.
pub fn policy(principal: &Value, action: &str, resource: &str) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "users",
            "Effect": "Allow",
            "Principal": principal,
            "Action": action,
            "Resource": resource,
        }],
    })
}

/// The account itself, as a principal.
pub fn account() -> Value {
    json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:root")})
}

/// Makes one of each in the home region whose policy lets this principal in.
pub async fn all(moto: &Moto, principal: &Value) {
    queue(moto, "orders", principal).await;
    function(moto, "resize").await;
    secret(moto, "database", principal).await;
    event_bus(moto, "orders", principal).await;
    repository(moto, "app", principal).await;
    file_system(moto, "home", true, principal).await;
    vaults(moto).await;
}

/// Makes a queue.
pub async fn queue(moto: &Moto, name: &str, principal: &Value) {
    let arn = format!("arn:aws:sqs:{HOME}:{ACCOUNT}:{name}");
    let policy = policy(principal, "sqs:SendMessage", &arn).to_string();
    let request = aws_sdk_sqs::Client::new(&moto.config(HOME)).create_queue();
    let request = request.attributes(QueueAttributeName::Policy, policy);
    request.queue_name(name).send().await.unwrap();
}

/// Makes a function that the account's buckets may call.
pub async fn function(moto: &Moto, name: &str) {
    let client = aws_sdk_lambda::Client::new(&moto.config(HOME));
    let image = format!("{ACCOUNT}.dkr.ecr.{HOME}.amazonaws.com/{name}:1");
    let request = client
        .create_function()
        .function_name(name)
        .package_type(PackageType::Image)
        .code(FunctionCode::builder().image_uri(image).build())
        .role(iam::workload());
    request.send().await.unwrap();
    let request = client
        .add_permission()
        .function_name(name)
        .statement_id("buckets")
        .action("lambda:InvokeFunction")
        .principal("s3.amazonaws.com")
        .source_account(ACCOUNT);
    request.send().await.unwrap();
}

/// Anybody may call this function.
pub async fn function_for_everyone(moto: &Moto, name: &str) {
    let request = aws_sdk_lambda::Client::new(&moto.config(HOME))
        .add_permission()
        .function_name(name)
        .statement_id("anybody")
        .action("lambda:InvokeFunction")
        .principal("*");
    request.send().await.unwrap();
}

/// Makes a secret.
pub async fn secret(moto: &Moto, name: &str, principal: &Value) {
    let client = aws_sdk_secretsmanager::Client::new(&moto.config(HOME));
    let request = client.create_secret().name(name);
    request.secret_string("secret").send().await.unwrap();
    let policy = policy(principal, "secretsmanager:GetSecretValue", "*");
    let request = client.put_resource_policy().secret_id(name);
    let request = request.resource_policy(policy.to_string());
    request.send().await.unwrap();
}

/// Makes an event bus.
pub async fn event_bus(moto: &Moto, name: &str, principal: &Value) {
    let client = aws_sdk_eventbridge::Client::new(&moto.config(HOME));
    client.create_event_bus().name(name).send().await.unwrap();
    let arn = format!("arn:aws:events:{HOME}:{ACCOUNT}:event-bus/{name}");
    let policy = policy(principal, "events:PutEvents", &arn);
    let request = client.put_permission().event_bus_name(name);
    request.policy(policy.to_string()).send().await.unwrap();
}

/// Makes a repository of container images.
pub async fn repository(moto: &Moto, name: &str, principal: &Value) {
    let client = aws_sdk_ecr::Client::new(&moto.config(HOME));
    let request = client.create_repository();
    request.repository_name(name).send().await.unwrap();
    let mut policy = policy(principal, "ecr:BatchGetImage", "");
    // ECR takes none.
    policy["Statement"][0]
        .as_object_mut()
        .unwrap()
        .remove("Resource");
    let request = client.set_repository_policy().repository_name(name);
    let request = request.policy_text(policy.to_string());
    request.send().await.unwrap();
}

/// Makes a file system.
pub async fn file_system(moto: &Moto, name: &str, encrypted: bool, principal: &Value) {
    let client = aws_sdk_efs::Client::new(&moto.config(HOME));
    let request = client.create_file_system().creation_token(name);
    let system = request.encrypted(encrypted).send().await.unwrap();
    let policy = policy(principal, "elasticfilesystem:ClientMount", "*");
    let request = client.put_file_system_policy();
    let request = request.file_system_id(system.file_system_id());
    request.policy(policy.to_string()).send().await.unwrap();
}

/// Makes a vault of Glacier and one of AWS Backup.
async fn vaults(moto: &Moto) {
    let [archive, nightly] = VAULTS;
    let client = aws_sdk_glacier::Client::new(&moto.config(HOME));
    let request = client.create_vault().account_id("-");
    request.vault_name(archive).send().await.unwrap();
    let client = aws_sdk_backup::Client::new(&moto.config(HOME));
    let request = client.create_backup_vault();
    request.backup_vault_name(nightly).send().await.unwrap();
}
