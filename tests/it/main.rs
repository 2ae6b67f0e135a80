//! The integration tests: the built program against moto, a local AWS, behind a proxy
//! that counts, breaks and corrects.
//!
//! A test begins with an account (`seed::Account`), spoils it (`seed::deviate`, or
//! `like_aws` for what moto cannot hold), breaks calls (`proxy`), runs the program
//! (`cli::Auditrail`) and looks at the outcome and at the calls. Tests of this machinery
//! itself are in `harness`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and look at the clock, also in the functions that its \
              tests share"
)]

mod audit;
mod aws;
mod cli;
mod commands;
mod config;
mod generated;
mod harness;
mod http;
mod like_aws;
mod moto;
mod proxy;
mod seed;
