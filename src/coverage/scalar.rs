//! The text or number that can stand at a place.

use serde_json::{Value, json};

use super::TooHard;
use super::atom::{NodeId, Numbers, Test};
use super::message;
use super::numbers::{self, NumberTest};
use super::store::{Conflict, Store, Theory};
use super::texts::{Demand, TextSet};
use super::universe::Kinds;

impl Theory<'_> {
    /// Whether the node can be anything at all.
    pub(super) fn check(&mut self, store: &mut Store, node: NodeId) -> Result<(), Conflict> {
        loop {
            let kinds = store.kinds(node);
            if !kinds.are_only(Kinds::TEXT | Kinds::NUMBER) {
                return Ok(());
            }
            let (kind, possible) = if kinds.may_be(Kinds::TEXT) {
                (Kinds::TEXT, self.has_text(store, node))
            } else {
                (Kinds::NUMBER, self.has_number(store, node))
            };
            if possible {
                return Ok(());
            }
            self.restrict(store, node, !kind)?;
        }
    }

    /// Whether there is a text that can stand at the node. Notices where the language of a
    /// field leaves a single one, such as `No` of `Yes` and `No`.
    fn has_text(&mut self, store: &mut Store, node: NodeId) -> bool {
        let has_language = (self.specs.get(node.0)).is_some_and(|spec| spec.language.is_some());
        let enough = if has_language { 2 } else { 1 };
        loop {
            let Some(state) = store.nodes.get(node.0) else {
                return false;
            };
            let known = state.texts.len();
            if known >= enough || (known > 0 && state.fixed.is_some()) {
                return true;
            }
            let others: Vec<TextSet> = state.texts.iter().cloned().map(TextSet::One).collect();
            let others: Vec<&TextSet> = others.iter().collect();
            let found = self.text_outside(store, node, &others, &[]);
            let Some(state) = store.nodes.get_mut(node.0) else {
                return false;
            };
            match found {
                Ok(Some(text)) => state.texts.push(text),
                Ok(None) => {
                    state.fixed = state.texts.first().cloned().or(state.fixed.take());
                    self.touch(store);
                    return known > 0;
                }
                Err(hard) => {
                    self.hard = Some(hard);
                    return true;
                }
            }
        }
    }

    fn has_number(&mut self, store: &mut Store, node: NodeId) -> bool {
        if store
            .nodes
            .get(node.0)
            .is_some_and(|state| state.number.is_some())
        {
            return true;
        }
        let found = self.number_at(store, node);
        let is_found = found.is_some();
        if let Some(state) = store.nodes.get_mut(node.0) {
            state.number = found;
        }
        is_found
    }

    /// A text for a node: if possible without what must not occur in the event, `usual` ones
    /// first; where that is too hard to say, an empty one.
    pub(super) fn text_at(
        &mut self,
        store: &Store,
        node: NodeId,
        usual: &[String],
    ) -> Option<String> {
        let unwanted: Vec<&TextSet> = message::unwanted(self.atoms, store);
        let mut found = Ok(None);
        if !unwanted.is_empty() {
            found = self.text_outside(store, node, &unwanted, usual);
        }
        if !matches!(found, Ok(Some(_))) {
            found = self.text_outside(store, node, &[], usual);
        }
        found.unwrap_or_else(|hard| {
            self.hard = Some(hard);
            Some(String::new())
        })
    }

    /// A text that can stand at a node and lies in none of `others`.
    fn text_outside(
        &mut self,
        store: &Store,
        node: NodeId,
        others: &[&TextSet],
        usual: &[String],
    ) -> Result<Option<String>, TooHard> {
        let (Some(state), Some(spec)) = (store.nodes.get(node.0), self.specs.get(node.0)) else {
            return Ok(None);
        };
        let mut demand = Demand::default();
        demand.outside.extend(others);
        demand.inside.extend(&spec.language);
        for (atom, answer) in &state.tests {
            match self.atoms.get(*atom).map(|atom| &atom.test) {
                Some(Test::Is { texts, .. }) if *answer => demand.inside.push(texts),
                Some(Test::Is { texts, .. }) => demand.outside.push(texts),
                Some(Test::Order(..)) if *answer => return Ok(None),
                _ => {}
            }
        }
        self.machines.find(&demand, usual)
    }

    /// A text, number, literal or empty container of one of `kinds` that can stand at a node.
    pub(super) fn scalar(
        &mut self,
        store: &Store,
        node: NodeId,
        kinds: Kinds,
        usual: &[String],
    ) -> Option<Value> {
        if kinds.may_be(Kinds::TEXT)
            && let Some(text) = self.text_at(store, node, usual)
        {
            return Some(Value::String(text));
        }
        if kinds.may_be(Kinds::NUMBER)
            && let Some(number) = self.number_at(store, node)
        {
            return serde_json::from_str(&number).ok();
        }
        let literals = [
            (Kinds::OBJECT, json!({})),
            (Kinds::FALSE, json!(false)),
            (Kinds::TRUE, json!(true)),
            (Kinds::NULL, Value::Null),
            (Kinds::ARRAY, json!([])),
        ];
        let mut literals = literals.into_iter();
        literals.find_map(|(kind, value)| kinds.may_be(kind).then_some(value))
    }

    /// A number that can stand at a node; where that is too hard to say, zero.
    pub(super) fn number_at(&mut self, store: &Store, node: NodeId) -> Option<String> {
        let tests = &store.nodes.get(node.0)?.tests;
        let mut asked = Vec::with_capacity(tests.len());
        for (atom, answer) in tests {
            match &self.atoms.get(*atom)?.test {
                Test::Is { texts, numbers } => match numbers {
                    Numbers::None if *answer => return None,
                    Numbers::None => {}
                    Numbers::ByText => asked.push((NumberTest::Text(texts), *answer)),
                    Numbers::ByValue(value) => asked.push((NumberTest::Value(value), *answer)),
                },
                Test::Order(order, value) => {
                    asked.push((NumberTest::Order(*order, value), *answer));
                }
                _ => {}
            }
        }
        match numbers::find(&asked, self.machines) {
            Ok(found) => found,
            Err(hard) => {
                self.hard = Some(hard);
                Some("0".to_owned())
            }
        }
    }
}
