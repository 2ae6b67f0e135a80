//! Systems Manager: the nodes that it manages, and what Session Manager logs.

use std::sync::Arc;

use aws_sdk_ssm::types;
use serde::Deserialize;
use serde_json::Value;

use super::convert::{name, time};
use super::scan::{End, Scan};
use crate::inventory::{NotSeen, Reason, Seen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page of nodes that AWS gives.
///
/// Source: Systems Manager API reference, `DescribeInstanceInformation`.
const NODES: i32 = 50;

/// The document in which a region keeps the preferences of Session Manager.
///
/// Source: Systems Manager user guide, "Update Session Manager preferences (command line)".
const PREFERENCES: &str = "SSM-SessionManagerRunShell";

/// Collects all of it that is planned in `region`.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    tokio::join!(
        managed_instances(&scan, &region),
        preferences(&scan, &region),
    );
}

async fn managed_instances(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::ManagedInstance) {
        return;
    }
    let request = scan.aws.ssm(region).describe_instance_information();
    let pages = request.max_results(NODES).into_paginator().send();
    let call = call::DESCRIBE_INSTANCE_INFORMATION;
    let end = scan
        .pages(region, call, pages, |page| {
            for found in page.instance_information_list.unwrap_or_default() {
                scan.found(Some(region), &managed_instance(found));
            }
        })
        .await;
    if let End::Cut(gap) = end {
        scan.missed(Some(region), &[Kind::ManagedInstance], &gap);
    }
}

fn managed_instance(i: types::InstanceInformation) -> body::ManagedInstance {
    body::ManagedInstance {
        instance_id: i.instance_id,
        ping_status: name(i.ping_status),
        last_ping_date_time: time(i.last_ping_date_time),
        agent_version: i.agent_version,
        platform_name: i.platform_name,
        resource_type: name(i.resource_type),
    }
}

async fn preferences(scan: &Scan, region: &Region) {
    if !scan.looks_for(Kind::SessionPreferences) {
        return;
    }
    // Without a version this is the default one, which sessions go by, and it comes as JSON.
    let request = scan.aws.ssm(region).get_document().name(PREFERENCES);
    let call = call::GET_DOCUMENT;
    let preferences = match scan.ask(Some(region), call, request.send()).await {
        Ok(document) => body::SessionPreferences {
            name: Some(PREFERENCES.to_owned()),
            exists: Some(document.is_some()),
            inputs: document.as_ref().map(|d| inputs(d.content.as_deref())),
            document_version: document.and_then(|d| d.document_version),
        },
        Err(gap) => return scan.missed(Some(region), &[Kind::SessionPreferences], &gap),
    };
    if let Some(Seen::NotSeen(gap)) = &preferences.inputs {
        scan.missed_of(Some(region), &preferences, gap);
    }
    scan.found(Some(region), &preferences);
}

/// What a session document says of logging.
fn inputs(content: Option<&str>) -> Seen<body::SessionInputs> {
    read(content.unwrap_or_default()).map_or_else(
        |problem| {
            let why = format!("the document {PREFERENCES} cannot be read: {problem}");
            Seen::NotSeen(NotSeen::new(call::GET_DOCUMENT, Reason::Failed, why))
        },
        Seen::Value,
    )
}

fn read(content: &str) -> Result<body::SessionInputs, String> {
    let content: Value = serde_json::from_str(content).map_err(|e| e.to_string())?;
    // A struct may be read from an array as well, which no document has there.
    let inputs = content.get("inputs").filter(|inputs| inputs.is_object());
    let inputs = inputs.ok_or("it has no `inputs`")?;
    body::SessionInputs::deserialize(inputs).map_err(|e| e.to_string())
}
