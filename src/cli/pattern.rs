//! `auditrail pattern check | match | covers`

use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Subcommand;

use super::failure::Failure;
use super::pattern_covers;
use super::terminal::Terminal;
use crate::exit_status::ExitStatus;
use crate::filter_pattern::{Event, Outcome, Pattern};
use crate::rule::{Diagnostic, Source};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Parse a metric-filter pattern and print its normal form
    Check {
        /// The pattern
        #[arg(allow_hyphen_values = true)]
        pattern: String,
    },
    /// Say for each log event whether a pattern matches it
    Match {
        /// The pattern
        #[arg(allow_hyphen_values = true)]
        pattern: String,
        /// A file with one log event per line [default: standard input]
        file: Option<PathBuf>,
        /// The whole input is one log event
        #[arg(long)]
        whole: bool,
    },
    /// Say whether all events of some patterns are matched by others
    Covers(pattern_covers::Arguments),
}

pub fn run(command: &Command, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    match command {
        Command::Check { pattern } => {
            let parsed = parse("PATTERN", pattern, terminal)?;
            writeln!(terminal.out(), "{parsed}")?;
            for doubt in parsed.doubts() {
                terminal.say(&format!("note: {doubt}"));
            }
            Ok(ExitStatus::Clean)
        }
        Command::Match {
            pattern,
            file,
            whole,
        } => {
            let pattern = parse("PATTERN", pattern, terminal)?;
            let text = read(file.as_ref())?;
            let events: Vec<&str> = if *whole {
                vec![text.strip_suffix('\n').unwrap_or(&text)]
            } else {
                text.lines().collect()
            };
            try_on(&pattern, &events, terminal)
        }
        Command::Covers(arguments) => pattern_covers::run(arguments, terminal),
    }
}

/// Parses a pattern; a mistake is shown with its place, under `name`.
pub fn parse(name: &str, pattern: &str, terminal: &Terminal) -> Result<Pattern, Failure> {
    Pattern::parse(pattern).map_err(|error| {
        let source = Arc::new(Source {
            name: name.to_owned(),
            text: pattern.to_owned(),
        });
        let mut problem = Diagnostic::new(&source, error.span.clone(), error.to_string());
        problem.help = error.advice();
        let _ = writeln!(
            Terminal::err(),
            "{}",
            problem.render(terminal.color_on_err())
        );
        Failure::Said
    })
}

fn read(file: Option<&PathBuf>) -> Result<String, Failure> {
    let (bytes, path) = if let Some(path) = file {
        (fs::read(path), path.display().to_string())
    } else {
        let mut bytes = Vec::new();
        let read = io::stdin().read_to_end(&mut bytes);
        (read.map(|_| bytes), "standard input".to_owned())
    };
    let bytes = bytes.map_err(|error| Failure::File {
        action: "read",
        path,
        error,
    })?;
    // Log events are UTF-8; where a file is not, the rest of the line still counts.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn try_on(
    pattern: &Pattern,
    events: &[&str],
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let mut all = true;
    for (index, text) in events.iter().enumerate() {
        let event = Event::new(text);
        let matches = pattern.matches(&event);
        all &= matches;
        let word = if matches { "match" } else { "no match" };
        writeln!(terminal.out(), "{word}")?;
        if let Outcome::Contested(doubt) = pattern.judge(&event) {
            terminal.say(&format!("note: event {}: {doubt}", index + 1));
        }
    }
    Ok(if all {
        ExitStatus::Clean
    } else {
        ExitStatus::Failing
    })
}
