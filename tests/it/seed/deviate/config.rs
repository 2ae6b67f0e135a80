//! AWS Config.

use crate::moto::Moto;
use crate::seed::HOME;
use crate::seed::config::{self, DEFAULT, Recorder};

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

/// eu-central-1 has no rule that looks for SSH open to the world.
pub async fn no_ssh_rule(moto: &Moto) {
    let client = aws_sdk_config::Client::new(&moto.config("eu-central-1"));
    let request = client.delete_config_rule();
    let request = request.config_rule_name(config::SSH_RULE);
    request.send().await.unwrap();
}
