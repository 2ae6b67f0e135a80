//! Sets of texts, and whether some text lies in all of some and in none of others.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, OnceLock};

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};

use super::TooHard;
use crate::filter_pattern::glob;

/// The bytes that one automaton may take; patterns of real filters need a few thousand.
const DFA_LIMIT: usize = 1 << 19;

/// How many steps of all automata together one question may take.
const STEPS: usize = 1 << 20;

/// A set of texts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum TextSet {
    /// One text.
    One(String),
    /// The texts that consist of these parts with anything in between; two parts or more.
    Glob(Vec<String>),
    /// The texts in which a regex is found.
    Regex {
        /// In the engine's syntax.
        translated: String,
        /// Whether an end anchor also holds before a final newline.
        early_end: bool,
    },
    /// The texts that a regex describes as a whole.
    Language(Language),
}

/// A regular language that texts of a field come from, compiled once.
#[derive(Debug, Clone)]
pub struct Language(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    source: String,
    /// The only text, where there is but one.
    only: Option<String>,
    machine: OnceLock<Option<Arc<Machine>>>,
}

impl Language {
    /// The texts that `regex`, in the syntax of the `regex-syntax` crate, matches as a whole.
    pub fn new(regex: &str) -> Self {
        Self(Arc::new(Shared {
            source: regex.to_owned(),
            only: None,
            machine: OnceLock::new(),
        }))
    }

    /// One text and no other.
    pub fn only(text: &str) -> Self {
        Self(Arc::new(Shared {
            source: regex_syntax::escape(text),
            only: Some(text.to_owned()),
            machine: OnceLock::new(),
        }))
    }

    /// The texts as a set.
    pub(super) fn texts(&self) -> TextSet {
        match &self.0.only {
            Some(text) => TextSet::One(text.clone()),
            None => TextSet::Language(self.clone()),
        }
    }

    fn machine(&self) -> Option<Arc<Machine>> {
        let build = || Machine::new(&format!("(?:{})", self.0.source), false);
        self.0.machine.get_or_init(|| build().map(Arc::new)).clone()
    }

    /// Whether `text` is in the language; false too where the regex cannot be compiled.
    pub fn contains(&self, text: &str) -> bool {
        if let Some(only) = &self.0.only {
            return only == text;
        }
        self.machine().is_some_and(|machine| machine.accepts(text))
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.0.source == other.0.source
    }
}

impl Eq for Language {}

impl std::hash::Hash for Language {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.source.hash(state);
    }
}

/// An automaton over whole texts.
#[derive(Debug)]
struct Machine {
    dfa: dense::DFA<Vec<u32>>,
    start: StateID,
    /// A text that ends with a newline is also accepted if it is accepted without it.
    early_end: bool,
}

/// Where a machine is: its state, and whether the text before a newline just read was
/// accepted.
type Place = (StateID, bool);

impl Machine {
    fn new(whole: &str, early_end: bool) -> Option<Self> {
        let config = dense::Config::new()
            .start_kind(StartKind::Anchored)
            .match_kind(MatchKind::All)
            .minimize(false)
            .dfa_size_limit(Some(DFA_LIMIT))
            .determinize_size_limit(Some(DFA_LIMIT));
        let dfa = dense::Builder::new()
            .configure(config)
            .thompson(thompson::Config::new().nfa_size_limit(Some(DFA_LIMIT)))
            .build(&format!(r"\A(?:{whole})\z"))
            .ok()?;
        let start = start::Config::new().anchored(Anchored::Yes);
        let start = dfa.start_state(&start).ok()?;
        Some(Self {
            dfa,
            start,
            early_end,
        })
    }

    fn first(&self) -> Place {
        (self.start, false)
    }

    fn next(&self, (state, _): Place, byte: u8) -> Place {
        let before = self.early_end && byte == b'\n' && self.ends(state);
        (self.dfa.next_state(state, byte), before)
    }

    fn ends(&self, state: StateID) -> bool {
        self.dfa.is_match_state(self.dfa.next_eoi_state(state))
    }

    fn accepts_at(&self, (state, before): Place) -> bool {
        before || self.ends(state)
    }

    /// Whether nothing that follows can be accepted.
    fn is_lost(&self, (state, before): Place) -> bool {
        !before && self.dfa.is_dead_state(state)
    }

    fn accepts(&self, text: &str) -> bool {
        let last = text
            .bytes()
            .fold(self.first(), |place, byte| self.next(place, byte));
        self.accepts_at(last)
    }
}

/// The automata of the sets met so far.
#[derive(Debug, Default)]
pub(super) struct Machines(HashMap<TextSet, Option<Arc<Machine>>>);

/// What is asked of a text.
#[derive(Debug, Default)]
pub(super) struct Demand<'a> {
    /// It lies in all of these.
    pub(super) inside: Vec<&'a TextSet>,
    /// It lies in none of these.
    pub(super) outside: Vec<&'a TextSet>,
}

impl Machines {
    /// Whether `text` lies in `set`.
    pub(super) fn holds(&mut self, set: &TextSet, text: &str) -> Result<bool, TooHard> {
        match set {
            TextSet::One(one) => Ok(one == text),
            TextSet::Glob(segments) => Ok(glob::is_match(segments, text)),
            TextSet::Regex { .. } | TextSet::Language(_) => Ok(self.of(set)?.accepts(text)),
        }
    }

    /// Whether `text` is what is asked for.
    pub(super) fn meets(&mut self, demand: &Demand<'_>, text: &str) -> Result<bool, TooHard> {
        for set in &demand.inside {
            if !self.holds(set, text)? {
                return Ok(false);
            }
        }
        for set in &demand.outside {
            if self.holds(set, text)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A text that is what is asked for: one of `usual` if one is, else a short one; `None`
    /// if there is no such text.
    pub(super) fn find(
        &mut self,
        demand: &Demand<'_>,
        usual: &[String],
    ) -> Result<Option<String>, TooHard> {
        if let Some(TextSet::One(text)) = demand.inside.iter().find(|s| is_one(s)) {
            return Ok(self.meets(demand, text)?.then(|| text.clone()));
        }
        for text in usual {
            if self.meets(demand, text)? {
                return Ok(Some(text.clone()));
            }
        }
        let mut found = None;
        self.product(demand)?.walk(1, &mut |text| {
            found = Some(text.to_owned());
            true
        })?;
        Ok(found)
    }

    /// The automata of what is asked for, side by side.
    pub(super) fn product(&mut self, demand: &Demand<'_>) -> Result<Product, TooHard> {
        let any = TextSet::Language(any_text());
        let mut parts = vec![(self.of(&any)?, true)];
        let mut excluded = Trie::new();
        for set in &demand.inside {
            parts.push((self.of(set)?, true));
        }
        for set in &demand.outside {
            match set {
                TextSet::One(text) => excluded.insert(text),
                other => parts.push((self.of(other)?, false)),
            }
        }
        Ok(Product { parts, excluded })
    }

    fn of(&mut self, set: &TextSet) -> Result<Arc<Machine>, TooHard> {
        if let TextSet::Language(language) = set {
            return language.machine().ok_or(TooHard::Automaton);
        }
        if !self.0.contains_key(set) {
            let built = compile(set).map(Arc::new);
            self.0.insert(set.clone(), built);
        }
        let machine = self.0.get(set).cloned().flatten();
        machine.ok_or(TooHard::Automaton)
    }
}

fn is_one(set: &TextSet) -> bool {
    matches!(set, TextSet::One(_))
}

/// All texts.
fn any_text() -> Language {
    static ANY: OnceLock<Language> = OnceLock::new();
    ANY.get_or_init(|| Language::new(r"(?s:.)*")).clone()
}

fn compile(set: &TextSet) -> Option<Machine> {
    match set {
        TextSet::One(text) => Machine::new(&regex_syntax::escape(text), false),
        TextSet::Glob(segments) => {
            let parts: Vec<String> = segments.iter().map(|s| regex_syntax::escape(s)).collect();
            Machine::new(&parts.join("(?s:.)*"), false)
        }
        TextSet::Regex {
            translated,
            early_end,
        } => Machine::new(&format!("(?s:.)*(?:{translated})(?s:.)*"), *early_end),
        TextSet::Language(_) => None,
    }
}

/// Excluded texts, letter by letter.
struct Trie(Vec<TrieNode>);

#[derive(Default)]
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
}

/// Where all of them are.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Places {
    parts: Vec<Place>,
    excluded: Option<usize>,
}

impl Product {
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
        let mut steps = 0;
        while let Some((places, way)) = queue.pop_front() {
            if self.accepts(&places) && take(&spell(&ways, way)) {
                return Ok(());
            }
            for byte in &bytes {
                steps += self.parts.len();
                if steps > STEPS {
                    return Err(TooHard::Steps);
                }
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
            if *wanted && machine.is_lost(next) {
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

    /// One byte for each kind of bytes that no automaton tells apart, letters first.
    fn bytes(&self) -> Vec<u8> {
        let told: HashSet<u8> = (self.excluded.0.iter())
            .flat_map(|node| node.next.keys().copied())
            .collect();
        let mut seen: HashSet<(Vec<u8>, Option<u8>)> = HashSet::new();
        let mut bytes: Vec<u8> = (0..=u8::MAX).collect();
        bytes.sort_by_key(|byte| readability(*byte));
        bytes.retain(|byte| {
            let classes = self.parts.iter();
            let classes = classes.map(|(m, _)| m.dfa.byte_classes().get(*byte));
            let newline = *byte == b'\n';
            let own = (told.contains(byte) || newline).then_some(*byte);
            seen.insert((classes.collect(), own))
        });
        bytes
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

#[cfg(test)]
mod tests {
    use super::*;

    fn glob(parts: &[&str]) -> TextSet {
        TextSet::Glob(parts.iter().map(|p| (*p).to_owned()).collect())
    }

    fn regex(translated: &str, early_end: bool) -> TextSet {
        TextSet::Regex {
            translated: translated.to_owned(),
            early_end,
        }
    }

    fn find(inside: &[&TextSet], outside: &[&TextSet]) -> Option<String> {
        let demand = Demand {
            inside: inside.to_vec(),
            outside: outside.to_vec(),
        };
        let mut machines = Machines::default();
        let found = machines.find(&demand, &[]).unwrap();
        if let Some(text) = &found {
            assert!(machines.meets(&demand, text).unwrap(), "{text:?}");
        }
        found
    }

    #[test]
    fn a_prefix_lies_in_a_shorter_prefix_but_not_the_other_way_round() {
        let (long, short) = (glob(&["AccessDenied", ""]), glob(&["Access", ""]));
        assert_eq!(find(&[&long], &[&short]), None);
        assert!(find(&[&short], &[&long]).is_some());
    }

    #[test]
    fn texts_that_are_excluded_are_avoided() {
        let language = TextSet::Language(Language::new("[ab]{1,2}"));
        let texts = ["a", "b", "aa", "ab", "ba"].map(|t| TextSet::One(t.to_owned()));
        let outside: Vec<&TextSet> = texts.iter().collect();
        assert_eq!(find(&[&language], &outside).as_deref(), Some("bb"));
        let last = TextSet::One("bb".to_owned());
        let all: Vec<&TextSet> = outside.into_iter().chain([&last]).collect();
        assert_eq!(find(&[&language], &all), None);
    }

    #[test]
    fn a_regex_is_looked_for_anywhere_and_its_anchors_hold() {
        let found = find(&[&regex("b+", false)], &[&regex(r"\Ab", false)]).unwrap();
        assert!(found.contains('b') && !found.starts_with('b'));
        assert_eq!(find(&[&regex(r"ab\z", false)], &[&glob(&["", "b"])]), None);
    }

    #[test]
    fn an_early_end_is_one_before_a_last_newline() {
        let (early, late) = (regex(r"x\z", true), regex(r"x\z", false));
        assert_eq!(find(&[&late], &[&early]), None);
        assert_eq!(find(&[&early], &[&late]).as_deref(), Some("x\n"));
    }

    #[test]
    fn letters_beyond_ascii_are_whole() {
        let set = glob(&["é", "ü"]);
        assert_eq!(
            find(&[&set], &[&TextSet::One("éü".into())])
                .unwrap()
                .chars()
                .count(),
            3
        );
    }

    #[test]
    fn an_automaton_that_grows_too_large_is_given_up() {
        let huge = regex(r"a.{40}b.{40}c|d.{60}", false);
        let other = regex(r"b.{50}b.{30}c", false);
        let demand = Demand {
            inside: vec![&huge, &other],
            outside: vec![],
        };
        let found = Machines::default().find(&demand, &[]);
        assert!(found.is_err() || found.unwrap().is_some());
    }
}
