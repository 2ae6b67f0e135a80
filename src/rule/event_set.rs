//! Sets of `CloudTrail` events, checked; and under parameters, with none left in them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::file::Outcome;
use super::network::Network;

/// A set of events; what is not said may be anything that occurs.
#[derive(Debug, Clone, PartialEq)]
pub struct EventSet {
    /// Who writes the events.
    pub origin: Origin,
    /// The service: its endpoint, such as `iam.amazonaws.com`, or of events of services
    /// themselves their source, such as `aws.config`.
    pub source: Option<String>,
    /// The operations, or what events of services themselves are called.
    pub names: Names,
    /// Conditions on fields, by path; all of them hold.
    pub conditions: BTreeMap<String, Vec<FieldCondition<Texts>>>,
    /// Which outcomes of the call count.
    pub outcome: Outcome,
}

/// Who writes an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `CloudTrail`, of calls.
    CloudTrail,
    /// A service, which sends it to `EventBridge`.
    Service,
}

/// The operations of an event set.
#[derive(Debug, Clone, PartialEq)]
pub enum Names {
    /// All.
    Any,
    /// These.
    List(Vec<String>),
    /// Those in a parameter.
    Parameter(String),
}

/// Texts to compare with.
#[derive(Debug, Clone, PartialEq)]
pub enum Texts {
    /// These.
    List(Vec<String>),
    /// Those in a parameter.
    Parameter(String),
}

/// A condition on one field of an event. Texts compare as a whole and with their case.
///
/// Those that say what a field is not (`IsNot`, `NoneOf`, `Outside`) hold where there is no
/// such field, too; all others but `Exists(false)` do not.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldCondition<List> {
    /// The field has this text.
    Is(String),
    /// The field has the text of this field of the judged resource.
    IsOfResource(String),
    /// The field does not have this text.
    IsNot(String),
    /// The field is there, or is not.
    Exists(bool),
    /// The field's text begins with this.
    StartsWith(String),
    /// The field's text ends with this.
    EndsWith(String),
    /// The field's text ends with one of these.
    EndsWithOneOf(List),
    /// The field has one of these texts.
    OneOf(List),
    /// The field has none of these texts.
    NoneOf(List),
    /// The field is no address in one of these CIDR blocks.
    Outside(List),
}

/// An event set under parameters: nothing is left to look up.
#[derive(Debug, Clone, PartialEq)]
pub struct ResolvedSet {
    /// Who writes the events.
    pub origin: Origin,
    /// The service's endpoint; any, if none.
    pub source: Option<String>,
    /// The operations, at least one; any, if none.
    pub names: Option<Vec<String>>,
    /// Conditions on fields, in the order of their paths; all of them hold. Lists have at
    /// least one text.
    pub conditions: Vec<(String, Vec<FieldCondition<Vec<String>>>)>,
    /// Which outcomes of the call count.
    pub outcome: Outcome,
}

impl EventSet {
    /// Events that a service sends to `EventBridge`.
    pub fn of_service(source: Option<String>, names: Names) -> Self {
        Self {
            origin: Origin::Service,
            source,
            names,
            conditions: BTreeMap::new(),
            outcome: Outcome::Any,
        }
    }

    /// The set under `parameters`, which have a value for every parameter of the rule, for
    /// the judged `resource` as the AWS CLI prints it.
    ///
    /// None where they leave no event in it: an empty list of operations, or of texts of
    /// which a field must have one; a field of the resource that has no text. An empty list
    /// of texts that a field must not have, or of networks, asks nothing and is left out.
    pub fn resolve(
        &self,
        parameters: &Map<String, Value>,
        resource: &Value,
    ) -> Option<ResolvedSet> {
        let names = self.names.resolve(parameters);
        if names.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        let mut conditions = Vec::new();
        for (path, on_field) in &self.conditions {
            let mut resolved = Vec::new();
            for condition in on_field {
                match condition.resolve(parameters, resource)? {
                    FieldCondition::OneOf(texts) | FieldCondition::EndsWithOneOf(texts)
                        if texts.is_empty() =>
                    {
                        return None;
                    }
                    FieldCondition::NoneOf(texts) | FieldCondition::Outside(texts)
                        if texts.is_empty() => {}
                    condition => resolved.push(condition),
                }
            }
            if !resolved.is_empty() {
                conditions.push((path.clone(), resolved));
            }
        }
        Some(ResolvedSet {
            origin: self.origin,
            source: self.source.clone(),
            names,
            conditions,
            outcome: self.outcome,
        })
    }
}

impl Names {
    /// The operations under `parameters`; none where any operation is meant.
    pub fn resolve(&self, parameters: &Map<String, Value>) -> Option<Vec<String>> {
        match self {
            Self::Any => None,
            Self::List(names) => Some(names.clone()),
            Self::Parameter(name) => Some(bound(parameters, name)),
        }
    }
}

impl Texts {
    /// The texts under `parameters`.
    pub fn resolve(&self, parameters: &Map<String, Value>) -> Vec<String> {
        match self {
            Self::List(texts) => texts.clone(),
            Self::Parameter(name) => bound(parameters, name),
        }
    }
}

fn bound(parameters: &Map<String, Value>, name: &str) -> Vec<String> {
    let texts = parameters.get(name).and_then(Value::as_array);
    let texts = texts.into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

impl FieldCondition<Texts> {
    fn resolve(
        &self,
        parameters: &Map<String, Value>,
        resource: &Value,
    ) -> Option<FieldCondition<Vec<String>>> {
        Some(match self {
            Self::Is(text) => FieldCondition::Is(text.clone()),
            Self::IsOfResource(name) => {
                let text = resource.get(name).and_then(Value::as_str);
                FieldCondition::Is(text?.to_owned())
            }
            Self::IsNot(text) => FieldCondition::IsNot(text.clone()),
            Self::Exists(exists) => FieldCondition::Exists(*exists),
            Self::StartsWith(text) => FieldCondition::StartsWith(text.clone()),
            Self::EndsWith(text) => FieldCondition::EndsWith(text.clone()),
            Self::EndsWithOneOf(texts) => FieldCondition::EndsWithOneOf(texts.resolve(parameters)),
            Self::OneOf(texts) => FieldCondition::OneOf(texts.resolve(parameters)),
            Self::NoneOf(texts) => FieldCondition::NoneOf(texts.resolve(parameters)),
            Self::Outside(networks) => FieldCondition::Outside(networks.resolve(parameters)),
        })
    }
}

impl FieldCondition<Vec<String>> {
    /// Whether a field with this text meets it; none stands for a field that is not there.
    pub fn holds(&self, text: Option<&str>) -> bool {
        match self {
            Self::Is(wanted) => text == Some(wanted),
            // Resolved sets have none.
            Self::IsOfResource(_) => false,
            Self::IsNot(unwanted) => text != Some(unwanted),
            Self::Exists(exists) => text.is_some() == *exists,
            Self::StartsWith(start) => text.is_some_and(|text| text.starts_with(start)),
            Self::EndsWith(end) => text.is_some_and(|text| text.ends_with(end)),
            Self::EndsWithOneOf(ends) => {
                text.is_some_and(|text| ends.iter().any(|end| text.ends_with(end)))
            }
            Self::OneOf(texts) => text.is_some_and(|text| texts.iter().any(|t| t == text)),
            Self::NoneOf(texts) => text.is_none_or(|text| texts.iter().all(|t| t != text)),
            Self::Outside(networks) => {
                let address = text.and_then(|text| text.parse().ok());
                let mut networks = networks.iter().filter_map(|text| Network::parse(text));
                address.is_none_or(|address| !networks.any(|network| network.has(address)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn set(names: Names, conditions: Vec<FieldCondition<Texts>>) -> EventSet {
        EventSet {
            origin: Origin::CloudTrail,
            source: None,
            names,
            conditions: BTreeMap::from([("eventName".to_owned(), conditions)]),
            outcome: Outcome::Any,
        }
    }

    fn under(set: &EventSet, parameters: &Value) -> Option<ResolvedSet> {
        set.resolve(parameters.as_object().unwrap(), &Value::Null)
    }

    #[test]
    fn parameters_fill_in_lists() {
        let none_of = FieldCondition::NoneOf(Texts::Parameter("skip".into()));
        let set = set(Names::Parameter("events".into()), vec![none_of]);
        let full = under(&set, &json!({"events": ["A", "B"], "skip": ["C"]})).unwrap();
        assert_eq!(full.names, Some(vec!["A".to_owned(), "B".to_owned()]));
        let condition = FieldCondition::NoneOf(vec!["C".to_owned()]);
        assert_eq!(full.conditions, [("eventName".to_owned(), vec![condition])]);
        let open = under(&set, &json!({"events": ["A"], "skip": []})).unwrap();
        assert!(open.conditions.is_empty());
        assert_eq!(under(&set, &json!({"events": [], "skip": []})), None);
    }

    #[test]
    fn one_of_nothing_is_no_event() {
        let one_of = FieldCondition::OneOf(Texts::Parameter("only".into()));
        let only = set(Names::Any, vec![one_of]);
        assert_eq!(under(&only, &json!({"only": []})), None);
        assert!(under(&only, &json!({"only": ["A"]})).is_some());
        let ends = FieldCondition::EndsWithOneOf(Texts::Parameter("only".into()));
        let only = set(Names::Any, vec![ends]);
        assert_eq!(under(&only, &json!({"only": []})), None);
        assert!(under(&only, &json!({"only": ["A"]})).is_some());
    }

    #[test]
    fn outside_of_no_network_is_everywhere() {
        let outside = FieldCondition::Outside(Texts::Parameter("networks".into()));
        let set = set(Names::Any, vec![outside]);
        let open = under(&set, &json!({"networks": []})).unwrap();
        assert!(open.conditions.is_empty());
        let office = under(&set, &json!({"networks": ["203.0.113.0/24"]})).unwrap();
        let (_, conditions) = &office.conditions[0];
        for (text, outside) in [
            (Some("203.0.113.9"), false),
            (Some("203.0.114.9"), true),
            (Some("2001:db8::1"), true),
            (Some("AWS Internal"), true),
            (None, true),
        ] {
            assert_eq!(conditions[0].holds(text), outside, "{text:?}");
        }
    }

    #[test]
    fn what_a_missing_field_meets() {
        let list = || vec!["a".to_owned()];
        for (condition, missing, same, other) in [
            (FieldCondition::Is("a".into()), false, true, false),
            (FieldCondition::IsNot("a".into()), true, false, true),
            (FieldCondition::Exists(true), false, true, true),
            (FieldCondition::Exists(false), true, false, false),
            (FieldCondition::StartsWith("a".into()), false, true, false),
            (FieldCondition::EndsWith("a".into()), false, true, false),
            (FieldCondition::EndsWithOneOf(list()), false, true, false),
            (FieldCondition::OneOf(list()), false, true, false),
            (FieldCondition::NoneOf(list()), true, false, true),
        ] {
            assert_eq!(condition.holds(None), missing, "{condition:?}");
            assert_eq!(condition.holds(Some("a")), same, "{condition:?}");
            assert_eq!(condition.holds(Some("b")), other, "{condition:?}");
        }
    }
}
