//! The versions of CIS AWS Foundations under `rules/frameworks`: which monitoring controls
//! they have, and what differs between them.

use serde_json::{Value, json};

use super::{Check, Decided, Framework, RuleSet};

/// The monitoring controls in CIS's order; the last came with 1.3.0.
const MONITORING: [&str; 15] = [
    "monitor-unauthorized-api-calls",
    "monitor-console-sign-in-without-mfa",
    "monitor-root-usage",
    "monitor-iam-policy-changes",
    "monitor-cloudtrail-config-changes",
    "monitor-console-auth-failures",
    "monitor-cmk-disable-or-delete",
    "monitor-s3-bucket-policy-changes",
    "monitor-config-changes",
    "monitor-security-group-changes",
    "monitor-nacl-changes",
    "monitor-network-gateway-changes",
    "monitor-route-table-changes",
    "monitor-vpc-changes",
    "monitor-organizations-changes",
];

/// Each version, its chapter on monitoring, and how many of the controls it has.
const VERSIONS: [(&str, u8, usize); 10] = [
    ("cis-aws-1.2.0", 3, 14),
    ("cis-aws-1.3.0", 4, 15),
    ("cis-aws-1.4.0", 4, 15),
    ("cis-aws-1.5.0", 4, 15),
    ("cis-aws-2.0.0", 4, 15),
    ("cis-aws-3.0.0", 4, 15),
    ("cis-aws-4.0.1", 4, 15),
    ("cis-aws-5.0.0", 4, 15),
    ("cis-aws-6.0.0", 5, 15),
    ("cis-aws-7.0.0", 5, 15),
];

fn versions(rules: &RuleSet) -> impl Iterator<Item = &Framework> {
    VERSIONS.iter().map(|(id, ..)| &rules.frameworks[*id])
}

/// The parameters of `rule` in `framework`, with the defaults of the rest.
fn parameters(rules: &RuleSet, framework: &Framework, rule: &str) -> Value {
    let mut bindings = framework.controls.iter().flat_map(|c| &c.rules);
    let binding = bindings.find(|binding| binding.rule == rule).unwrap();
    rules.rules[rule].with_defaults(&binding.parameters).into()
}

#[test]
fn every_version_has_its_monitoring_controls() {
    let rules = RuleSet::load(&[]).unwrap();
    let of_cis = rules
        .frameworks
        .keys()
        .filter(|id| id.starts_with("cis-aws-"));
    assert_eq!(of_cis.count(), VERSIONS.len());
    for (id, chapter, count) in VERSIONS {
        let controls = rules.frameworks[id].controls.iter();
        let found: Vec<(String, Vec<&str>)> = controls
            .filter(|control| control.id.starts_with(&format!("{chapter}.")))
            .filter(|control| control.rules.iter().any(|b| b.rule.starts_with("monitor-")))
            .map(|c| {
                (
                    c.id.clone(),
                    c.rules.iter().map(|b| b.rule.as_str()).collect(),
                )
            })
            .collect();
        let expected = MONITORING.iter().take(count).enumerate();
        let expected: Vec<(String, Vec<&str>)> = expected
            .map(|(index, rule)| (format!("{chapter}.{}", index + 1), vec![*rule]))
            .collect();
        assert_eq!(found, expected, "{id}");
    }
}

#[test]
fn their_levels_and_what_is_left_to_a_person() {
    let level_two = ["6", "7", "9", "10", "11"];
    let rules = RuleSet::load(&[]).unwrap();
    for framework in versions(&rules) {
        let accepts_others = framework.version() >= vec![2, 0, 0];
        for control in &framework.controls {
            if !control.rules.iter().any(|b| b.rule.starts_with("monitor-")) {
                continue;
            }
            let place = control.id.split('.').nth(1).unwrap();
            let refused_calls = place == "1" && accepts_others;
            let level = if level_two.contains(&place) || refused_calls {
                2
            } else {
                1
            };
            assert_eq!(control.level, level, "{} {}", framework.id, control.id);
            let decided = if accepts_others {
                Decided::Partial
            } else {
                Decided::Automatic
            };
            assert_eq!(control.decided, decided, "{} {}", framework.id, control.id);
        }
    }
}

#[test]
fn what_differs_between_versions_is_bound() {
    let rules = RuleSet::load(&[]).unwrap();
    for framework in versions(&rules) {
        let since = |version: &[u64]| framework.version() >= version.to_vec();
        let of = |rule| parameters(&rules, framework, rule);
        let id = &framework.id;

        let refused = of("monitor-unauthorized-api-calls");
        let (events, sources) = if since(&[2, 0, 0]) {
            (
                json!(["HeadBucket"]),
                json!(["delivery.logs.amazonaws.com"]),
            )
        } else {
            (json!([]), json!([]))
        };
        assert_eq!(refused["ignored_events"], events, "{id}");
        assert_eq!(refused["ignored_sources"], sources, "{id}");
        assert_eq!(refused["events"], 1, "{id}");

        let groups = of("monitor-security-group-changes");
        let groups = groups["events"].as_array().unwrap();
        assert_eq!(groups.len(), if since(&[5, 0, 0]) { 7 } else { 6 }, "{id}");
        let modify = json!("ModifySecurityGroupRules");
        assert_eq!(groups.contains(&modify), since(&[5, 0, 0]), "{id}");

        let root = of("root-mfa-enabled");
        assert_eq!(root["no_password_passes"], since(&[5, 0, 0]), "{id}");
        if since(&[1, 3, 0]) {
            let ports = of("sg-no-public-admin-ports-ipv4");
            assert_eq!(ports["any_protocol"], !since(&[4, 0, 0]), "{id}");
        }
    }
}

#[test]
fn one_event_rings() {
    let rules = RuleSet::load(&[]).unwrap();
    for id in MONITORING {
        let rule = &rules.rules[id];
        let Check::Alert(alert) = &rule.check else {
            panic!("{id} is no alert rule");
        };
        let defaults = rule.with_defaults(&serde_json::Map::new());
        assert_eq!(alert.events.resolve(&defaults), 1, "{id}");
        for set in &alert.required {
            assert!(
                set.resolve(&defaults, &Value::Null).is_some(),
                "{id}: {set:?}"
            );
        }
    }
}
