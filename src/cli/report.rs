//! `auditrail report --from report.json --format F`

use std::fs::File;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::terminal::Terminal;
use crate::exit_status::ExitStatus;
use crate::report::{self, Format, Output, Report, UserTemplate, from_json};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The report.json of an earlier scan
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Formats: html, json, junit
    #[arg(
        long,
        value_name = "F",
        value_delimiter = ',',
        required_unless_present = "template"
    )]
    format: Vec<Format>,
    /// A Tera template of your own
    #[arg(long, value_name = "FILE")]
    template: Vec<PathBuf>,
    /// The folder to write to; `-` with one format for standard output
    #[arg(long, value_name = "DIR", default_value = "reports/")]
    output: PathBuf,
}

pub fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    let report = read(&arguments.from)?;
    let mut outputs: Vec<Output> = arguments
        .format
        .iter()
        .map(|f| Output::Format(*f))
        .collect();
    for path in &arguments.template {
        outputs.push(Output::Template(UserTemplate::load(path)?));
    }
    if arguments.output.as_os_str() == "-" {
        let [output] = outputs.as_slice() else {
            return Err(Failure::Usage(
                "`--output -` takes exactly one format".to_owned(),
            ));
        };
        let mut rendered = Vec::new();
        report::render(&report, output, &mut rendered)?;
        terminal.out().write_all(&rendered)?;
        return Ok(ExitStatus::Clean);
    }
    for path in report::write(&report, &outputs, &arguments.output)? {
        terminal.say(&path.display().to_string());
    }
    Ok(ExitStatus::Clean)
}

/// The report in the file at `path`.
pub fn read(path: &Path) -> Result<Report, Failure> {
    let file = File::open(path).map_err(|error| Failure::File {
        action: "read",
        path: path.display().to_string(),
        error,
    })?;
    from_json(file).map_err(|error| Failure::Report {
        path: path.display().to_string(),
        error,
    })
}
