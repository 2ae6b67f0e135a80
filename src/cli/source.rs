//! Where the inventory of a command comes from: the built-in demo, a snapshot, or AWS.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::NonEmptyStringValueParser;
use clap::{ArgAction, Args};
use jiff::Timestamp;

use super::failure::Failure;
use super::progress::Bars;
use super::terminal::Terminal;
use crate::collect::who::{self, Pace};
use crate::collect::{self, Options, Oracle, RegionChoice, Timeouts};
use crate::evaluate::oracle::Question;
use crate::inventory::{self, CallCounts, Inventory, NotSeen};
use crate::last_change::LastChange;
use crate::plan::Plan;
use crate::target::Region;

/// The demo's account, embedded so that it needs no file.
const DEMO: &[u8] = include_bytes!("../../examples/demo.ndjson");

/// Which of a question's events match, or why that is not known.
pub type Answer = Result<Vec<bool>, NotSeen>;

/// Where the inventory comes from.
#[derive(Debug, Args)]
pub struct Origin {
    /// The built-in account of an invented company: no AWS, no network, no credentials
    #[arg(long, conflicts_with = "snapshot")]
    demo: bool,
    /// A snapshot that `scan --save-snapshot` wrote
    #[arg(long, value_name = "FILE")]
    snapshot: Option<PathBuf>,
    /// A profile of ~/.aws/config
    #[arg(long, conflicts_with_all = ["demo", "snapshot"])]
    profile: Option<String>,
    /// Regions to look at, such as eu-west-1,us-east-1 [default: all enabled]
    #[arg(long, value_delimiter = ',', conflicts_with_all = ["demo", "snapshot"])]
    regions: Vec<String>,
    /// Another endpoint for all services (also the variable `AWS_ENDPOINT_URL`)
    #[arg(long, value_name = "URL", conflicts_with_all = ["demo", "snapshot"])]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    endpoint_url: Option<String>,
    /// Calls under way at once
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = concurrency)]
    concurrency: usize,
    /// Seconds to wait for a call, its retries included
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// Do not show progress
    #[arg(long, num_args = 0..=1, require_equals = true, value_name = "BOOL")]
    #[arg(default_missing_value = "true", default_value_t = false, action = ArgAction::Set)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    no_progress: bool,
}

fn concurrency(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n @ 1..=1024) => Ok(n),
        _ => Err("a number from 1 to 1024".to_owned()),
    }
}

impl Origin {
    /// The inventory; `plan` says what to ask AWS for.
    pub fn inventory(&self, plan: &Plan, terminal: &Terminal) -> Result<Inventory, Failure> {
        if self.demo {
            return read_snapshot("the demo", DEMO);
        }
        match &self.snapshot {
            Some(path) => {
                let file = File::open(path).map_err(|error| Failure::File {
                    action: "read",
                    path: path.display().to_string(),
                    error,
                })?;
                read_snapshot(&path.display().to_string(), file)
            }
            None => self.ask_aws(plan, terminal),
        }
    }

    /// Refuses `option`, which asks AWS, where there is no AWS.
    pub fn must_be_aws(&self, option: &str) -> Result<(), Failure> {
        let source = match (self.demo, &self.snapshot) {
            (true, _) => "--demo",
            (false, Some(_)) => "--snapshot",
            (false, None) => return Ok(()),
        };
        Err(Failure::Usage(format!(
            "`{option}` asks AWS, and with `{source}` there is no AWS to be asked; leave out one of the two"
        )))
    }

    /// What AWS itself says to `questions`, in their order, and the calls that it took.
    /// Never fails as a whole: credentials that are over by now are answers missing.
    pub fn ask(&self, questions: &[Question]) -> Result<(Vec<Answer>, CallCounts), Failure> {
        let answers = collect::block_on(async {
            let aws = collect::connect(self.options()).await;
            let mut answers = Vec::with_capacity(questions.len());
            for of_region in questions.chunk_by(|a, b| a.region == b.region) {
                let Some(first) = of_region.first() else {
                    continue;
                };
                let cases = of_region.iter().map(|question| Oracle {
                    pattern: question.pattern.clone(),
                    messages: question.messages(),
                });
                let cases = cases.collect();
                answers.extend(collect::test_metric_filter(&aws, &first.region, cases).await);
            }
            (answers, aws.calls())
        });
        answers.map_err(Failure::Output)
    }

    /// Who changed the resources of `questions` last, in their order, and the calls that it
    /// took. Never fails as a whole: credentials that are over by now are answers missing.
    pub fn last_changes(
        &self,
        questions: &[who::Question],
        terminal: &Terminal,
    ) -> Result<(Vec<LastChange>, CallCounts), Failure> {
        if questions.is_empty() {
            return Ok((Vec::new(), CallCounts::default()));
        }
        let bars = self.bars(terminal);
        let answers = collect::block_on(async {
            let aws = collect::connect(self.options()).await;
            let pace = Pace::LOOKUP_EVENTS;
            let changes = who::last_changes(&aws, questions, pace, &bars).await;
            (changes, aws.calls())
        });
        answers.map_err(Failure::Output)
    }

    fn bars(&self, terminal: &Terminal) -> Bars {
        Bars::new(!self.no_progress && !terminal.quiet)
    }

    fn ask_aws(&self, plan: &Plan, terminal: &Terminal) -> Result<Inventory, Failure> {
        if let Some(name) = empty_endpoint(std::env::vars_os()) {
            return Err(Failure::Usage(format!(
                "`{name}` is set to nothing; unset it, or set it to http://HOST:PORT or https://HOST"
            )));
        }
        let bars = self.bars(terminal);
        let scan = collect::block_on(async {
            let aws = collect::connect(self.options()).await;
            let target = collect::identify(&aws).await?;
            Ok(collect::run(&aws, &target, plan, &now, &bars).await)
        });
        scan.map_err(Failure::Output)?
    }

    fn options(&self) -> Options {
        let named: Vec<Region> = self.regions.iter().map(Region::new).collect();
        let all = named.is_empty() || named.iter().any(|region| region.as_str() == "all");
        Options {
            profile: self.profile.clone(),
            regions: if all {
                RegionChoice::Enabled
            } else {
                RegionChoice::Named(named)
            },
            endpoint_url: self.endpoint_url.clone(),
            concurrency: self.concurrency,
            timeouts: self.timeouts(),
            ..Options::default()
        }
    }
}

impl Origin {
    /// One attempt gets a third of the time, so that a lost answer is asked for again.
    fn timeouts(&self) -> Timeouts {
        let operation = Duration::from_secs(self.timeout);
        let usual = Timeouts::default();
        Timeouts {
            connect: usual.connect.min(operation / 3),
            attempt: operation / 3,
            operation,
            ..usual
        }
    }
}

/// The variable that sets an endpoint, of all services or of one, to nothing: the SDK takes
/// it for an endpoint, and panics.
fn empty_endpoint(mut variables: impl Iterator<Item = (OsString, OsString)>) -> Option<String> {
    variables.find_map(|(name, value)| {
        let name = name.into_string().ok()?;
        (value.is_empty() && name.starts_with("AWS_ENDPOINT_URL")).then_some(name)
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the clock"
)]
fn now() -> Timestamp {
    Timestamp::now()
}

fn read_snapshot(path: &str, file: impl std::io::Read) -> Result<Inventory, Failure> {
    inventory::load(file).map_err(|error| Failure::Snapshot {
        path: path.to_owned(),
        error,
    })
}

/// Writes `inventory` to `path`, compressed if it ends in `.zst`: first beside it, then
/// under its name, so that a snapshot is whole or not there.
pub fn save_snapshot(inventory: &Inventory, path: &Path) -> Result<(), Failure> {
    let fail = |error| Failure::File {
        action: "write",
        path: path.display().to_string(),
        error,
    };
    let compress = path.extension().is_some_and(|extension| extension == "zst");
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    let unfinished = PathBuf::from(unfinished);
    let file = File::create(&unfinished).map_err(fail)?;
    let mut file = std::io::BufWriter::new(file);
    let written = inventory::save(inventory, &mut file, compress)
        .and_then(|()| std::fs::rename(&unfinished, path));
    if written.is_err() {
        // The failure to write is what is told; the rest may fail with it.
        let _ = std::fs::remove_file(&unfinished);
    }
    written.map_err(fail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_that_is_set_to_nothing_is_named() {
        let found = |variables: &[(&str, &str)]| {
            let variables = variables.iter();
            empty_endpoint(variables.map(|(name, value)| ((*name).into(), (*value).into())))
        };
        let (url, sts) = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS");
        let some = "http://localhost:1";
        assert_eq!(found(&[(url, some), (sts, "")]), Some(sts.to_owned()));
        assert_eq!(found(&[(url, "")]), Some(url.to_owned()));
        assert_eq!(found(&[("AWS_PROFILE", ""), (url, some)]), None);
    }
}
