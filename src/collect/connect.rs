//! Finding credentials and region, and setting up the HTTP client that all clients
//! share.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileRegionProvider};
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::{Connector, tls};
use aws_smithy_runtime_api::client::http::{SharedHttpClient, SharedHttpConnector, http_client_fn};
use std::time::Duration;

use super::aws::Aws;
use super::options::{Options, RegionChoice, Timeouts};
use crate::target::{Partition, Region};

const ATTEMPTS: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(300);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// Finds out how AWS is reached. Makes no AWS call yet: what is wrong with credentials
/// or endpoint comes to light in [`identify`](super::identify).
pub async fn connect(options: Options) -> Aws {
    let http = http_client(options.concurrency, &ProxyConfig::from_env());
    let region = global_region(&options).await;
    let sdk_region = aws_config::Region::new(region.as_str().to_owned());
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http.clone())
        .region(sdk_region.clone())
        .retry_config(retry_config())
        .timeout_config(timeout_config(&options.timeouts));
    if let Ok(name) = AppName::new("auditrail") {
        loader = loader.app_name(name);
    }
    if let Some(endpoint_url) = &options.endpoint_url {
        loader = loader.endpoint_url(endpoint_url);
    }
    if let Some(profile) = &options.profile {
        // The default chain prefers credentials in the environment even to a profile
        // that was asked for, and would audit another account without a word.
        let provider_config = ProviderConfig::without_region()
            .with_http_client(http)
            .with_region(Some(sdk_region));
        let credentials = ProfileFileCredentialsProvider::builder()
            .profile_name(profile)
            .configure(&provider_config)
            .build();
        loader = loader
            .profile_name(profile)
            .credentials_provider(credentials);
    }
    Aws::new(loader.load().await, options, region)
}

/// The region that answers global calls. The instance metadata service is not asked:
/// where there is none, it takes seconds to find out.
async fn global_region(options: &Options) -> Region {
    if let Some(region) = &options.region {
        return region.clone();
    }
    let mut profile = ProfileFileRegionProvider::builder();
    if let Some(name) = &options.profile {
        profile = profile.profile_name(name);
    }
    let chain = RegionProviderChain::first_try(EnvironmentVariableRegionProvider::new())
        .or_else(profile.build());
    let named = match &options.regions {
        RegionChoice::Enabled => None,
        RegionChoice::Named(regions) => regions.first(),
    };
    match chain.region().await {
        Some(region) => Region::new(region.as_ref()),
        None => named
            .map_or_else(|| Partition::new("aws"), Partition::of)
            .home(),
    }
}

pub(super) fn retry_config() -> RetryConfig {
    RetryConfig::adaptive()
        .with_max_attempts(ATTEMPTS)
        .with_initial_backoff(FIRST_PAUSE)
        .with_max_backoff(LONGEST_PAUSE)
}

pub(super) fn timeout_config(timeouts: &Timeouts) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(timeouts.connect)
        .read_timeout(timeouts.attempt)
        .operation_attempt_timeout(timeouts.attempt)
        .operation_timeout(timeouts.operation)
        .build()
}

/// One client for all services and regions, so that connections are pooled and the
/// system's certificates are loaded once. The SDK's own builder would set up TLS anew
/// for every client that is made with it, and does not look for proxies.
pub(super) fn http_client(concurrency: usize, proxies: &ProxyConfig) -> SharedHttpClient {
    type Timeouts = (Option<Duration>, Option<Duration>);
    let connectors: Mutex<HashMap<Timeouts, SharedHttpConnector>> = Mutex::default();
    let proxies = proxies.clone();
    http_client_fn(move |settings, _| {
        // Credential providers set other timeouts than ours.
        let timeouts = (settings.connect_timeout(), settings.read_timeout());
        let mut connectors = connectors.lock().unwrap_or_else(PoisonError::into_inner);
        let connector = connectors.entry(timeouts).or_insert_with(|| {
            let connector = Connector::builder()
                .connector_settings(settings.clone())
                .pool_max_idle_per_host(concurrency)
                .proxy_config(proxies.clone())
                .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
                .build();
            SharedHttpConnector::new(connector)
        });
        connector.clone()
    })
}
