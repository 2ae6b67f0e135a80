//! Who changed a resource last, as CloudTrail tells it: what `scan --who` adds to a
//! finding. It stands beside the verdict and is no part of it.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::text::count;

/// The last write call that names a resource, or why it is not known.
///
/// In JSON the second is an object with the single key `notKnown`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum LastChange {
    /// It is not known.
    #[serde(rename_all = "camelCase")]
    NotKnown {
        /// Why, on one line.
        not_known: String,
    },
    /// This call.
    Known(Box<Change>),
}

/// A write call that succeeded, as its CloudTrail record has it. All texts are other
/// people's.
///
/// Source: `CloudTrail` user guide, "`CloudTrail` record contents".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The operation, such as `AuthorizeSecurityGroupIngress`.
    pub event_name: String,
    /// The service, such as `ec2.amazonaws.com`.
    pub event_source: String,
    /// When AWS was done with it.
    pub event_time: Timestamp,
    /// Who made it.
    pub principal: Principal,
    /// Where it came from: an address, or the service that made it for somebody.
    #[serde(
        rename = "sourceIPAddress",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub source_ip_address: Option<String>,
    /// With which program, in that program's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// What names the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
}

/// Who made a call, as far as its record says: its `userIdentity`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// The type of identity, such as `AssumedRole`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What people call it: a user's name, `ROLE/SESSION`, `root`, a service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its ARN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
}

impl LastChange {
    /// Not known, and why.
    pub fn not_known(why: impl Into<String>) -> Self {
        Self::NotKnown {
            not_known: why.into(),
        }
    }
}

impl From<Change> for LastChange {
    fn from(change: Change) -> Self {
        Self::Known(Box::new(change))
    }
}

/// `last changed by alice (IAMUser) with …`, or `last change not known: …`. Not safe to
/// show as it is: names and addresses are other people's.
impl fmt::Display for LastChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(change) => write!(f, "last changed by {change}"),
            Self::NotKnown { not_known } => write!(f, "last change not known: {not_known}"),
        }
    }
}

impl Change {
    /// The time to the second, in UTC, for people.
    pub fn time(&self) -> String {
        let time = self.event_time.strftime("%Y-%m-%d %H:%M:%S UTC");
        time.to_string()
    }

    /// The operation with the short name of its service, such as
    /// `ec2:AuthorizeSecurityGroupIngress`.
    pub fn operation(&self) -> String {
        let source = &self.event_source;
        let service = source.strip_suffix(".amazonaws.com").unwrap_or(source);
        format!("{service}:{}", self.event_name)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (who, call, time) = (&self.principal, self.operation(), self.time());
        write!(f, "{who} with {call} on {time}")?;
        match &self.source_ip_address {
            Some(address) => write!(f, " from {address}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name.as_ref().or(self.arn.as_ref()), &self.kind) {
            (Some(name), Some(kind)) => write!(f, "{name} ({kind})"),
            (Some(name), None) => f.write_str(name),
            (None, Some(kind)) => write!(f, "somebody ({kind})"),
            (None, None) => f.write_str("somebody whom the record does not name"),
        }
    }
}

/// How many resources of failing findings were looked up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lookups {
    /// Resources that CloudTrail was asked about, each once.
    pub resources: usize,
    /// Those that were left out because there were more than the limit.
    pub left_out: usize,
    /// The most that were to be looked up.
    pub limit: usize,
}

impl fmt::Display for Lookups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let resources = count(self.resources, "resource");
        write!(f, "asked CloudTrail who changed {resources} last")?;
        if self.left_out > 0 {
            let Self {
                left_out, limit, ..
            } = self;
            write!(f, "; {left_out} left out by `--who-limit {limit}`")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn change() -> Change {
        Change {
            event_name: "StopLogging".to_owned(),
            event_source: "cloudtrail.amazonaws.com".to_owned(),
            event_time: "2026-01-02T03:04:05Z".parse().unwrap(),
            principal: Principal {
                kind: Some("AssumedRole".to_owned()),
                name: Some("deploy/alice".to_owned()),
                arn: Some("arn:aws:sts::123456789012:assumed-role/deploy/alice".to_owned()),
            },
            source_ip_address: Some("198.51.100.7".to_owned()),
            user_agent: None,
            event_id: Some("e-1".to_owned()),
        }
    }

    #[test]
    fn json_has_the_names_of_cloudtrail() {
        let known = LastChange::from(change());
        let json = serde_json::to_value(&known).unwrap();
        assert_eq!(
            json,
            json!({
                "eventName": "StopLogging",
                "eventSource": "cloudtrail.amazonaws.com",
                "eventTime": "2026-01-02T03:04:05Z",
                "principal": {
                    "type": "AssumedRole",
                    "name": "deploy/alice",
                    "arn": "arn:aws:sts::123456789012:assumed-role/deploy/alice",
                },
                "sourceIPAddress": "198.51.100.7",
                "eventId": "e-1",
            })
        );
        assert_eq!(serde_json::from_value::<LastChange>(json).unwrap(), known);
        let not_known = LastChange::not_known("no");
        let json = serde_json::to_value(&not_known).unwrap();
        assert_eq!(json, json!({"notKnown": "no"}));
        assert_eq!(
            serde_json::from_value::<LastChange>(json).unwrap(),
            not_known
        );
    }

    #[test]
    fn a_sentence_says_who_what_when_and_from_where() {
        let mut change = change();
        assert_eq!(
            LastChange::from(change.clone()).to_string(),
            "last changed by deploy/alice (AssumedRole) with cloudtrail:StopLogging on \
             2026-01-02 03:04:05 UTC from 198.51.100.7"
        );
        change.principal = Principal::default();
        change.source_ip_address = None;
        assert_eq!(
            change.to_string(),
            "somebody whom the record does not name with cloudtrail:StopLogging on \
             2026-01-02 03:04:05 UTC"
        );
    }

    #[test]
    fn what_was_left_out_is_said() {
        let of = |resources, left_out| Lookups {
            resources,
            left_out,
            limit: 2,
        };
        assert_eq!(
            of(1, 0).to_string(),
            "asked CloudTrail who changed 1 resource last"
        );
        assert_eq!(
            of(2, 7).to_string(),
            "asked CloudTrail who changed 2 resources last; 7 left out by `--who-limit 2`"
        );
    }
}
