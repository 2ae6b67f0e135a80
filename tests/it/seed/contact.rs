//! Whom AWS calls about the account's security.

use aws_sdk_account::Client;
use aws_sdk_account::types::AlternateContactType;

use crate::moto::Moto;

/// Where the account API is.
const REGION: &str = "us-east-1";

/// Registers a contact for security.
pub async fn security(moto: &Moto) {
    let request = Client::new(&moto.config(REGION))
        .put_alternate_contact()
        .alternate_contact_type(AlternateContactType::Security)
        .name("Security Team")
        .title("On-call engineer")
        .email_address("security@example.com")
        .phone_number("+44 20 7946 0000");
    request.send().await.unwrap();
}

/// Takes the contact for security away.
pub async fn no_security(moto: &Moto) {
    let request = Client::new(&moto.config(REGION)).delete_alternate_contact();
    let request = request.alternate_contact_type(AlternateContactType::Security);
    request.send().await.unwrap();
}
