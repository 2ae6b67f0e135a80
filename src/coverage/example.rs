//! An event that is as assumed.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use super::atom::{Key, NodeId, ROOT};
use super::filling;
use super::store::{Store, Theory};
use super::universe::Kinds;

/// Makes an event out of the assumptions; `None` where none can be made. Terms are placed as well as
/// possible: whoever asks has to look whether the event is
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
    let event = maker.node(ROOT)??;
    Some(filling::filled(maker.theory, store, &event, free_text).unwrap_or(event))
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
        if let Some(container) = self.container(id, kinds)? {
            return Some(Some(container));
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
        if let Some(container) = self.container(id, kinds)? {
            return Some(Some(container));
        }
        self.theory.scalar(self.store, id, kinds, &[]).map(Some)
    }

    /// An object or array with all that has to be in it.
    #[expect(clippy::option_option, reason = "as in `node`")]
    fn container(&mut self, id: NodeId, kinds: Kinds) -> Option<Option<Value>> {
        let below = self.theory.atoms.tree.get(id)?.below.clone();
        let may_be = |key: fn(&Key) -> bool| {
            let mut keys = below
                .iter()
                .filter_map(|id| self.theory.atoms.tree.key(*id));
            keys.any(key)
        };
        let has_others = below.iter().any(|id| {
            let is_other = matches!(self.theory.atoms.tree.key(*id), Some(Key::Other(_)));
            is_other && !self.store.kinds(*id).may_be(Kinds::MISSING)
        });
        let is_list = has_others && !may_be(|key| matches!(key, Key::Index(_)));
        if kinds.may_be(Kinds::ARRAY) && (is_list || kinds.are_only(Kinds::ARRAY)) {
            return self.array(&below).map(Some);
        }
        if kinds.may_be(Kinds::OBJECT) {
            return self.object(&below).map(Some);
        }
        Some(None)
    }

    fn object(&mut self, below: &[NodeId]) -> Option<Value> {
        let atoms = self.theory.atoms;
        let keys: Vec<&Key> = below.iter().filter_map(|id| atoms.tree.key(*id)).collect();
        let mut free = (1..).map(|number| format!("item{number}")).filter(|name| {
            !keys
                .iter()
                .any(|key| matches!(key, Key::Name(n) if n == name))
        });
        let mut object = Map::new();
        for id in below {
            let Some(value) = self.node(*id)? else {
                continue;
            };
            let name = match atoms.tree.key(*id)? {
                Key::Name(name) => name.clone(),
                Key::Other(_) => free.next()?,
                Key::Index(_) => continue,
            };
            object.insert(name, value);
        }
        Some(Value::Object(object))
    }

    fn array(&mut self, below: &[NodeId]) -> Option<Value> {
        /// Longer arrays are not made for the sake of one element.
        const LONGEST: usize = 1_000;
        let atoms = self.theory.atoms;
        let mut named: BTreeMap<usize, NodeId> = BTreeMap::new();
        let mut others = Vec::new();
        let mut length = 0;
        for id in below {
            let is_there = !self.store.kinds(*id).may_be(Kinds::MISSING);
            match atoms.tree.key(*id)? {
                Key::Index(index) => {
                    let index = usize::try_from(*index).ok()?;
                    named.insert(index, *id);
                    if is_there {
                        length = length.max(index.checked_add(1)?);
                    }
                }
                Key::Other(_) if is_there => others.push(self.node(*id)??),
                Key::Other(_) | Key::Name(_) => {}
            }
        }
        // The others take the places that have no name, and so does what fills the gaps.
        let mut others = others.into_iter().peekable();
        let mut array = Vec::new();
        while array.len() < length || others.peek().is_some() {
            let value = match named.get(&array.len()) {
                Some(id) => self.present(*id)?,
                None => others.next().unwrap_or_else(|| json!({})),
            };
            array.push(value);
            if array.len() > LONGEST {
                return None;
            }
        }
        Some(Value::Array(array))
    }

    /// The value of a node, which is there even if nothing demands it.
    fn present(&mut self, id: NodeId) -> Option<Value> {
        if let Some(value) = self.node(id)? {
            return Some(value);
        }
        let kinds = self.store.kinds(id) & !Kinds::MISSING;
        self.theory.scalar(self.store, id, kinds, &[])
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
            Key::Index(number) => number.to_string(),
            Key::Other(number) => format!("*{number}"),
        });
        names.collect::<Vec<_>>().join(".")
    }
}
