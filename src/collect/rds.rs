//! RDS: DB instances and clusters, and event subscriptions.

use std::sync::Arc;

use aws_sdk_rds::types;

use super::convert::each;
use super::scan::{End, Scan};
use super::sns;
use crate::inventory::body;
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page that AWS gives.
const RECORDS: i32 = 100;

/// Collects all of it that is planned in `region`. Instances and clusters of Neptune and
/// `DocumentDB` are in the same lists, and stay: their engine tells rules what they are.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    tokio::join!(
        instances(&scan, &region),
        clusters(&scan, &region),
        event_subscriptions(&scan, &region),
    );
}

async fn instances(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::DbInstance) {
        return;
    }
    let request = scan.aws.rds(region).describe_db_instances();
    let pages = request.max_records(RECORDS).into_paginator().send();
    let end = scan
        .pages(region, call::DESCRIBE_DB_INSTANCES, pages, |page| {
            for found in page.db_instances.unwrap_or_default() {
                scan.found(Some(region), &instance(found));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(region), &[Kind::DbInstance], &gap);
    }
}

async fn clusters(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::DbCluster) {
        return;
    }
    let request = scan.aws.rds(region).describe_db_clusters();
    let pages = request.max_records(RECORDS).into_paginator().send();
    let end = scan
        .pages(region, call::DESCRIBE_DB_CLUSTERS, pages, |page| {
            for found in page.db_clusters.unwrap_or_default() {
                scan.found(Some(region), &cluster(found));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(region), &[Kind::DbCluster], &gap);
    }
}

/// The event subscriptions, and the topics that they notify.
async fn event_subscriptions(scan: &Arc<Scan>, region: &Region) {
    let call = call::DESCRIBE_EVENT_SUBSCRIPTIONS;
    if !scan.asks(call) {
        return;
    }
    let request = scan.aws.rds(region).describe_event_subscriptions();
    let pages = request.max_records(RECORDS).into_paginator().send();
    let mut topics = Vec::new();
    let end = scan
        .pages(region, call, pages, |page| {
            for found in page.event_subscriptions_list.unwrap_or_default() {
                let found = event_subscription(found);
                scan.found(Some(region), &found);
                topics.extend(found.sns_topic_arn.filter(|arn| sns::is_topic(arn)));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed_by(region, &[Kind::EventSubscription, Kind::Topic], call, &gap);
    }
    if scan.asks_of(Kind::Topic, call) {
        sns::collect(scan, topics).await;
    }
}

fn event_subscription(s: types::EventSubscription) -> body::EventSubscription {
    body::EventSubscription {
        cust_subscription_id: s.cust_subscription_id,
        event_subscription_arn: s.event_subscription_arn,
        sns_topic_arn: s.sns_topic_arn,
        status: s.status,
        source_type: s.source_type,
        source_ids_list: s.source_ids_list.unwrap_or_default(),
        event_categories_list: s.event_categories_list.unwrap_or_default(),
        enabled: s.enabled,
    }
}

fn instance(i: types::DbInstance) -> body::DbInstance {
    body::DbInstance {
        db_instance_identifier: i.db_instance_identifier,
        db_instance_arn: i.db_instance_arn,
        db_instance_status: i.db_instance_status,
        db_instance_class: i.db_instance_class,
        allocated_storage: i.allocated_storage,
        engine: i.engine,
        engine_version: i.engine_version,
        storage_encrypted: i.storage_encrypted,
        kms_key_id: i.kms_key_id,
        auto_minor_version_upgrade: i.auto_minor_version_upgrade,
        publicly_accessible: i.publicly_accessible,
        multi_az: i.multi_az,
        db_cluster_identifier: i.db_cluster_identifier,
        read_replica_source_db_instance_identifier: i.read_replica_source_db_instance_identifier,
        db_subnet_group: i.db_subnet_group.map(|g| body::DbSubnetGroup {
            db_subnet_group_name: g.db_subnet_group_name,
            vpc_id: g.vpc_id,
            subnets: each(g.subnets, |s| body::DbSubnet {
                subnet_identifier: s.subnet_identifier,
                subnet_status: s.subnet_status,
            }),
        }),
        vpc_security_groups: each(i.vpc_security_groups, |g| body::VpcSecurityGroup {
            vpc_security_group_id: g.vpc_security_group_id,
            status: g.status,
        }),
    }
}

fn cluster(c: types::DbCluster) -> body::DbCluster {
    body::DbCluster {
        db_cluster_identifier: c.db_cluster_identifier,
        db_cluster_arn: c.db_cluster_arn,
        status: c.status,
        engine: c.engine,
        engine_version: c.engine_version,
        storage_encrypted: c.storage_encrypted,
        kms_key_id: c.kms_key_id,
        multi_az: c.multi_az,
        auto_minor_version_upgrade: c.auto_minor_version_upgrade,
        publicly_accessible: c.publicly_accessible,
        db_cluster_members: each(c.db_cluster_members, |m| body::DbClusterMember {
            db_instance_identifier: m.db_instance_identifier,
            is_cluster_writer: m.is_cluster_writer,
        }),
    }
}
