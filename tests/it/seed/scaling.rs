//! Auto Scaling groups, and target groups of load balancers.

use aws_sdk_autoscaling::Client;
use aws_sdk_elasticloadbalancingv2::types::{Action, ActionTypeEnum, ProtocolEnum};

use super::{HOME, vpc};
use crate::moto::Moto;

/// The image of all instances.
const IMAGE: &str = "ami-0123456789abcdef0";

/// Makes a group of so many instances in the home region.
pub async fn group(moto: &Moto, name: &str, instances: i32) {
    let client = Client::new(&moto.config(HOME));
    let request = client.create_launch_configuration();
    let request = request.launch_configuration_name(name).image_id(IMAGE);
    // An error says that it is there.
    let _ = request.instance_type("t3.micro").send().await;
    let request = client
        .create_auto_scaling_group()
        .auto_scaling_group_name(name)
        .launch_configuration_name(name)
        .availability_zones(format!("{HOME}a"))
        .min_size(instances)
        .max_size(instances);
    request.send().await.unwrap();
}

/// A load balancer in the home region and the only target group behind it, as the dimensions
/// of metrics name them: `app/NAME/ID` and `targetgroup/NAME/ID`.
#[derive(Debug, Clone)]
pub struct Balanced {
    pub load_balancer: String,
    pub target_group: String,
}

/// The application load balancer of this name gets a target group and listens for HTTP.
pub async fn target_group(moto: &Moto, balancer: &str) -> Balanced {
    let client = aws_sdk_elasticloadbalancingv2::Client::new(&moto.config(HOME));
    let balancers = client.describe_load_balancers().names(balancer);
    let balancers = balancers.send().await.unwrap();
    let balancer_arn = balancers.load_balancers()[0].load_balancer_arn().unwrap();
    let request = client.create_target_group().name(balancer);
    let request = request.protocol(ProtocolEnum::Http).port(8080);
    let request = request.vpc_id(vpc::default(moto, HOME).await);
    let group = request.send().await.unwrap();
    let group_arn = group.target_groups()[0].target_group_arn().unwrap();
    let action = Action::builder().r#type(ActionTypeEnum::Forward);
    let request = client
        .create_listener()
        .load_balancer_arn(balancer_arn)
        .protocol(ProtocolEnum::Http)
        .port(80)
        .default_actions(action.target_group_arn(group_arn).build());
    request.send().await.unwrap();
    let (_, load_balancer) = balancer_arn.split_once(":loadbalancer/").unwrap();
    let (_, target_group) = group_arn.rsplit_once(':').unwrap();
    Balanced {
        load_balancer: load_balancer.to_owned(),
        target_group: target_group.to_owned(),
    }
}
