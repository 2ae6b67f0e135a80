//! `cargo run --example seed -- --account mixed --regions 4`: an account in moto, a local
//! AWS, for comparing scanners on it.
//!
//! The endpoint is the first line of standard output. Each line on standard input is
//! answered by the calls since the last one, as JSON; at its end the account goes away.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "it is made of the parts of the integration tests, and as loud as those"
)]

#[path = "../../tests/it/aws.rs"]
mod aws;
#[path = "../../tests/it/http.rs"]
mod http;
mod large;
#[expect(dead_code, reason = "an account of its own needs only some of it")]
#[path = "../../tests/it/like_aws/mod.rs"]
mod like_aws;
mod mixed;
mod monitoring_large;
#[path = "../../tests/it/moto.rs"]
mod moto;
#[expect(dead_code, unused_imports, reason = "no call is broken here")]
#[path = "../../tests/it/proxy/mod.rs"]
mod proxy;
#[expect(
    dead_code,
    unused_imports,
    reason = "the tests make more than is compared"
)]
#[path = "../../tests/it/seed/mod.rs"]
mod seed;

use std::io;

use clap::{Parser, ValueEnum};
use serde_json::json;

use like_aws::LikeAws;
use seed::{Account, HOME};

/// The regions that every account has without asking for more, those first in which the
/// parts of the tests make something.
const REGIONS: [&str; 17] = [
    HOME,
    "us-east-1",
    "eu-central-1",
    "ap-southeast-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ca-central-1",
    "eu-north-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

#[derive(Debug, Parser)]
struct Arguments {
    /// What the account is like
    #[arg(long, value_enum, default_value = "mixed")]
    account: Kind,
    /// How many regions are enabled, unless the account says it
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=17))]
    regions: u8,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// Everything is as CIS wants it, as far as the tests make it
    Compliant,
    /// As AWS hands it out, the root user without MFA and with an access key
    NonCompliant,
    /// Compliant, and then spoilt in as many ways as go together
    Mixed,
    /// Compliant, with 200 users, 200 buckets, and 200 security groups in each region
    Large,
    /// Watched as the monitoring baseline asks, in two regions
    Monitoring,
    /// The same with monitoring that only looks so
    MonitoringMistakes,
    /// Told of API calls over EventBridge only, in two regions
    EventBridge,
    /// Watched, with 50 Auto Scaling groups, 500 alarms and 1,000 log groups in the home region
    MonitoringLarge,
}

fn main() {
    let arguments = Arguments::parse();
    let regions = &REGIONS[..usize::from(arguments.regions)];
    let account = match arguments.account {
        Kind::Compliant => Account::compliant_in(regions),
        Kind::NonCompliant => Account::like(&LikeAws {
            regions: regions.to_vec(),
            root_mfa: false,
            root_access_key: true,
            set_up: false,
            ..LikeAws::default()
        }),
        Kind::Mixed => mixed::account(regions),
        Kind::Large => large::account(regions),
        Kind::Monitoring => Account::monitored(),
        Kind::MonitoringMistakes => Account::monitored_with_mistakes(),
        Kind::EventBridge => Account::over_event_bridge(),
        Kind::MonitoringLarge => monitoring_large::account(regions),
    };
    println!("{}", account.proxy.endpoint());
    for line in io::stdin().lines() {
        line.unwrap();
        let calls = account.proxy.by_operation();
        let total: usize = calls.values().sum();
        let peak = account.proxy.peak();
        account.proxy.forget_calls();
        println!(
            "{}",
            json!({"total": total, "peak": peak, "byOperation": calls})
        );
    }
}
