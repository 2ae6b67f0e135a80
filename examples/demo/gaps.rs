//! Calls without an answer, in the words of AWS.

use auditrail::inventory::{NotSeen, Reason};
use auditrail::kind::Call;

use crate::account::ACCOUNT;

/// A policy of the organization forbids the call.
pub fn denied(call: Call, resource: &str) -> NotSeen {
    let detail = format!(
        "User: arn:aws:sts::{ACCOUNT}:assumed-role/SecurityAudit/nightly is not authorized to \
         perform: {call} on resource: {resource} with an explicit deny in a service control policy"
    );
    NotSeen::new(call, Reason::Denied, detail)
}

/// AWS asked to slow down until the last attempt.
pub fn throttled(call: Call) -> NotSeen {
    let detail = "ThrottlingException: Rate exceeded";
    NotSeen::new(call, Reason::Throttled, detail)
}

/// A minute went by.
pub fn timeout(call: Call) -> NotSeen {
    let detail = "operation timeout (all attempts including retries) occurred after 60s";
    NotSeen::new(call, Reason::Timeout, detail)
}
