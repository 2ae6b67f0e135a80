//! Metric filters, alarms and topics.

use crate::moto::Moto;
use crate::seed::HOME;
use crate::seed::monitor::{self, Monitor};

/// The filter for VPC changes asks for all events at once.
pub async fn and_instead_of_or(moto: &Moto) {
    let good = Monitor::vpc_changes();
    let monitor = Monitor {
        pattern: good.pattern.replace("||", "&&"),
        ..good
    };
    monitor::create(moto, &monitor).await;
}

/// The alarm for VPC changes looks at a metric that nothing feeds.
pub async fn alarm_in_another_namespace(moto: &Moto) {
    let monitor = Monitor {
        alarm_namespace: "Elsewhere",
        ..Monitor::vpc_changes()
    };
    monitor::create(moto, &monitor).await;
}

/// The alarm for VPC changes tells nobody.
pub async fn alarm_actions_disabled(moto: &Moto) {
    let client = aws_sdk_cloudwatch::Client::new(&moto.config(HOME));
    let request = client.disable_alarm_actions();
    let name = Monitor::vpc_changes().name;
    request.alarm_names(name).send().await.unwrap();
}

/// The topic for VPC changes has no subscription.
pub async fn topic_without_subscription(moto: &Moto) {
    let client = aws_sdk_sns::Client::new(&moto.config(HOME));
    let name = Monitor::vpc_changes().name;
    let topic = client.create_topic().name(name).send().await.unwrap();
    let request = client.list_subscriptions_by_topic();
    let topic = topic.topic_arn.unwrap();
    let subscriptions = request.topic_arn(topic).send().await.unwrap();
    for subscription in subscriptions.subscriptions() {
        let arn = subscription.subscription_arn().unwrap();
        let request = client.unsubscribe().subscription_arn(arn);
        request.send().await.unwrap();
    }
}
