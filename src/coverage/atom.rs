//! What conditions ask of one place of an event, each question once.

use std::collections::{BTreeSet, HashMap};

use super::texts::TextSet;
use super::universe::Kinds;
use crate::filter_pattern::Decimal;
use crate::filter_pattern::json::JsonNumber;
use crate::filter_pattern::{OrderOp, Space};

/// The root of every event.
pub(super) const ROOT: NodeId = NodeId(0);

/// A node of a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NodeId(pub(super) usize);

/// A step from a node to one below it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// The member of an object.
    Name(String),
    /// The element of an array.
    Index(u32),
    /// A member or element that no condition names: the one that a condition with a wildcard,
    /// here by its number, asks for.
    Other(usize),
}

/// A place that an event has or has not.
#[derive(Debug)]
pub(super) struct Node {
    /// The node above, and the step from there; none for the root.
    pub(super) above: Option<(NodeId, Key)>,
    /// The nodes below.
    pub(super) below: Vec<NodeId>,
}

/// All places that somebody asks about.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    found: HashMap<(NodeId, Key), NodeId>,
}

impl Tree {
    pub(super) fn new() -> Self {
        let root = Node {
            above: None,
            below: Vec::new(),
        };
        Self {
            nodes: vec![root],
            found: HashMap::new(),
        }
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The node; every id of a tree has one.
    pub(super) fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0)
    }

    /// The last step to a node; none to the root.
    pub(super) fn key(&self, id: NodeId) -> Option<&Key> {
        let above = self.get(id)?.above.as_ref();
        above.map(|(_, key)| key)
    }

    /// The node one step below `above`, made if need be.
    pub(super) fn step(&mut self, above: NodeId, key: Key) -> NodeId {
        if let Some(found) = self.found.get(&(above, key.clone())) {
            return *found;
        }
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node {
            above: Some((above, key.clone())),
            below: Vec::new(),
        });
        if let Some(node) = self.nodes.get_mut(above.0) {
            node.below.push(id);
        }
        self.found.insert((above, key), id);
        id
    }

    /// The node at a path of names.
    pub(super) fn at(&mut self, path: &[String]) -> NodeId {
        path.iter().fold(ROOT, |above, name| {
            self.step(above, Key::Name(name.clone()))
        })
    }

    /// The node at a path of names, if there is one.
    pub(super) fn find(&self, path: &[String]) -> Option<NodeId> {
        path.iter().try_fold(ROOT, |above, name| {
            self.found.get(&(above, Key::Name(name.clone()))).copied()
        })
    }

    /// The steps from the root to a node.
    pub(super) fn path(&self, id: NodeId) -> Vec<&Key> {
        let mut path = Vec::new();
        let mut at = id;
        while let Some((above, key)) = self.get(at).and_then(|node| node.above.as_ref()) {
            path.push(key);
            at = *above;
        }
        path.reverse();
        path
    }
}

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// One node.
    Node(NodeId),
    /// The nodes at the end of `rest` below any element of `container`: the question is
    /// whether one of them is as asked. `elements::expand` puts single nodes in their place.
    Some {
        /// The object or array.
        container: NodeId,
        /// The way from each element.
        rest: Vec<Key>,
    },
    /// The text of the event as a whole.
    Message,
}

/// A question about a place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Test {
    /// It is of one of these kinds.
    Kind(Kinds),
    /// It is a text in this set, or a number that is meant by it.
    Is {
        /// The texts.
        texts: TextSet,
        /// The numbers.
        numbers: Numbers,
    },
    /// It is a number in this order to that.
    Order(OrderOp, Decimal),
    /// The message as a whole is in this set.
    Message(TextSet),
    /// The message as a whole fits a space-delimited pattern, the one of this number.
    Space(usize),
}

/// Which numbers are meant where a text is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Numbers {
    /// None.
    None,
    /// Those whose text is in the set.
    ByText,
    /// Those of this value.
    ByValue(Decimal),
}

impl Test {
    /// Something is there, `null` included.
    pub(super) const EXISTS: Self = Self::Kind(Kinds::ANY.without(Kinds::MISSING));
    /// It can be compared with a text.
    pub(super) const SCALAR: Self = Self::Kind(Kinds::TEXT.with(Kinds::NUMBER));

    /// It is a text of `texts`, or a number whose text is.
    pub(super) fn is(texts: TextSet) -> Self {
        let numbers = match &texts {
            // So that the question is the same as whether it is that text.
            TextSet::One(text) if JsonNumber::new(text).is_none() => Numbers::None,
            _ => Numbers::ByText,
        };
        Self::Is { texts, numbers }
    }

    /// It is a text of `texts`.
    pub(super) fn text(texts: TextSet) -> Self {
        let numbers = Numbers::None;
        Self::Is { texts, numbers }
    }
}

/// An atom of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct AtomId(pub(super) usize);

/// A question and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Atom {
    pub(super) place: Place,
    pub(super) test: Test,
}

/// All questions, each once.
#[derive(Debug)]
pub(super) struct Atoms {
    pub(super) tree: Tree,
    all: Vec<Atom>,
    found: HashMap<Atom, AtomId>,
    /// Those by which a pattern leaves something out, as `!=` does.
    excluding: BTreeSet<AtomId>,
    /// The space-delimited patterns that atoms speak of by number.
    pub(super) spaces: Vec<Space>,
}

impl Atoms {
    pub(super) fn new() -> Self {
        Self {
            tree: Tree::new(),
            all: Vec::new(),
            found: HashMap::new(),
            excluding: BTreeSet::new(),
            spaces: Vec::new(),
        }
    }

    /// The atom; every id has one.
    pub(super) fn get(&self, id: AtomId) -> Option<&Atom> {
        self.all.get(id.0)
    }

    /// The id of a question.
    pub(super) fn of(&mut self, place: Place, test: Test) -> AtomId {
        let atom = Atom { place, test };
        if let Some(found) = self.found.get(&atom) {
            return *found;
        }
        let id = AtomId(self.all.len());
        self.all.push(atom.clone());
        self.found.insert(atom, id);
        id
    }

    /// A pattern leaves out what the atom holds for.
    pub(super) fn excludes(&mut self, atom: AtomId) {
        self.excluding.insert(atom);
    }

    /// How many of the texts that patterns leave out are in an event.
    pub(super) fn excluded_in(&self, event: &serde_json::Value) -> usize {
        let atoms = self.excluding.iter().filter_map(|id| self.get(*id));
        let named = atoms.filter(|atom| match (&atom.place, &atom.test) {
            (
                Place::Node(node),
                Test::Is {
                    texts: TextSet::One(text),
                    ..
                },
            ) => {
                let path = self.tree.path(*node);
                let mut names = path.into_iter().map(|key| match key {
                    Key::Name(name) => Some(name),
                    Key::Index(_) | Key::Other(_) => None,
                });
                let found = names.try_fold(event, |value, name| value.get(name?));
                found.and_then(serde_json::Value::as_str) == Some(text)
            }
            _ => false,
        });
        named.count()
    }

    /// The number of a space-delimited pattern.
    pub(super) fn space(&mut self, space: &Space) -> usize {
        let known = self.spaces.iter().position(|other| other == space);
        known.unwrap_or_else(|| {
            self.spaces.push(space.clone());
            self.spaces.len() - 1
        })
    }
}
