//! Keys, databases and file systems.

use crate::moto::Moto;
use crate::seed::resource_policy::{self, account};
use crate::seed::{database, key};

/// A key in eu-central-1 never changes.
pub async fn key_without_rotation(moto: &Moto) {
    key::without_rotation(moto, "eu-central-1").await;
}

/// A database is not encrypted.
pub async fn unencrypted_database(moto: &Moto) {
    database::instance(moto, "plain", |instance| instance.storage_encrypted(false)).await;
}

/// A database stays at its version.
pub async fn database_without_upgrades(moto: &Moto) {
    database::instance(moto, "old", |instance| {
        instance.auto_minor_version_upgrade(false)
    })
    .await;
}

/// A database has a public address.
pub async fn public_database(moto: &Moto) {
    database::instance(moto, "open", |instance| instance.publicly_accessible(true)).await;
}

/// A database stands in one zone.
pub async fn database_in_one_zone(moto: &Moto) {
    database::instance(moto, "single", |instance| instance.multi_az(false)).await;
}

/// A file system is not encrypted.
pub async fn unencrypted_file_system(moto: &Moto) {
    resource_policy::file_system(moto, "plain", false, &account()).await;
}
