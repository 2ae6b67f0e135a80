//! Options that name rules and choose among them.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use crate::finding::Severity;
use crate::rule::{RuleSet, Selection};

/// Where rules are loaded from.
#[derive(Debug, Clone, Default, Args)]
pub struct Folders {
    /// A folder with rules of your own, added to the built-in ones; repeatable
    #[arg(long = "rules", value_name = "DIR")]
    folders: Vec<PathBuf>,
}

impl Folders {
    /// The rules.
    pub fn load(&self) -> Result<RuleSet, Failure> {
        Ok(RuleSet::load(&self.folders)?)
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
}

impl Choice {
    /// The choice as the rules understand it.
    pub fn selection(&self) -> Selection {
        Selection {
            frameworks: self.framework.clone(),
            rules: self.rule.clone(),
            skip: self.skip.clone(),
            min_severity: self.min_severity,
        }
    }
}

/// A severity by its name.
pub fn severity(name: &str) -> Result<Severity, String> {
    let found = Severity::ALL.into_iter().find(|s| s.name() == name);
    found.ok_or_else(|| "one of low, medium, high, critical".to_owned())
}
