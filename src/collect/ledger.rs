//! The ledger of calls: how many were made, and how they went.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::FinalizerInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, Metadata};
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

use super::codes::THROTTLING;
use crate::inventory::CallCounts;

/// Counts while the run goes on, from all its tasks.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    retried: AtomicU64,
    throttled: AtomicU64,
    failed: AtomicU64,
    by_operation: Mutex<BTreeMap<String, u64>>,
}

impl Ledger {
    /// A call ended without an answer.
    pub fn failed(&self) {
        self.failed.fetch_add(1, Relaxed);
    }

    /// The counts up to now.
    pub fn counts(&self) -> CallCounts {
        let by_operation = self.operations().clone();
        CallCounts {
            total: by_operation.values().sum(),
            retried: self.retried.load(Relaxed),
            throttled: self.throttled.load(Relaxed),
            failed: self.failed.load(Relaxed),
            by_operation,
        }
    }

    fn operations(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, u64>> {
        // Counts stay right even if a task panicked between two of them.
        self.by_operation
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Watches the calls of a client of one service. The SDK retries out of sight, so only
/// an interceptor sees the attempts.
#[derive(Debug)]
pub(super) struct Witness {
    /// The service's IAM prefix.
    pub service: &'static str,
    /// Where it writes what it sees.
    pub ledger: Arc<Ledger>,
}

#[dyn_dispatch_hint]
impl Intercept for Witness {
    fn name(&self) -> &'static str {
        "auditrail-ledger"
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if context.response().is_some_and(asks_to_slow_down) {
            self.ledger.throttled.fetch_add(1, Relaxed);
        }
        Ok(())
    }

    fn read_after_execution(
        &self,
        _: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let attempts = config.load::<RequestAttempts>();
        let attempts = attempts.map_or(1, RequestAttempts::attempts);
        let beyond_the_first = u64::from(attempts.saturating_sub(1));
        self.ledger.retried.fetch_add(beyond_the_first, Relaxed);
        if let Some(metadata) = config.load::<Metadata>() {
            let key = format!("{}:{}", self.service, metadata.name());
            *self.ledger.operations().entry(key).or_default() += 1;
        }
        Ok(())
    }
}

/// Whether the answer to an attempt is a request to slow down. The error's type differs
/// from operation to operation and is erased here; its code stands in a header or in
/// the body, whatever the protocol.
fn asks_to_slow_down(response: &HttpResponse) -> bool {
    let status = response.status().as_u16();
    if status < 400 {
        return false;
    }
    let code = response.headers().get("x-amzn-errortype");
    let body = response.body().bytes().unwrap_or_default();
    status == 429
        || THROTTLING.iter().any(|throttling| {
            code.is_some_and(|code| code.starts_with(throttling))
                || body
                    .windows(throttling.len())
                    .any(|part| part == throttling.as_bytes())
        })
}
