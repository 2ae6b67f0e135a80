//! The program's verdicts on accounts in moto, end to end.

mod compliant;
mod cost;
mod deviations;
mod faults;
mod formats;
mod frameworks;
mod links;
mod non_compliant;
mod oracle;
mod statuses;

use crate::cli::Auditrail;
use crate::seed::Account;

/// Every rule that follows events to whom they ring.
const ALERTS: [&str; 15] = [
    "monitor-cloudtrail-config-changes",
    "monitor-cmk-disable-or-delete",
    "monitor-config-changes",
    "monitor-console-auth-failures",
    "monitor-console-sign-in-without-mfa",
    "monitor-iam-policy-changes",
    "monitor-nacl-changes",
    "monitor-network-gateway-changes",
    "monitor-organizations-changes",
    "monitor-root-usage",
    "monitor-route-table-changes",
    "monitor-s3-bucket-policy-changes",
    "monitor-security-group-changes",
    "monitor-unauthorized-api-calls",
    "monitor-vpc-changes",
];

/// A scan of `account`, without arguments yet.
fn scan(account: &Account) -> Auditrail {
    Auditrail::new().arg("scan").endpoint(&account.proxy)
}
