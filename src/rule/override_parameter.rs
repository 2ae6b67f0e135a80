//! Parameters that a user sets: they go before what frameworks bind and before defaults.

use serde_json::{Map, Value};

use super::framework::Control;
use super::parameter::{BindError, Parameter, bind};
use super::set::RuleSet;

impl RuleSet {
    /// Lets the parameter `name` of `rule` be `value` wherever the rule runs, whatever
    /// frameworks bind. Bindings of one control that become equal by it become one.
    ///
    /// # Errors
    /// There is no such rule or parameter, or it does not take this value.
    pub fn override_parameter(
        &mut self,
        rule: &str,
        name: &str,
        value: &Value,
    ) -> Result<(), BindError> {
        let found = self.rules.get(rule);
        let found = found.ok_or_else(|| BindError::Rule(rule.to_owned()))?;
        let parameter = found.parameters.get(name);
        let parameter = parameter.ok_or_else(|| BindError::Unknown(name.to_owned()))?;
        parameter.check(name, value)?;
        let controls = self.frameworks.values_mut().flat_map(|f| &mut f.controls);
        for control in controls {
            rebind(control, rule, name, parameter, value);
        }
        let of_rule = self.set_by_user.entry(rule.to_owned()).or_default();
        of_rule.insert(name.to_owned(), value.clone());
        Ok(())
    }

    /// The parameters of `rule` that the user has set, equal to the defaults or not.
    pub fn set_by_user(&self, rule: &str) -> Option<&Map<String, Value>> {
        self.set_by_user.get(rule)
    }

    /// The parameters of `rule` that differ from its defaults where no framework binds it.
    pub(super) fn unbound_parameters(&self, rule: &str) -> Map<String, Value> {
        let of_rule = self.rules.get(rule).zip(self.set_by_user.get(rule));
        of_rule
            .and_then(|(rule, set)| bind(&rule.parameters, set).ok())
            .unwrap_or_default()
    }
}

fn rebind(control: &mut Control, rule: &str, name: &str, parameter: &Parameter, value: &Value) {
    for binding in control.rules.iter_mut().filter(|b| b.rule == rule) {
        // A binding names what differs from the defaults, in the order of the names.
        binding.parameters.shift_remove(name);
        if parameter.default != *value {
            binding.parameters.insert(name.to_owned(), value.clone());
            binding.parameters.sort_keys();
        }
    }
    let mut kept = Vec::with_capacity(control.rules.len());
    for binding in control.rules.drain(..) {
        if !kept.contains(&binding) {
            kept.push(binding);
        }
    }
    control.rules = kept;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Bound, Selection};
    use serde_json::json;

    const KEYS: &str = "iam-access-keys-rotated-90-days";

    fn with(overrides: &[(&str, &str, Value)]) -> RuleSet {
        let mut rules = RuleSet::load(&[]).unwrap();
        for (rule, name, value) in overrides {
            rules.override_parameter(rule, name, value).unwrap();
        }
        rules
    }

    /// What `rule` runs with in each of its bindings.
    fn bound(rules: &RuleSet, frameworks: &[&str], rule: &str) -> Vec<Value> {
        let selection = Selection {
            frameworks: frameworks.iter().map(|id| (*id).to_owned()).collect(),
            rules: vec![rule.to_owned()],
            ..Selection::default()
        };
        let parameters = |bound: &Bound<'_>| Value::Object(bound.parameters.clone());
        let selected = rules.select(&selection).unwrap();
        selected.bindings.iter().map(parameters).collect()
    }

    #[test]
    fn a_default_gives_way_and_the_findings_will_say_so() {
        let rules = with(&[(KEYS, "max_key_age_days", json!(30))]);
        let expected = [json!({"max_key_age_days": 30})];
        assert_eq!(bound(&rules, &[], KEYS), expected);
        // A rule that is in no framework, too.
        let rule = "sg-no-public-ssh";
        let rules = with(&[(rule, "port", json!(2222))]);
        assert_eq!(
            bound(&rules, &["cis-aws-1.2.0"], rule)[0]["port"],
            json!(2222)
        );
        assert_eq!(bound(&rules, &[], rule), [json!({"port": 2222})]);
    }

    #[test]
    fn what_frameworks_bind_gives_way_and_equal_bindings_are_one() {
        let rule = "root-mfa-enabled";
        let both = ["cis-aws-1.2.0", "cis-aws-7.0.0"];
        assert_eq!(bound(&with(&[]), &both, rule).len(), 2);
        let strict = with(&[(rule, "no_password_passes", json!(false))]);
        let expected = [json!({"no_password_passes": false})];
        assert_eq!(bound(&strict, &both, rule), expected);
        // The default once more: nothing differs from it now.
        let lax = with(&[(rule, "no_password_passes", json!(true))]);
        assert_eq!(bound(&lax, &both, rule), [json!({})]);
        assert_eq!(lax.set_by_user(rule).map(Map::len), Some(1));
    }

    #[test]
    fn equal_bindings_of_one_control_are_one() {
        let mut rules = RuleSet::load(&[]).unwrap();
        let framework = rules.frameworks.get_mut("cis-aws-7.0.0").unwrap();
        let control = framework.controls.iter_mut();
        let control = control.filter(|c| c.rules.iter().any(|b| b.rule == KEYS));
        let control = control.last().unwrap();
        let mut other = control.rules[0].clone();
        other.parameters = Map::from_iter([("max_key_age_days".to_owned(), json!(45))]);
        control.rules.push(other);
        let id = control.id.clone();
        rules
            .override_parameter(KEYS, "max_key_age_days", &json!(30))
            .unwrap();
        let framework = &rules.frameworks["cis-aws-7.0.0"];
        let control = framework.controls.iter().find(|c| c.id == id).unwrap();
        assert_eq!(control.rules.len(), 1);
    }

    #[test]
    fn what_does_not_fit_is_refused_and_changes_nothing() {
        let mut rules = with(&[]);
        let mut refuse = |rule, name, value| {
            let refused = rules.override_parameter(rule, name, &value);
            refused.unwrap_err().to_string()
        };
        assert_eq!(refuse("x", "y", json!(1)), "there is no rule `x`");
        assert_eq!(
            refuse(KEYS, "days", json!(1)),
            "the rule has no parameter `days`"
        );
        assert_eq!(
            refuse(KEYS, "max_key_age_days", json!(0)),
            "the parameter `max_key_age_days` must be a whole number of 1 or more"
        );
        assert_eq!(bound(&rules, &[], KEYS), [json!({})]);
    }
}
