//! An account in moto, made part by part: a compliant one, and what can be wrong with
//! it in `deviate`.

pub mod alarm;
pub mod baseline;
pub mod bucket;
pub mod config;
pub mod contact;
pub mod database;
pub mod deviate;
pub mod event_rule;
pub mod iam;
pub mod instance;
pub mod key;
pub mod log_group;
pub mod mistakes;
pub mod monitor;
pub mod network;
pub mod organization;
pub mod region;
pub mod resource_policy;
pub mod scaling;
pub mod systems_manager;
pub mod topic;
pub mod trail;
pub mod vpc;
pub mod web;

use std::sync::OnceLock;

use aws_sdk_ec2::types::HttpTokensState;

use crate::aws;
use crate::like_aws::LikeAws;
use crate::moto::Moto;
use crate::proxy::{Match, Proxy};

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
        Self::of(Moto::start(), like)
    }

    fn of(moto: Moto, like: &LikeAws) -> Self {
        let proxy = Proxy::start(moto.address());
        like.apply(&proxy);
        Self { proxy, moto }
    }

    /// An account that passes every rule.
    pub fn compliant() -> Self {
        static COMPLIANT: OnceLock<Moto> = OnceLock::new();
        let made = COMPLIANT.get_or_init(|| {
            let moto = Moto::start();
            aws::run(compliant(&moto, &REGIONS));
            moto
        });
        Self::of(made.copy(), &LikeAws::default())
    }

    /// An account that passes every rule of the monitoring baseline.
    pub fn monitored() -> Self {
        static MONITORED: OnceLock<Moto> = OnceLock::new();
        let made = MONITORED.get_or_init(|| {
            let moto = Moto::start();
            aws::run(baseline::all(&moto, &baseline::REGIONS));
            moto
        });
        Self::of(made.copy(), &like_aws(&baseline::REGIONS))
    }

    /// The same with these regions, home among them.
    pub fn monitored_in(regions: &[&'static str]) -> Self {
        let account = Self::like(&like_aws(regions));
        account.change(async |moto| baseline::all(moto, regions).await);
        account
    }

    /// The same with all mistakes that go together.
    pub fn monitored_with_mistakes() -> Self {
        let account = Self::monitored();
        for mistake in mistakes::TOGETHER {
            mistake(&account);
        }
        account
    }

    /// An account in which event rules tell of API calls, and no metric filter or alarm does.
    pub fn over_event_bridge() -> Self {
        let account = Self::like(&like_aws(&baseline::REGIONS));
        account.change(async |moto| {
            baseline::over_event_bridge(moto, &baseline::REGIONS).await;
        });
        account
    }

    /// An account with these regions, home among them, that passes every rule.
    pub fn compliant_in(regions: &[&'static str]) -> Self {
        let account = Self::like(&like_aws(regions));
        aws::run(compliant(&account.moto, regions));
        account
    }

    /// An account as AWS hands it out, with its root user unprotected.
    pub fn non_compliant() -> Self {
        Self::like(&LikeAws {
            root_mfa: false,
            root_access_key: true,
            set_up: false,
            ..LikeAws::default()
        })
    }

    /// A compliant account in which a few things of every kind have gone wrong, and that
    /// does not tell its auditor everything.
    pub fn mixed() -> Self {
        let account = Self::compliant();
        account.change(async |moto| {
            deviate::no_security_contact(moto).await;
            deviate::weak_password_policy(moto).await;
            deviate::user_without_mfa(moto).await;
            deviate::bucket_without_policy(moto).await;
            deviate::trail_without_kms(moto).await;
            deviate::recorder_stopped(moto).await;
            deviate::vpc_without_flow_logs(moto).await;
            deviate::group_open_around_ssh(moto).await;
            deviate::unencrypted_database(moto).await;
            deviate::instance_with_the_old_metadata_service(moto).await;
            deviate::queue_for_everyone(moto).await;
            deviate::alarm_actions_disabled(moto).await;
        });
        let refused = Match::from("kms:GetKeyRotationStatus").in_region("us-east-1");
        account.proxy.on(refused).deny();
        account.proxy.on("iam:ListServerCertificates").deny();
        account
    }

    /// An account in which VPCs, security groups and keys are watched as they should be; what
    /// a test of the links of a chain needs, and no more.
    pub fn watched() -> Self {
        let account = Self::empty();
        account.change(async |moto| {
            trail::bucket(moto).await;
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

/// An account with these regions in which all is set up that moto has no API for.
fn like_aws(regions: &[&'static str]) -> LikeAws {
    LikeAws {
        regions: regions.to_vec(),
        ..LikeAws::default()
    }
}

/// Makes everything that CIS asks for.
async fn compliant(moto: &Moto, regions: &[&str]) {
    contact::security(moto).await;
    organization::create(moto).await;
    buckets(moto).await;
    trail::log_group(moto).await;
    trail::create(moto, &trail::Trail::default()).await;
    for monitor in monitor::Monitor::all() {
        monitor::create(moto, &monitor).await;
    }
    identities(moto).await;
    workloads(moto).await;
    for region in regions {
        config::recorder(moto, region, &config::Recorder::compliant(region)).await;
        config::ssh_rule(moto, region).await;
        network::empty_default_groups(moto, region).await;
        vpc::narrow_acls(moto, region).await;
        vpc::log_all_flows(moto, region).await;
        region::security_hub(moto, region).await;
        region::ebs_encryption(moto, region).await;
    }
}

/// Buckets that do what CIS asks for.
async fn buckets(moto: &Moto) {
    bucket::create(moto, HOME, trail::BUCKET).await;
    bucket::create(moto, "us-east-1", bucket::DATA).await;
    bucket::of_access_logs(moto).await;
    bucket::log_accesses(moto, trail::BUCKET, true).await;
    bucket::block_account(moto, true);
}

/// People and machines, with roles and what they sign in with.
async fn identities(moto: &Moto) {
    iam::password_policy(moto, |policy| policy).await;
    let alice = iam::User {
        name: "alice",
        console_password: true,
        mfa: true,
        ..iam::User::default()
    };
    let deployer = iam::User {
        name: "deployer",
        access_key: true,
        ..iam::User::default()
    };
    iam::user(moto, alice).await;
    iam::user(moto, deployer).await;
    iam::group(moto, &["alice", "deployer"]).await;
    iam::support_role(moto).await;
    iam::workload_role(moto).await;
    iam::server_certificate(moto).await;
    iam::identity_provider(moto).await;
}

/// What the account is for, in the home region for the most part.
async fn workloads(moto: &Moto) {
    key::rotated(moto, "us-east-1").await;
    database::instance(moto, "orders", |instance| instance).await;
    database::cluster(moto, "ledger").await;
    instance::run(moto, HOME, HttpTokensState::Required, true).await;
    vpc::peers(moto, HOME).await;
    vpc::endpoint(moto, HOME).await;
    web::all(moto).await;
    resource_policy::all(moto, &resource_policy::account()).await;
    let office = network::Opening::tcp(443, 443).from(network::From::V4("192.0.2.0/24"));
    network::group(moto, HOME, "office", &office).await;
}
