//! Regular languages as automata over whole texts.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};

use super::texts::TextSet;

/// The bytes that the automaton of a field's language may take.
const LIMIT: usize = 1 << 19;

/// A regular language that texts of a field come from, compiled once.
#[derive(Clone)]
pub struct Language(Arc<Shared>);

struct Shared {
    source: String,
    /// The only text, where there is but one.
    only: Option<String>,
    /// Whether its automaton is worth the time it takes to make it as small as can be.
    minimal: bool,
    machine: OnceLock<Option<Arc<Machine>>>,
}

/// Any run of bytes; texts are UTF-8 by themselves.
pub(super) const ANYTHING: &str = "(?s-u:.)*";

impl Language {
    /// The texts that `regex`, in the syntax of the `regex-syntax` crate, matches as a whole.
    pub fn new(regex: &str) -> Self {
        Self(Arc::new(Shared {
            source: regex.to_owned(),
            only: None,
            minimal: false,
            machine: OnceLock::new(),
        }))
    }

    /// One text and no other.
    pub fn only(text: &str) -> Self {
        Self(Arc::new(Shared {
            source: regex_syntax::escape(text),
            only: Some(text.to_owned()),
            minimal: false,
            machine: OnceLock::new(),
        }))
    }

    /// The texts that start in one of these ways.
    pub(super) fn starting(starts: &[String]) -> Self {
        Self::new(&format!("(?:{}){ANYTHING}", any_of(starts)))
    }

    /// The texts that end in one of these ways.
    pub(super) fn ending(ends: &[String]) -> Self {
        Self(Arc::new(Shared {
            source: format!("{ANYTHING}(?:{})", any_of(ends)),
            only: None,
            // Texts that end alike make many states that are the same.
            minimal: true,
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

    pub(super) fn machine(&self) -> Option<Arc<Machine>> {
        let build = || Machine::made(&self.0.source, false, LIMIT, self.0.minimal);
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

/// A regex that matches these texts.
fn any_of(texts: &[String]) -> String {
    let each: Vec<String> = texts
        .iter()
        .map(|text| regex_syntax::escape(text))
        .collect();
    each.join("|")
}

impl fmt::Debug for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Language").field(&self.0.source).finish()
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
pub(super) struct Machine {
    dfa: dense::DFA<Vec<u32>>,
    start: StateID,
    /// The states from which every text is accepted.
    won: HashSet<StateID>,
    /// A text that ends with a newline is also accepted if it is accepted without it.
    early_end: bool,
}

/// Where a machine is: its state, and whether the text before a newline just read was
/// accepted.
pub(super) type Place = (StateID, bool);

impl Machine {
    /// The automaton of a regex that texts match as a whole; `None` if it would take more than
    /// `limit` bytes.
    pub(super) fn new(whole: &str, early_end: bool, limit: usize) -> Option<Self> {
        Self::made(whole, early_end, limit, false)
    }

    fn made(whole: &str, early_end: bool, limit: usize, minimal: bool) -> Option<Self> {
        let config = dense::Config::new()
            .start_kind(StartKind::Anchored)
            .match_kind(MatchKind::All)
            .minimize(minimal)
            .dfa_size_limit(Some(limit))
            .determinize_size_limit(Some(limit));
        let dfa = dense::Builder::new()
            .configure(config)
            .syntax(syntax::Config::new().utf8(false))
            .thompson(
                thompson::Config::new()
                    .utf8(false)
                    .nfa_size_limit(Some(limit)),
            )
            .build(&format!(r"\A(?:{whole})\z"))
            .ok()?;
        let start = start::Config::new().anchored(Anchored::Yes);
        let start = dfa.start_state(&start).ok()?;
        let mut machine = Self {
            dfa,
            start,
            won: HashSet::new(),
            early_end,
        };
        machine.won = machine.winning();
        Some(machine)
    }

    /// States that accept and are never left.
    fn winning(&self) -> HashSet<StateID> {
        let mut known = HashSet::from([self.start]);
        let mut won = HashSet::new();
        let mut open = vec![self.start];
        let bytes: Vec<u8> = (0..=u8::MAX).collect();
        let mut of_each_class = bytes.clone();
        of_each_class.dedup_by_key(|byte| self.class(*byte));
        while let Some(state) = open.pop() {
            let mut stays = true;
            for byte in &of_each_class {
                let next = self.dfa.next_state(state, *byte);
                stays &= next == state;
                if known.insert(next) {
                    open.push(next);
                }
            }
            if stays && self.ends(state) {
                won.insert(state);
            }
        }
        won
    }

    /// The number of the class of a byte: bytes of a class always lead to the same state.
    pub(super) fn class(&self, byte: u8) -> u8 {
        self.dfa.byte_classes().get(byte)
    }

    /// How many bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.dfa.memory_usage()
    }

    pub(super) fn first(&self) -> Place {
        (self.start, false)
    }

    pub(super) fn next(&self, (state, _): Place, byte: u8) -> Place {
        let before = self.early_end && byte == b'\n' && self.ends(state);
        (self.dfa.next_state(state, byte), before)
    }

    fn ends(&self, state: StateID) -> bool {
        self.dfa.is_match_state(self.dfa.next_eoi_state(state))
    }

    pub(super) fn accepts_at(&self, (state, before): Place) -> bool {
        before || self.ends(state)
    }

    /// Whether nothing that follows can be accepted.
    pub(super) fn is_lost(&self, (state, before): Place) -> bool {
        !before && self.dfa.is_dead_state(state)
    }

    /// Whether all that follows is accepted.
    pub(super) fn is_won(&self, (state, _): Place) -> bool {
        self.won.contains(&state)
    }

    pub(super) fn accepts(&self, text: &str) -> bool {
        let last = text
            .bytes()
            .fold(self.first(), |place, byte| self.next(place, byte));
        self.accepts_at(last)
    }
}
