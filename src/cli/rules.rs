//! `auditrail rules list | explain | new | test | schema`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use serde_json::{Map, Value, json};

use super::config::Config;
use super::failure::Failure;
use super::load::Folders;
use super::rules_markdown::markdown;
use super::terminal::Terminal;
use super::{rules_new, rules_test};
use crate::exit_status::ExitStatus;
use crate::rule::{Check, Parameter, Rule, RuleSet, schema};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List all rules
    List {
        #[command(flatten)]
        folders: Folders,
        /// As JSON
        #[arg(long)]
        json: bool,
        /// As Markdown, with all that there is to know of them: docs/rules.md
        #[arg(long, conflicts_with = "json")]
        markdown: bool,
    },
    /// Show what a rule asks, why, and how to mend what it finds
    Explain {
        /// The rule
        id: String,
        #[command(flatten)]
        folders: Folders,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Write a rule and its cases to start from
    New(rules_new::Arguments),
    /// Try rules on their cases
    Test {
        /// Folders with rules of your own [default: the built-in rules]
        #[arg(value_name = "DIR")]
        folders: Vec<PathBuf>,
    },
    /// Print the JSON Schema of rule files, for editors
    Schema {
        /// Of which files
        #[arg(long, value_enum, default_value_t)]
        of: Format,
    },
}

impl Command {
    /// Where the rules come from, if a user's own can be among them with parameters.
    pub fn folders(&self) -> Option<&Folders> {
        match self {
            Self::List { folders, .. } | Self::Explain { folders, .. } => Some(folders),
            Self::New(_) | Self::Test { .. } | Self::Schema { .. } => None,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Format {
    #[default]
    Rule,
    Cases,
    Framework,
}

pub fn run(
    command: &Command,
    config: &Config,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    match command {
        Command::List {
            folders,
            markdown: true,
            ..
        } => terminal
            .out()
            .write_all(markdown(&folders.load(config)?).as_bytes())?,
        Command::List { folders, json, .. } => {
            list(&folders.load(config)?, *json, terminal.out())?;
        }
        Command::Explain { id, folders, json } => {
            let rules = folders.load(config)?;
            let rule = find(&rules, id)?;
            explain(&rules, rule, *json, terminal.out())?;
        }
        Command::New(arguments) => return rules_new::run(arguments, terminal),
        Command::Test { folders } => return rules_test::run(folders, terminal),
        Command::Schema { of } => {
            let schema = match of {
                Format::Rule => schema::of_rules(),
                Format::Cases => schema::of_cases(),
                Format::Framework => schema::of_frameworks(),
            };
            writeln!(terminal.out(), "{schema:#}")?;
        }
    }
    Ok(ExitStatus::Clean)
}

/// The rule `id`.
pub fn find<'r>(rules: &'r RuleSet, id: &str) -> Result<&'r Rule, Failure> {
    rules.rules.get(id).ok_or_else(|| {
        let near = schema::nearest(id, rules.rules.keys().map(String::as_str));
        let hint = near.map_or_else(
            || "; `auditrail rules list` shows all".to_owned(),
            |near| format!("; did you mean `{near}`?"),
        );
        Failure::Usage(format!("there is no rule `{id}`{hint}"))
    })
}

/// The controls that a rule decides, by framework.
pub fn controls<'r>(rules: &'r RuleSet, id: &str) -> BTreeMap<&'r str, Vec<&'r str>> {
    let mut controls: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for framework in rules.frameworks.values() {
        for control in &framework.controls {
            if control.rules.iter().any(|binding| binding.rule == id) {
                let of = controls.entry(&framework.id).or_default();
                of.push(&control.id);
            }
        }
    }
    controls
}

fn list(rules: &RuleSet, as_json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    if as_json {
        let list: Vec<Value> = rules
            .rules
            .values()
            .map(|rule| summary(rules, rule))
            .collect();
        writeln!(out, "{}", Value::Array(list))?;
        return Ok(());
    }
    let width = rules.rules.keys().map(String::len).max().unwrap_or(0);
    for rule in rules.rules.values() {
        writeln!(
            out,
            "{:width$}  {:8}  {}",
            rule.id, rule.severity, rule.title
        )?;
    }
    Ok(())
}

fn summary(rules: &RuleSet, rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "service": rule.service,
        "kinds": rule.kinds(),
        "frameworks": controls(rules, &rule.id),
    })
}

fn explain(
    rules: &RuleSet,
    rule: &Rule,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if as_json {
        writeln!(out, "{}", full(rules, rule))?;
        return Ok(());
    }
    writeln!(out, "{}\n{}\n", rule.id, rule.title)?;
    writeln!(out, "severity   {}", rule.severity)?;
    writeln!(out, "judges     {}", rule.judges.noun())?;
    for (framework, controls) in controls(rules, &rule.id) {
        writeln!(out, "control    {framework} {}", controls.join(", "))?;
    }
    let set = rules.set_by_user(&rule.id);
    for (name, Parameter { default, about, .. }) in &rule.parameters {
        match set.and_then(|set| set.get(name)) {
            Some(value) => writeln!(
                out,
                "parameter  {name} = {value} ({default} if not configured): {about}"
            )?,
            None => writeln!(out, "parameter  {name} = {default}: {about}")?,
        }
    }
    for call in rule.calls() {
        writeln!(out, "calls      {call}")?;
    }
    writeln!(out, "\n{}", rule.why.trim())?;
    if let Check::Pass(condition) = &rule.check {
        writeln!(
            out,
            "\nPasses if\n  {}",
            condition.source.trim().replace('\n', "\n  ")
        )?;
        for (name, source) in &rule.abbreviations {
            let source = source.trim().replace('\n', "\n    ");
            writeln!(out, "where {name} is\n    {source}")?;
        }
    }
    let fixes = [
        ("In the console", &rule.fix.console),
        ("With the CLI", &rule.fix.cli),
        ("In Terraform", &rule.fix.terraform),
    ];
    for (place, fix) in fixes {
        if let Some(fix) = fix {
            writeln!(out, "\n{place}\n  {}", fix.trim().replace('\n', "\n  "))?;
        }
    }
    if !rule.references.is_empty() {
        writeln!(out, "\n{}", rule.references.join("\n"))?;
    }
    Ok(())
}

fn full(rules: &RuleSet, rule: &Rule) -> Value {
    let set = rules.set_by_user(&rule.id);
    let parameters: Map<String, Value> = rule
        .parameters
        .iter()
        .map(|(name, p)| {
            let mut value = json!({"type": p.of, "default": p.default, "about": p.about});
            let set = set.and_then(|set| set.get(name));
            if let (Some(set), Some(object)) = (set, value.as_object_mut()) {
                object.insert("configured".to_owned(), set.clone());
            }
            (name.clone(), value)
        })
        .collect();
    let mut value = summary(rules, rule);
    if let Some(object) = value.as_object_mut() {
        let calls: Vec<String> = rule.calls().iter().map(ToString::to_string).collect();
        object.extend([
            ("judges".to_owned(), json!(rule.judges)),
            ("parameters".to_owned(), Value::Object(parameters)),
            ("calls".to_owned(), json!(calls)),
            ("why".to_owned(), json!(rule.why)),
            ("fix".to_owned(), json!(rule.fix)),
            ("references".to_owned(), json!(rule.references)),
        ]);
        if !rule.abbreviations.is_empty() {
            object.insert("let".to_owned(), json!(rule.abbreviations));
        }
        if let Check::Pass(condition) = &rule.check {
            object.insert("pass".to_owned(), json!(condition.source));
        }
    }
    value
}
