//! What the proxy does to a call, and to which calls.

use std::sync::Mutex;
use std::time::Duration;

use super::call::Call;
use super::refusal::Refusal;
use super::{Exchange, Proxy, lock};
use crate::http::Message;

/// Which calls a rule is for; everything that is not said matches.
#[derive(Debug, Clone, Default)]
pub struct Match {
    service: Option<String>,
    operation: Option<String>,
    region: Option<String>,
    text: Option<String>,
}

impl Match {
    /// Only calls to this region.
    pub fn in_region(mut self, region: &str) -> Self {
        self.region = Some(region.to_owned());
        self
    }

    /// Only requests whose path or body has this text, such as a name.
    pub fn containing(mut self, text: &str) -> Self {
        self.text = Some(text.to_owned());
        self
    }

    pub(super) fn matches(&self, call: &Call, request: &Message) -> bool {
        let is = |wanted: &Option<String>, value: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == value)
        };
        is(&self.service, &call.service)
            && is(&self.operation, &call.operation)
            && is(&self.region, &call.region)
            && self.text.as_deref().is_none_or(|text| {
                request.word(1).contains(text)
                    || String::from_utf8_lossy(&request.body).contains(text)
            })
    }
}

/// `service:operation`; `*` for any, also for both at once.
impl From<&str> for Match {
    fn from(text: &str) -> Self {
        let (service, operation) = text.split_once(':').unwrap_or((text, "*"));
        let named = |word: &str| (word != "*").then(|| word.to_owned());
        Self {
            service: named(service),
            operation: named(operation),
            ..Self::default()
        }
    }
}

/// Makes an answer.
pub(super) type Make = dyn Fn(&Exchange) -> String + Send + Sync;
/// Changes an answer's text.
pub(super) type Rewrite = dyn Fn(&Exchange, &str) -> String + Send + Sync;

pub(super) enum Action {
    Refuse(Refusal),
    Answer(u16, Box<Make>),
    Garbage,
    Truncate,
    Reset,
    Hang,
    Delay(Duration),
    Rewrite(Box<Rewrite>),
}

impl Action {
    /// Whether it says what the answer is, rather than when or how it looks.
    pub(super) fn decides(&self) -> bool {
        !matches!(self, Self::Delay(_) | Self::Rewrite(_))
    }
}

pub(super) struct Rule {
    pub matches: Match,
    pub action: Action,
    /// How many more calls it is for; `None` for all.
    left: Mutex<Option<u32>>,
}

impl Rule {
    /// Whether it is for one more call.
    pub(super) fn take(&self) -> bool {
        match &mut *lock(&self.left) {
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
            None => true,
        }
    }
}

/// A rule about to be made; see [`Proxy::on`].
#[must_use = "it does nothing until it is told what to do"]
pub struct On<'a> {
    pub(super) proxy: &'a Proxy,
    pub(super) matches: Match,
    pub(super) times: Option<u32>,
}

impl On<'_> {
    /// Only the first `times` calls from now on.
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Says that the caller lacks the permission.
    pub fn deny(self) {
        self.refuse(Refusal::Denied);
    }

    /// Says that there were too many calls.
    pub fn throttle(self) {
        self.refuse(Refusal::Throttled);
    }

    /// Says no.
    pub fn refuse(self, refusal: Refusal) {
        self.add(Action::Refuse(refusal));
    }

    /// Answers with this status and body, whatever the protocol.
    pub fn status(self, status: u16, body: &str) {
        let body = body.to_owned();
        self.add(Action::Answer(status, Box::new(move |_| body.clone())));
    }

    /// Answers in the upstream's place.
    pub fn answer(self, make: impl Fn(&Exchange) -> String + Send + Sync + 'static) {
        self.add(Action::Answer(200, Box::new(make)));
    }

    /// Answers 200 with a body that no protocol can read.
    pub fn garbage(self) {
        self.add(Action::Garbage);
    }

    /// Sends half of the body that it announced, then closes.
    pub fn truncate(self) {
        self.add(Action::Truncate);
    }

    /// Resets the connection (if the request has a body; else only closes it).
    pub fn reset(self) {
        self.add(Action::Reset);
    }

    /// Never answers, until the client or the proxy ends.
    pub fn hang(self) {
        self.add(Action::Hang);
    }

    /// Waits before anything else is done.
    pub fn delay(self, time: Duration) {
        self.add(Action::Delay(time));
    }

    /// Changes a good answer's body.
    pub fn replace(self, change: impl Fn(&str) -> String + Send + Sync + 'static) {
        self.rewrite(move |_, body| change(body));
    }

    /// Changes a good answer's body, knowing what was asked.
    pub fn rewrite(self, change: impl Fn(&Exchange, &str) -> String + Send + Sync + 'static) {
        self.add(Action::Rewrite(Box::new(change)));
    }

    fn add(self, action: Action) {
        self.proxy.add(Rule {
            matches: self.matches,
            action,
            left: Mutex::new(self.times),
        });
    }
}
