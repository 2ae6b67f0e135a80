//! What an event of CloudTrail's event history says of a change.

use aws_sdk_cloudtrail::types::Event;
use jiff::Timestamp;
use serde_json::Value;

use super::question::Question;
use crate::last_change::{Change, Principal};
use crate::target::Arn;
use crate::text::{sanitise, shorten};

/// The longest text of a record that is kept, in characters: more than names, ARNs and
/// programs need.
const LONGEST: usize = 2048;

/// What an event is to a question.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// No write call on the resource, or one that AWS refused.
    Other,
    /// A change of the resource.
    Change(Change),
    /// It cannot be told, and why.
    Unclear(String),
}

/// Whether `event`, which names the resource of `question`, is a change of it.
pub(super) fn read(event: &Event, question: &Question) -> Reading {
    let record = event.cloud_trail_event();
    let record = record.and_then(|text| serde_json::from_str::<Value>(text).ok());
    let record = record.filter(Value::is_object);
    let in_record = |key: &str| text(record.as_ref()?.get(key)?);
    let field = |own: Option<&str>, key: &str| own.map(str::to_owned).or_else(|| in_record(key));
    let source = field(event.event_source(), "eventSource");
    if source.as_deref().is_some_and(|of| of != question.source) {
        return Reading::Other;
    }
    let read_only = field(event.read_only(), "readOnly");
    if read_only.as_deref() == Some("true") {
        return Reading::Other;
    }
    let name = field(event.event_name(), "eventName");
    if name
        .as_deref()
        .is_some_and(|name| question.used_by.contains(&name))
    {
        return Reading::Other;
    }
    let id = field(event.event_id(), "eventID");
    let unclear = |what: &str| {
        let named = id.as_deref().or(name.as_deref()).unwrap_or("without an id");
        let named = shorten(&sanitise(named), 80).into_owned();
        Reading::Unclear(format!("malformed reply: the event `{named}` {what}"))
    };
    let Some(of_record) = &record else {
        return unclear("has no record that can be read");
    };
    if read_only.as_deref() != Some("false") {
        return unclear("does not say whether it is a write call");
    }
    if of_record
        .get("errorCode")
        .is_some_and(|code| !code.is_null())
    {
        return Reading::Other;
    }
    let time = time(event).or_else(|| in_record("eventTime")?.parse().ok());
    let (Some(event_name), Some(event_source), Some(event_time)) = (name.clone(), source, time)
    else {
        return unclear("does not say which call it is, or when");
    };
    Reading::Change(Change {
        event_name,
        event_source,
        event_time,
        principal: principal(&of_record["userIdentity"], event.username()),
        source_ip_address: in_record("sourceIPAddress"),
        user_agent: in_record("userAgent"),
        event_id: id,
    })
}

/// When it was, to the millisecond that AWS has.
pub(super) fn time(event: &Event) -> Option<Timestamp> {
    let time = event.event_time()?;
    let nanos = i32::try_from(time.subsec_nanos()).ok()?;
    Timestamp::new(time.secs(), nanos).ok()
}

/// Texts, and truths as texts; no longer than what is worth keeping.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(shorten(text, LONGEST).into_owned()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// Who `identity`, a record's `userIdentity`, is; `username` is what the event history says.
///
/// Source: `CloudTrail` user guide, "`CloudTrail` `userIdentity` element".
fn principal(identity: &Value, username: Option<&str>) -> Principal {
    let of = |key: &str| text(identity.get(key)?);
    let (kind, arn) = (of("type"), of("arn"));
    let session = || {
        let arn = Arn::parse(arn.as_deref()?)?;
        let name = arn.resource.strip_prefix("assumed-role/")?;
        Some(name.to_owned())
    };
    let name = match kind.as_deref() {
        Some("Root") => Some("root".to_owned()),
        Some("AssumedRole") => session(),
        _ => of("userName"),
    };
    let name = name
        .or_else(|| username.filter(|name| !name.is_empty()).map(str::to_owned))
        .or_else(|| of("invokedBy"))
        .or_else(|| of("principalId"))
        .or_else(|| of("accountId"));
    Principal { kind, name, arn }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::who::Askable;
    use crate::kind::Kind;
    use crate::target::{Account, Region};
    use aws_smithy_types::DateTime;
    use serde_json::json;

    fn question(kind: Kind) -> Question {
        let region = Region::new("eu-west-1");
        match Question::of(kind, "sg-1", None, &Account::new("123456789012"), &region) {
            Askable::Yes(question) => question,
            other => panic!("{other:?}"),
        }
    }

    fn event(record: &Value) -> Event {
        Event::builder()
            .event_id("e-1")
            .event_name("AuthorizeSecurityGroupIngress")
            .event_source("ec2.amazonaws.com")
            .read_only("false")
            .event_time(DateTime::from_secs(1_767_323_045))
            .cloud_trail_event(record.to_string())
            .build()
    }

    fn read_group(event: &Event) -> Reading {
        read(event, &question(Kind::SecurityGroup))
    }

    fn who(identity: &Value, username: Option<&str>) -> String {
        principal(identity, username).to_string()
    }

    #[test]
    fn a_write_call_that_succeeded_is_a_change() {
        let record = json!({
            "userIdentity": {"type": "IAMUser", "userName": "ana", "arn": "arn:a"},
            "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli", "errorCode": null,
        });
        let Reading::Change(change) = read_group(&event(&record)) else {
            panic!("it is a change");
        };
        assert_eq!(
            change.to_string(),
            "ana (IAMUser) with ec2:AuthorizeSecurityGroupIngress on 2026-01-02 03:04:05 UTC \
             from 198.51.100.7"
        );
        assert_eq!(change.user_agent.as_deref(), Some("aws-cli"));
        assert_eq!(change.event_id.as_deref(), Some("e-1"));
    }

    #[test]
    fn what_the_event_leaves_out_its_record_has() {
        let record = json!({
            "eventName": "DeleteSecurityGroup", "eventSource": "ec2.amazonaws.com",
            "eventTime": "2026-01-02T03:04:05Z", "readOnly": false, "eventID": "e-2",
        });
        let bare = Event::builder().cloud_trail_event(record.to_string());
        let Reading::Change(change) = read_group(&bare.build()) else {
            panic!("it is a change");
        };
        assert_eq!(change.event_name, "DeleteSecurityGroup");
        assert_eq!(change.event_id.as_deref(), Some("e-2"));
        assert_eq!(change.principal, Principal::default());
    }

    #[test]
    fn reads_refusals_and_mere_use_are_no_changes() {
        let write = event(&json!({}));
        let mut read_call = write.clone();
        read_call.read_only = Some("true".to_owned());
        let mut launch = write.clone();
        launch.event_name = Some("RunInstances".to_owned());
        let mut other_service = write.clone();
        other_service.event_source = Some("rds.amazonaws.com".to_owned());
        let refused = event(&json!({"errorCode": "Client.UnauthorizedOperation"}));
        for other in [read_call, launch.clone(), other_service, refused] {
            assert_eq!(read_group(&other), Reading::Other, "{other:?}");
        }
        let of_instance = read(&launch, &question(Kind::Instance));
        assert!(matches!(of_instance, Reading::Change(_)), "{of_instance:?}");
    }

    #[test]
    fn what_might_be_a_change_is_not_passed_over() {
        let whole = event(&json!({}));
        let mut no_record = whole.clone();
        no_record.cloud_trail_event = None;
        let mut no_json = whole.clone();
        no_json.cloud_trail_event = Some("{\"userIdentity\":".to_owned());
        let mut list = whole.clone();
        list.cloud_trail_event = Some("[]".to_owned());
        let mut no_time = whole.clone();
        no_time.event_time = None;
        let mut no_word = whole.clone();
        no_word.read_only = None;
        no_word.event_id = Some("\u{1b}[31m".to_owned());
        for (odd, why) in [
            (no_record, "`e-1` has no record that can be read"),
            (no_json, "`e-1` has no record that can be read"),
            (list, "`e-1` has no record that can be read"),
            (no_time, "`e-1` does not say which call it is, or when"),
            (
                no_word,
                "`\\u{1b}[31m` does not say whether it is a write call",
            ),
            (
                Event::builder().build(),
                "`without an id` has no record that can be read",
            ),
        ] {
            let why = format!("malformed reply: the event {why}");
            assert_eq!(read_group(&odd), Reading::Unclear(why));
        }
    }

    #[test]
    fn identities_have_the_names_that_people_know() {
        let role = "arn:aws:sts::123456789012:assumed-role/deploy/alice";
        for (identity, username, expected) in [
            (
                json!({"type": "AssumedRole", "arn": role}),
                Some("alice"),
                "deploy/alice (AssumedRole)",
            ),
            (
                json!({"type": "AssumedRole"}),
                Some("alice"),
                "alice (AssumedRole)",
            ),
            (json!({"type": "Root", "arn": "x"}), None, "root (Root)"),
            (
                json!({"type": "AWSService", "invokedBy": "config.amazonaws.com"}),
                None,
                "config.amazonaws.com (AWSService)",
            ),
            (
                json!({"type": "AWSAccount", "accountId": "999999999999"}),
                Some(""),
                "999999999999 (AWSAccount)",
            ),
            (json!({"userName": 7}), Some("ana"), "ana"),
            (json!(null), None, "somebody whom the record does not name"),
            (json!({"type": "Unknown"}), None, "somebody (Unknown)"),
        ] {
            assert_eq!(who(&identity, username), expected);
        }
    }

    #[test]
    fn texts_are_bounded() {
        let record = json!({"userAgent": "x".repeat(100_000)});
        let Reading::Change(change) = read_group(&event(&record)) else {
            panic!("it is a change");
        };
        assert_eq!(change.user_agent.unwrap().chars().count(), LONGEST);
    }
}
