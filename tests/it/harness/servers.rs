//! moto and the proxy as servers.

use std::net::TcpStream;
use std::time::Duration;

use aws_sdk_ec2::Client as Ec2;
use aws_sdk_sns::Client as Sns;

use crate::aws;
use crate::moto::Moto;
use crate::proxy::Proxy;

#[test]
fn every_moto_is_an_account_of_its_own() {
    let (one, other) = (Moto::start(), Moto::start());
    let topics = |moto: &Moto| {
        let sns = Sns::new(&moto.config("eu-west-1"));
        aws::run(async { sns.list_topics().send().await.unwrap().topics().len() })
    };
    let sns = Sns::new(&one.config("eu-west-1"));
    aws::run(async { sns.create_topic().name("t").send().await.unwrap() });
    assert_eq!((topics(&one), topics(&other)), (1, 0));
}

#[test]
fn a_copy_has_what_was_there_and_goes_its_own_way() {
    let names = |moto: &Moto| {
        let sns = Sns::new(&moto.config("eu-west-1"));
        let topics = aws::run(sns.list_topics().send()).unwrap();
        let arns = topics.topics().iter().map(|topic| topic.topic_arn());
        let names = arns.map(|arn| arn.unwrap().rsplit(':').next().unwrap().to_owned());
        names.collect::<Vec<String>>()
    };
    let make = |moto: &Moto, name: &str| {
        let sns = Sns::new(&moto.config("eu-west-1"));
        aws::run(sns.create_topic().name(name).send()).unwrap();
    };
    let first = Moto::start();
    make(&first, "both");
    let copy = first.copy();
    make(&first, "first");
    make(&copy, "copy");
    assert_eq!(names(&first), ["both", "first"]);
    assert_eq!(names(&copy), ["both", "copy"]);
    let copy = copy.copy();
    assert_eq!(
        names(&copy),
        ["both", "copy"],
        "though the one before has ended"
    );
}

#[test]
fn moto_ends_when_it_is_dropped() {
    let moto = Moto::start();
    let address = moto.address();
    TcpStream::connect(address).unwrap();
    drop(moto);
    TcpStream::connect(address).unwrap_err();
}

#[test]
fn the_proxy_counts_calls_by_operation_and_region() {
    let moto = Moto::start();
    let proxy = Proxy::start(moto.address());
    aws::run(async {
        for region in ["eu-west-1", "us-east-1", "eu-west-1"] {
            let config = aws::config(&proxy.endpoint(), region);
            Ec2::new(&config).describe_regions().send().await.unwrap();
            let cloudwatch = aws_sdk_cloudwatch::Client::new(&config);
            cloudwatch.describe_alarms().send().await.unwrap();
        }
        let config = aws::config(&proxy.endpoint(), "eu-west-1");
        let sts = aws_sdk_sts::Client::new(&config);
        sts.get_caller_identity().send().await.unwrap();
        let iam = aws_sdk_iam::Client::new(&config);
        iam.get_account_summary().send().await.unwrap();
    });
    let counts = proxy.by_operation().into_iter();
    let counts: Vec<String> = counts.map(|(name, n)| format!("{name} {n}")).collect();
    assert_eq!(
        counts,
        [
            "cloudwatch:DescribeAlarms 3",
            "ec2:DescribeRegions 3",
            "iam:GetAccountSummary 1",
            "sts:GetCallerIdentity 1",
        ]
    );
    // With an endpoint of its own, IAM is signed for the client's region too.
    let regions: Vec<(String, usize)> = proxy.by_region().into_iter().collect();
    assert_eq!(regions, [("eu-west-1".into(), 6), ("us-east-1".into(), 2)]);
    assert_eq!(proxy.count("ec2:DescribeRegions"), 3);
    assert_eq!(proxy.calls().len(), 8);
    assert_eq!(proxy.peak(), 1);
    proxy.forget_calls();
    assert_eq!((proxy.calls().len(), proxy.peak()), (0, 0));
}

#[test]
fn calls_under_way_at_once_are_seen() {
    let moto = Moto::start();
    let proxy = Proxy::start(moto.address());
    proxy.on("ec2:*").delay(Duration::from_millis(300));
    let client = Ec2::new(&aws::config(&proxy.endpoint(), "eu-west-1"));
    aws::run(async {
        let [a, b, c] = [(); 3].map(|()| client.describe_regions().send());
        let (a, b, c) = tokio::join!(a, b, c);
        (a.unwrap(), b.unwrap(), c.unwrap())
    });
    assert_eq!(proxy.peak(), 3);
}
