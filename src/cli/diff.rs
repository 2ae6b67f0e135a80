//! `auditrail diff OLD.json NEW.json`

use std::path::PathBuf;

use super::failure::Failure;
use super::report::read;
use super::terminal::Terminal;
use crate::exit_status::ExitStatus;
use crate::report::{Diff, Screen};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The earlier report.json
    old: PathBuf,
    /// The later one
    new: PathBuf,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    let diff = Diff::new(&read(&arguments.old)?, &read(&arguments.new)?);
    if arguments.json {
        let shown = serde_json::to_string(&diff).map_err(|e| Failure::Output(e.into()))?;
        writeln!(terminal.out(), "{shown}")?;
    } else {
        let screen = Screen {
            color: terminal.color_on_out(),
            width: Terminal::width(),
        };
        let shown = diff.to_terminal(screen);
        terminal.out().write_all(shown.as_bytes())?;
    }
    Ok(diff.exit_status())
}
