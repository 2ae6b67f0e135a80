//! An account in moto, made part by part: a compliant one, and what can be wrong with
//! it in `deviate`.

pub mod config;
pub mod deviate;
pub mod iam;
pub mod key;
pub mod monitor;
pub mod network;
pub mod topic;
pub mod trail;

use crate::aws;
use crate::like_aws::LikeAws;
use crate::moto::Moto;
use crate::proxy::Proxy;

/// The account of every moto server.
pub const ACCOUNT: &str = "123456789012";
/// The home region of the trail, and the one with the global services' recorder.
pub const HOME: &str = "eu-west-1";
/// The regions that are enabled.
pub const REGIONS: [&str; 4] = ["ap-southeast-2", "eu-central-1", HOME, "us-east-1"];
/// The name of the trail.
pub const TRAIL: &str = "audit";

/// An account of its own behind a proxy of its own.
pub struct Account {
    pub proxy: Proxy,
    pub moto: Moto,
}

impl Account {
    /// An account as AWS hands it out, with everything that moto has and AWS has not
    /// corrected.
    pub fn empty() -> Self {
        Self::like(&LikeAws::default())
    }

    /// An account as AWS hands it out, but for what `like` says.
    pub fn like(like: &LikeAws) -> Self {
        let moto = Moto::start();
        let proxy = Proxy::start(moto.address());
        like.apply(&proxy);
        Self { proxy, moto }
    }

    /// An account that passes every rule.
    pub fn compliant() -> Self {
        Self::compliant_in(&REGIONS)
    }

    /// An account with these regions, home among them, that passes every rule.
    pub fn compliant_in(regions: &[&'static str]) -> Self {
        let account = Self::like(&LikeAws {
            regions: regions.to_vec(),
            ..LikeAws::default()
        });
        aws::run(compliant(&account.moto, regions));
        account
    }

    /// An account in which VPCs, security groups and keys are watched as they should be; what
    /// a test of the links of a chain needs, and no more.
    pub fn watched() -> Self {
        let account = Self::empty();
        account.change(async |moto| {
            trail::bucket(moto);
            trail::log_group(moto).await;
            trail::create(moto, &trail::Trail::default()).await;
            for monitor in monitor::Monitor::watched() {
                monitor::create(moto, &monitor).await;
            }
        });
        account
    }

    /// Changes the account, past the proxy: its counts are the program's alone.
    pub fn change<T>(&self, change: impl AsyncFnOnce(&Moto) -> T) -> T {
        aws::run(change(&self.moto))
    }
}

/// Makes everything that CIS asks for.
async fn compliant(moto: &Moto, regions: &[&str]) {
    trail::bucket(moto);
    trail::log_group(moto).await;
    trail::create(moto, &trail::Trail::default()).await;
    for monitor in monitor::Monitor::all() {
        monitor::create(moto, &monitor).await;
    }
    iam::password_policy(moto, 14).await;
    for user in [
        iam::User {
            name: "alice",
            console_password: true,
            mfa: true,
            ..iam::User::default()
        },
        iam::User {
            name: "deployer",
            access_key: true,
            ..iam::User::default()
        },
    ] {
        iam::user(moto, user).await;
    }
    for region in regions {
        config::recorder(moto, region, &config::Recorder::compliant(region)).await;
        config::ssh_rule(moto, region).await;
        network::empty_default_groups(moto, region).await;
    }
    let office = network::Opening::tcp(443, 443).from(network::From::V4("192.0.2.0/24"));
    network::group(moto, HOME, "office", &office).await;
}
