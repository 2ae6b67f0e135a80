//! An account in which all works.

use super::{BASELINE, controls, scan, wrong};
use crate::cli::Auditrail;
use crate::seed::Account;

#[test]
fn every_control_passes_and_a_snapshot_says_the_same() {
    let account = Account::monitored();
    let live = scan(&account).args(["--save-snapshot", "account.ndjson"]);
    let live = live.run();
    assert_eq!(wrong(&live, &[]), Vec::<String>::new());
    let gaps = &live.report()["gaps"];
    assert_eq!(gaps.as_array().unwrap().len(), 0, "{gaps:#}");
    let mut controls = controls(&live, BASELINE);
    assert!(controls.len() > 50, "{controls:?}");
    controls.retain(|_, verdict| *verdict != "pass");
    assert!(controls.is_empty(), "{controls:?}");
    assert_eq!(live.status, Some(0), "{live}");

    let again = Auditrail::new()
        .file("auditrail.toml", super::SETTINGS)
        .args(["scan", "--framework", BASELINE, "--snapshot"])
        .arg(live.path("account.ndjson"))
        .run()
        .expect_status(0);
    assert_eq!(
        again.read("reports/report.json"),
        live.read("reports/report.json")
    );
}
