//! An account that alerts over `EventBridge` only: what the baseline asks of API calls it does,
//! what CIS asks for it does not.

use super::{BASELINE, controls, scan};
use crate::seed::Account;

/// Controls of section 5 of CIS 7.0.0 that ask for something else than a metric filter with an
/// alarm.
const OTHER: [&str; 1] = ["5.16"];

#[test]
fn event_rules_pass_the_baseline_and_fail_cis_and_the_report_says_why() {
    let account = Account::over_event_bridge();
    let cis = "cis-aws-7.0.0";
    let outcome = scan(&account).args(["--framework", cis]).run();
    let mut controls_of_ours = controls(&outcome, BASELINE);
    controls_of_ours.retain(|id, verdict| match *verdict {
        "pass" => false,
        // There is no metric filter, alarm, database or load balancer.
        "not-applicable" => id.starts_with("3."),
        _ => true,
    });
    assert!(controls_of_ours.is_empty(), "{controls_of_ours:?}");
    let mut of_cis = controls(&outcome, cis);
    of_cis.retain(|id, _| id.starts_with("5.") && !OTHER.contains(id));
    assert_eq!(of_cis.len(), 15, "{of_cis:?}");
    of_cis.retain(|_, verdict| *verdict != "fail");
    assert!(of_cis.is_empty(), "{of_cis:?}");

    // The same rule, judged twice: by either way, and by the one that CIS knows.
    let all = outcome.report()["findings"].as_array().unwrap().iter();
    let of_vpcs: Vec<_> = all
        .filter(|finding| finding["rule"] == "monitor-vpc-changes")
        .collect();
    let [either, of_cis] = ["pass", "fail"].map(|status| {
        let mut of_vpcs = of_vpcs.iter();
        of_vpcs.find(|finding| finding["status"] == status).unwrap()
    });
    assert_eq!(of_vpcs.len(), 2);
    let both = serde_json::json!(["metric-filter", "event-rule"]);
    assert_eq!(either["parameters"]["via"], both);
    let how = either["evidence"].to_string();
    for part in ["eu-west-1", "us-east-1", "vpc-changes", "topic"] {
        assert!(how.contains(part), "`{part}` is not in {how}");
    }
    let why = of_cis["message"].as_str().unwrap();
    let expected = "no metric filter on log group `cloudtrail` matches them";
    assert!(why.contains(expected), "{why}");
    let remarks = of_cis["remarks"].to_string();
    let expected = "rules of EventBridge notify somebody of";
    assert!(remarks.contains(expected), "{remarks}");
}
