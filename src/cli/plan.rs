//! `auditrail plan`

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::config::Config;
use super::failure::Failure;
use super::load::{Choice, Folders};
use super::terminal::Terminal;
use crate::exit_status::ExitStatus;
use crate::kind::{Call, Place, call};
use crate::plan::Plan;
use crate::text;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    pub folders: Folders,
    /// The regions that would be scanned [default: all enabled]
    #[arg(long, value_name = "REGIONS", value_delimiter = ',')]
    regions: Vec<String>,
    /// The least IAM policy that lets all calls through
    #[arg(long, conflicts_with = "json")]
    iam_policy: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    beside: Beside,
}

/// What a scan asks beside what its rules need.
#[derive(Debug, clap::Args)]
struct Beside {
    /// With the call that `scan --verify-patterns` makes
    #[arg(long)]
    verify_patterns: bool,
    /// With the call that `scan --who` makes
    #[arg(long)]
    who: bool,
}

pub fn run(
    arguments: &Arguments,
    config: &Config,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let rules = arguments.folders.load(config)?;
    let selected = arguments.choice.select(&rules, config)?;
    let mut plan = Plan::new(&selected.bindings);
    if arguments.beside.verify_patterns {
        plan.verify_patterns();
    }
    if arguments.beside.who {
        plan.who(selected.rules());
    }
    let out = terminal.out();
    if arguments.iam_policy {
        writeln!(out, "{:#}", plan.iam_policy())?;
        return Ok(ExitStatus::Clean);
    }
    let entries = entries(&plan, arguments);
    let parameters = selected.bindings.iter();
    let parameters = parameters.filter(|bound| !bound.parameters.is_empty());
    if arguments.json {
        let calls: Vec<Value> = entries.iter().map(Entry::json).collect();
        let parameters: Vec<Value> = parameters
            .map(|bound| json!({"rule": bound.rule.id, "parameters": bound.parameters}))
            .collect();
        let shown = json!({"calls": calls, "parameters": parameters});
        writeln!(out, "{shown}")?;
        return Ok(ExitStatus::Clean);
    }
    for entry in entries {
        writeln!(
            out,
            "{:44} {:22} {}",
            entry.call.to_string(),
            entry.place,
            text::count(entry.rules.len(), "rule"),
        )?;
    }
    for (index, bound) in parameters.enumerate() {
        if index == 0 {
            writeln!(out, "\nParameters other than the defaults:")?;
        }
        let parameters = Value::Object(bound.parameters.clone());
        writeln!(out, "{} {parameters}", bound.rule.id)?;
    }
    Ok(ExitStatus::Clean)
}

struct Entry<'p> {
    call: Call,
    place: &'static str,
    regions: Vec<&'p str>,
    rules: Vec<&'p str>,
}

impl Entry<'_> {
    fn json(&self) -> Value {
        json!({
            "service": self.call.service,
            "operation": self.call.operation,
            "regions": self.regions,
            "rules": self.rules,
        })
    }
}

/// The calls of the plan, and before them those that find out account and regions.
fn entries<'p>(plan: &'p Plan, arguments: &'p Arguments) -> Vec<Entry<'p>> {
    let all: BTreeSet<&str> = plan.calls.values().flatten().map(String::as_str).collect();
    let first = [call::GET_CALLER_IDENTITY, call::DESCRIBE_REGIONS];
    let first = first.map(|call| (call, all.iter().copied().collect()));
    let planned = plan
        .calls
        .iter()
        .map(|(call, rules)| (*call, rules.iter().map(String::as_str).collect()));
    first
        .into_iter()
        .chain(planned)
        .map(|(call, rules)| Entry {
            call,
            place: match call.place {
                Place::Global => "once",
                Place::EveryRegion => "in every region",
                Place::PerResource => "where it is needed",
            },
            regions: regions(call, arguments),
            rules,
        })
        .collect()
}

fn regions(call: Call, arguments: &Arguments) -> Vec<&str> {
    let named = arguments.regions.iter().map(String::as_str);
    match (call.place, arguments.regions.is_empty()) {
        (Place::Global, _) => vec!["global"],
        (_, true) => vec!["all enabled"],
        (_, false) => named.collect(),
    }
}
