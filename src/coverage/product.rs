//! Automata side by side: texts that some accept and others do not.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::TooHard;
use super::effort::Effort;
use super::machine::{Machine, Place};

/// Excluded texts, letter by letter.
#[derive(Debug)]
struct Trie(Vec<TrieNode>);

#[derive(Debug, Default)]
struct TrieNode {
    next: HashMap<u8, usize>,
    ends: bool,
}

impl Trie {
    fn new() -> Self {
        Self(vec![TrieNode::default()])
    }

    fn insert(&mut self, text: &str) {
        let mut at = 0;
        for byte in text.bytes() {
            let free = self.0.len();
            let Some(node) = self.0.get_mut(at) else {
                return;
            };
            at = *node.next.entry(byte).or_insert(free);
            if at == free {
                self.0.push(TrieNode::default());
            }
        }
        if let Some(node) = self.0.get_mut(at) {
            node.ends = true;
        }
    }

    fn next(&self, at: Option<usize>, byte: u8) -> Option<usize> {
        self.0.get(at?)?.next.get(&byte).copied()
    }

    fn ends(&self, at: Option<usize>) -> bool {
        at.and_then(|at| self.0.get(at))
            .is_some_and(|node| node.ends)
    }
}

/// Automata that run side by side, each with what it must say at the end.
pub(super) struct Product {
    parts: Vec<(Arc<Machine>, bool)>,
    excluded: Trie,
    effort: Effort,
}

/// Where all of them are.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Places {
    parts: Vec<Place>,
    excluded: Option<usize>,
}

impl Product {
    /// All texts.
    pub(super) fn new(effort: &Effort) -> Self {
        Self {
            parts: Vec::new(),
            excluded: Trie::new(),
            effort: effort.clone(),
        }
    }

    /// Leaves those that `machine` accepts, or does not accept.
    pub(super) fn add(&mut self, machine: Arc<Machine>, wanted: bool) {
        self.parts.push((machine, wanted));
    }

    /// Leaves out a text.
    pub(super) fn exclude(&mut self, text: &str) {
        self.excluded.insert(text);
    }

    /// Shows `take` accepted texts, short ones first and at most `many` through one state,
    /// until it has enough. Of bytes that no automaton tells apart one stands for all.
    pub(super) fn walk(&self, many: u8, take: &mut dyn FnMut(&str) -> bool) -> Result<(), TooHard> {
        let bytes = self.bytes();
        let first = Places {
            parts: self.parts.iter().map(|(m, _)| m.first()).collect(),
            excluded: Some(0),
        };
        let mut visits: HashMap<Places, u8> = HashMap::new();
        visits.insert(first.clone(), 1);
        // The way to each visited place: the visit before it and the byte between them.
        let mut ways: Vec<(usize, u8)> = vec![(0, 0)];
        let mut queue = VecDeque::from([(first, 0_usize)]);
        while let Some((places, way)) = queue.pop_front() {
            if self.accepts(&places) && take(&spell(&ways, way)) {
                return Ok(());
            }
            for byte in &bytes {
                self.effort.spend(4 + self.parts.len())?;
                let Some(next) = self.next(&places, *byte) else {
                    continue;
                };
                let visited = visits.entry(next.clone()).or_default();
                if *visited < many {
                    *visited += 1;
                    ways.push((way, *byte));
                    queue.push_back((next, ways.len() - 1));
                }
            }
        }
        Ok(())
    }

    fn next(&self, places: &Places, byte: u8) -> Option<Places> {
        let mut parts = Vec::with_capacity(self.parts.len());
        for ((machine, wanted), place) in self.parts.iter().zip(&places.parts) {
            let next = machine.next(*place, byte);
            let is_decided = if *wanted {
                machine.is_lost(next)
            } else {
                machine.is_won(next)
            };
            if is_decided {
                return None;
            }
            parts.push(next);
        }
        Some(Places {
            parts,
            excluded: self.excluded.next(places.excluded, byte),
        })
    }

    fn accepts(&self, places: &Places) -> bool {
        let mut parts = self.parts.iter().zip(&places.parts);
        !self.excluded.ends(places.excluded)
            && parts.all(|((machine, wanted), place)| machine.accepts_at(*place) == *wanted)
    }

    /// One byte for each kind of bytes that nothing tells apart, letters first.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = (0..=u8::MAX).collect();
        bytes.sort_by_key(|byte| readability(*byte));
        let told: HashSet<u8> = (self.excluded.0.iter())
            .flat_map(|node| node.next.keys().copied())
            .chain([b'\n'])
            .collect();
        // The number of the kind of each of the bytes so far.
        let mut kinds: Vec<usize> = bytes
            .iter()
            .map(|byte| {
                if told.contains(byte) {
                    usize::from(*byte)
                } else {
                    usize::MAX
                }
            })
            .collect();
        for (machine, _) in &self.parts {
            let mut numbers = HashMap::new();
            for (kind, byte) in kinds.iter_mut().zip(&bytes) {
                let next = numbers.len();
                *kind = *numbers.entry((*kind, machine.class(*byte))).or_insert(next);
            }
        }
        let mut seen = HashSet::new();
        let kinds = kinds.iter().zip(&bytes);
        let first = kinds.filter(|(kind, _)| seen.insert(**kind));
        first.map(|(_, byte)| *byte).collect()
    }
}

fn readability(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => 0,
        b'0'..=b'9' => 1,
        b'A'..=b'Z' => 2,
        b'-' | b'.' | b'_' => 3,
        b'!'..=b'~' => 4,
        b' ' => 5,
        _ => 6,
    }
}

fn spell(ways: &[(usize, u8)], mut at: usize) -> String {
    let mut bytes = Vec::new();
    while at != 0 {
        let Some((before, byte)) = ways.get(at) else {
            break;
        };
        bytes.push(*byte);
        at = *before;
    }
    bytes.reverse();
    // The automaton of all texts is always among the parts, so the bytes are UTF-8.
    String::from_utf8_lossy(&bytes).into_owned()
}
