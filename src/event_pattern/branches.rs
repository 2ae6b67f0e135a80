//! A pattern without `$or`: the ways through it, each a list of fields that all have to match.

use std::collections::BTreeSet;

use super::ast::{Content, Matchers, Member, Object};

/// A field of the event and what is asked of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry<'p> {
    pub(super) steps: Vec<&'p str>,
    /// The steps with dots in between, by which event-ruler knows the field.
    pub(super) name: String,
    pub(super) matchers: &'p Matchers,
}

/// Fields that all have to match.
pub(super) type Branch<'p> = Vec<Entry<'p>>;

/// What becomes of a field that is named twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeated {
    /// Both count.
    Both,
    /// The later one of a way counts, as in event-ruler.
    Later,
    /// A reader of JSON has kept the first member of that name.
    FirstMember,
    /// A reader of JSON has kept the last member of that name.
    LastMember,
}

/// The ways through a pattern.
pub(super) struct Branches<'p> {
    /// Those of which one has to match, whatever becomes of fields that are named twice.
    pub(super) sure: Vec<Branch<'p>>,
    /// The others that some reading has besides.
    pub(super) possible: Vec<Branch<'p>>,
}

impl<'p> Branches<'p> {
    pub(super) fn of(root: &'p Object) -> Self {
        let sure = ways(root, Repeated::Both);
        let mut possible: Vec<Branch<'p>> = Vec::new();
        if has_twins(root) || sure.iter().any(|branch| names_twice(branch)) {
            let others = [Repeated::Later, Repeated::FirstMember, Repeated::LastMember];
            for branch in others.into_iter().flat_map(|reading| ways(root, reading)) {
                if !sure.contains(&branch) && !possible.contains(&branch) {
                    possible.push(branch);
                }
            }
        }
        Self { sure, possible }
    }

    /// Whether a field is named twice.
    pub(super) fn has_repeated(&self) -> bool {
        !self.possible.is_empty()
    }
}

fn names_twice(branch: &[Entry<'_>]) -> bool {
    let mut names = BTreeSet::new();
    !branch.iter().all(|entry| names.insert(&entry.name))
}

/// Whether an object has two members of one name. Two `$or`s are two conditions.
fn has_twins(object: &Object) -> bool {
    let mut keys = BTreeSet::new();
    object.members.iter().any(|member| match member {
        Member::Field { name, content } => {
            !keys.insert(name) || matches!(content, Content::Object(object) if has_twins(object))
        }
        Member::Or(alternatives) => alternatives.iter().any(has_twins),
    })
}

fn ways(root: &Object, repeated: Repeated) -> Vec<Branch<'_>> {
    let mut walk = Walk {
        repeated,
        steps: Vec::new(),
    };
    let mut branches = vec![Vec::new()];
    walk.object(root, &mut branches);
    branches
}

struct Walk<'p> {
    repeated: Repeated,
    steps: Vec<&'p str>,
}

impl<'p> Walk<'p> {
    fn object(&mut self, object: &'p Object, branches: &mut Vec<Branch<'p>>) {
        for (at, member) in object.members.iter().enumerate() {
            if self.drops(object, at) {
                continue;
            }
            match member {
                Member::Field { name, content } => {
                    self.steps.push(name);
                    match content {
                        Content::Object(inner) => self.object(inner, branches),
                        Content::Leaf(matchers) => self.leaf(matchers, branches),
                    }
                    self.steps.pop();
                }
                Member::Or(alternatives) => {
                    let before = std::mem::take(branches);
                    for alternative in alternatives {
                        let mut own = before.clone();
                        self.object(alternative, &mut own);
                        branches.extend(own);
                    }
                }
            }
        }
    }

    /// Whether another member of the same name stands in place of this one.
    fn drops(&self, object: &Object, at: usize) -> bool {
        let Some(key) = object.members.get(at).map(Member::key) else {
            return false;
        };
        let mut others = object.members.iter().enumerate();
        match self.repeated {
            Repeated::Both | Repeated::Later => false,
            Repeated::FirstMember => others.any(|(other, m)| other < at && m.key() == key),
            Repeated::LastMember => others.any(|(other, m)| other > at && m.key() == key),
        }
    }

    fn leaf(&mut self, matchers: &'p Matchers, branches: &mut [Branch<'p>]) {
        let entry = Entry {
            steps: self.steps.clone(),
            name: self.steps.join("."),
            matchers,
        };
        for branch in branches {
            if self.repeated != Repeated::Both {
                branch.retain(|other| other.name != entry.name);
            }
            branch.push(entry.clone());
        }
    }
}
