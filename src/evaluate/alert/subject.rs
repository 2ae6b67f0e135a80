//! What an alert rule judges.

use serde_json::Value;

use crate::target::Region;

/// The judged resource.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'s> {
    /// As the AWS CLI prints it.
    pub body: &'s Value,
    /// Its region; none for the account as a whole.
    pub region: Option<&'s Region>,
}

impl Subject<'_> {
    /// The account as a whole.
    pub const ACCOUNT: Self = Subject {
        body: &Value::Null,
        region: None,
    };
}
