//! How many controls each version of CIS AWS Foundations has, counted in the published
//! benchmarks, against the files under `rules/frameworks`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Assessment, Decided, Framework, RuleSet};

/// A version: all its controls, those of level 1, those that it calls automated, and the
/// controls of each chapter from the first with one.
struct Version {
    id: &'static str,
    controls: usize,
    level_1: usize,
    automated: usize,
    chapters: &'static [usize],
}

const fn version(
    id: &'static str,
    [controls, level_1, automated]: [usize; 3],
    chapters: &'static [usize],
) -> Version {
    Version {
        id,
        controls,
        level_1,
        automated,
        chapters,
    }
}

/// Up to 5.0.0 chapters are counted from 1; then 1 is an introduction.
const VERSIONS: [Version; 10] = [
    version("cis-aws-1.2.0", [49, 36, 43], &[22, 9, 14, 4]),
    version("cis-aws-1.3.0", [55, 38, 45], &[22, 3, 11, 15, 4]),
    version("cis-aws-1.4.0", [58, 38, 47], &[21, 7, 11, 15, 4]),
    version("cis-aws-1.5.0", [63, 42, 55], &[21, 10, 11, 16, 5]),
    version("cis-aws-2.0.0", [64, 42, 37], &[22, 9, 11, 16, 6]),
    version("cis-aws-3.0.0", [62, 40, 36], &[22, 9, 9, 16, 6]),
    version("cis-aws-4.0.1", [64, 42, 37], &[22, 9, 9, 16, 8]),
    version("cis-aws-5.0.0", [63, 41, 35], &[21, 9, 9, 16, 8]),
    version("cis-aws-6.0.0", [63, 41, 35], &[21, 9, 9, 16, 8]),
    version("cis-aws-7.0.0", [70, 41, 34], &[26, 9, 10, 16, 9]),
];

fn chapter(id: &str) -> usize {
    id.split('.').next().unwrap().parse().unwrap()
}

#[test]
fn every_version_has_all_its_controls() {
    let rules = RuleSet::load(&[]).unwrap();
    for version in VERSIONS {
        let controls = &rules.frameworks[version.id].controls;
        let count =
            |of: &dyn Fn(&super::Control) -> bool| controls.iter().filter(|c| of(c)).count();
        assert_eq!(controls.len(), version.controls, "{}", version.id);
        assert_eq!(count(&|c| c.level == 1), version.level_1, "{}", version.id);
        let automated = count(&|c| c.assessment == Assessment::Automated);
        assert_eq!(automated, version.automated, "{}", version.id);
        let mut chapters: BTreeMap<usize, usize> = BTreeMap::new();
        for control in controls {
            *chapters.entry(chapter(&control.id)).or_default() += 1;
        }
        let chapters: Vec<usize> = chapters.into_values().collect();
        assert_eq!(chapters, version.chapters, "{}", version.id);
    }
}

#[test]
fn numbers_run_without_holes_and_in_order() {
    let rules = RuleSet::load(&[]).unwrap();
    for version in VERSIONS {
        let numbers: Vec<Vec<u64>> = rules.frameworks[version.id]
            .controls
            .iter()
            .map(|c| c.id.split('.').map(|n| n.parse().unwrap()).collect())
            .collect();
        assert!(numbers.is_sorted(), "{}", version.id);
        for pair in numbers.windows(2) {
            let [before, after] = pair else { continue };
            let same = before.iter().zip(after).take_while(|(a, b)| a == b).count();
            let starts = after[same..].iter().skip(1).all(|n| *n == 1);
            assert!(
                starts && (same == 0 || after[same] == before[same] + 1),
                "{}: {after:?} after {before:?}",
                version.id
            );
        }
    }
}

#[test]
fn every_control_has_a_rule_and_every_rule_a_control() {
    let rules = RuleSet::load(&[]).unwrap();
    let mut bound = BTreeSet::new();
    for framework in rules.frameworks.values() {
        for control in &framework.controls {
            assert!(!control.rules.is_empty(), "{} {}", framework.id, control.id);
            bound.extend(control.rules.iter().map(|b| b.rule.as_str()));
        }
    }
    let all: BTreeSet<&str> = rules.rules.keys().map(String::as_str).collect();
    let extras: Vec<&&str> = all.difference(&bound).collect();
    assert_eq!(
        extras,
        [&"config-rule-restricted-ssh"],
        "the README lists extras"
    );
}

/// What a framework says of a rule: whether a person decides it.
fn decided(framework: &Framework, rule: &str) -> Option<Decided> {
    let mut controls = framework.controls.iter();
    let control = controls.find(|c| c.rules.iter().any(|b| b.rule == rule))?;
    Some(control.decided)
}

#[test]
fn what_the_api_does_not_show_is_left_to_a_person_in_every_version() {
    let rules = RuleSet::load(&[]).unwrap();
    for rule in [
        "account-contact-details-current",
        "account-security-questions-registered",
        "iam-central-user-management",
        "org-management-account-no-workloads",
        "org-ou-structure",
    ] {
        let found = rules.frameworks.values().filter_map(|f| decided(f, rule));
        let found: BTreeSet<Decided> = found.collect();
        assert_eq!(found, BTreeSet::from([Decided::Manual]), "{rule}");
    }
}
