//! The program's verdicts on accounts in moto, end to end.

mod compliant;
mod cost;
mod deviations;
mod faults;
mod formats;
mod frameworks;
mod links;
mod monitoring;
mod non_compliant;
mod oracle;
mod statuses;
mod turns;
mod who;

use std::sync::OnceLock;

use serde_json::Value;

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
const JUDGED_BY_A_PERSON: [&str; 8] = [
    "account-contact-details-current",
    "account-security-questions-registered",
    "iam-central-user-management",
    "org-management-account-no-workloads",
    "org-ou-structure",
    "s3-data-classified",
    "vpc-endpoints-for-aws-services",
    "vpc-peering-least-access",
];

/// Rules that can tell what is wrong, but not that all is well.
const CONFIRMED_BY_A_PERSON: [&str; 3] = [
    "org-authorization-guardrails",
    "org-delegated-admin-for-policies",
    "org-delegated-admin-for-services",
];

/// Every version of CIS.
const FRAMEWORKS: [&str; 10] = [
    "cis-aws-1.2.0",
    "cis-aws-1.3.0",
    "cis-aws-1.4.0",
    "cis-aws-1.5.0",
    "cis-aws-2.0.0",
    "cis-aws-3.0.0",
    "cis-aws-4.0.1",
    "cis-aws-5.0.0",
    "cis-aws-6.0.0",
    "cis-aws-7.0.0",
];

/// A scan of `account` without more arguments yet, and without the rules that only the monitoring
/// baseline has: those have their own tests in `monitoring`.
fn scan(account: &Account) -> Auditrail {
    scan_with_all_rules(account).args(skip_monitoring())
}

/// A scan of `account` with every rule there is, or those of the frameworks to be named.
fn scan_with_all_rules(account: &Account) -> Auditrail {
    Auditrail::new().arg("scan").endpoint(&account.proxy)
}

/// The arguments that leave out the rules that the monitoring baseline has and no version of CIS.
fn skip_monitoring() -> impl Iterator<Item = &'static str> {
    static ALONE: OnceLock<Vec<String>> = OnceLock::new();
    let alone = ALONE.get_or_init(|| {
        let list = Auditrail::new().args(["rules", "list", "--json"]).run();
        let list: Value = serde_json::from_str(&list.expect_status(0).stdout).unwrap();
        let alone = list.as_array().unwrap().iter().filter(|rule| {
            let frameworks = rule["frameworks"].as_object().unwrap();
            let of_cis = FRAMEWORKS.iter().any(|id| frameworks.contains_key(*id));
            frameworks.contains_key(monitoring::BASELINE) && !of_cis
        });
        let ids = alone.map(|rule| rule["id"].as_str().unwrap().to_owned());
        ids.collect()
    });
    alone.iter().flat_map(|id| ["--skip", id])
}
