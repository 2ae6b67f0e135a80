//! `auditrail pattern covers`

use std::ffi::OsString;

use clap::Args;

use super::failure::Failure;
use super::pattern;
use super::terminal::Terminal;
use crate::cloudtrail::Records;
use crate::coverage::{Coverage, Deployed, Requirement, Universe, covers};
use crate::exit_status::ExitStatus;
use crate::filter_pattern::{Event, Pattern, blame};

/// The account whose records examples are: AWS's own for documentation.
const ACCOUNT: &str = "123456789012";

#[derive(Debug, Args)]
pub struct Arguments {
    /// Patterns of which every event has to be matched; one may begin with a minus
    #[arg(long, required = true, num_args = 1.., value_name = "PATTERN")]
    required: Vec<String>,
    /// Patterns of which one has to match it [default: none]
    #[arg(long, num_args = 1.., value_name = "PATTERN")]
    deployed: Vec<String>,
    /// Take only events that CloudTrail can write, not any JSON object
    #[arg(long)]
    cloudtrail: bool,
}

pub fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    let required = Given::parse("--required", &arguments.required, terminal)?;
    let deployed = Given::parse("--deployed", &arguments.deployed, terminal)?;
    let universe = if arguments.cloudtrail {
        records(required.iter().chain(&deployed))
    } else {
        Universe::any_json()
    };
    let requirement = |given: &Given<'_>| Requirement::Pattern(given.pattern.clone());
    let requirements: Vec<Requirement> = required.iter().map(requirement).collect();
    let filters = deployed
        .iter()
        .map(|given| Deployed::always(&given.pattern));
    let filters: Vec<Deployed<'_>> = filters.collect();
    match covers(&requirements, &filters, &universe) {
        Coverage::Covered => {
            writeln!(terminal.out(), "covered")?;
            for (given, requirement) in required.iter().zip(&requirements) {
                let nothing = covers(std::slice::from_ref(requirement), &[], &universe);
                if nothing == Coverage::Covered {
                    terminal.say(&format!("note: no event matches {}", given.name));
                }
            }
            Ok(ExitStatus::Clean)
        }
        Coverage::NotCovered(event) => {
            writeln!(terminal.out(), "not covered\n{event}")?;
            let read = Event::from_value(&event);
            for given in &deployed {
                for clause in blame(&given.pattern, &read) {
                    if let Some(text) = given.text.get(clause.span.range()) {
                        terminal.say(&format!("{}: `{text}` does not hold", given.name));
                    }
                }
            }
            Ok(ExitStatus::Failing)
        }
        Coverage::NotProven(why) => {
            writeln!(terminal.out(), "not proven\n{why}")?;
            Ok(ExitStatus::Unknown)
        }
    }
}

/// A pattern as it was given.
struct Given<'a> {
    /// What messages call it.
    name: String,
    text: &'a str,
    pattern: Pattern,
}

impl<'a> Given<'a> {
    fn parse(option: &str, texts: &'a [String], terminal: &Terminal) -> Result<Vec<Self>, Failure> {
        let number = |at: usize| match texts.len() {
            1 => option.to_owned(),
            _ => format!("{option}, pattern {}", at + 1),
        };
        let texts = texts.iter().enumerate();
        let given = texts.map(|(at, text)| {
            let name = number(at);
            let pattern = pattern::parse(&name, text, terminal)?;
            Ok(Self {
                name,
                text,
                pattern,
            })
        });
        given.collect()
    }
}

/// All records of `CloudTrail`.
fn records<'g>(given: impl Iterator<Item = &'g Given<'g>>) -> Universe {
    let records = Records::new(ACCOUNT, "aws");
    let any = records.any();
    let named = records.naming(&any, given.map(|given| &given.pattern));
    named.unwrap_or_else(|| Universe::clone(&any))
}

/// The command line with each pattern of `pattern covers` attached to its option, as in
/// `--deployed=-ERROR`: patterns may begin with a minus, but never with two.
pub fn attached(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut attached: Vec<OsString> = Vec::new();
    let mut arguments = arguments.into_iter().peekable();
    for argument in arguments.by_ref() {
        let is_covers = argument == "covers" && attached.last().is_some_and(|a| a == "pattern");
        attached.push(argument);
        if is_covers {
            break;
        }
    }
    let mut option: Option<OsString> = None;
    while let Some(argument) = arguments.next() {
        let bytes = argument.as_encoded_bytes();
        if argument == "--required" || argument == "--deployed" {
            let is_value = |next: &OsString| !next.as_encoded_bytes().starts_with(b"--");
            if arguments.peek().is_some_and(is_value) {
                option = Some(argument);
                continue;
            }
            option = None;
        } else if bytes.starts_with(b"--") {
            option = None;
        } else if let Some(option) = &option {
            let mut both = option.clone();
            both.push("=");
            both.push(argument);
            attached.push(both);
            continue;
        }
        attached.push(argument);
    }
    attached
}

#[cfg(test)]
mod tests {
    use super::attached;

    fn joined(line: &str) -> String {
        let words = attached(line.split(' ').map(Into::into));
        let words = words.iter().map(|word| word.to_str().unwrap());
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn patterns_are_attached_to_their_option() {
        assert_eq!(
            joined(
                "auditrail -q pattern covers --required A -B --cloudtrail --deployed C --color never"
            ),
            "auditrail -q pattern covers --required=A --required=-B --cloudtrail --deployed=C --color never"
        );
        assert_eq!(
            joined("a pattern covers --required --deployed"),
            "a pattern covers --required --deployed"
        );
        assert_eq!(
            joined("a pattern match --required -B"),
            "a pattern match --required -B"
        );
    }
}
