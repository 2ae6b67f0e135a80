//! `auditrail explain RULE`

use std::io::Write;

use serde_json::json;

use super::failure::Failure;
use super::load::Folders;
use super::rules::find;
use super::source::Origin;
use super::terminal::Terminal;
use crate::evaluate;
use crate::exit_status::ExitStatus;
use crate::finding::{Finding, Status};
use crate::plan::Plan;
use crate::rule::Selection;
use crate::text;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The rule
    rule: String,
    #[command(flatten)]
    from: Origin,
    #[command(flatten)]
    folders: Folders,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    let rules = arguments.folders.load()?;
    let rule = find(&rules, &arguments.rule)?;
    let selected = rules.select(&Selection {
        rules: vec![rule.id.clone()],
        ..Selection::default()
    })?;
    let plan = Plan::new(selected.rules());
    let inventory = arguments.from.inventory(&plan, terminal)?;
    let mut findings = evaluate::run(&selected.bindings, &inventory);
    findings.sort_by_key(|f| Status::ALL.iter().position(|status| *status == f.status));
    let out = terminal.out();
    if arguments.json {
        let shown = json!({"rule": rule.id, "title": rule.title, "findings": findings});
        writeln!(out, "{shown}")?;
        return Ok(ExitStatus::Clean);
    }
    writeln!(out, "{}\n{}\n", rule.id, rule.title)?;
    for finding in &findings {
        show(finding, out)?;
    }
    Ok(ExitStatus::Clean)
}

fn show(finding: &Finding, out: &mut dyn Write) -> Result<(), Failure> {
    let id = text::sanitise(&finding.resource.id);
    writeln!(
        out,
        "{:14} {} {} {id}\n  {}",
        finding.status, finding.account, finding.region, finding.message
    )?;
    for remark in &finding.remarks {
        writeln!(out, "  note: {remark}")?;
    }
    for (name, value) in &finding.evidence {
        // Pretty JSON escapes what a terminal would act on; only its own line breaks
        // are left.
        let value = format!("{value:#}");
        let lines: Vec<_> = value.lines().map(text::sanitise).collect();
        writeln!(out, "  {name}: {}", lines.join("\n  "))?;
    }
    writeln!(out)?;
    Ok(())
}
