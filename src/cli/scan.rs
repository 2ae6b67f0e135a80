//! `auditrail scan`

use std::io::Write;
use std::path::PathBuf;

use clap::ArgAction;

use super::config::Config;
use super::failure::Failure;
use super::load::{Choice, Folders, severity};
use super::source::{Origin, save_snapshot};
use super::terminal::Terminal;
use super::verify_patterns::verify_patterns;
use super::who::{Who, who};
use crate::evaluate::{self, oracle::Verification};
use crate::exit_status::ExitStatus;
use crate::finding::Severity;
use crate::inventory::Inventory;
use crate::plan::Plan;
use crate::report::{self, Format, Output, Report, Screen, UserTemplate};
use crate::rule::Selected;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    from: Origin,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    pub folders: Folders,
    /// Save what AWS answered, to judge it again later; compressed if it ends in .zst
    #[arg(long, value_name = "FILE")]
    save_snapshot: Option<PathBuf>,
    /// Ask AWS (logs:TestMetricFilter) whether it reads the account's filter patterns as
    /// auditrail does, on made-up events; an alert that rests on one it reads otherwise is
    /// unknown
    #[arg(long)]
    verify_patterns: bool,
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    reports: Reports,
    /// The lowest severity of a fail that makes the exit status 1
    #[arg(long, value_name = "SEVERITY", default_value = "low", value_parser = fail_on)]
    fail_on: FailOn,
    /// Unknown verdicts do not make the exit status 3
    #[arg(long, num_args = 0..=1, require_equals = true, value_name = "BOOL")]
    #[arg(default_missing_value = "true", default_value_t = false, action = ArgAction::Set)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    allow_unknown: bool,
}

/// Which reports are written, and where to.
#[derive(Debug, clap::Args)]
pub struct Reports {
    /// Formats: html, json, junit
    #[arg(long, value_name = "F", value_delimiter = ',', default_values = ["html", "json", "junit"])]
    format: Vec<Format>,
    /// A Tera template of your own; its report gets the template's name
    #[arg(long, value_name = "FILE")]
    template: Vec<PathBuf>,
    /// The folder for the reports; `-` with one format for standard output
    #[arg(long, value_name = "DIR", default_value = "reports/")]
    output: PathBuf,
}

/// From which severity on a fail counts.
#[derive(Debug, Clone, Copy)]
enum FailOn {
    Never,
    From(Severity),
}

fn fail_on(text: &str) -> Result<FailOn, String> {
    match text {
        "never" => Ok(FailOn::Never),
        name => severity(name)
            .map(FailOn::From)
            .map_err(|_| "one of low, medium, high, critical, never".to_owned()),
    }
}

pub fn run(
    arguments: &Arguments,
    config: &Config,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    if arguments.verify_patterns {
        arguments.from.must_be_aws("--verify-patterns")?;
    }
    if arguments.who.who {
        arguments.from.must_be_aws("--who")?;
    }
    let outputs = arguments.reports.outputs()?;
    let rules = arguments.folders.load(config)?;
    let selected = arguments.choice.select(&rules, config)?;
    let plan = Plan::new(&selected.bindings);
    let mut inventory = arguments.from.inventory(&plan, terminal)?;
    if let Some(path) = &arguments.save_snapshot {
        save_snapshot(&inventory, path)?;
    }
    let verified = arguments.verified(&selected, &mut inventory, terminal)?;
    let mut findings = evaluate::run_verified(&selected.bindings, &inventory, verified.as_ref());
    let (asked, from) = (&arguments.who, &arguments.from);
    let lookups = who(asked, from, &mut findings, &mut inventory, terminal)?;
    let mut report = Report::of(&selected, &inventory, findings);
    report.pattern_verification = verified;
    report.last_change_lookups = lookups;
    // Rendering a large account takes as much memory as holding it.
    drop(inventory);
    arguments.reports.write(&report, &outputs, terminal)?;
    let fail_on = match arguments.fail_on {
        FailOn::Never => None,
        FailOn::From(severity) => Some(severity),
    };
    Ok(report.exit_status(fail_on, arguments.allow_unknown))
}

impl Arguments {
    /// How our reading of the filter patterns of `inventory` stands the test, if it is to be
    /// put to one.
    fn verified(
        &self,
        selected: &Selected<'_>,
        inventory: &mut Inventory,
        terminal: &Terminal,
    ) -> Result<Option<Verification>, Failure> {
        if !self.verify_patterns {
            return Ok(None);
        }
        verify_patterns(&self.from, selected, inventory, terminal).map(Some)
    }
}

impl Reports {
    /// The formats and templates, checked before anything is asked of AWS.
    fn outputs(&self) -> Result<Vec<Output>, Failure> {
        let mut outputs: Vec<Output> = Vec::new();
        let to_stdout = self.output.as_os_str() == "-";
        // A template alone replaces the default formats on standard output.
        if !(to_stdout && !self.template.is_empty() && self.format.len() == 3) {
            for format in &self.format {
                let output = Output::Format(*format);
                if !outputs.iter().any(|o| o.file_name() == output.file_name()) {
                    outputs.push(output);
                }
            }
        }
        for path in &self.template {
            outputs.push(Output::Template(UserTemplate::load(path)?));
        }
        if to_stdout && outputs.len() != 1 {
            return Err(Failure::Usage(
                "`--output -` takes exactly one format; add for example `--format json`".to_owned(),
            ));
        }
        Ok(outputs)
    }

    fn write(
        &self,
        report: &Report,
        outputs: &[Output],
        terminal: &mut Terminal,
    ) -> Result<(), Failure> {
        let mut written = Vec::new();
        match (outputs, self.output.as_os_str() == "-") {
            ([output], true) => {
                let mut rendered = Vec::new();
                report::render(report, output, &mut rendered)?;
                terminal.out().write_all(&rendered)?;
            }
            _ => written = report::write(report, outputs, &self.output)?,
        }
        if !terminal.quiet {
            let screen = Screen {
                color: terminal.color_on_err(),
                width: Terminal::width(),
            };
            // The table is for the person at the terminal, not for a pipe.
            let table = report.to_terminal(screen, &written);
            let _ = Terminal::err().write_all(table.as_bytes());
        }
        Ok(())
    }
}
