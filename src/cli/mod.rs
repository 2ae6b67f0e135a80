//! The command line: what the user typed becomes what to do, one file per subcommand.

mod completions;
mod diff;
mod explain;
mod failure;
mod frameworks;
mod load;
mod pattern;
mod pattern_covers;
mod plan;
mod progress;
mod report;
mod rules;
mod rules_new;
mod rules_test;
mod scan;
mod source;
mod terminal;
mod verify_patterns;

use std::ffi::OsString;
use std::io::Write;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::exit_status::ExitStatus;
use failure::Failure;
use terminal::Terminal;

/// Audits AWS accounts against CIS-style rules, and proves that what must ring does
/// ring.
#[derive(Debug, Parser)]
#[command(name = "auditrail", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    voice: Voice,
}

#[derive(Debug, Args)]
struct Voice {
    /// Say only what went wrong
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Say more; twice for every call
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: ColorChoice,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Audit accounts, write reports, exit by the verdicts
    Scan(Box<scan::Arguments>),
    /// Show one rule's verdicts with their evidence
    Explain(Box<explain::Arguments>),
    /// List, explain, write and try rules
    #[command(subcommand)]
    Rules(rules::Command),
    /// List and show frameworks
    #[command(subcommand)]
    Frameworks(frameworks::Command),
    /// Print the API calls that a scan would make, without making any
    Plan(plan::Arguments),
    /// Check metric-filter patterns, try them on log events and compare them
    #[command(subcommand)]
    Pattern(pattern::Command),
    /// Render a report.json again, in another format
    Report(report::Arguments),
    /// Compare two report.json files
    Diff(diff::Arguments),
    /// Print a completion script for a shell
    Completions(completions::Arguments),
}

/// Runs the command line `arguments`, the program's name first.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitStatus {
    let cli = match Cli::try_parse_from(pattern_covers::attached(arguments)) {
        Ok(cli) => cli,
        Err(help) => {
            // Help and the version are answers; anything else is a mistake in usage.
            let status = if help.use_stderr() {
                ExitStatus::CouldNotRun
            } else {
                ExitStatus::Clean
            };
            let _ = help.print();
            return status;
        }
    };
    let mut terminal = Terminal::new(&cli.voice);
    terminal::log(&cli.voice, &terminal);
    match run(&cli.command, &mut terminal) {
        Ok(status) => status,
        Err(Failure::Pipe) => ExitStatus::Clean,
        Err(Failure::Said) => ExitStatus::CouldNotRun,
        Err(failure) => {
            let _ = writeln!(Terminal::err(), "{}", failure.render(&terminal));
            ExitStatus::CouldNotRun
        }
    }
}

fn run(command: &Command, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    match command {
        Command::Scan(arguments) => scan::run(arguments, terminal),
        Command::Explain(arguments) => explain::run(arguments, terminal),
        Command::Rules(command) => rules::run(command, terminal),
        Command::Frameworks(command) => frameworks::run(command, terminal),
        Command::Plan(arguments) => plan::run(arguments, terminal),
        Command::Pattern(command) => pattern::run(command, terminal),
        Command::Report(arguments) => report::run(arguments, terminal),
        Command::Diff(arguments) => diff::run(arguments, terminal),
        Command::Completions(arguments) => completions::run(arguments, terminal),
    }
}
