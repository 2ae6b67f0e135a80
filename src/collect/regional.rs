//! What a region has one of, or few: analyzers, Security Hub, the EBS setting.

use std::sync::Arc;

use aws_sdk_accessanalyzer::types;

use super::convert::{name, time};
use super::scan::{End, Scan};
use crate::inventory::body;
use crate::kind::{Kind, call};
use crate::target::Region;

/// Collects all of it that is planned in `region`.
///
/// A region without the service has no endpoint whose name could be resolved. That looks
/// like a network that is down, so it is a gap with that reason and not an absence.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    tokio::join!(
        analyzers(&scan, &region),
        hub(&scan, &region),
        ebs_encryption(&scan, &region),
    );
}

async fn analyzers(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::Analyzer) {
        return;
    }
    // AWS names no largest page; without a size, a region's few come in one.
    let request = scan.aws.access_analyzer(region).list_analyzers();
    let pages = request.into_paginator().send();
    let end = scan
        .pages(region, call::LIST_ANALYZERS, pages, |page| {
            for found in page.analyzers {
                scan.found(Some(region), &analyzer(found));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(region), &[Kind::Analyzer], &gap);
    }
}

fn analyzer(a: types::AnalyzerSummary) -> body::Analyzer {
    body::Analyzer {
        arn: Some(a.arn),
        name: Some(a.name),
        analyzer_type: name(Some(a.r#type)),
        status: name(Some(a.status)),
        created_at: time(Some(a.created_at)),
    }
}

async fn hub(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::Hub) {
        return;
    }
    let request = scan.aws.security_hub(region).describe_hub();
    let call = call::DESCRIBE_HUB;
    match scan.ask(Some(region), call, request.send()).await {
        Ok(Some(a)) => {
            let hub = body::Hub {
                hub_arn: a.hub_arn,
                subscribed_at: a.subscribed_at,
                auto_enable_controls: a.auto_enable_controls,
                control_finding_generator: name(a.control_finding_generator),
            };
            scan.found(Some(region), &hub);
        }
        Ok(None) => {}
        Err(gap) => scan.missed(Some(region), &[Kind::Hub], &gap),
    }
}

async fn ebs_encryption(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::EbsEncryption) {
        return;
    }
    let request = scan.aws.ec2(region).get_ebs_encryption_by_default();
    let call = call::GET_EBS_ENCRYPTION_BY_DEFAULT;
    match scan.ask(Some(region), call, request.send()).await {
        Ok(Some(a)) => {
            let setting = body::EbsEncryption {
                ebs_encryption_by_default: a.ebs_encryption_by_default,
                sse_type: name(a.sse_type),
            };
            scan.found(Some(region), &setting);
        }
        Ok(None) => {}
        Err(gap) => scan.missed(Some(region), &[Kind::EbsEncryption], &gap),
    }
}
