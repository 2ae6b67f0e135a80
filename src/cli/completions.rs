//! `auditrail completions SHELL`

use clap::CommandFactory;
use clap_complete::Shell;

use super::Cli;
use super::failure::Failure;
use super::terminal::Terminal;
use crate::exit_status::ExitStatus;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The shell
    shell: Shell,
}

pub fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    // Into memory first: the generator panics where the reader of a pipe is gone.
    let mut script = Vec::new();
    let name = env!("CARGO_PKG_NAME");
    clap_complete::generate(arguments.shell, &mut Cli::command(), name, &mut script);
    terminal.out().write_all(&script)?;
    Ok(ExitStatus::Clean)
}
