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
//! | [`language`] | the texts that fields have |

mod entry;
mod fields;
mod identity;
mod language;
mod operation;

use crate::filter_pattern::{Shape, Universe};

use fields::Call;

pub use operation::reads;

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It succeeded.
    Success,
    /// It was refused or failed.
    Failure,
    /// Either.
    Any,
}

/// The records of one account.
#[derive(Debug, Clone)]
pub struct Records {
    account: String,
    partition: String,
}

impl Records {
    /// Records of `account`, twelve digits, in `partition`, such as `aws`.
    pub fn new(account: &str, partition: &str) -> Self {
        Self {
            account: account.to_owned(),
            partition: partition.to_owned(),
        }
    }

    /// All records of management events.
    pub fn any(&self) -> Universe {
        self.of(None, None, Outcome::Any)
    }

    /// The records of calls of `name`, such as `DeleteTrail`, at `source`, such as
    /// `cloudtrail.amazonaws.com`, that ended so; any operation where one is left out.
    pub fn of(&self, source: Option<&str>, name: Option<&str>, outcome: Outcome) -> Universe {
        let sign_in = source.is_none_or(|source| source == operation::SIGN_IN.0)
            && name.is_none_or(|name| name == operation::SIGN_IN.1);
        let only_sign_in = source.is_some() && name.is_some() && sign_in;
        let mut shapes = Vec::new();
        for succeeds in [true, false] {
            let wanted = match outcome {
                Outcome::Success => succeeds,
                Outcome::Failure => !succeeds,
                Outcome::Any => true,
            };
            if !wanted {
                continue;
            }
            if !only_sign_in {
                for identity in identity::of_calls(self, name) {
                    let call = Call::api(source, name, succeeds);
                    shapes.push(self.shape(&call, identity));
                }
            }
            if sign_in {
                for identity in identity::of_sign_ins(self, succeeds) {
                    shapes.push(self.shape(&Call::sign_in(succeeds), identity));
                }
            }
        }
        // What certainly occurs makes the better examples.
        shapes.sort_by_key(|shape| shape.doubt.is_some());
        let believable = if name.is_none() {
            operation::believable(source, &self.partition)
        } else {
            Vec::new()
        };
        Universe {
            shapes,
            believable,
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
