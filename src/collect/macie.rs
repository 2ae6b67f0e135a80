//! Macie: where it is enabled, and what it looks through.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_macie2::types;

use super::convert::{each, name, time};
use super::scan::{End, Scan};
use crate::inventory::{Seen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

type Jobs = Option<Seen<Vec<Seen<body::ClassificationJob>>>>;

/// Collects all of it that is planned in `region`.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let call = call::GET_MACIE_SESSION;
    if !scan.asks(call) {
        return;
    }
    let request = scan.aws.macie(&region).get_macie_session();
    let session = match scan.ask(Some(&region), call, request.send()).await {
        // Where it is not enabled there is nothing to ask about either.
        Ok(None) => return,
        Ok(Some(session)) => session,
        Err(gap) => return scan.missed(Some(&region), &[Kind::MacieSession], &gap),
    };
    let (classification_jobs, automated_discovery) =
        tokio::join!(jobs(&scan, &region), discovery(&scan, &region));
    let session = body::MacieSession {
        status: name(session.status),
        finding_publishing_frequency: name(session.finding_publishing_frequency),
        created_at: time(session.created_at),
        updated_at: time(session.updated_at),
        classification_jobs,
        automated_discovery,
    };
    let mut gaps = BTreeSet::new();
    if let Some(Seen::Value(jobs)) = &session.classification_jobs {
        gaps.extend(jobs.iter().filter_map(|j| j.as_result().err()));
    }
    let discovery = session.automated_discovery.as_ref();
    gaps.extend(discovery.and_then(|d| d.as_result().err()));
    for gap in gaps {
        scan.missed_of(Some(&region), &session, gap);
    }
    scan.found(Some(&region), &session);
}

async fn jobs(scan: &Scan, region: &Region) -> Jobs {
    let call = call::LIST_CLASSIFICATION_JOBS;
    if !scan.asks(call) {
        return None;
    }
    // AWS does not say how large a page may be.
    let request = scan.aws.macie(region).list_classification_jobs();
    let pages = request.into_paginator().send();
    let mut jobs = Vec::new();
    let end = scan
        .pages(region, call, pages, |page| {
            jobs.extend(each(page.items, |j| Seen::Value(job(j))));
        })
        .await;
    if let End::Cut(gap) = end {
        jobs.push(Seen::NotSeen(gap));
    }
    Some(Seen::Value(jobs))
}

fn job(j: types::JobSummary) -> body::ClassificationJob {
    body::ClassificationJob {
        job_id: j.job_id,
        name: j.name,
        job_status: name(j.job_status),
        job_type: name(j.job_type),
        created_at: time(j.created_at),
    }
}

async fn discovery(scan: &Scan, region: &Region) -> Option<Seen<body::AutomatedDiscovery>> {
    let call = call::GET_AUTOMATED_DISCOVERY_CONFIGURATION;
    if !scan.asks(call) {
        return None;
    }
    let client = scan.aws.macie(region);
    let request = client.get_automated_discovery_configuration().send();
    let answer = scan.ask(Some(region), call, request).await;
    // Where Macie was turned off in between, nothing is looked through.
    Some(Seen::from(answer.map(|a| {
        a.map_or_else(body::AutomatedDiscovery::default, |a| {
            body::AutomatedDiscovery {
                status: name(a.status),
                auto_enable_organization_members: name(a.auto_enable_organization_members),
            }
        })
    })))
}
