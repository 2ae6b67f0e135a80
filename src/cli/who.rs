//! `scan --who`: CloudTrail is asked who changed last what fails.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::failure::Failure;
use super::source::Origin;
use super::terminal::Terminal;
use crate::collect::who::{Askable, Question};
use crate::finding::{Finding, Status};
use crate::inventory::Inventory;
use crate::last_change::{LastChange, Lookups};
use crate::target::{Account, Partition, Region, Target};

/// Whether CloudTrail is asked, and about how much.
#[derive(Debug, clap::Args)]
pub struct Who {
    /// Ask AWS (cloudtrail:LookupEvents) who changed each failing resource last; a region
    /// takes two calls a second
    #[arg(long)]
    pub who: bool,
    /// The most resources that --who looks up, those with the worst findings first
    #[arg(long, value_name = "N", default_value_t = 100, requires = "who")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=100_000))]
    who_limit: u32,
}

/// Adds to the failing findings on resources who changed them last, and counts the calls
/// that it takes among those of `inventory`.
pub fn who(
    asked: &Who,
    from: &Origin,
    findings: &mut [Finding],
    inventory: &mut Inventory,
    terminal: &Terminal,
) -> Result<Option<Lookups>, Failure> {
    if !asked.who {
        return Ok(None);
    }
    let limit = usize::try_from(asked.who_limit).unwrap_or(usize::MAX);
    let choice = Choice::of(findings, &inventory.targets, limit);
    let (answers, calls) = from.last_changes(&choice.questions, terminal)?;
    inventory.calls.add(calls);
    choice.hand_out(&answers, findings);
    Ok(Some(choice.lookups))
}

/// Which resources are asked about.
struct Choice {
    /// Each once.
    questions: Vec<Question>,
    /// What becomes of the findings that get something, by their index.
    places: Vec<(usize, Place)>,
    lookups: Lookups,
}

/// What is said of the resource of a finding.
enum Place {
    /// The answer to this question.
    Answer(usize),
    /// It was not asked about, and why.
    NotAsked(String),
}

impl Choice {
    /// At most `limit` of the resources of which a finding fails, those with the worst
    /// findings first.
    fn of(findings: &[Finding], targets: &[Target], limit: usize) -> Self {
        let mut failing: Vec<(usize, &Finding)> = findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| finding.status == Status::Fail)
            .collect();
        failing.sort_by(|(_, a), (_, b)| {
            let worst_first = Reverse(a.severity).cmp(&Reverse(b.severity));
            worst_first.then_with(|| a.sort_key().cmp(&b.sort_key()))
        });
        let mut known: HashMap<Question, Option<usize>> = HashMap::new();
        let mut choice = Self {
            questions: Vec::new(),
            places: Vec::new(),
            lookups: Lookups {
                limit,
                ..Lookups::default()
            },
        };
        for (index, finding) in failing {
            let place = match question(finding, targets) {
                Askable::NoResource => continue,
                Askable::No(why) => Place::NotAsked(why),
                Askable::Yes(question) => {
                    let place = *known
                        .entry(question)
                        .or_insert_with_key(|question| choice.take(question));
                    place.map_or_else(|| Place::NotAsked(left_out(limit)), Place::Answer)
                }
            };
            choice.places.push((index, place));
        }
        choice
    }

    /// The place of a new question, if there is room for it.
    fn take(&mut self, question: &Question) -> Option<usize> {
        let place = self.questions.len();
        if place == self.lookups.limit {
            self.lookups.left_out += 1;
            return None;
        }
        self.questions.push(question.clone());
        self.lookups.resources += 1;
        Some(place)
    }

    /// Gives the findings what is said of them.
    fn hand_out(&self, answers: &[LastChange], findings: &mut [Finding]) {
        for (index, place) in &self.places {
            let last_change = match place {
                Place::Answer(answer) => answers.get(*answer).cloned(),
                Place::NotAsked(why) => Some(LastChange::not_known(why)),
            };
            if let Some(finding) = findings.get_mut(*index) {
                finding.last_change = last_change;
            }
        }
    }
}

fn left_out(limit: usize) -> String {
    format!("not looked up: `--who-limit` is {limit}, and others come first")
}

/// What is asked about the resource of `finding`.
fn question(finding: &Finding, targets: &[Target]) -> Askable {
    let Finding {
        account, resource, ..
    } = finding;
    let region = history(account, &finding.region, targets);
    Question::of(
        resource.kind,
        &resource.id,
        resource.arn.as_deref(),
        account,
        &region,
    )
}

/// The region in whose event history calls on something in `region` are: global services
/// write theirs in the home region of the partition.
///
/// Source: `CloudTrail` user guide, "`CloudTrail` concepts", global service events.
fn history(account: &Account, region: &Region, targets: &[Target]) -> Region {
    if region.as_str() != "global" {
        return region.clone();
    }
    let target = targets.iter().find(|target| target.account == *account);
    let partition = target.map_or_else(|| Partition::new("aws"), |of| of.partition.clone());
    partition.home()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Severity, Subject};
    use crate::kind::Kind;
    use serde_json::Map;

    fn finding(rule: &str, severity: Severity, kind: Kind, id: &str) -> Finding {
        Finding {
            rule: rule.to_owned(),
            parameters: Map::new(),
            status: Status::Fail,
            severity,
            account: Account::new("123456789012"),
            region: Region::new("eu-west-1"),
            resource: Subject {
                kind,
                id: id.to_owned(),
                arn: None,
            },
            message: String::new(),
            remarks: Vec::new(),
            evidence: Map::new(),
            fingerprint: format!("{rule}/{id}"),
            last_change: None,
        }
    }

    fn group(rule: &str, severity: Severity, id: &str) -> Finding {
        finding(rule, severity, Kind::SecurityGroup, id)
    }

    fn said(findings: &[Finding]) -> Vec<String> {
        let of = |finding: &Finding| finding.last_change.as_ref().map(ToString::to_string);
        let said = findings.iter().map(of);
        said.map(Option::unwrap_or_default).collect()
    }

    /// Answers each question with its number.
    fn answered(findings: &mut [Finding], limit: usize) -> (Choice, Vec<String>) {
        let choice = Choice::of(findings, &[], limit);
        let numbers = (0..choice.questions.len()).map(|n| LastChange::not_known(n.to_string()));
        let answers: Vec<LastChange> = numbers.collect();
        choice.hand_out(&answers, findings);
        let said = said(findings);
        (choice, said)
    }

    #[test]
    fn each_resource_is_asked_about_once_however_many_findings_it_has() {
        let mut findings = [
            group("a", Severity::Low, "sg-1"),
            group("b", Severity::High, "sg-2"),
            group("c", Severity::Low, "sg-1"),
        ];
        let (choice, said) = answered(&mut findings, 9);
        assert_eq!(choice.questions.len(), 2);
        let of = |n: usize| format!("last change not known: {n}");
        assert_eq!(said, [of(1), of(0), of(1)], "the worst is asked first");
        assert_eq!(
            choice.lookups,
            Lookups {
                resources: 2,
                left_out: 0,
                limit: 9
            }
        );
    }

    #[test]
    fn the_limit_leaves_out_those_that_matter_least() {
        let mut findings = [
            group("a", Severity::Low, "sg-1"),
            group("b", Severity::Low, "sg-2"),
            group("c", Severity::Critical, "sg-3"),
            group("d", Severity::Low, "sg-1"),
        ];
        let (choice, said) = answered(&mut findings, 1);
        let out = "last change not known: not looked up: `--who-limit` is 1, and others come first";
        assert_eq!(said, [out, out, "last change not known: 0", out]);
        assert_eq!(choice.lookups.left_out, 2, "resources, not findings");
    }

    #[test]
    fn only_failing_findings_on_resources_are_looked_up() {
        let mut pass = group("a", Severity::Low, "sg-1");
        pass.status = Status::Pass;
        let mut findings = [
            pass,
            finding("b", Severity::Low, Kind::Account, "123456789012"),
            finding("c", Severity::Low, Kind::MetricFilter, "g:f"),
        ];
        let (choice, said) = answered(&mut findings, 9);
        assert!(choice.questions.is_empty());
        assert_eq!(choice.lookups.resources, 0);
        let filter = "last change not known: CloudTrail does not list events by metric filter";
        assert_eq!(said, ["", "", filter]);
    }

    #[test]
    fn global_services_are_asked_about_at_home() {
        let account = Account::new("123456789012");
        let target = |partition: &str| {
            [Target {
                partition: Partition::new(partition),
                account: account.clone(),
                regions: Vec::new(),
                not_opted_in: Vec::new(),
            }]
        };
        let of = |region: &str, targets: &[Target]| {
            history(&account, &Region::new(region), targets).to_string()
        };
        assert_eq!(of("eu-west-1", &target("aws")), "eu-west-1");
        assert_eq!(of("global", &target("aws")), "us-east-1");
        assert_eq!(of("global", &target("aws-us-gov")), "us-gov-west-1");
        assert_eq!(of("global", &target("aws-cn")), "cn-north-1");
        assert_eq!(of("global", &[]), "us-east-1");
    }
}
