//! X-Ray: how a region encrypts traces, which requests it traces, and how it groups them.

use std::sync::Arc;

use aws_sdk_xray::types;

use super::convert::{each, name};
use super::scan::{End, Scan};
use crate::inventory::{Seen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// Puts the settings of `region` into the inventory, as far as they are planned. X-Ray chooses
/// the size of its pages.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    if !scan.looks_for(Kind::Tracing) {
        return;
    }
    let request = scan.aws.xray(&region).get_encryption_config();
    let call = call::GET_ENCRYPTION_CONFIG;
    let (encryption, sampling_rules, groups) = tokio::join!(
        scan.ask(Some(&region), call, request.send()),
        sampling_rules(&scan, &region),
        groups(&scan, &region),
    );
    let encryption = match encryption {
        Ok(answer) => answer.and_then(|a| a.encryption_config),
        Err(gap) => return scan.missed(Some(&region), &[Kind::Tracing], &gap),
    };
    let tracing = body::Tracing {
        encryption_config: encryption.map(|c| body::TraceEncryption {
            key_id: c.key_id,
            status: name(c.status),
            encryption_type: name(c.r#type),
        }),
        sampling_rules,
        groups,
    };
    let rules = tracing.sampling_rules.as_ref();
    let groups = tracing.groups.as_ref();
    let gaps = [
        rules.and_then(|r| r.as_result().err()),
        groups.and_then(|g| g.as_result().err()),
    ];
    for gap in gaps.into_iter().flatten() {
        scan.missed_of(Some(&region), &tracing, gap);
    }
    scan.found(Some(&region), &tracing);
}

async fn sampling_rules(scan: &Scan, region: &Region) -> Option<Seen<Vec<body::SamplingRule>>> {
    let call = call::GET_SAMPLING_RULES;
    if !scan.asks(call) {
        return None;
    }
    let request = scan.aws.xray(region).get_sampling_rules();
    let mut rules = Vec::new();
    let pages = request.into_paginator().send();
    let end = scan
        .pages(region, call, pages, |page| {
            let records = page.sampling_rule_records.unwrap_or_default();
            rules.extend(records.into_iter().filter_map(|r| r.sampling_rule));
        })
        .await;
    Some(match end {
        End::Cut(gap) => Seen::NotSeen(gap),
        End::Complete | End::Absent => Seen::Value(each(Some(rules), sampling_rule)),
    })
}

fn sampling_rule(r: types::SamplingRule) -> body::SamplingRule {
    body::SamplingRule {
        rule_name: r.rule_name,
        priority: Some(r.priority),
        fixed_rate: Some(r.fixed_rate),
        reservoir_size: Some(r.reservoir_size),
        service_name: Some(r.service_name),
    }
}

async fn groups(scan: &Scan, region: &Region) -> Option<Seen<Vec<body::TraceGroup>>> {
    let call = call::GET_TRACE_GROUPS;
    if !scan.asks(call) {
        return None;
    }
    let mut groups = Vec::new();
    let pages = scan.aws.xray(region).get_groups().into_paginator().send();
    let end = scan
        .pages(region, call, pages, |page| {
            groups.extend(each(page.groups, |g| body::TraceGroup {
                group_name: g.group_name,
                group_arn: g.group_arn,
                filter_expression: g.filter_expression,
            }));
        })
        .await;
    Some(match end {
        End::Cut(gap) => Seen::NotSeen(gap),
        End::Complete | End::Absent => Seen::Value(groups),
    })
}
