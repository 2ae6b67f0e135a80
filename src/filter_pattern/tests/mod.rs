//! Tests of the whole language.

mod cells;
mod corpus;
mod errors;
mod judging;
pub(crate) mod properties;
mod vectors;
