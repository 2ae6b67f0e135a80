//! Makes the demo's account, an invented company with a decent team and some mistakes:
//!
//! ```text
//! cargo run --example demo > examples/demo.ndjson    write the snapshot
//! cargo run --example demo -- --check                compare it with the committed one
//! ```

#![expect(
    clippy::print_stderr,
    reason = "a generator has nothing but its streams to speak through"
)]

mod account;
mod alerting;
mod calls;
mod cloudtrail;
mod config;
mod contacts;
mod databases;
mod detection;
mod ec2;
mod gaps;
mod iam;
mod instances;
mod keys;
mod monitoring;
mod naming;
mod network;
mod organization;
mod s3;
mod services;
mod shared;
mod time;
mod web;

use std::io::Write;
use std::process::ExitCode;

use account::Demo;
use auditrail::inventory;

const FILE: &str = "examples/demo.ndjson";
const MEND: &str = "cargo run --example demo > examples/demo.ndjson";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        [] => snapshot().and_then(|bytes| std::io::stdout().write_all(&bytes)),
        ["--check"] => check(),
        _ => Err(std::io::Error::other("the only argument is --check")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn snapshot() -> std::io::Result<Vec<u8>> {
    let mut demo = Demo::default();
    cloudtrail::fill(&mut demo);
    alerting::fill(&mut demo);
    monitoring::fill(&mut demo);
    config::fill(&mut demo);
    iam::fill(&mut demo);
    ec2::fill(&mut demo);
    contacts::fill(&mut demo);
    organization::fill(&mut demo);
    detection::fill(&mut demo);
    keys::fill(&mut demo);
    s3::fill(&mut demo);
    databases::fill(&mut demo);
    network::fill(&mut demo);
    instances::fill(&mut demo);
    web::fill(&mut demo);
    services::fill(&mut demo);
    shared::fill(&mut demo);
    let mut bytes = Vec::new();
    inventory::save(&demo.into_inventory(), &mut bytes, false)?;
    Ok(bytes)
}

fn check() -> std::io::Result<()> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::fs::read(path)? == snapshot()? {
        return Ok(());
    }
    let problem = format!("{FILE} is not what examples/demo/ makes; mend it with: {MEND}");
    Err(std::io::Error::other(problem))
}
