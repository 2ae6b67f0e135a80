//! The connection to AWS: one set of credentials, one pool of connections, and the
//! bounds on what is under way at once.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use aws_config::SdkConfig;
use aws_sdk_sts::config::retry::{ClientRateLimiter, RetryPartition};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::endpoints;
use super::gap::Failure;
use super::ledger::{Ledger, Witness};
use super::options::Options;
use crate::inventory::CallCounts;
use crate::kind::Call;
use crate::target::Region;

/// Calls under way at once in one region of one service. AWS throttles by account,
/// region and service; more would only be asked to slow down.
const PER_SERVICE_AND_REGION: usize = 8;

/// Calls per second of such a region at full speed, at 100 ms a call. The SDK's limiter
/// would rather believe in none at all until it has measured, and so answers the first
/// request to slow down with a pause of ten seconds.
const FULL_SPEED: f64 = 80.0;

/// A connection to AWS with the credentials of one account. Cheap to clone.
#[derive(Clone)]
pub struct Aws(Arc<Inner>);

struct Inner {
    config: SdkConfig,
    options: Options,
    region: Region,
    everywhere: Arc<Semaphore>,
    lanes: Mutex<HashMap<(&'static str, Region), Arc<Lane>>>,
    ledger: Arc<Ledger>,
}

/// One service in one region: what AWS bounds, and so what is bounded here.
struct Lane {
    room: Arc<Semaphore>,
    // The SDK's own partition is the service, in all regions and all connections of the
    // process: a throttled region would slow down all others.
    retries: RetryPartition,
}

/// The right to have a call under way, until it is dropped.
pub(super) struct Permit {
    _lane: Option<OwnedSemaphorePermit>,
    _everywhere: Option<OwnedSemaphorePermit>,
}

impl Aws {
    pub(super) fn new(config: SdkConfig, options: Options, region: Region) -> Self {
        Self(Arc::new(Inner {
            config,
            region,
            everywhere: Arc::new(Semaphore::new(options.concurrency.max(1))),
            options,
            lanes: Mutex::default(),
            ledger: Arc::default(),
        }))
    }

    pub(super) fn options(&self) -> &Options {
        &self.0.options
    }

    /// The region that answers global calls.
    pub(super) fn region(&self) -> &Region {
        &self.0.region
    }

    /// The endpoint that is asked instead of AWS's own.
    pub(super) fn endpoint(&self) -> Option<&str> {
        self.0.config.endpoint_url()
    }

    /// What carries the calls, whichever service they are for.
    pub(super) fn http_client(&self) -> Option<SharedHttpClient> {
        self.0.config.http_client()
    }

    /// The calls made up to now.
    pub fn calls(&self) -> CallCounts {
        self.ledger().counts()
    }

    pub(super) fn ledger(&self) -> &Ledger {
        &self.0.ledger
    }

    fn lane(&self, service: &'static str, region: &Region) -> Arc<Lane> {
        let mut lanes = self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = lanes.entry((service, region.clone())).or_insert_with(|| {
            let limiter = ClientRateLimiter::builder()
                .tokens_retrieved_per_second(FULL_SPEED)
                .build();
            Arc::new(Lane {
                room: Arc::new(Semaphore::new(PER_SERVICE_AND_REGION)),
                retries: RetryPartition::custom(format!("{service}/{region}"))
                    .client_rate_limiter(limiter)
                    .build(),
            })
        });
        Arc::clone(lane)
    }

    /// Waits for room for one more call.
    pub(super) async fn room(&self, call: Call, region: &Region) -> Permit {
        // The narrow bound first: what waits for its own service must not take room
        // from the others. The semaphores are never closed.
        let lane = Arc::clone(&self.lane(call.service, region).room);
        Permit {
            _lane: lane.acquire_owned().await.ok(),
            _everywhere: Arc::clone(&self.0.everywhere).acquire_owned().await.ok(),
        }
    }

    /// Makes `call` as soon as there is room for it.
    pub(super) async fn attempt<T, E>(
        &self,
        call: Call,
        region: &Region,
        request: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    ) -> Result<T, Failure>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let _permit = self.room(call, region).await;
        request.await.map_err(|e| self.failure(call, &e))
    }

    /// Takes note of a call without an answer.
    pub(super) fn failure<E>(&self, call: Call, error: &SdkError<E, HttpResponse>) -> Failure
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let mut failure = Failure::from(error);
        // AWS knows all of its calls: a page of its own is a failure like any other.
        failure.is_page &= self.endpoint().is_some();
        tracing::debug!(%call, ?failure, "no answer");
        if failure.leaves_open(call) {
            self.ledger().failed();
        }
        failure
    }
}

impl fmt::Debug for Aws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aws")
            .field("options", &self.0.options)
            .field("region", &self.0.region)
            .finish_non_exhaustive()
    }
}

macro_rules! clients {
    ($($name:ident $sdk:ident $service:literal $(with $settings:path)?;)*) => {
        impl Aws {
            $(
                /// A client of the service in `region`. Made for each use and dropped
                /// after it: what is worth sharing - connections, credentials, retry
                /// budget - is shared, and a hundred idle clients would cost memory.
                pub(super) fn $name(&self, region: &Region) -> $sdk::Client {
                    let witness = Witness {
                        service: $service,
                        ledger: Arc::clone(&self.0.ledger),
                    };
                    let config = $sdk::config::Builder::from(&self.0.config)
                        .region($sdk::config::Region::new(region.as_str().to_owned()))
                        .retry_partition(self.lane($service, region).retries.clone())
                        .interceptor(witness);
                    $(let config = $settings(self, config);)?
                    $sdk::Client::from_conf(config.build())
                }
            )*
        }
    };
}

clients! {
    access_analyzer aws_sdk_accessanalyzer "access-analyzer";
    account aws_sdk_account "account";
    api_gateway aws_sdk_apigateway "apigateway";
    api_gateway_v2 aws_sdk_apigatewayv2 "apigatewayv2";
    auto_scaling aws_sdk_autoscaling "autoscaling";
    backup aws_sdk_backup "backup";
    cloudfront aws_sdk_cloudfront "cloudfront";
    cloudtrail aws_sdk_cloudtrail "cloudtrail";
    cloudwatch aws_sdk_cloudwatch "cloudwatch";
    config aws_sdk_config "config";
    ec2 aws_sdk_ec2 "ec2";
    ecr aws_sdk_ecr "ecr";
    efs aws_sdk_efs "elasticfilesystem";
    elb aws_sdk_elasticloadbalancingv2 "elasticloadbalancing";
    events aws_sdk_eventbridge "events";
    glacier aws_sdk_glacier "glacier";
    iam aws_sdk_iam "iam";
    kms aws_sdk_kms "kms";
    lambda aws_sdk_lambda "lambda";
    logs aws_sdk_cloudwatchlogs "logs";
    macie aws_sdk_macie2 "macie2";
    organizations aws_sdk_organizations "organizations";
    rds aws_sdk_rds "rds";
    s3 aws_sdk_s3 "s3" with endpoints::s3;
    s3_control aws_sdk_s3control "s3control" with endpoints::s3_control;
    secrets_manager aws_sdk_secretsmanager "secretsmanager";
    security_hub aws_sdk_securityhub "securityhub";
    sns aws_sdk_sns "sns";
    sqs aws_sdk_sqs "sqs";
    ssm aws_sdk_ssm "ssm";
    sts aws_sdk_sts "sts";
    xray aws_sdk_xray "xray";
}
