//! The trail.

use aws_sdk_cloudtrail::types::ReadWriteType;

use crate::moto::Moto;
use crate::seed::trail::{self, Trail};
use crate::seed::{HOME, TRAIL};

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

/// The trail records what is changed only, in objects as well.
pub async fn trail_of_writes(moto: &Moto) {
    let trail = Trail {
        events: Some(ReadWriteType::WriteOnly),
        ..Trail::default()
    };
    trail::replace(moto, &trail).await;
}

/// The trail records nothing of objects.
pub async fn trail_without_objects(moto: &Moto) {
    let trail = Trail {
        objects: false,
        ..Trail::default()
    };
    trail::replace(moto, &trail).await;
}
