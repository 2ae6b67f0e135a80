//! What is assumed of an event so far, and whether there can be such an event.

use std::rc::Rc;

use super::TooHard;
use super::atom::{Atom, AtomId, Atoms, Key, NodeId, Numbers, Place, ROOT, Test};
use super::message::{self, Pieces};
use super::spec::Spec;
use super::texts::{Machines, TextSet};
use super::universe::Kinds;

/// What is assumed of a node.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// What can still stand there.
    pub(super) kinds: Kinds,
    /// The one text that stands there, if it is a text.
    pub(super) fixed: Option<String>,
    /// A text that can stand there, or two where that matters: while there are such, the
    /// questions are met.
    pub(super) texts: Vec<String>,
    /// A number that can stand there.
    pub(super) number: Option<String>,
    /// The questions about its text or number, with their answers.
    pub(super) tests: Vec<(AtomId, bool)>,
}

/// All assumptions.
#[derive(Debug, Clone)]
pub(super) struct Store {
    pub(super) nodes: Vec<State>,
    /// The answers, by atom.
    answers: Vec<Option<bool>>,
    /// What was assumed, in that order.
    pub(super) assumed: Vec<(AtomId, bool)>,
    /// The questions about the whole message, with their answers.
    pub(super) message: Vec<(AtomId, bool)>,
    /// Changes with everything that is assumed of nodes; equal in equal stores only.
    pub(super) revision: usize,
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
    /// The last revision of a store.
    pub(super) revision: usize,
    /// What is certainly in the message of the last store that was asked about.
    pub(super) pieces: Option<Rc<Pieces>>,
    /// Something that was too hard to decide; it was then taken to be possible.
    pub(super) hard: Option<TooHard>,
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
            texts: Vec::new(),
            number: None,
            tests: Vec::new(),
        });
        let mut store = Store {
            nodes: nodes.collect(),
            answers: Vec::new(),
            assumed: Vec::new(),
            message: Vec::new(),
            revision: 0,
        };
        self.restrict(&mut store, ROOT, Kinds::OBJECT)?;
        for id in (0..self.specs.len()).map(NodeId) {
            if !store.kinds(id).may_be(Kinds::MISSING) {
                self.raise(&mut store, id)?;
            }
            self.lower(&mut store, id)?;
            self.line_up(&mut store, id)?;
        }
        Ok(store)
    }

    /// What the assumptions say about an atom, as far as it is easily seen.
    pub(super) fn known(&mut self, store: &Store, id: AtomId) -> Option<bool> {
        // Whether it is spent is for the search to see.
        let _ = self.machines.effort.spend(1);
        if let Some(answer) = store.answer(id) {
            return Some(answer);
        }
        let atom = self.atoms.get(id)?;
        match &atom.place {
            Place::Node(node) => self.known_of_node(store, *node, &atom.test),
            Place::Some { .. } => None,
            Place::Message => match &atom.test {
                Test::Message(set) => message::is_forced(self, store, set).then_some(true),
                _ => None,
            },
        }
    }

    fn known_of_node(&mut self, store: &Store, node: NodeId, test: &Test) -> Option<bool> {
        let kinds = store.kinds(node);
        match test {
            Test::Kind(wanted) if kinds.are_only(*wanted) => Some(true),
            Test::Kind(wanted) => (!kinds.may_be(*wanted)).then_some(false),
            Test::Order(..) => (!kinds.may_be(Kinds::NUMBER)).then_some(false),
            Test::Is { texts, numbers } => {
                if !kinds.may_be(kinds_of(numbers)) {
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
        self.touch(store);
        let Some(atom) = self.atoms.get(id) else {
            return Err(Conflict);
        };
        match &atom.place {
            Place::Node(node) => self.assume_of_node(store, *node, atom, (id, answer)),
            // None is left when the search begins.
            Place::Some { .. } => Err(Conflict),
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
            Test::Kind(wanted) => *wanted,
            Test::Is { numbers, .. } if answer => kinds_of(numbers),
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
            state.number = None;
            if let Test::Is { texts, .. } = &atom.test {
                let machines = &mut *self.machines;
                state
                    .texts
                    .retain(|text| machines.holds(texts, text) == Ok(answer));
            } else if answer {
                state.texts.clear();
            }
            if let (
                Test::Is {
                    texts: TextSet::One(text),
                    ..
                },
                true,
            ) = (&atom.test, answer)
            {
                state.fixed.get_or_insert_with(|| text.clone());
            }
        }
        self.restrict(store, node, kinds)?;
        self.check(store, node)
    }

    /// Leaves only `kinds` at a node, and draws the conclusions above and below.
    pub(super) fn restrict(
        &mut self,
        store: &mut Store,
        node: NodeId,
        kinds: Kinds,
    ) -> Result<(), Conflict> {
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
        self.revision += 1;
        store.revision = self.revision;
        let was_there = !state.kinds.may_be(Kinds::MISSING);
        state.kinds = left;
        if left.is_empty() {
            return Err(Conflict);
        }
        if !was_there && !left.may_be(Kinds::MISSING) {
            self.raise(store, node)?;
        }
        self.lower(store, node)?;
        self.line_up(store, node)?;
        match self.atoms.tree.get(node).and_then(|n| n.above.as_ref()) {
            Some((above, Key::Index(_) | Key::Other(_))) => self.line_up(store, *above),
            _ => Ok(()),
        }
    }

    /// What `above` has to be for something to stand there under `key`.
    fn holders(&self, above: NodeId, key: &Key) -> Kinds {
        let is_closed = |spec: &Spec| spec.closed;
        match key {
            Key::Name(_) => Kinds::OBJECT,
            Key::Index(_) => Kinds::ARRAY,
            Key::Other(_) if self.specs.get(above.0).is_some_and(is_closed) => Kinds::ARRAY,
            Key::Other(_) => Kinds::OBJECT | Kinds::ARRAY,
        }
    }

    pub(super) fn touch(&mut self, store: &mut Store) {
        self.revision += 1;
        store.revision = self.revision;
    }

    /// What is there stands in something.
    fn raise(&mut self, store: &mut Store, node: NodeId) -> Result<(), Conflict> {
        let above = self.atoms.tree.get(node).and_then(|n| n.above.as_ref());
        above.map_or(Ok(()), |(above, key)| {
            self.restrict(store, *above, self.holders(*above, key))
        })
    }

    /// Nothing stands in what is no object or array.
    fn lower(&mut self, store: &mut Store, node: NodeId) -> Result<(), Conflict> {
        let kinds = store.kinds(node);
        let Some(found) = self.atoms.tree.get(node) else {
            return Ok(());
        };
        for below in &found.below {
            let key = self.atoms.tree.key(*below);
            if key.is_some_and(|key| !kinds.may_be(self.holders(node, key))) {
                self.restrict(store, *below, Kinds::MISSING)?;
            }
        }
        Ok(())
    }

    /// Arrays have no holes: what stands at an index has something before it, and what is
    /// missing has nothing after it.
    fn line_up(&mut self, store: &mut Store, array: NodeId) -> Result<(), Conflict> {
        let Some(found) = self.atoms.tree.get(array) else {
            return Ok(());
        };
        if !store.kinds(array).are_only(Kinds::ARRAY) || found.below.is_empty() {
            return Ok(());
        }
        // How many elements there are at least, and at most.
        let (mut least, mut most) = (0, u64::MAX);
        for below in &found.below {
            let kinds = store.kinds(*below);
            let is_there = !kinds.may_be(Kinds::MISSING);
            match self.atoms.tree.key(*below) {
                Some(Key::Index(index)) if is_there => least = least.max(u64::from(*index) + 1),
                Some(Key::Index(index)) if kinds.are_only(Kinds::MISSING) => {
                    most = most.min(u64::from(*index));
                }
                Some(Key::Other(_)) if is_there => least = least.max(1),
                _ => {}
            }
        }
        // An element that no condition names needs a place that none names.
        let is_named = |id: &&NodeId| match self.atoms.tree.key(**id) {
            Some(Key::Index(index)) => u64::from(*index) < most,
            _ => false,
        };
        let named = found
            .below
            .iter()
            .filter(is_named)
            .fold(0, |named, _| named + 1);
        for below in &found.below {
            let kinds = match self.atoms.tree.key(*below) {
                Some(Key::Index(index)) if u64::from(*index) >= most => Kinds::MISSING,
                Some(Key::Index(index)) if u64::from(*index) < least => !Kinds::MISSING,
                Some(Key::Other(_)) if named == most => Kinds::MISSING,
                _ => continue,
            };
            self.restrict(store, *below, kinds)?;
        }
        Ok(())
    }
}

/// What a text or number that is equal to some text can be.
fn kinds_of(numbers: &Numbers) -> Kinds {
    match numbers {
        Numbers::None => Kinds::TEXT,
        Numbers::ByText | Numbers::ByValue(_) => Kinds::TEXT | Kinds::NUMBER,
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
