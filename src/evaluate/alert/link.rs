//! A link of a delivery chain: it holds, it is broken, or it could not be looked at.

use crate::inventory::{NotSeen, Reason, Seen};
use crate::kind::Call;

/// The links of chains, in the order in which an event passes them; those of one road
/// stand among those of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The trail that records the event.
    Trail,
    /// The event rule that sends the event on.
    EventRule,
    /// The log group that the trail delivers to.
    LogGroup,
    /// The metric filter that matches the event.
    Filter,
    /// The metric that the filter publishes.
    Metric,
    /// The alarm that watches the metric.
    Alarm,
    /// What the alarm does when it goes off.
    Action,
    /// What the event rule sends the event to.
    Target,
    /// The topic that the alarm or the rule notifies.
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
            Self::EventRule => "event rule",
            Self::Filter => "metric filter",
            Self::Metric => "metric",
            Self::Alarm => "alarm",
            Self::Action => "alarm action",
            Self::Target => "target",
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

    /// Whether the chain certainly reaches nobody.
    pub fn is_sure(&self) -> bool {
        matches!(self, Self::Broken(..))
    }

    /// What the state of the link is called in reports.
    pub fn state(&self) -> &'static str {
        match self {
            Self::Broken(..) => "broken",
            Self::NotSeen(..) => "not seen",
            Self::Open(..) => "not judged",
        }
    }

    /// Why the link does not hold, or may not.
    pub fn why(&self) -> String {
        match self {
            Self::Broken(_, why) | Self::Open(_, why) => why.clone(),
            Self::NotSeen(_, calls) => {
                let calls: Vec<String> = calls.iter().map(ToString::to_string).collect();
                calls.join("; ")
            }
        }
    }
}

/// A link that was looked at and holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which link.
    pub stage: Stage,
    /// What it is called.
    pub name: String,
    /// What was found, in a few words; may be empty.
    pub detail: String,
}

impl Step {
    /// A link that holds.
    pub fn new(stage: Stage, name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            stage,
            name: name.into(),
            detail: detail.into(),
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

/// The break that says most: one that could not be looked at or decided, for there the chain
/// may hold; else the one that is latest in the chain, for that is the one that was meant to
/// work.
pub fn nearest<'b>(breaks: impl IntoIterator<Item = &'b Break>) -> Option<&'b Break> {
    let mut nearest: Option<&Break> = None;
    for broken in breaks {
        let rank = |b: &Break| (!b.is_sure(), b.stage());
        if nearest.is_none_or(|n| rank(broken) > rank(n)) {
            nearest = Some(broken);
        }
    }
    nearest
}
