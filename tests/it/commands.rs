//! Every other subcommand.

use serde_json::Value;

use crate::cli::{Auditrail, Outcome};

fn run(arguments: &[&str]) -> Outcome {
    Auditrail::new().args(arguments).run()
}

fn json(arguments: &[&str]) -> Value {
    let outcome = run(arguments).expect_status(0);
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|e| panic!("{e}: {outcome}"))
}

#[test]
fn rules_are_listed_and_explained() {
    let list = json(&["rules", "list", "--json"]);
    for rule in list.as_array().unwrap() {
        for field in ["id", "title", "severity", "service", "kinds", "frameworks"] {
            assert!(!rule[field].is_null(), "{rule} has no {field}");
        }
        let id = rule["id"].as_str().unwrap();
        let explained = run(&["rules", "explain", id]).expect_status(0);
        assert!(explained.stdout.starts_with(id), "{explained}");
    }
    let ssh = json(&["rules", "explain", "sg-no-public-ssh", "--json"]);
    assert_eq!(ssh["parameters"]["port"]["default"], 22);
}

#[test]
fn a_new_rule_passes_its_own_cases_and_is_not_overwritten() {
    let outcome = Auditrail::new()
        .args(["rules", "new", "our-rule", "--into", "mine"])
        .run()
        .expect_status(0);
    let folder = outcome.path("mine");
    let test = Auditrail::new()
        .args(["rules", "test"])
        .arg(&folder)
        .run()
        .expect_status(0);
    assert_eq!(test.stdout, "3 cases passed\n");
    let again = Auditrail::new()
        .args(["rules", "new", "our-rule", "--into"])
        .arg(&folder)
        .run();
    assert!(again.expect_status(2).stderr.contains("is there already"));
    run(&["rules", "new", "Our Rule"]).expect_status(2);
}

#[test]
fn a_case_that_does_not_hold_is_shown_with_its_place() {
    let made = Auditrail::new()
        .args(["rules", "new", "our-rule", "--into", "mine"])
        .run();
    let cases = made.read("mine/our-rule.test.yaml");
    let cases = cases.replacen("web does not say", "nonsense", 1);
    std::fs::write(made.path("mine/our-rule.test.yaml"), cases).unwrap();
    let test = Auditrail::new().args(["rules", "test"]);
    let outcome = test.arg(made.path("mine")).run().expect_status(1);
    let expected = "our-rule.test.yaml:6: the name again: `nonsense` is not in the message";
    assert!(outcome.stdout.contains(expected), "{outcome}");
}

#[test]
fn frameworks_are_listed_and_shown() {
    let list = json(&["frameworks", "list", "--json"]);
    assert!(
        list.as_array()
            .unwrap()
            .iter()
            .any(|f| f["id"] == "cis-aws-7.0.0")
    );
    let shown = json(&["frameworks", "show", "cis-aws-7.0.0", "--json"]);
    for control in shown["controls"].as_array().unwrap() {
        for field in ["id", "title", "level", "assessment", "decided", "rules"] {
            assert!(!control[field].is_null(), "{control} has no {field}");
        }
    }
    run(&["frameworks", "show", "nope"]).expect_status(2);
}

#[test]
fn the_plan_names_calls_and_makes_none() {
    let plan = json(&[
        "plan",
        "--json",
        "--rule",
        "sg-no-public-ssh",
        "--regions",
        "eu-west-1",
    ]);
    let calls = plan["calls"].as_array().unwrap();
    assert!(
        calls.iter().all(|call| call["service"] != "cloudtrail"),
        "{plan}"
    );
    let policy = json(&["plan", "--iam-policy", "--rule", "sg-no-public-ssh"]);
    assert_eq!(
        policy["Statement"][0]["Action"],
        serde_json::json!([
            "ec2:DescribeRegions",
            "ec2:DescribeSecurityGroups",
            "ec2:GetManagedPrefixListEntries",
            "sts:GetCallerIdentity"
        ])
    );
}

#[test]
fn patterns_are_checked() {
    let outcome = run(&["pattern", "check", "{($.a=1)&&$.b=\"x\"}"]).expect_status(0);
    assert_eq!(
        outcome.stdout,
        "{ $.a = 1 && $.b = x }\n".replace("= x", "= \"x\"")
    );
    let outcome = run(&["pattern", "check", "{ $.a == 1 }"]).expect_status(2);
    assert!(outcome.stderr.contains("^^"), "{outcome}");
    assert_eq!(outcome.stdout, "");
}

#[test]
fn patterns_are_matched() {
    let try_on = |pattern: &str, events: &str, more: &[&str]| {
        let run = Auditrail::new()
            .args(["pattern", "match", pattern])
            .args(more);
        run.stdin(events).run()
    };
    let both = try_on("{ $.a = 1 }", "{\"a\":1}\n{\"a\":1}\n", &[]).expect_status(0);
    assert_eq!(both.stdout, "match\nmatch\n");
    let one = try_on("ERROR", "ERROR x\nfine\n", &[]).expect_status(1);
    assert_eq!(one.stdout, "match\nno match\n");
    let whole = try_on("ERROR fine", "ERROR x\nfine\n", &["--whole"]).expect_status(0);
    assert_eq!(whole.stdout, "match\n");
    try_on("{ $.a", "x\n", &[]).expect_status(2);
    run(&["pattern", "match", "ERROR", "no-such-file"]).expect_status(2);
}

#[test]
fn patterns_cover_each_other_or_an_event_is_shown() {
    let covers = |arguments: &[&str], status: i32| {
        let arguments = [&["pattern", "covers"], arguments].concat();
        run(&arguments).expect_status(status)
    };
    let outcome = covers(
        &[
            "--required",
            "{ $.a = x && $.b = y }",
            "ERROR -fine",
            "--deployed",
            "{ $.b = y }",
            "ERROR",
        ],
        0,
    );
    assert_eq!(outcome.stdout, "covered\n");
    assert_eq!(outcome.stderr, "");

    let deployed = "{ $.a = \"x\" && $.b != y }";
    let outcome = covers(
        &["--required", "{ $.a = x }", "--deployed", deployed, "-x"],
        1,
    );
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(lines, ["not covered", "{\"a\":\"x\"}"]);
    assert!(
        outcome.stderr.contains("--deployed, pattern 1: `$.b != y`"),
        "{outcome}"
    );
    assert!(
        outcome.stderr.contains("--deployed, pattern 2: `-x`"),
        "{outcome}"
    );
    let event = Auditrail::new().args(["pattern", "match", deployed]);
    event.stdin(lines[1]).run().expect_status(1);

    let open = [
        "--required",
        "{ $.a = \"ab\" }",
        "--deployed",
        "{ $.a = \"*a*b\" }",
    ];
    let outcome = covers(&open, 3);
    assert!(
        outcome.stdout.starts_with("not proven\nAWS does not say"),
        "{outcome}"
    );
    assert_eq!(outcome.stdout.lines().count(), 2);

    let outcome = covers(
        &["--required", "ERROR", "--deployed", "ok", "{ $.a == 1 }"],
        2,
    );
    assert!(
        outcome.stderr.contains("--deployed, pattern 2"),
        "{outcome}"
    );
    assert!(outcome.stderr.contains("^^"), "{outcome}");
    covers(&["--deployed", "ERROR"], 2);
    covers(&["--required", "--deployed", "ERROR"], 2);
}

#[test]
fn nothing_deployed_covers_what_no_event_matches() {
    let covers = |required: &str| run(&["pattern", "covers", "--required", required]);
    let outcome = covers("{ $.a = x && $.a = y }").expect_status(0);
    assert_eq!(outcome.stdout, "covered\n");
    assert!(
        outcome.stderr.contains("no event matches --required"),
        "{outcome}"
    );
    let outcome = covers("-ERROR").expect_status(1);
    assert!(outcome.stdout.starts_with("not covered\n{"), "{outcome}");
    covers("").expect_status(1);
}

#[test]
fn patterns_are_compared_over_records_of_cloudtrail() {
    let required = "{ $.eventName = StopLogging }";
    let deployed = "{ $.eventName = \"*Logging\" && $.eventType != \"AwsServiceEvent\" }";
    let covers = |more: &[&str]| {
        let patterns = [
            "pattern",
            "covers",
            "--required",
            required,
            "--deployed",
            deployed,
        ];
        run(&[&patterns, more].concat())
    };
    // Outside of CloudTrail the field may be missing.
    let outcome = covers(&[]).expect_status(1);
    assert!(!outcome.stdout.contains("eventType"), "{outcome}");
    let narrow = "{ $.eventName = StopLogging && $.userIdentity.userName != deploy }";
    let arguments = [
        "pattern",
        "covers",
        "--cloudtrail",
        "--required",
        required,
        "--deployed",
    ];
    let outcome = run(&[&arguments[..], &[narrow]].concat()).expect_status(1);
    let event: Value = serde_json::from_str(outcome.stdout.lines().nth(1).unwrap()).unwrap();
    assert_eq!(event["eventName"], "StopLogging");
    assert_eq!(event["eventSource"], "cloudtrail.amazonaws.com");
    let wide = "{ $.eventName = \"*Logging\" && $.eventID = * }";
    run(&[&arguments[..], &[wide]].concat()).expect_status(0);
    // Whether such records exist is not known for all of them.
    assert!(
        covers(&["--cloudtrail"])
            .expect_status(3)
            .stdout
            .starts_with("not proven\n")
    );
}

#[test]
fn a_rule_is_explained_on_the_demo() {
    let outcome = run(&["explain", "monitor-vpc-changes", "--demo"]).expect_status(0);
    assert!(outcome.stdout.contains("chains"), "{outcome}");
    let shown = json(&["explain", "sg-no-public-ssh", "--demo", "--json"]);
    assert!(!shown["findings"].as_array().unwrap().is_empty());
    run(&["explain", "nope", "--demo"]).expect_status(2);
}

#[test]
fn completions_are_printed_for_shells() {
    for shell in ["bash", "zsh", "fish"] {
        let outcome = run(&["completions", shell]).expect_status(0);
        assert!(outcome.stdout.contains("auditrail"), "{shell}");
    }
}

#[test]
fn usage_mistakes_are_two_and_help_is_zero() {
    run(&["scan", "--nope"]).expect_status(2);
    run(&[]).expect_status(2);
    assert!(run(&["--help"]).expect_status(0).stdout.contains("Usage"));
    run(&["--version"]).expect_status(0);
}
