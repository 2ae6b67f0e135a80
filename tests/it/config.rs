//! `auditrail.toml` and `--level`, through the command line.

use serde_json::{Value, json};

use crate::cli::{Auditrail, Outcome};

const KEYS: &str = "iam-access-keys-rotated-90-days";
const ROOT: &str = "root-mfa-enabled";

/// The program in a folder with `text` as its configuration.
fn with(text: &str, arguments: &[&str]) -> Outcome {
    let program = Auditrail::new().file("auditrail.toml", text);
    program.args(arguments).run()
}

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|e| panic!("{e}: {outcome}"))
}

fn demo(text: &str, more: &[&str]) -> Outcome {
    let scan = ["scan", "--demo", "--fail-on", "never"];
    with(text, &[&scan, more].concat()).expect_status(0)
}

/// The parameters of each finding of `rule`, each once.
fn parameters(outcome: &Outcome, rule: &str) -> Vec<Value> {
    let findings = outcome.findings(rule).into_iter();
    let mut all: Vec<Value> = findings
        .map(|finding| match &finding["parameters"] {
            Value::Null => json!({}),
            parameters => parameters.clone(),
        })
        .collect();
    all.dedup();
    all
}

fn ran(outcome: &Outcome, rule: &str) -> bool {
    let rules = outcome.report()["rules"].as_array();
    rules.unwrap().iter().any(|r| r["id"] == rule)
}

#[test]
fn the_file_of_the_working_directory_is_used_and_named() {
    let file = "[scan]\nframework = ['cis-aws-1.4.0']\noutput = 'out'\nformat = ['json']\n";
    let outcome = demo(file, &[]);
    let said = "configuration: auditrail.toml";
    assert!(outcome.stderr.contains(said), "{outcome}");
    let report: Value = serde_json::from_str(&outcome.read("out/report.json")).unwrap();
    assert_eq!(report["frameworks"][0]["id"], "cis-aws-1.4.0");
    assert!(!outcome.path("out/report.html").exists());
    assert!(!demo(file, &["-q"]).stderr.contains(said));
    let typed = demo(
        file,
        &["--framework", "cis-aws-3.0.0", "--output", "reports"],
    );
    assert_eq!(typed.report()["frameworks"][0]["id"], "cis-aws-3.0.0");
}

#[test]
fn another_file_is_used_if_it_is_named() {
    let outcome = Auditrail::new()
        .file("auditrail.toml", "nonsense")
        .file(
            "ci/strict.toml",
            "[scan]\nrules = ['mine']\nrule = ['our-*']\nallow-unknown = true\n",
        )
        .file(
            "ci/mine/our-rule.yaml",
            "title: t\nseverity: low\nservice: ec2\njudges: security-group\n\
             pass: resource.GroupName != null\nmessage: {fail: f}\nwhy: w\nfix: {}\n",
        )
        .args(["scan", "--demo", "--config", "ci/strict.toml"])
        .run()
        .expect_status(0);
    assert!(ran(&outcome, "our-rule"), "{outcome}");
    assert!(!ran(&outcome, KEYS), "{outcome}");
    let missing = Auditrail::new().args(["scan", "--demo", "--config", "nope.toml"]);
    let missing = missing.run().expect_status(2);
    assert!(
        missing.stderr.contains("cannot read `nope.toml`"),
        "{missing}"
    );
}

#[test]
fn the_file_does_not_exclude_the_demo() {
    demo(
        "[scan]\nprofile = 'p'\nregions = ['eu-west-1']\nendpoint-url = 'http://x'\n",
        &[],
    );
}

#[test]
fn mistakes_are_shown_with_file_line_and_caret() {
    for (file, place, words) in [
        ("[scan]\nfail-on = 'hihg'\n", ":2:11", "one of low, medium"),
        (
            "[scan]\nframwork = []\n",
            ":2:1",
            "did you mean `framework`?",
        ),
        ("[scan]\nrule = [\n", ":2:", "not valid TOML"),
        (
            "[scan]\nframework = ['cis-aws-7.0.1']\n",
            ":2:14",
            "did you mean `cis-aws-7.0.0`?",
        ),
        (
            "[parameters.root-mfa-enable]\n",
            ":1:13",
            "did you mean `root-mfa-enabled`?",
        ),
        (
            "[parameters.root-mfa-enabled]\nx = 1\n",
            ":2:1",
            "has no parameter `x`",
        ),
        (
            "[parameters.sg-no-public-ssh]\nport = 65536\n",
            ":2:8",
            "from 0 to 65535",
        ),
    ] {
        let outcome = with(file, &["scan", "--demo"]).expect_status(2);
        let place = format!("auditrail.toml{place}");
        for part in [place.as_str(), words, "^"] {
            assert!(outcome.stderr.contains(part), "{part}: {outcome}");
        }
    }
}

#[test]
fn parameters_go_before_defaults_and_what_frameworks_bind() {
    let file = "[parameters.iam-access-keys-rotated-90-days]\nmax_key_age_days = 30\n\
                [parameters.root-mfa-enabled]\nno_password_passes = false\n";
    let both = ["--framework", "cis-aws-1.2.0,cis-aws-7.0.0"];
    let outcome = demo(file, &both);
    assert_eq!(
        parameters(&outcome, KEYS),
        [json!({"max_key_age_days": 30})]
    );
    let expected = [json!({"no_password_passes": false})];
    assert_eq!(parameters(&outcome, ROOT), expected);
    assert_eq!(outcome.findings(ROOT).len(), 1, "one binding");
    assert_eq!(demo("", &both).findings(ROOT).len(), 2);
    // The controls of both frameworks are decided by it.
    let decided = outcome.report()["frameworks"].as_array().unwrap().iter();
    let decided = decided.flat_map(|framework| framework["controls"].as_array().unwrap());
    let decided: Vec<&Value> = decided
        .filter(|control| control["rules"] == json!([ROOT]))
        .map(|control| &control["status"])
        .collect();
    assert!(decided.len() >= 2 && decided.iter().all(|s| **s != "not-run"));
}

#[test]
fn overridden_parameters_are_shown() {
    let file = "[parameters.iam-access-keys-rotated-90-days]\nmax_key_age_days = 30\n";
    let expected = json!({"max_key_age_days": 30});
    let shown = with(file, &["frameworks", "show", "cis-aws-7.0.0", "--json"]);
    let shown = json(&shown.expect_status(0));
    let mut controls = shown["controls"].as_array().unwrap().iter();
    assert!(controls.any(|c| c["rules"] == json!([{"id": KEYS, "parameters": expected}])));
    let plan = json(&with(file, &["plan", "--json"]).expect_status(0));
    // Beside those of the monitoring baseline.
    let mut all = plan["parameters"].as_array().unwrap().iter();
    let of_keys = all.find(|of| of["rule"] == KEYS).unwrap();
    assert_eq!(of_keys["parameters"], expected);
    let text = r#"{"max_key_age_days":30}"#;
    for arguments in [&["plan"][..], &["explain", KEYS, "--demo"]] {
        let outcome = with(file, arguments).expect_status(0);
        assert!(outcome.stdout.contains(text), "{outcome}");
    }
    let rule = with(file, &["rules", "explain", KEYS]).expect_status(0);
    assert!(
        rule.stdout.contains("= 30 (90 if not configured)"),
        "{rule}"
    );
    let rule = json(&with(file, &["rules", "explain", KEYS, "--json"]));
    assert_eq!(rule["parameters"]["max_key_age_days"]["configured"], 30);
}

#[test]
fn a_level_leaves_the_higher_controls_out() {
    let second = "cloudtrail-kms-encryption";
    let outcome = demo("", &["--level", "1"]);
    assert!(ran(&outcome, ROOT) && !ran(&outcome, second));
    let controls = &outcome.report()["frameworks"][0]["controls"];
    for control in controls.as_array().unwrap() {
        let left_out = control["status"] == "not-run";
        assert_eq!(left_out, control["level"] == 2, "{control}");
    }
    let file = "[scan]\nlevel = 1\n";
    assert!(!ran(&demo(file, &[]), second));
    assert!(ran(&demo(file, &["--level", "2"]), second));
    let plan = with(file, &["plan", "--json"]).expect_status(0).stdout;
    assert!(plan.contains(ROOT) && !plan.contains(second), "{plan}");
    with("", &["scan", "--demo", "--level", "3"]).expect_status(2);
    // Asked for by its name, it is shown, unless the level is typed, too.
    with(file, &["explain", second, "--demo"]).expect_status(0);
    let above = with("", &["explain", second, "--demo", "--level", "1"]).expect_status(2);
    assert!(
        above.stderr.contains("decides no control up to level 1"),
        "{above}"
    );
}
