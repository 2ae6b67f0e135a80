//! Elements of objects and arrays that conditions with a wildcard ask for.

use super::atom::{AtomId, NodeId, Place, ROOT, Test};
use super::store::{Conflict, Spec, State, Store, Theory};
use super::universe::Kinds;

impl Theory<'_> {
    /// Whether each element that has to be in a container can be there.
    pub(super) fn check_elements(
        &mut self,
        store: &Store,
        container: NodeId,
    ) -> Result<(), Conflict> {
        let wanted: Vec<AtomId> = store
            .elements
            .iter()
            .filter(|(id, answer)| *answer && self.is_within(*id, container))
            .map(|(id, _)| *id)
            .collect();
        for id in wanted {
            if self.element(store, id).is_none() {
                return Err(Conflict);
            }
        }
        Ok(())
    }

    fn is_within(&self, id: AtomId, container: NodeId) -> bool {
        let atom = self.atoms.get(id);
        atom.is_some_and(
            |a| matches!(&a.place, Place::Some { container: of, .. } if *of == container),
        )
    }

    /// What can stand at the end of the way from an element that has to be in a container, as
    /// JSON; `None` if nothing can, given what no element is.
    pub(super) fn element(&mut self, store: &Store, id: AtomId) -> Option<serde_json::Value> {
        let place = &self.atoms.get(id)?.place;
        // The element is an event of its own with a single node.
        let mut tests = vec![(id, true)];
        for (other, answer) in &store.elements {
            if !answer && &self.atoms.get(*other)?.place == place {
                tests.push((*other, false));
            }
        }
        let mut kinds = !Kinds::MISSING;
        let mut asked = Vec::new();
        for (id, answer) in tests {
            let wanted = match &self.atoms.get(id)?.test {
                Test::Exists => !Kinds::MISSING,
                Test::Scalar => Kinds::TEXT | Kinds::NUMBER,
                Test::Null { .. } => Kinds::NULL,
                Test::True => Kinds::TRUE,
                Test::False => Kinds::FALSE,
                Test::Is { .. } | Test::Order(..) => {
                    asked.push((id, answer));
                    if answer {
                        Kinds::TEXT | Kinds::NUMBER
                    } else {
                        Kinds::ANY
                    }
                }
                Test::Message(_) | Test::Space(_) => continue,
            };
            let is_value = asked.last().is_some_and(|(last, _)| *last == id);
            kinds = kinds & if answer || is_value { wanted } else { !wanted };
        }
        let lone = Store {
            nodes: vec![State {
                kinds,
                fixed: None,
                tests: asked,
            }],
            answers: Vec::new(),
            assumed: Vec::new(),
            elements: Vec::new(),
            message: Vec::new(),
        };
        let mut theory = Theory {
            atoms: self.atoms,
            machines: &mut *self.machines,
            specs: vec![Spec::free()],
            hard: None,
            steps: 0,
        };
        let found = theory.scalar(&lone, ROOT, kinds, &[]);
        self.hard = self.hard.take().or(theory.hard);
        found
    }

    /// A text, number, literal or empty container of one of `kinds` that can stand at a node.
    pub(super) fn scalar(
        &mut self,
        store: &Store,
        node: NodeId,
        kinds: Kinds,
        usual: &[String],
    ) -> Option<serde_json::Value> {
        use serde_json::{Value, json};
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
}
