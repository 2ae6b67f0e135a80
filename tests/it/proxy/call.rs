//! What a request asks of AWS, read off its bytes.

use std::fmt;

use super::rest;
use crate::http::Message;

/// How a service speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// AWS JSON 1.0 or 1.1.
    Json,
    /// Forms in, XML out.
    Query,
    /// EC2's own kind of it.
    Ec2Query,
    /// Smithy RPC v2 over CBOR.
    RpcV2Cbor,
    /// Methods and paths; JSON.
    RestJson,
    /// Methods and paths; XML.
    RestXml,
}

/// A call of the AWS API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The IAM prefix of the service, such as `cloudtrail`.
    pub service: String,
    /// The operation, such as `DescribeTrails`; method and path where there is no name.
    pub operation: String,
    /// The region in the credential scope.
    pub region: String,
    /// How the answer must be written.
    pub protocol: Protocol,
}

impl Call {
    /// Reads it off a request.
    pub fn of(request: &Message) -> Self {
        let (region, signed_for) = scope(request);
        let service = match signed_for {
            "monitoring" => "cloudwatch",
            other => other,
        };
        if let Some((service, operation)) =
            rest::operation(service, request.word(0), request.word(1))
        {
            let protocol = match service {
                "s3" | "s3control" | "cloudfront" => Protocol::RestXml,
                _ => Protocol::RestJson,
            };
            return Self {
                service: service.to_owned(),
                operation: operation.to_owned(),
                region: region.to_owned(),
                protocol,
            };
        }
        let (operation, protocol) = operation(request, service);
        Self {
            service: service.to_owned(),
            operation,
            region: region.to_owned(),
            protocol,
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service, self.operation)
    }
}

/// Region and service of `Credential=AKID/date/region/service/aws4_request`.
fn scope(request: &Message) -> (&str, &str) {
    let header = request.header("authorization").unwrap_or_default();
    let mut parts = header
        .split_once("Credential=")
        .map_or("", |(_, rest)| rest)
        .split(['/', ',']);
    match (parts.nth(2), parts.next()) {
        (Some(region), Some(service)) => (region, service),
        _ => ("unsigned", "unsigned"),
    }
}

fn operation(request: &Message, service: &str) -> (String, Protocol) {
    if let Some(target) = request.header("x-amz-target") {
        let name = target.rsplit('.').next().unwrap_or(target);
        return (name.to_owned(), Protocol::Json);
    }
    let path = request.word(1);
    if path.starts_with("/service/")
        && let Some((_, name)) = path.split_once("/operation/")
    {
        return (name.to_owned(), Protocol::RpcV2Cbor);
    }
    let protocol = match service {
        "ec2" => Protocol::Ec2Query,
        _ => Protocol::Query,
    };
    let name = form_field(&request.body, "Action");
    let method = request.word(0);
    (name.unwrap_or_else(|| format!("{method} {path}")), protocol)
}

/// A field of a form, as it stands there; names of operations need no decoding.
fn form_field(body: &[u8], name: &str) -> Option<String> {
    let body = std::str::from_utf8(body).ok()?;
    body.split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, service: &str, header: Option<(&str, &str)>, body: &str) -> Message {
        let mut request = Message::request("POST", path);
        let scope = format!(
            "AWS4-HMAC-SHA256 Credential=AKID/20300101/eu-west-1/{service}/aws4_request, \
             SignedHeaders=host, Signature=0"
        );
        request.set_header("Authorization", scope);
        if let Some((name, value)) = header {
            request.set_header(name, value);
        }
        request.body = body.into();
        request
    }

    #[test]
    fn every_protocol_names_its_operation() {
        let target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails";
        let json = Some(("X-Amz-Target", target));
        let rpc = "/service/GraniteServiceVersion20100801/operation/DescribeAlarms";
        let form = "Version=2016-11-15&Action=DescribeRegions";
        for (path, service, header, body, name, protocol) in [
            (
                "/",
                "cloudtrail",
                json,
                "{}",
                "cloudtrail:DescribeTrails",
                Protocol::Json,
            ),
            (
                "/",
                "ec2",
                None,
                form,
                "ec2:DescribeRegions",
                Protocol::Ec2Query,
            ),
            (
                "/",
                "sns",
                None,
                form,
                "sns:DescribeRegions",
                Protocol::Query,
            ),
            (
                rpc,
                "monitoring",
                None,
                "",
                "cloudwatch:DescribeAlarms",
                Protocol::RpcV2Cbor,
            ),
            ("/b", "s3", None, "", "s3:POST /b", Protocol::Query),
            (
                "/jobs/list",
                "macie2",
                None,
                "{}",
                "macie2:ListClassificationJobs",
                Protocol::RestJson,
            ),
        ] {
            let call = Call::of(&request(path, service, header, body));
            assert_eq!(call.to_string(), name);
            assert_eq!(call.protocol, protocol, "{name}");
            assert_eq!(call.region, "eu-west-1", "{name}");
        }
        assert_eq!(Call::of(&Message::request("GET", "/")).region, "unsigned");
    }

    #[test]
    fn paths_name_operations() {
        for (path, service, name) in [
            ("/data?policyStatus=", "s3", "s3:GetBucketPolicyStatus"),
            ("/data/?policy", "s3", "s3:GetBucketPolicy"),
            (
                "/?max-buckets=1000&x-id=ListBuckets",
                "s3",
                "s3:ListBuckets",
            ),
            ("/data", "s3", "s3:GET /data"),
            ("/restapis/a1/stages", "apigateway", "apigateway:GetStages"),
            ("/v2/apis", "apigateway", "apigatewayv2:GetApis"),
            ("/-/vaults", "glacier", "glacier:ListVaults"),
            ("/2015-03-31/functions/", "lambda", "lambda:ListFunctions"),
        ] {
            let mut asked = request(path, service, None, "");
            asked.start = asked.start.replace("POST", "GET");
            assert_eq!(Call::of(&asked).to_string(), name, "{path}");
        }
    }
}
