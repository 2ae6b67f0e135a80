//! What could not be looked at, and why.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::kind::{Call, Kind};
use crate::target::{Account, Region};

/// Why a call gave no answer.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The credentials may not make the call.
    Denied,
    /// AWS asked to slow down until all retries were used up.
    Throttled,
    /// No answer came in time.
    Timeout,
    /// The region is not enabled for the account.
    NotOptedIn,
    /// The endpoint does not know the call, or the snapshot was saved without it.
    Unsupported,
    /// Anything else: endpoint unreachable, malformed reply, an error of the service.
    Failed,
}

impl Reason {
    /// The reason as a report names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Throttled => "throttled",
            Self::Timeout => "timeout",
            Self::NotOptedIn => "not-opted-in",
            Self::Unsupported => "unsupported",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Denied => "was denied",
            Self::Throttled => "was throttled until the last retry",
            Self::Timeout => "did not answer in time",
            Self::NotOptedIn => "was not made: the region is not enabled",
            Self::Unsupported => "is not supported there",
            Self::Failed => "failed",
        })
    }
}

/// A call without an answer, as it stands in place of the value that it would have
/// given.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct NotSeen {
    /// `service:operation`.
    pub operation: String,
    /// Why there was no answer.
    pub reason: Reason,
    /// What AWS or the network said, on one line.
    #[serde(default)]
    pub detail: String,
}

impl NotSeen {
    /// `call` gave no answer.
    pub fn new(call: Call, reason: Reason, detail: impl Into<String>) -> Self {
        Self {
            operation: call.to_string(),
            reason,
            detail: detail.into(),
        }
    }

    /// The service's IAM prefix.
    pub fn service(&self) -> &str {
        self.operation.split_once(':').map_or("", |(s, _)| s)
    }

    /// The operation without its service.
    pub fn operation_name(&self) -> &str {
        self.operation
            .split_once(':')
            .map_or(self.operation.as_str(), |(_, o)| o)
    }
}

impl fmt::Display for NotSeen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.operation, self.reason)?;
        if self.detail.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", self.detail)
        }
    }
}

/// A value that a call of its own gave, or the reason why it is not there.
///
/// In a body the second is an object with the single key `$gap`.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen<T> {
    /// The value.
    Value(T),
    /// The call gave no answer.
    NotSeen(NotSeen),
}

/// The key of the object that stands for a value that was not seen.
pub const GAP_KEY: &str = "$gap";

impl<T: Serialize> Serialize for Seen<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::NotSeen(gap) => BTreeMap::from([(GAP_KEY, gap)]).serialize(serializer),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Seen<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Looked at by hand: an untagged enum would take a gap with a spelling mistake
        // for a value whose every field is null.
        let mut json = Value::deserialize(deserializer)?;
        match json.get_mut(GAP_KEY).map(Value::take) {
            Some(gap) => NotSeen::deserialize(gap).map(Self::NotSeen),
            None => T::deserialize(json).map(Self::Value),
        }
        .map_err(D::Error::custom)
    }
}

impl<T> Seen<T> {
    /// The value, or what stands in its place.
    pub fn as_result(&self) -> Result<&T, &NotSeen> {
        match self {
            Self::Value(value) => Ok(value),
            Self::NotSeen(gap) => Err(gap),
        }
    }
}

impl<T> From<Result<T, NotSeen>> for Seen<T> {
    fn from(result: Result<T, NotSeen>) -> Self {
        match result {
            Ok(value) => Self::Value(value),
            Err(gap) => Self::NotSeen(gap),
        }
    }
}

/// A hole in the inventory: a call that gave no answer, and what it hides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Gap {
    /// The account that was asked.
    pub account: Account,
    /// The region that was asked; none for global services.
    pub region: Option<Region>,
    /// The kind of resource that is not complete because of it.
    pub kind: Kind,
    /// The resource whose details are missing; none where resources themselves are.
    pub resource: Option<String>,
    /// The call and the reason.
    pub call: NotSeen,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_gap_keeps_its_reason_through_json() {
        let seen: Seen<bool> = Seen::NotSeen(NotSeen {
            operation: "cloudtrail:GetTrailStatus".into(),
            reason: Reason::Denied,
            detail: "no".into(),
        });
        let json = serde_json::to_value(&seen).unwrap();
        assert_eq!(json["$gap"]["reason"], "denied");
        assert_eq!(serde_json::from_value::<Seen<bool>>(json).unwrap(), seen);
        assert_eq!(
            serde_json::from_value::<Seen<bool>>(json!(true)).unwrap(),
            Seen::Value(true)
        );
    }

    #[test]
    fn a_misspelt_gap_is_an_error_and_no_value() {
        let json = json!({"$gap": {"operation": "a:B", "reason": "forbidden"}});
        let result = serde_json::from_value::<Seen<BTreeMap<String, Value>>>(json);
        assert!(result.unwrap_err().to_string().contains("forbidden"));
    }
}
