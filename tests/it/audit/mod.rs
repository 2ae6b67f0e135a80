//! The program's verdicts on accounts in moto, end to end.

mod compliant;
mod cost;
mod deviations;
mod faults;
mod formats;
mod non_compliant;
mod statuses;

use crate::cli::Auditrail;
use crate::seed::Account;

/// Every rule that is about an account of its own accord.
const ALERTS: [&str; 4] = [
    "monitor-iam-policy-changes",
    "monitor-root-usage",
    "monitor-security-group-changes",
    "monitor-vpc-changes",
];

/// A scan of `account`, without arguments yet.
fn scan(account: &Account) -> Auditrail {
    Auditrail::new().arg("scan").endpoint(&account.proxy)
}
