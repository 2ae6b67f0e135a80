//! What a scan for the baseline costs.

use super::scan;
use crate::seed::Account;

#[test]
fn a_region_more_costs_so_many_calls() {
    let cost = |regions: &[&'static str]| {
        let account = Account::monitored_in(regions);
        scan(&account).run().expect_status(0);
        account.proxy.by_operation().values().sum::<usize>()
    };
    let two = cost(&["eu-west-1", "us-east-1"]);
    let three = cost(&["eu-west-1", "us-east-1", "eu-central-1"]);
    // Its lists, the results of three rules of AWS Config, and an event rule with its topic.
    assert_eq!(three - two, 32);
}
