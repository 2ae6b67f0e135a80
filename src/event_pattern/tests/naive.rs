//! A second matcher, slow and made of JSON alone, as event-ruler's README tells it: the event is
//! a list of names and values, the pattern a list of such lists, and fields are tried in the
//! order of their names.

use std::collections::BTreeMap;

use serde_json::Value;

type Rule = BTreeMap<String, Vec<Value>>;

/// A name, a value, and the list and element that the value is in, for each list on the way.
type Flat = (String, Value, BTreeMap<usize, usize>);

pub(super) fn selects(pattern: &Value, event: &Value) -> bool {
    let mut fields = Vec::new();
    flatten("", event, &BTreeMap::new(), &mut 0, &mut fields);
    let mut rules = vec![Rule::new()];
    compile("", pattern, &mut rules);
    rules.iter().any(|rule| {
        let keys: Vec<_> = rule.iter().collect();
        try_keys(&keys, &fields, &BTreeMap::new())
    })
}

fn flatten(
    name: &str,
    value: &Value,
    places: &BTreeMap<usize, usize>,
    lists: &mut usize,
    fields: &mut Vec<Flat>,
) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                flatten(&format!("{name}.{key}"), value, places, lists, fields);
            }
        }
        Value::Array(elements) => {
            let list = *lists;
            *lists += 1;
            for (at, element) in elements.iter().enumerate() {
                let mut inner = places.clone();
                if element.is_object() || element.is_array() {
                    inner.insert(list, at);
                }
                flatten(name, element, &inner, lists, fields);
            }
        }
        scalar => fields.push((name.to_owned(), scalar.clone(), places.clone())),
    }
}

fn compile(name: &str, pattern: &Value, rules: &mut Vec<Rule>) {
    for (key, value) in pattern.as_object().unwrap() {
        let name = format!("{name}.{key}");
        match value {
            Value::Array(objects) if key == "$or" => {
                let before = std::mem::take(rules);
                for object in objects {
                    let mut own = before.clone();
                    compile(name.strip_suffix(".$or").unwrap(), object, &mut own);
                    rules.extend(own);
                }
            }
            Value::Array(matchers) => {
                for rule in rules.iter_mut() {
                    rule.insert(name.clone(), matchers.clone());
                }
            }
            object => compile(&name, object, rules),
        }
    }
}

fn try_keys(
    keys: &[(&String, &Vec<Value>)],
    fields: &[Flat],
    places: &BTreeMap<usize, usize>,
) -> bool {
    let Some(((name, matchers), rest)) = keys.split_first() else {
        return true;
    };
    let own = fields.iter().filter(|(field, _, _)| field == *name);
    let consistent = own.filter_map(|(_, value, theirs)| {
        let agrees = |(list, at): (&usize, &usize)| places.get(list).is_none_or(|own| own == at);
        theirs.iter().all(agrees).then_some((value, theirs))
    });
    let consistent: Vec<_> = consistent.collect();
    let absent = matchers.contains(&serde_json::json!({"exists": false}));
    (absent && consistent.is_empty() && try_keys(rest, fields, places))
        || consistent.iter().any(|(value, theirs)| {
            let mut all = places.clone();
            all.extend(theirs.iter());
            matchers.iter().any(|matcher| matches(matcher, value)) && try_keys(rest, fields, &all)
        })
}

fn matches(matcher: &Value, value: &Value) -> bool {
    let Some((operator, operand)) = matcher.as_object().and_then(|m| m.iter().next()) else {
        return matcher == value;
    };
    if operator == "anything-but" {
        return match operand {
            Value::Object(inner) => {
                let (operator, operands) = inner.iter().next().unwrap();
                !each(operands)
                    .iter()
                    .any(|operand| on_text(operator, operand, value))
            }
            plain => !each(plain).contains(&value),
        };
    }
    match operator.as_str() {
        "exists" => *operand == Value::Bool(true),
        "numeric" => value.as_f64().is_some_and(|found| {
            operand.as_array().unwrap().chunks(2).all(|pair| {
                let asked = pair[1].as_f64().unwrap();
                match pair[0].as_str().unwrap() {
                    "=" => (found - asked).abs() < 1e-9,
                    "<" => found < asked,
                    "<=" => found <= asked,
                    ">" => found > asked,
                    _ => found >= asked,
                }
            })
        }),
        _ => on_text(operator, operand, value),
    }
}

fn each(operands: &Value) -> Vec<&Value> {
    operands
        .as_array()
        .map_or(vec![operands], |all| all.iter().collect())
}

fn on_text(operator: &str, operand: &Value, value: &Value) -> bool {
    let Some(found) = value.as_str() else {
        return false;
    };
    if let Some(inner) = operand.as_object() {
        let asked = inner["equals-ignore-case"].as_str().unwrap().to_lowercase();
        return on_text(operator, &asked.into(), &found.to_lowercase().into());
    }
    let asked = operand.as_str().unwrap();
    match operator {
        "prefix" => found.starts_with(asked),
        "suffix" => found.ends_with(asked),
        "equals-ignore-case" => found.to_lowercase() == asked.to_lowercase(),
        "wildcard" => like(asked.as_bytes(), found.as_bytes()),
        other => panic!("{other}"),
    }
}

fn like(asked: &[u8], found: &[u8]) -> bool {
    match asked {
        [] => found.is_empty(),
        [b'*', rest @ ..] => (0..=found.len()).any(|cut| like(rest, &found[cut..])),
        [b'\\', literal, rest @ ..] | [literal, rest @ ..] => {
            found.first() == Some(literal) && like(rest, &found[1..])
        }
    }
}
