//! What AWS's answers say about our reading.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Question;
use crate::evaluate::alert::Chains;
use crate::filter_pattern::{Event, Outcome, Pattern};
use crate::inventory::{NotSeen, Reason};
use crate::kind::call;
use crate::target::{Account, Region};

/// How our reading of filter patterns stood the test.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verification {
    /// How many patterns AWS was asked about and answered; one in two regions counts twice.
    pub patterns: usize,
    /// How many events it tried them on.
    pub events: usize,
    /// Where it reads a pattern otherwise; sorted as the questions are.
    pub disagreements: Vec<Disagreement>,
    /// The patterns of which there is no answer.
    pub not_asked: Vec<NotAsked>,
}

/// A metric filter and an event on which AWS and auditrail do not agree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Disagreement {
    /// The filter's account.
    pub account: Account,
    /// Its region.
    pub region: Region,
    /// Its log group.
    pub log_group: String,
    /// Its name.
    pub filter: String,
    /// Its pattern.
    pub pattern: String,
    /// A made-up record of `CloudTrail`.
    pub event: Value,
    /// Whether auditrail takes the pattern to match it.
    pub auditrail: bool,
    /// Whether AWS says that it does.
    pub aws: bool,
}

/// A pattern about which AWS gave no answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NotAsked {
    /// The account of its filters.
    pub account: Account,
    /// The region that was asked.
    pub region: Region,
    /// The pattern.
    pub pattern: String,
    /// The call, `service:operation`.
    pub operation: String,
    /// Why there is no answer.
    pub reason: Reason,
    /// What AWS, the network or auditrail said.
    pub detail: String,
}

/// Compares AWS's answers to `questions`, in their order, with our own. Where we say that
/// AWS leaves the answer open, either one agrees.
pub fn compare(questions: &[Question], answers: &[Result<Vec<bool>, NotSeen>]) -> Verification {
    let mut verification = Verification::default();
    for (question, answer) in questions.iter().zip(answers) {
        let not_understood = |error| {
            let detail = format!("auditrail does not understand the pattern: {error}");
            NotSeen::new(call::TEST_METRIC_FILTER, Reason::Failed, detail)
        };
        let pattern = Pattern::parse(&question.pattern).map_err(not_understood);
        let read =
            pattern.and_then(|pattern| Ok((pattern, answer.as_ref().map_err(Clone::clone)?)));
        match read {
            Ok((pattern, matches)) => verification.add(question, &pattern, matches),
            Err(call) => verification.not_asked.push(NotAsked {
                account: question.account.clone(),
                region: question.region.clone(),
                pattern: question.pattern.clone(),
                operation: call.operation,
                reason: call.reason,
                detail: call.detail,
            }),
        }
    }
    verification
}

impl Verification {
    fn add(&mut self, question: &Question, pattern: &Pattern, matches: &[bool]) {
        self.patterns += 1;
        self.events += question.events.len().min(matches.len());
        for (event, aws) in question.events.iter().zip(matches) {
            let auditrail = match pattern.judge(&Event::from_value(event)) {
                Outcome::Match => true,
                Outcome::NoMatch => false,
                Outcome::Contested(_) => continue,
            };
            if auditrail == *aws {
                continue;
            }
            let filters = question.filters.iter();
            self.disagreements
                .extend(filters.map(|(log_group, filter)| Disagreement {
                    account: question.account.clone(),
                    region: question.region.clone(),
                    log_group: log_group.clone(),
                    filter: filter.clone(),
                    pattern: question.pattern.clone(),
                    event: event.clone(),
                    auditrail,
                    aws: *aws,
                }));
        }
    }

    /// How many patterns AWS reads otherwise.
    pub fn contradicted(&self) -> usize {
        let patterns = self.disagreements.iter();
        let patterns: BTreeSet<_> = patterns
            .map(|d| (&d.account, &d.region, &d.pattern))
            .collect();
        patterns.len()
    }

    /// The disagreements by metric filter, in their order.
    pub fn by_filter(&self) -> Vec<Vec<&Disagreement>> {
        let mut filters: Vec<Vec<&Disagreement>> = Vec::new();
        for disagreement in &self.disagreements {
            let same = filters.iter_mut().find(|of_filter| {
                let first = of_filter.first();
                first.is_some_and(|first| first.filter_key() == disagreement.filter_key())
            });
            match same {
                Some(of_filter) => of_filter.push(disagreement),
                None => filters.push(vec![disagreement]),
            }
        }
        filters
    }

    /// Takes the patterns that AWS reads otherwise for not understood: what a filter with
    /// such a pattern matches is open.
    pub(in crate::evaluate) fn doubt(&self, chains: &mut Chains) {
        for disagreement in self.by_filter().iter().filter_map(|d| d.first()) {
            let group = (
                (disagreement.account.clone(), disagreement.region.clone()),
                disagreement.log_group.clone(),
            );
            let filters = chains.filters.get_mut(&group).into_iter().flatten();
            for filter in filters.filter(|f| f.name() == disagreement.filter) {
                filter.pattern = Err(disagreement.to_string());
            }
        }
    }
}

impl Disagreement {
    fn filter_key(&self) -> (&Account, &Region, &str, &str) {
        (&self.account, &self.region, &self.log_group, &self.filter)
    }
}

/// In a sentence, without the filter: `AWS matches a made-up event …`.
impl std::fmt::Display for Disagreement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = |field: &str| self.event.get(field).and_then(Value::as_str);
        let name = text("eventName").unwrap_or("without eventName");
        let source = text("eventSource").map_or(String::new(), |source| format!(" of {source}"));
        let (aws, auditrail) = if self.aws {
            ("matches", "does not")
        } else {
            ("does not match", "does")
        };
        write!(
            f,
            "AWS {aws} a made-up event {name}{source} with it, and auditrail {auditrail}"
        )
    }
}
