//! What is asked of a policy: who does what to what, and what is known about it.

use std::collections::BTreeMap;

/// One call of one action on one resource.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Who calls.
    pub principal: Principal<'a>,
    /// The action with its service, such as `sns:Publish`; case does not count.
    pub action: &'a str,
    /// The ARN of the resource.
    pub resource: &'a str,
    /// The condition keys.
    pub context: Context,
}

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Principal<'a> {
    /// An AWS service by its own right, such as `cloudwatch.amazonaws.com`.
    Service(&'a str),
    /// A user, role, session or the root of an account.
    Aws {
        /// The ARN, such as `arn:aws:sts::111122223333:assumed-role/Deployer/me`.
        arn: &'a str,
        /// The account's twelve digits.
        account: &'a str,
    },
    /// Somebody known to an identity provider: its ARN or its host name.
    Federated(&'a str),
    /// Somebody without credentials.
    Anonymous,
    /// The user, group or role that an identity policy is attached to.
    Holder,
}

/// What is known about one condition key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// The key is in the request with these values. No value at all is the same as absent.
    Values(Vec<String>),
    /// The key is not in the request.
    Absent,
    /// It cannot be told whether the key is there, or with which value.
    Unknown,
}

/// The condition keys of a request. A key that was never set is [`Known::Unknown`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    keys: BTreeMap<String, Known>,
}

impl Context {
    /// A context about which nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says what is known about `key`, whose case does not count. A key that ends with `/*`
    /// stands for all keys that begin so and are not set themselves: `aws:PrincipalTag/*`.
    #[must_use]
    pub fn with(mut self, key: &str, known: Known) -> Self {
        self.keys.insert(key.to_ascii_lowercase(), known);
        self
    }

    /// Sets `key` to one value.
    #[must_use]
    pub fn value(self, key: &str, value: &str) -> Self {
        self.with(key, Known::Values(vec![value.to_owned()]))
    }

    /// Says that each of `keys` is not in the request.
    #[must_use]
    pub fn absent(self, keys: &[&str]) -> Self {
        keys.iter()
            .fold(self, |context, key| context.with(key, Known::Absent))
    }

    /// What is known about `key`.
    pub fn get(&self, key: &str) -> &Known {
        let key = key.to_ascii_lowercase();
        let family = || {
            let (start, _) = key.split_once('/')?;
            self.keys.get(&format!("{start}/*"))
        };
        let known = self.keys.get(&key).or_else(family);
        match known {
            Some(Known::Values(values)) if values.is_empty() => &Known::Absent,
            Some(known) => known,
            None => &Known::Unknown,
        }
    }
}
