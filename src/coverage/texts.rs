//! Sets of texts, and whether some text lies in all of some and in none of others.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::TooHard;
use super::effort::Effort;
use super::machine::{ANYTHING, Language, Machine};
use super::product::Product;
use crate::filter_pattern::glob;

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

/// The bytes that the automaton of a pattern's text or regex may take; those of real filters
/// need a few thousand. Building one that is refused in the end takes milliseconds.
const LIMIT: usize = 1 << 17;

/// The automata of the sets met so far.
#[derive(Debug)]
pub(super) struct Machines {
    built: HashMap<TextSet, Option<Arc<Machine>>>,
    /// A number for each set that was asked about.
    numbered: HashMap<TextSet, usize>,
    /// What was found for sets, by their numbers: in all of some and in none of others.
    found: HashMap<(Vec<usize>, Vec<usize>), Option<String>>,
    pub(super) effort: Effort,
}

/// What is asked of a text.
#[derive(Debug, Default)]
pub(super) struct Demand<'a> {
    /// It lies in all of these.
    pub(super) inside: Vec<&'a TextSet>,
    /// It lies in none of these.
    pub(super) outside: Vec<&'a TextSet>,
}

impl Demand<'_> {
    /// Whether nothing is asked.
    pub(super) fn is_empty(&self) -> bool {
        self.inside.is_empty() && self.outside.is_empty()
    }
}

impl Machines {
    pub(super) fn new(effort: &Effort) -> Self {
        Self {
            built: HashMap::new(),
            numbered: HashMap::new(),
            found: HashMap::new(),
            effort: effort.clone(),
        }
    }

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
        self.effort
            .spend(1 + demand.inside.len() + demand.outside.len())?;
        if let Some(TextSet::One(text)) = demand.inside.iter().find(|s| is_one(s)) {
            return Ok(self.meets(demand, text)?.then(|| text.clone()));
        }
        for text in usual {
            if self.meets(demand, text)? {
                return Ok(Some(text.clone()));
            }
        }
        for text in likely(demand) {
            if self.meets(demand, &text) == Ok(true) {
                return Ok(Some(text));
            }
        }
        // Shapes and branches of a search ask the same again and again.
        let asked = (self.numbers(&demand.inside), self.numbers(&demand.outside));
        if let Some(found) = self.found.get(&asked) {
            return Ok(found.clone());
        }
        let mut found = None;
        self.product(demand)?.walk(1, &mut |text| {
            found = Some(text.to_owned());
            true
        })?;
        self.found.insert(asked, found.clone());
        Ok(found)
    }

    /// Sets by number, in the order of the numbers.
    fn numbers(&mut self, sets: &[&TextSet]) -> Vec<usize> {
        let mut numbers = Vec::with_capacity(sets.len());
        for set in sets {
            let next = self.numbered.len();
            let known = self.numbered.get(*set).copied();
            numbers.push(known.unwrap_or_else(|| {
                self.numbered.insert((*set).clone(), next);
                next
            }));
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The automata of what is asked for, side by side.
    pub(super) fn product(&mut self, demand: &Demand<'_>) -> Result<Product, TooHard> {
        let mut product = Product::new(&self.effort);
        product.add(self.of(&TextSet::Language(any_text()))?, true);
        for set in &demand.inside {
            product.add(self.of(set)?, true);
        }
        for set in &demand.outside {
            match set {
                TextSet::One(text) => product.exclude(text),
                other => product.add(self.of(other)?, false),
            }
        }
        Ok(product)
    }

    fn of(&mut self, set: &TextSet) -> Result<Arc<Machine>, TooHard> {
        if let TextSet::Language(language) = set {
            return language.machine().ok_or(TooHard::Automaton);
        }
        if let Some(built) = self.built.get(set) {
            return built.clone().ok_or(TooHard::Automaton);
        }
        self.effort.spend(1)?;
        let built = compile(set).map(Arc::new);
        let cost = built.as_ref().map_or(LIMIT, |machine| machine.size() / 2);
        self.built.insert(set.clone(), built.clone());
        self.effort.spend(cost)?;
        built.ok_or(TooHard::Automaton)
    }
}

/// Texts that may be what is asked for, made of what has to be in them; longer ways of looking
/// find these only after long.
fn likely(demand: &Demand<'_>) -> Vec<String> {
    let globs = demand.inside.iter().filter_map(|set| match set {
        TextSet::Glob(parts) => Some(parts.as_slice()),
        _ => None,
    });
    let globs: Vec<&[String]> = globs.collect();
    if globs.is_empty() {
        return Vec::new();
    }
    let longest = |end: fn(&[String]) -> Option<&String>| {
        let ends = globs.iter().filter_map(|parts| end(parts));
        ends.max_by_key(|part| part.len())
            .map_or("", String::as_str)
    };
    let (first, last) = (longest(<[String]>::first), longest(<[String]>::last));
    let middle = globs.iter().flat_map(|parts| {
        let others = parts.len().saturating_sub(2);
        parts.iter().skip(1).take(others).map(String::as_str)
    });
    let middle: Vec<&str> = middle.collect();
    let text = format!("{first}{}{last}", middle.join(" "));
    let object = format!("{{{text}}}");
    vec![text, object]
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
        TextSet::One(text) => Machine::new(&regex_syntax::escape(text), false, LIMIT),
        TextSet::Glob(segments) => {
            let parts: Vec<String> = segments.iter().map(|s| regex_syntax::escape(s)).collect();
            Machine::new(&parts.join(ANYTHING), false, LIMIT)
        }
        TextSet::Regex {
            translated,
            early_end,
        } => {
            let whole = format!("{ANYTHING}(?:{translated}){ANYTHING}");
            Machine::new(&whole, *early_end, LIMIT)
        }
        TextSet::Language(_) => None,
    }
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
        let mut machines = Machines::new(&Effort::new(1 << 20));
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
        let found = Machines::new(&Effort::new(1 << 20)).find(&demand, &[]);
        assert!(found.is_err() || found.unwrap().is_some());
    }
}
