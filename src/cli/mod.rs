//! The command line: what the user typed becomes what to do, one file per subcommand.

mod completions;
mod config;
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
mod rules_markdown;
mod rules_new;
mod rules_test;
mod scan;
mod source;
mod terminal;
mod verify_patterns;
mod who;

use std::ffi::OsString;
use std::io::Write;

use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::exit_status::ExitStatus;
use config::Config;
use failure::Failure;
use load::Folders;
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
    let arguments = pattern_covers::attached(arguments);
    let typed = Cli::command().try_get_matches_from(&arguments);
    let parsed = typed.and_then(|typed| Ok((Cli::from_arg_matches(&typed)?, typed)));
    let (cli, typed) = match parsed {
        Ok(parsed) => parsed,
        Err(help) => return print(&help),
    };
    let mut terminal = Terminal::new(&cli.voice);
    terminal::log(&cli.voice, &terminal);
    let configured = configured(cli, &arguments, &typed, &terminal);
    let outcome = configured.and_then(|(cli, config)| run(&cli.command, &config, &mut terminal));
    match outcome {
        Ok(status) => status,
        Err(Failure::Pipe) => ExitStatus::Clean,
        Err(Failure::Said) => ExitStatus::CouldNotRun,
        Err(failure) => {
            let _ = writeln!(Terminal::err(), "{}", failure.render(&terminal));
            ExitStatus::CouldNotRun
        }
    }
}

/// Help and the version are answers; anything else is a mistake in usage.
fn print(help: &clap::Error) -> ExitStatus {
    let _ = help.print();
    if help.use_stderr() {
        ExitStatus::CouldNotRun
    } else {
        ExitStatus::Clean
    }
}

/// `cli`, read from `arguments` as `typed`, with the options of the configuration file for
/// what they leave out.
fn configured(
    cli: Cli,
    arguments: &[OsString],
    typed: &ArgMatches,
    terminal: &Terminal,
) -> Result<(Cli, Config), Failure> {
    let Some(folders) = cli.command.folders() else {
        return Ok((cli, Config::default()));
    };
    let mut config = Config::read(folders.config.as_deref())?;
    let Some(file) = config.file() else {
        return Ok((cli, config));
    };
    terminal.say(&format!("configuration: {file}"));
    let command = config.defaults(Cli::command(), typed);
    let matches = command.try_get_matches_from(arguments);
    let cli = matches.and_then(|matches| Cli::from_arg_matches(&matches));
    match cli {
        Ok(cli) => Ok((cli, config)),
        Err(mistake) => {
            print(&mistake);
            Err(Failure::Said)
        }
    }
}

impl Command {
    /// Where its rules come from, if it loads those of a user.
    fn folders(&self) -> Option<&Folders> {
        match self {
            Self::Scan(arguments) => Some(&arguments.folders),
            Self::Explain(arguments) => Some(&arguments.folders),
            Self::Plan(arguments) => Some(&arguments.folders),
            Self::Rules(command) => command.folders(),
            Self::Frameworks(command) => Some(command.folders()),
            Self::Pattern(_) | Self::Report(_) | Self::Diff(_) | Self::Completions(_) => None,
        }
    }
}

fn run(command: &Command, config: &Config, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    match command {
        Command::Scan(arguments) => scan::run(arguments, config, terminal),
        Command::Explain(arguments) => explain::run(arguments, config, terminal),
        Command::Rules(command) => rules::run(command, config, terminal),
        Command::Frameworks(command) => frameworks::run(command, config, terminal),
        Command::Plan(arguments) => plan::run(arguments, config, terminal),
        Command::Pattern(command) => pattern::run(command, terminal),
        Command::Report(arguments) => report::run(arguments, terminal),
        Command::Diff(arguments) => diff::run(arguments, terminal),
        Command::Completions(arguments) => completions::run(arguments, terminal),
    }
}
