//! A link of a delivery chain: it holds, it is broken, or it could not be looked at.

use crate::inventory::{NotSeen, Reason, Seen};
use crate::kind::Call;

/// The links of a chain, in the order in which an event passes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The trail that records the event.
    Trail,
    /// The log group that the trail delivers to.
    LogGroup,
    /// The metric filter that matches the event.
    Filter,
    /// The metric that the filter publishes, and the alarm that watches it.
    Alarm,
    /// What the alarm does when it goes off.
    Action,
    /// The topic that the alarm notifies.
    Topic,
    /// Somebody who gets the notification.
    Subscription,
}

impl Stage {
    /// What the link is called in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Trail => "trail",
            Self::LogGroup => "log group",
            Self::Filter => "metric filter",
            Self::Alarm => "alarm",
            Self::Action => "alarm action",
            Self::Topic => "topic",
            Self::Subscription => "subscription",
        }
    }
}

/// Why a chain does not reach anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Break {
    /// A link is missing or does not work: the first such link, and what is wrong.
    Broken(Stage, String),
    /// A link could not be looked at.
    NotSeen(Stage, Vec<NotSeen>),
    /// A link was looked at, but auditrail does not decide whether it holds: why.
    Open(Stage, String),
}

impl Break {
    /// The first link that does not hold.
    pub fn stage(&self) -> Stage {
        match self {
            Self::Broken(stage, _) | Self::NotSeen(stage, _) | Self::Open(stage, _) => *stage,
        }
    }
}

/// The value that a detail call filled. Where it is not there at all - a snapshot edited
/// by hand - it was not seen: absence is no answer.
pub fn filled<T>(value: Option<&Seen<T>>, stage: Stage, call: Call) -> Link<&T> {
    match value.map(Seen::as_result) {
        Some(Ok(value)) => Ok(value),
        Some(Err(gap)) => Err(Break::NotSeen(stage, vec![gap.clone()])),
        None => Err(missing(stage, call)),
    }
}

/// What `call` fills is not there.
pub fn missing(stage: Stage, call: Call) -> Break {
    let why = "its answer is not in the inventory";
    Break::NotSeen(stage, vec![NotSeen::new(call, Reason::Failed, why)])
}

/// Whether a part of a chain holds.
pub type Link<T> = Result<T, Break>;

/// The first of `candidates` that holds; else one that could not be looked at, for it
/// may hold; else the one that is broken latest in the chain, for that is the one that
/// was meant to work.
pub fn best<T>(
    candidates: impl IntoIterator<Item = Link<T>>,
    none: impl FnOnce() -> Break,
) -> Link<T> {
    let mut nearest: Option<Break> = None;
    for candidate in candidates {
        match candidate {
            Ok(held) => return Ok(held),
            Err(broken) => {
                let rank = |b: &Break| (!matches!(b, Break::Broken(..)), b.stage());
                if nearest.as_ref().is_none_or(|n| rank(&broken) > rank(n)) {
                    nearest = Some(broken);
                }
            }
        }
    }
    Err(nearest.unwrap_or_else(none))
}
