//! AWS Config: recorder, delivery channel and a managed rule.

use aws_sdk_config::Client;
use aws_sdk_config::types::{
    ConfigRule, ConfigurationRecorder, DeliveryChannel, Owner, RecordingGroup, Source,
};

use super::trail::BUCKET;
use super::{ACCOUNT, HOME};
use crate::moto::Moto;

/// The name that AWS gives to a region's recorder and delivery channel.
pub const DEFAULT: &str = "default";
/// The managed rule that looks for SSH open to the world.
pub const SSH_RULE: &str = "restricted-ssh";

/// How a region's recorder is set up; by default as CIS wants it.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of AWS's own"
)]
pub struct Recorder {
    pub all_supported: bool,
    /// Only the home region's does so by default.
    pub global_types: bool,
    pub channel: bool,
    pub recording: bool,
}

impl Recorder {
    /// As CIS wants it in `region`.
    pub fn compliant(region: &str) -> Self {
        Self {
            all_supported: true,
            global_types: region == HOME,
            channel: true,
            recording: true,
        }
    }
}

/// Makes the recorder of a region; the bucket is there.
pub async fn recorder(moto: &Moto, region: &str, recorder: &Recorder) {
    let client = Client::new(&moto.config(region));
    let role = format!(
        "arn:aws:iam::{ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    );
    let group = RecordingGroup::builder()
        .all_supported(recorder.all_supported)
        .include_global_resource_types(recorder.global_types)
        .set_resource_types(
            (!recorder.all_supported).then(|| vec!["AWS::EC2::SecurityGroup".into()]),
        )
        .build();
    let body = ConfigurationRecorder::builder()
        .name(DEFAULT)
        .role_arn(role)
        .recording_group(group)
        .build();
    let request = client.put_configuration_recorder();
    request.configuration_recorder(body).send().await.unwrap();
    if recorder.channel {
        let channel = DeliveryChannel::builder()
            .name(DEFAULT)
            .s3_bucket_name(BUCKET)
            .build();
        let request = client.put_delivery_channel();
        request.delivery_channel(channel).send().await.unwrap();
    }
    if recorder.recording {
        let request = client.start_configuration_recorder();
        request
            .configuration_recorder_name(DEFAULT)
            .send()
            .await
            .unwrap();
    }
}

/// Makes a managed rule of this identifier.
pub async fn managed_rule(moto: &Moto, region: &str, name: &str, identifier: &str) {
    let source = Source::builder()
        .owner(Owner::Aws)
        .source_identifier(identifier)
        .build();
    let rule = ConfigRule::builder()
        .config_rule_name(name)
        .source(source.unwrap())
        .build();
    let request = Client::new(&moto.config(region)).put_config_rule();
    request.config_rule(rule).send().await.unwrap();
}

/// Makes the rule that looks for SSH open to the world.
pub async fn ssh_rule(moto: &Moto, region: &str) {
    managed_rule(moto, region, SSH_RULE, "INCOMING_SSH_DISABLED").await;
}
