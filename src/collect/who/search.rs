//! The search for the last change in the event history of one region.

use aws_sdk_cloudtrail::operation::lookup_events::LookupEventsOutput;
use aws_sdk_cloudtrail::types::{LookupAttribute, LookupAttributeKey};
use aws_smithy_types::DateTime;
use jiff::Timestamp;

use super::pace::{Pace, Turns};
use super::question::Question;
use super::record::{self, Reading};
use crate::collect::aws::Aws;
use crate::inventory::{NotSeen, Reason};
use crate::kind::call;
use crate::last_change::{Change, LastChange};
use crate::target::Region;

/// The most events of a page (API reference of `LookupEvents`).
const PAGE: i32 = 50;

/// The most pages that are read under one name. A bucket that scanners look at every hour
/// has thousands of events, none of them a change.
const PAGES: usize = 5;

/// The event history of a region, asked at its pace.
pub(super) struct EventHistory {
    aws: Aws,
    region: Region,
    turns: Turns,
}

/// What the events under one name show.
enum Found {
    /// The newest change.
    Change(Change),
    /// None.
    Nothing,
    /// None down to this time, and older ones were not read.
    NothingSince(Timestamp),
    /// An event that may be the newest change, and why that cannot be told.
    Unclear(String),
}

impl EventHistory {
    pub fn new(aws: Aws, region: Region, pace: Pace) -> Self {
        Self {
            aws,
            region,
            turns: pace.start(),
        }
    }

    /// The newest change of the resource of `question`, over all of its names.
    ///
    /// # Errors
    /// The first call without an answer: what it hides may be newer than what was found.
    pub async fn last_change(&mut self, question: &Question) -> Result<LastChange, NotSeen> {
        let mut newest: Option<Change> = None;
        let mut unread: Option<Timestamp> = None;
        for name in &question.names {
            let since = newest.as_ref().map(|change| change.event_time);
            match self.search(question, name, since).await? {
                Found::Change(change) => {
                    if since.is_none_or(|since| change.event_time > since) {
                        newest = Some(change);
                    }
                }
                Found::Nothing => {}
                Found::NothingSince(time) => unread = unread.max(Some(time)),
                Found::Unclear(why) => return Ok(LastChange::not_known(failed(why).to_string())),
            }
        }
        Ok(match (newest, unread) {
            (Some(change), None) => change.into(),
            // What was not read is older.
            (Some(change), Some(time)) if change.event_time >= time => change.into(),
            (_, Some(_)) => LastChange::not_known(format!(
                "not found among the newest {} events that name it in {}; older ones were not \
                 looked at",
                PAGES * usize::try_from(PAGE).unwrap_or_default(),
                self.region
            )),
            (None, None) => LastChange::not_known(format!(
                "not found in the last 90 days: {} shows no write call on it in {} that succeeded",
                call::LOOKUP_EVENTS,
                self.region
            )),
        })
    }

    /// Reads the events under `name`, the newest first, down to the first change or to
    /// `since`.
    async fn search(
        &mut self,
        question: &Question,
        name: &str,
        since: Option<Timestamp>,
    ) -> Result<Found, NotSeen> {
        let mut token = None;
        let mut oldest = Timestamp::MAX;
        for _ in 0..PAGES {
            let page = self.page(name, since, token).await?;
            for event in page.events() {
                match record::read(event, question) {
                    Reading::Other => oldest = record::time(event).unwrap_or(oldest),
                    Reading::Change(change) => return Ok(Found::Change(change)),
                    Reading::Unclear(why) => return Ok(Found::Unclear(why)),
                }
            }
            token = page.next_token;
            if token.is_none() {
                return Ok(Found::Nothing);
            }
        }
        Ok(Found::NothingSince(oldest))
    }

    async fn page(
        &mut self,
        name: &str,
        since: Option<Timestamp>,
        token: Option<String>,
    ) -> Result<LookupEventsOutput, NotSeen> {
        let attribute = LookupAttribute::builder()
            .attribute_key(LookupAttributeKey::ResourceName)
            .attribute_value(name)
            .build()
            .map_err(|error| failed(error.to_string()))?;
        let client = self.aws.cloudtrail(&self.region);
        let request = client
            .lookup_events()
            .lookup_attributes(attribute)
            .set_start_time(since.map(|since| DateTime::from_secs(since.as_second())))
            .max_results(PAGE)
            .set_next_token(token);
        self.turns.next().await;
        let answer = self
            .aws
            .attempt(call::LOOKUP_EVENTS, &self.region, request.send());
        answer
            .await
            .map_err(|failure| failure.not_seen(call::LOOKUP_EVENTS, &self.region))
    }
}

fn failed(why: String) -> NotSeen {
    NotSeen::new(call::LOOKUP_EVENTS, Reason::Failed, why)
}
