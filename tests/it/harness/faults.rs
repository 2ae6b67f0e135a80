//! The proxy's faults, as the SDK sees them.

use std::net::SocketAddr;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_ec2::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};

use crate::aws;
use crate::moto::Moto;
use crate::proxy::{Match, Proxy, Refusal};

/// An endpoint that nobody listens on: what these tests ask must not get that far.
fn nowhere() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 9))
}

/// The error code of one call of each service.
fn codes(config: &SdkConfig) -> Vec<(&'static str, String)> {
    macro_rules! code {
        ($service:ident $operation:ident $($setter:ident)*) => {{
            let client = $service::Client::new(config);
            let answer = aws::run(client.$operation()$(.$setter("x"))*.send());
            let error = answer.expect_err("every call is refused");
            let code = error.code().map(str::to_owned);
            let code = code.unwrap_or_else(|| DisplayErrorContext(error).to_string());
            (stringify!($service), code)
        }};
    }
    vec![
        code!(aws_sdk_cloudtrail describe_trails),
        code!(aws_sdk_config describe_config_rules),
        code!(aws_sdk_cloudwatchlogs describe_metric_filters),
        code!(aws_sdk_cloudwatch describe_alarms),
        code!(aws_sdk_iam get_account_summary),
        code!(aws_sdk_sns get_topic_attributes topic_arn),
        code!(aws_sdk_sts get_caller_identity),
        code!(aws_sdk_ec2 describe_security_groups),
    ]
}

fn refused(refusal: Refusal) -> Vec<(&'static str, String)> {
    let proxy = Proxy::start(nowhere());
    proxy.on("*").refuse(refusal);
    codes(&aws::config(&proxy.endpoint(), "eu-west-1"))
}

#[track_caller]
fn assert_codes(refusal: Refusal, json: &str, query: &str, sns: &str, ec2: &str) {
    let expected = [
        ("aws_sdk_cloudtrail", json),
        ("aws_sdk_config", json),
        ("aws_sdk_cloudwatchlogs", json),
        ("aws_sdk_cloudwatch", query),
        ("aws_sdk_iam", query),
        ("aws_sdk_sns", sns),
        ("aws_sdk_sts", query),
        ("aws_sdk_ec2", ec2),
    ];
    assert_eq!(
        refused(refusal),
        expected.map(|(s, code)| (s, code.to_owned()))
    );
}

#[test]
fn denials_carry_the_code_of_each_protocol() {
    assert_codes(
        Refusal::Denied,
        "AccessDeniedException",
        "AccessDenied",
        "AuthorizationError",
        "UnauthorizedOperation",
    );
}

#[test]
fn throttles_carry_the_code_of_each_protocol() {
    assert_codes(
        Refusal::Throttled,
        "ThrottlingException",
        "Throttling",
        "Throttling",
        "RequestLimitExceeded",
    );
}

#[test]
fn a_region_that_is_off_knows_no_credentials() {
    assert_codes(
        Refusal::RegionOff,
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "InvalidClientTokenId",
        "AuthFailure",
    );
}

#[test]
fn credentials_can_be_over() {
    assert_codes(
        Refusal::Expired,
        "ExpiredTokenException",
        "ExpiredToken",
        "ExpiredToken",
        "RequestExpired",
    );
}

#[test]
fn the_sdk_gets_past_throttles() {
    let moto = Moto::start();
    let proxy = Proxy::start(moto.address());
    proxy.on("*").times(8).throttle();
    let config = aws::config(&proxy.endpoint(), "eu-west-1");
    let ec2 = aws_sdk_ec2::Client::new(&config);
    // Three attempts a call: two calls fail, the third one succeeds at last.
    for _ in 0..2 {
        let error = aws::run(ec2.describe_regions().send()).unwrap_err();
        assert_eq!(error.code(), Some("RequestLimitExceeded"));
    }
    aws::run(ec2.describe_regions().send()).unwrap();
    assert_eq!(proxy.count("ec2:DescribeRegions"), 9);
}

#[test]
fn rules_are_for_what_they_match_and_the_newest_counts() {
    let moto = Moto::start();
    let proxy = Proxy::start(moto.address());
    proxy.on("ec2:*").deny();
    proxy.on("ec2:DescribeRegions").status(400, "<Response/>");
    proxy.on(Match::from("sns:*").in_region("us-east-1")).deny();
    proxy
        .on(Match::from("sns:CreateTopic").containing("secret"))
        .throttle();
    let codes: Vec<Option<String>> = ["eu-west-1", "us-east-1"]
        .into_iter()
        .flat_map(|region| {
            let config = aws::config(&proxy.endpoint(), region);
            let ec2 = aws_sdk_ec2::Client::new(&config);
            let sns = aws_sdk_sns::Client::new(&config);
            aws::run(async {
                [
                    code(ec2.describe_vpcs().send().await),
                    code(ec2.describe_regions().send().await),
                    code(sns.create_topic().name("public").send().await),
                    code(sns.create_topic().name("secret").send().await),
                ]
            })
        })
        .collect();
    let codes: Vec<&str> = codes.iter().map(|c| c.as_deref().unwrap_or("-")).collect();
    assert_eq!(
        codes[..4],
        ["UnauthorizedOperation", "-", "-", "Throttling"]
    );
    assert_eq!(
        codes[4..],
        [
            "UnauthorizedOperation",
            "-",
            "AuthorizationError",
            "Throttling"
        ]
    );
}

fn code<T, E: ProvideErrorMetadata>(answer: Result<T, SdkError<E>>) -> Option<String> {
    answer.err()?.code().map(str::to_owned)
}

/// What the SDK makes of one attempt at `ec2:DescribeRegions`.
fn attempt(proxy: &Proxy) -> String {
    attempt_for(proxy, Duration::from_mins(1))
}

/// The same with this much patience.
fn attempt_for(proxy: &Proxy, timeout: Duration) -> String {
    let mut config = aws::config(&proxy.endpoint(), "eu-west-1").into_builder();
    config.set_retry_config(Some(aws_config::retry::RetryConfig::disabled()));
    config.set_timeout_config(Some(
        aws_config::timeout::TimeoutConfig::builder()
            .operation_attempt_timeout(timeout)
            .build(),
    ));
    let client = aws_sdk_ec2::Client::new(&config.build());
    match aws::run(client.describe_regions().send()) {
        Ok(answer) => format!("{} regions", answer.regions().len()),
        Err(SdkError::TimeoutError(_)) => "timeout".to_owned(),
        Err(SdkError::DispatchFailure(_)) => "dispatch".to_owned(),
        Err(SdkError::ResponseError(error)) => format!("response {}", error.raw().status()),
        Err(SdkError::ServiceError(error)) => format!("service {}", error.raw().status()),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn broken_answers_are_errors() {
    let moto = Moto::start();
    let proxy = Proxy::start(moto.address());
    let once = || proxy.on("ec2:DescribeRegions").times(1);
    once().truncate();
    assert_eq!(attempt(&proxy), "response 200");
    once().garbage();
    assert_eq!(attempt(&proxy), "service 200");
    once().status(500, "no");
    assert_eq!(attempt(&proxy), "service 500");
    once().reset();
    assert_eq!(attempt(&proxy), "dispatch");
    once().hang();
    let patience = Duration::from_millis(300);
    assert_eq!(attempt_for(&proxy, patience), "timeout");
    once().answer(|asked| {
        let region = format!(
            "<item><regionName>{}</regionName></item>",
            asked.call.region
        );
        format!(
            "<DescribeRegionsResponse><regionInfo>{region}</regionInfo></DescribeRegionsResponse>"
        )
    });
    assert_eq!(attempt(&proxy), "1 regions");
    once().replace(|body| body.replace("item>", "other>"));
    assert_eq!(attempt(&proxy), "0 regions");
    assert_eq!(attempt(&proxy), "38 regions");
}

#[test]
fn an_upstream_that_is_gone_is_an_error() {
    assert_eq!(attempt(&Proxy::start(nowhere())), "service 502");
}
