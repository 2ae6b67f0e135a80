//! The reports of a scan, read back.

use quick_junit::Report as Junit;

use crate::cli::Auditrail;

#[test]
fn the_demo_writes_three_reports_that_agree() {
    let outcome = Auditrail::new()
        .args(["scan", "--demo", "--fail-on", "never"])
        .run()
        .expect_status(0);
    let report = outcome.report();
    let findings = report["findings"].as_array().unwrap();
    let count = |status: &str| findings.iter().filter(|f| f["status"] == status).count();

    let junit = Junit::deserialize_from_str(&outcome.read("reports/junit.xml")).unwrap();
    assert_eq!(junit.tests, findings.len());
    assert_eq!(junit.failures, count("fail"));
    assert_eq!(junit.errors, count("unknown"));

    let html = outcome.read("reports/report.html");
    for finding in findings {
        let id = finding["resource"]["id"].as_str().unwrap();
        if id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_:/".contains(c))
        {
            assert!(html.contains(id), "{id} is not in the HTML");
        }
    }
    for status in ["pass", "fail", "unknown", "not-applicable"] {
        assert!(count(status) > 0, "the demo has no {status}");
    }
    assert!(!report["gaps"].as_array().unwrap().is_empty());
}

#[test]
fn two_runs_over_one_snapshot_are_byte_equal() {
    let run = || {
        let outcome = Auditrail::new()
            .args(["scan", "--demo", "--fail-on", "never"])
            .run();
        ["report.html", "report.json", "junit.xml"].map(|f| outcome.read(&format!("reports/{f}")))
    };
    assert_eq!(run(), run());
}

#[test]
fn one_format_goes_to_standard_output() {
    let outcome = Auditrail::new()
        .args([
            "scan",
            "--demo",
            "--fail-on",
            "never",
            "--format",
            "json",
            "--output",
            "-",
        ])
        .run()
        .expect_status(0);
    let report: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(report["schemaVersion"], "1");
    assert!(!outcome.path("reports").exists());
}

#[test]
fn a_template_of_the_users_own() {
    let outcome = Auditrail::new()
        .file("mine.txt", "{{ report.summary.fail }} fail\n")
        .args([
            "scan",
            "--demo",
            "--fail-on",
            "never",
            "--template",
            "mine.txt",
        ])
        .run()
        .expect_status(0);
    let fail = &outcome.report()["summary"]["fail"];
    assert_eq!(outcome.read("reports/mine.txt"), format!("{fail} fail\n"));
}

#[test]
fn a_report_is_rendered_again_and_compared() {
    let first = Auditrail::new()
        .args(["scan", "--demo", "--fail-on", "never"])
        .run();
    let json = first.path("reports/report.json");
    let again = Auditrail::new()
        .args(["report", "--format", "html,junit", "--from"])
        .arg(&json)
        .run()
        .expect_status(0);
    for file in ["report.html", "junit.xml"] {
        let path = format!("reports/{file}");
        assert_eq!(again.read(&path), first.read(&path), "{file}");
    }
    Auditrail::new()
        .arg("diff")
        .args([&json, &json])
        .run()
        .expect_status(0);
}
