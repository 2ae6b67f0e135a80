//! The event as text: what is in it for certain, and what is assumed of it.

use std::rc::Rc;

use super::atom::{Atoms, Key, NodeId, Test};
use super::machine::Language;
use super::store::{Conflict, Store, Theory};
use super::texts::{Demand, TextSet};
use super::universe::Kinds;

/// Whether the text of every event that is as assumed is in `set`.
///
/// An event's text is its compact JSON. A piece of it that is certain, such as
/// `"eventName":"CreateTrail"`, decides about terms and regexes that are found in the piece.
pub(super) fn is_forced(theory: &mut Theory<'_>, store: &Store, set: &TextSet) -> bool {
    let is_local = match set {
        TextSet::Glob(parts) => {
            let ends = [parts.first(), parts.last()];
            ends.iter().flatten().all(|part| part.is_empty())
        }
        TextSet::Regex { translated, .. } => has_no_anchor(translated),
        TextSet::One(_) | TextSet::Language(_) => false,
    };
    if !is_local {
        return false;
    }
    let pieces = pieces(theory, store);
    // Whether it is spent is for the search to see.
    let _ = theory.machines.effort.spend(1 + pieces.joined.len() / 100);
    if let TextSet::Glob(parts) = set
        && let [_, term, _] = parts.as_slice()
        && !term.contains(BETWEEN)
    {
        return pieces.joined.contains(term);
    }
    let mut each = pieces.joined.split(BETWEEN);
    each.any(|piece| theory.machines.holds(set, piece) == Ok(true))
}

/// What is in the message for certain.
#[derive(Debug)]
pub(super) struct Pieces {
    revision: usize,
    joined: String,
}

/// What stands between pieces: it is never a part of one.
const BETWEEN: char = '\0';

fn has_no_anchor(translated: &str) -> bool {
    let parsed = regex_syntax::parse(translated);
    parsed.is_ok_and(|hir| hir.properties().look_set().is_empty())
}

fn pieces(theory: &mut Theory<'_>, store: &Store) -> Rc<Pieces> {
    if let Some(known) = &theory.pieces
        && known.revision == store.revision
    {
        return Rc::clone(known);
    }
    let pieces = Rc::new(Pieces {
        revision: store.revision,
        joined: find_pieces(theory, store).join(&BETWEEN.to_string()),
    });
    theory.pieces = Some(Rc::clone(&pieces));
    pieces
}

/// Pieces of the text that are there for certain.
fn find_pieces(theory: &Theory<'_>, store: &Store) -> Vec<String> {
    let mut pieces = Vec::new();
    for (at, state) in store.nodes.iter().enumerate() {
        if state.kinds.may_be(Kinds::MISSING) {
            continue;
        }
        let node = theory.atoms.tree.get(NodeId(at));
        let key = match node.and_then(|node| node.above.as_ref()) {
            Some((_, Key::Name(name))) if is_plain(name) => format!("\"{name}\":"),
            _ => String::new(),
        };
        if !state.kinds.are_only(Kinds::TEXT) {
            let literal = [
                (Kinds::TRUE, "true"),
                (Kinds::FALSE, "false"),
                (Kinds::NULL, "null"),
            ];
            let only = literal.iter().find(|(kind, _)| state.kinds.are_only(*kind));
            pieces.push(format!("{key}{}", only.map_or("", |(_, text)| text)));
            continue;
        }
        if let Some(text) = &state.fixed {
            pieces.extend(around(&key, text, true, true));
            continue;
        }
        for (atom, answer) in &state.tests {
            let Some(Test::Is { texts, .. }) = theory.atoms.get(*atom).map(|atom| &atom.test)
            else {
                continue;
            };
            match texts {
                TextSet::Glob(parts) if *answer => {
                    let last = parts.len().saturating_sub(1);
                    for (at, part) in parts.iter().enumerate() {
                        pieces.extend(around(&key, part, at == 0, at == last));
                    }
                }
                _ => {}
            }
        }
        pieces.push(format!("{key}\""));
    }
    pieces
}

/// The text of a value as it stands in the event, with the key and the quotes where the value
/// begins or ends there. Letters that may be written in several ways cut it.
fn around(key: &str, text: &str, begins: bool, ends: bool) -> Vec<String> {
    let mut parts: Vec<String> = text
        .split(|c: char| !is_plain_char(c))
        .map(str::to_owned)
        .collect();
    if let Some(first) = parts.first_mut().filter(|_| begins) {
        first.insert_str(0, &format!("{key}\""));
    }
    if let Some(last) = parts.last_mut().filter(|_| ends) {
        last.push('"');
    }
    parts
}

fn is_plain(text: &str) -> bool {
    text.chars().all(is_plain_char)
}

/// Whether every writer of JSON writes the letter as it is.
fn is_plain_char(c: char) -> bool {
    matches!(c, ' '..='~') && !matches!(c, '"' | '\\' | '/' | '<' | '>' | '&' | '\'' | '=')
}

/// Whether there is a text at all that is as assumed of the message.
pub(super) fn check(theory: &mut Theory<'_>, store: &Store) -> Result<(), Conflict> {
    let mut demand = demand(theory, store);
    if demand.inside.is_empty() {
        return Ok(());
    }
    let object = TextSet::Language(Language::new(r"\{(?s:.)*\}"));
    demand.inside.push(&object);
    match theory.machines.find(&demand, &[]) {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(Conflict),
        Err(hard) => {
            theory.hard = Some(hard);
            Ok(())
        }
    }
}

/// What must not occur in the message.
pub(super) fn unwanted<'a>(atoms: &'a Atoms, store: &Store) -> Vec<&'a TextSet> {
    let excluded = store.message.iter().filter(|(_, answer)| !answer);
    let tests = excluded.filter_map(|(atom, _)| match atoms.get(*atom).map(|atom| &atom.test) {
        Some(Test::Message(set)) => Some(set),
        _ => None,
    });
    tests.collect()
}

/// What is assumed of the message.
pub(super) fn demand<'a>(theory: &Theory<'a>, store: &Store) -> Demand<'a> {
    let mut demand = Demand::default();
    for (atom, answer) in &store.message {
        if let Some(Test::Message(set)) = theory.atoms.get(*atom).map(|atom| &atom.test) {
            let side = if *answer {
                &mut demand.inside
            } else {
                &mut demand.outside
            };
            side.push(set);
        }
    }
    demand
}

/// Whether something that is assumed not to occur in the message is there for certain.
pub(super) fn contradicts(theory: &mut Theory<'_>, store: &Store) -> bool {
    let mut unwanted = unwanted(theory.atoms, store).into_iter();
    unwanted.any(|set| is_forced(theory, store, set))
}
