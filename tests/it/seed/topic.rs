//! What is set on SNS topics and their subscriptions.

use aws_sdk_sns::Client;
use serde_json::{Value, json};

use super::{ACCOUNT, HOME};
use crate::moto::Moto;

/// The ARN of the topic of this name.
pub fn arn(name: &str) -> String {
    arn_in(HOME, name)
}

/// The ARN of the topic of this name and region.
pub fn arn_in(region: &str, name: &str) -> String {
    format!("arn:aws:sns:{region}:{ACCOUNT}:{name}")
}

/// Makes a topic to which somebody has subscribed and these services of AWS may publish; its
/// ARN.
pub async fn create(moto: &Moto, region: &str, name: &str, services: &[&str]) -> String {
    let client = Client::new(&moto.config(region));
    let topic = client.create_topic().name(name).send().await.unwrap();
    let topic = topic.topic_arn.unwrap();
    let request = client.subscribe().topic_arn(&topic).protocol("email");
    let request = request.endpoint("security@example.com");
    request.send().await.unwrap();
    admit(moto, region, name, services).await;
    topic
}

/// These services of AWS may publish to the topic, and nobody else.
pub async fn admit(moto: &Moto, region: &str, name: &str, services: &[&str]) {
    let topic = arn_in(region, name);
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "services",
            "Effect": "Allow",
            "Principal": {"Service": services},
            "Action": "sns:Publish",
            "Resource": topic,
        }],
    });
    let request = Client::new(&moto.config(region)).set_topic_attributes();
    let request = request.topic_arn(topic).attribute_name("Policy");
    let request = request.attribute_value(policy.to_string());
    request.send().await.unwrap();
}

/// A policy that lets this principal publish to the topic.
pub fn policy(name: &str, principal: &Value) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "publishers",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "sns:Publish",
            "Resource": arn(name),
        }],
    })
}

/// Sets an attribute of a topic.
pub async fn set(moto: &Moto, name: &str, attribute: &str, value: &str) {
    let request = Client::new(&moto.config(HOME)).set_topic_attributes();
    let request = request.topic_arn(arn(name)).attribute_name(attribute);
    request.attribute_value(value).send().await.unwrap();
}

/// Deletes a topic with its subscriptions.
pub async fn delete(moto: &Moto, name: &str) {
    let request = Client::new(&moto.config(HOME)).delete_topic();
    request.topic_arn(arn(name)).send().await.unwrap();
}

/// Makes a FIFO topic with a subscription; `name` ends in `.fifo`. Its ARN.
pub async fn fifo(moto: &Moto, name: &str) -> String {
    let client = Client::new(&moto.config(HOME));
    let request = client.create_topic().name(name);
    let topic = request.attributes("FifoTopic", "true").send().await;
    let topic = topic.unwrap().topic_arn.unwrap();
    let request = client.subscribe().topic_arn(&topic).protocol("sqs");
    let request = request.endpoint(format!("arn:aws:sqs:{HOME}:{ACCOUNT}:{name}"));
    request.send().await.unwrap();
    topic
}

/// Gives every subscription of the topic this filter policy.
pub async fn filter_policy(moto: &Moto, name: &str, policy: &Value) {
    let client = Client::new(&moto.config(HOME));
    let request = client.list_subscriptions_by_topic().topic_arn(arn(name));
    let list = request.send().await.unwrap();
    for subscription in list.subscriptions() {
        let request = client.set_subscription_attributes();
        let request = request.subscription_arn(subscription.subscription_arn().unwrap());
        let request = request.attribute_name("FilterPolicy");
        let request = request.attribute_value(policy.to_string());
        request.send().await.unwrap();
    }
}
