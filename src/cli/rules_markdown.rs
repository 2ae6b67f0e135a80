//! `auditrail rules list --markdown`, which makes docs/rules.md.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::rules::controls;
use crate::rule::{Parameter, Rule, RuleSet};
use crate::text;

const HEAD: &str = "\
# Rules

<!-- Made by `auditrail rules list --markdown`; do not edit. -->

By service and id. A pass is never guessed: what could not be looked at is *unknown*.
`auditrail rules explain ID` has the condition and how to mend it with the AWS CLI and
Terraform; a parameter is set in `auditrail.toml`.
";

/// All `rules` as a page of Markdown, by service and id.
pub fn markdown(rules: &RuleSet) -> String {
    let mut services: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules.rules.values() {
        services.entry(&rule.service).or_default().push(rule);
    }
    let mut page = HEAD.to_owned();
    for (service, of_service) in services {
        let count = text::count(of_service.len(), "rule");
        line(&mut page, &format!("\n## {} ({count})", escape(service)));
        for rule in of_service {
            one(&mut page, rules, rule);
        }
    }
    page
}

fn one(page: &mut String, rules: &RuleSet, rule: &Rule) {
    line(page, &format!("\n### {}\n", escape(&rule.id)));
    line(page, &format!("**{}**\n", escape(&rule.title)));
    line(page, &format!("{}\n", escape(&rule.why)));
    line(page, &format!("- Severity: {}", rule.severity));
    line(page, &format!("- Judges: {}", rule.judges.noun()));
    for (name, parameter) in &rule.parameters {
        line(page, &described(name, parameter));
    }
    let decides: Vec<String> = controls(rules, &rule.id)
        .into_iter()
        .map(|(framework, ids)| format!("{} {}", escape(framework), escape(&ids.join(", "))))
        .collect();
    if decides.is_empty() {
        line(page, "- Controls: in no framework");
    } else {
        line(page, &format!("- Controls: {}", decides.join("; ")));
    }
    let calls: Vec<String> = rule.calls().iter().map(|c| code(&c.to_string())).collect();
    line(page, &format!("- Calls: {}", calls.join(", ")));
    if let Some(console) = &rule.fix.console {
        line(page, &format!("- Fix: {}", escape(console)));
    }
}

fn described(name: &str, parameter: &Parameter) -> String {
    format!(
        "- Parameter {}: {}; {}, {} by default",
        code(name),
        escape(&parameter.about),
        parameter.describe_range(),
        code(&parameter.default.to_string()),
    )
}

fn line(page: &mut String, line: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(page, "{line}");
}

/// `text` on one line, so that Markdown shows it as it is.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            escaped.push(' ');
        }
        // What makes a list at the beginning of a line.
        let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
        let marker = match word.strip_suffix(['.', ')']) {
            Some(number) => is_number(number),
            None => ["-", "+", "="].contains(&word),
        };
        for (at, c) in word.char_indices() {
            let ends_marker = index == 0 && marker && at + c.len_utf8() == word.len();
            if ends_marker || "\\`*_[]<>#|~&".contains(c) {
                escaped.push('\\');
            }
            escaped.push(c);
        }
    }
    escaped
}

/// `text` as code, whatever backticks are in it.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest == 0 {
        format!("{fence}{text}{fence}")
    } else {
        format!("{fence} {text} {fence}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_markdown_is_shown_as_it_is() {
        assert_eq!(escape("a_b <root>\n  *c*"), r"a\_b \<root\> \*c\*");
        assert_eq!(escape("1. x 2. y"), r"1\. x 2. y");
        assert_eq!(escape("- x - y"), r"\- x - y");
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b"), "``` a``b ```");
    }

    #[test]
    fn every_rule_is_there_once_under_its_service() {
        let rules = RuleSet::load(&[]).unwrap();
        let page = markdown(&rules);
        for rule in rules.rules.values() {
            let heading = format!("\n### {}\n", escape(&rule.id));
            assert_eq!(page.matches(&heading).count(), 1, "{}", rule.id);
        }
        let services: Vec<&str> = page.lines().filter(|l| l.starts_with("## ")).collect();
        assert!(services.is_sorted(), "{services:?}");
    }
}
