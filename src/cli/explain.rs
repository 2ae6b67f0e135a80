//! `auditrail explain RULE`

use serde_json::json;

use super::config::Config;
use super::failure::Failure;
use super::load::{Folders, Level};
use super::rules::find;
use super::source::Origin;
use super::terminal::Terminal;
use crate::evaluate;
use crate::exit_status::ExitStatus;
use crate::finding::Status;
use crate::plan::Plan;
use crate::report::{self, Screen};
use crate::rule::{Rule, SelectError, Selection};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The rule
    rule: String,
    #[command(flatten)]
    from: Origin,
    #[command(flatten)]
    pub folders: Folders,
    #[command(flatten)]
    level: Level,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub fn run(
    arguments: &Arguments,
    config: &Config,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let rules = arguments.folders.load(config)?;
    let rule = find(&rules, &arguments.rule)?;
    let level = arguments.level.level;
    let selected = rules.select(&Selection {
        rules: vec![rule.id.clone()],
        level,
        ..Selection::default()
    });
    let selected = match (selected, level) {
        (Err(SelectError::Empty), Some(level)) => return Err(not_up_to(level, rule)),
        (selected, _) => selected?,
    };
    let plan = Plan::new(&selected.bindings);
    let inventory = arguments.from.inventory(&plan, terminal)?;
    let mut findings = evaluate::run(&selected.bindings, &inventory);
    findings.sort_by_key(|f| Status::ALL.iter().position(|status| *status == f.status));
    let screen = Screen {
        color: terminal.color_on_out(),
        width: Terminal::width(),
    };
    let out = terminal.out();
    if arguments.json {
        let shown = json!({"rule": rule.id, "title": rule.title, "findings": findings});
        writeln!(out, "{shown}")?;
        return Ok(ExitStatus::Clean);
    }
    writeln!(out, "{}\n{}\n", rule.id, rule.title)?;
    for finding in &findings {
        writeln!(out, "{}", report::explain(finding, screen))?;
    }
    Ok(ExitStatus::Clean)
}

fn not_up_to(level: u8, rule: &Rule) -> Failure {
    Failure::Usage(format!(
        "`{}` decides no control up to level {level} of the newest frameworks; leave out `--level`",
        rule.id
    ))
}
