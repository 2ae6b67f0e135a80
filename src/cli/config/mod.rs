//! `auditrail.toml`: defaults of options, and parameters of rules.
//!
//! The file's options become the defaults of the command line's, so that each has one type,
//! one range and one place where it is merged: what is typed wins, and what only excludes
//! another option when it is typed (`--profile` and `--demo`) excludes nothing here.

mod document;
mod options;
mod parameters;

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use clap::parser::ValueSource;
use clap::{ArgMatches, Command, CommandFactory};

use super::Cli;
use super::failure::Failure;
use crate::rule::{Diagnostic, Diagnostics, RuleSet, SelectError, Source};
use document::Document;
use options::Setting;
use parameters::Parameters;

/// The file that is read where `--config` names none.
const FILE: &str = "auditrail.toml";

/// Reports that are asked for on the command line are all that are written.
const REPORTS: [&str; 2] = ["format", "template"];

/// What a configuration file says; nothing where there is none.
#[derive(Debug, Default)]
pub struct Config {
    source: Option<Arc<Source>>,
    settings: Vec<Setting>,
    parameters: Vec<Parameters>,
}

impl Config {
    /// The file at `path`, or else the one in the working directory, if there is one.
    ///
    /// # Errors
    /// A file that cannot be read, or all that is wrong with its options.
    pub fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let file = path.unwrap_or(Path::new(FILE));
        let text = match fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if path.is_none() && error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => {
                return Err(Failure::File {
                    action: "read",
                    path: file.display().to_string(),
                    error,
                });
            }
        };
        let source = Arc::new(Source {
            name: file.display().to_string(),
            text,
        });
        let folder = file.parent().map(Path::to_owned).unwrap_or_default();
        Self::parse(&source, &folder).map_err(Failure::Config)
    }

    /// The contents of `source`, whose paths are relative to `folder`.
    fn parse(source: &Arc<Source>, folder: &Path) -> Result<Self, Diagnostics> {
        let mut document = Document::parse(source)?;
        // The subcommand that has every option.
        let scan = Cli::command();
        let settings = match scan.find_subcommand("scan") {
            Some(scan) => options::settings(&mut document, folder, scan),
            None => Vec::new(),
        };
        let parameters = parameters::parameters(&mut document);
        let config = Self {
            source: Some(Arc::clone(source)),
            settings,
            parameters,
        };
        Diagnostics(document.problems).into_result(config)
    }

    /// The file, as messages name it.
    pub fn file(&self) -> Option<&str> {
        self.source.as_ref().map(|source| source.name.as_str())
    }

    /// `command` with the options of the file as defaults of the subcommand that was
    /// chosen. Options that are in `typed`, or that the subcommand has not, are forgotten.
    pub fn defaults(&mut self, command: Command, typed: &ArgMatches) -> Command {
        let mut path = Vec::new();
        let mut leaf = typed;
        while let Some((name, matches)) = leaf.subcommand() {
            path.push(name);
            leaf = matches;
        }
        with_defaults(command, &path, leaf, &mut self.settings)
    }

    /// Sets the parameters of the file.
    ///
    /// # Errors
    /// All rules and parameters that there are not, and all values that they do not take.
    pub fn override_parameters(&self, rules: &mut RuleSet) -> Result<(), Diagnostics> {
        let Some(source) = &self.source else {
            return Ok(());
        };
        let problems = self
            .parameters
            .iter()
            .flat_map(|of_rule| of_rule.apply(source, rules))
            .collect();
        Diagnostics(problems).into_result(())
    }

    /// The failure that `error` is: with its place, where a word of the file matches nothing.
    pub fn blame(&self, error: SelectError) -> Failure {
        let place = error.word().and_then(|word| {
            let values = self.settings.iter().flat_map(|setting| &setting.values);
            let mut values = values.filter(|value| value.text == word);
            self.source.as_ref().zip(values.next())
        });
        match place {
            Some((source, value)) => {
                let problem = Diagnostic::new(source, value.span.clone(), error.to_string());
                Failure::Config(Diagnostics(vec![problem]))
            }
            None => error.into(),
        }
    }
}

/// `command`, in which the subcommand at `path` has `settings` for defaults; only those
/// that it takes are left.
fn with_defaults(
    command: Command,
    path: &[&str],
    typed: &ArgMatches,
    settings: &mut Vec<Setting>,
) -> Command {
    if let [name, rest @ ..] = path {
        return command.mut_subcommand(*name, |inner| with_defaults(inner, rest, typed, settings));
    }
    let is_typed = |id: &str| typed.value_source(id) == Some(ValueSource::CommandLine);
    let id_of = |name: &str| {
        let mut arguments = command.get_arguments();
        let argument = arguments.find(|a| a.get_long() == Some(name))?;
        Some(argument.get_id().to_string())
    };
    let reports_typed = REPORTS
        .iter()
        .filter_map(|name| id_of(name))
        .any(|id| is_typed(&id));
    let mut ids = Vec::new();
    settings.retain(|setting| {
        let replaced = reports_typed && REPORTS.contains(&setting.name);
        let id = id_of(setting.name).filter(|id| !replaced && !is_typed(id));
        let takes = id.is_some() && setting.is_for(command.get_name());
        ids.extend(id.filter(|_| takes));
        takes
    });
    let arguments = ids.iter().zip(settings.iter());
    arguments.fold(command, |command, (id, setting)| {
        let values = setting.values.iter().map(|value| value.text.clone());
        command.mut_arg(id, |argument| argument.default_values(values))
    })
}

#[cfg(test)]
mod tests;
