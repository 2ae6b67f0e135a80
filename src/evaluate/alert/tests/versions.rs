//! Versions of a benchmark beside each other in one report.

use super::scene::{RULES, Scene};
use crate::evaluate::run;
use crate::finding::Status;
use crate::rule::Selection;

const RULE: &str = "monitor-security-group-changes";

#[test]
fn an_account_may_pass_one_version_and_fail_the_next() {
    let six = "{ ($.eventName = AuthorizeSecurityGroup*) || ($.eventName = RevokeSecurityGroup*) \
               || ($.eventName = CreateSecurityGroup) || ($.eventName = DeleteSecurityGroup) }";
    let inventory = Scene::with(six).inventory();
    let selection = Selection {
        frameworks: vec!["cis-aws-3.0.0".to_owned(), "cis-aws-5.0.0".to_owned()],
        rules: vec![RULE.to_owned()],
        ..Selection::default()
    };
    let selected = RULES.select(&selection).unwrap();
    let findings = run(&selected.bindings, &inventory);
    assert_eq!(findings.len(), 2);
    for (framework, id, status) in [
        ("cis-aws-3.0.0", "4.10", Status::Pass),
        ("cis-aws-5.0.0", "4.10", Status::Fail),
    ] {
        let framework = &RULES.frameworks[framework];
        let control = framework.controls.iter().find(|c| c.id == id).unwrap();
        let binding = control.rules.iter().find(|b| b.rule == RULE).unwrap();
        let mut own = findings
            .iter()
            .filter(|f| f.parameters == binding.parameters);
        let finding = own.next().unwrap();
        assert_eq!(finding.status, status, "{}", finding.message);
        assert!(own.next().is_none());
        let added = finding.message.contains("ModifySecurityGroupRules");
        assert_eq!(added, status == Status::Fail, "{}", finding.message);
    }
}
