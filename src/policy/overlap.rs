//! Which of several sets of texts a text can be in: the subset construction over the
//! characters that occur in the sets, and one more of each kind for all others.

use std::collections::{BTreeSet, HashSet};
use std::ops::RangeInclusive;

use super::bits::Bits;
use super::pattern::{Pattern, Token, folded};
use super::statement::Listed;
use super::universe::{Class, Item, Universe};

/// The most states that are looked at. A policy's automaton is as large as the tree of its
/// patterns' beginnings; only many patterns that begin with `*` make it larger.
const MAX_STATES: usize = 50_000;
/// The most places that states are gone through, about a tenth of a second.
const MAX_WORK: usize = 8_000_000;

/// The texts that `Action`, `Resource` or their negations stand for.
#[derive(Debug, Clone)]
pub(super) struct Set {
    negated: bool,
    patterns: Vec<Vec<Token>>,
}

/// There are more combinations than are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooIntricate;

impl Set {
    /// The actions that are certainly meant.
    pub(super) fn actions(listed: &Listed) -> Self {
        let mut set = Self::resources(listed);
        for pattern in &mut set.patterns {
            *pattern = folded(pattern);
        }
        set
    }

    /// The resources that are certainly meant. What a variable stands for is not known: a
    /// pattern with one adds nothing, and where it takes away, it may take away everything
    /// that a `*` in its place would.
    pub(super) fn resources(listed: &Listed) -> Self {
        let known = |pattern: &&Pattern| listed.negated || !pattern.has_variables();
        let patterns = listed.patterns.iter().filter(known);
        Self {
            negated: listed.negated,
            patterns: patterns.map(|p| p.tokens(|_| Token::Many)).collect(),
        }
    }

    /// No text at all.
    pub(super) fn empty() -> Self {
        Self {
            negated: false,
            patterns: Vec::new(),
        }
    }

    /// Whether every text of `universe` is in the set.
    pub(super) fn covers(&self, universe: &Universe) -> Result<bool, TooIntricate> {
        let mut covers = true;
        each(&[self], universe, |inside| {
            covers = inside.has(0);
            covers
        })?;
        Ok(covers)
    }

    /// Whether some text of `universe` is in the set.
    pub(super) fn touches(&self, universe: &Universe) -> Result<bool, TooIntricate> {
        let mut touches = false;
        each(&[self], universe, |inside| {
            touches = inside.has(0);
            !touches
        })?;
        Ok(touches)
    }
}

/// Tells `visit` in which of `sets` texts of `universe` are together, for every text, as
/// the sets' places; until it says false. The same answer may come many times.
pub(super) fn each(
    sets: &[&Set],
    universe: &Universe,
    mut visit: impl FnMut(&Bits) -> bool,
) -> Result<(), TooIntricate> {
    let machine = Machine::new(sets, universe);
    let letters = machine.letters();
    let start = machine.start();
    let mut seen = HashSet::from([start.clone()]);
    let mut open = vec![start];
    let mut work = 0;
    while let Some(state) = open.pop() {
        if let Some(inside) = machine.inside(&state)
            && !visit(&inside)
        {
            return Ok(());
        }
        // The letters that no pattern knows come last onto the stack, and so are tried first:
        // the odd text that nothing matches is the one that most questions turn on.
        for letter in &letters {
            let next = machine.step(&state, *letter);
            work += state.len() + next.len();
            if machine.may_go_on(&next) && seen.insert(next.clone()) {
                open.push(next);
            }
        }
        if seen.len() > MAX_STATES || work > MAX_WORK {
            return Err(TooIntricate);
        }
    }
    Ok(())
}

/// All patterns and the universe, side by side in one row of places.
#[derive(Default)]
struct Machine {
    places: Vec<Place>,
    starts: Vec<usize>,
    /// How many places, the first ones, are the universe's.
    own: usize,
    /// For each set, whether it is what its patterns do not match.
    negated: Vec<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Item(Item),
    /// A text of the universe ends here.
    Exists,
    /// A text that a pattern of this set matches ends here.
    Matches(usize),
}

/// The places that the text so far leads to, in order.
type State = Vec<usize>;

impl Machine {
    fn new(sets: &[&Set], universe: &Universe) -> Self {
        let mut machine = Self::default();
        for text in &universe.alternatives {
            machine.push(text.iter().copied(), Place::Exists);
        }
        machine.own = machine.places.len();
        for (index, set) in sets.iter().enumerate() {
            for pattern in &set.patterns {
                machine.push(pattern.iter().copied().map(Item::of), Place::Matches(index));
            }
            machine.negated.push(set.negated);
        }
        machine
    }

    fn push(&mut self, text: impl Iterator<Item = Item>, end: Place) {
        self.starts.push(self.places.len());
        for item in text {
            let place = Place::Item(item);
            // `**` is `*`.
            if !(item.many && self.places.last() == Some(&place)) {
                self.places.push(place);
            }
        }
        self.places.push(end);
    }

    fn start(&self) -> State {
        let mut state = State::new();
        self.starts
            .iter()
            .for_each(|place| self.enter(*place, &mut state));
        in_order(state)
    }

    /// Adds `place`, and those that are reached from it without a letter.
    fn enter(&self, mut place: usize, state: &mut State) {
        state.push(place);
        while let Some(Place::Item(Item { many: true, .. })) = self.places.get(place) {
            place += 1;
            state.push(place);
        }
    }

    fn step(&self, state: &State, letter: char) -> State {
        let mut next = State::new();
        for place in state {
            match self.places.get(*place) {
                Some(Place::Item(item)) if item.class.has(letter) => {
                    self.enter(if item.many { *place } else { place + 1 }, &mut next);
                }
                _ => {}
            }
        }
        in_order(next)
    }

    /// Whether a text of the universe begins so.
    fn may_go_on(&self, state: &State) -> bool {
        state.first().is_some_and(|place| *place < self.own)
    }

    /// The sets that the text so far is in, if it is one of the universe.
    fn inside(&self, state: &State) -> Option<Bits> {
        let ends = || state.iter().filter_map(|place| self.places.get(*place));
        if !ends().any(|place| *place == Place::Exists) {
            return None;
        }
        let mut matched = Bits::none(self.negated.len());
        for place in ends() {
            if let Place::Matches(set) = place {
                matched.insert(*set);
            }
        }
        let mut inside = Bits::none(self.negated.len());
        for (set, negated) in self.negated.iter().enumerate() {
            if matched.has(set) != *negated {
                inside.insert(set);
            }
        }
        Some(inside)
    }

    /// The characters that occur, then one that does not for each kind there is: letters and
    /// digits, and all others.
    fn letters(&self) -> Vec<char> {
        let occurring = self.places.iter().filter_map(|place| match place {
            Place::Item(Item {
                class: Class::One(c),
                ..
            }) => Some(*c),
            _ => None,
        });
        // Two characters are what the classes tell from their neighbours.
        let known: BTreeSet<char> = occurring.chain([':', '-']).collect();
        let other = |mut range: RangeInclusive<char>| range.find(|c| !known.contains(c));
        let mut letters: Vec<char> = known.iter().copied().collect();
        // From a private area, where no character has a meaning.
        letters.extend(other('\u{e000}'..='\u{f8ff}'));
        letters.extend(other('0'..='9').or_else(|| other('a'..='z')));
        letters
    }
}

fn in_order(mut state: State) -> State {
    state.sort_unstable();
    state.dedup();
    state
}
