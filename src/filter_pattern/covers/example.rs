//! An event that is as assumed.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::atom::{Key, NodeId, Place, ROOT, Test};
use super::message;
use super::store::{Store, Theory};
use super::universe::Kinds;

/// Makes an event out of the assumptions; `None` where none can be made. Elements of arrays
/// and terms are placed as well as possible: whoever asks has to look whether the event is
/// as assumed.
pub(super) fn make(
    theory: &mut Theory<'_>,
    store: &Store,
    free_text: &[Vec<String>],
) -> Option<Value> {
    let mut maker = Maker {
        theory,
        store,
        texts: HashMap::new(),
    };
    let mut event = maker.node(ROOT)??;
    for (key, value) in message::members(maker.theory, store) {
        if let Some(object) = event.as_object_mut() {
            object.entry(key).or_insert(value);
        }
    }
    if let Some(text) = message::filling(maker.theory, store, &event) {
        place(&mut event, &text, store, maker.theory, free_text)?;
    }
    Some(event)
}

/// Puts `text` into the first free place about which nothing is assumed.
fn place(
    event: &mut Value,
    text: &str,
    store: &Store,
    theory: &Theory<'_>,
    free_text: &[Vec<String>],
) -> Option<()> {
    let is_free = |path: &&Vec<String>| {
        let mut ids = (0..store.nodes.len()).map(NodeId);
        let node = ids.find(|id| {
            let keys = theory.atoms.tree.path(*id);
            let same = |(key, name): (&&Key, &String)| matches!(key, Key::Name(n) if n == name);
            keys.len() == path.len() && keys.iter().zip(path.iter()).all(same)
        });
        node.is_none_or(|id| {
            let tests = store
                .nodes
                .get(id.0)
                .is_none_or(|state| state.tests.is_empty());
            tests && store.kinds(id).may_be(Kinds::TEXT)
        })
    };
    let path = free_text.iter().find(is_free)?;
    let (last, parents) = path.split_last()?;
    let mut at = event;
    for name in parents {
        at = at.as_object_mut()?.get_mut(name)?;
    }
    at.as_object_mut()?
        .insert(last.clone(), Value::String(text.to_owned()));
    Some(())
}

struct Maker<'m, 't, 's> {
    theory: &'m mut Theory<'t>,
    store: &'s Store,
    /// The texts chosen so far, by their path joined with dots.
    texts: HashMap<String, String>,
}

impl Maker<'_, '_, '_> {
    /// The value of a node, none if it is missing; `None` if it cannot be made.
    #[expect(
        clippy::option_option,
        reason = "that nothing is there is an answer, that nothing can be made is none"
    )]
    fn node(&mut self, id: NodeId) -> Option<Option<Value>> {
        let kinds = self.store.kinds(id);
        let spec = self.theory.specs.get(id.0)?;
        let usual: Vec<String> = spec.usual.iter().map(|text| self.filled(text)).collect();
        if let Some(prefer) = spec.prefer.filter(|prefer| kinds.may_be(*prefer)) {
            return self.preferred(id, kinds & prefer);
        }
        let prefers_text = !usual.is_empty() && kinds.may_be(Kinds::TEXT);
        if !prefers_text && kinds.may_be(Kinds::MISSING) {
            return Some(None);
        }
        if prefers_text && let Some(text) = self.theory.text_at(self.store, id, &usual) {
            self.texts.insert(self.path(id), text.clone());
            return Some(Some(Value::String(text)));
        }
        if kinds.may_be(Kinds::MISSING) {
            return Some(None);
        }
        let below = self.theory.atoms.tree.get(id)?.below.clone();
        let elements = self.elements(id);
        if kinds.may_be(Kinds::OBJECT) && (!kinds.may_be(Kinds::ARRAY) || elements.is_empty()) {
            return self.object(&below, elements).map(Some);
        }
        if kinds.may_be(Kinds::ARRAY) && (!elements.is_empty() || kinds.are_only(Kinds::ARRAY)) {
            return self.array(&below, elements).map(Some);
        }
        let value = self.theory.scalar(self.store, id, kinds, &usual)?;
        if let Value::String(text) = &value {
            self.texts.insert(self.path(id), text.clone());
        }
        Some(Some(value))
    }

    /// The value of a node of one of `kinds`, none of them a text or number.
    #[expect(clippy::option_option, reason = "as in `node`")]
    fn preferred(&mut self, id: NodeId, kinds: Kinds) -> Option<Option<Value>> {
        if kinds.may_be(Kinds::OBJECT) {
            let below = self.theory.atoms.tree.get(id)?.below.clone();
            let elements = self.elements(id);
            return self.object(&below, elements).map(Some);
        }
        self.theory.scalar(self.store, id, kinds, &[]).map(Some)
    }

    fn object(&mut self, below: &[NodeId], elements: Vec<Value>) -> Option<Value> {
        let mut object = Map::new();
        for id in below {
            let Some((_, Key::Name(name))) = self.theory.atoms.tree.get(*id)?.above.clone() else {
                continue;
            };
            if let Some(value) = self.node(*id)? {
                object.insert(name, value);
            }
        }
        for (at, element) in elements.into_iter().enumerate() {
            let mut key = format!("item{}", at + 1);
            while object.contains_key(&key) {
                key.push('_');
            }
            object.insert(key, element);
        }
        Some(Value::Object(object))
    }

    fn array(&mut self, below: &[NodeId], elements: Vec<Value>) -> Option<Value> {
        /// Longer arrays are not made for the sake of one element.
        const LONGEST: usize = 1_000;
        let mut array = Vec::new();
        for id in below {
            let Some((_, Key::Index(index))) = self.theory.atoms.tree.get(*id)?.above.clone()
            else {
                continue;
            };
            let value = match self.node(*id)? {
                Some(value) => value,
                // The elements that have to be there must not take its place.
                None if !elements.is_empty() => {
                    let kinds = self.store.kinds(*id) & !Kinds::MISSING;
                    let Some(value) = self.theory.scalar(self.store, *id, kinds, &[]) else {
                        continue;
                    };
                    value
                }
                None => continue,
            };
            let index = usize::try_from(index)
                .ok()
                .filter(|index| *index < LONGEST)?;
            if array.len() <= index {
                array.resize(index + 1, Value::Object(Map::new()));
            }
            if let Some(place) = array.get_mut(index) {
                *place = value;
            }
        }
        array.extend(elements);
        Some(Value::Array(array))
    }

    /// The elements that have to be in a container, beside those that have a name.
    fn elements(&mut self, container: NodeId) -> Vec<Value> {
        let wanted = self.store.elements.iter().filter(|(_, answer)| *answer);
        let wanted: Vec<_> = wanted.map(|(id, _)| *id).collect();
        let mut elements = Vec::new();
        for id in wanted {
            let Some(atom) = self.theory.atoms.get(id) else {
                continue;
            };
            match &atom.place {
                Place::Some {
                    container: of,
                    rest,
                } if *of == container => {
                    let Some(value) = self.theory.element(self.store, id) else {
                        continue;
                    };
                    elements.push(wrapped(rest, value));
                }
                // Only an array has to have the null in it.
                Place::Node(node) if *node == container => {
                    let is_null = matches!(atom.test, Test::Null { in_array: true });
                    if is_null && !self.store.kinds(container).may_be(Kinds::NULL) {
                        elements.push(Value::Null);
                    }
                }
                _ => {}
            }
        }
        elements
    }

    /// `{path}` in a text replaced by the text chosen there.
    fn filled(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((path, after)) = after.split_once('}') else {
                rest = after;
                continue;
            };
            filled.push_str(self.texts.get(path).map_or("", String::as_str));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn path(&self, id: NodeId) -> String {
        let keys = self.theory.atoms.tree.path(id);
        let names = keys.into_iter().map(|key| match key {
            Key::Name(name) => name.clone(),
            Key::Index(index) => index.to_string(),
        });
        names.collect::<Vec<_>>().join(".")
    }
}

/// The value at the end of a way.
fn wrapped(rest: &[Key], value: Value) -> Value {
    rest.iter().rev().fold(value, |inner, key| match key {
        Key::Name(name) => Value::Object([(name.clone(), inner)].into_iter().collect()),
        Key::Index(index) => {
            let index = usize::try_from(*index).unwrap_or(0).min(100);
            let mut array = vec![Value::Object(Map::new()); index];
            array.push(inner);
            Value::Array(array)
        }
    })
}
