//! `auditrail frameworks list | show`

use std::io::Write;

use clap::Subcommand;
use serde_json::{Value, json};

use super::config::Config;
use super::failure::Failure;
use super::load::Folders;
use super::terminal::Terminal;
use crate::exit_status::ExitStatus;
use crate::rule::{Binding, Control, Framework, RuleSet, Selection};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the frameworks
    List {
        #[command(flatten)]
        folders: Folders,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show the controls of a framework and the rules that decide them
    Show {
        /// The framework, such as cis-aws-7.0.0
        id: String,
        #[command(flatten)]
        folders: Folders,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

impl Command {
    /// Where the frameworks and their rules come from.
    pub fn folders(&self) -> &Folders {
        match self {
            Self::List { folders, .. } | Self::Show { folders, .. } => folders,
        }
    }
}

pub fn run(
    command: &Command,
    config: &Config,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    match command {
        Command::List { folders, json } => list(&folders.load(config)?, *json, terminal)?,
        Command::Show { id, folders, json } => {
            let rules = folders.load(config)?;
            let selected = rules.select(&Selection {
                frameworks: vec![id.clone()],
                ..Selection::default()
            })?;
            for framework in &selected.frameworks {
                show(framework, *json, terminal.out())?;
            }
        }
    }
    Ok(ExitStatus::Clean)
}

fn list(rules: &RuleSet, as_json: bool, terminal: &mut Terminal) -> Result<(), Failure> {
    let frameworks = rules.frameworks.values();
    if as_json {
        let list: Vec<Value> = frameworks
            .map(|f| json!({"id": f.id, "title": f.title, "controls": f.controls.len()}))
            .collect();
        writeln!(terminal.out(), "{}", Value::Array(list))?;
        return Ok(());
    }
    for framework in frameworks {
        let controls = crate::text::count(framework.controls.len(), "control");
        let line = format!("{:16}  {}, {controls}", framework.id, framework.title);
        writeln!(terminal.out(), "{line}")?;
    }
    Ok(())
}

fn show(framework: &Framework, as_json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    if as_json {
        let controls: Vec<Value> = framework.controls.iter().map(control).collect();
        let shown = json!({"id": framework.id, "title": framework.title, "controls": controls});
        writeln!(out, "{shown}")?;
        return Ok(());
    }
    writeln!(out, "{} ({})", framework.title, framework.id)?;
    for control in &framework.controls {
        writeln!(
            out,
            "\n{}  {} (level {})",
            control.id, control.title, control.level
        )?;
        for binding in &control.rules {
            writeln!(out, "      {}", described(binding))?;
        }
    }
    Ok(())
}

fn described(binding: &Binding) -> String {
    if binding.parameters.is_empty() {
        return binding.rule.clone();
    }
    let parameters = Value::Object(binding.parameters.clone());
    format!("{} {parameters}", binding.rule)
}

fn control(control: &Control) -> Value {
    let rules: Vec<Value> = control
        .rules
        .iter()
        .map(|binding| json!({"id": binding.rule, "parameters": binding.parameters}))
        .collect();
    json!({
        "id": control.id,
        "title": control.title,
        "level": control.level,
        "assessment": control.assessment,
        "decided": control.decided,
        "rules": rules,
    })
}
