//! The policies of resources: who may use them, in any account.

use std::sync::Arc;

use super::scan::Scan;

/// Collects all of it that is planned.
pub(super) async fn collect(_scan: Arc<Scan>) {}
