//! EC2 instances.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{
    HttpTokensState, IamInstanceProfileSpecification, InstanceMetadataEndpointState,
    InstanceMetadataOptionsRequest,
};

use super::iam::PROFILE;
use crate::moto::Moto;

/// Runs an instance in the region's default VPC; its id.
pub async fn run(moto: &Moto, region: &str, tokens: HttpTokensState, has_profile: bool) -> String {
    let metadata = InstanceMetadataOptionsRequest::builder()
        .http_tokens(tokens)
        .http_endpoint(InstanceMetadataEndpointState::Enabled);
    let profile = IamInstanceProfileSpecification::builder()
        .name(PROFILE)
        .build();
    let request = Client::new(&moto.config(region))
        .run_instances()
        .image_id("ami-0123456789abcdef0")
        .min_count(1)
        .max_count(1)
        .metadata_options(metadata.build())
        .set_iam_instance_profile(has_profile.then_some(profile));
    let instances = request.send().await.unwrap();
    instances.instances()[0].instance_id().unwrap().to_owned()
}
