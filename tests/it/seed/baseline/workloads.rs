//! What the account is for, and how it is traced: machines, a database, a web application.

use aws_sdk_apigateway::types::{Op, PatchOperation};
use aws_sdk_ec2::types::HttpTokensState;
use aws_sdk_elasticloadbalancingv2::types::LoadBalancerTypeEnum;
use aws_sdk_lambda::types::{FunctionCode, PackageType, TracingConfig, TracingMode};

use super::DATABASES;
use crate::moto::Moto;
use crate::seed::scaling::{self, Balanced};
use crate::seed::{ACCOUNT, HOME, database, iam, instance, topic, web};

/// The name of the Auto Scaling group, of the load balancer and of its target group.
pub const WEB: &str = "web";
/// The name of the database.
pub const ORDERS: &str = "orders";
/// What somebody is told of databases.
const CATEGORIES: [&str; 10] = [
    "availability",
    "deletion",
    "failover",
    "failure",
    "low storage",
    "maintenance",
    "notification",
    "read replica",
    "recovery",
    "restoration",
];

/// Names of what alarms watch.
#[derive(Debug, Clone)]
pub struct Workloads {
    /// An instance outside of every Auto Scaling group.
    pub instance: String,
    pub balanced: Balanced,
}

/// Makes all of it in the home region.
pub async fn all(moto: &Moto) -> Workloads {
    scaling::group(moto, WEB, 2).await;
    let instance = instance::run(moto, HOME, HttpTokensState::Required, true).await;
    web::load_balancer(moto, WEB, LoadBalancerTypeEnum::Application, false).await;
    let balanced = scaling::target_group(moto, WEB).await;
    database::instance(moto, ORDERS, |instance| instance).await;
    let topic = topic::create(moto, HOME, DATABASES, &["events.rds.amazonaws.com"]).await;
    database::tell(moto, "snapshots", &topic, "db-snapshot", &["creation"]).await;
    database::tell(moto, "instances", &topic, "db-instance", &CATEGORIES).await;
    function(moto, "resize", TracingMode::Active).await;
    web::rest_api(moto, "orders", false).await;
    trace_stages(moto, true).await;
    Workloads { instance, balanced }
}

/// Makes a function.
pub async fn function(moto: &Moto, name: &str, mode: TracingMode) {
    let image = format!("{ACCOUNT}.dkr.ecr.{HOME}.amazonaws.com/{name}:1");
    let request = aws_sdk_lambda::Client::new(&moto.config(HOME))
        .create_function()
        .function_name(name)
        .package_type(PackageType::Image)
        .code(FunctionCode::builder().image_uri(image).build())
        .tracing_config(TracingConfig::builder().mode(mode).build())
        .role(iam::workload());
    request.send().await.unwrap();
}

/// Switches tracing for the stages of all REST APIs.
pub async fn trace_stages(moto: &Moto, traced: bool) {
    let client = aws_sdk_apigateway::Client::new(&moto.config(HOME));
    let apis = client.get_rest_apis().send().await.unwrap();
    for api in apis.items().iter().filter_map(|api| api.id()) {
        let operation = PatchOperation::builder().op(Op::Replace);
        let operation = operation.path("/tracingEnabled").value(traced.to_string());
        let request = client.update_stage().rest_api_id(api).stage_name("live");
        let request = request.patch_operations(operation.build());
        request.send().await.unwrap();
    }
}
