//! KMS: the keys of a region, and their policies.

use std::sync::Arc;

use aws_sdk_kms::types;

use super::convert::{each, time};
use super::scan::{End, Scan, in_turn};
use crate::inventory::{NotSeen, Seen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page of keys that AWS gives.
const KEYS: i32 = 1000;

/// Puts the keys of `region` into the inventory, and their policies, as planned.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let kinds = [Kind::Key, Kind::ResourcePolicy];
    if !kinds.iter().any(|k| scan.asks_of(*k, call::LIST_KEYS)) {
        return;
    }
    let request = scan.aws.kms(&region).list_keys().limit(KEYS);
    let pages = request.into_paginator().send();
    let mut keys = Vec::new();
    let end = scan
        .pages(&region, call::LIST_KEYS, pages, |page| {
            keys.extend(each(page.keys, |k| k));
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(&region), &kinds, &gap);
    }
    in_turn(keys, move |entry| {
        about(Arc::clone(&scan), region.clone(), entry)
    })
    .await;
}

async fn about(scan: Arc<Scan>, region: Region, entry: types::KeyListEntry) {
    tokio::join!(key(&scan, &region, &entry), policy(&scan, &region, &entry));
}

async fn key(scan: &Scan, region: &Region, entry: &types::KeyListEntry) {
    if !scan.looks_for(Kind::Key) {
        return;
    }
    let mut key = body::Key {
        key_id: entry.key_id.clone(),
        key_arn: entry.key_arn.clone(),
        ..body::Key::default()
    };
    if scan.asks_of(Kind::Key, call::DESCRIBE_KEY) {
        let id = key.key_id.as_deref().unwrap_or_default();
        let metadata = scan.keys.metadata(scan, region, id).await;
        // The key was deleted since it was listed.
        let Some(metadata) = metadata else {
            return;
        };
        key.key_rotation = match &metadata {
            Seen::Value(metadata) => rotation(scan, region, id, metadata).await,
            // Nor is it known whether it can rotate.
            Seen::NotSeen(gap) => Some(Seen::NotSeen(gap.clone())),
        };
        key.key_metadata = Some(metadata);
    }
    for gap in gaps(&key) {
        scan.missed_of(Some(region), &key, gap);
    }
    scan.found(Some(region), &key);
}

/// What was not seen of a key, each once.
fn gaps(key: &body::Key) -> Vec<&NotSeen> {
    let metadata = key.key_metadata.as_ref().and_then(as_gap);
    let rotation = key.key_rotation.as_ref().and_then(as_gap);
    let rotation = rotation.filter(|gap| metadata != Some(gap));
    metadata.into_iter().chain(rotation).collect()
}

fn as_gap<T>(seen: &Seen<T>) -> Option<&NotSeen> {
    seen.as_result().err()
}

/// The rotation of a key that can rotate, if that is planned.
async fn rotation(
    scan: &Scan,
    region: &Region,
    id: &str,
    metadata: &body::KeyMetadata,
) -> Option<Seen<body::KeyRotation>> {
    let call = call::GET_KEY_ROTATION_STATUS;
    if !scan.asks_of(Kind::Key, call) || !can_rotate(metadata) {
        return None;
    }
    let request = scan.aws.kms(region).get_key_rotation_status().key_id(id);
    let answer = scan.ask(Some(region), call, request.send()).await;
    let rotation = answer.map(|a| {
        a.map(|a| body::KeyRotation {
            key_rotation_enabled: Some(a.key_rotation_enabled),
            rotation_period_in_days: a.rotation_period_in_days,
            next_rotation_date: time(a.next_rotation_date),
        })
    });
    rotation.transpose().map(Seen::from)
}

/// Whether KMS can rotate a key by itself. It answers for others with an error, or, as for
/// a key that is disabled, with what holds once it is enabled; a replica goes by its
/// primary key. See "Rotate AWS KMS keys" in KMS's developer guide.
fn can_rotate(key: &body::KeyMetadata) -> bool {
    let is = |field: &Option<String>, value: &str| field.as_deref() == Some(value);
    let replica = key
        .multi_region_configuration
        .as_ref()
        .is_some_and(|c| is(&c.multi_region_key_type, "REPLICA"));
    is(&key.key_manager, "CUSTOMER")
        && is(&key.key_spec, "SYMMETRIC_DEFAULT")
        && is(&key.origin, "AWS_KMS")
        && is(&key.key_state, "Enabled")
        && !replica
}

async fn policy(scan: &Scan, region: &Region, entry: &types::KeyListEntry) {
    if !scan.asks_of(Kind::ResourcePolicy, call::GET_KEY_POLICY) {
        return;
    }
    let id = entry.key_id.as_deref().unwrap_or_default();
    let Some(policy) = scan.keys.policy(scan, region, id).await else {
        return;
    };
    let of_key = body::ResourcePolicy {
        service: Some("kms".to_owned()),
        resource_name: entry.key_id.clone(),
        resource_arn: entry.key_arn.clone(),
        policy: Some(match policy {
            Seen::Value(text) => Seen::Value(body::Document(text)),
            Seen::NotSeen(gap) => Seen::NotSeen(gap),
        }),
    };
    if let Some(gap) = of_key.policy.as_ref().and_then(as_gap) {
        scan.missed_of(Some(region), &of_key, gap);
    }
    scan.found(Some(region), &of_key);
}
