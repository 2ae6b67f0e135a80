//! Parameters of rules: declared with a type and a default, bound by frameworks and
//! users.

use serde_json::{Map, Value};

use super::file::ParameterType;
use super::network::{NetworkError, Spelling};

/// A declared parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its type.
    pub of: ParameterType,
    /// Its value unless somebody sets another.
    pub default: Value,
    /// What it means.
    pub about: String,
    /// The least number that it takes.
    pub min: Option<i64>,
    /// The greatest number that it takes.
    pub max: Option<i64>,
    /// The texts that it takes, and at least one of a list; any if there are none here.
    pub choices: Vec<String>,
}

impl Parameter {
    /// Whether `value` may be the value of this parameter, which is called `name`.
    ///
    /// # Errors
    /// A wrong type, a number out of range, or a network that does not fit.
    pub fn check(&self, name: &str, value: &Value) -> Result<(), BindError> {
        if self.of == ParameterType::CidrList && self.of.admits(value) {
            let texts = value.as_array().into_iter().flatten();
            let texts: Vec<&str> = texts.filter_map(Value::as_str).collect();
            return Spelling::of(&texts)
                .map(drop)
                .map_err(|why| BindError::Network {
                    name: name.to_owned(),
                    why,
                });
        }
        let in_range = numbers(value).all(|number| self.has_in_range(number));
        if self.of.admits(value) && in_range && self.has_among_choices(value) {
            return Ok(());
        }
        Err(BindError::Value {
            name: name.to_owned(),
            expected: self.describe_range(),
        })
    }

    fn has_in_range(&self, number: i64) -> bool {
        self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
    }

    fn has_among_choices(&self, value: &Value) -> bool {
        if self.choices.is_empty() {
            return true;
        }
        let known = |text: &Value| {
            let text = text.as_str();
            text.is_some_and(|text| self.choices.iter().any(|choice| choice == text))
        };
        match value.as_array() {
            Some(items) => !items.is_empty() && items.iter().all(known),
            None => known(value),
        }
    }

    /// The type and, where it is narrower, the range.
    pub fn describe_range(&self) -> String {
        let of = self.of.describe();
        if !self.choices.is_empty() {
            return format!("{of} from `{}`", self.choices.join("`, `"));
        }
        match (self.min, self.max) {
            (Some(min), Some(max)) => format!("{of} from {min} to {max}"),
            (Some(min), None) => format!("{of} of {min} or more"),
            (None, Some(max)) => format!("{of} of {max} or less"),
            (None, None) => of.to_owned(),
        }
    }
}

/// The numbers that `value` is or lists.
fn numbers(value: &Value) -> impl Iterator<Item = i64> {
    let items = value.as_array().into_iter().flatten();
    items.chain([value]).filter_map(Value::as_i64)
}

impl ParameterType {
    /// Whether `value` is of this type.
    pub fn admits(self, value: &Value) -> bool {
        let all =
            |test: fn(&Value) -> bool| value.as_array().is_some_and(|items| items.iter().all(test));
        match self {
            Self::Int => value.is_i64(),
            Self::String => value.is_string(),
            Self::Bool => value.is_boolean(),
            Self::IntList => all(Value::is_i64),
            Self::StringList | Self::CidrList => all(Value::is_string),
        }
    }

    /// The type as rule files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::String => "string",
            Self::Bool => "bool",
            Self::IntList => "int-list",
            Self::StringList => "string-list",
            Self::CidrList => "cidr-list",
        }
    }

    /// The type in a sentence.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Int => "a whole number",
            Self::String => "a text",
            Self::Bool => "`true` or `false`",
            Self::IntList => "a list of whole numbers",
            Self::StringList => "a list of texts",
            Self::CidrList => "a list of networks such as `203.0.113.0/24`",
        }
    }
}

/// Why a parameter cannot be bound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BindError {
    /// The rule has no such parameter.
    #[error("the rule has no parameter `{0}`")]
    Unknown(String),
    /// The value is of another type, or out of range.
    #[error("the parameter `{name}` must be {expected}")]
    Value {
        /// The parameter.
        name: String,
        /// What it takes.
        expected: String,
    },
    /// A network that does not fit.
    #[error("the parameter `{name}`: {why}")]
    Network {
        /// The parameter.
        name: String,
        /// What is wrong with it.
        why: NetworkError,
    },
    /// There is no such rule.
    #[error("there is no rule `{0}`")]
    Rule(String),
}

/// The names and values of `bound` that differ from the defaults.
///
/// # Errors
/// Every name that is not declared and every value of a wrong type.
pub fn bind(
    declared: &std::collections::BTreeMap<String, Parameter>,
    bound: &Map<String, Value>,
) -> Result<Map<String, Value>, Vec<BindError>> {
    let mut differing = Map::new();
    let mut problems = Vec::new();
    for (name, value) in bound {
        let Some(parameter) = declared.get(name) else {
            problems.push(BindError::Unknown(name.clone()));
            continue;
        };
        match parameter.check(name, value) {
            Err(problem) => problems.push(problem),
            Ok(()) if parameter.default == *value => {}
            Ok(()) => {
                differing.insert(name.clone(), value.clone());
            }
        }
    }
    if problems.is_empty() {
        // One order, whatever the order in the file: fingerprints are made of it.
        differing.sort_keys();
        Ok(differing)
    } else {
        Err(problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn types_admit_their_values_only() {
        let values = [json!(1), json!("a"), json!(true), json!([1]), json!(["a"])];
        let types = [
            ParameterType::Int,
            ParameterType::String,
            ParameterType::Bool,
            ParameterType::IntList,
            ParameterType::StringList,
        ];
        for (i, of) in types.iter().enumerate() {
            for (j, value) in values.iter().enumerate() {
                assert_eq!(of.admits(value), i == j, "{of:?} {value}");
            }
        }
    }

    #[test]
    fn networks_are_checked_one_by_one() {
        let networks = Parameter {
            of: ParameterType::CidrList,
            default: json!([]),
            about: String::new(),
            min: None,
            max: None,
            choices: Vec::new(),
        };
        let check = |value: Value| networks.check("networks", &value);
        assert_eq!(check(json!([])), Ok(()));
        assert_eq!(check(json!(["203.0.113.0/24", "2001:db8::/32"])), Ok(()));
        for (value, expected) in [
            (
                json!(["203.0.113.0/24", "8.8.8.8"]),
                "the parameter `networks`: `8.8.8.8` is not a network such as `203.0.113.0/24`",
            ),
            (
                json!("203.0.113.0/24"),
                "the parameter `networks` must be a list of networks such as `203.0.113.0/24`",
            ),
        ] {
            assert_eq!(check(value).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn only_what_differs_is_bound() {
        let declared = [("days", 90), ("hours", 1)].map(|(name, default)| {
            let parameter = Parameter {
                of: ParameterType::Int,
                default: json!(default),
                about: String::new(),
                min: Some(1),
                max: None,
                choices: Vec::new(),
            };
            (name.to_owned(), parameter)
        });
        let declared = declared.into_iter().collect();
        let bound = |v: Value| bind(&declared, v.as_object().unwrap());
        assert_eq!(bound(json!({"days": 90})).unwrap(), Map::new());
        assert_eq!(
            Value::Object(bound(json!({"hours": 2, "days": 45})).unwrap()).to_string(),
            r#"{"days":45,"hours":2}"#
        );
        assert_eq!(bound(json!({"dayz": 1, "days": "x"})).unwrap_err().len(), 2);
        let small = bound(json!({"days": 0})).unwrap_err();
        assert_eq!(
            small[0].to_string(),
            "the parameter `days` must be a whole number of 1 or more"
        );
    }

    #[test]
    fn each_number_of_a_list_is_in_range() {
        let ports = Parameter {
            of: ParameterType::IntList,
            default: json!([22]),
            about: String::new(),
            min: Some(0),
            max: Some(65_535),
            choices: Vec::new(),
        };
        assert_eq!(ports.check("ports", &json!([0, 65_535])), Ok(()));
        let wrong = ports.check("ports", &json!([22, 65_536])).unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "the parameter `ports` must be a list of whole numbers from 0 to 65535"
        );
    }
}
