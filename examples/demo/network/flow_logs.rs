//! Flow logs: of the networks that somebody thought of.

use auditrail::inventory::body::FlowLog;
use auditrail::kind::{Kind, call};

use super::subnet;
use crate::account::{Demo, FRANKFURT, IRELAND, SYDNEY, VIRGINIA};
use crate::ec2::vpc_id;
use crate::gaps::timeout;
use crate::naming::{id, some};
use crate::time::{days_ago, written};

pub fn fill(demo: &mut Demo) {
    let well = [
        (FRANKFURT, "shop-prod", "ALL"),
        (IRELAND, "shop-standby", "ALL"),
        (VIRGINIA, "edge", "ALL"),
        (VIRGINIA, "partners", "REJECT"),
        // To learn who talks to whom; who was turned away is not in it.
        (FRANKFURT, "shop-staging", "ACCEPT"),
    ];
    for (region, vpc, traffic) in well {
        demo.found(Some(region), &log(region, vpc_id(region, vpc), traffic));
    }
    // The role that writes it was tidied away.
    let tools = FlowLog {
        deliver_logs_status: some("FAILED"),
        deliver_logs_error_message: some("Access error"),
        log_destination_type: some("cloud-watch-logs"),
        log_destination: None,
        log_group_name: some("/nordlicht/tools/flow-logs"),
        ..log(FRANKFURT, vpc_id(FRANKFURT, "tools"), "REJECT")
    };
    demo.found(Some(FRANKFURT), &tools);
    // One subnet of a network is not the network.
    let notebooks = subnet(IRELAND, "analytics", "public-a");
    demo.found(Some(IRELAND), &log(IRELAND, notebooks, "ALL"));
    demo.missed(SYDNEY, Kind::FlowLog, timeout(call::DESCRIBE_FLOW_LOGS));
}

fn log(region: &str, resource: String, traffic: &str) -> FlowLog {
    FlowLog {
        flow_log_id: Some(id("fl", &[region, &resource])),
        creation_time: written(days_ago(1100, &resource)),
        resource_id: Some(resource),
        flow_log_status: some("ACTIVE"),
        traffic_type: some(traffic),
        deliver_logs_status: some("SUCCESS"),
        log_destination_type: some("s3"),
        log_destination: some("arn:aws:s3:::nordlicht-org-log-archive/flow-logs/"),
        ..FlowLog::default()
    }
}
