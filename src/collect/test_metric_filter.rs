//! CloudWatch Logs' own answer to what a filter pattern matches: a touchstone for
//! `filter_pattern`, and no part of a scan.

use aws_sdk_cloudwatchlogs::operation::test_metric_filter::TestMetricFilterOutput;

use super::aws::Aws;
use super::scan::at_once;
use crate::inventory::{NotSeen, Reason};
use crate::kind::call;
use crate::target::Region;

/// The most messages that AWS takes at once (API reference of `TestMetricFilter`).
const MESSAGES: usize = 50;

/// A filter pattern, and the messages of log events to try it on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oracle {
    /// The pattern.
    pub pattern: String,
    /// The messages; AWS takes no empty ones.
    pub messages: Vec<String>,
}

/// Asks CloudWatch Logs in `region` which messages each pattern matches. The call reads
/// and writes nothing of the account. The answers are in the order of `cases`, each with
/// a value for every message in its order; no message, no call.
///
/// # Errors
/// For each case the first call without an answer. AWS answers a pattern that it does
/// not take with `InvalidParameterException`, which [`NotSeen::detail`] begins with then.
pub async fn test_metric_filter(
    aws: &Aws,
    region: &Region,
    cases: Vec<Oracle>,
) -> Vec<Result<Vec<bool>, NotSeen>> {
    let mut pages = Vec::new();
    for (case, oracle) in cases.iter().enumerate() {
        for (page, messages) in oracle.messages.chunks(MESSAGES).enumerate() {
            let (aws, region) = (aws.clone(), region.clone());
            let (pattern, messages) = (oracle.pattern.clone(), messages.to_vec());
            pages.push(async move { (case, page, ask(&aws, &region, pattern, messages).await) });
        }
    }
    let mut answers = at_once(pages).await;
    answers.sort_by_key(|(case, page, _)| (*case, *page));
    let mut answers = answers.into_iter().peekable();
    let mut results = Vec::with_capacity(cases.len());
    for case in 0..cases.len() {
        let of_case = std::iter::from_fn(|| answers.next_if(|(of, _, _)| *of == case));
        let pages: Vec<Result<Vec<bool>, NotSeen>> = of_case.map(|(_, _, page)| page).collect();
        let matches: Result<Vec<Vec<bool>>, NotSeen> = pages.into_iter().collect();
        results.push(matches.map(|pages| pages.concat()));
    }
    results
}

async fn ask(
    aws: &Aws,
    region: &Region,
    pattern: String,
    messages: Vec<String>,
) -> Result<Vec<bool>, NotSeen> {
    let count = messages.len();
    let client = aws.logs(region);
    let request = client
        .test_metric_filter()
        .filter_pattern(pattern)
        .set_log_event_messages(Some(messages));
    let answer = aws
        .attempt(call::TEST_METRIC_FILTER, region, request.send())
        .await
        .map_err(|failure| failure.not_seen(call::TEST_METRIC_FILTER, region))?;
    matched(&answer, count)
}

/// Which of `count` messages matched. AWS numbers them from 1.
fn matched(answer: &TestMetricFilterOutput, count: usize) -> Result<Vec<bool>, NotSeen> {
    let mut verdicts = vec![false; count];
    for record in answer.matches() {
        let number = usize::try_from(record.event_number).ok();
        let place = number
            .and_then(|number| number.checked_sub(1))
            .and_then(|index| verdicts.get_mut(index));
        let Some(place) = place else {
            let number = record.event_number;
            let detail = format!("malformed reply: event {number} of {count} matches");
            let call = call::TEST_METRIC_FILTER;
            return Err(NotSeen::new(call, Reason::Failed, detail));
        };
        *place = true;
    }
    Ok(verdicts)
}
