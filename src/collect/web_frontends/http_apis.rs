//! API Gateway, version 2: stages of HTTP and WebSocket APIs.

use std::sync::Arc;

use aws_sdk_apigatewayv2::types;

use super::{found, missed};
use crate::collect::by_token::by_token;
use crate::collect::convert::name;
use crate::collect::scan::{Scan, at_once};
use crate::inventory::body;
use crate::kind::call;
use crate::target::Region;

// Pages are as large as AWS makes them: it documents no largest, and refuses larger ones.

/// Puts the stages of all HTTP and WebSocket APIs of `region` into the inventory.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    let client = scan.aws.api_gateway_v2(&region);
    let (apis, cut) = by_token(async |token| {
        let request = client.get_apis().set_next_token(token).send();
        let page = scan
            .ask(Some(&region), call::GET_HTTP_APIS, request)
            .await?;
        let (items, next) = page.map(|p| (p.items, p.next_token)).unwrap_or_default();
        Ok((items.unwrap_or_default(), next))
    })
    .await;
    missed(&scan, Some(&region), cut.as_ref());
    at_once(
        apis.into_iter()
            .map(|api| stages(Arc::clone(&scan), region.clone(), api)),
    )
    .await;
}

async fn stages(scan: Arc<Scan>, region: Region, api: types::Api) {
    let id = api.api_id.clone().unwrap_or_default();
    let client = scan.aws.api_gateway_v2(&region);
    let call = call::GET_HTTP_API_STAGES;
    let (stages, cut) = by_token(async |token| {
        let request = client.get_stages().api_id(&id).set_next_token(token);
        let page = scan.ask(Some(&region), call, request.send()).await?;
        let (items, next) = page.map(|p| (p.items, p.next_token)).unwrap_or_default();
        Ok((items.unwrap_or_default(), next))
    })
    .await;
    missed(&scan, Some(&region), cut.as_ref());
    for stage in stages {
        let frontend = frontend(&scan, &region, &id, &api, stage);
        found(&scan, Some(&region), &frontend, []);
    }
}

fn frontend(
    scan: &Scan,
    region: &Region,
    id: &str,
    api: &types::Api,
    stage: types::Stage,
) -> body::WebFrontend {
    let partition = &scan.target.partition;
    let stage_name = stage.stage_name.as_deref().unwrap_or_default();
    let settings = stage.access_log_settings;
    body::WebFrontend {
        frontend_type: Some("http-api-stage".to_owned()),
        name: Some(format!("{id}/{stage_name}")),
        arn: Some(format!(
            "arn:{partition}:apigateway:{region}::/apis/{id}/stages/{stage_name}"
        )),
        http_api_stage: Some(body::HttpApiStage {
            api_id: api.api_id.clone(),
            api_name: api.name.clone(),
            protocol_type: name(api.protocol_type.clone()),
            stage_name: Some(stage_name.to_owned()),
            access_log_settings: settings.map(|s| body::HttpAccessLogSettings {
                format: s.format,
                destination_arn: s.destination_arn,
            }),
        }),
        ..body::WebFrontend::default()
    }
}
