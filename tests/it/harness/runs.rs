//! Runs of a program, with a shell in the place of the one under test.

use std::panic::catch_unwind;
use std::time::{Duration, Instant};

use crate::cli::Auditrail;
use crate::proxy::Proxy;

fn shell(script: &str) -> Auditrail {
    Auditrail::program("/bin/sh").args(["-c", script])
}

#[test]
fn the_environment_is_its_own() {
    let script = "/usr/bin/env | /usr/bin/cut -d= -f1 | /usr/bin/sort";
    let outcome = shell(script).run().expect_status(0);
    let ours = ["AWS_EC2_METADATA_DISABLED", "HOME", "TMPDIR"];
    // The shell itself sets these.
    let known = ["LLVM_PROFILE_FILE", "OLDPWD", "PATH", "PWD", "SHLVL", "_"];
    let names = outcome.stdout.lines().filter(|name| !known.contains(name));
    assert_eq!(names.collect::<Vec<_>>(), ours);
}

#[test]
fn an_endpoint_comes_with_credentials() {
    let proxy = Proxy::start(([127, 0, 0, 1], 9).into());
    let script = "echo $AWS_ENDPOINT_URL $AWS_ACCESS_KEY_ID $AWS_REGION";
    let outcome = shell(script).endpoint(&proxy).run();
    let expected = format!("{} AKIAIOSFODNN7EXAMPLE eu-west-1\n", proxy.endpoint());
    assert_eq!(outcome.stdout, expected);
}

#[test]
fn an_outcome_has_everything() {
    let report = r#"{"findings": [
        {"rule": "a", "status": "pass"},
        {"rule": "a", "status": "unknown"},
        {"rule": "b", "status": "not-applicable"}
    ]}"#;
    let outcome = shell("/bin/cat; /bin/cat given/f; echo 3 >&2; exit 7")
        .file("reports/report.json", report)
        .file("given/f", "2\n")
        .stdin("1\n")
        .run()
        .expect_status(7);
    assert_eq!(
        (outcome.stdout.as_str(), outcome.stderr.as_str()),
        ("1\n2\n", "3\n")
    );
    assert_eq!(outcome.findings("a").len(), 2);
    assert_eq!(outcome.status_of("a"), "unknown");
    assert_eq!(outcome.status_of("b"), "not-applicable");
    catch_unwind(|| outcome.status_of("c")).unwrap_err();
}

#[test]
fn a_run_that_takes_too_long_is_killed() {
    let began = Instant::now();
    let limit = Duration::from_millis(200);
    let killed = catch_unwind(|| shell("exec /bin/sleep 60").timeout(limit).run());
    assert!(killed.is_err());
    assert!(began.elapsed() < Duration::from_secs(30));
}

#[test]
fn the_program_is_there() {
    let outcome = Auditrail::new().arg("--version").run();
    assert_eq!(outcome.status, Some(0), "{outcome}");
}
