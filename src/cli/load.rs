//! Options that name rules, set their parameters and choose among them.

use std::path::PathBuf;

use clap::Args;

use super::config::Config;
use super::failure::Failure;
use crate::finding::Severity;
use crate::rule::{RuleSet, Selected, Selection};

/// Where rules are loaded from.
#[derive(Debug, Clone, Default, Args)]
pub struct Folders {
    /// A folder with rules of your own, added to the built-in ones; repeatable
    #[arg(long = "rules", value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// A file with defaults of the options of `scan` and parameters of rules
    /// [default: auditrail.toml in the working directory, if it is there]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl Folders {
    /// The rules, with the parameters that `config` sets.
    pub fn load(&self, config: &Config) -> Result<RuleSet, Failure> {
        let mut rules = RuleSet::load(&self.folders)?;
        config
            .override_parameters(&mut rules)
            .map_err(Failure::Config)?;
        Ok(rules)
    }
}

/// Which rules run.
#[derive(Debug, Clone, Default, Args)]
pub struct Choice {
    /// The rules of a framework, such as cis-aws-7.0.0; repeatable [default: all rules]
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    framework: Vec<String>,
    /// Only rules whose id matches, such as 'sg-*'; repeatable
    #[arg(long, value_name = "GLOB")]
    rule: Vec<String>,
    /// Not the rules whose id matches; repeatable
    #[arg(long, value_name = "GLOB")]
    skip: Vec<String>,
    /// Only rules of this severity or worse
    #[arg(long, value_name = "SEVERITY", value_parser = severity)]
    min_severity: Option<Severity>,
    #[command(flatten)]
    level: Level,
}

/// Which controls count.
#[derive(Debug, Clone, Default, Args)]
pub struct Level {
    /// Only the controls of the frameworks up to this level, and the rules that decide them
    #[arg(long, value_name = "1|2", value_parser = clap::value_parser!(u8).range(1..=2))]
    pub level: Option<u8>,
}

impl Choice {
    /// The rules that run.
    pub fn select<'r>(&self, rules: &'r RuleSet, config: &Config) -> Result<Selected<'r>, Failure> {
        let selection = Selection {
            frameworks: self.framework.clone(),
            rules: self.rule.clone(),
            skip: self.skip.clone(),
            min_severity: self.min_severity,
            level: self.level.level,
        };
        rules
            .select(&selection)
            .map_err(|error| config.blame(error))
    }
}

/// A severity by its name.
pub fn severity(name: &str) -> Result<Severity, String> {
    let found = Severity::ALL.into_iter().find(|s| s.name() == name);
    found.ok_or_else(|| "one of low, medium, high, critical".to_owned())
}
