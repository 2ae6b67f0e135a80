//! S3 at an endpoint of the user's: AWS puts bucket and account into the host name, where
//! an emulator's own name ends.

use aws_sdk_s3control::config::endpoint::{
    DefaultResolver, Endpoint, EndpointFuture, Params, ResolveEndpoint,
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::answers::{edited, with_body};
use super::aws::Aws;

/// The ends of the names under which AWS, also in other partitions and through VPC
/// endpoints, answers for S3.
const OF_AWS: &[&str] = &[".amazonaws.com", ".amazonaws.com.cn", ".api.aws"];

/// Buckets stand in the path where the endpoint is not AWS's own choice.
pub(super) fn s3(aws: &Aws, config: aws_sdk_s3::config::Builder) -> aws_sdk_s3::config::Builder {
    // A bucket whose name ends like that of a directory bucket would cost a session.
    let config = config.disable_s3_express_session_auth(true);
    if aws.endpoint().is_none() {
        return config;
    }
    let config = config.force_path_style(true);
    match aws.http_client() {
        Some(http) => config.http_client(edited(http, as_of_s3)),
        None => config,
    }
}

/// moto calls the answer on versioning by another name than S3, and the SDK insists on S3's.
fn as_of_s3(answer: HttpResponse, body: Vec<u8>) -> HttpResponse {
    let (of_moto, of_s3) = ("GetBucketVersioningResponse", "VersioningConfiguration");
    match std::str::from_utf8(&body) {
        Ok(text) if text.contains(of_moto) => {
            let body = text.replace(of_moto, of_s3).into_bytes();
            with_body(answer, body)
        }
        _ => with_body(answer, body),
    }
}

/// The account stands in the host name only at AWS's own endpoints.
pub(super) fn s3_control(
    _: &Aws,
    config: aws_sdk_s3control::config::Builder,
) -> aws_sdk_s3control::config::Builder {
    config.endpoint_resolver(AsGiven(DefaultResolver::new()))
}

/// Takes endpoints that are not AWS's as they were given; the account is in a header of
/// each request as well. `123456789012.127.0.0.1` is nowhere, and not every machine finds
/// `123456789012.localhost`.
#[derive(Debug)]
struct AsGiven(DefaultResolver);

impl ResolveEndpoint for AsGiven {
    fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a> {
        match params.endpoint() {
            Some(url) if !is_of_aws(url) => {
                EndpointFuture::ready(Ok(Endpoint::builder().url(url.to_owned()).build()))
            }
            _ => ResolveEndpoint::resolve_endpoint(&self.0, params),
        }
    }
}

/// Whether the host of `url` is AWS's.
fn is_of_aws(url: &str) -> bool {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (_, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    // An IPv6 address is cut short, but no address ends as the names do.
    let host = host.split(':').next().unwrap_or_default();
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    OF_AWS.iter().any(|end| host.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emulators_are_told_from_aws() {
        for (url, expected) in [
            ("https://s3-control.eu-west-1.amazonaws.com", true),
            ("https://S3-CONTROL.cn-north-1.amazonaws.com.cn:443/x", true),
            (
                "https://control.vpce-1a2b-3c4d.s3.us-east-1.vpce.amazonaws.com",
                true,
            ),
            ("https://s3-control.dualstack.eu-west-1.api.aws", true),
            ("http://127.0.0.1:5000", false),
            ("http://localhost:5000", false),
            ("http://[::1]:5000", false),
            ("http://moto:5000/", false),
            ("https://amazonaws.com.example.org", false),
            ("http://user:x@moto:5000?a=.amazonaws.com", false),
            ("", false),
        ] {
            assert_eq!(is_of_aws(url), expected, "{url}");
        }
    }
}
