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
mod turns;

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

/// Rules about what a person has to look at, whatever the account is like.
const JUDGED_BY_A_PERSON: [&str; 7] = [
    "account-contact-details-current",
    "account-security-questions-registered",
    "iam-central-user-management",
    "org-management-account-no-workloads",
    "org-ou-structure",
    "s3-data-classified",
    "vpc-endpoints-for-aws-services",
];

/// A scan of `account`, without arguments yet.
fn scan(account: &Account) -> Auditrail {
    Auditrail::new().arg("scan").endpoint(&account.proxy)
}
