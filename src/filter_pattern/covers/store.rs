//! What is assumed of an event so far, and whether there can be such an event.

use super::TooHard;
use super::atom::{Atom, AtomId, Atoms, Key, NodeId, Place, ROOT, Test};
use super::message;
use super::numbers::{self, NumberTest};
use super::texts::{Demand, Language, Machines, TextSet};
use super::universe::{Kinds, Values};
use crate::filter_pattern::json::JsonNumber;

/// What is assumed of a node.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// What can still stand there.
    pub(super) kinds: Kinds,
    /// The one text that stands there, if it is a text.
    pub(super) fixed: Option<String>,
    /// The questions about its text or number, with their answers.
    pub(super) tests: Vec<(AtomId, bool)>,
}

/// What is known of a node whatever is assumed.
#[derive(Debug, Clone)]
pub(super) struct Spec {
    /// What certainly, or what possibly, occurs.
    pub(super) values: Values,
    /// Its texts as a set.
    pub(super) language: Option<TextSet>,
    /// Believable texts.
    pub(super) usual: Vec<String>,
    /// What an example has there, where it may.
    pub(super) prefer: Option<Kinds>,
}

/// All assumptions.
#[derive(Debug, Clone)]
pub(super) struct Store {
    pub(super) nodes: Vec<State>,
    /// The answers, by atom.
    pub(super) answers: Vec<Option<bool>>,
    /// What was assumed, in that order.
    pub(super) assumed: Vec<(AtomId, bool)>,
    /// The questions about elements, with their answers.
    pub(super) elements: Vec<(AtomId, bool)>,
    /// The questions about the whole message, with their answers.
    pub(super) message: Vec<(AtomId, bool)>,
}

/// An assumption contradicts the others.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Conflict;

/// Decides about stores.
pub(super) struct Theory<'a> {
    pub(super) atoms: &'a Atoms,
    pub(super) machines: &'a mut Machines,
    /// By node.
    pub(super) specs: Vec<Spec>,
    /// Something that was too hard to decide; it was then taken to be possible.
    pub(super) hard: Option<TooHard>,
    /// How many questions have been asked.
    pub(super) steps: usize,
}

impl Spec {
    /// Anything.
    pub(super) fn free() -> Self {
        Self::of(Values::of(Kinds::ANY))
    }

    pub(super) fn of(values: Values) -> Self {
        Self {
            language: values.texts.as_ref().map(Language::texts),
            values,
            usual: Vec::new(),
            prefer: None,
        }
    }
}

impl Theory<'_> {
    /// Nothing assumed but what is known anyway.
    pub(super) fn store(&mut self) -> Result<Store, Conflict> {
        let nodes = self.specs.iter().map(|spec| State {
            kinds: spec.values.kinds,
            fixed: match &spec.language {
                Some(TextSet::One(text)) => Some(text.clone()),
                _ => None,
            },
            tests: Vec::new(),
        });
        let mut store = Store {
            nodes: nodes.collect(),
            answers: Vec::new(),
            assumed: Vec::new(),
            elements: Vec::new(),
            message: Vec::new(),
        };
        self.restrict(&mut store, ROOT, Kinds::OBJECT)?;
        for id in (0..self.specs.len()).map(NodeId) {
            if !store.kinds(id).may_be(Kinds::MISSING) {
                self.raise(&mut store, id)?;
            }
            self.lower(&mut store, id)?;
        }
        Ok(store)
    }

    /// What the assumptions say about an atom, as far as it is easily seen.
    pub(super) fn known(&mut self, store: &Store, id: AtomId) -> Option<bool> {
        self.steps += 1;
        if let Some(answer) = store.answer(id) {
            return Some(answer);
        }
        let atom = self.atoms.get(id)?;
        match &atom.place {
            Place::Node(node) => self.known_of_node(store, *node, &atom.test),
            Place::Some { container, .. } => {
                let may = store.kinds(*container).may_be(Kinds::OBJECT | Kinds::ARRAY);
                (!may).then_some(false)
            }
            Place::Message => match &atom.test {
                Test::Message(set) => message::is_forced(self, store, set).then_some(true),
                _ => None,
            },
        }
    }

    fn known_of_node(&mut self, store: &Store, node: NodeId, test: &Test) -> Option<bool> {
        let kinds = store.kinds(node);
        let among = |wanted: Kinds| {
            if kinds.are_only(wanted) {
                Some(true)
            } else if kinds.may_be(wanted) {
                None
            } else {
                Some(false)
            }
        };
        match test {
            Test::Exists => among(!Kinds::MISSING),
            Test::Scalar => among(Kinds::TEXT | Kinds::NUMBER),
            Test::Null { in_array: false } => among(Kinds::NULL),
            Test::Null { in_array: true } if kinds.may_be(Kinds::ARRAY) => None,
            Test::Null { in_array: true } => among(Kinds::NULL),
            Test::True => among(Kinds::TRUE),
            Test::False => among(Kinds::FALSE),
            Test::Order(..) => (!kinds.may_be(Kinds::NUMBER)).then_some(false),
            Test::Is { texts, .. } => {
                if !kinds.may_be(Kinds::TEXT | Kinds::NUMBER) {
                    return Some(false);
                }
                let fixed = store.nodes.get(node.0)?.fixed.as_ref();
                let fixed = fixed.filter(|_| kinds.are_only(Kinds::TEXT))?;
                self.machines.holds(texts, fixed).ok()
            }
            Test::Message(_) | Test::Space(_) => None,
        }
    }

    /// Assumes the answer to an atom.
    pub(super) fn assume(
        &mut self,
        store: &mut Store,
        id: AtomId,
        answer: bool,
    ) -> Result<(), Conflict> {
        match self.known(store, id) {
            Some(known) if known == answer => return Ok(()),
            Some(_) => return Err(Conflict),
            None => {}
        }
        store.record(id, answer);
        let Some(atom) = self.atoms.get(id) else {
            return Err(Conflict);
        };
        match &atom.place {
            Place::Node(node) => self.assume_of_node(store, *node, atom, (id, answer)),
            Place::Some { container, .. } => {
                store.elements.push((id, answer));
                if answer {
                    self.restrict(store, *container, Kinds::OBJECT | Kinds::ARRAY)?;
                }
                self.check_elements(store, *container)
            }
            Place::Message => {
                store.message.push((id, answer));
                message::check(self, store)
            }
        }
    }

    fn assume_of_node(
        &mut self,
        store: &mut Store,
        node: NodeId,
        atom: &Atom,
        (id, answer): (AtomId, bool),
    ) -> Result<(), Conflict> {
        let mut kinds = match &atom.test {
            Test::Exists => !Kinds::MISSING,
            Test::Scalar => Kinds::TEXT | Kinds::NUMBER,
            Test::Null { in_array: false } => Kinds::NULL,
            // An array with a null in it is one of some other kind as well.
            Test::Null { in_array: true } if answer => Kinds::NULL | Kinds::ARRAY,
            Test::Null { in_array: true } => Kinds::NULL,
            Test::True => Kinds::TRUE,
            Test::False => Kinds::FALSE,
            Test::Is { .. } if answer => Kinds::TEXT | Kinds::NUMBER,
            Test::Order(..) if answer => Kinds::NUMBER,
            _ => !Kinds::ANY,
        };
        if !answer {
            kinds = !kinds;
        }
        if let Some(state) = store.nodes.get_mut(node.0)
            && matches!(atom.test, Test::Is { .. } | Test::Order(..))
        {
            state.tests.push((id, answer));
            if let (
                Test::Is {
                    texts: TextSet::One(text),
                    number,
                },
                true,
            ) = (&atom.test, answer)
            {
                state.fixed.get_or_insert_with(|| text.clone());
                if number.is_none() && JsonNumber::new(text).is_none() {
                    kinds = kinds & !Kinds::NUMBER;
                }
            }
        }
        if let (Test::Null { in_array: true }, true) = (&atom.test, answer) {
            // Which of the two is decided when an example is made.
            store.elements.push((id, answer));
        }
        self.restrict(store, node, kinds)?;
        self.check(store, node)
    }

    /// Leaves only `kinds` at a node, and draws the conclusions above and below.
    fn restrict(&mut self, store: &mut Store, node: NodeId, kinds: Kinds) -> Result<(), Conflict> {
        let Some(state) = store.nodes.get_mut(node.0) else {
            return Err(Conflict);
        };
        let left = state.kinds & kinds;
        if left == state.kinds {
            return if left.is_empty() {
                Err(Conflict)
            } else {
                Ok(())
            };
        }
        let was_there = !state.kinds.may_be(Kinds::MISSING);
        state.kinds = left;
        if left.is_empty() {
            return Err(Conflict);
        }
        if !was_there && !left.may_be(Kinds::MISSING) {
            self.raise(store, node)?;
        }
        self.lower(store, node)
    }

    /// What is there stands in something.
    fn raise(&mut self, store: &mut Store, node: NodeId) -> Result<(), Conflict> {
        let above = self.atoms.tree.get(node).and_then(|n| n.above.as_ref());
        match above {
            Some((above, Key::Name(_))) => self.restrict(store, *above, Kinds::OBJECT),
            Some((above, Key::Index(_))) => self.restrict(store, *above, Kinds::ARRAY),
            None => Ok(()),
        }
    }

    /// Nothing stands in what is no object or array.
    fn lower(&mut self, store: &mut Store, node: NodeId) -> Result<(), Conflict> {
        let kinds = store.kinds(node);
        let Some(found) = self.atoms.tree.get(node) else {
            return Ok(());
        };
        for below in &found.below {
            let key = self.atoms.tree.get(*below).and_then(|n| n.above.as_ref());
            let container = match key {
                Some((_, Key::Index(_))) => Kinds::ARRAY,
                _ => Kinds::OBJECT,
            };
            if !kinds.may_be(container) {
                self.restrict(store, *below, Kinds::MISSING)?;
            }
        }
        Ok(())
    }

    /// Whether the node can be anything at all.
    fn check(&mut self, store: &mut Store, node: NodeId) -> Result<(), Conflict> {
        let scalar = Kinds::TEXT | Kinds::NUMBER;
        loop {
            let kinds = store.kinds(node);
            if !kinds.are_only(scalar) {
                return if kinds.is_empty() {
                    Err(Conflict)
                } else {
                    Ok(())
                };
            }
            let (kind, possible) = if kinds.may_be(Kinds::TEXT) {
                (Kinds::TEXT, self.text_at(store, node, &[]).is_some())
            } else {
                (Kinds::NUMBER, self.number_at(store, node).is_some())
            };
            if possible {
                self.fix(store, node);
                return Ok(());
            }
            self.restrict(store, node, !kind)?;
        }
    }

    /// Notices where the language of a field leaves a single text, such as `No` of `Yes` and
    /// `No`.
    fn fix(&mut self, store: &mut Store, node: NodeId) {
        let has_language = (self.specs.get(node.0)).is_some_and(|spec| spec.language.is_some());
        let (Some(state), true) = (store.nodes.get(node.0), has_language) else {
            return;
        };
        if state.fixed.is_some() || !state.kinds.are_only(Kinds::TEXT) {
            return;
        }
        let Some(text) = self.text_at(store, node, &[]) else {
            return;
        };
        let only = TextSet::One(text.clone());
        let other = self.text_other_than(store, node, Some(&only), &[]);
        if let (None, Some(state)) = (other, store.nodes.get_mut(node.0)) {
            state.fixed = Some(text);
        }
    }

    /// A text that can stand at a node, `usual` ones first; where that is too hard to say, an
    /// empty one.
    pub(super) fn text_at(
        &mut self,
        store: &Store,
        node: NodeId,
        usual: &[String],
    ) -> Option<String> {
        self.text_other_than(store, node, None, usual)
    }

    fn text_other_than(
        &mut self,
        store: &Store,
        node: NodeId,
        other: Option<&TextSet>,
        usual: &[String],
    ) -> Option<String> {
        let state = store.nodes.get(node.0)?;
        let mut demand = Demand::default();
        demand.outside.extend(other);
        let spec = self.specs.get(node.0)?;
        demand.inside.extend(&spec.language);
        for (atom, answer) in &state.tests {
            match &self.atoms.get(*atom)?.test {
                Test::Is { texts, .. } if *answer => demand.inside.push(texts),
                Test::Is { texts, .. } => demand.outside.push(texts),
                Test::Order(..) if *answer => return None,
                _ => {}
            }
        }
        match self.machines.find(&demand, usual) {
            Ok(found) => found,
            Err(hard) => {
                self.hard = Some(hard);
                Some(String::new())
            }
        }
    }

    /// A number that can stand at a node; where that is too hard to say, zero.
    pub(super) fn number_at(&mut self, store: &Store, node: NodeId) -> Option<String> {
        let tests = &store.nodes.get(node.0)?.tests;
        let mut asked = Vec::with_capacity(tests.len());
        for (atom, answer) in tests {
            match &self.atoms.get(*atom)?.test {
                Test::Is {
                    number: Some(value),
                    ..
                } => {
                    asked.push((NumberTest::Value(value), *answer));
                }
                Test::Is { texts, .. } => asked.push((NumberTest::Text(texts), *answer)),
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

impl Store {
    pub(super) fn kinds(&self, node: NodeId) -> Kinds {
        self.nodes
            .get(node.0)
            .map_or(!Kinds::ANY, |state| state.kinds)
    }

    fn answer(&self, id: AtomId) -> Option<bool> {
        self.answers.get(id.0).copied().flatten()
    }

    fn record(&mut self, id: AtomId, answer: bool) {
        if self.answers.len() <= id.0 {
            self.answers.resize(id.0 + 1, None);
        }
        if let Some(place) = self.answers.get_mut(id.0) {
            *place = Some(answer);
        }
        self.assumed.push((id, answer));
    }
}
