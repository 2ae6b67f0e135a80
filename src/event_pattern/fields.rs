//! An event as event-ruler sees it: values that are no objects and no lists, each with the names
//! that lead to it and with its place in the lists on the way.

use std::collections::HashSet;

use serde_json::Value;

use super::branches::Entry;

/// For each list on the way, by its number, which element; in the order of the numbers.
pub(super) type Places = Vec<(usize, usize)>;

/// A value of an event.
#[derive(Debug)]
pub(super) struct Field<'e> {
    pub(super) steps: Vec<&'e str>,
    pub(super) name: String,
    /// None for an empty list or object.
    pub(super) value: Option<&'e Value>,
    pub(super) places: Places,
}

/// What can be in one event at the same time: no two elements of a list.
pub(super) fn joined(a: &Places, b: &Places) -> Option<Places> {
    let mut both = a.clone();
    for (list, element) in b {
        match both.binary_search_by_key(list, |(number, _)| *number) {
            Ok(at) if both.get(at).is_some_and(|(_, own)| own == element) => {}
            Ok(_) => return None,
            Err(at) => both.insert(at, (*list, *element)),
        }
    }
    Some(both)
}

/// The fields that a pattern asks about.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    names: HashSet<String>,
    /// What stands before a dot of a name.
    above: HashSet<String>,
}

impl Wanted {
    pub(super) fn add(&mut self, entry: &Entry<'_>) {
        let dots = entry.name.match_indices('.');
        let above = dots.filter_map(|(at, _)| entry.name.get(..at));
        self.above.extend(above.map(str::to_owned));
        self.names.insert(entry.name.clone());
    }

    /// The values of an event under these names.
    pub(super) fn of<'e>(&self, event: &'e Value) -> Vec<Field<'e>> {
        let mut walk = Walk {
            wanted: self,
            steps: Vec::new(),
            places: Vec::new(),
            lists: 0,
            found: Vec::new(),
        };
        walk.members(event, "");
        walk.found
    }
}

/// The values at one place, without a name.
pub(super) fn at_place(value: &Value) -> Vec<Field<'_>> {
    const NAME: &str = "value";
    let mut wanted = Wanted::default();
    wanted.names.insert(NAME.to_owned());
    let mut walk = Walk {
        wanted: &wanted,
        steps: vec![NAME],
        places: Vec::new(),
        lists: 0,
        found: Vec::new(),
    };
    walk.value(value, NAME);
    walk.found
}

struct Walk<'e, 'w> {
    wanted: &'w Wanted,
    steps: Vec<&'e str>,
    places: Places,
    lists: usize,
    found: Vec<Field<'e>>,
}

impl<'e> Walk<'e, '_> {
    fn members(&mut self, object: &'e Value, name: &str) {
        for (key, value) in object.as_object().into_iter().flatten() {
            let name = if self.steps.is_empty() {
                key.clone()
            } else {
                format!("{name}.{key}")
            };
            if self.wanted.names.contains(&name) || self.wanted.above.contains(&name) {
                self.steps.push(key);
                self.value(value, &name);
                self.steps.pop();
            }
        }
    }

    fn value(&mut self, value: &'e Value, name: &str) {
        match value {
            Value::Object(members) if members.is_empty() => self.add(None, name),
            Value::Array(elements) if elements.is_empty() => self.add(None, name),
            Value::Object(_) => self.members(value, name),
            Value::Array(elements) => {
                let number = self.lists;
                self.lists += 1;
                for (at, element) in elements.iter().enumerate() {
                    if element.is_object() || element.is_array() {
                        self.places.push((number, at));
                        self.value(element, name);
                        self.places.pop();
                    } else {
                        // What is no object or list itself belongs to all elements.
                        self.add(Some(element), name);
                    }
                }
            }
            scalar => self.add(Some(scalar), name),
        }
    }

    fn add(&mut self, value: Option<&'e Value>, name: &str) {
        if self.wanted.names.contains(name) {
            self.found.push(Field {
                steps: self.steps.clone(),
                name: name.to_owned(),
                value,
                places: self.places.clone(),
            });
        }
    }
}
