//! Instances, web front ends, and resources that everybody may use.

use aws_sdk_ec2::types::HttpTokensState;
use aws_sdk_elasticloadbalancingv2::types::LoadBalancerTypeEnum;
use serde_json::json;

use crate::moto::Moto;
use crate::seed::{HOME, instance, key, resource_policy, topic, web};

/// An instance in eu-central-1 has no role.
pub async fn instance_without_role(moto: &Moto) {
    instance::run(moto, "eu-central-1", HttpTokensState::Required, false).await;
}

/// An instance in eu-central-1 tells its credentials to whoever asks in one step.
pub async fn instance_with_the_old_metadata_service(moto: &Moto) {
    instance::run(moto, "eu-central-1", HttpTokensState::Optional, true).await;
}

/// A distribution writes nothing down.
pub async fn distribution_without_logs(moto: &Moto) {
    web::distribution(moto, "silent", false).await;
}

/// A load balancer writes nothing down.
pub async fn load_balancer_without_logs(moto: &Moto) {
    web::load_balancer(moto, "silent", LoadBalancerTypeEnum::Application, false).await;
}

/// A network load balancer for TLS writes nothing down.
pub async fn network_load_balancer_without_logs(moto: &Moto) {
    web::load_balancer(moto, "silent", LoadBalancerTypeEnum::Network, false).await;
    web::tls_listener(moto, "silent").await;
}

/// A REST API writes nothing down.
pub async fn rest_api_without_logs(moto: &Moto) {
    web::rest_api(moto, "silent", false).await;
}

/// An HTTP API writes nothing down.
pub async fn http_api_without_logs(moto: &Moto) {
    web::http_api(moto, "silent", false).await;
}

/// Everybody may send to a queue.
pub async fn queue_for_everyone(moto: &Moto) {
    resource_policy::queue(moto, "open", &json!("*")).await;
}

/// Everybody may publish to a topic.
pub async fn topic_for_everyone(moto: &Moto) {
    let sns = aws_sdk_sns::Client::new(&moto.config(HOME));
    sns.create_topic().name("open").send().await.unwrap();
    let policy = topic::policy("open", &json!({"AWS": "*"}));
    topic::set(moto, "open", "Policy", &policy.to_string()).await;
}

/// Everybody may call the function.
pub async fn function_for_everyone(moto: &Moto) {
    resource_policy::function_for_everyone(moto, "resize").await;
}

/// Everybody may read a secret.
pub async fn secret_for_everyone(moto: &Moto) {
    resource_policy::secret(moto, "open", &json!({"AWS": ["*"]})).await;
}

/// Everybody may send events.
pub async fn event_bus_for_everyone(moto: &Moto) {
    resource_policy::event_bus(moto, "open", &json!("*")).await;
}

/// Everybody may have an image.
pub async fn repository_for_everyone(moto: &Moto) {
    resource_policy::repository(moto, "open", &json!("*")).await;
}

/// Everybody may mount a file system.
pub async fn file_system_for_everyone(moto: &Moto) {
    resource_policy::file_system(moto, "open", true, &json!({"AWS": "*"})).await;
}

/// Everybody may use a key, which changes every year.
pub async fn key_for_everyone(moto: &Moto) {
    let id = key::rotated(moto, HOME).await;
    let policy = resource_policy::policy(&json!({"AWS": "*"}), "kms:*", "*");
    let request = aws_sdk_kms::Client::new(&moto.config(HOME)).put_key_policy();
    let request = request.key_id(id).policy_name("default");
    request.policy(policy.to_string()).send().await.unwrap();
}
