//! Calls without an answer, in the words of AWS.

use auditrail::inventory::{NotSeen, Reason};
use auditrail::kind::Call;

use crate::account::{ACCOUNT, MANAGEMENT};

/// A policy of the organization forbids the call.
pub fn denied(call: Call, resource: &str) -> NotSeen {
    let because = "with an explicit deny in a service control policy";
    not_authorized(call, resource, because)
}

/// The policy of the resource itself forbids the call.
pub fn denied_by_itself(call: Call, resource: &str) -> NotSeen {
    let because = "with an explicit deny in a resource-based policy";
    not_authorized(call, resource, because)
}

/// The policy of the resource, without which nobody may do anything, does not allow the call.
pub fn not_let_in(call: Call, resource: &str) -> NotSeen {
    let action = call.action;
    let because = format!("because no resource-based policy allows the {action} action");
    not_authorized(call, resource, &because)
}

fn not_authorized(call: Call, resource: &str, because: &str) -> NotSeen {
    let action = call.action;
    let detail = format!(
        "User: arn:aws:sts::{ACCOUNT}:assumed-role/SecurityAudit/nightly is not authorized to \
         perform: {action} on resource: {resource} {because}"
    );
    NotSeen::new(call, Reason::Denied, detail)
}

/// Only the organization's management account and delegated administrators may ask; a scan
/// puts it so.
pub fn only_management(call: Call) -> NotSeen {
    let detail = format!("the organization is managed by account {MANAGEMENT}: scan that account");
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
