//! Frameworks that have been checked: every rule exists, every parameter fits.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::definition::Rule;
use super::diagnostic::Diagnostic;
use super::file::{Assessment, BindingFile, Decided, FrameworkFile};
use super::parameter::bind;
use super::schema::nearest;
use super::yaml::Document;

/// Controls, and the rules that decide them.
#[derive(Debug, Clone)]
pub struct Framework {
    /// Such as `cis-aws-7.0.0`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The controls, in their order.
    pub controls: Vec<Control>,
}

/// A control of a framework.
#[derive(Debug, Clone)]
pub struct Control {
    /// Its number.
    pub id: String,
    /// What it asks.
    pub title: String,
    /// 1 or 2.
    pub level: u8,
    /// Whether the framework itself calls it automated.
    pub assessment: Assessment,
    /// How much of it the rules decide.
    pub decided: Decided,
    /// The rules that decide it.
    pub rules: Vec<Binding>,
}

/// A rule with parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// The rule's id.
    pub rule: String,
    /// The parameters that differ from its defaults.
    pub parameters: Map<String, Value>,
}

impl Framework {
    /// The id without its version: `cis-aws` of `cis-aws-7.0.0`.
    pub fn family(&self) -> &str {
        match self.id.rsplit_once('-') {
            Some((family, version)) if version.starts_with(|c: char| c.is_ascii_digit()) => family,
            _ => &self.id,
        }
    }

    /// The version as numbers, to order by.
    pub fn version(&self) -> Vec<u64> {
        let version = self.id.get(self.family().len()..).unwrap_or_default();
        let parts = version.trim_start_matches('-').split('.');
        parts.map(|part| part.parse().unwrap_or(0)).collect()
    }
}

/// Checks `file`, which was read from `document`.
///
/// # Errors
/// All problems.
pub fn framework(
    id: &str,
    file: FrameworkFile,
    document: &Document,
    rules: &BTreeMap<String, Rule>,
) -> Result<Framework, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut controls: Vec<Control> = Vec::new();
    for (index, control) in file.controls.into_iter().enumerate() {
        if controls.iter().any(|earlier| earlier.id == control.id) {
            let message = format!("the control `{}` stands here twice", control.id);
            problems.push(document.problem(&format!("/controls/{index}/id"), message));
        }
        let mut bindings = Vec::new();
        for (nth, binding) in control.rules.into_iter().enumerate() {
            let at = format!("/controls/{index}/rules/{nth}");
            match self::binding(&at, binding, document, rules) {
                Ok(binding) => bindings.push(binding),
                Err(more) => problems.extend(more),
            }
        }
        let automatic = if bindings.is_empty() {
            Decided::Manual
        } else {
            Decided::Automatic
        };
        controls.push(Control {
            id: control.id,
            title: control.title,
            level: control.level,
            assessment: control.assessment,
            decided: control.decided.unwrap_or(automatic),
            rules: bindings,
        });
    }
    if problems.is_empty() {
        Ok(Framework {
            id: id.to_owned(),
            title: file.title,
            controls,
        })
    } else {
        Err(problems)
    }
}

fn binding(
    at: &str,
    file: BindingFile,
    document: &Document,
    rules: &BTreeMap<String, Rule>,
) -> Result<Binding, Vec<Diagnostic>> {
    let (id, parameters, place) = match file {
        BindingFile::Rule(id) => (id, Map::new(), at.to_owned()),
        BindingFile::Bound(bound) => (bound.rule, bound.parameters, format!("{at}/rule")),
    };
    let Some(rule) = rules.get(&id) else {
        let problem = document.problem(&place, format!("there is no rule `{id}`"));
        let near = nearest(&id, rules.keys().map(String::as_str));
        return Err(vec![match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem,
        }]);
    };
    match bind(&rule.parameters, &parameters) {
        Ok(parameters) => Ok(Binding {
            rule: id,
            parameters,
        }),
        Err(errors) => Err(errors
            .iter()
            .map(|error| document.problem(&format!("{at}/parameters"), error.to_string()))
            .collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_order_as_numbers() {
        let framework = |id: &str| Framework {
            id: id.into(),
            title: String::new(),
            controls: vec![],
        };
        assert_eq!(framework("cis-aws-10.0.1").family(), "cis-aws");
        assert!(framework("cis-aws-10.0.1").version() > framework("cis-aws-7.0.0").version());
        assert_eq!(framework("our-own").family(), "our-own");
    }
}
