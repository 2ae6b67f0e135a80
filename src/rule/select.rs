//! Which rules run, with which parameters, and which frameworks are reported.

use std::collections::{BTreeMap, BTreeSet};

use globset::{Glob, GlobMatcher};
use serde_json::{Map, Value};

use super::definition::Rule;
use super::framework::{Binding, Control, Framework};
use super::schema::nearest;
use super::set::RuleSet;
use crate::verdict::Severity;

/// What a user asked for.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Ids of frameworks; none means all rules.
    pub frameworks: Vec<String>,
    /// Globs over rule ids to keep; none means all.
    pub rules: Vec<String>,
    /// Globs over rule ids to leave out.
    pub skip: Vec<String>,
    /// The lowest severity to keep.
    pub min_severity: Option<Severity>,
    /// The highest level of the controls to keep; rules that are in none of those are left
    /// out. None means all controls, and all rules.
    pub level: Option<u8>,
}

/// A selection that matches nothing, by the fault of who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectError {
    /// There is no such framework.
    #[error("there is no framework `{id}`{}", hint(near.as_deref()))]
    Framework {
        /// What was asked for.
        id: String,
        /// What may have been meant.
        near: Option<String>,
    },
    /// A glob over rules is no glob.
    #[error("`{glob}` is not a pattern for rule ids: {problem}")]
    Glob {
        /// What was given.
        glob: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A glob over rules matches none.
    #[error("`{option} {glob}` matches no rule{}", hint(near.as_deref()))]
    Nothing {
        /// `--rule` or `--skip`.
        option: &'static str,
        /// What was given.
        glob: String,
        /// What may have been meant.
        near: Option<String>,
    },
    /// Everything was left out.
    #[error("no rule is left to run; loosen `--rule`, `--skip`, `--level` or `--min-severity`")]
    Empty,
}

impl SelectError {
    /// What was given and matches nothing.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Framework { id, .. } => Some(id),
            Self::Glob { glob, .. } | Self::Nothing { glob, .. } => Some(glob),
            Self::Empty => None,
        }
    }
}

fn hint(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?"))
        .unwrap_or_default()
}

/// The rules that run.
#[derive(Debug)]
pub struct Selected<'s> {
    /// Each rule once for each set of parameters, sorted by id.
    pub bindings: Vec<Bound<'s>>,
    /// The frameworks that are reported.
    pub frameworks: Vec<&'s Framework>,
    /// The highest level of the controls that are looked at, if not all are.
    pub level: Option<u8>,
}

/// A rule that runs with parameters.
#[derive(Debug, Clone)]
pub struct Bound<'s> {
    /// The rule.
    pub rule: &'s Rule,
    /// The parameters that differ from its defaults.
    pub parameters: Map<String, Value>,
}

impl Selected<'_> {
    /// Whether `control` is above the level that was asked for.
    pub fn leaves_out(&self, control: &Control) -> bool {
        above(self.level, control)
    }

    /// Whether the rule of `binding` runs with its parameters.
    pub fn runs(&self, binding: &Binding) -> bool {
        self.bindings
            .iter()
            .any(|bound| bound.rule.id == binding.rule && bound.parameters == binding.parameters)
    }

    /// The rules that run, each once.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        let rules: BTreeMap<&str, &Rule> = self
            .bindings
            .iter()
            .map(|bound| (bound.rule.id.as_str(), bound.rule))
            .collect();
        rules.into_values()
    }
}

impl RuleSet {
    /// The rules and frameworks of `selection`.
    ///
    /// # Errors
    /// What in it matches nothing.
    pub fn select(&self, selection: &Selection) -> Result<Selected<'_>, SelectError> {
        let frameworks = self.reported(&selection.frameworks)?;
        let level = selection.level;
        let mut bindings = self.bindings(&frameworks, None, selection.frameworks.is_empty());
        // A glob is no mistake because the level leaves out what it matches.
        let keep = globs("--rule", &selection.rules, &bindings)?;
        let skip = globs("--skip", &selection.skip, &bindings)?;
        if level.is_some() {
            bindings = self.bindings(&frameworks, level, false);
        }
        bindings.retain(|bound| {
            let id = &bound.rule.id;
            (keep.is_empty() || keep.iter().any(|glob| glob.is_match(id)))
                && !skip.iter().any(|glob| glob.is_match(id))
                && selection
                    .min_severity
                    .is_none_or(|min| bound.rule.severity >= min)
        });
        if bindings.is_empty() {
            return Err(SelectError::Empty);
        }
        Ok(Selected {
            bindings,
            frameworks,
            level,
        })
    }

    /// The named frameworks, or the newest of each family.
    fn reported(&self, named: &[String]) -> Result<Vec<&Framework>, SelectError> {
        if named.is_empty() {
            let mut newest: BTreeMap<&str, &Framework> = BTreeMap::new();
            for framework in self.frameworks.values() {
                let known = newest.entry(framework.family()).or_insert(framework);
                if framework.version() > known.version() {
                    *known = framework;
                }
            }
            return Ok(newest.into_values().collect());
        }
        let named: BTreeSet<&String> = named.iter().collect();
        named
            .into_iter()
            .map(|id| {
                self.frameworks
                    .get(id)
                    .ok_or_else(|| SelectError::Framework {
                        id: id.clone(),
                        near: nearest(id, self.frameworks.keys().map(String::as_str))
                            .map(str::to_owned),
                    })
            })
            .collect()
    }

    /// The rules of the controls of `frameworks` up to `level`, and with `all_rules` those
    /// that are in no control.
    fn bindings(
        &self,
        frameworks: &[&Framework],
        level: Option<u8>,
        all_rules: bool,
    ) -> Vec<Bound<'_>> {
        let mut bindings: BTreeMap<(&str, String), Bound<'_>> = BTreeMap::new();
        let mut add = |id: &str, parameters: &Map<String, Value>| {
            if let Some(rule) = self.rules.get(id) {
                let key = Value::Object(parameters.clone()).to_string();
                let parameters = parameters.clone();
                bindings.insert((&rule.id, key), Bound { rule, parameters });
            }
        };
        let controls = frameworks.iter().flat_map(|f| &f.controls);
        let controls = controls.filter(|control| !above(level, control));
        for binding in controls.flat_map(|control| &control.rules) {
            add(&binding.rule, &binding.parameters);
        }
        if all_rules {
            let bound: BTreeSet<&str> = frameworks
                .iter()
                .flat_map(|f| &f.controls)
                .flat_map(|control| &control.rules)
                .map(|binding| binding.rule.as_str())
                .collect();
            for id in self.rules.keys().filter(|id| !bound.contains(id.as_str())) {
                add(id, &self.unbound_parameters(id));
            }
        }
        bindings.into_values().collect()
    }
}

fn above(level: Option<u8>, control: &Control) -> bool {
    level.is_some_and(|level| control.level > level)
}

fn globs(
    option: &'static str,
    globs: &[String],
    bindings: &[Bound<'_>],
) -> Result<Vec<GlobMatcher>, SelectError> {
    let ids = || bindings.iter().map(|bound| bound.rule.id.as_str());
    globs
        .iter()
        .map(|glob| {
            let matcher = Glob::new(glob)
                .map_err(|error| SelectError::Glob {
                    glob: glob.clone(),
                    problem: error.kind().to_string(),
                })?
                .compile_matcher();
            if ids().any(|id| matcher.is_match(id)) {
                Ok(matcher)
            } else {
                Err(SelectError::Nothing {
                    option,
                    glob: glob.clone(),
                    near: nearest(glob, ids()).map(str::to_owned),
                })
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(selection: &Selection) -> Result<Vec<String>, SelectError> {
        let rules = RuleSet::load(&[]).unwrap();
        let selected = rules.select(selection)?;
        let ids = selected.bindings.iter().map(|bound| bound.rule.id.clone());
        Ok(ids.collect())
    }

    fn selection(frameworks: &[&str], rules: &[&str], skip: &[&str]) -> Selection {
        let owned = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
        Selection {
            frameworks: owned(frameworks),
            rules: owned(rules),
            skip: owned(skip),
            ..Selection::default()
        }
    }

    #[test]
    fn all_rules_run_against_the_newest_framework_of_each_family() {
        let rules = RuleSet::load(&[]).unwrap();
        let selected = rules.select(&Selection::default()).unwrap();
        let frameworks: Vec<&str> = selected.frameworks.iter().map(|f| f.id.as_str()).collect();
        assert_eq!(frameworks, ["aws-monitoring-1.0.0", "cis-aws-7.0.0"]);
        assert_eq!(selected.rules().count(), rules.rules.len());
    }

    #[test]
    fn a_framework_brings_its_rules_with_its_parameters() {
        let rules = RuleSet::load(&[]).unwrap();
        let of = |framework: &str| {
            let selection = selection(&[framework], &["root-mfa-enabled"], &[]);
            let selected = rules.select(&selection).unwrap();
            selected.bindings[0].parameters.clone()
        };
        assert!(of("cis-aws-7.0.0").is_empty());
        assert_eq!(of("cis-aws-1.4.0")["no_password_passes"], false);
        let both = selection(
            &["cis-aws-7.0.0", "cis-aws-1.4.0"],
            &["root-mfa-enabled"],
            &[],
        );
        assert_eq!(
            rules.select(&both).unwrap().bindings.len(),
            2,
            "one for each binding"
        );
    }

    #[test]
    fn globs_keep_and_skip() {
        let sg = ids(&selection(&[], &["sg-*"], &["*-ipv6"])).unwrap();
        let expected =
            ["admin-ports-ipv4", "cifs", "rdp", "ssh"].map(|of| format!("sg-no-public-{of}"));
        assert_eq!(sg, expected);
        let mut critical = Selection {
            min_severity: Some(Severity::Critical),
            ..Selection::default()
        };
        assert_eq!(
            ids(&critical).unwrap(),
            ["rds-not-public", "root-mfa-enabled", "root-no-access-keys"]
        );
        critical.rules = vec!["sg-*".to_owned()];
        assert_eq!(ids(&critical), Err(SelectError::Empty));
    }

    #[test]
    fn a_level_keeps_the_rules_of_the_controls_up_to_it() {
        let of = |level, frameworks: &[&str]| {
            let selection = Selection {
                level: Some(level),
                ..selection(frameworks, &[], &[])
            };
            ids(&selection).unwrap()
        };
        let has = |ids: &[String], id: &str| ids.iter().any(|i| i == id);
        let first = of(1, &[]);
        assert!(has(&first, "root-mfa-enabled"), "{first:?}");
        let second = "cloudtrail-kms-encryption";
        assert!(!has(&first, second), "{first:?}");
        // In no control at all.
        assert!(!has(&first, "config-rule-restricted-ssh"), "{first:?}");
        let all = of(2, &[]);
        assert!(has(&all, second), "{all:?}");
        assert!(!has(&all, "config-rule-restricted-ssh"), "{all:?}");
        // Level 1 until 1.5.0, level 2 since.
        let refused = "monitor-unauthorized-api-calls";
        assert!(has(&of(1, &["cis-aws-1.5.0"]), refused));
        assert!(!has(&of(1, &["cis-aws-2.0.0"]), refused));
        let both = of(1, &["cis-aws-1.5.0", "cis-aws-2.0.0"]);
        assert_eq!(both.iter().filter(|id| *id == refused).count(), 1);
    }

    #[test]
    fn what_a_level_leaves_out_may_be_named() {
        let narrowed = |rules: &[&str], skip: &[&str]| {
            ids(&Selection {
                level: Some(1),
                ..selection(&[], rules, skip)
            })
        };
        let second = "cloudtrail-kms-encryption";
        assert!(narrowed(&[], &[second]).is_ok());
        assert_eq!(narrowed(&[second], &[]), Err(SelectError::Empty));
    }

    #[test]
    fn what_matches_nothing_is_said_with_what_may_be_meant() {
        let message = |selection: &Selection| ids(selection).unwrap_err().to_string();
        let wrong = message(&selection(&["cis-aws-7.0.1"], &[], &[]));
        assert_eq!(
            wrong,
            "there is no framework `cis-aws-7.0.1`; did you mean `cis-aws-7.0.0`?"
        );
        let wrong = message(&selection(&[], &["sg-no-public-shh"], &[]));
        assert!(
            wrong.contains("did you mean `sg-no-public-ssh`?"),
            "{wrong}"
        );
        let wrong = message(&selection(&[], &[], &["["]));
        assert!(wrong.contains("is not a pattern"), "{wrong}");
    }
}
