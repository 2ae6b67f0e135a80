//! Which records `CloudTrail` can write: the model against which coverage is proven.
//!
//! Without it the patterns of CIS itself would be refuted: `$.eventType != "AwsServiceEvent"`
//! is false where `eventType` is missing, but it never is. The model follows the pages
//! "CloudTrail record contents for management, data, and network activity events", "CloudTrail
//! userIdentity element", "AWS Management Console sign-in events" and "AWS service events" of
//! the CloudTrail user guide, and published samples of records. Where they leave something
//! open, examples are made of what certainly occurs, and proofs have to hold for all that may.
//!
//! | room | what |
//! |---|---|
//! | [`fields`] | the top level of a record |
//! | [`identity`] | `userIdentity`, by who made the call |
//! | [`operation`] | operations that everybody knows, global services |
//! | [`named`] | operations that patterns name |
//! | [`language`] | the texts that fields have |

mod entry;
mod fields;
mod identity;
mod language;
mod named;
mod operation;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::coverage::{Shape, Universe};

use fields::Call;

pub use operation::reads;

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It succeeded.
    Success,
    /// It was refused or failed.
    Failure,
    /// Either.
    Any,
}

/// The records of one account.
#[derive(Debug, Default)]
pub struct Records {
    account: String,
    partition: String,
    /// What has been put together already: most operations share it.
    made: Mutex<HashMap<Calls, Arc<Universe>>>,
}

/// Calls whose records have the same shapes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Calls {
    outcome: Outcome,
    /// Whether signing in to the console is among them, and whether there is anything else.
    sign_in: bool,
    others: bool,
    /// Whether they only read, where that is known.
    reads: Option<bool>,
    /// An operation that other identities make, or of whose parameters something is known.
    special: Option<&'static str>,
    /// Whether any operation is meant.
    any: bool,
    /// The service of which any operation is meant.
    service: Option<String>,
}

impl Records {
    /// Records of `account`, twelve digits, in `partition`, such as `aws`.
    pub fn new(account: &str, partition: &str) -> Self {
        Self {
            account: account.to_owned(),
            partition: partition.to_owned(),
            made: Mutex::default(),
        }
    }

    /// All records of management events.
    pub fn any(&self) -> Arc<Universe> {
        self.of(None, None, Outcome::Any)
    }

    /// The region in which calls of `source` are recorded, where it is always the same.
    pub fn home_region(&self, source: &str) -> Option<&'static str> {
        operation::home_region(source, &self.partition)
    }

    /// The records of calls of `name`, such as `DeleteTrail`, at `source`, such as
    /// `cloudtrail.amazonaws.com`, that ended so; any operation where one is left out.
    ///
    /// The records hold for operations of the same sort as well: `eventSource`, `eventName`
    /// and the home region of the service are for the asking requirement to say.
    pub fn of(&self, source: Option<&str>, name: Option<&str>, outcome: Outcome) -> Arc<Universe> {
        let sign_in = source.is_none_or(|source| source == operation::SIGN_IN.0)
            && name.is_none_or(|name| name == operation::SIGN_IN.1);
        let calls = Calls {
            outcome,
            sign_in,
            others: !(source.is_some() && name.is_some() && sign_in),
            reads: name.map(reads),
            special: name.and_then(identity::special),
            any: name.is_none(),
            service: source.filter(|_| name.is_none()).map(str::to_owned),
        };
        // Whoever panicked while holding it has not left it half made.
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let universe = made
            .entry(calls)
            .or_insert_with_key(|calls| Arc::new(self.make(calls)));
        Arc::clone(universe)
    }

    fn make(&self, calls: &Calls) -> Universe {
        let mut shapes = Vec::new();
        for succeeds in [true, false] {
            let wanted = match calls.outcome {
                Outcome::Success => succeeds,
                Outcome::Failure => !succeeds,
                Outcome::Any => true,
            };
            if !wanted {
                continue;
            }
            if calls.others {
                for identity in identity::of_calls(self, calls.special) {
                    let call = Call::api(calls, succeeds);
                    shapes.push(self.shape(&call, identity));
                }
            }
            if calls.sign_in {
                for identity in identity::of_sign_ins(self, succeeds) {
                    let call = Call::sign_in(calls, succeeds);
                    shapes.push(self.shape(&call, identity));
                }
            }
        }
        // What certainly occurs makes the better examples.
        shapes.sort_by_key(|shape| shape.doubt.is_some());
        let service = calls.service.as_deref();
        let believable = calls
            .any
            .then(|| operation::believable(service, &self.partition));
        Universe {
            shapes,
            believable: believable.unwrap_or_default(),
            free_text: vec![vec!["userAgent".to_owned()]],
        }
    }

    fn shape(&self, call: &Call<'_>, identity: identity::Identity) -> Shape {
        let mut fields = fields::before();
        let after = fields::after(self, call, &identity);
        fields.extend(identity.fields);
        fields.extend(after);
        Shape {
            fields,
            closed: vec![
                Vec::new(),
                entry::path("userIdentity"),
                entry::path("userIdentity.sessionContext"),
                entry::path("userIdentity.sessionContext.attributes"),
                entry::path("userIdentity.sessionContext.sessionIssuer"),
            ],
            doubt: identity.doubt,
        }
    }
}

#[cfg(test)]
mod tests;
