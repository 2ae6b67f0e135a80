//! Which rules run, with which parameters, and which frameworks are reported.

use std::collections::{BTreeMap, BTreeSet};

use globset::{Glob, GlobMatcher};
use serde_json::{Map, Value};

use super::definition::Rule;
use super::framework::{Binding, Framework};
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
    #[error("no rule is left to run; loosen `--rule`, `--skip` or `--min-severity`")]
    Empty,
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
        let mut bindings = self.bindings(&frameworks, selection.frameworks.is_empty());
        let keep = globs("--rule", &selection.rules, &bindings)?;
        let skip = globs("--skip", &selection.skip, &bindings)?;
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

    fn bindings(&self, frameworks: &[&Framework], all_rules: bool) -> Vec<Bound<'_>> {
        let mut bindings: BTreeMap<(&str, String), Bound<'_>> = BTreeMap::new();
        let mut add = |id: &str, parameters: &Map<String, Value>| {
            if let Some(rule) = self.rules.get(id) {
                let key = Value::Object(parameters.clone()).to_string();
                let parameters = parameters.clone();
                bindings.insert((&rule.id, key), Bound { rule, parameters });
            }
        };
        let controls = frameworks.iter().flat_map(|f| &f.controls);
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
                add(id, &Map::new());
            }
        }
        bindings.into_values().collect()
    }
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
