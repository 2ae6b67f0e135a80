//! AWS Config: configuration recorders with their status, and rules.

use std::sync::Arc;

use aws_sdk_config::types;

use super::config_rules;
use super::convert::{name, names, time};
use super::scan::Scan;
use crate::inventory::{NotSeen, Seen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// Collects all of Config in `region` that is planned.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    tokio::join!(
        recorders(&scan, &region),
        config_rules::collect(&scan, &region),
    );
}

async fn recorders(scan: &Scan, region: &Region) {
    if !scan.asks(call::DESCRIBE_CONFIGURATION_RECORDERS) {
        return;
    }
    let client = scan.aws.config(region);
    let request = client.describe_configuration_recorders().send();
    let (recorders, statuses) = tokio::join!(
        scan.ask(
            Some(region),
            call::DESCRIBE_CONFIGURATION_RECORDERS,
            request
        ),
        statuses(scan, region),
    );
    let recorders = match recorders {
        Ok(answer) => answer.and_then(|a| a.configuration_recorders),
        Err(gap) => return scan.missed(Some(region), &[Kind::ConfigRecorder], &gap),
    };
    for r in recorders.unwrap_or_default() {
        let status = statuses.as_ref().map(|s| match s {
            Ok(statuses) => Seen::Value(status_of(&r, statuses)),
            Err(gap) => Seen::NotSeen(gap.clone()),
        });
        let recorder = recorder(r, status);
        if let Some(Err(gap)) = recorder.status.as_ref().map(Seen::as_result) {
            scan.missed_of(Some(region), &recorder, gap);
        }
        scan.found(Some(region), &recorder);
    }
}

type Statuses = Result<Vec<types::ConfigurationRecorderStatus>, NotSeen>;

/// The statuses of all recorders of the region, if they are planned.
async fn statuses(scan: &Scan, region: &Region) -> Option<Statuses> {
    let call = call::DESCRIBE_CONFIGURATION_RECORDER_STATUS;
    if !scan.asks(call) {
        return None;
    }
    let client = scan.aws.config(region);
    let request = client.describe_configuration_recorder_status().send();
    let answer = scan.ask(Some(region), call, request).await;
    Some(answer.map(|a| {
        a.and_then(|a| a.configuration_recorders_status)
            .unwrap_or_default()
    }))
}

/// The status of a recorder. One that AWS has no status of never recorded anything:
/// all is null. Names are unique only beside a service principal, and old endpoints
/// give no ARNs.
fn status_of(
    recorder: &types::ConfigurationRecorder,
    statuses: &[types::ConfigurationRecorderStatus],
) -> body::RecorderStatus {
    let is_its = |s: &&types::ConfigurationRecorderStatus| match (&recorder.arn, &s.arn) {
        (Some(arn), Some(other)) => arn == other,
        _ => recorder.name == s.name && recorder.service_principal == s.service_principal,
    };
    statuses
        .iter()
        .find(is_its)
        .cloned()
        .map_or_else(body::RecorderStatus::default, |s| body::RecorderStatus {
            name: s.name,
            last_start_time: time(s.last_start_time),
            last_stop_time: time(s.last_stop_time),
            recording: Some(s.recording),
            last_status: name(s.last_status),
            last_error_code: s.last_error_code,
            last_error_message: s.last_error_message,
            last_status_change_time: time(s.last_status_change_time),
        })
}

fn recorder(
    r: types::ConfigurationRecorder,
    status: Option<Seen<body::RecorderStatus>>,
) -> body::Recorder {
    body::Recorder {
        arn: r.arn,
        name: r.name,
        role_arn: r.role_arn,
        recording_group: r.recording_group.map(recording_group),
        recording_scope: name(r.recording_scope),
        service_principal: r.service_principal,
        status,
    }
}

fn recording_group(g: types::RecordingGroup) -> body::RecordingGroup {
    body::RecordingGroup {
        all_supported: Some(g.all_supported),
        include_global_resource_types: Some(g.include_global_resource_types),
        resource_types: names(g.resource_types),
        exclusion_by_resource_types: g.exclusion_by_resource_types.map(|e| {
            body::ExclusionByResourceTypes {
                resource_types: names(e.resource_types),
            }
        }),
        recording_strategy: g.recording_strategy.map(|s| body::RecordingStrategy {
            use_only: name(s.use_only),
        }),
    }
}
