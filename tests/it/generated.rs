//! Files that are made by the program and committed: each is as the program makes it now.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::Auditrail;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[track_caller]
fn same(path: &str, made: &str, command: &str) {
    let committed = fs::read_to_string(root(path)).unwrap_or_default();
    assert!(
        committed == made,
        "{path} is out of date; run\n    {command}"
    );
}

#[test]
fn the_schemas_of_rule_files() {
    for of in ["rule", "cases", "framework"] {
        let path = format!("rules/{of}.schema.json");
        let made = Auditrail::new()
            .args(["rules", "schema", "--of", of])
            .run()
            .expect_status(0);
        let command = format!("cargo run -- rules schema --of {of} > {path}");
        same(&path, &made.stdout, &command);
    }
}

#[test]
fn the_page_of_all_rules() {
    let made = Auditrail::new()
        .args(["rules", "list", "--markdown"])
        .run()
        .expect_status(0);
    let command = "cargo run -- rules list --markdown > docs/rules.md";
    same("docs/rules.md", &made.stdout, command);
}

#[test]
fn the_sample_reports() {
    let made = Auditrail::new()
        .args(["scan", "--demo", "--fail-on", "never"])
        .run()
        .expect_status(0);
    for file in ["report.html", "report.json", "junit.xml"] {
        same(
            &format!("reports/sample/{file}"),
            &made.read(&format!("reports/{file}")),
            "cargo run -- scan --demo --fail-on never --output reports/sample",
        );
    }
}
