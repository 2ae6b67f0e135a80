//! What takes requests from the web: content delivery, load balancers, APIs.

use auditrail::inventory::body::{
    AccessLogSettings, ApiStage, Delivery, Distribution, DistributionLogging,
    EndpointConfiguration, HttpAccessLogSettings, HttpApiStage, Listener, LoadBalancer,
    LoadBalancerAttribute, RestApiStage, WebFrontend,
};
use auditrail::inventory::{NotSeen, Seen};
use auditrail::kind::call;

use crate::account::{Demo, FRANKFURT, VIRGINIA};
use crate::ec2::vpc_id;
use crate::gaps::denied;
use crate::naming::{arn, number, some};

/// The load balancer of the shop, by its last part of the ARN.
pub const SHOP: &str = "app/prod-alb/5d0e8f3c2b7a4916";

/// The regions with load balancers.
pub const REGIONS: [&str; 2] = [FRANKFURT, VIRGINIA];

const FORMAT: &str = "$context.requestId $context.identity.sourceIp $context.status";

pub fn fill(demo: &mut Demo) {
    let shop = "E1NORDLICHTSHO";
    let delivered = Delivery {
        id: some("kq3Tq0dZ4oW1nXbM"),
        delivery_source_name: some("shop-cdn"),
        log_type: some("ACCESS_LOGS"),
        delivery_destination_arn: some(arn("logs", VIRGINIA, "delivery-destination:shop-cdn")),
        delivery_destination_type: some("S3"),
    };
    distribution(demo, shop, "The shop", "", vec![delivered]);
    let bucket = "nordlicht-access-logs.s3.amazonaws.com";
    distribution(demo, "E2NORDLICHTIMG", "Product images", bucket, Vec::new());
    distribution(demo, "E3NORDLICHTCAM", "Campaign pages", "", Vec::new());
    balancers(demo);
    apis(demo);
}

/// With `bucket` it logs as it always did, with a delivery as it does by now.
fn distribution(demo: &mut Demo, id: &str, about: &str, bucket: &str, deliveries: Vec<Delivery>) {
    let arn = arn("cloudfront", "", &format!("distribution/{id}"));
    let logging = DistributionLogging {
        enabled: Some(!bucket.is_empty()),
        include_cookies: Some(false),
        bucket: some(bucket),
        prefix: some(""),
    };
    let body = Distribution {
        id: some(id),
        arn: some(&arn),
        domain_name: Some(format!(
            "d{:013x}.cloudfront.net",
            number("cdn", &[id]) >> 12
        )),
        enabled: Some(true),
        comment: some(about),
        logging: Some(Seen::Value(logging)),
        deliveries: Some(deliveries.into_iter().map(Seen::Value).collect()),
    };
    demo.found(
        None,
        &WebFrontend {
            distribution: Some(body),
            ..frontend("distribution", id, arn)
        },
    );
}

fn balancers(demo: &mut Demo) {
    let logs = |bucket: &str| Seen::Value(attributes(bucket));
    let here = logs("nordlicht-access-logs");
    balancer(demo, FRANKFURT, "shop-prod", SHOP, here);
    let staging = "app/staging-alb/90c3b1f27ae8d654";
    balancer(demo, FRANKFURT, "shop-staging", staging, logs(""));
    let vpn = "net/vpn-gateway/27f04be16c83d95a";
    balancer(demo, FRANKFURT, "tools", vpn, logs(""));
    // The bucket has to be in the region of the balancer.
    let archive = logs("nordlicht-org-log-archive-us");
    let edge = "app/edge-alb/c41d7720ef5ab938";
    balancer(demo, VIRGINIA, "edge", edge, archive);
    let partner = "app/partner-alb/0b98e5d63f1c7a24";
    let gap = denied(
        call::DESCRIBE_LOAD_BALANCER_ATTRIBUTES,
        &balancer_arn(VIRGINIA, partner),
    );
    balancer(demo, VIRGINIA, "partners", partner, Seen::NotSeen(gap));
}

/// The ARN of the load balancer whose last part is `id`.
pub fn balancer_arn(region: &str, id: &str) -> String {
    arn(
        "elasticloadbalancing",
        region,
        &format!("loadbalancer/{id}"),
    )
}

fn balancer(
    demo: &mut Demo,
    region: &str,
    vpc: &str,
    id: &str,
    attributes: Seen<Vec<LoadBalancerAttribute>>,
) {
    let arn = balancer_arn(region, id);
    let mut parts = id.split('/');
    let is_application = parts.next() == Some("app");
    let name = parts.next().unwrap_or_default();
    // WireGuard: such a balancer has nothing to log. What an Application Load Balancer
    // listens to does not matter.
    let listeners = (!is_application).then(|| {
        let listener = arn.replace(":loadbalancer/", ":listener/");
        Seen::Value(vec![Listener {
            listener_arn: some(format!("{listener}/{:016x}", number("listener", &[id]))),
            port: Some(51820),
            protocol: some("UDP"),
        }])
    });
    let gap: Option<NotSeen> = attributes.as_result().err().cloned();
    let body = LoadBalancer {
        load_balancer_arn: some(&arn),
        load_balancer_name: some(name),
        balancer_type: some(if is_application {
            "application"
        } else {
            "network"
        }),
        scheme: some("internet-facing"),
        vpc_id: Some(vpc_id(region, vpc)),
        attributes: Some(attributes),
        deliveries: Some(Vec::new()),
        listeners,
    };
    let frontend = WebFrontend {
        load_balancer: Some(body),
        ..frontend("load-balancer", name, arn)
    };
    if let Some(gap) = gap {
        demo.missed_of(region, &frontend, gap);
    }
    demo.found(Some(region), &frontend);
}

/// No bucket is no logging.
fn attributes(bucket: &str) -> Vec<LoadBalancerAttribute> {
    let pairs = [
        ("access_logs.s3.enabled", (!bucket.is_empty()).to_string()),
        ("access_logs.s3.bucket", bucket.to_owned()),
        ("deletion_protection.enabled", "true".to_owned()),
    ];
    pairs
        .map(|(key, value)| LoadBalancerAttribute {
            key: some(key),
            value: Some(value),
        })
        .to_vec()
}

fn apis(demo: &mut Demo) {
    let group = |name: &str| {
        arn(
            "logs",
            FRANKFURT,
            &format!("log-group:/nordlicht/api/{name}"),
        )
    };
    rest_stage(
        demo,
        "orders",
        "v3x8k1m5qd",
        "REGIONAL",
        Some(group("orders")),
    );
    // Only the shop's own networks reach it.
    rest_stage(demo, "stock", "b07ztr2yhc", "PRIVATE", None);
    http_stage(
        demo,
        "store-finder",
        "p6w4n9usf1",
        Some(group("store-finder")),
    );
    // Takes what partners send about their parcels, and keeps no record of who sent it.
    http_stage(demo, "parcel-webhook", "l5jc8a0eg3", None);
}

fn rest_stage(demo: &mut Demo, name: &str, id: &str, kind: &str, log_group: Option<String>) {
    let stage = "prod";
    let arn = format!("arn:aws:apigateway:{FRANKFURT}::/restapis/{id}/stages/{stage}");
    let body = RestApiStage {
        rest_api_id: some(id),
        rest_api_name: some(name),
        endpoint_configuration: Some(EndpointConfiguration {
            types: vec![kind.to_owned()],
            ..EndpointConfiguration::default()
        }),
        stage_name: some(stage),
        access_log_settings: log_group.map(|group| AccessLogSettings {
            format: some(FORMAT),
            destination_arn: Some(group),
        }),
    };
    // The stock is asked for from within, and nobody thought of tracing it.
    let traced = ApiStage {
        rest_api_id: some(id),
        rest_api_name: some(name),
        stage_name: some(stage),
        stage_arn: some(&arn),
        tracing_enabled: Some(kind != "PRIVATE"),
    };
    demo.found(Some(FRANKFURT), &traced);
    let name = format!("{id}/{stage}");
    demo.found(
        Some(FRANKFURT),
        &WebFrontend {
            rest_api_stage: Some(body),
            ..frontend("rest-api-stage", &name, arn)
        },
    );
}

fn http_stage(demo: &mut Demo, name: &str, id: &str, log_group: Option<String>) {
    let stage = "$default";
    let arn = format!("arn:aws:apigateway:{FRANKFURT}::/apis/{id}/stages/{stage}");
    let body = HttpApiStage {
        api_id: some(id),
        api_name: some(name),
        protocol_type: some("HTTP"),
        stage_name: some(stage),
        access_log_settings: log_group.map(|group| HttpAccessLogSettings {
            format: some(FORMAT),
            destination_arn: Some(group),
        }),
    };
    let name = format!("{id}/{stage}");
    demo.found(
        Some(FRANKFURT),
        &WebFrontend {
            http_api_stage: Some(body),
            ..frontend("http-api-stage", &name, arn)
        },
    );
}

fn frontend(frontend_type: &str, name: &str, arn: String) -> WebFrontend {
    WebFrontend {
        frontend_type: some(frontend_type),
        name: some(name),
        arn: Some(arn),
        ..WebFrontend::default()
    }
}
