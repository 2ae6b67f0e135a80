use super::{Body, Kind, aws_shape};

aws_shape! {
    /// `AutoScalingGroup` of the EC2 Auto Scaling API.
    "PascalCase" AutoScalingGroup {
        auto_scaling_group_name: Option<String>,
        #[serde(rename = "AutoScalingGroupARN")]
        auto_scaling_group_arn: Option<String>,
        min_size: Option<i32>,
        max_size: Option<i32>,
        desired_capacity: Option<i32>,
        instances: Vec<GroupInstance>,
        #[serde(rename = "TargetGroupARNs")]
        target_group_arns: Vec<String>,
        status: Option<String>,
    }
}

impl Body for AutoScalingGroup {
    const KIND: Kind = Kind::AutoScalingGroup;

    fn id(&self) -> String {
        self.auto_scaling_group_name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.auto_scaling_group_arn.clone()
    }
}

aws_shape! {
    /// `Instance` of the EC2 Auto Scaling API.
    "PascalCase" GroupInstance {
        instance_id: Option<String>,
        lifecycle_state: Option<String>,
        health_status: Option<String>,
    }
}

aws_shape! {
    /// `TargetGroup` of the Elastic Load Balancing API.
    "PascalCase" TargetGroup {
        target_group_arn: Option<String>,
        target_group_name: Option<String>,
        protocol: Option<String>,
        port: Option<i32>,
        target_type: Option<String>,
        load_balancer_arns: Vec<String>,
    }
}

impl Body for TargetGroup {
    const KIND: Kind = Kind::TargetGroup;

    fn id(&self) -> String {
        self.target_group_name.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        self.target_group_arn.clone()
    }
}
