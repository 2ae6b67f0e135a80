//! The way of an alert: trail, log group, metric filter, alarm, topic; and beside it the
//! buckets of trails. Each answer leads to the next question, and nothing is asked that no
//! trail leads to.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::logs::GroupName;
use super::scan::Scan;
use super::{alarm_mute_rules, cloudtrail, cloudwatch, logs, s3, sns};
use crate::target::Region;

/// Collects all that stands on the way, as far as it is planned.
pub(super) async fn collect(scan: Arc<Scan>) {
    tokio::join!(alarms_everywhere(&scan), along_trails(&scan));
}

/// Alarms of all regions depend on no trail, so that nothing has to be waited for.
async fn alarms_everywhere(scan: &Arc<Scan>) {
    if scan.plan.alarms_everywhere() {
        let regions = scan.target.regions.clone();
        tokio::join!(alarm_mute_rules::collect(scan, regions.clone()), async {
            let alarms = cloudwatch::alarms(scan, regions).await;
            sns::collect(scan, sns::topics(&alarms)).await;
        },);
    }
}

async fn along_trails(scan: &Arc<Scan>) {
    let trails = cloudtrail::list(scan).await;
    let groups = logs::delivered_to(&trails, &scan.target.account);
    tokio::join!(
        cloudtrail::complete(scan, &trails),
        s3::trail_buckets(scan, &trails),
        logs::groups(scan, &groups),
        watched(scan, &groups),
    );
}

/// The metric filters of the log groups, the alarms beside them and what mutes these, and
/// the topics that they notify.
async fn watched(scan: &Arc<Scan>, groups: &BTreeSet<GroupName>) {
    let everywhere = scan.plan.alarms_everywhere();
    let regions: BTreeSet<&Region> = groups.iter().map(|(region, _)| region).collect();
    let regions = regions
        .into_iter()
        .filter(|r| !(everywhere && scan.target.regions.contains(r)));
    let regions: Vec<Region> = regions.cloned().collect();
    tokio::join!(
        alarm_mute_rules::collect(scan, regions.clone()),
        notified(scan, groups, regions),
    );
}

/// The metric filters of the log groups, the alarms of `regions`, and the topics that
/// those on the filters' metrics notify.
async fn notified(scan: &Arc<Scan>, groups: &BTreeSet<GroupName>, regions: Vec<Region>) {
    // The alarms of a region are asked for before it is known which of them matter:
    // one more answer to wait for would cost more than the list.
    let (metrics, alarms) = tokio::join!(
        logs::filters(scan, groups),
        cloudwatch::alarms(scan, regions),
    );
    let topics = if scan.plan.alarms_everywhere() {
        sns::topics(&alarms)
    } else {
        sns::notified(&alarms, &metrics)
    };
    sns::collect(scan, topics).await;
}
