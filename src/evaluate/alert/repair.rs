//! The smallest change that turns a verdict, tried before it is told.

use serde_json::Value;

use super::parts::Chains;
use super::proof::Proof;
use super::requirement::Asked;

/// Repairs that make everything that is asked for ring.
pub fn repairs(_: &Asked, _: &Proof<'_>, _: &Chains) -> Vec<Value> {
    Vec::new()
}
