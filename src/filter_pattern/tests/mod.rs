//! Tests of the whole language.

mod cells;
mod corpus;
mod errors;
mod judging;
mod properties;
mod vectors;
