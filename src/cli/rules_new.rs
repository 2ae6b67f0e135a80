//! `auditrail rules new ID`

use std::fs;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::terminal::Terminal;
use crate::exit_status::ExitStatus;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The rule's id: lowercase words joined by hyphens
    id: String,
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = "rules")]
    into: PathBuf,
}

const RULE: &str = include_str!("rules_new.yaml");
const CASES: &str = include_str!("rules_new.test.yaml");

pub fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    let id = &arguments.id;
    if !is_id(id) {
        return Err(Failure::Usage(format!(
            "`{id}` is no id for a rule; use lowercase words joined by hyphens, such as `sg-no-public-ssh`"
        )));
    }
    let rule = arguments.into.join(format!("{id}.yaml"));
    let cases = arguments.into.join(format!("{id}.test.yaml"));
    for path in [&rule, &cases] {
        if path.exists() {
            let path = path.display();
            return Err(Failure::Usage(format!(
                "`{path}` is there already; choose another id"
            )));
        }
    }
    write(&rule, RULE)?;
    write(&cases, CASES)?;
    let folder = arguments.into.display();
    writeln!(terminal.out(), "{}\n{}", rule.display(), cases.display())?;
    terminal.say(&format!(
        "now edit both, and try them: auditrail rules test {folder}"
    ));
    Ok(ExitStatus::Clean)
}

fn is_id(id: &str) -> bool {
    id.split('-').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder
        .and_then(|()| fs::write(path, text))
        .map_err(|error| Failure::File {
            action: "write",
            path: path.display().to_string(),
            error,
        })
}
