//! What Session Manager logs.
//!
//! moto does not know which instances are managed; see `like_aws`.

use aws_sdk_ssm::Client;
use aws_sdk_ssm::types::{DocumentFormat, DocumentType};
use serde_json::json;

use crate::moto::Moto;

/// The document that holds a region's preferences.
const PREFERENCES: &str = "SSM-SessionManagerRunShell";

/// Sessions of a region are logged to this log group; to none if it is empty.
pub async fn log_sessions(moto: &Moto, region: &str, group: &str) {
    let content = json!({
        "schemaVersion": "1.0",
        "description": "Session preferences",
        "sessionType": "Standard_Stream",
        "inputs": {
            "s3BucketName": "",
            "s3KeyPrefix": "",
            "s3EncryptionEnabled": true,
            "cloudWatchLogGroupName": group,
            "cloudWatchEncryptionEnabled": true,
            "cloudWatchStreamingEnabled": true,
            "kmsKeyId": "",
        },
    });
    let client = Client::new(&moto.config(region));
    // An error says that there is none.
    let _ = client.delete_document().name(PREFERENCES).send().await;
    let request = client
        .create_document()
        .name(PREFERENCES)
        .document_type(DocumentType::Session)
        .document_format(DocumentFormat::Json)
        .content(content.to_string());
    request.send().await.unwrap();
}
