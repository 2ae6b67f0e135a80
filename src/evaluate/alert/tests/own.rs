//! A rule that a user writes, as the README shows it: two files, no Rust.

use std::path::Path;

use crate::evaluate::objection;
use crate::rule::RuleSet;

#[test]
fn a_rule_of_ones_own_needs_no_rust() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules");
    let rules = RuleSet::load_with_cases(&[folder]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(rules.own, ["monitor-backup-vault-deletion"]);
    let rule = &rules.rules["monitor-backup-vault-deletion"];
    let cases = &rules.cases[&rule.id];
    assert!(cases.len() >= 5);
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| objection(rule, case))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_readme_shows_that_rule() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let rule = read("examples/rules/monitor-backup-vault-deletion.yaml");
    let shown = rule.split("why:").next().unwrap();
    let readme = read("README.md");
    for line in shown.lines() {
        assert!(
            readme.contains(&format!("    {line}")),
            "not in the README: {line}"
        );
    }
}
