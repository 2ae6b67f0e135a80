//! Who changed a resource last, as the page shows it.

use serde::Serialize;

use crate::last_change::LastChange;
use crate::text::shorten;

/// The longest text of a record that is shown whole.
const LONGEST: usize = 200;

/// The last change of a resource.
#[derive(Debug, Serialize)]
pub(super) struct LastChangeView {
    /// Why there is none.
    not_known: Option<String>,
    /// What is known of it: a word and what it stands for.
    facts: Vec<(&'static str, String)>,
}

impl LastChangeView {
    pub fn of(change: &LastChange) -> Self {
        let change = match change {
            LastChange::NotKnown { not_known } => {
                return Self {
                    not_known: Some(not_known.clone()),
                    facts: Vec::new(),
                };
            }
            LastChange::Known(change) => change,
        };
        let (who, call, time) = (&change.principal, change.operation(), change.time());
        let facts = [
            ("Who", Some(who.to_string())),
            ("ARN", who.arn.clone()),
            ("Call", Some(call)),
            ("When", Some(time)),
            ("From", change.source_ip_address.clone()),
            ("With", change.user_agent.clone()),
            ("Event", change.event_id.clone()),
        ];
        let facts = facts.into_iter();
        let facts = facts.filter_map(|(word, text)| Some((word, text?)));
        Self {
            not_known: None,
            facts: facts
                .map(|(word, text)| (word, shorten(&text, LONGEST).into_owned()))
                .collect(),
        }
    }
}
