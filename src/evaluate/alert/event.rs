//! Believable `CloudTrail` events out of an event set: who may have made the call, from
//! where, and with what outcome.
//!
//! Which fields a record has follows the CloudTrail user guide, pages "CloudTrail record
//! contents" and "CloudTrail userIdentity element".

use serde_json::{Map, Value, json};

use crate::rule::{EventSet, FieldCondition, Outcome};

/// An event that a requirement is tried on.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// `eventSource` of the event.
    pub source: String,
    /// `eventName` of the event.
    pub name: String,
    /// The record.
    pub record: Value,
    /// The record as `CloudTrail` delivers it: compact JSON.
    pub text: String,
    /// What is unlike the usual in it, such as ``sourceIPAddress is `192.0.2.1` ``.
    pub varied: Option<String>,
}

impl Sample {
    fn new(source: &str, name: &str, record: Value) -> Self {
        Self {
            source: source.to_owned(),
            name: name.to_owned(),
            text: record.to_string(),
            record,
            varied: None,
        }
    }

    /// The same with `text` in the field at `path`; none if it has no such field, or that
    /// text already.
    pub fn with(&self, path: &str, text: &str) -> Option<Self> {
        let mut record = self.record.clone();
        let field = record.pointer_mut(&format!("/{}", path.replace('.', "/")))?;
        if field.as_str().is_none_or(|found| found == text) {
            return None;
        }
        *field = Value::from(text);
        Some(Self {
            text: record.to_string(),
            record,
            varied: Some(format!("{path} is `{text}`")),
            ..self.clone()
        })
    }
}

/// Operations that stand for "any": reads and writes, console and API, global and
/// regional services.
const ANY: [(&str, &str); 7] = [
    ("signin.amazonaws.com", "ConsoleLogin"),
    ("iam.amazonaws.com", "CreateAccessKey"),
    ("iam.amazonaws.com", "ListUsers"),
    ("ec2.amazonaws.com", "RunInstances"),
    ("s3.amazonaws.com", "PutBucketPolicy"),
    ("cloudtrail.amazonaws.com", "StopLogging"),
    ("sts.amazonaws.com", "GetCallerIdentity"),
];

/// What goes on in an account all day.
const ROUTINE: [(&str, &str); 5] = [
    ("ec2.amazonaws.com", "DescribeInstances"),
    ("iam.amazonaws.com", "GetUser"),
    ("kms.amazonaws.com", "Decrypt"),
    ("s3.amazonaws.com", "ListBuckets"),
    ("sts.amazonaws.com", "AssumeRole"),
];

/// Events that go on in `account` all day, by everybody but the root user.
pub fn routine(account: &str) -> Vec<Sample> {
    let identities = identities(account);
    let everyday = identities.iter().filter(|identity| {
        let of = identity.get("type").and_then(Value::as_str);
        of != Some("Root")
    });
    everyday
        .flat_map(|identity| {
            ROUTINE.iter().map(|(source, name)| {
                let record = record(source, name, identity, true, account);
                Sample::new(source, name, record)
            })
        })
        .collect()
}

/// Events of `set` under `parameters` in `account`: each operation by each identity that
/// can make it.
pub fn samples(set: &EventSet, parameters: &Map<String, Value>, account: &str) -> Vec<Sample> {
    let Some(set) = set.resolve(parameters) else {
        return Vec::new();
    };
    let source = set.source.as_deref();
    let names = set.names;
    let operations: Vec<(String, String)> = match (source, names) {
        (source, Some(names)) => names
            .into_iter()
            .map(|name| (source.unwrap_or("ec2.amazonaws.com").to_owned(), name))
            .collect(),
        (source, None) => ANY
            .iter()
            .filter(|(of, _)| source.is_none_or(|source| source == *of))
            .map(|(source, name)| ((*source).to_owned(), (*name).to_owned()))
            .collect(),
    };
    let outcomes: &[bool] = match set.outcome {
        Outcome::Success => &[true],
        Outcome::Any => &[true, false],
    };
    let mut samples = Vec::new();
    for (source, name) in &operations {
        for identity in identities(account) {
            for succeeded in outcomes {
                let mut record = record(source, name, &identity, *succeeded, account);
                let mut conditions = set.conditions.iter();
                if conditions.all(|(path, all)| {
                    all.iter()
                        .all(|condition| impose(&mut record, path, condition))
                }) {
                    samples.push(Sample::new(source, name, record));
                }
            }
        }
    }
    samples
}

fn identities(account: &str) -> Vec<Value> {
    let attributes =
        |mfa: &str| json!({"creationDate": "2026-01-01T11:58:00Z", "mfaAuthenticated": mfa});
    let user = json!({
        "type": "IAMUser",
        "principalId": "AIDAEXAMPLE0EXAMPLE01",
        "arn": format!("arn:aws:iam::{account}:user/alice"),
        "accountId": account,
        "accessKeyId": "AKIAEXAMPLE0EXAMPLE0",
        "userName": "alice",
    });
    let mut console = user.clone();
    merge(
        &mut console,
        json!({"sessionContext": {"attributes": attributes("true")}}),
    );
    let role = json!({
        "type": "AssumedRole",
        "principalId": "AROAEXAMPLE0EXAMPLE01:session",
        "arn": format!("arn:aws:sts::{account}:assumed-role/deploy/session"),
        "accountId": account,
        "accessKeyId": "ASIAEXAMPLE0EXAMPLE0",
        "sessionContext": {
            "sessionIssuer": {
                "type": "Role",
                "principalId": "AROAEXAMPLE0EXAMPLE01",
                "arn": format!("arn:aws:iam::{account}:role/deploy"),
                "accountId": account,
                "userName": "deploy",
            },
            "attributes": attributes("false"),
        },
    });
    let mut by_service = role.clone();
    merge(
        &mut by_service,
        json!({"invokedBy": "cloudformation.amazonaws.com"}),
    );
    let root = json!({
        "type": "Root",
        "principalId": account,
        "arn": format!("arn:aws:iam::{account}:root"),
        "accountId": account,
        "accessKeyId": "",
    });
    let federated = json!({
        "type": "FederatedUser",
        "principalId": format!("{account}:bob"),
        "arn": format!("arn:aws:sts::{account}:federated-user/bob"),
        "accountId": account,
        "sessionContext": {"attributes": attributes("false")},
    });
    vec![user, console, role, by_service, root, federated]
}

fn merge(object: &mut Value, more: Value) {
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
}

fn record(source: &str, name: &str, identity: &Value, succeeded: bool, account: &str) -> Value {
    let by_service = identity.get("invokedBy").and_then(Value::as_str);
    let sign_in = source == "signin.amazonaws.com";
    let mut record = json!({
        "eventVersion": "1.11",
        "userIdentity": identity,
        "eventTime": "2026-01-01T12:00:00Z",
        "eventSource": source,
        "eventName": name,
        "awsRegion": region(source),
        "sourceIPAddress": by_service.unwrap_or("203.0.113.10"),
        "userAgent": by_service.unwrap_or("aws-cli/2.22.0 md/awscrt#0.23.4"),
        "requestParameters": {},
        "responseElements": null,
        "requestID": "6b1b2b9c-0d8f-4a3e-9f6c-3f2a1d0c9b8a",
        "eventID": "1f6c2b7e-5d4a-4c3b-8a29-0e9d8c7b6a5f",
        "readOnly": name.starts_with("Get") || name.starts_with("List") || name.starts_with("Describe"),
        "eventType": if sign_in { "AwsConsoleSignIn" } else { "AwsApiCall" },
        "managementEvent": true,
        "recipientAccountId": account,
        "eventCategory": "Management",
    });
    if sign_in {
        let response = json!({"ConsoleLogin": if succeeded { "Success" } else { "Failure" }});
        let more = json!({"responseElements": response, "additionalEventData": {"MFAUsed": "No"}});
        merge(&mut record, more);
    } else if !succeeded {
        let error = json!({"errorCode": "AccessDenied", "errorMessage": "User is not authorized"});
        merge(&mut record, error);
    }
    record
}

fn region(source: &str) -> &'static str {
    match source {
        "iam.amazonaws.com" | "signin.amazonaws.com" => "us-east-1",
        _ => "eu-west-1",
    }
}

/// Makes the field at `path` meet `condition`; false where that record cannot.
fn impose(record: &mut Value, path: &str, condition: &FieldCondition<Vec<String>>) -> bool {
    let (parent, field) = path.rsplit_once('.').unwrap_or(("", path));
    let pointer = match parent {
        "" => String::new(),
        parent => format!("/{}", parent.replace('.', "/")),
    };
    let Some(parent) = record.pointer_mut(&pointer).and_then(Value::as_object_mut) else {
        return condition.holds(None);
    };
    let found = parent.get(field).and_then(Value::as_str);
    let missing = match condition {
        // What identifies a record is not changed, or it would not be believable.
        _ if found.is_some() => None,
        FieldCondition::Is(text)
        | FieldCondition::StartsWith(text)
        | FieldCondition::EndsWith(text) => Some(text),
        FieldCondition::OneOf(texts) => texts.first(),
        _ => None,
    };
    if let Some(text) = missing {
        parent.insert(field.to_owned(), Value::from(text.as_str()));
        return true;
    }
    match condition {
        FieldCondition::Exists(exists) => parent.contains_key(field) == *exists,
        _ => condition.holds(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Names, Texts};
    use std::collections::BTreeMap;

    const ACCOUNT: &str = "123456789012";

    fn set(conditions: &[(&str, FieldCondition<Texts>)]) -> EventSet {
        EventSet {
            source: None,
            names: Names::Any,
            conditions: conditions
                .iter()
                .map(|(path, c)| ((*path).to_owned(), vec![c.clone()]))
                .collect::<BTreeMap<_, _>>(),
            outcome: Outcome::Success,
        }
    }

    #[test]
    fn conditions_choose_the_identity() {
        let root = set(&[
            ("userIdentity.type", FieldCondition::Is("Root".into())),
            ("userIdentity.invokedBy", FieldCondition::Exists(false)),
            ("eventType", FieldCondition::IsNot("AwsServiceEvent".into())),
        ]);
        let samples = samples(&root, &Map::new(), ACCOUNT);
        assert_eq!(samples.len(), ANY.len());
        assert!(
            samples
                .iter()
                .all(|s| s.record["userIdentity"]["type"] == "Root")
        );
    }

    #[test]
    fn every_identity_makes_each_call() {
        let mut iam = set(&[]);
        iam.source = Some("iam.amazonaws.com".into());
        iam.names = Names::List(vec!["PutUserPolicy".into(), "DeletePolicy".into()]);
        let success = samples(&iam, &Map::new(), ACCOUNT);
        assert_eq!(success.len(), 2 * identities(ACCOUNT).len());
        assert!(success.iter().all(|s| s.record.get("errorCode").is_none()));
        iam.outcome = Outcome::Any;
        assert_eq!(
            samples(&iam, &Map::new(), ACCOUNT).len(),
            4 * identities(ACCOUNT).len()
        );
    }
}
