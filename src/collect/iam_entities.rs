//! IAM: users and managed policies, and who has what.

use std::sync::Arc;

use super::scan::Scan;

/// Collects all of it that is planned.
pub(super) async fn collect(_scan: Arc<Scan>) {}
