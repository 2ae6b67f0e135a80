//! `auditrail rules test`

use std::path::PathBuf;

use super::failure::Failure;
use super::terminal::Terminal;
use crate::evaluate;
use crate::exit_status::ExitStatus;
use crate::rule::RuleSet;
use crate::text;

/// Tries the rules in `folders`, or the built-in ones, on their cases.
pub fn run(folders: &[PathBuf], terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    let rules = RuleSet::load_with_cases(folders)?;
    let own = |id: &String| folders.is_empty() || rules.own.contains(id);
    let (mut cases, mut failed) = (0, 0);
    for (id, rule) in rules.rules.iter().filter(|(id, _)| own(id)) {
        let Some(of_rule) = rules.cases.get(id) else {
            failed += 1;
            writeln!(
                terminal.out(),
                "{id}: no cases; write {id}.test.yaml beside it"
            )?;
            continue;
        };
        for case in of_rule {
            cases += 1;
            if let Some(objection) = evaluate::objection(rule, case) {
                failed += 1;
                let (line, _) = case.place.line_column();
                let file = &case.place.source.name;
                writeln!(terminal.out(), "{file}:{line}: {objection}")?;
            }
        }
    }
    let tried = text::count(cases, "case");
    if failed == 0 {
        writeln!(terminal.out(), "{tried} passed")?;
        return Ok(ExitStatus::Clean);
    }
    writeln!(terminal.out(), "{tried}, {failed} failed")?;
    Ok(ExitStatus::Failing)
}
