//! What takes requests from the web, and whether it writes them down.

use aws_sdk_apigateway::types::{IntegrationType, Op, PatchOperation};
use aws_sdk_apigatewayv2::types::{AccessLogSettings, ProtocolType};
use aws_sdk_cloudfront::types::{
    DefaultCacheBehavior, DistributionConfig, LoggingConfig, Origin, Origins, S3OriginConfig,
    ViewerProtocolPolicy,
};
use aws_sdk_ec2::types::Filter;
use aws_sdk_elasticloadbalancingv2::types::{
    Action, ActionTypeEnum, Certificate, LoadBalancerAttribute, LoadBalancerTypeEnum, ProtocolEnum,
};

use super::bucket::{DATA, LOGS};
use super::iam::CERTIFICATE;
use super::{ACCOUNT, HOME, vpc};
use crate::moto::Moto;

/// Makes one of each that writes its accesses down.
pub async fn all(moto: &Moto) {
    distribution(moto, "site", true).await;
    load_balancer(moto, "web", LoadBalancerTypeEnum::Application, true).await;
    load_balancer(moto, "mail", LoadBalancerTypeEnum::Network, true).await;
    tls_listener(moto, "mail").await;
    rest_api(moto, "orders", true).await;
    http_api(moto, "stock", true).await;
}

/// Makes a distribution of `CloudFront`.
pub async fn distribution(moto: &Moto, name: &str, logs: bool) {
    let origin = Origin::builder()
        .id("data")
        .domain_name(format!("{DATA}.s3.amazonaws.com"))
        .s3_origin_config(S3OriginConfig::builder().origin_access_identity("").build());
    let origins = Origins::builder().quantity(1);
    let origins = origins.items(origin.build().unwrap()).build().unwrap();
    let behavior = DefaultCacheBehavior::builder()
        .target_origin_id("data")
        .viewer_protocol_policy(ViewerProtocolPolicy::HttpsOnly)
        .build();
    let bucket = if logs {
        format!("{LOGS}.s3.amazonaws.com")
    } else {
        String::new()
    };
    let logging = LoggingConfig::builder().enabled(logs);
    let logging = logging.include_cookies(false).bucket(bucket).prefix("");
    let config = DistributionConfig::builder()
        .caller_reference(name)
        .comment(name)
        .enabled(true)
        .origins(origins)
        .default_cache_behavior(behavior.unwrap())
        .logging(logging.build());
    let client = aws_sdk_cloudfront::Client::new(&moto.config("us-east-1"));
    let request = client.create_distribution();
    let request = request.distribution_config(config.build().unwrap());
    request.send().await.unwrap();
}

/// Makes a load balancer in the default VPC of the home region.
pub async fn load_balancer(moto: &Moto, name: &str, kind: LoadBalancerTypeEnum, logs: bool) {
    let vpc = vpc::default(moto, HOME).await;
    let filter = Filter::builder().name("vpc-id").values(vpc).build();
    let request = aws_sdk_ec2::Client::new(&moto.config(HOME)).describe_subnets();
    let subnets = request.filters(filter).send().await.unwrap();
    let subnets = subnets
        .subnets()
        .iter()
        .filter_map(|subnet| subnet.subnet_id());
    let client = aws_sdk_elasticloadbalancingv2::Client::new(&moto.config(HOME));
    let request = client.create_load_balancer().name(name).r#type(kind);
    let request = request.set_subnets(Some(subnets.map(str::to_owned).collect()));
    let made = request.send().await.unwrap();
    let arn = made.load_balancers()[0].load_balancer_arn().unwrap();
    let enabled = logs.to_string();
    let attributes = [
        ("access_logs.s3.enabled", &*enabled),
        ("access_logs.s3.bucket", LOGS),
    ];
    let attributes = attributes.map(|(key, value)| {
        let attribute = LoadBalancerAttribute::builder();
        attribute.key(key).value(value).build()
    });
    let request = client.modify_load_balancer_attributes();
    let request = request.load_balancer_arn(arn);
    let request = request.set_attributes(Some(attributes.to_vec()));
    request.send().await.unwrap();
}

/// The network load balancer of this name listens for TLS.
pub async fn tls_listener(moto: &Moto, name: &str) {
    let client = aws_sdk_elasticloadbalancingv2::Client::new(&moto.config(HOME));
    let balancers = client.describe_load_balancers().names(name);
    let balancers = balancers.send().await.unwrap();
    let balancer = balancers.load_balancers()[0].load_balancer_arn().unwrap();
    let request = client.create_target_group().name(name);
    let request = request.protocol(ProtocolEnum::Tcp).port(443);
    let request = request.vpc_id(vpc::default(moto, HOME).await);
    let group = request.send().await.unwrap();
    let group = group.target_groups()[0].target_group_arn().unwrap();
    let arn = format!("arn:aws:iam::{ACCOUNT}:server-certificate/{CERTIFICATE}");
    let action = Action::builder().r#type(ActionTypeEnum::Forward);
    let request = client
        .create_listener()
        .load_balancer_arn(balancer)
        .protocol(ProtocolEnum::Tls)
        .port(443)
        .certificates(Certificate::builder().certificate_arn(arn).build())
        .default_actions(action.target_group_arn(group).build());
    request.send().await.unwrap();
}

/// Makes a REST API with a stage in the home region.
pub async fn rest_api(moto: &Moto, name: &str, logs: bool) {
    let client = aws_sdk_apigateway::Client::new(&moto.config(HOME));
    let api = client.create_rest_api().name(name).send().await.unwrap();
    let api = api.id().unwrap();
    let resources = client
        .get_resources()
        .rest_api_id(api)
        .send()
        .await
        .unwrap();
    let resource = resources.items()[0].id().unwrap();
    // Without a method there is nothing to deploy.
    let request = client.put_method().rest_api_id(api).resource_id(resource);
    let request = request.http_method("GET").authorization_type("AWS_IAM");
    request.send().await.unwrap();
    let request = client
        .put_integration()
        .rest_api_id(api)
        .resource_id(resource);
    let request = request.http_method("GET").r#type(IntegrationType::Mock);
    request.send().await.unwrap();
    let deployment = client.create_deployment().rest_api_id(api);
    let deployment = deployment.send().await.unwrap();
    let request = client.create_stage().rest_api_id(api).stage_name("live");
    let request = request.deployment_id(deployment.id().unwrap());
    request.send().await.unwrap();
    if logs {
        let set = |path: &str, value: String| {
            let operation = PatchOperation::builder().op(Op::Replace);
            operation.path(path).value(value).build()
        };
        let format = "$context.requestId $context.identity.sourceIp";
        let request = client.update_stage().rest_api_id(api).stage_name("live");
        let request = request
            .patch_operations(set("/accessLogSettings/destinationArn", log_group()))
            .patch_operations(set("/accessLogSettings/format", format.to_owned()));
        request.send().await.unwrap();
    }
}

/// Makes an HTTP API with a stage in the home region.
pub async fn http_api(moto: &Moto, name: &str, logs: bool) {
    let client = aws_sdk_apigatewayv2::Client::new(&moto.config(HOME));
    let request = client
        .create_api()
        .name(name)
        .protocol_type(ProtocolType::Http);
    let api = request.send().await.unwrap();
    let settings = AccessLogSettings::builder().destination_arn(log_group());
    let settings = settings.format("$context.requestId").build();
    let request = client.create_stage().api_id(api.api_id().unwrap());
    let request = request.stage_name("$default");
    let request = request.set_access_log_settings(logs.then_some(settings));
    request.send().await.unwrap();
}

fn log_group() -> String {
    format!("arn:aws:logs:{HOME}:{ACCOUNT}:log-group:web-access")
}
