//! S3: the buckets of the account, and what holds for all of them.

use std::sync::Arc;

use super::scan::Scan;

/// Collects all of it that is planned.
pub(super) async fn collect(_scan: Arc<Scan>) {}
