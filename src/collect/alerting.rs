//! The way of an alert: trail, log group, metric filter, alarm, topic; and beside it the
//! buckets of trails. Each answer leads to the next question. Rules over all groups, filters
//! or alarms want the whole lists of every region: then nothing of these regions is asked for
//! along trails as well.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::cloudwatch::Placed;
use super::logs::GroupName;
use super::scan::{Scan, at_once};
use super::{alarm_mute_rules, cloudtrail, cloudwatch, logs, metrics, s3, sns};
use crate::kind::{Call, Kind, call};
use crate::target::Region;

/// Collects all that stands on the way, as far as it is planned.
pub(super) async fn collect(scan: Arc<Scan>) {
    tokio::join!(everywhere(&scan), along_trails(&scan));
}

/// What depends on no trail, so that nothing has to be waited for.
async fn everywhere(scan: &Arc<Scan>) {
    let regions = scan.target.regions.iter();
    at_once(regions.map(|region| everything_in(Arc::clone(scan), region.clone()))).await;
}

/// The lists of `region`, as far as they are planned of every region.
async fn everything_in(scan: Arc<Scan>, region: Region) {
    let asks = |call| scan.asks(call);
    let regions = |call| asks(call).then(|| region.clone()).into_iter().collect();
    tokio::join!(
        async {
            if asks(call::DESCRIBE_ALL_LOG_GROUPS) {
                logs::all_groups(&scan, &region).await;
            }
        },
        async {
            if asks(call::DESCRIBE_ALL_METRIC_FILTERS) {
                logs::all_filters(&scan, &region).await;
            }
        },
        alarm_mute_rules::collect(&scan, regions(call::LIST_ALL_ALARM_MUTE_RULES)),
        async {
            let alarms = cloudwatch::alarms(&scan, regions(call::DESCRIBE_ALL_ALARMS)).await;
            tokio::join!(
                topics(&scan, &alarms),
                metrics::collect(&scan, &region, &alarms)
            );
        },
    );
}

/// The topics of `alarms`, if anything is to be known of them.
async fn topics(scan: &Arc<Scan>, alarms: &[Placed]) {
    if cloudwatch::name_topics(scan) {
        sns::collect(scan, sns::topics(alarms)).await;
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

/// The kinds of which resources may be missing where trails are: those that only trails lead
/// to.
pub(super) fn behind_trails(scan: &Scan) -> Vec<Kind> {
    let everywhere = [
        (Kind::Trail, None),
        (Kind::TrailBucket, None),
        (Kind::LogGroup, Some(call::DESCRIBE_ALL_LOG_GROUPS)),
        (Kind::MetricFilter, Some(call::DESCRIBE_ALL_METRIC_FILTERS)),
        (Kind::Alarm, Some(call::DESCRIBE_ALL_ALARMS)),
        (Kind::AlarmMuteRule, Some(call::LIST_ALL_ALARM_MUTE_RULES)),
        (Kind::Topic, Some(call::DESCRIBE_ALL_ALARMS)),
    ];
    let hidden = everywhere.into_iter().filter(|(kind, list)| {
        scan.asks_of(*kind, call::DESCRIBE_TRAILS) && !list.is_some_and(|list| scan.asks(list))
    });
    hidden.map(|(kind, _)| kind).collect()
}

/// The metric filters of the log groups, the alarms beside them and what mutes these, and
/// the topics that they notify.
async fn watched(scan: &Arc<Scan>, groups: &BTreeSet<GroupName>) {
    let regions = |call: Call, everywhere: Call| {
        let regions: BTreeSet<&Region> = groups.iter().map(|(region, _)| region).collect();
        let regions = regions
            .into_iter()
            .filter(|region| scan.asks(call) && !scan.lists_all(everywhere, region));
        regions.cloned().collect::<Vec<Region>>()
    };
    let muted = regions(call::LIST_ALARM_MUTE_RULES, call::LIST_ALL_ALARM_MUTE_RULES);
    let alarmed = regions(call::DESCRIBE_ALARMS, call::DESCRIBE_ALL_ALARMS);
    tokio::join!(
        alarm_mute_rules::collect(scan, muted),
        notified(scan, groups, alarmed),
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
    if scan.plan.alarms_everywhere() {
        topics(scan, &alarms).await;
    } else if cloudwatch::name_topics(scan) {
        sns::collect(scan, sns::notified(&alarms, &metrics)).await;
    }
}
