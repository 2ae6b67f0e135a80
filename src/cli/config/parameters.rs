//! `[parameters.RULE]`: parameters of rules.

use std::sync::Arc;

use super::document::{Document, Entry, Shape, suggest};
use crate::rule::{BindError, Diagnostic, RuleSet, Source};

/// What the file sets of one rule.
#[derive(Debug)]
pub struct Parameters {
    rule: Entry,
    values: Vec<Entry>,
}

/// The tables in `[parameters]`. Whether there are such rules is not known yet: they may
/// come from folders that the file names.
pub fn parameters(document: &mut Document) -> Vec<Parameters> {
    let mut all = Vec::new();
    for rule in document.take("parameters") {
        match rule.value.of.clone() {
            Shape::Table(values) => all.push(Parameters { rule, values }),
            _ => document.refuse(
                rule.value.span,
                format!("`{}` must be a table of parameters", rule.key),
            ),
        }
    }
    all
}

impl Parameters {
    /// Sets the parameters in `rules`; what is wrong with them, if something is.
    pub fn apply(&self, source: &Arc<Source>, rules: &mut RuleSet) -> Vec<Diagnostic> {
        let id = &self.rule.key;
        if !rules.rules.contains_key(id) {
            let message = format!("there is no rule `{id}`");
            let problem = Diagnostic::new(source, self.rule.key_span.clone(), message);
            let known = rules.rules.keys().map(String::as_str);
            return vec![suggest(problem, id, known)];
        }
        let refused = |entry: &Entry| {
            let set = rules.override_parameter(id, &entry.key, &entry.value.json());
            let error = set.err()?;
            let span = match error {
                BindError::Value { .. } | BindError::Network { .. } => &entry.value.span,
                BindError::Unknown(_) | BindError::Rule(_) => &entry.key_span,
            };
            let problem = Diagnostic::new(source, span.clone(), error.to_string());
            let of_rule = rules.rules.get(id).into_iter();
            let known = of_rule.flat_map(|rule| rule.parameters.keys());
            Some(match error {
                BindError::Unknown(name) => suggest(problem, &name, known.map(String::as_str)),
                BindError::Value { .. } | BindError::Network { .. } | BindError::Rule(_) => problem,
            })
        };
        self.values.iter().filter_map(refused).collect()
    }
}
