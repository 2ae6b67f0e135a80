//! The value of a condition: true, false, or not to be known.

use std::collections::BTreeMap;
use std::sync::Arc;

use cel::common::traits::Iterable;
use cel::common::types::{CelBool, CelInt, CelMap, CelMapKey, CelString};
use cel::common::value::Val;
use cel::{Context, Value as CelValue};
use serde_json::Value;

use super::seen;
use super::value::Node;
use crate::inventory::NotSeen;
use crate::rule::{Condition, ENVIRONMENT, Message, Piece, unreadable};
use crate::text;

/// What a condition says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// It depends on what was not seen.
    NotSeen(Vec<NotSeen>),
    /// A policy document that it asks about cannot be read or judged: what stands in the way.
    Unreadable(String),
    /// It cannot be evaluated though everything was seen: a mistake in the rule.
    Broken(String),
}

/// The variables of a condition.
pub struct Scope {
    context: Context<'static, 'static>,
}

impl Scope {
    /// A scope with the variables that every condition has, and none of a resource yet.
    pub fn new(now: &CelValue, target: &Node, params: &Node) -> Self {
        let mut scope = Self {
            context: Context::with_env(Arc::clone(&ENVIRONMENT)),
        };
        scope.context.add_variable_from_value("now", now.clone());
        scope.set("target", target);
        scope.set("params", params);
        scope
    }

    /// Sets the variable `name`.
    pub fn set(&mut self, name: &str, node: &Node) {
        let value = node.val().clone_as_boxed();
        self.context.add_variable_as_val(name, value);
    }

    /// What `condition` says here.
    pub fn decide(&self, condition: &Condition) -> Truth {
        let (result, met) = seen::watch(|| {
            let value = CelValue::resolve_val(condition.expression(), &self.context)?;
            Ok::<_, cel::ExecutionError>(match value.downcast_ref::<CelBool>() {
                Some(truth) => Ok(*truth.inner()),
                None => Err(value.get_type().name().to_owned()),
            })
        });
        match result {
            _ if met.unreliable => Truth::NotSeen(met.gaps),
            Ok(Ok(true)) => Truth::True,
            Ok(Ok(false)) => Truth::False,
            Ok(Err(found)) => Truth::Broken(format!(
                "`{}` is a {found}, not true or false",
                condition.source
            )),
            Err(_) if !met.gaps.is_empty() => Truth::NotSeen(met.gaps),
            Err(error) => match unreadable(&error) {
                Some(why) => Truth::Unreadable(why.to_owned()),
                None => Truth::Broken(format!("`{}`: {error}", condition.source)),
            },
        }
    }

    /// The value of `condition` as JSON.
    ///
    /// # Errors
    /// Why it has none: what [`Scope::decide`] says of conditions that are neither true nor
    /// false.
    pub fn tell(&self, condition: &Condition) -> Result<Value, Truth> {
        let (result, met) = seen::watch(|| {
            CelValue::resolve_val(condition.expression(), &self.context).map(|value| json(&*value))
        });
        match result {
            _ if met.unreliable => Err(Truth::NotSeen(met.gaps)),
            Ok(value) => Ok(value),
            Err(_) if !met.gaps.is_empty() => Err(Truth::NotSeen(met.gaps)),
            Err(error) => Err(match unreadable(&error) {
                Some(why) => Truth::Unreadable(why.to_owned()),
                None => Truth::Broken(format!("`{}`: {error}", condition.source)),
            }),
        }
    }

    /// The value of `condition` as JSON, for evidence and messages: what was seen, and
    /// what was not.
    pub fn value(&self, condition: &Condition) -> Value {
        let evaluate = || {
            CelValue::resolve_val(condition.expression(), &self.context).map(|value| json(&*value))
        };
        let (value, met) = seen::watch(evaluate);
        match value {
            Ok(value) if !met.unreliable => value,
            Err(error) if met.gaps.is_empty() => Value::String(match unreadable(&error) {
                Some(why) => format!("({why})"),
                None => format!("({error})"),
            }),
            _ => match seen::watch_what_is_there(evaluate) {
                (Ok(Value::Array(mut items)), there) if !there.unreliable => {
                    items.push(unseen(&met.gaps));
                    Value::Array(items)
                }
                _ => unseen(&met.gaps),
            },
        }
    }

    /// `message` with its expressions replaced, safe to show on one line.
    pub fn say(&self, message: &Message) -> String {
        let mut said = String::new();
        for piece in &message.pieces {
            match piece {
                Piece::Text(text) => said.push_str(text),
                Piece::Value(condition) => said.push_str(&prose(&self.value(condition))),
            }
        }
        let words: Vec<&str> = said.split_whitespace().collect();
        text::sanitise(&words.join(" ")).into_owned()
    }
}

/// The CEL value of a time.
///
/// # Errors
/// Never for a [`jiff::Timestamp`]; the type says so because CEL parses a text.
pub fn timestamp(time: jiff::Timestamp) -> Result<CelValue, cel::ExecutionError> {
    let program = ENVIRONMENT
        .compile(&format!("timestamp('{time}')"))
        .map_err(|e| cel::ExecutionError::function_error("timestamp", e))?;
    program.execute(&Context::with_env(Arc::clone(&ENVIRONMENT)))
}

fn unseen(gaps: &[NotSeen]) -> Value {
    let gaps: Vec<String> = gaps.iter().map(|gap| gap.operation.clone()).collect();
    Value::String(format!("(not seen: {})", gaps.join(", ")))
}

fn json(value: &(dyn Val + '_)) -> Value {
    if let Some(truth) = value.downcast_ref::<CelBool>() {
        return Value::Bool(*truth.inner());
    }
    if let Some(int) = value.downcast_ref::<CelInt>() {
        return Value::from(*int.inner());
    }
    if let Some(text) = value.downcast_ref::<CelString<'_>>() {
        return Value::String(text.inner().to_owned());
    }
    if let Some(map) = value.downcast_ref::<super::value::Map>() {
        return map.json();
    }
    if let Some(map) = value.downcast_ref::<CelMap<'_>>() {
        return map_json(map);
    }
    if let Some(list) = value.as_iterable() {
        return list_json(list);
    }
    CelValue::try_from(value).map_or(Value::Null, |value| builtin_json(&value))
}

/// A map that a function returned, in the order of its names.
fn map_json(map: &CelMap<'_>) -> Value {
    let fields = map.inner().iter();
    let fields = fields.map(|(key, value)| {
        let name = match key {
            CelMapKey::String(name) => name.inner().to_owned(),
            other => format!("{other:?}"),
        };
        (name, json(&**value))
    });
    let sorted: BTreeMap<String, Value> = fields.collect();
    Value::Object(sorted.into_iter().collect())
}

fn list_json(list: &dyn Iterable) -> Value {
    let mut items = list.iter();
    let mut values = Vec::new();
    while let Some(item) = items.next() {
        values.push(json(item));
    }
    Value::Array(values)
}

fn builtin_json(value: &CelValue) -> Value {
    match value {
        CelValue::UInt(n) => Value::from(*n),
        CelValue::Float(n) => Value::from(*n),
        CelValue::Null => Value::Null,
        other => Value::String(format!("{other:?}")),
    }
}

/// A value as a word of a sentence.
fn prose(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "none".to_owned(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(prose).collect();
            text::list(&items)
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Message;
    use serde_json::json;

    fn scope(resource: &Value) -> Scope {
        let now = timestamp("2026-01-01T00:00:00Z".parse().unwrap()).unwrap();
        let params = Node::from(&json!({"days": 90, "names": ["a", "b"]}));
        let mut scope = Scope::new(&now, &Node::from(&json!({})), &params);
        scope.set("resource", &Node::from(resource));
        scope
    }

    fn decide(resource: &Value, source: &str) -> Truth {
        let condition = Condition::compile(source, &["resource", "params", "now"]).unwrap();
        scope(resource).decide(&condition)
    }

    fn gap() -> Value {
        json!({"$gap": {"operation": "sns:ListSubscriptionsByTopic", "reason": "denied"}})
    }

    #[test]
    fn what_was_seen_decides() {
        let resource = json!({"A": true, "N": null, "L": [1, 2], "M": [{"x": "y"}]});
        for (source, expected) in [
            ("resource.A", Truth::True),
            ("resource.N == null", Truth::True),
            ("resource.A == false", Truth::False),
            (
                "size(resource.L) == 2 && resource.L.size() == 2",
                Truth::True,
            ),
            ("1 in resource.L && !(3 in resource.L)", Truth::True),
            ("resource.M.exists(m, m.x == 'y')", Truth::True),
            ("resource.M.map(m, m.x)[0] == 'y'", Truth::True),
            (
                "resource.L == [1, 2] && resource.L != [1] && resource.L != [1, 2, 3]",
                Truth::True,
            ),
            ("resource.L[1] == 2", Truth::True),
            (
                "resource.L == resource.L && resource.M == resource.M",
                Truth::True,
            ),
            ("has(resource.A) && !has(resource.B)", Truth::True),
            (
                "now - timestamp('2025-10-03T00:00:00Z') == duration(string(24 * params.days) + 'h')",
                Truth::True,
            ),
            ("params.names.join(', ') == 'a, b'", Truth::True),
        ] {
            assert_eq!(decide(&resource, source), expected, "{source}");
        }
    }

    #[test]
    fn a_gap_is_unknown_unless_the_rest_decides() {
        let resource = json!({
            "Status": gap(),
            "Yes": true,
            "Subscriptions": [{"Arn": "x"}, gap()],
            "OnlyGap": [gap()],
            "Texts": ["a", gap()],
        });
        let open = [
            "resource.Status == null",
            "resource.Status != null",
            "null == resource.Status",
            "resource.Status.IsLogging",
            "has(resource.Status)",
            "has(resource.Status.IsLogging)",
            "resource.Yes && resource.Status.IsLogging",
            "resource.Subscriptions.exists(s, s.Arn == 'z')",
            "resource.Subscriptions.all(s, s.Arn == 'x')",
            "resource.OnlyGap.exists(s, true)",
            "resource.OnlyGap.all(s, true)",
            "!resource.OnlyGap.exists(s, s.Arn == 'x')",
            "size(resource.Subscriptions) > 0",
            "resource.Subscriptions.size() == 2",
            "resource.Subscriptions.filter(s, s.Arn == 'x').size() == 1",
            "resource.Subscriptions.map(s, s.Arn).size() == 1",
            "resource.Subscriptions.exists_one(s, s.Arn == 'x')",
            "resource.Subscriptions == []",
            "resource.Subscriptions[0].Arn == 'x'",
            "resource.Texts.exists(t, t == 'z')",
            "resource.Texts.exists(t, 'z' == t)",
            "resource.Texts.all(t, t != 'z')",
            "resource.Texts.all(t, 'z' != t)",
            "'z' in resource.Texts",
            "resource.Texts.join(',') == 'a'",
        ];
        for source in open {
            let truth = decide(&resource, source);
            assert!(
                matches!(&truth, Truth::NotSeen(gaps) if gaps.len() == 1),
                "{source}: {truth:?}"
            );
        }
        for (source, expected) in [
            ("resource.Yes || resource.Status.IsLogging", Truth::True),
            ("resource.Status.IsLogging || resource.Yes", Truth::True),
            ("!resource.Yes && resource.Status.IsLogging", Truth::False),
            ("resource.Status.IsLogging && !resource.Yes", Truth::False),
            (
                "resource.Subscriptions.exists(s, s.Arn == 'x')",
                Truth::True,
            ),
            ("resource.Subscriptions.all(s, s.Arn == 'z')", Truth::False),
            ("resource.Texts.exists(t, t == 'a')", Truth::True),
            ("'a' in resource.Texts", Truth::True),
        ] {
            assert_eq!(decide(&resource, source), expected, "{source}");
        }
    }

    #[test]
    fn a_mistake_in_a_rule_is_no_verdict() {
        let resource = json!({"A": true, "N": null});
        for source in [
            "resource.B",
            "resource.N <= 3",
            "resource.N",
            "1 + 1",
            "resource.A.b",
        ] {
            let truth = decide(&resource, source);
            assert!(matches!(truth, Truth::Broken(_)), "{source}: {truth:?}");
        }
    }

    #[test]
    fn messages_are_prose_and_safe() {
        let resource = json!({
            "Found": [{"Id": "a", "Entries": [{"Open": true}, gap()]}, {"Id": "b", "Entries": [gap()]}],
        });
        let source =
            "{{ resource.Found.filter(f, f.Entries.exists(e, e.Open)).map(f, f.Id) }} open";
        let message = Message::compile(source, &["resource"]).unwrap();
        assert_eq!(
            scope(&resource).say(&message),
            "a and (not seen: sns:ListSubscriptionsByTopic) open"
        );

        let scope = scope(&json!({"Name": "a\u{1b}[2Jb", "L": ["x", "y"], "N": null, "G": gap()}));
        let source =
            "{{ resource.Name }} has\n {{ resource.L }}, {{ resource.N }}, {{ resource.G }}";
        let message = Message::compile(source, &["resource"]).unwrap();
        assert_eq!(
            scope.say(&message),
            "a\\u{1b}[2Jb has x and y, none, (not seen: sns:ListSubscriptionsByTopic)"
        );
    }
}
