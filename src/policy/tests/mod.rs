//! What the room promises: tables of cases, the requests of `CloudWatch`, and laws.

mod cells;
mod cloudtrail;
mod conditions;
mod denies_http;
mod errors;
mod everything;
mod full_access;
mod named;
mod open_to_everyone;
mod properties;
mod publish;

use serde_json::{Value, json};

use super::{Context, Decision, Known, Policy, Principal, Request};

pub(super) const TOPIC: &str = "arn:aws:sns:us-east-1:111122223333:alerts";

/// The policy of these statements in the current version.
pub(super) fn policy(statements: &Value) -> Policy {
    versioned("2012-10-17", statements)
}

pub(super) fn versioned(version: &str, statements: &Value) -> Policy {
    let document = json!({"Version": version, "Statement": statements});
    Policy::parse(&document.to_string()).unwrap()
}

pub(super) fn request(principal: Principal<'static>, context: Context) -> Request<'static> {
    Request {
        principal,
        action: "sns:Publish",
        resource: TOPIC,
        context,
    }
}

/// A context from JSON: texts and arrays are values, null is absent, the rest is unknown.
pub(super) fn context(keys: &Value) -> Context {
    let keys = keys.as_object().unwrap().iter();
    keys.fold(Context::new(), |context, (key, value)| {
        let known = match value {
            Value::Null => Known::Absent,
            Value::String(text) => Known::Values(vec![text.clone()]),
            Value::Array(items) => {
                let text = |item: &Value| item.as_str().unwrap().to_owned();
                Known::Values(items.iter().map(text).collect())
            }
            _ => Known::Unknown,
        };
        context.with(key, known)
    })
}

/// One word for a decision.
pub(super) fn word(decision: &Decision) -> &'static str {
    match decision {
        Decision::Allowed { .. } => "allowed",
        Decision::Denied { .. } => "denied",
        Decision::NotAllowed => "not allowed",
        Decision::Undecided { .. } => "undecided",
    }
}
