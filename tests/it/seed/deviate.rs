//! What is wrong with an account: each function spoils one thing in a compliant one.
//! What moto cannot hold is spoilt in its answers instead; see `like_aws`.

use super::config::{self, DEFAULT, Recorder};
use super::iam::{self, User};
use super::monitor::{self, Monitor};
use super::network::{self, ANYWHERE, ANYWHERE_V6, From, Opening};
use super::trail::{self, Trail};
use super::{HOME, TRAIL};
use crate::moto::Moto;

/// The trail records nothing any more.
pub async fn stop_trail_logging(moto: &Moto) {
    let client = aws_sdk_cloudtrail::Client::new(&moto.config(HOME));
    client.stop_logging().name(TRAIL).send().await.unwrap();
}

/// The trail's files are not encrypted with a key of the account.
pub async fn trail_without_kms(moto: &Moto) {
    let trail = Trail {
        kms_key: false,
        ..Trail::default()
    };
    trail::replace(moto, &trail).await;
}

/// Nobody could tell if the trail's files were changed.
pub async fn trail_without_validation(moto: &Moto) {
    let trail = Trail {
        validation: false,
        ..Trail::default()
    };
    trail::replace(moto, &trail).await;
}

/// The trail delivers to its bucket only.
pub async fn trail_without_log_group(moto: &Moto) {
    let trail = Trail {
        log_group: false,
        ..Trail::default()
    };
    trail::replace(moto, &trail).await;
}

/// The trail sees one region.
pub async fn trail_of_one_region(moto: &Moto) {
    let trail = Trail {
        multi_region: false,
        ..Trail::default()
    };
    trail::replace(moto, &trail).await;
}

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

/// The recorder of ap-southeast-2 records nothing any more.
pub async fn recorder_stopped(moto: &Moto) {
    let client = aws_sdk_config::Client::new(&moto.config("ap-southeast-2"));
    let request = client.stop_configuration_recorder();
    request
        .configuration_recorder_name(DEFAULT)
        .send()
        .await
        .unwrap();
}

/// The recorder of the home region leaves global resources out.
pub async fn recorder_without_global_types(moto: &Moto) {
    let recorder = Recorder {
        global_types: false,
        ..Recorder::compliant(HOME)
    };
    config::recorder(moto, HOME, &recorder).await;
}

/// A security group in eu-central-1 lets everybody in to every TCP port; its id.
pub async fn group_open_on_all_ports(moto: &Moto) -> String {
    network::group(moto, "eu-central-1", "all-ports", &Opening::tcp(0, 65535)).await
}

/// A security group in eu-central-1 lets everybody in with every protocol; its id.
pub async fn group_open_to_every_protocol(moto: &Moto) -> String {
    network::group(
        moto,
        "eu-central-1",
        "all-protocols",
        &Opening::everything(),
    )
    .await
}

/// A security group in eu-central-1 lets everybody in to ports 20 to 25; its id.
pub async fn group_open_around_ssh(moto: &Moto) -> String {
    network::group(moto, "eu-central-1", "around-ssh", &Opening::tcp(20, 25)).await
}

/// A security group in eu-central-1 lets everybody in to SSH, over IPv6 only; its id.
pub async fn group_open_over_ipv6(moto: &Moto) -> String {
    let opening = Opening::tcp(22, 22).from(From::V6(ANYWHERE_V6));
    network::group(moto, "eu-central-1", "over-ipv6", &opening).await
}

/// A security group in eu-central-1 lets everybody in to SSH, through a prefix list; its
/// id.
pub async fn group_open_through_a_prefix_list(moto: &Moto) -> String {
    let list = network::prefix_list(moto, "eu-central-1", "everybody", ANYWHERE).await;
    let opening = Opening::tcp(22, 22).from(From::PrefixList(list));
    network::group(moto, "eu-central-1", "through-a-list", &opening).await
}

/// The default security group of us-east-1 has a rule again; its id.
pub async fn default_group_with_rules(moto: &Moto) -> String {
    let id = network::default_groups(moto, "us-east-1").await.remove(0);
    let opening = Opening::tcp(443, 443).from(From::V4("192.0.2.0/24"));
    network::open(moto, "us-east-1", &id, &opening).await;
    id
}

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
