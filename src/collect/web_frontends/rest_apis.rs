//! API Gateway: stages of REST APIs, as front ends and as what traces requests.

use std::sync::Arc;

use aws_sdk_apigateway::types;

use super::found;
use crate::collect::convert::names;
use crate::collect::scan::{End, Scan, at_once};
use crate::inventory::body;
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page of APIs that AWS gives; without asking for it, a page holds 25.
const PAGE: i32 = 500;

/// As what a stage is found.
const KINDS: [Kind; 2] = [Kind::WebFrontend, Kind::RestApiStage];

/// Puts the stages of all REST APIs of `region` into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let request = scan.aws.api_gateway(&region).get_rest_apis();
    let pages = request.limit(PAGE).into_paginator().send();
    let mut apis = Vec::new();
    let end = scan
        .pages(&region, call::GET_REST_APIS, pages, |page| {
            apis.extend(page.items.into_iter().flatten());
        })
        .await;
    if let End::Cut(gap) = &end {
        scan.missed(Some(&region), &KINDS, gap);
    }
    at_once(
        apis.into_iter()
            .map(|api| stages(Arc::clone(&scan), region.clone(), api)),
    )
    .await;
}

/// The stages of one API; there are no pages of them.
async fn stages(scan: Arc<Scan>, region: Region, api: types::RestApi) {
    let id = api.id.clone().unwrap_or_default();
    let request = scan.aws.api_gateway(&region).get_stages().rest_api_id(&id);
    let call = call::GET_REST_API_STAGES;
    match scan.ask(Some(&region), call, request.send()).await {
        Ok(answer) => {
            for stage in answer.and_then(|a| a.item).into_iter().flatten() {
                if scan.looks_for(Kind::RestApiStage) {
                    scan.found(Some(&region), &api_stage(&scan, &region, &api, &stage));
                }
                if scan.looks_for(Kind::WebFrontend) {
                    let frontend = frontend(&scan, &region, &api, stage);
                    found(&scan, Some(&region), &frontend, []);
                }
            }
        }
        Err(gap) => scan.missed(Some(&region), &KINDS, &gap),
    }
}

/// The ARN of a stage, which API Gateway does not give.
fn arn(scan: &Scan, region: &Region, id: &str, stage: &str) -> String {
    let partition = &scan.target.partition;
    format!("arn:{partition}:apigateway:{region}::/restapis/{id}/stages/{stage}")
}

fn api_stage(
    scan: &Scan,
    region: &Region,
    api: &types::RestApi,
    stage: &types::Stage,
) -> body::ApiStage {
    let id = api.id.as_deref().unwrap_or_default();
    let stage_name = stage.stage_name.as_deref().unwrap_or_default();
    body::ApiStage {
        rest_api_id: api.id.clone(),
        rest_api_name: api.name.clone(),
        stage_name: stage.stage_name.clone(),
        stage_arn: Some(arn(scan, region, id, stage_name)),
        tracing_enabled: Some(stage.tracing_enabled),
    }
}

fn frontend(
    scan: &Scan,
    region: &Region,
    api: &types::RestApi,
    stage: types::Stage,
) -> body::WebFrontend {
    let id = api.id.as_deref().unwrap_or_default();
    let stage_name = stage.stage_name.as_deref().unwrap_or_default();
    let endpoint = api.endpoint_configuration.clone();
    body::WebFrontend {
        frontend_type: Some("rest-api-stage".to_owned()),
        name: Some(format!("{id}/{stage_name}")),
        arn: Some(arn(scan, region, id, stage_name)),
        rest_api_stage: Some(body::RestApiStage {
            rest_api_id: api.id.clone(),
            rest_api_name: api.name.clone(),
            endpoint_configuration: endpoint.map(|e| body::EndpointConfiguration {
                types: names(e.types),
                vpc_endpoint_ids: e.vpc_endpoint_ids.unwrap_or_default(),
            }),
            stage_name: stage.stage_name,
            access_log_settings: stage.access_log_settings.map(|s| body::AccessLogSettings {
                format: s.format,
                destination_arn: s.destination_arn,
            }),
        }),
        ..body::WebFrontend::default()
    }
}
