//! What is switched on region by region.

use crate::moto::Moto;

/// Subscribes to Security Hub.
pub async fn security_hub(moto: &Moto, region: &str) {
    let client = aws_sdk_securityhub::Client::new(&moto.config(region));
    client.enable_security_hub().send().await.unwrap();
}

/// Ends the subscription to Security Hub.
pub async fn no_security_hub(moto: &Moto, region: &str) {
    let client = aws_sdk_securityhub::Client::new(&moto.config(region));
    client.disable_security_hub().send().await.unwrap();
}

/// New volumes are encrypted.
pub async fn ebs_encryption(moto: &Moto, region: &str) {
    let client = aws_sdk_ec2::Client::new(&moto.config(region));
    let request = client.enable_ebs_encryption_by_default();
    request.send().await.unwrap();
}

/// New volumes are as somebody chooses.
pub async fn no_ebs_encryption(moto: &Moto, region: &str) {
    let client = aws_sdk_ec2::Client::new(&moto.config(region));
    let request = client.disable_ebs_encryption_by_default();
    request.send().await.unwrap();
}
