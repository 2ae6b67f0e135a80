//! AWS Config: delivery channels, and how the buckets behind them encrypt.

use std::sync::Arc;

use aws_sdk_config::types;

use super::convert::name;
use super::s3;
use super::scan::Scan;
use crate::inventory::{Seen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// Puts the delivery channels of `region` into the inventory, if that is planned.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let call = call::DESCRIBE_DELIVERY_CHANNELS;
    if !scan.asks(call) {
        return;
    }
    let client = scan.aws.config(&region);
    let request = client.describe_delivery_channels().send();
    let channels = match scan.ask(Some(&region), call, request).await {
        Ok(answer) => answer.and_then(|a| a.delivery_channels),
        Err(gap) => return scan.missed(Some(&region), &[Kind::DeliveryChannel], &gap),
    };
    // There is one, or none.
    for channel in channels.unwrap_or_default() {
        let mut channel = delivery_channel(channel);
        let bucket = channel.s3_bucket_name.as_deref();
        if let Some(bucket) = bucket.filter(|name| !name.is_empty()) {
            let encryption = s3::encryption(&scan, Kind::DeliveryChannel, bucket);
            channel.bucket_encryption = Box::pin(encryption).await;
        }
        if let Some(Seen::NotSeen(gap)) = &channel.bucket_encryption {
            scan.missed_of(Some(&region), &channel, gap);
        }
        scan.found(Some(&region), &channel);
    }
}

fn delivery_channel(c: types::DeliveryChannel) -> body::DeliveryChannel {
    body::DeliveryChannel {
        bucket_encryption: None,
        name: c.name,
        s3_bucket_name: c.s3_bucket_name,
        s3_key_prefix: c.s3_key_prefix,
        s3_kms_key_arn: c.s3_kms_key_arn,
        sns_topic_arn: c.sns_topic_arn,
        config_snapshot_delivery_properties: c.config_snapshot_delivery_properties.map(|p| {
            body::SnapshotDelivery {
                delivery_frequency: name(p.delivery_frequency),
            }
        }),
    }
}
