//! Exit statuses, and input that cannot be worked with.

use crate::cli::{Auditrail, Outcome};
use crate::seed::Account;

fn demo(arguments: &[&str]) -> Outcome {
    Auditrail::new()
        .args(["scan", "--demo"])
        .args(arguments)
        .run()
}

/// Exit status 2, nothing on standard output, no report, and all of `parts` on standard
/// error.
#[track_caller]
fn refused(outcome: Outcome, parts: &[&str]) {
    let outcome = outcome.expect_status(2);
    for part in parts {
        assert!(
            outcome.stderr.contains(part),
            "`{part}` is not in {outcome}"
        );
    }
    assert_eq!(outcome.stdout, "");
    assert!(!outcome.path("reports").exists(), "a report was written");
}

#[test]
fn the_four_statuses() {
    demo(&["--rule", "cloudtrail-multi-region-enabled"]).expect_status(0);
    demo(&[]).expect_status(1);
    demo(&["--fail-on", "never"]).expect_status(0);
    demo(&["--framework", "cis-aws-0.0.0"]).expect_status(2);
}

#[test]
fn unknown_is_three_unless_allowed() {
    let account = Account::empty();
    account.proxy.on("ec2:DescribeSecurityGroups").deny();
    let scan = |more: &[&str]| {
        let scan = super::scan(&account).args(["--rule", "sg-no-public-ssh"]);
        scan.args(more).run()
    };
    scan(&[]).expect_status(3);
    scan(&["--allow-unknown"]).expect_status(0);
}

#[test]
fn a_fail_below_the_level_does_not_count() {
    demo(&["--rule", "password-policy-min-length-14"]).expect_status(1);
    demo(&[
        "--rule",
        "password-policy-min-length-14",
        "--fail-on",
        "critical",
    ])
    .expect_status(0);
}

#[test]
fn selections_that_match_nothing() {
    refused(
        demo(&["--rule", "sg-no-public-shh"]),
        &["`--rule sg-no-public-shh`", "did you mean"],
    );
    refused(demo(&["--skip", "nope-*"]), &["`--skip nope-*`"]);
    refused(
        demo(&["--framework", "cis-aws-7.0"]),
        &["`cis-aws-7.0`", "`cis-aws-7.0.0`"],
    );
    refused(demo(&["--format", "pdf"]), &["pdf"]);
    refused(demo(&["--output", "-"]), &["exactly one format"]);
}

#[test]
fn broken_rules_are_all_shown_with_their_places() {
    let outcome = Auditrail::new()
        .file("own/a.yaml", "title: a\nseverity: hgih\n")
        .file("own/b.yaml", "title: [b\n")
        .file(
            "own/sg-no-public-ssh.yaml",
            "title: x\nseverity: low\nservice: ec2\njudges: region\npass: 'true'\nmessage: {fail: x}\nwhy: x\nfix: {}\n",
        )
        .args(["scan", "--demo", "--rules", "own"])
        .run();
    refused(
        outcome,
        &[
            "own/a.yaml:2:11",
            "`hgih` is not one of",
            "own/b.yaml:",
            "not valid YAML",
            "the rule `sg-no-public-ssh` is in",
            "^",
        ],
    );
    let outcome = Auditrail::new()
        .args(["scan", "--demo", "--rules", "nowhere"])
        .run();
    refused(outcome, &["cannot read rules from `nowhere`"]);
}

#[test]
fn broken_snapshots() {
    let whole = Auditrail::new().args([
        "scan",
        "--demo",
        "--fail-on",
        "never",
        "--save-snapshot",
        "s",
    ]);
    let whole = whole.run().read("s");
    let cut = whole.len() / 2;
    let scan = |text: &str| {
        Auditrail::new()
            .file("s.ndjson", text)
            .args(["scan", "--snapshot", "s.ndjson"])
            .run()
    };
    refused(scan(whole.split_at(cut).0), &["snapshot `s.ndjson`"]);
    refused(scan("{}"), &["not an auditrail snapshot"]);
    let missing = Auditrail::new()
        .args(["scan", "--snapshot", "no.ndjson"])
        .run();
    refused(missing, &["cannot read `no.ndjson`", "check the path"]);
}

#[test]
fn no_credentials_an_unknown_profile_and_an_unknown_region() {
    let none = Auditrail::new().args(["scan", "--endpoint-url", "http://127.0.0.1:9"]);
    refused(none.run(), &["no AWS credentials"]);
    // The SDK panics at it.
    let nothing = Auditrail::new()
        .env("AWS_ENDPOINT_URL_STS", "")
        .args(["scan"]);
    refused(nothing.run(), &["`AWS_ENDPOINT_URL_STS` is set to nothing"]);
    let profile = Auditrail::new()
        .env("AWS_CONFIG_FILE", "config")
        .file("config", "[profile prod]\nregion = eu-west-1\n")
        .args(["scan", "--profile", "prd"]);
    refused(profile.run(), &["`prd`", "prod"]);
    let account = Account::empty();
    let region = super::scan(&account).args(["--regions", "eu-wst-1"]);
    refused(region.run(), &["`eu-wst-1`", "`eu-west-1`"]);
}

#[test]
fn credentials_that_have_expired() {
    let account = Account::empty();
    let expired = "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code>\
                   <Message>The security token included in the request is expired</Message>\
                   </Error><RequestId>x</RequestId></ErrorResponse>";
    account
        .proxy
        .on("sts:GetCallerIdentity")
        .status(403, expired);
    refused(super::scan(&account).run(), &["expired"]);
}

#[test]
fn an_output_folder_that_cannot_be_written() {
    let outcome = Auditrail::new()
        .file("taken", "a file, no folder")
        .args(["scan", "--demo", "--output", "taken/reports"])
        .run()
        .expect_status(2);
    assert!(outcome.stderr.contains("taken/reports"), "{outcome}");
    assert_eq!(outcome.read("taken"), "a file, no folder");
}

#[test]
fn a_snapshot_of_other_rules_is_unknown_and_says_so() {
    let account = Account::empty();
    let saved = super::scan(&account)
        .args(["--rule", "sg-no-public-ssh", "--save-snapshot", "s.ndjson"])
        .run()
        .expect_status(0);
    let outcome = Auditrail::new()
        .args(["scan", "--rule", "root-mfa-enabled", "--snapshot"])
        .arg(saved.path("s.ndjson"))
        .run()
        .expect_status(3);
    let finding = outcome.findings("root-mfa-enabled")[0].clone();
    let message = finding["message"].as_str().unwrap();
    assert!(message.contains("iam:GetAccountSummary"), "{message}");
}
