//! The account and its organization.

use crate::moto::Moto;
use crate::seed::{contact, organization, region};

/// AWS has nobody to call about security.
pub async fn no_security_contact(moto: &Moto) {
    contact::no_security(moto).await;
}

/// No policy limits the organization's accounts.
pub async fn no_guardrails(moto: &Moto) {
    organization::no_guardrails(moto).await;
}

/// The management account runs the organization's services itself.
pub async fn no_delegated_administrators(moto: &Moto) {
    organization::no_delegated_administrators(moto).await;
}

/// Security Hub is not there in eu-central-1.
pub async fn no_security_hub(moto: &Moto) {
    region::no_security_hub(moto, "eu-central-1").await;
}

/// New volumes in us-east-1 are not encrypted.
pub async fn no_ebs_encryption(moto: &Moto) {
    region::no_ebs_encryption(moto, "us-east-1").await;
}
