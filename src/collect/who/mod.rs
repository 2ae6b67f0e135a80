//! Who changed a resource last, asked of CloudTrail's event history
//! (`cloudtrail:LookupEvents`): management events of the last 90 days. No part of a scan.

mod pace;
mod question;
mod record;
mod search;

use std::collections::BTreeMap;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

pub use pace::Pace;
pub use question::{Askable, Question};

use super::aws::Aws;
use super::progress::Progress;
use crate::inventory::{NotSeen, Reason};
use crate::last_change::LastChange;
use crate::target::Region;
use search::EventHistory;

/// So many lookups of a region in a row that fail, each after its retries, and the rest of
/// them are not tried.
const FAILURES: usize = 3;

/// The last write call on the resource of each question, in their order. All regions are
/// asked at once, each at the pace of `pace` and one call after the other: a throttled
/// call holds up those behind it. Never fails as a whole.
pub async fn last_changes(
    aws: &Aws,
    questions: &[Question],
    pace: Pace,
    progress: &dyn Progress,
) -> Vec<LastChange> {
    let mut by_region: BTreeMap<&Region, Vec<(usize, Question)>> = BTreeMap::new();
    for (index, question) in questions.iter().enumerate() {
        let of_region = by_region.entry(&question.region).or_default();
        of_region.push((index, question.clone()));
    }
    let (answers, mut answered) = unbounded_channel();
    let mut tasks = JoinSet::new();
    for (region, questions) in by_region {
        progress.expect(Some(region), questions.len());
        let history = EventHistory::new(aws.clone(), region.clone(), pace);
        tasks.spawn(ask(history, questions, answers.clone()));
    }
    // The stream of answers ends with the last task.
    drop(answers);
    let mut changes: Vec<Option<LastChange>> = vec![None; questions.len()];
    while let Some((index, change)) = answered.recv().await {
        let question = questions.get(index);
        progress.done(question.map(|question| &question.region));
        if let Some(place) = changes.get_mut(index) {
            *place = Some(change);
        }
    }
    let broken_off = || LastChange::not_known("the lookup was broken off");
    let changes = changes.into_iter();
    changes
        .map(|change| change.unwrap_or_else(broken_off))
        .collect()
}

/// Answers the questions about one region.
async fn ask(
    mut history: EventHistory,
    questions: Vec<(usize, Question)>,
    answers: UnboundedSender<(usize, LastChange)>,
) {
    let mut given_up: Option<String> = None;
    let mut failures = 0;
    for (index, question) in questions {
        let change = match &given_up {
            Some(why) => LastChange::not_known(why),
            None => match history.last_change(&question).await {
                Ok(change) => {
                    failures = 0;
                    change
                }
                Err(not_seen) => {
                    failures += 1;
                    given_up = stands_for_all(&not_seen, failures);
                    LastChange::not_known(not_seen.to_string())
                }
            },
        };
        // The receiver is only gone if nobody waits for the answers any more.
        let _ = answers.send((index, change));
    }
}

/// What is said of the questions to come, if there is no point in asking them.
fn stands_for_all(not_seen: &NotSeen, failures: usize) -> Option<String> {
    match not_seen.reason {
        // Said of the call, whatever it asks about.
        Reason::Denied | Reason::Unsupported | Reason::NotOptedIn => Some(not_seen.to_string()),
        Reason::Throttled | Reason::Timeout | Reason::Failed => (failures >= FAILURES)
            .then(|| format!("not asked after {failures} failures in a row: {not_seen}")),
    }
}
