//! An account as AWS hands it out, with its root user unprotected: nothing is set up.

use super::{ALERTS, scan};
use crate::seed::{Account, REGIONS};

#[test]
fn nothing_set_up_fails_what_asks_for_something_and_does_not_apply_to_the_rest() {
    let account = Account::non_compliant();
    let outcome = scan(&account).run().expect_status(1);
    for rule in [
        "cloudtrail-multi-region-enabled",
        "config-enabled-all-regions",
        "config-global-resources-recorded",
        "config-rule-restricted-ssh",
        "default-sg-restricts-all",
        "password-policy-min-length-14",
        "root-mfa-enabled",
        "root-no-access-keys",
    ] {
        assert_eq!(outcome.status_of(rule), "fail", "{rule}");
    }
    for rule in [
        "cloudtrail-log-file-validation",
        "cloudtrail-cloudwatch-logs",
        "cloudtrail-kms-encryption",
    ] {
        assert_eq!(outcome.status_of(rule), "not-applicable", "{rule}");
    }
    for rule in ["sg-no-public-ssh", "sg-no-public-admin-ports-ipv4"] {
        assert_eq!(outcome.status_of(rule), "pass", "{rule}");
    }
    for rule in ALERTS {
        let [finding] = outcome.findings(rule)[..] else {
            panic!("one finding of {rule}");
        };
        assert_eq!(finding["status"], "fail", "{rule}");
        assert_eq!(
            finding["evidence"]["firstBrokenLink"]["link"], "trail",
            "{rule}"
        );
    }
    // One row for each region that was asked for, and never one by the recorder's name.
    let regions: Vec<_> = outcome
        .findings("config-enabled-all-regions")
        .iter()
        .map(|finding| finding["region"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(regions, REGIONS);
}
